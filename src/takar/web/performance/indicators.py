"""Indicators: the list by position, and one indicator opened onto its entries."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from takar.agreements.official import held_against_targets
from takar.catalogue.models import Decree
from takar.catalogue.selectors import active_decree, indicator_numbered
from takar.kernel import clock
from takar.kernel.access import may, visible
from takar.kernel.errors import DomainError
from takar.kernel.formatting import MONTHS, format_date, format_number
from takar.kernel.period import Period
from takar.ledger.models import Entry
from takar.measurement.models import Binding
from takar.measurement.numbers.entries import CountedEntry, Mark, official_entries, sealed_facts
from takar.measurement.numbers.explaining import explain
from takar.measurement.numbers.official import Figure, OfficialValue, all_official_values, official_value
from takar.measurement.numbers.remarks import after_remark, books_remark, closing_remark, remarks
from takar.measurement.numbers.seals import said
from takar.measurement.selectors import Realisation, State
from takar.organisation.actor import Actor
from takar.organisation.selectors import holders_on
from takar.reporting.documents.numbers import passport_lines
from takar.reporting.documents.provenance import about
from takar.reporting.writers.spreadsheet import Column, write_xlsx
from takar.web import asked
from takar.web.addresses import check_address, entry_url, with_query
from takar.web.http import StaffRequest
from takar.web.paging import page_size, pager
from takar.web.performance.checks import may_check
from takar.web.performance.evidence_links import evidence_of
from takar.web.performance.holders import people
from takar.web.performance.judging import way_of
from takar.web.performance.official import official_of
from takar.web.performance.progress_words import year_line
from takar.web.performance.reading_choice import readings_of
from takar.web.performance.rows import indicator_row
from takar.web.performance.unit_choice import unit_of
from takar.web.responses import xlsx_response


def overview(request: StaffRequest, year: int) -> HttpResponse:
    """By position; ``?jabatan=saya`` narrows to the actor's own."""
    actor = request.actor
    whole = Period.of_year(year)
    held = held_against_targets(actor, all_official_values(actor, period=whole), whole)
    mine = asked.text(request, "jabatan") == "saya"
    chosen = [n for n in held.numbers if not mine or n.indicator.position_id in actor.position_ids]
    holders = holders_on(min(whole.last_day, clock.today()), office_id=actor.office_id or 0)
    groups = []
    for position, rows in groupby(chosen, key=lambda n: n.indicator.position):
        holder = holders.get(position.pk)
        groups.append(
            {
                "title": position.title,
                "holder": holder.person.name if holder else "Belum ada pemegang jabatan",
                "rows": [indicator_row(number, held.yardstick) for number in rows],
            }
        )
    decree = active_decree(actor)
    context = {
        "year": year,
        "groups": groups,
        "mine": mine,
        "has_own": any(n.indicator.position_id in actor.position_ids for n in held.numbers),
        "decree": decree,
        "measured": sum(n.official.state is State.MEASURED for n in held.numbers),
        "total": len(held.numbers),
        **_unmeasured(actor, [n.official.realised for n in held.numbers], decree, year),
        "all_url": with_query(request, jabatan=None),
        "mine_url": with_query(request, jabatan="saya"),
        "checks_url": reverse("web:checks", args=[year]) if may_check(actor) else "",
        **year_line(held.yardstick.time),
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
    period, whole = _period(request, year), Period.of_year(year)
    held = held_against_targets(actor, [official_value(actor, indicator, period=whole)], whole)
    [number] = held.numbers
    of_year = number.official
    official = of_year.over(period)
    row = indicator_row(number, held.yardstick)
    context: dict[str, Any] = {
        "year": year,
        "indicator": indicator,
        "row": row,
        "time_words": year_line(held.yardstick.time)["time_words"] if held.yardstick.runs else "",
        "way": way_of(actor, of_year.binding, year),
        "percent_way": held.yardstick.judge.way_of(indicator.pk, number.value, number.target),
        "why_not": official.why_not,
        "period": period.describe(),
        "whole_year": period == whole,
        "official": official_of(official),
        "is_closed": official.status.is_closed,
        "months": [_figure(request, MONTHS[f.period.start.month - 1][:3], f) for f in of_year.months],
        "quarters": [_figure(request, f.period.describe(), f) for f in of_year.quarters],
        "parts_note": of_year.parts_note,
        "year_url": with_query(request, periode=None, hal=None),
        "unit": official.unit,
        "measure": of_year.measure,
        "readings": readings_of(actor, official),
        "unit_choice": unit_of(actor, of_year.realised),
        "bind_url": reverse("web:indicator-bind", args=[year, no]) if may(actor, "change", Binding) else "",
    }
    if official.counted_by is not None and (official.seal or official.realised.found is not None):
        context |= _entries_of(request, official, year, no)
    return render(request, "web/performance/indicator.html", context)


def _entries_of(request: StaffRequest, official: OfficialValue, year: int, no: int) -> dict[str, Any]:
    """How the number was counted, and a page of the entries behind it."""
    actor, period = request.actor, official.period
    assert official.counted_by is not None
    behind = official_entries(actor, official)
    sealed = {fact.entry for fact in sealed_facts(official)} if official.seal else None
    page = Paginator(behind.entries[::-1], page_size(request)).get_page(asked.page(request))
    return {
        "explanation": explain(actor, official.counted_by, period, sealed=sealed),
        "rows": _entry_rows(actor, list(page.object_list)),
        "summary": behind.summary,
        "pager": pager(request, page, "entri" if behind.summary else "entri terhitung"),
        "export_url": f"{reverse('web:indicator-export', args=[year, no])}?{request.GET.urlencode()}",
        "people_url": f"{reverse('web:indicator-people', args=[year, no])}?periode={period.code}",
    }


def people_of(request: StaffRequest, year: int, no: int) -> HttpResponse:
    """Who held the position and who worked on the entries: a page of its own, that the indicator's page
    takes in once it stands."""
    actor = request.actor
    indicator = indicator_numbered(actor, no)
    period = _period(request, year)
    found = people(actor, official_value(actor, indicator, period=period))
    context = {
        **found,
        "indicator": indicator,
        "period": period.describe(),
        "back_url": f"{reverse('web:indicator', args=[year, no])}?periode={period.code}",
    }
    part = "web/performance/_holders.html" if request.htmx else "web/performance/people.html"
    return render(request, part, context)


def _entry_rows(actor: Actor, page: Sequence[CountedEntry]) -> list[dict[str, Any]]:
    entries = visible(actor, Entry).in_bulk([counted.entry for counted in page])
    evidence = evidence_of(actor, entries.values())
    return [
        _entry_row(counted, entries[counted.entry]) | {"evidence": evidence.get(counted.entry)}
        for counted in page
    ]


def _entry_row(counted: CountedEntry, entry: Entry) -> dict[str, Any]:
    book = entry.declaration
    return {
        "url": entry_url(entry),
        "book": book.label,
        "number": entry.number_label,
        "title": entry.title,
        "what": book.spec(counted.what).label,
        "date": format_date(counted.on),
        "mark": counted.mark.label,
        "tone": MARK_TONES[counted.mark],
    }


MARK_TONES = {Mark.NONE: "", Mark.SEALED: "neutral", Mark.CAME: "warn", Mark.GONE: "danger"}


def _figure(request: StaffRequest, label: str, figure: Figure) -> dict[str, Any]:
    """A part of the year with its official number."""
    return {
        "label": label,
        "value": format_number(figure.value),
        "closed": closing_remark(figure),
        "remark": "; ".join(words for words in (books_remark(figure), after_remark(figure)) if words),
        "url": with_query(request, periode=figure.period.code, hal=None),
    }


def export(request: StaffRequest, year: int, no: int) -> HttpResponse:
    """Download the entries behind the official number, to check it elsewhere."""
    indicator = indicator_numbered(request.actor, no)
    official = official_value(request.actor, indicator, period=_period(request, year))
    if official.counted_by is None:
        raise DomainError("Indikator ini belum diukur, jadi belum ada entri di belakangnya.")
    return entries_xlsx(request, official)


def entries_xlsx(request: StaffRequest, official: OfficialValue) -> HttpResponse:
    """The entries behind a number, each with how it stands to the seal."""
    actor, indicator, period = request.actor, official.indicator, official.period
    behind = official_entries(actor, official)
    entries = visible(actor, Entry).in_bulk([counted.entry for counted in behind.entries])
    columns = [
        Column("Buku"),
        Column("Nomor"),
        Column("Uraian", width=60),
        Column("Yang dihitung"),
        Column("Tanggal", "date"),
        Column("Penutupan", width=26),
    ]

    def lines() -> Any:
        for counted in behind.entries:
            entry = entries[counted.entry]
            book = entry.declaration
            label = book.spec(counted.what).label
            yield [book.label, entry.number_label, entry.title, label, counted.on, counted.mark.label]

    said_beside = [said(official.value), *remarks(official.figure), behind.summary]
    contents = f"Entri di balik indikator {indicator.no}, {period.describe()}: {indicator.name}"
    provenance = about(actor, contents=f"{contents}. Angka resmi {'; '.join(filter(None, said_beside))}.")
    provenance += passport_lines(actor, period, indicator.no, check_at=check_address(request))
    return xlsx_response(
        write_xlsx(f"Indikator {indicator.no}", columns, lines(), about=provenance),
        f"indikator-{indicator.no}-{period.code}",
    )
