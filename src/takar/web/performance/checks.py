"""Pemeriksaan: what to look at before signing or closing, and the entries behind each finding."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from takar.agreements.models import Agreement
from takar.kernel.access import visible
from takar.kernel.errors import DomainError, NotFound, Refused
from takar.kernel.formatting import format_date, format_number, format_percent
from takar.kernel.period import Period
from takar.ledger.books import book_named
from takar.ledger.models import Entry, Evidence
from takar.measurement.numbers.checks import Finding, FlaggedEntry, Kind, findings, may_check
from takar.measurement.numbers.checks.findings import WORDS
from takar.organisation.actor import Actor
from takar.organisation.models import Position
from takar.web import asked
from takar.web.addresses import book_url, entry_url, with_query
from takar.web.http import StaffRequest
from takar.web.paging import page_size, pager

FORBIDDEN = "Pemeriksaan dibaca oleh pimpinan, kepala seksi dan sub bagian, dan pengelola pengaturan."
TONES = {
    Kind.SILENT: "warn",
    Kind.UNPROVED: "warn",
    **dict.fromkeys((Kind.SHARED, Kind.ALIKE, Kind.MISSING, Kind.ONE_PERSON), "danger"),
}

__all__ = ["checks_before_signing", "entries", "may_check", "overview"]


def _asked(request: StaffRequest, year: int) -> tuple[Period, str, Position | None]:
    """``?periode=2025-Q3`` (else the year) and ``?jabatan=7``: what is looked at."""
    if not may_check(request.actor):
        raise Refused(FORBIDDEN)
    said = asked.text(request, "periode")
    period = Period.parse(said) if said else Period.of_year(year)
    if period.start.year != year:
        raise DomainError(f"Periode {period.describe()} bukan bagian dari tahun {year}.")
    position = None
    if asked.text(request, "jabatan"):
        wanted = asked.key(request, "jabatan") or 0
        position = visible(request.actor, Position).filter(pk=wanted).first()
        if position is None:
            raise NotFound("Jabatan ini tidak ada di kantor Anda.")
    return period, said.upper(), position


def overview(request: StaffRequest, year: int) -> HttpResponse:
    period, said, position = _asked(request, year)
    found = findings(request.actor, period, position_id=position.pk if position else None)
    kind = asked.one_of(request, "jenis", set(Kind))
    chosen = [finding for finding in found if kind in ("", finding.kind.value)]
    sizes = Counter(finding.kind for finding in found)
    choices = [("Setahun", ""), *((f"Triwulan {r}", f"{year}-Q{n}") for n, r in enumerate(_ROMAN, start=1))]
    context = {
        "year": year,
        "period": period.describe(),
        "position": position.title if position else "",
        "groups": _groups(chosen, year, _without_kind(request)),
        "kinds": [
            {
                "label": f"{text} ({size})",
                "url": with_query(request, jenis=code or None),
                "current": kind == code,
            }
            for code, text, size in [
                ("", "Semua", len(found)),
                *((k.value, WORDS[k].label, sizes[k]) for k in _in_order(found)),
            ]
        ],
        "periods": [
            {
                "label": label,
                "url": with_query(request, periode=code or None),
                "current": said == code,
            }
            for label, code in choices
        ],
        "all_url": with_query(request, jabatan=None) if position else "",
        "back_url": reverse("web:indicators", args=[year]),
    }
    return render(request, "web/performance/checks.html", context)


_ROMAN = ("I", "II", "III", "IV")


def _in_order(found: list[Finding]) -> list[Kind]:
    """The kinds that were found, that of the weightiest finding first."""
    return list(dict.fromkeys(finding.kind for finding in found))


def _without_kind(request: StaffRequest) -> str:
    """The list of one finding stays the same, whatever was looked for."""
    said = request.GET.copy()
    said.pop("jenis", None)
    return said.urlencode()


def _groups(found: list[Finding], year: int, query: str) -> list[dict[str, Any]]:
    return [
        {
            "label": WORDS[kind].label,
            "why": WORDS[kind].why,
            "findings": _lines([one for one in found if one.kind is kind], year, query),
        }
        for kind in _in_order(found)
    ]


def _lines(found: list[Finding], year: int, query: str) -> list[dict[str, Any]]:
    return [
        {
            "label": finding.label,
            "tone": TONES.get(finding.kind, "neutral"),
            "sentence": finding.sentence,
            "weight": _weight(finding),
            "url": _url(finding, year, query),
            "indicators": [
                {"no": i.no, "name": i.name, "url": reverse("web:indicator", args=[year, i.no])}
                for i in finding.indicators
            ],
        }
        for finding in found
    ]


def _weight(finding: Finding) -> str:
    """How much of a number it concerns, where it concerns the largest part."""
    if finding.weight is None:
        return ""
    weight = finding.weight
    part = f"{format_number(weight.concerned)} dari {format_number(weight.counted)} entri"
    return f"{part} indikator {weight.indicator.no} ({format_percent(finding.share * 100)})"


def _url(finding: Finding, year: int, query: str) -> str:
    if finding.book:
        return book_url(book_named(finding.book), year)
    address = reverse("web:check-entries", args=[year, finding.key])
    return f"{address}?{query}" if query else address


def entries(request: StaffRequest, year: int, key: str) -> HttpResponse:
    """The entries of one finding, each with its evidence: the second click is the scan."""
    period, _, position = _asked(request, year)
    found = findings(request.actor, period, position_id=position.pk if position else None)
    finding = next((f for f in found if f.key == key and f.entries), None)
    back = f"{reverse('web:checks', args=[year])}?{request.GET.urlencode()}".rstrip("?")
    if finding is None:
        raise NotFound("Temuan ini sudah tidak ada: mungkin sudah diperbaiki.")
    page = Paginator(finding.entries, page_size(request)).get_page(asked.page(request))
    shown_evidence = Prefetch(
        "evidence",
        visible(request.actor, Evidence).filter(withdrawn_at=None).select_related("file"),
        to_attr="shown_evidence",
    )
    rows = (
        visible(request.actor, Entry)
        .filter(pk__in=[s.entry for s in page.object_list])
        .prefetch_related(shown_evidence)
    )
    ordered = {entry.pk: entry for entry in rows}
    context = {
        "year": year,
        "period": period.describe(),
        "label": finding.label,
        "sentence": finding.sentence,
        "why": WORDS[finding.kind].why,
        "rows": [_row(ordered[flag.entry], flag) for flag in page.object_list if flag.entry in ordered],
        "pager": pager(request, page, "entri"),
        "back_url": back,
    }
    return render(request, "web/performance/check_entries.html", context)


def _row(entry: Any, flag: FlaggedEntry) -> dict[str, Any]:
    return {
        "url": entry_url(entry),
        "number": entry.number_label,
        "title": entry.title,
        "book": entry.declaration.label,
        "date": format_date(flag.on),
        "recorded": format_date(flag.recorded),
        "shown_evidence": [
            {"name": str(p), "url": reverse("web:evidence", args=[p.pk])} for p in entry.shown_evidence
        ],
    }


def checks_before_signing(actor: Actor, agreement: Agreement, *, needed: bool) -> dict[str, Any]:
    """For the agreement's page: where the checks are, and to whoever decides or signs what they found."""
    if not may_check(actor):
        return {"checks_url": "", "findings": []}
    query = f"jabatan={agreement.position_id}"
    open_states = {Agreement.State.PROPOSED, Agreement.State.AGREED}
    found = []
    if needed and agreement.state in open_states:
        period = Period.of_year(agreement.year)
        found = findings(actor, period, position_id=agreement.position_id)
    return {
        "checks_url": f"{reverse('web:checks', args=[agreement.year])}?{query}",
        "findings": _lines(found, agreement.year, query),
    }
