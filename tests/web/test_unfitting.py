from __future__ import annotations

import pytest

from tests.web.unfitting import unfitting


@pytest.mark.parametrize(
    "words",
    ["This field is required.", "Select a valid choice.", "&lt;Letter object at 0x7f&gt;", "Jumlah: None",
     "Ensure this value is less than 5.", "“x” value must be an integer."],
)  # fmt: skip
def test_words_of_a_program_are_seen(words: str) -> None:
    assert unfitting(f"<html><p>{words}</p></html>".encode())
    assert unfitting(f'<html><a title="{words}">x</a></html>'.encode())


def test_plain_sentences_and_scripts_are_let_through() -> None:
    assert unfitting(b"<html><p>Isi kolom ini.</p><script>None</script></html>") == []
