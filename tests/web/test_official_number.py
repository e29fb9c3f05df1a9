"""One official number everywhere: every place that tells it is walked after a drift, and its texts compared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from takar.agreements.models import Agreement
from takar.agreements.services import draft_agreement, set_targets
from takar.kernel.period import Period
from takar.ledger.services import cancel_entry
from takar.measurement.models import Binding
from takar.measurement.numbers.closing import close_period, restate
from tests.config.commands import takar
from tests.factories import Cast, letter_of
from tests.web.conftest import SignedIn
from tests.web.files import look
from tests.web.papers import cells
from tests.web.screen import Screen, see, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear", "imported_decree")]

NO = 39
"""Letters of personnel matters received."""
TARGET = 23


@pytest.fixture
def walk(cast: Cast, signed_in: SignedIn, capsys: pytest.CaptureFixture[str]) -> Walk:
    for year in (2025, 2026):
        agreement = draft_agreement(
            position=cast.personnel_clerk.position, year=year, actor=cast.planner.actor
        )
        line = agreement.targets.get(indicator__no=NO)
        set_targets(
            agreement=agreement, actor=cast.planner.actor, targets={line.pk: (Decimal(TARGET), "surat")}
        )
    return Walk(cast, signed_in(cast.personnel_clerk), capsys)


@dataclass
class Walk:
    """Everything that tells the number of one indicator."""

    cast: Cast
    client: Client
    capsys: pytest.CaptureFixture[str]

    def everywhere(self, year: int, *, number: int, percent: str, beside: str) -> None:
        """The year's number, its percent and what is said beside it, in all places."""
        for place, row in self._rows(year).items():
            assert f"Realisasi {number}" in row, place
            assert beside in row, place
            assert f"Capaian {percent}" in row, place
        agreement = Agreement.objects.get(year=year)
        page = see(self.client, reverse("web:agreement", args=[year, agreement.pk]))
        (line,) = [row for row in page.rows if f"{NO}. " in row]
        assert f"kepegawaian {number} " in line
        assert beside in line
        assert percent in line
        (text,) = [line for line in self.tell("measure", year).splitlines() if line.startswith(f" {NO} ")]
        assert f"  {number}  " in text
        assert beside in text
        assert percent.removesuffix(" %") in text
        told = self.told(year)
        assert (told["total"], told["percent"]) == (
            number,
            float(percent.removesuffix(" %").replace(",", ".")),
        )
        assert sum(told["months"]) == number or told["parts_note"]
        self.detail(year, str(year), number=number, beside=beside)

    def detail(self, year: int, period: str, *, number: int, beside: str) -> Screen:
        """The indicator's page and the entries of a period, on the screen, in the download, in the command."""
        page = see(self.client, f"{reverse('web:indicator', args=[year, NO])}?periode={period}")
        assert words(page.soup.select_one(".explain strong")) == f"{number} surat"
        said = words(page.soup.select_one(".explain .official"))
        assert beside in said
        entries = self.tell("entries", year, "--indicator", str(NO), "--period", period)
        assert f"Realisasi {number} dari" in entries
        assert beside.lower() in entries.lower()
        document = self.json("entries", year, "--indicator", str(NO), "--period", period)
        assert document["total"] == number
        _, *rows = cells(look(self.client, page.links["Unduh daftar entri"])[1])
        marks = {"sealed": "disegel", "came_later": "datang sesudah penutupan", "gone": "tidak lagi dihitung"}
        listed = [marks.get(entry.get("mark", ""), "") for entry in document["entries"]]
        assert [row[5] or "" for row in rows] == listed
        assert len(page.rows) == len(rows)
        for row, mark in zip(page.rows, reversed(listed), strict=True):
            assert mark in row
        return page

    def _rows(self, year: int) -> dict[str, str]:
        places = {
            "list": reverse("web:indicators", args=[year]),
            "detail": reverse("web:indicator", args=[year, NO]),
            "office": reverse("web:office", args=[year]),
            "today": reverse("web:today", args=[year]),
        }
        return {place: self._row(address) for place, address in places.items()}

    def _row(self, address: str) -> str:
        rows = [words(row) for row in see(self.client, address).soup.select(".indicator")]
        (found,) = [row for row in rows if row.startswith(f"{NO} ")]
        return found

    def told(self, year: int, *more: str) -> dict[str, Any]:
        rows = self.json("measure", year, *more)["indicators"]
        found: dict[str, Any] = next(row for row in rows if row["no"] == NO)
        return found

    def json(self, command: str, year: int, *more: str) -> Any:
        return takar(self.capsys, *self._asked(command, year), *more, "--json").document

    def tell(self, command: str, year: int, *more: str) -> str:
        return takar(self.capsys, *self._asked(command, year), *more).out

    def _asked(self, command: str, year: int) -> tuple[str, ...]:
        return (command, "--office", self.cast.office.code, "--year", str(year))


