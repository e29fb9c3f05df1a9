"""The same form sent at one moment, and two kinds of writes on one entry: nothing doubles, nobody blocks.

SQLite lets one writer in at a time, so only PostgreSQL can show the difference.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from takar.kernel import clock
from takar.ledger.audit import verify
from takar.ledger.services import correct_entry
from takar.registers.documents.services import add_version
from takar.registers.mail.models import Disposition, IncomingLetter
from takar.registers.mail.services import dispose
from tests.concurrency.test_many_writers import at_once, unexpected
from tests.factories import Cast, entry_of, letter_of
from tests.web.files import pdf_upload

pytestmark = pytest.mark.django_db(transaction=True)


def giving(cast: Cast, letter: IncomingLetter, key: uuid.UUID | None = None) -> Callable[[], Any]:
    return lambda: dispose(
        letter=letter,
        actor=cast.camat.actor,
        receivers=[cast.section_head.position],
        instructions=["proses"],
        on=clock.today(),
        client_key=key,
    )


def test_one_form_sent_at_one_moment_is_one_sheet(cast: Cast) -> None:
    letter = letter_of(cast)
    results = at_once([giving(cast, letter, uuid.uuid4())] * 4)
    assert unexpected(results) == []
    assert Disposition.objects.filter(letter=letter).count() == 1


def test_disposing_and_correcting_one_letter_never_block_each_other(cast: Cast) -> None:
    letter = letter_of(cast)

    def correct(n: int) -> Callable[[], Any]:
        return lambda: correct_entry(
            entry=letter, actor=cast.clerk.actor, values={"title": f"Ejaan {n}"}, reason="Ejaan"
        )

    for turn in range(6):
        results = at_once([giving(cast, letter), correct(2 * turn), correct(2 * turn + 1)])
        assert unexpected(results) == []
    assert list(verify(cast.office.pk)) == []


def test_versions_handed_in_at_one_moment_have_numbers_of_their_own(cast: Cast) -> None:
    document = entry_of("work_document", cast)
    actor = cast.document_clerk.actor

    def version(n: int) -> Callable[[], Any]:
        return lambda: (
            add_version(document=document, actor=actor, upload=pdf_upload(f"v{n}"), note=f"v{n}").edition
        )

    assert sorted(at_once([version(n) for n in range(3)])) == [2, 3, 4]
