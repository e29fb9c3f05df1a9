"""The figures of a laporan barang: what the office had, got, gave up and has, by KIB, and its stock.

Computed from the books as long as the report is a draft; the approval freezes them, because a
correction of last year's book must not change a report that was signed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from takar.kernel.errors import DomainError
from takar.kernel.period import Period
from takar.ledger.books import Change, Event
from takar.registers.goods.models import InventoryReport, Kib
from takar.registers.goods.selectors import Recap, recap_of, stock_value

KINDS: Mapping[str, str] = {
    "semester_1": "Laporan barang semester I",
    "semester_2": "Laporan barang semester II",
    "tahunan": "Laporan barang tahunan",
}
FIGURES = "figures"


@dataclass(frozen=True)
class Figures:
    """A report's numbers. Stock is worth what the oldest deliveries that are left cost."""

    recaps: list[Recap]
    stock_begin: Decimal
    stock_end: Decimal

    @property
    def total(self) -> Recap:
        whole = Recap("")
        for recap in self.recaps:
            whole.begin += recap.begin
            whole.begin_value += recap.begin_value
            whole.came += recap.came
            whole.came_value += recap.came_value
            whole.left += recap.left
            whole.left_value += recap.left_value
        return whole


def period_of(report: InventoryReport) -> Period:
    year = report.period_year
    match report.kind:
        case "semester_1":
            return Period(date(year, 1, 1), date(year, 7, 1))
        case "semester_2":
            return Period(date(year, 7, 1), date(year + 1, 1, 1))
    return Period.of_year(year)


def computed(report: InventoryReport) -> Figures:
    """From the books as they are now."""
    period = period_of(report)
    return Figures(
        recap_of(report.office_id, period.start, period.end),
        stock_value(report.office_id, period.start),
        stock_value(report.office_id, period.end),
    )


def figures_of(report: InventoryReport) -> tuple[Figures, bool]:
    """The figures, and whether they are frozen: those the approval in force sealed, else computed."""
    sealed = report.history.details("approved").get(FIGURES)
    return (_read(sealed), True) if sealed else (computed(report), False)


def freeze(event: Event[InventoryReport]) -> dict[str, Any]:
    report = event.entry
    figures = computed(report)
    rows = [
        [r.kib, r.begin, str(r.begin_value), r.came, str(r.came_value), r.left, str(r.left_value)]
        for r in figures.recaps
    ]
    return {FIGURES: {"recaps": rows, "stock": [str(figures.stock_begin), str(figures.stock_end)]}}


def _read(figures: Mapping[str, Any]) -> Figures:
    recaps = [
        Recap(Kib(kib).value, begin, Decimal(bv), came, Decimal(cv), left, Decimal(lv))
        for kib, begin, bv, came, cv, left, lv in figures["recaps"]
    ]
    begin, end = figures["stock"]
    return Figures(recaps, Decimal(begin), Decimal(end))


def not_over(report: InventoryReport, day: date) -> str:
    """Why the report cannot be approved on a day; empty once its period has ended."""
    return "" if day >= period_of(report).last_day else "Laporan disetujui sesudah masanya berakhir."


def over_on(day: date) -> Q:
    """The reports whose period has ended by a day: the same rule as :func:`not_over`, as a condition."""
    half, whole = (day.year if day >= date(day.year, month, last) else day.year - 1
                   for month, last in ((6, 30), (12, 31)))  # fmt: skip
    first = Q(kind="semester_1")
    return (first & Q(period_year__lte=half)) | (~first & Q(period_year__lte=whole))


def apply_change(event: Event[InventoryReport]) -> None:
    """A report is approved after its period has ended; what was approved keeps its period."""
    report = event.entry
    if event.change is Change.CORRECTED and report.state in ("approved", "sent"):
        if (event.before["kind"], event.before["period_year"]) != (report.kind, report.period_year):
            raise DomainError("Laporan ini sudah disetujui; masanya tidak dapat diubah.", field="kind")
    elif (
        event.change is Change.ADVANCED
        and event.what == "approved"
        and event.on is not None
        and (reason := not_over(report, event.on))
    ):
        raise DomainError(reason, field="on")
