"""One entry: its facts, its timeline, what can be done next, its evidence, what it counts for."""

from __future__ import annotations

from typing import Any

from django.db.utils import DatabaseError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from takar.kernel.access import get_visible, visible
from takar.kernel.formatting import NOTHING, format_date, format_moment
from takar.ledger import access, disclosure, retention, services
from takar.ledger.actions import offered
from takar.ledger.actions.general import AddEvidence, Disclose, MoveMilestone, WithdrawEvidence
from takar.ledger.books import Book
from takar.ledger.display import shown, whole
from takar.ledger.models import CANCELLED, Entry, Evidence, Milestone
from takar.measurement.selectors import indicators_counting
from takar.organisation.actor import Actor
from takar.reporting.documents.books import UNREADABLE
from takar.web.actions import linked
from takar.web.addresses import action_url, book_url, entry_url
from takar.web.http import StaffRequest
from takar.web.plugins import listeners, panels_of
from takar.web.recorded_so_far import is_disk_full
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
    _log_opened(request.actor, entry)
    return render(request, "web/books/entry.html", entry_context(request, entry))


def _log_opened(actor: Actor, entry: Entry) -> None:
    try:
        for listener in listeners[entry.book]:
            listener(actor, entry)
    except DatabaseError as error:
        # A full disk takes no note, but it must not keep anybody from reading.
        if not is_disk_full(error):
            raise


def entry_context(request: StaffRequest, entry: Entry) -> dict[str, Any]:
    actor, book = request.actor, entry.declaration
    actions = offered(actor, entry)
    evidence = list(
        visible(actor, Evidence).filter(entry_id=entry.pk, withdrawn_at=None).select_related("file")
    )
    extra = panels_of(actor, entry)
    steps = [action for action in actions if action.is_step(entry)]
    upload = next((action for action in actions if isinstance(action, AddEvidence)), None)
    return {
        "book": book,
        "entry": entry,
        "year": entry.year,
        "list_url": book_url(book, entry.year) if actor.reads_office else reverse("web:own-record"),
        "state": book.state_label(entry.state),
        "tone": book.state_tone(entry.state),
        "facts": facts(actor, book, entry),
        "timeline": timeline(actor, entry),
        "steps": [linked(entry, action) for action in steps],
        "others": [
            linked(entry, action)
            for action in actions
            if action not in steps and action is not upload and not action.danger
        ],
        "dangers": [linked(entry, action) for action in actions if action.danger],
        "evidence": [_picture(item) for item in evidence],
        "withdrawable": [
            {"label": str(item), "url": action_url(entry, action)}
            for item in evidence
            if not (action := WithdrawEvidence(book, str(item.pk))).forbidden(actor, entry)
        ],
        "upload": upload.form(actor, entry) if upload else None,
        "upload_url": action_url(entry, upload) if upload else "",
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
            linked(entry, disclose) | {"label": disclose.heading(entry)}
            for name in book.marked("masked")
            if not (disclose := Disclose(book, name)).refusal(actor, entry)
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
            "note": entry.history.rows[0].actor_name if entry.history.rows else "",
        }
    )
    return found


def timeline(actor: Actor, entry: Entry) -> list[dict[str, Any]]:
    """What happened, oldest first; a replaced row stays, struck through, with the reason."""
    book = entry.declaration
    history = entry.history
    found = []
    for row in history.rows:
        if row.withdrawn:
            continue
        spec = next((s for s in book.milestones if s.code == row.what), None)
        again = history.replaced_by.get(row.pk)
        move = MoveMilestone(book, str(row.pk))
        found.append(
            {
                "date": format_date(row.on),
                "label": spec.label if spec else _system_step(row),
                "by": row.actor_name,
                "note": _note(book, row),
                "tone": "danger" if row.what == CANCELLED else (spec.tone if spec else "neutral"),
                "corrected": _corrected(again) if again else "",
                "mend_url": "" if move.refusal(actor, entry) else action_url(entry, move),
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
    if said := row.details.get("late"):
        why = f" Alasan: {said['reason']}" if said.get("reason") and said["reason"] != row.note else ""
        lines.append(f"Dicatat sesudah {said['words']} ditutup.{why}")
    if "name" in row.details:
        lines.append(str(row.details["name"]))
    return "\n".join(lines)


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
