"""Whatever a form refuses, the services refuse: every column of every book is handed values that no office
means, at recording and at correcting. None is stored, none reaches the database as its error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import models, transaction

from takar.kernel import clock
from takar.kernel.errors import DomainError
from takar.ledger.books import Book, all_books
from takar.ledger.fields import least
from takar.ledger.judging import is_needed
from takar.ledger.models import Entry
from takar.ledger.multi_value import ManyField
from takar.ledger.services import correct_entry, record_entry
from takar.organisation.models import Office
from takar.registers.custom.book.factory import OfficeBook
from tests.factories import Cast, entry_of, values_for
from tests.own_books import own_book
from tests.own_books import values as own_values

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

RECORDABLE = [book for book in all_books() if book.recordable]


def hostile(
    book: type[Book], field: models.Field[Any, Any], kind: str, cast: Cast
) -> Iterator[tuple[str, Any]]:
    """``(what it is, value)``: each of them a form of this column refuses."""
    needed = is_needed(book, field, kind)
    if isinstance(field, ManyField):
        yield "no list", 5
        yield "unknown members", ["tidak ada"]
        yield "no words", [{"a": 1}]
        return
    if field.is_relation:
        related = field.remote_field.model
        yield (
            "unknown row",
            related(pk="tidak-ada" if related._meta.pk.get_internal_type() == "CharField" else 10**12),
        )
        yield "wrong thing", cast.office if related is not Office else None
        yield from foreign(related, cast)
        if needed and not field.null:
            yield "nothing", None
        return
    if field.choices or (field.name == "kind" and book.kinds):
        yield "no choice", "tidak ada"
    match field:
        case models.BooleanField():
            yield "no yes or no", "mungkin"
        case models.CharField() | models.TextField():
            yield "control sign", "a\x00b"
            yield "half a pair", "a\ud800b"
            if field.max_length:
                yield "too long", "x" * (field.max_length + 1)
            if needed:
                yield "nothing", ""
                yield "blanks", "   "
                yield "no words at all", None
        case models.IntegerField():
            yield "too large", 10**30
            yield "no number", "banyak"
            yield "half", 1.5
            if isinstance(field, models.PositiveIntegerField | models.PositiveSmallIntegerField):
                yield "negative", -1
        case models.DecimalField():
            yield "no number", Decimal("NaN")
            yield "endless", Decimal("Infinity")
            yield "too large", Decimal(10) ** field.max_digits
            yield "too fine", Decimal(1) / Decimal(10) ** (field.decimal_places + 1)
            if least(field) is not None:
                yield "negative", Decimal(-3)
        case models.DateTimeField():
            yield "no moment", "kemarin dulu"
            yield "year one", datetime(1, 1, 2, tzinfo=clock.now().tzinfo)
        case models.DateField():
            yield "no day", "kemarin dulu"
            yield "year one", date(1, 1, 1)
            yield "end of time", date(9999, 12, 31)
            if not field.null:
                yield "nothing", None


def foreign(related: type[models.Model], cast: Cast) -> Iterator[tuple[str, Any]]:
    """A row of the neighbours, where rows belong to an office."""
    if "office" in {field.name for field in related._meta.get_fields()}:
        row = related._default_manager.filter(office=cast.neighbour_clerk.position.office).first()
        if row is not None:
            yield "row of the neighbours", row


def good_values(book: type[Book], cast: Cast) -> dict[str, Any]:
    return own_values(cast, 1) if issubclass(book, OfficeBook) else values_for(book, cast.office)


def cases(book: type[Book], cast: Cast) -> Iterator[tuple[str, str, Any]]:
    kind = str(good_values(book, cast).get("kind", ""))
    for name in book.fields(kind):
        field = book.find_field(name)
        assert field is not None
        for what, value in hostile(book, field, kind, cast):
            yield name, what, value


def tried(write: Callable[[str, Any], None], name: str, what: str, value: Any) -> str:
    """What went wrong with the refusal; empty when it is a sentence at the field."""
    try:
        with transaction.atomic():
            write(name, value)
            transaction.set_rollback(True)
    except DomainError as error:
        known = {name, "kind"}
        return (
            ""
            if error.message and error.field in known
            else f"{name}, {what}: at {error.field}: {error.message}"
        )
    except Exception as error:  # what must never happen
        return f"{name}, {what}: {type(error).__name__}: {error}"[:150]
    return f"{name}, {what}: accepted"


every_book = pytest.mark.parametrize(
    "book", [*RECORDABLE, None], ids=lambda book: book.code if book else "own"
)


@every_book
def test_recording_refuses_every_hostile_value(cast: Cast, book: type[Book] | None) -> None:
    book = book or own_book(cast)
    keeper = cast.keeper(book).actor
    good = good_values(book, cast)

    def write(name: str, value: Any) -> None:
        record_entry(book=book, actor=keeper, values={**good, name: value})

    faults = [tried(write, *case) for case in cases(book, cast)]
    assert not any(faults), "\n".join(["", *filter(None, faults)])


@every_book
def test_correcting_refuses_every_hostile_value(cast: Cast, book: type[Book] | None) -> None:
    book = book or own_book(cast)
    keeper = cast.keeper(book).actor
    entry: Entry = entry_of(book, cast)

    def write(name: str, value: Any) -> None:
        correct_entry(entry=entry.detail(), actor=keeper, values={name: value}, reason="x")

    faults = [tried(write, *case) for case in cases(book, cast)]
    assert not any(faults), "\n".join(["", *filter(None, faults)])
