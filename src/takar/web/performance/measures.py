"""Ukuran: what an indicator counts. Everybody reads it, operators write it and see at once what it counts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from takar.catalogue.models import Decree
from takar.kernel.access import may, require, visible
from takar.kernel.errors import DomainError, NotFound, Refused
from takar.kernel.formatting import MONTHS_SHORT, format_date, format_number
from takar.kernel.period import Period
from takar.ledger.books import book_named, is_open
from takar.measurement import services
from takar.measurement.language.loading import written
from takar.measurement.language.measure import Measure
from takar.measurement.language.rules import Fault
from takar.measurement.models import Binding, MeasureVersion, OfficeMeasure
from takar.measurement.numbers.explaining import entries_behind, explain
from takar.measurement.own.drafting import Faulty, drafted
from takar.measurement.own.measures import measures_of
from takar.measurement.selectors import measured
from takar.organisation.actor import Actor
from takar.web import asked
from takar.web.addresses import book_url, entry_url
from takar.web.http import StaffRequest
from takar.web.performance.evidence_links import evidence_of
from takar.web.performance.measure_draft import Draft
from takar.web.performance.measure_fields import Fields
from takar.web.tables import Row, Table

SHOWN = 20
"""Entries the preview shows."""


def _known(actor: Actor) -> dict[str, Measure]:
    return measures_of(actor.office_id) if actor.office_id is not None else {}


def measure_url(year: int, code: str, name: str = "measure") -> str:
    return reverse(f"web:{name}", args=[year, code])


def _own(actor: Actor) -> dict[str, OfficeMeasure]:
    return {row.code: row for row in visible(actor, OfficeMeasure)}


def _answers(actor: Actor) -> dict[str, list[Any]]:
    """Measure code -> indicators of the decree in force that it answers."""
    found: dict[str, list[Any]] = {}
    rows = visible(actor, Binding).filter(indicator__decree__state=Decree.State.ACTIVE)
    for row in rows.select_related("indicator").order_by("indicator__no"):
        found.setdefault(row.measure, []).append(row.indicator)
    return found


def overview(request: StaffRequest, year: int) -> HttpResponse:
    """Measures of the office first, then those that come with Takar."""
    actor = request.actor
    known, own, answers = _known(actor), _own(actor), _answers(actor)

    def row(code: str, label: str, measure: Measure | None, state: str, tone: str) -> Row:
        numbers = [str(indicator.no) for indicator in answers.get(code, [])]
        how = measure.aggregate.label if measure else "Tidak dapat dihitung lagi"
        return Row(
            title=label,
            cells=(how, _books(measure), ", ".join(numbers) or "–"),
            url=measure_url(year, code),
            state=state,
            tone=tone,
            meta=f"{how} · indikator {', '.join(numbers)}" if numbers else how,
        )

    def own_row(made: OfficeMeasure) -> Row:
        state, tone = ("Tidak dipakai", "neutral") if made.retired_on else ("Dipakai", "done")
        if made.code not in known:
            state, tone = "Perlu diubah", "warn"
        return row(made.code, made.label, known.get(made.code), state, tone)

    columns = ("Cara menghitung", "Buku", "Indikator")
    shipped = sorted((m for code, m in known.items() if code not in own), key=lambda m: m.label)
    context = {
        "year": year,
        "own": Table(
            "Ukuran kantor ini", columns, [own_row(made) for made in own.values()], first="Ukuran",
            empty="Belum ada ukuran buatan kantor ini. Salin ukuran bawaan, atau susun yang baru.",
        ),
        "shipped": Table(
            "Ukuran bawaan", columns, [row(m.code, m.label, m, "", "") for m in shipped], first="Ukuran"
        ),
        "new_url": reverse("web:measure-new", args=[year]) if may(actor, "change", OfficeMeasure) else "",
    }  # fmt: skip
    return render(request, "web/performance/measures.html", context)


def _books(measure: Measure | None) -> str:
    if measure is None:
        return "–"
    opened = sorted(book_named(book).label for book in measure.books if is_open(book))
    return ", ".join([*opened, "buku yang belum dibuka"] if len(opened) < len(measure.books) else opened)


def show(request: StaffRequest, year: int, code: str) -> HttpResponse:
    """One measure: its number this year, what it answers, how it became what it is."""
    actor = request.actor
    known, own = _known(actor), _own(actor)
    made = own.get(code)
    measure = known.get(code)
    if made is None and measure is None:
        raise NotFound("Ukuran ini tidak ada.")
    changes = may(actor, "change", OfficeMeasure)
    if request.method == "POST":
        if made is None:
            raise Refused("Ukuran bawaan tidak diubah. Salin dahulu.")
        _retire_or_resume(request, made)
        return redirect(measure_url(year, code))
    versions = visible(actor, MeasureVersion).filter(measure=made) if made else ()
    context = {
        "year": year,
        "measure": measure,
        "label": made.label if made else (measure.label if measure else ""),
        "made": made,
        "how": measure.aggregate.label if measure else "",
        "answers": [
            {"no": i.no, "name": i.name, "url": reverse("web:indicator", args=[year, i.no])}
            for i in _answers(actor).get(code, [])
        ],
        "versions": [
            {
                "date": format_date(timezone.localtime(version.made_at).date()),
                "label": f"Versi {version.number}" if version.number > 1 else "Disusun",
                "by": version.made_by_name,
                "note": version.reason,
                "tone": "progress",
            }
            for version in versions
        ],
        "edit_url": measure_url(year, code, "measure-edit") if changes and made else "",
        "copy_url": f"{reverse('web:measure-new', args=[year])}?salin={code}" if changes and measure else "",
        "may_retire": changes and made is not None,
        "stated_url": _stated_url(measure, year),
        **_seen(actor, measure, year),
    }
    return render(request, "web/performance/measure.html", context)


def _stated_url(measure: Measure | None, year: int) -> str:
    if measure is None or not measure.aggregate.is_stated:
        return ""
    return book_url(book_named("stated_value"), year)


def _retire_or_resume(request: StaffRequest, made: OfficeMeasure) -> None:
    act = request.POST.get("act")
    try:
        if act == "retire":
            services.retire_measure(measure=made, actor=request.actor)
            messages.success(request, "Ukuran tidak dipakai lagi.")
        elif act == "resume":
            services.resume_measure(measure=made, actor=request.actor)
            messages.success(request, "Ukuran dipakai lagi.")
    except Refused:
        raise
    except DomainError as error:
        messages.error(request, error.message)


# ---- writing ----------------------------------------------------------------------------------------


def new(request: StaffRequest, year: int) -> HttpResponse:
    """An empty form, or one filled from another measure: ``?salin=CODE``."""
    require(request.actor, "change", OfficeMeasure, services.FORBIDDEN)
    return _form(request, year, None, _copied(request))


def _copied(request: StaffRequest) -> Draft:
    code = asked.text(request, "salin")
    if not code:
        return Draft()
    known = _known(request.actor)
    if code not in known:
        raise NotFound("Ukuran yang hendak disalin tidak ada.")
    return Draft.of_definition(f"{known[code].label} (salinan)"[:200], written(known[code]))


def edit(request: StaffRequest, year: int, code: str) -> HttpResponse:
    require(request.actor, "change", OfficeMeasure, services.FORBIDDEN)
    made = _own(request.actor).get(code)
    if made is None:
        raise NotFound("Ukuran ini bukan buatan kantor Anda. Ukuran bawaan dapat disalin.")
    newest = visible(request.actor, MeasureVersion).filter(measure=made).last()
    assert newest is not None, "a measure is declared with its first version"
    return _form(request, year, made, Draft.of_definition(made.label, newest.definition))


def _form(request: StaffRequest, year: int, made: OfficeMeasure | None, draft: Draft) -> HttpResponse:
    """The form, its rows coming and going, its preview, and the saving."""
    faults: list[Fault] = []
    act = request.POST.get("act", "save") if request.method == "POST" else ""
    if act:
        draft = Draft.of_post(request.POST)
    if act == "save":
        draft = draft.without_empty_rows()
        try:
            made = _save(request, made, draft)
        except Refused:
            raise
        except Faulty as error:
            faults = list(error.faults)
        except DomainError as error:
            faults = [Fault(error.field or "", error.message, error.message)]
        else:
            messages.success(request, "Ukuran tersimpan. Angka di semua halaman sudah mengikutinya.")
            return redirect(measure_url(year, made.code))
    elif act != "preview":
        draft = draft.after(act)
    return _draw(request, year, made, draft, faults, act)


def _save(request: StaffRequest, made: OfficeMeasure | None, draft: Draft) -> OfficeMeasure:
    drafted_definition = draft.definition()
    if made is None:
        return services.declare_measure(label=draft.label, definition=drafted_definition, actor=request.actor)
    return services.revise_measure(
        measure=made,
        label=draft.label,
        definition=drafted_definition,
        reason=draft.reason,
        actor=request.actor,
    )


def _draw(
    request: StaffRequest, year: int, made: OfficeMeasure | None, draft: Draft, faults: list[Fault], act: str
) -> HttpResponse:
    actor = request.actor
    context = {"year": year, "unit": draft.unit, **_previewed(actor, made, draft, year)}
    fragment = bool(request.htmx) and not request.htmx.boosted
    if fragment and act == "preview":
        return render(request, "web/performance/_measure_preview.html", context)
    retired = {code for code, row in _own(actor).items() if row.retired_on and code not in draft.named}
    own = made.code if made else ""
    known = {code: m for code, m in _known(actor).items() if code not in retired and code != own}
    context |= {
        "fields": Fields.of(actor, draft, known, revising=made is not None, faults=faults),
        "made": made,
        "note": draft.aggregate.note,
        "title": f"Ubah {made.label}" if made else "Ukuran baru",
        "back_url": measure_url(year, own) if made else reverse("web:measures", args=[year]),
        "of_count": len(draft.of),
    }
    name = "_measure_rows.html" if fragment else "measure_form.html"
    return render(request, f"web/performance/{name}", context, status=422 if faults else 200)


# ---- what it counts ---------------------------------------------------------------------------------


def _previewed(actor: Actor, made: OfficeMeasure | None, draft: Draft, year: int) -> dict[str, Any]:
    """What the unfinished measure would count, or what it still lacks."""
    label = draft.label or "Ukuran baru"
    drafted_definition = draft.definition()
    # A name and a unit are missing for a while; the number need not wait for them.
    drafted_definition["unit"] = drafted_definition["unit"] or "entri"
    try:
        measure = drafted(actor, label=label, definition=drafted_definition, row=made)
    except Faulty as error:
        return {"lacking": list(dict.fromkeys(fault.said for fault in error.faults))}
    return _seen(actor, measure, year)


def _seen(actor: Actor, measure: Measure | None, year: int) -> dict[str, Any]:
    """A measure's number of the year, its months, its explanation and its newest entries."""
    if measure is None:
        return {"lacking": ["Buku, langkah atau ukuran yang dipakainya tidak ada lagi. Ubah ukuran ini."]}
    found = measured(actor, measure, year=year)
    context: dict[str, Any] = {
        "number": format_number(found.total),
        "unit": measure.unit,
        "why_not": found.why_not,
        "months": [
            {"label": label, "value": format_number(value)}
            for label, value in zip(MONTHS_SHORT, found.months, strict=True)
        ],
    }
    if found.found is None:
        return context
    period = Period.of_year(year)
    entries = entries_behind(actor, measure, period).order_by("-counted_on", "-pk")
    rows = list(entries[:SHOWN])
    evidence = evidence_of(actor, rows)
    return context | {
        "explanation": explain(actor, measure, period),
        "total_entries": entries.count(),
        "rows": [
            {
                "url": entry_url(entry),
                "title": str(entry),
                "sub": f"{format_date(entry.counted_on)} · {entry.declaration.label}, "
                f"{entry.declaration.spec(entry.counted_what).label.lower()}",
                "evidence": evidence.get(entry.pk),
            }
            for entry in rows
        ],
    }
