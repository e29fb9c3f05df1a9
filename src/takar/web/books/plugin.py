"""How the page of correcting an entry looks: the same form as recording, and why it changes."""

from __future__ import annotations

from typing import Any

from django import forms

from takar.ledger.actions.general import Correct, CorrectionForm
from takar.ledger.models import Entry
from takar.organisation.actor import Actor
from takar.web.addresses import action_url, entry_url
from takar.web.forms import kinds_above, sections
from takar.web.plugins import ActionPage, action_page


def _correction(actor: Actor, entry: Entry, form: forms.BaseForm) -> dict[str, Any]:
    assert isinstance(form, CorrectionForm)
    book = entry.declaration
    return {
        "form": form.entry_form,
        "sections": sections(book, form.entry_form),
        "kinds": kinds_above(
            book,
            form.entry_form,
            form.kind,
            {*book.offered_kinds(), entry.kind},
            action_url(entry, Correct(book)),
        ),
        "reason": form,
        "lead": "",
        "version": form.shown_version,
        "cancel_url": entry_url(entry),
    }


action_page(Correct, ActionPage("web/books/form.html", _correction))
