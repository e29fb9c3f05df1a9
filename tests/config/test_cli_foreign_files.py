"""A file that hurts ends a command with a sentence and status 2, never with a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.config.commands import takar
from tests.hostile import archives


@pytest.mark.parametrize(
    ("words", "content"),
    [
        (("decree", "read"), archives.docx("<w:p>" * 500_000)),
        (("decree", "read", "--json"), bytes(1024)),
        (("survey", "compute"), archives.two_far_cells()),
        (("survey", "compute"), b'"' + b"x" * 2_000_000),
    ],
)
def test_a_hostile_file_is_a_sentence(
    words: tuple[str, ...], content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "berkas"
    path.write_bytes(content)
    answer = takar(capsys, *words[:2], str(path), *words[2:])
    assert (answer.status, answer.out) == (2, "")
    assert "Berkas" in answer.err
    assert "Traceback" not in answer.err


def test_a_file_larger_than_any_survey_is_not_even_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "besar.csv"
    with path.open("wb") as file:
        file.truncate(10**12)
    answer = takar(capsys, "survey", "compute", str(path))
    assert answer.status == 2
    assert "lebih besar dari 32 MB" in answer.err
