"""Indicators: the list by position, and one indicator opened onto its entries."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from takar.agreements.progress import progress_of_year
from takar.catalogue.models import Decree
from takar.catalogue.selectors import active_decree, indicator_numbered
from takar.kernel import clock
from takar.kernel.access import may
from takar.kernel.errors import DomainError
from takar.kernel.formatting import MONTHS, format_date, format_number
from takar.kernel.period import Period
from takar.measurement.language.amounts import Number
from takar.measurement.models import Binding, FrozenValue
from takar.measurement.numbers.explaining import entries_behind, explain
from takar.measurement.numbers.official import as_closed, number_of, official_realisations, sealed_of
from takar.measurement.selectors import Realisation, State, measure_of, realisation_of
from takar.organisation.actor import Actor
from takar.organisation.selectors import holders_on
from takar.reporting.documents.provenance import about
from takar.reporting.writers.spreadsheet import Column, write_xlsx
from takar.web import asked
from takar.web.addresses import entry_url, with_query
from takar.web.http import StaffRequest
from takar.web.paging import page_size, pager
from takar.web.performance.checks import may_check
from takar.web.performance.evidence_links import evidence_of
from takar.web.performance.holders import people
from takar.web.performance.judging import way_of
from takar.web.performance.official import marked, official_of
from takar.web.performance.progress_words import year_line
from takar.web.performance.reading_choice import readings_of
from takar.web.performance.rows import indicator_row
from takar.web.performance.unit_choice import unit_of
from takar.web.responses import xlsx_response


def overview(request: StaffRequest, year: int) -> HttpResponse:
    """By position; ``?jabatan=saya`` narrows to the actor's own."""
    actor = request.actor
    realised = official_realisations(actor, year=year)
    year_progress = progress_of_year(actor, realised, year=year)
    mine = asked.text(request, "jabatan") == "saya"
    chosen = [r for r in realised if not mine or r.indicator.position_id in actor.position_ids]
    holders = holders_on(min(Period.of_year(year).last_day, clock.today()), office_id=actor.office_id or 0)
    groups = []
    for position, rows in groupby(chosen, key=lambda r: r.indicator.position):
        held = holders.get(position.pk)
        groups.append(
            {
                "title": position.title,
                "holder": held.person.name if held else "Belum ada pemegang jabatan",
                "rows": [marked(indicator_row(r, year_progress), r) for r in rows],
            }
        )
    decree = active_decree(actor)
    context = {
        "year": year,
        "groups": groups,
        "mine": mine,
        "has_own": any(r.indicator.position_id in actor.position_ids for r in realised),
        "decree": decree,
        "measured": sum(r.state is State.MEASURED for r in realised),
        "total": len(realised),
        **_unmeasured(actor, realised, decree, year),
        "all_url": with_query(request, jabatan=None),
        "mine_url": with_query(request, jabatan="saya"),
        "checks_url": reverse("web:checks", args=[year]) if may_check(actor) else "",
        **year_line(year_progress.time),
    }
    return render(request, "web/performance/indicators.html", context)


def _unmeasured(
    actor: Actor, realised: list[Realisation], decree: Decree | None, year: int
) -> dict[str, Any]:
    """The true reasons why indicators have no number, and where an operator binds those without a measure."""
    unbound = sum(r.measure is None for r in realised)
    stated = sum(r.state is State.MANUAL and r.total is None for r in realised)
    without_book = sum(r.measure is not None and r.found is None for r in realised)
    empty = sum(r.state is State.NOT_MEASURED and r.found is not None for r in realised)
    said = (
        (unbound, "belum terikat ukuran"),
        (without_book, "menunggu bukunya dibuka"),
        (stated, "menunggu nilai manual yang diperiksa"),
        (empty, "belum mempunyai nilai pada tahun ini"),
    )
    binds = unbound and decree is not None and may(actor, "change", Binding)
    return {
        "why_not": [f"{number} {words}." for number, words in said if number],
        "bind_url": reverse("web:decree-measures", args=[year, decree.pk]) if binds and decree else "",
    }


def _period(request: StaffRequest, year: int) -> Period:
    """``?periode=2025-Q3`` or the whole year; a period of another year is refused politely."""
    said = asked.text(request, "periode")
    period = Period.parse(said) if said else Period.of_year(year)
    if period.start.year != year:
        raise DomainError(f"Periode {period.describe()} bukan bagian dari tahun {year}.")
    return period


