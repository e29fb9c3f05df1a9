"""Named reads of the declarations."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from takar.kernel.access import visible
from takar.ledger.models import Entry
from takar.organisation.actor import Actor
from takar.registers.custom.declaration import Plan
from takar.registers.custom.models import BookEdition, CustomBook


@dataclass(frozen=True)
class Declared:
    """A book of the office with what it asks for now."""

    book: CustomBook
    edition: BookEdition
    plan: Plan
    entries: int


def declared_books(actor: Actor) -> list[Declared]:
    """The office's own books in the order they were declared, with how much each holds. One query."""
    held = Entry.objects.filter(office_id=OuterRef("book__office_id"), book=OuterRef("book__code")).order_by()
    editions = (
        visible(actor, BookEdition)
        .filter(number=F("book__edition"))
        .select_related("book")
        .annotate(held=Coalesce(Subquery(held.values("book").annotate(n=Count("pk")).values("n")), 0))
        .order_by("book_id")
    )
    return [Declared(row.book, row, row.plan, row.held) for row in editions]


def editions_of(actor: Actor, book: CustomBook) -> list[BookEdition]:
    """Every edition, the youngest first."""
    return list(visible(actor, BookEdition).filter(book=book).order_by("-number"))