def received(cast: Cast, day: date) -> Any:
    return letter_of(cast, occurred_on=day, letter_date=None, area_id="kepegawaian")


def parts(page: Screen) -> tuple[list[str], list[str]]:
    """What the page prints for the months, and for the quarters."""
    months = [words(month.strong) for month in page.soup.select(".month-strip li")]
    quarters = [words(link) for link in page.soup.select(".views a") if "Triwulan" in words(link)]
    return months, quarters


def test_a_late_and_a_cancelled_entry_of_a_closed_year(cast: Cast, walk: Walk) -> None:
    kept = [received(cast, date(2025, month, 3)) for month in (2, 2, 5)]
    cancelled = received(cast, date(2025, 11, 3))
    close_period(period=Period.of_year(2025), actor=cast.camat.actor)
    walk.everywhere(2025, number=4, percent="17,39 %", beside="")
    cancel_entry(entry=cancelled, actor=cast.clerk.actor, reason="Tercatat dua kali")
    for day in (date(2025, 2, 4), date(2025, 2, 5), date(2025, 8, 5)):
        received(cast, day)
    walk.everywhere(2025, number=4, percent="17,39 %", beside="buku kini 6")

    page = walk.detail(2025, "2025", number=4, beside="buku kini 6")
    months, quarters = parts(page)
    # What the seal had in each month, not what the books have today.
    assert months == ["0", "2", "0", "0", "1", "0", "0", "0", "0", "0", "1", "0"]
    assert [text.split(": ")[1].split()[0] for text in quarters] == ["2", "1", "0", "1"]
    assert "buku kini 4" in quarters[0]
    assert walk.told(2025)["months"] == [int(month) for month in months]
    assert "3 disegel, 3 datang sesudah penutupan, 1 tidak lagi dihitung." in page.text
    row = walk.told(2025)
    assert (row["books"], row["closed"]["value"], row["closed"]["restated"]) == (6, 4, False)
    assert "parts_note" not in row
    # A part of a closed year that was never closed itself is the seal's too.
    walk.detail(2025, "2025-Q1", number=2, beside="Ditutup 15 Jul 2026 bersama tahun 2025")
    part = walk.told(2025, "--period", "2025-02")
    assert (part["total"], part["books"], part["closed"]["with"]) == (2, 4, "2025")
    assert part["percent"] == 8.7
    assert kept

    restate(period=Period.of_year(2025), actor=cast.camat.actor, reason="Temuan inspektorat")
    walk.everywhere(2025, number=6, percent="26,09 %", beside="")
    walk.detail(2025, "2025", number=6, beside="Disajikan kembali 15 Jul 2026")
    assert walk.told(2025)["closed"]["restated"] is True
    assert "books" not in walk.told(2025)


def test_what_came_into_a_closed_quarter_of_the_running_year_is_told(cast: Cast, walk: Walk) -> None:
    first = [received(cast, date(2026, month, 5)) for month in (2, 4, 5)]
    received(cast, date(2026, 7, 3))
    close_period(period=Period.of_quarter(2026, 2), actor=cast.camat.actor)
    walk.everywhere(2026, number=4, percent="17,39 %", beside="")
    for day in (4, 6):
        received(cast, date(2026, 5, day))
    walk.everywhere(2026, number=6, percent="26,09 %", beside="termasuk 2 sesudah penutupan Triwulan II 2026")
    assert walk.told(2026)["after_closing"] == 2

    page = walk.detail(2026, "2026", number=6, beside="termasuk 2")
    months, quarters = parts(page)
    assert months == ["0", "1", "0", "1", "1", "0", "1", "0", "0", "0", "0", "0"]
    assert [text.split(": ")[1].split()[0] for text in quarters] == ["1", "2", "1", "0"]
    note = "Triwulan II 2026 ditutup dengan 2, sedangkan angka tahun 2026 memuat 4."
    assert note in page.text
    assert walk.told(2026)["parts_note"] == note
    assert "2 disegel, 2 datang sesudah penutupan." in page.text
    walk.detail(2026, "2026-Q2", number=2, beside="buku kini 4")
    # The half year is open as well, and tells the same.
    walk.detail(2026, "2026-S1", number=5, beside="termasuk 2 sesudah penutupan Triwulan II 2026")

    cancel_entry(entry=first[1], actor=cast.clerk.actor, reason="Bukan urusan kepegawaian")
    walk.everywhere(2026, number=5, percent="21,74 %", beside="termasuk 1 sesudah penutupan Triwulan II 2026")
    restate(period=Period.of_quarter(2026, 2), actor=cast.camat.actor, reason="Temuan inspektorat")
    walk.everywhere(2026, number=5, percent="21,74 %", beside="")
    assert walk.told(2026)["after_closing"] == 0
    assert "parts_note" not in walk.told(2026)
    walk.detail(2026, "2026-Q2", number=3, beside="Disajikan kembali")


