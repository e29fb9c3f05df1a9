"""What every place says of a number, read as an inspector reads it: page, download, command line."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from takar.agreements.selectors import rule_in_force
from takar.catalogue.models import Indicator
from takar.config.cli import main
from takar.kernel.formatting import format_date
from takar.kernel.period import Period
from takar.ledger.models import Entry
from takar.measurement.models import Binding
from tests.measurement.histories.office import Place
from tests.measurement.histories.recount import printed, words
from tests.measurement.histories.rule import Expected
from tests.web.screen import Screen, see
from tests.web.screen import words as words_of

WORDS = {
    "": "",
    "sealed": "disegel",
    "came_later": "datang sesudah penutupan",
    "gone": "tidak lagi dihitung",
}

Line = tuple[str, str, str]
"""Day, title and mark of an entry."""


@dataclass
class Places:
    """One indicator in one period at every place that tells it."""

    place: Place
    client: Client
    indicator: Indicator
    period: Period
    percent: Decimal | None = None

    @property
    def no(self) -> int:
        return self.indicator.no

    @property
    def address(self) -> str:
        return reverse("web:indicator", args=[self.period.start.year, self.no])

    def page(self) -> Screen:
        return see(self.client, f"{self.address}?periode={self.period.code}&baris=200")

    def command(self, name: str, *more: str) -> str:
        year, code = str(self.period.start.year), self.place.office.code
        with contextlib.redirect_stdout(io.StringIO()) as out:
            status = main([name, "--office", code, "--year", year, "--period", self.period.code, *more])
        assert status == 0
        return out.getvalue()

    def agree_on(self, expected: Expected) -> None:
        """Every place says the same number and lists the same entries with the same marks."""
        titles = dict(Entry.objects.filter(pk__in=expected.marks).values_list("pk", "title"))
        listed = sorted(
            (on.isoformat(), titles[pk], WORDS[mark]) for pk, (mark, on) in expected.marks.items()
        )
        self._command_line(expected, listed)
        self._page(expected, listed)
        self._download(expected, listed)

    def _command_line(self, expected: Expected, listed: list[Line]) -> None:
        told = json.loads(self.command("entries", "--indicator", str(self.no), "--json"))
        assert said(told["total"]) == expected.value
        rows = sorted((row["date"], row["title"], WORDS[row.get("mark", "")]) for row in told["entries"])
        assert rows == listed
        text = self.command("entries", "--indicator", str(self.no))
        if expected.value is not None:
            assert f"Realisasi {words(expected.value)} " in text
        [row] = [
            row for row in json.loads(self.command("measure", "--json"))["indicators"] if row["no"] == self.no
        ]
        assert said(row["total"]) == expected.value
        self._beside(row, expected)
        self._beside(told, expected)
        self.percent = said(row["percent"])
        if row["target"] is None or expected.value is None:
            assert self.percent is None
        elif Binding.objects.get(indicator=self.indicator).polarity == "higher":
            assert self.percent == max(printed(Fraction(expected.value) * 100 / row["target"]), Decimal(0))

    def _beside(self, told: Mapping[str, Any], expected: Expected) -> None:
        """What stands beside the number in JSON: whether it is closed, the books, what came later."""
        is_closed = expected.status in {"closed", "restated"}
        assert ("closed" in told) == is_closed
        if is_closed:
            assert told["closed"]["restated"] == (expected.status == "restated")
            assert ("books" in told) == (expected.books != expected.value)
            assert said(told.get("books", told["closed"]["value"])) == expected.books
        assert said(told.get("after_closing")) == expected.after

    def _page(self, expected: Expected, listed: list[Line]) -> None:
        page = self.page()
        heading = page.soup.select_one(".explain strong.num-start")
        if expected.value is None:
            assert "Belum diukur" in page.text or "belum diukur" in page.text
        else:
            assert heading is not None, page.text
            assert heading.get_text().split(" ")[0] == words(expected.value)
        if self.percent is not None and self.period == Period.of_year(self.period.start.year):
            self._judged(page)
        if page.soup.select_one("#entri") is None:
            assert listed == []
            return
        rows = [
            [cell.get_text(" ", strip=True) for cell in row.select("td")]
            for row in page.soup.select("#entri tbody tr")
        ]
        shown = sorted((row[0], _mark(row[3])) for row in rows)
        assert shown == sorted((format_date(date.fromisoformat(on)), mark) for on, _, mark in listed)

    def _judged(self, page: Screen) -> None:
        """The percent of the command line, and the class that this very text earns."""
        row = words_of(page.soup.select_one("ul.indicators"))
        assert f"{words(self.percent)} %" in row
        classes = rule_in_force(self.place.camat, year=self.period.start.year).classes
        earned = next(c for c in classes if c.above is None or (self.percent or 0) > c.above)
        assert f"{earned.code} · {earned.label}" in row

    def _download(self, expected: Expected, listed: list[Line]) -> None:
        address = reverse("web:indicator-export", args=[self.period.start.year, self.no])
        response = self.client.get(f"{address}?periode={self.period.code}")
        if response.status_code != 200 or "spreadsheet" not in response["Content-Type"]:
            assert listed == []
            return
        sheets = CalamineWorkbook.from_filelike(io.BytesIO(response.getvalue()))
        rows = sheets.get_sheet_by_index(0).to_python()[1:]
        found = sorted((f"{row[4]:%Y-%m-%d}", row[2], row[5]) for row in rows)
        assert found == listed
        about = " ".join(str(cell) for row in sheets.get_sheet_by_index(1).to_python() for cell in row)
        assert f"Angka resmi {words(expected.value)}" in about


def _mark(cell: str) -> str:
    return next((mark for mark in WORDS.values() if mark and mark in cell), "")


def said(number: float | None) -> Decimal | None:
    return None if number is None else Decimal(str(number))
