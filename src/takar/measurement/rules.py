"""What a measure must keep to. Every rule always runs; the author sees all faults at once."""

from __future__ import annotations

from collections.abc import Iterator

from takar.ledger.books import Book, book_named, is_open
from takar.ledger.reference import shipped_area_codes
from takar.measurement.language import Aggregate, Measure, Term

STORED_DIMENSIONS = frozenset({"kind", "category", "area", "village"})
"""Dimensions the effective milestones repeat: what the engine can filter by."""

AWAITED_BOOKS = frozenset({"activity"})
"""Books a shipped measure already names although Takar does not keep them yet. A measure that needs
one is not measured: a part of a union would be a wrong number, not a smaller one."""


def faults(measure: Measure) -> Iterator[str]:
    """Sentences for everything wrong with a measure."""
    if not measure.terms:
        yield "counts nothing: name at least one book"
    milestones: dict[str, set[str]] = {}
    for term in measure.terms:
        milestones.setdefault(term.book, set()).add(term.milestone)
        if is_open(term.book):
            yield from _term_faults(term)
            if measure.aggregate is Aggregate.DISTINCT and not book_named(term.book).subject_field:
                yield f"counts distinct subjects, but {term.book} declares no subject_field"
        elif term.book not in AWAITED_BOOKS:
            yield f"names an unknown book {term.book!r}"
    for book, codes in milestones.items():
        if len(codes) > 1:
            # An entry that met both would count in two months: twice in the year.
            yield f"asks two milestones of {book}: {', '.join(sorted(codes))}"


def _categories(book: type[Book]) -> set[str]:
    field = book.model._meta.get_field(book.category_field)
    return {str(value) for value, _ in getattr(field, "choices", None) or []}


def _term_faults(term: Term) -> Iterator[str]:
    book = book_named(term.book)
    if term.milestone not in {spec.code for spec in book.milestones}:
        yield f"{term.book} has no milestone {term.milestone!r}"
    offered = {"category" if name == book.category_field else name for name in book.dimensions}
    for dimension, values in term.where.items():
        if dimension not in offered & STORED_DIMENSIONS:
            yield f"{term.book} cannot be filtered by {dimension!r}"
        elif dimension == "category" and (unknown := set(values) - _categories(book)):
            yield f"{term.book} has no category {', '.join(sorted(unknown))}"
        elif dimension == "kind" and (unknown := set(values) - set(book.kinds)):
            yield f"{term.book} has no kind {', '.join(sorted(unknown))}"
        elif dimension == "area" and (unknown := set(values) - shipped_area_codes()):
            yield f"no area is called {', '.join(sorted(unknown))}"