def show(request: StaffRequest, year: int, no: int) -> HttpResponse:
    actor = request.actor
    indicator = indicator_numbered(actor, no)
    period = _period(request, year)
    sealed = sealed_of(actor, indicator, year=year)
    realised = as_closed(realisation_of(actor, indicator, year=year), sealed.get(str(year)))
    official = official_of(realised, sealed.get(period.code), period, year=year)
    year_progress = progress_of_year(actor, [realised], year=year)
    measure = realised.measure
    context: dict[str, Any] = {
        "year": year,
        "indicator": indicator,
        "row": marked(indicator_row(realised, year_progress), realised),
        "time_words": year_line(year_progress.time)["time_words"] if year_progress.runs else "",
        "way": way_of(actor, realised.binding, year),
        "why_not": realised.why_not,
        "period": period.describe(),
        "whole_year": period == Period.of_year(year),
        "official": official,
        "period_total": official["value"] if official else format_number(realised.total_in(period)),
        "months": _months(request, realised.months, sealed, year),
        "quarters": _quarters(request, realised, sealed, year),
        "year_url": with_query(request, periode=None, hal=None),
        "unit": realised.unit,
        "measure": measure,
        "readings": readings_of(actor, realised, period),
        "unit_choice": unit_of(actor, realised),
        "bind_url": reverse("web:indicator-bind", args=[year, no]) if may(actor, "change", Binding) else "",
    }
    if measure is not None and realised.found is not None:
        entries = entries_behind(actor, measure, period).order_by("-counted_on", "-pk")
        explanation = explain(actor, measure, period)
        pages = Paginator(entries, page_size(request))
        pages.count = explanation.readable  # one entry for each milestone that counts
        page = pages.get_page(asked.page(request))
        context |= {
            "explanation": explanation,
            "rows": _entry_rows(actor, list(page.object_list)),
            "pager": pager(request, page, "entri terhitung"),
            "export_url": f"{reverse('web:indicator-export', args=[year, no])}?{request.GET.urlencode()}",
            "people_url": f"{reverse('web:indicator-people', args=[year, no])}?periode={period.code}",
        }
    return render(request, "web/performance/indicator.html", context)


def people_of(request: StaffRequest, year: int, no: int) -> HttpResponse:
    """Who held the position and who worked on the entries: a page of its own, that the indicator's page
    takes in once it stands."""
    actor = request.actor
    indicator = indicator_numbered(actor, no)
    period = _period(request, year)
    measure = measure_of(actor, indicator, year=year)
    found = people(actor, indicator, measure, period) if measure is not None else {}
    context = {
        **found,
        "indicator": indicator,
        "period": period.describe(),
        "back_url": f"{reverse('web:indicator', args=[year, no])}?periode={period.code}",
    }
    part = "web/performance/_holders.html" if request.htmx else "web/performance/people.html"
    return render(request, part, context)


def _entry_rows(actor: Actor, entries: list[Any]) -> list[dict[str, Any]]:
    evidence = evidence_of(actor, entries)
    return [_entry_row(entry) | {"evidence": evidence.get(entry.pk)} for entry in entries]


def _entry_row(entry: Any) -> dict[str, Any]:
    book = entry.declaration
    return {
        "url": entry_url(entry),
        "book": book.label,
        "number": entry.number_label,
        "title": entry.title,
        "what": book.spec(entry.counted_what).label,
        "date": format_date(entry.counted_on),
    }


def _months(
    request: StaffRequest, months: tuple[Number | None, ...], sealed: Mapping[str, FrozenValue], year: int
) -> list[dict[str, Any]]:
    return [
        _figure(request, MONTHS[index][:3], count, f"{year}-{index + 1:02d}", sealed)
        for index, count in enumerate(months)
    ]


def _quarters(
    request: StaffRequest, realised: Any, sealed: Mapping[str, FrozenValue], year: int
) -> list[dict[str, Any]]:
    quarters = [Period.of_quarter(year, n) for n in range(1, 5)]
    return [_figure(request, q.describe(), realised.total_in(q), q.code, sealed) for q in quarters]


def _figure(
    request: StaffRequest, label: str, count: Number | None, code: str, sealed: Mapping[str, FrozenValue]
) -> dict[str, Any]:
    """A part of the year with its number: the closed one, where it is closed."""
    closed = code in sealed
    return {
        "label": label,
        "value": format_number(number_of(sealed[code]) if closed else count),
        "closed": closed,
        "url": with_query(request, periode=code, hal=None),
    }


def export(request: StaffRequest, year: int, no: int) -> HttpResponse:
    """Download the entries behind the number, to check it elsewhere."""
    indicator = indicator_numbered(request.actor, no)
    measure = measure_of(request.actor, indicator, year=year)
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

    provenance = about(request.actor, contents=f"Entri di balik indikator {no}: {indicator.name}")
    return xlsx_response(
        write_xlsx(f"Indikator {no}", columns, lines(), about=provenance), f"indikator-{no}-{year}"
    )
