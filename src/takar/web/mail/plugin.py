"""What the mail books add to the pages: panels, the pages of two actions, the disposition sheet on paper."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import path, reverse

from takar.kernel import clock
from takar.kernel.formatting import format_date, format_number
from takar.ledger.access import may_record
from takar.ledger.forms import EntryForm
from takar.ledger.models import Entry
from takar.organisation.actor import Actor
from takar.registers.mail import services
from takar.registers.mail.actions import ArchiveLetter, Dispose, FillReserved, PassOn
from takar.registers.mail.book import Archive, Dispositions, IncomingLetters, OutgoingLetters
from takar.registers.mail.models import Disposition, IncomingLetter
from takar.registers.mail.selectors import letters_awaiting_disposition, overdue_dispositions
from takar.web.addresses import entry_url
from takar.web.forms import sections
from takar.web.mail import dispositions, pages, reserving
from takar.web.plugins import (
    SHOWN_OVERDUE,
    ActionPage,
    WaitingLine,
    action_page,
    entry_routes,
    list_links,
    office_tiles,
    overdue_sources,
    panel,
    when_opened,
    year_routes,
)

panel(IncomingLetters)(pages.incoming_letter)
panel(OutgoingLetters)(pages.outgoing_letter)
panel(Dispositions)(pages.disposition)
panel(Archive)(pages.archive_item)


@when_opened(Dispositions)
def _becomes_read(actor: Actor, entry: Entry) -> None:
    assert isinstance(entry, Disposition)
    services.mark_read(disposition=entry, actor=actor)


def _giving(actor: Actor, entry: Entry, form: forms.BaseForm) -> dict[str, Any]:
    letter = entry.letter if isinstance(entry, Disposition) else entry
    assert isinstance(letter, IncomingLetter)
    part = {"title": "Disposisi sebelumnya", "nodes": pages.chain_of(actor, letter)}
    return {"letter": letter, "part": part}


def _columns(actor: Actor, entry: Entry, form: forms.BaseForm) -> dict[str, Any]:
    assert isinstance(form, EntryForm)
    return {"sections": sections(form.book, form), "book": form.book, "cancel_url": entry_url(entry)}


action_page(Dispose, ActionPage("web/mail/dispose.html", _giving))
action_page(PassOn, ActionPage("web/mail/dispose.html", _giving))
action_page(ArchiveLetter, ActionPage("web/books/form.html", _columns), IncomingLetters, OutgoingLetters)
action_page(FillReserved, ActionPage("web/books/form.html", _columns))


def _reserving(actor: Actor, year: int) -> tuple[str, str] | None:
    if not (OutgoingLetters.takes_entries() and may_record(actor, OutgoingLetters)):
        return None
    return "Cadangkan nomor", reverse("web:letter-reserve", args=[year])


MOST = 100
"""More late dispositions than these are counted by a question of their own."""


def _late(actor: Actor) -> list[Disposition]:
    """Asked once per request; the tile and the lines show the same rows."""
    if "late_dispositions" not in actor.memory:
        actor.memory["late_dispositions"] = list(overdue_dispositions(actor)[:MOST])
    rows: list[Disposition] = actor.memory["late_dispositions"]
    return rows


def _tiles(actor: Actor, year: int) -> list[dict[str, Any]]:
    overdue = _late(actor)
    received = f"{reverse('web:entries', args=[clock.today().year, 'surat-masuk'])}?state=received"
    return [
        {
            "label": "Disposisi lewat waktu",
            "value": format_number(
                len(overdue) if len(overdue) < MOST else overdue_dispositions(actor).count()
            ),
            "tone": "danger" if overdue else "",
        },
        {
            "label": "Menunggu disposisi",
            "value": format_number(letters_awaiting_disposition(actor).count()),
            "unit": "surat",
            "url": received,
        },
    ]


def _overdue(actor: Actor) -> list[WaitingLine]:
    return [
        WaitingLine(d.title, entry_url(d), f"{d.position} · batas {format_date(d.due_on)}", due=d.due_on)
        for d in _late(actor)[:SHOWN_OVERDUE]
    ]


list_links[OutgoingLetters.code].append(_reserving)
office_tiles.append(_tiles)
overdue_sources.append(_overdue)
year_routes.append(path("buku/surat-keluar/cadangkan/", reserving.reserve, name="letter-reserve"))
entry_routes.append(path("lembar-disposisi.pdf", dispositions.sheet, name="disposition-sheet"))
