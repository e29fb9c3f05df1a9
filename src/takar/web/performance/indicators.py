"""Indicators: the list by position, and one indicator opened onto its entries."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from takar.catalogue.models import Indicator
from takar.catalogue.selectors import active_decree, active_indicators
from takar.kernel import clock
from takar.kernel.errors import DomainError, NotFound
from takar.kernel.formatting import MONTHS, format_date, format_number
from takar.kernel.period import Period
from takar.measurement.calculation import Number
from takar.measurement.explaining import entries_behind, explain
from takar.measurement.selectors import State, measure_of, realisation_of, realisations
from takar.organisation.actor import Actor
from takar.organisation.selectors import holders_on
from takar.reporting.writers.spreadsheet import Column, write_xlsx
from takar.web.addresses import entry_url, with_query
from takar.web.http import StaffRequest
from takar.web.paging import page_size, pager
from takar.web.performance.checks import may_check
from takar.web.performance.judging import way_of
from takar.web.performance.rows import indicator_row
from takar.web.performance.yardstick import yardstick_of, year_line
from takar.web.responses import xlsx_response


def overview(request: StaffRequest, year: int) -> HttpResponse:
    """By position; ``?jabatan=saya`` narrows to the actor's own."""
    actor = request.actor
    realised = realisations(actor, year=year)
    yardstick = yardstick_of(actor, realised, year=year)
    mine = request.GET.get("jabatan") == "saya"
    chosen = [r for r in realised if not mine or r.indicator.position_id in actor.position_ids]
    holders = holders_on(min(Period.of_year(year).last_day, clock.today()), office_id=actor.office_id or 0)
    groups = []
    for position, rows in groupby(chosen, key=lambda r: r.indicator.position):
        held = holders.get(position.pk)
        groups.append(
            {
                "title": position.title,
                "holder": held.person.name if held else "Belum ada pemegang jabatan",
                "rows": [indicator_row(r, yardstick) for r in rows],
            }
        )
    context = {
        "year": year,
        "groups": groups,
        "mine": mine,
        "has_own": any(r.indicator.position_id in actor.position_ids for r in realised),
        "decree": active_decree(actor),
        "measured": sum(r.state is State.MEASURED for r in realised),
        "total": len(realised),
        "all_url": with_query(request, jabatan=None),
        "mine_url": with_query(request, jabatan="saya"),
        "checks_url": reverse("web:checks", args=[year]) if may_check(actor) else "",
        **year_line(yardstick.time),
    }
    return render(request, "web/performance/indicators.html", context)


def indicator_numbered(actor: Actor, no: int) -> Indicator:
    found = active_indicators(actor).filter(no=no).first()
    if found is None:
        raise NotFound(f"Indikator nomor {no} tidak ada dalam keputusan yang berlaku.")
    return found


def _period(request: StaffRequest, year: int) -> Period:
    """``?periode=2025-Q3`` or the whole year; a period of another year is refused politely."""
    asked = request.GET.get("periode", "")
    period = Period.parse(asked) if asked else Period.of_year(year)
    if period.start.year != year:
        raise DomainError(f"Periode {period.describe()} bukan bagian dari tahun {year}.")
    return period


def show(request: StaffRequest, year: int, no: int) -> HttpResponse:
    actor = request.actor
    indicator = indicator_numbered(actor, no)
    period = _period(request, year)
    realised = realisation_of(actor, indicator, year=year)
    yardstick = yardstick_of(actor, [realised], year=year)
    measure = realised.measure
    context: dict[str, Any] = {
        "year": year,
        "indicator": indicator,
        "row": indicator_row(realised, yardstick),
        "time_words": year_line(yardstick.time)["time_words"] if yardstick.runs else "",
        "way": way_of(actor, indicator, year),
        "why_not": realised.why_not,
        "period": period.describe(),
        "whole_year": period == Period.of_year(year),
        "period_total": format_number(realised.total_in(period)),
        "months": _months(request, realised.months, year),
        "quarters": _quarters(request, realised, year),
        "year_url": with_query(request, periode=None, hal=None),
        "unit": indicator.unit,
    }
    if measure is not None and realised.found is not None:
        entries = entries_behind(actor, measure, period).order_by("-counted_on", "-pk")
        page = Paginator(entries, page_size(request)).get_page(request.GET.get("hal"))
        context |= {
            "explanation": explain(actor, measure, period),
            "rows": [_entry_row(entry) for entry in page.object_list],
            "pager": pager(request, page, "entri terhitung"),
            "export_url": f"{reverse('web:indicator-export', args=[year, no])}?{request.GET.urlencode()}",
        }
    return render(request, "web/performance/indicator.html", context)


def _entry_row(entry: Any) -> dict[str, str]:
    book = entry.declaration
    return {
        "url": entry_url(entry),
        "book": book.label,
        "number": entry.number_label,
        "title": entry.title,
        "what": book.spec(entry.counted_what).label,
        "date": format_date(entry.counted_on),
    }


def _months(request: StaffRequest, months: tuple[Number | None, ...], year: int) -> list[dict[str, str]]:
    return [
        {
            "label": MONTHS[index][:3],
            "value": format_number(count),
            "url": with_query(request, periode=f"{year}-{index + 1:02d}", hal=None),
        }
        for index, count in enumerate(months)
    ]


def _quarters(request: StaffRequest, realised: Any, year: int) -> list[dict[str, str]]:
    return [
        {
            "label": Period.of_quarter(year, quarter).describe(),
            "value": format_number(realised.total_in(Period.of_quarter(year, quarter))),
            "url": with_query(request, periode=f"{year}-Q{quarter}", hal=None),
        }
        for quarter in range(1, 5)
    ]


def export(request: StaffRequest, year: int, no: int) -> HttpResponse:
    """The entries behind the number, for whoever checks it elsewhere."""
    indicator = indicator_numbered(request.actor, no)
    measure = measure_of(request.actor, indicator)
    if measure is None:
        raise DomainError("Indikator ini belum diukur, jadi belum ada entri di belakangnya.")
    entries = entries_behind(request.actor, measure, _period(request, year)).order_by("counted_on", "pk")
    columns = [
        Column("Buku"),
        Column("Nomor"),
        Column("Uraian", width=60),
        Column("Yang dihitung"),
        Column("Tanggal", "date"),
    ]

    def lines() -> Any:
        for entry in entries:
            book = entry.declaration
            label = book.spec(entry.counted_what).label
            yield [book.label, entry.number_label, entry.title, label, entry.counted_on]

    return xlsx_response(write_xlsx(f"Indikator {no}", columns, lines()), f"indikator-{no}-{year}")
