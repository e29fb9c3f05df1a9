"""One entry: its facts, its timeline, what can be done next, its evidence, what it counts for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from takar.kernel.access import get_visible, visible
from takar.kernel.errors import DomainError, NotFound, Refused
from takar.kernel.formatting import NOTHING, format_date, format_moment
from takar.ledger import access, disclosure, retention, services
from takar.ledger.books import Book, Change, MilestoneSpec
from takar.ledger.display import shown, whole
from takar.ledger.models import CANCELLED, Entry, Evidence, Milestone
from takar.ledger.privacy_models import REMOVED
from takar.ledger.projection import standing
from takar.measurement.selectors import indicators_counting
from takar.organisation.actor import Actor
from takar.reporting.documents.books import UNREADABLE
from takar.web.addresses import book_url, entry_url
from takar.web.books.extras import extra_context, opened
from takar.web.forms import MendForm, MilestoneForm, ReasonForm, UploadForm, blame
from takar.web.http import StaffRequest
from takar.web.sealed import sealed_words

_SYSTEM_STEPS = {
    services.CORRECTED: "Isian diperbaiki",
    services.EVIDENCE_ADDED: "Bukti ditambahkan",
    services.EVIDENCE_WITHDRAWN: "Bukti ditarik",
    retention.PERSONAL_DATA_REMOVED: "Data pribadi dihapus",
    disclosure.DISCLOSED: "Nilai lengkap dibaca",
    CANCELLED: "Dibatalkan",
}


def show(request: StaffRequest, year: int, entry_id: int) -> HttpResponse:
    entry = get_visible(request.actor, Entry, pk=entry_id).detail()
    if entry.year != year:
        return redirect(entry_url(entry))
    opened(request.actor, entry)
    return render(request, "web/books/entry.html", entry_context(request, entry))


def entry_context(request: StaffRequest, entry: Entry) -> dict[str, Any]:
    actor, book = request.actor, entry.declaration
    told = list(entry.milestones.select_related("actor").order_by("seq"))
    steps = next_steps(actor, entry, told)
    writes = access.may_record(actor, book) and not entry.is_cancelled
    extra = extra_context(actor, entry)
    proof = list(visible(actor, Evidence).filter(entry_id=entry.pk, withdrawn_at=None).select_related("file"))
    return {
        "book": book,
        "entry": entry,
        "year": entry.year,
        "list_url": book_url(book, entry.year) if actor.reads_office else reverse("web:own-record"),
        "state": book.state_label(entry.state),
        "tone": book.state_tone(entry.state),
        "facts": facts(actor, book, entry),
        "timeline": timeline(book, entry, told, writes=writes and not book.refuses(entry, Change.MOVED)),
        "steps": steps,
        "correct_url": entry_url(entry, "entry-correct")
        if writes and book.recordable and not book.refuses(entry, Change.CORRECTED)
        else "",
        "cancel_url": entry_url(entry, "entry-cancel")
        if writes and not book.refuses(entry, Change.CANCELLED)
        else "",
        "evidence": [_picture(item) for item in proof],
        "withdrawable": proof if writes else [],
        "upload": UploadForm(camera=book.photos)
        if writes or (entry.position_id in actor.position_ids and not entry.is_cancelled)
        else None,
        "counted": [
            {
                "number": indicator.no,
                "name": indicator.name,
                "year": counted_in,
                "url": reverse("web:indicator", args=[counted_in, indicator.no]),
            }
            for indicator, counted_in in indicators_counting(actor, entry)
        ],
        "disclose": [
            {
                "label": book.field_label(name),
                "url": reverse("web:entry-disclose", args=[entry.year, entry.pk, name]),
            }
            for name in book.marked("masked")
            if getattr(entry, name) not in ("", None, REMOVED) and disclosure.may_disclose(actor, entry)
        ],
        **extra,
        "broad": any(table.is_broad for table in extra.get("tables", [])),
    }


def facts(actor: Actor, book: type[Book], entry: Entry) -> list[dict[str, Any]]:
    """Every column of the form with its text; long texts take the whole width."""
    found: list[dict[str, Any]] = []
    veiled = book.marked("veiled")
    unveiled = veiled if veiled and access.involved(actor, entry) else []
    kept = [name for name in book.marked("retired") if shown(book, entry, name) != NOTHING]
    for name in [*book.fields(entry.kind), *kept]:
        other = getattr(entry, name)
        hidden = isinstance(other, Entry) and not visible(actor, Entry).filter(pk=other.pk).exists()
        text = UNREADABLE if hidden else shown(book, entry, book.field(name).words or name)
        if name in unveiled:
            text = whole(book, entry, name)
        found.append({"label": book.field_label(name), "value": text, "wide": len(text) > 60})
    found += [
        {"label": column.label or book.field_label(column.field), "value": shown(book, entry, column.field)}
        for column in book.more_facts
    ]
    found.append(
        {
            "label": "Dicatat",
            "value": format_moment(timezone.localtime(entry.recorded_at)),
            "note": str(entry.position) if entry.position else "",
        }
    )
    return found


def timeline(book: type[Book], entry: Entry, told: list[Milestone], *, writes: bool) -> list[dict[str, Any]]:
    """What happened, oldest first; what was told again stays, struck through, with the reason."""
    by_id = {row.pk: row for row in told}
    replaced = {row.supersedes_id: row for row in told if row.supersedes_id in by_id}
    happened = standing(told)
    found = []
    for row in told:
        spec = next((s for s in book.milestones if s.code == row.what), None)
        if row.withdrawn:
            continue
        again = replaced.get(row.pk)
        begins = spec is not None and spec.begins_entry(happened)
        movable = spec is not None and not (begins or spec.fixed) and again is None and writes
        found.append(
            {
                "date": format_date(row.on),
                "label": spec.label if spec else _system_step(row),
                "by": row.actor_name,
                "note": _note(book, row),
                "tone": "danger" if row.what == CANCELLED else (spec.tone if spec else "neutral"),
                "corrected": _corrected(again) if again else "",
                "mend_url": reverse("web:milestone-mend", args=[entry.year, entry.pk, row.pk])
                if movable
                else "",
            }
        )
    return found


def _system_step(row: Milestone) -> str:
    return str(row.details.get("told_as") or _SYSTEM_STEPS.get(row.what, row.what))


def _corrected(again: Milestone) -> str:
    verb = "Ditarik" if again.withdrawn else f"Diperbaiki menjadi {format_date(again.on)}"
    return f"{verb} oleh {again.actor_name}: {again.note}"


def _note(book: type[Book], row: Milestone) -> str:
    """The note, and for corrections what the columns were and became."""
    lines = [row.note] if row.note else []
    for name, (old, new) in row.details.get("changes", {}).items():
        column = name.removesuffix("_id")
        label = book.field_label(column) if book.find_field(column) else column
        if name.endswith("_id") or isinstance(old, list) or isinstance(new, list):
            # Lines of a recap, ticked papers: the page shows them as they are now, and a service
            # that tells its work in its own words has said what changed.
            if "told_as" not in row.details:
                lines.append(f"{label} diubah")
        else:
            lines.append(f"{label}: {sealed_words(book, column, old)} → {sealed_words(book, column, new)}")
    if "name" in row.details:
        lines.append(str(row.details["name"]))
    return "\n".join(lines)


@dataclass(frozen=True)
class Step:
    """Something the actor can do with the entry now."""

    label: str
    url: str


def next_steps(actor: Actor, entry: Entry, told: list[Milestone]) -> list[Step]:
    """Milestones that are due and that this actor may record, in the order of the book."""
    if entry.is_cancelled:
        return []
    days = standing(told)
    book = entry.declaration

    def is_due(spec: MilestoneSpec) -> bool:
        after = not spec.after or any(code in days for code in spec.after)
        barred = any(code in days for code in spec.unless)
        told_already = spec.code in days and not spec.repeats
        return bool(spec.verb) and spec.by_hand and not told_already and after and not barred

    return [
        Step(spec.verb, _step_url(entry, spec))
        for spec in book.milestones
        if is_due(spec) and access.may_advance(actor, entry, spec)
    ]


def _step_url(entry: Entry, spec: MilestoneSpec) -> str:
    if spec.route:
        return reverse(spec.route, args=[entry.year, entry.pk])
    return reverse("web:entry-advance", args=[entry.year, entry.pk, spec.code])


def _picture(item: Evidence) -> dict[str, str]:
    kind = item.file.media_type.rsplit("/", 1)[-1].rsplit(".", 1)[-1].upper()
    size = item.file.size / 1024
    text = f"{size:.0f} KB" if size < 1024 else f"{size / 1024:.1f} MB".replace(".", ",")
    return {
        "url": reverse("web:evidence", args=[item.pk]),
        "thumb_url": reverse("web:evidence-preview", args=[item.pk]) if item.file.preview else "",
        "caption": item.caption or item.name,
        "detail": f"{kind if len(kind) < 6 else 'Dokumen'}, {text}",
    }


def advance(request: StaffRequest, year: int, entry_id: int, what: str) -> HttpResponse:
    """The page of one step: date, note, and a file that proves it."""
    entry = get_visible(request.actor, Entry, pk=entry_id).detail()
    book = entry.declaration
    spec = next((s for s in book.milestones if s.code == what), None)
    if spec is None or not spec.verb or not spec.by_hand or spec.route:
        raise NotFound("Langkah ini tidak ada pada buku ini.")
    if not access.may_advance(request.actor, entry, spec):
        raise Refused(f"Anda tidak bertugas mencatat “{spec.label}” pada {book.entry_label} ini.")
    form = MilestoneForm(request.POST or None)
    form.fields["note"].label = spec.note_label
    form.fields["note"].required = spec.note_required
    if request.method == "POST" and form.is_valid():
        try:
            services.add_milestone(
                entry=entry,
                what=what,
                on=form.cleaned_data["on"],
                note=form.cleaned_data["note"],
                actor=request.actor,
            )
        except DomainError as error:
            blame(form, error)
        else:
            messages.success(request, f"“{spec.label}” tercatat.")
            return redirect(entry_url(entry))
    context = {"title": spec.verb, "form": form, "submit": spec.verb}
    return _small_form(request, entry, context)


def mend(request: StaffRequest, year: int, entry_id: int, milestone_id: int) -> HttpResponse:
    """Correct the date of a step, or take the step back."""
    entry = get_visible(request.actor, Entry, pk=entry_id).detail()
    milestone = get_visible(request.actor, Milestone, pk=milestone_id, entry_id=entry.pk)
    if not access.may_record(request.actor, entry.declaration):
        raise Refused(f"Buku {entry.declaration.label} dipegang jabatan lain di kantor Anda.")
    form = MendForm(request.POST or None, initial={"on": milestone.on})
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            if form.cleaned_data["withdraw"]:
                services.withdraw_milestone(milestone=milestone, actor=request.actor, reason=reason)
            else:
                services.correct_milestone(
                    milestone=milestone, on=form.cleaned_data["on"], actor=request.actor, reason=reason
                )
        except DomainError as error:
            blame(form, error)
        else:
            messages.success(request, "Riwayat diperbaiki; catatan lama tetap terbaca.")
            return redirect(entry_url(entry))
    spec = next((s for s in entry.declaration.milestones if s.code == milestone.what), None)
    context = {
        "title": f"Perbaiki langkah “{spec.label if spec else milestone.what}”",
        "form": form,
        "submit": "Simpan perbaikan",
    }
    return _small_form(request, entry, context)


def cancel(request: StaffRequest, year: int, entry_id: int) -> HttpResponse:
    entry = get_visible(request.actor, Entry, pk=entry_id).detail()
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.cancel_entry(entry=entry, actor=request.actor, reason=form.cleaned_data["reason"])
        except Refused:
            raise
        except DomainError as error:
            blame(form, error)
        else:
            messages.success(request, f"Entri {entry.number_label} dibatalkan; nomornya tetap.")
            return redirect(entry_url(entry))
    elif not access.may_record(request.actor, entry.declaration):
        raise Refused(f"Buku {entry.declaration.label} dipegang jabatan lain di kantor Anda.")
    context = {
        "title": f"Batalkan {entry.declaration.entry_label} {entry.number_label}".strip(),
        "form": form,
        "submit": "Batalkan entri",
        "danger": True,
        "lead": "Nomornya tetap dan entri tetap terlihat, tetapi tidak lagi dihitung.",
    }
    return _small_form(request, entry, context)


def disclose(request: StaffRequest, year: int, entry_id: int, field: str) -> HttpResponse:
    """The whole value of a masked column: asked with a reason, told in the history, shown once."""
    entry = get_visible(request.actor, Entry, pk=entry_id).detail()
    book = entry.declaration
    disclosure.require(entry=entry, field=field, actor=request.actor)
    label = book.field_label(field)
    form = ReasonForm(request.POST or None)
    form.fields["reason"].label = "Keperluan"
    context: dict[str, Any] = {
        "title": f"Lihat {label} lengkap",
        "lead": "Siapa yang membaca, kapan dan untuk apa tercatat dalam riwayat entri.",
        "form": form,
        "submit": "Tampilkan",
    }
    if request.method == "POST" and form.is_valid():
        value = disclosure.disclose(
            entry=entry, field=field, actor=request.actor, reason=form.cleaned_data["reason"]
        )
        answer = render(
            request,
            "web/books/disclosed.html",
            {"entry": entry, "book": book, "label": label, "value": value, "back_url": entry_url(entry)},
        )
        answer["Cache-Control"] = "no-store"
        return answer
    return _small_form(request, entry, context)


def _small_form(request: StaffRequest, entry: Entry, context: dict[str, Any]) -> HttpResponse:
    """A page that asks one small thing about an entry."""
    context |= {
        "entry": entry,
        "book": entry.declaration,
        "subject": f"{entry.number_label} {entry.title}".strip(),
        "back_url": entry_url(entry),
    }
    failed = request.method == "POST"
    return render(request, "web/books/small_form.html", context, status=422 if failed else 200)
