"""What a date field asks while somebody writes in it: one reader, the server's."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories import Cast
from tests.web.conftest import SignedIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]


def understood(signed_in: SignedIn, cast: Cast, year: int, **question: str) -> dict[str, str]:
    answer = signed_in(cast.clerk).get(reverse("web:date-read", args=[year]), question)
    assert answer.status_code == 200
    expected: dict[str, str] = answer.json()
    return expected


AHEAD = {"ke-depan": "1", "rentang": "plan"}
OLD = "1 Januari 1890 tidak masuk akal. Periksa tahunnya; tulis tanggal antara 1 Januari 1900 dan hari ini."
NOT_YET = "16 Juli 2026 belum tiba. Tulis tanggal antara 1 Januari 1945 dan hari ini."


@pytest.mark.parametrize(
    ("year", "text", "more", "expected"),
    [
        (2026, "12/3", {}, {"value": "12/03/2026", "words": "Kamis, 12 Maret 2026"}),
        (2025, "12/3", {}, {"value": "12/03/2025", "words": "Rabu, 12 Maret 2025"}),
        (2026, "12/12", {}, {"value": "12/12/2025", "words": "Jumat, 12 Desember 2025"}),
        (2026, "12/3", AHEAD, {"value": "12/03/2027", "words": "Jumat, 12 Maret 2027"}),
        (2026, "1/1/1890", {"rentang": "long-past"}, {"fault": f"Tanggal {OLD}"}),
        (2026, "16/7/2026", {}, {"fault": f"Tanggal {NOT_YET}"}),
        (2026, "16/7/2026", {"rentang": "plan"}, {"value": "16/07/2026", "words": "Kamis, 16 Juli 2026"}),
        (2026, "nanti", {}, {"fault": "“nanti” bukan tanggal. Tulis misalnya 12/3/2026 atau “hari ini”."}),
        (2026, "", {"rentang": "entah"}, {"fault": "Bidang ini tidak boleh kosong."}),
    ],
)
def test_the_answer_is_the_day_in_words_or_the_fault(
    cast: Cast, signed_in: SignedIn, year: int, text: str, more: dict[str, str], expected: dict[str, str]
) -> None:
    assert understood(signed_in, cast, year, tanggal=text, **more) == expected


def test_a_form_of_last_years_book_reads_a_short_date_as_the_script_does(
    cast: Cast, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    answer = client.post(
        reverse("web:entry-record", args=[2025, "surat-masuk"]),
        {"occurred_on": "12/3", "sender": "Bupati"},
    )
    assert answer.status_code == 422
    assert 'data-words="Rabu, 12 Maret 2025"' in answer.content.decode()
