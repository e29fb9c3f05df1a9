"""Several closed columns of a book in one column of what counts.

Where a book divides its entries by more than one closed column (a choice, yes or no), all of them
are written together into the ``category`` of the effective rows: ``;k_tingkat=berat;k_tuntas=ya;``.
So the covering index and the one query of the engine stay as they are, however many divisions an
office invents.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from takar.ledger.books import Book
from takar.ledger.models import Entry


def written(book: type[Book], entry: Entry) -> str:
    """The entry's facets; a column that is empty is left out, so a new column changes no old row."""
    pairs = [(name, word(getattr(entry, name))) for name in book.counting.facets]
    text = "".join(f"{name}={value};" for name, value in pairs if value)
    return f";{text}" if text else ""


def word(value: object) -> str:
    """A closed value as measures name it."""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    return "" if value is None else str(value)


def read(category: str) -> dict[str, str]:
    """The facets that a category holds."""
    return dict(pair.split("=", 1) for pair in category.strip(";").split(";") if "=" in pair)


@dataclass(frozen=True)
class Facets:
    """What a measure asks of the facets; stands where a set of categories stands elsewhere."""

    wanted: Mapping[str, frozenset[str]]

    def __contains__(self, category: object) -> bool:
        held = read(str(category or ""))
        return all(held.get(name) in values for name, values in self.wanted.items())

    def condition(self, column: str) -> Q:
        """The same question to the database."""
        found = Q()
        for name, values in self.wanted.items():
            one = Q(pk__in=[])
            for value in values:
                one |= Q(**{f"{column}__contains": f";{name}={value};"})
            found &= one
        return found
