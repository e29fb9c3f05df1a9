"""An entry and the files sent along with it, recorded together or not at all."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from takar.ledger import chain
from takar.ledger.books import Book
from takar.ledger.evidence import attach_ready, make_ready
from takar.ledger.models import Entry
from takar.ledger.services import record_entry, require_may_record
from takar.organisation.actor import Actor


def record_with_files(
    *,
    book: type[Book],
    actor: Actor,
    values: Mapping[str, Any],
    uploads: Sequence[UploadedFile[Any]] = (),
    caption: str = "",
    client_key: uuid.UUID | None = None,
    earlier_key: uuid.UUID | None = None,
) -> Entry:
    """Record an entry with its evidence in one transaction; the bytes are on the disk before it begins.

    A file that is refused stops the whole: nothing is recorded and the form comes back. The same form
    sent again meets its entry and adds only files which that entry never had. Errors are those of
    :func:`~takar.ledger.services.record_entry` and :func:`~takar.ledger.evidence.make_ready`.
    """
    office = require_may_record(actor, book)
    ready = make_ready(office_id=office.pk, uploads=uploads)
    with transaction.atomic(), chain.sealed_at_the_end():
        entry = record_entry(
            book=book, actor=actor, values=values, client_key=client_key, earlier_key=earlier_key
        )
        if ready:
            attach_ready(entry=entry, actor=actor, ready=ready, caption=caption, by_service=True, again=True)
    return entry
