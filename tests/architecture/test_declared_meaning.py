"""A declaration written in another way still means the same to whoever uses the book."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from takar.ledger.books import all_books
from tests.architecture.declared_meaning import meaning
from tests.factories import Cast

TOLD = Path(__file__).with_name("declared_meaning.txt")


@pytest.mark.django_db
def test_every_declaration_means_what_it_meant(cast: Cast) -> None:
    """A meaning that changed on purpose: run once with TAKAR_WRITE_MEANING=1 and read the difference."""
    now = "\n".join(line for book in all_books() for line in meaning(book, cast.camat.actor))
    if os.environ.get("TAKAR_WRITE_MEANING"):
        TOLD.write_text(now, encoding="utf-8")
    assert now == TOLD.read_text(encoding="utf-8")