def test_less_than_was_closed_is_told_as_less(cast: Cast, walk: Walk) -> None:
    letters = [received(cast, date(2026, 5, day)) for day in (4, 5)]
    close_period(period=Period.of_month(2026, 5), actor=cast.camat.actor)
    cancel_entry(entry=letters[0], actor=cast.clerk.actor, reason="Tercatat dua kali")
    walk.everywhere(2026, number=1, percent="4,35 %", beside="berkurang 1 sesudah penutupan Mei 2026")
    received(cast, date(2026, 5, 6))
    # One went and another came: the number is the one that was closed, and the list tells them apart.
    walk.everywhere(2026, number=2, percent="8,7 %", beside="")
    page = walk.detail(2026, "2026-05", number=2, beside="Ditutup")
    assert "1 disegel, 1 datang sesudah penutupan, 1 tidak lagi dihitung." in page.text


def test_parts_closed_before_the_year_keep_their_own_seal(cast: Cast, walk: Walk) -> None:
    received(cast, date(2025, 5, 5))
    close_period(period=Period.of_quarter(2025, 2), actor=cast.camat.actor)
    received(cast, date(2025, 5, 6))
    close_period(period=Period.of_year(2025), actor=cast.camat.actor)
    row = walk.told(2025)
    assert (row["total"], row["parts_note"]) == (
        2, "Triwulan II 2025 ditutup dengan 1, sedangkan angka tahun 2025 memuat 2."
    )  # fmt: skip
    assert row["months"][4] == 1
    months, quarters = parts(walk.detail(2025, "2025", number=2, beside="Ditutup"))
    assert months[4] == "1"
    assert "Triwulan II 2025: 1 buku kini 2" in quarters
    assert walk.told(2025, "--period", "2025-S1")["total"] == 2


def test_a_number_sealed_by_another_measure_is_read_by_its_own(cast: Cast, walk: Walk) -> None:
    received(cast, date(2026, 5, 5))
    close_period(period=Period.of_quarter(2026, 2), actor=cast.camat.actor)
    Binding.objects.filter(indicator__no=NO).update(measure="surat_masuk_terdisposisi")
    walk.detail(2026, "2026-Q2", number=1, beside="buku kini 0")
    assert walk.told(2026, "--period", "2026-05")["total"] == 1
    assert walk.told(2026)["after_closing"] == -1
    Binding.objects.filter(indicator__no=NO).update(measure="")
    row = walk.told(2026, "--period", "2026-Q2")
    assert (row["total"], row["books"]) == (1, None)


def test_a_sealed_entry_the_reader_may_not_see_stays_hidden(
    cast: Cast, walk: Walk, signed_in: SignedIn
) -> None:
    hidden = received(cast, date(2026, 5, 5))
    type(hidden).objects.filter(pk=hidden.pk).update(restricted=True, title="Perihal rahasia")
    received(cast, date(2026, 5, 6))
    close_period(period=Period.of_quarter(2026, 2), actor=cast.camat.actor)
    client = signed_in(cast.planner)
    page = see(client, f"{reverse('web:indicator', args=[2026, NO])}?periode=2026-Q2")
    assert "Perihal rahasia" not in page.html
    assert "1 entri terbatas ikut dihitung" in page.text
    assert len(page.rows) == 1
    for address in (
        page.links["Unduh daftar entri"],
        reverse("web:closing-value-export", args=[2026, "2026-Q2", NO]),
    ):
        rows = cells(look(client, address)[1])[1:]
        assert [row[5] for row in rows] == ["disegel"]
