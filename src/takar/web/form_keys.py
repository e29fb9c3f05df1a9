"""The keys of forms on pages, and the question when a key comes back with other words."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import HttpRequest

from takar.kernel.access import visible
from takar.kernel.errors import DomainError
from takar.kernel.formatting import NOTHING
from takar.ledger.actions.general import Correct
from takar.ledger.books import Book
from takar.ledger.form_keys import OtherContent
from takar.ledger.models import Entry
from takar.ledger.sealing import sealed
from takar.organisation.actor import Actor
from takar.web.addresses import action_url, entry_url
from takar.web.sealed import sealed_words


def form_key(request: HttpRequest, name: str = "client_key") -> uuid.UUID | None:
    """The key a form was sent with; None when there is none that can be read."""
    try:
        return uuid.UUID(request.POST.get(name, ""))
    except ValueError:
        return None


def sending(request: HttpRequest) -> str:
    """The browser's own name for this sending; said back with the success, so that app.js drops the
    draft that was sent and no other."""
    return request.POST.get("sending", "")[:40]


@dataclass(frozen=True)
class Question:
    """This form made an entry before, and now it says something else. Which is meant?"""

    entry: Entry
    url: str
    """Empty when the entry may no longer be read."""
    correct_url: str
    """Where the entry can be corrected with what the form says now; empty for those who may not."""
    lines: list[tuple[str, str, str]]
    """Column, as recorded, as in the form now; only what differs."""
    corrected: bool
    """Somebody corrected the entry since: what stands there now is neither of the two."""
    with_file: bool
    """A file was sent along; a browser does not keep it in a form that comes back."""


def question(actor: Actor, error: OtherContent, *, with_file: bool = False) -> Question:
    entry = error.entry
    book = entry.declaration
    readable = visible(actor, Entry).filter(pk=entry.pk).exists()
    correct = Correct(book)
    may_correct = readable and not correct.refusal(actor, entry)
    return Question(
        entry=entry,
        url=entry_url(entry) if readable else "",
        correct_url=action_url(entry, correct) if may_correct else "",
        lines=_differences(actor, error),
        corrected=entry.version > 1,
        with_file=with_file,
    )


def _differences(actor: Actor, error: OtherContent) -> list[tuple[str, str, str]]:
    book = error.entry.declaration
    first = error.entry.milestones.order_by("seq").first()
    recorded: dict[str, Any] = first.details.get("columns", {}) if first else {}
    # With the entry's own key: of personal data the history keeps a digest that is made with it.
    written = book.model(pk=error.entry.pk, office=actor.office, book=book.code)
    try:
        book.put(written, error.values)
    except DomainError:
        return []
    found = []
    for column, now in sealed(book, written).items():
        name = column.removesuffix("_id")
        if name not in error.values and column not in error.values:
            continue
        before = recorded.get(column)
        if before != now and (before or now):
            label = book.field_label(name) if book.find_field(name) else name
            found.append((label, _words(actor, book, name, before), _words(actor, book, name, now)))
    return found


def _words(actor: Actor, book: type[Book], name: str, value: Any) -> str:
    field = book.find_field(name)
    if value is not None and isinstance(field, models.ForeignKey):
        row = visible(actor, field.remote_field.model).filter(pk=value).first()
        return str(row) if row is not None else NOTHING
    if isinstance(value, list):
        return ", ".join(str(item) for item in value) or NOTHING
    return sealed_words(book, name, value)
