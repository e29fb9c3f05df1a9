"""What a measure must keep to. Every rule always runs; the author sees all faults at once."""

from __future__ import annotations

from collections.abc import Iterator

from takar.ledger.books import Book, book_named, is_open
from takar.ledger.reference import shipped_area_codes
from takar.measurement.language import Aggregate, Measure, Term

STORED_DIMENSIONS = frozenset({"kind", "category", "area", "village", "subject"})
"""Dimensions the effective milestones repeat: what the engine can filter by."""

AWAITED_BOOKS: frozenset[str] = frozenset()
"""Books a shipped measure already names although Takar does not keep them yet. A measure that needs
one is not measured: a part of a union would be a wrong number, not a smaller one."""

_NEEDS_NUMBER = frozenset({Aggregate.SUM, Aggregate.AVERAGE, Aggregate.INDEX, Aggregate.MANUAL})


def faults(measure: Measure) -> Iterator[str]:
    """Sentences for everything wrong with a measure."""
    if not measure.terms:
        yield "counts nothing: name at least one book"
    if (measure.aggregate is Aggregate.RATIO) != bool(measure.per):
        yield "needs “per” for a ratio, and for nothing else"
    if measure.number and measure.aggregate not in _NEEDS_NUMBER:
        yield f"names a number column, which {measure.aggregate} does not use"
    if measure.due and measure.aggregate is not Aggregate.ON_TIME:
        yield f"names a due date, which {measure.aggregate} does not use"
    for term in (*measure.terms, *measure.per):
        if is_open(term.book):
            yield from _term_faults(term)
            yield from _column_faults(measure, book_named(term.book))
        elif term.book not in AWAITED_BOOKS:
            yield f"names an unknown book {term.book!r}"


def _column_faults(measure: Measure, book: type[Book]) -> Iterator[str]:
    """Columns the measure asks of every book it takes entries from."""
    if measure.aggregate is Aggregate.DISTINCT and not book.subject_field:
        yield f"counts distinct subjects, but {book.code} declares no subject_field"
    if measure.aggregate in _NEEDS_NUMBER and measure.number not in book.numbers():
        yield f"{book.code} has no number column {measure.number!r}"
    if measure.aggregate is Aggregate.ON_TIME and measure.due not in book.due_dates():
        yield f"{book.code} has no date column {measure.due!r}"


def _categories(book: type[Book]) -> set[str]:
    return set(book.closed_values(book.category_field))


def _term_faults(term: Term) -> Iterator[str]:
    book = book_named(term.book)
    if term.milestone not in {spec.code for spec in book.milestones}:
        yield f"{term.book} has no milestone {term.milestone!r}"
    offered = {"category" if name == book.category_field else name for name in book.dimensions}
    if book.subject_field:
        offered.add("subject")
    for dimension, values in term.where.items():
        if dimension in book.facets:
            if unknown := set(values) - set(book.closed_values(dimension)):
                yield f"{term.book} has no {dimension} {', '.join(sorted(unknown))}"
        elif dimension not in offered & STORED_DIMENSIONS:
            yield f"{term.book} cannot be filtered by {dimension!r}"
        elif dimension == "category" and (unknown := set(values) - _categories(book)):
            yield f"{term.book} has no category {', '.join(sorted(unknown))}"
        elif dimension == "kind" and (unknown := set(values) - set(book.kinds)):
            yield f"{term.book} has no kind {', '.join(sorted(unknown))}"
        elif dimension == "area" and (unknown := set(values) - shipped_area_codes()):
            yield f"no area is called {', '.join(sorted(unknown))}"
