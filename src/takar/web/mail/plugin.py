"""What the mail books add to the pages: panels, the pages of two actions, the disposition sheet on paper."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import path

from takar.ledger.forms import EntryForm
from takar.ledger.models import Entry
from takar.organisation.actor import Actor
from takar.registers.mail import services
from takar.registers.mail.actions import ArchiveLetter, Dispose, FillReserved, PassOn
from takar.registers.mail.book import Archive, Dispositions, IncomingLetters, OutgoingLetters
from takar.registers.mail.models import Disposition, IncomingLetter
from takar.web.addresses import entry_url
from takar.web.forms import sections
from takar.web.mail import dispositions, pages, reserving
from takar.web.plugins import (
    ActionPage,
    action_page,
    entry_routes,
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

year_routes.append(path("buku/surat-keluar/cadangkan/", reserving.reserve, name="letter-reserve"))
entry_routes.append(path("lembar-disposisi.pdf", dispositions.sheet, name="disposition-sheet"))
