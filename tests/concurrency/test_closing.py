"""Closing while others write: who comes after the closing says why, whoever the database lets in first."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import transaction

from takar.kernel.errors import DomainError
from takar.kernel.period import Period
from takar.ledger import chain, late
from takar.ledger.audit import verify
from takar.ledger.books import book_named
from takar.ledger.services import record_entry
from takar.measurement.models import PeriodClosing
from takar.measurement.numbers import closing
from takar.measurement.numbers.closing import close_period, drifts
from tests.concurrency.test_many_writers import at_once, unexpected
from tests.factories import Cast, sample_decree, values_for

pytestmark = pytest.mark.django_db(transaction=True)

QUARTER = Period.of_quarter(2025, 1)


def late_letter(cast: Cast) -> None:
    """A letter of the quarter without a word of why it comes late."""
    book = book_named("incoming_letter")
    counted = {"occurred_on": date(2025, 2, 3), "letter_date": None, "area_id": "kepegawaian"}
    values = values_for(book, cast.office) | counted
    with late.because(""):
        record_entry(book=book, actor=cast.clerk.actor, values=values)


def test_nobody_slips_into_a_period_that_is_closed_meanwhile(cast: Cast) -> None:
    """An import asks once, writes long, and is sealed at its end."""
    sample_decree(cast)
    asked, over = threading.Event(), threading.Event()

    def write() -> None:
        with transaction.atomic(), chain.sealed_at_the_end():
            late_letter(cast)
            asked.set()
            over.wait(2)

    def close() -> None:
        asked.wait(30)
        try:
            close_period(period=QUARTER, actor=cast.camat.actor)
        finally:
            over.set()

    results = at_once([write, close])
    assert unexpected(results) == []
    if isinstance(results[1], DomainError):
        assert "sedang mencatat" in str(results[1])
        close()
    assert drifts(cast.camat.actor, QUARTER) == []


def test_a_closing_in_a_crowd_leaves_whole_books(cast: Cast) -> None:
    """Every letter is in the sealed number, or was refused because its reason was missing."""
    sample_decree(cast)
    results = at_once(
        [lambda: late_letter(cast)] * 5
        + [lambda: close_period(period=QUARTER, actor=cast.camat.actor)] * 2
        + [lambda: late_letter(cast)] * 5
    )
    assert unexpected(results) == []
    assert PeriodClosing.objects.filter(office=cast.office).count() <= 1
    if PeriodClosing.objects.exists():
        assert drifts(cast.camat.actor, QUARTER) == []
    assert list(verify(cast.office.pk)) == []
    assert list(closing.verify(cast.office.pk)) == []
