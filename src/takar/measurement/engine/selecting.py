"""What a measure's terms select: shared by the fast count, the list behind it and the single entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from takar.ledger.books import book_named, is_open
from takar.ledger.facets import Facets
from takar.ledger.models import EffectiveMilestone
from takar.ledger.multi_value import SEPARATOR, ManyField, pattern, split
from takar.ledger.reference import with_children
from takar.measurement.language.measure import Measure, Term

Wanted = Mapping[str, frozenset[Any] | Facets]
"""Column of the tally -> the values that count."""

COLUMNS = ("kind", "category", "area", "village", "subject")
"""Columns measures may distinguish."""
STORED = {"area": "area_id", "village": "village_id"}
"""What an effective milestone calls a column of the tally, where the names differ."""


def is_measurable(measure: Measure) -> bool:
    """Whether every book the measure needs is kept by Takar."""
    return all(is_open(book) for book in measure.books)


def meets_twice(measure: Measure) -> bool:
    """Whether one entry may be selected at two milestones and must be kept from counting twice."""
    return any(_two_milestones(terms) for terms in (measure.terms, measure.divisor))


def _two_milestones(terms: Sequence[Term]) -> bool:
    if len(terms) < 2:
        return False
    pairs = {(term.book, term.milestone) for term in terms}
    return len(pairs) > len({book for book, _ in pairs})


def resolved(term: Term) -> dict[str, frozenset[Any] | Facets]:
    """Filters by column of the tally: areas widened by what is below them, facets joined in theirs."""
    found: dict[str, frozenset[Any] | Facets] = {}
    divided: dict[str, frozenset[str]] = {}
    for dimension, values in term.where.items():
        if dimension == "area":
            found["area"] = frozenset().union(*(with_children(code) for code in values))
        elif dimension == "village":
            found["village"] = frozenset(int(value) for value in values)
        elif dimension in COLUMNS:
            found[dimension] = frozenset(values)
        else:
            divided[dimension] = frozenset(values)
    if divided:
        found["category"] = Facets(divided)
    return found


def has_many_categories(book: str) -> bool:
    """Whether an entry of the book may have several categories (the topics of an activity)."""
    if not is_open(book):
        return False
    declared = book_named(book)
    return bool(declared.counting.category) and isinstance(
        declared.model._meta.get_field(declared.counting.category), ManyField
    )


def meets(value: Any, wanted: frozenset[Any] | Facets) -> bool:
    """Whether a stored value is one that counts; of several it is enough that one is."""
    if isinstance(value, str) and value.startswith(SEPARATOR) and not isinstance(wanted, Facets):
        return not wanted.isdisjoint(split(value))
    return value in wanted


def condition(terms: Sequence[Term]) -> Q:
    """Effective milestones that one of the terms selects."""
    chosen = Q(pk__in=[])
    for term in terms:
        one = Q(book=term.book, what=term.milestone)
        for name, wanted in resolved(term).items():
            column = STORED.get(name, name)
            if isinstance(wanted, Facets):
                one &= wanted.condition(column)
                continue
            within = Q(**{f"{column}__in": wanted})
            if column == "category" and has_many_categories(term.book):
                for value in wanted:
                    within |= Q(category__contains=pattern(value))
            one &= within
        chosen |= one
    return chosen


def selected(
    terms: Sequence[Term], one_matter: Sequence[str] = (), *, books: Sequence[str] = ()
) -> QuerySet[EffectiveMilestone]:
    """The effective milestones that count, of every office and time: one for each entry.

    An entry met at two milestones is taken at the earlier one, whatever year that was in; so is a matter
    of several entries (``one_matter``: relations that make them one). ``books`` narrows the answer, not
    what it is held against.
    """
    chosen = condition(terms)
    rows = EffectiveMilestone.objects.filter(
        condition([term for term in terms if term.book in books]) if books else chosen
    )
    earlier = EffectiveMilestone.objects.filter(chosen).filter(
        Q(on__lt=OuterRef("on")) | Q(on=OuterRef("on"), pk__lt=OuterRef("pk"))
    )
    if _two_milestones(terms):
        rows = rows.filter(~Exists(earlier.filter(entry_id=OuterRef("entry_id"))))
    for relation in one_matter:
        rows = rows.filter(~Exists(earlier.filter(**_rests_on(relation))))
        rows = rows.filter(~Exists(earlier.filter(**_carries(relation))))
        rows = rows.filter(
            ~Exists(earlier.filter(**_beside(relation)).exclude(entry_id=OuterRef("entry_id")))
        )
    return rows


# An entry and those of one matter with it: what it rests on, what rests on it, what rests on the same.


def _rests_on(relation: str) -> dict[str, Any]:
    return {"entry__links_in__source_id": OuterRef("entry_id"), "entry__links_in__relation": relation}


def _carries(relation: str) -> dict[str, Any]:
    return {"entry__links_out__target_id": OuterRef("entry_id"), "entry__links_out__relation": relation}


def _beside(relation: str) -> dict[str, Any]:
    return {
        "entry__links_out__target__links_in__source_id": OuterRef("entry_id"),
        "entry__links_out__target__links_in__relation": relation,
        "entry__links_out__relation": relation,
    }


def takes(measure: Measure, row: EffectiveMilestone) -> bool:
    """Whether the measure's terms select this effective milestone."""
    return any(
        (term.book, term.milestone) == (row.book, row.what)
        and all(
            meets(getattr(row, STORED.get(name, name)), wanted) for name, wanted in resolved(term).items()
        )
        for term in measure.terms
    )
