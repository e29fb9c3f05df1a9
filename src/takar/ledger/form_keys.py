"""The key of a form: the same form sent again meets the entry already made, and nothing else does.

A form carries a random key. When its answer is lost, it is sent again with the same key. The key
alone does not say that the *text* is the same: somebody may have corrected the form meanwhile. So
the entry keeps a digest of what was recorded, and a key is honoured only together with its content.

A key belongs to one person and one book. Somebody else's key is treated as if nobody had it: the
answer never tells whether an entry exists that the sender may not see.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.crypto import constant_time_compare, salted_hmac

from takar.kernel import seal
from takar.kernel.errors import DomainError
from takar.ledger.books import Book
from takar.ledger.models import Entry
from takar.ledger.plain import as_json
from takar.organisation.actor import Actor


class SentBefore(DomainError):
    """The same form came again and says something else; sent once more, it is meant as a new one."""


class OtherContent(DomainError):
    """The form was recorded before, with other content. Nothing of what it holds now was recorded.

    ``entry`` is the one it made, ``values`` what it says now.
    """

    def __init__(self, entry: Entry, values: Mapping[str, Any]) -> None:
        number = f" nomor {entry.number_label}" if entry.number_label else ""
        super().__init__(
            f"Formulir ini sudah tercatat sebagai {entry.declaration.entry_label}{number} dengan isi lain. "
            "Isian yang sekarang belum tersimpan."
        )
        self.entry = entry
        self.values = values


def content_digest(book: type[Book], content: Mapping[str, Any]) -> str:
    """A digest of what a form says.

    Keyed with the server's secret: values such as a NIK have so few possibilities that a plain hash
    could be guessed back by whoever holds a copy of the database.
    """
    said = {"book": book.code, "content": {name: as_json(value) for name, value in content.items()}}
    return salted_hmac("takar.ledger.form_keys", seal.written(said), algorithm="sha256").hexdigest()


@dataclass(frozen=True)
class SentForm:
    """One sending of a form: who sent it, for which book, under which key, with which content."""

    book: type[Book]
    actor: Actor
    values: Mapping[str, Any]
    key: uuid.UUID | None
    earlier_key: uuid.UUID | None = None
    """The key under which a draft was sent before its page was closed; see :meth:`recorded`."""
    content: Mapping[str, Any] | None = None
    """What the person typed, where ``values`` also hold what a service adds (today's date)."""

    @cached_property
    def digest(self) -> str:
        return content_digest(self.book, self.values if self.content is None else self.content)

    def recorded(self) -> Entry | None:
        """The entry that this very form made; None when it made none.

        Raises :class:`OtherContent` when it made one that says something else. A draft that was sent
        before meets its entry only when nothing was changed since: whoever changed it writes another.
        """
        found = recorded_with(self.book, self.actor, self.key)
        if found is not None:
            if not self._says_the_same(found):
                raise OtherContent(found, self.values)
            return found
        earlier = recorded_with(self.book, self.actor, self.earlier_key)
        return earlier if earlier is not None and self._says_the_same(earlier) else None

    def stored_key(self) -> uuid.UUID:
        """The key to store: the form's own, or one made from it where somebody else holds that."""
        if self.key is None:
            return uuid.uuid4()
        holder = _holder(self.actor, self.key)
        if holder is None or _is_own(self.book, self.actor, holder):
            return self.key
        return _made_from(self.book, self.actor, self.key)

    def is_taken(self) -> bool:
        """Whether an entry holds the form's key by now."""
        return self.key is not None and _holder(self.actor, self.key) is not None

    def _says_the_same(self, entry: Entry) -> bool:
        # An entry from before digests were kept says nothing: then a person decides.
        return constant_time_compare(entry.client_digest, self.digest)


def recorded_with(book: type[Book], actor: Actor, key: uuid.UUID | None) -> Entry | None:
    """The entry of this book that the actor recorded under a form's key, whatever it says now."""
    if key is None:
        return None
    holder = _holder(actor, key)
    if holder is not None and not _is_own(book, actor, holder):
        holder = _holder(actor, _made_from(book, actor, key))
    return holder.detail() if holder is not None else None


def _holder(actor: Actor, key: uuid.UUID) -> Entry | None:
    if actor.office_id is None:
        return None
    return Entry.objects.filter(office_id=actor.office_id, client_key=key).first()


def _is_own(book: type[Book], actor: Actor, entry: Entry) -> bool:
    return entry.book == book.code and entry.recorded_by_id == actor.user_id


def _made_from(book: type[Book], actor: Actor, key: uuid.UUID) -> uuid.UUID:
    """Another key, always the same one for this person and book, so that a resend still meets its entry."""
    return uuid.uuid5(key, f"{book.code}/{actor.user_id}")
