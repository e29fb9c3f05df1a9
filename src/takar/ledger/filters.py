"""Filters of a book's list, built from its declaration with django-filter.

URL words are Indonesian, because people read and send addresses: ``?q=undangan&bulan=3&area=kepegawaian``.
"""

from __future__ import annotations

from typing import Any

import django_filters
import django_filters.fields
from django import forms
from django.db import models
from django.db.models import QuerySet

from takar.kernel.access import visible
from takar.kernel.formatting import MONTHS
from takar.ledger.books import Book
from takar.ledger.fields import KnownRow
from takar.ledger.models import CANCELLED, Area
from takar.ledger.multi_value import ALL, ManyField, choice_pairs, pattern
from takar.ledger.reference import with_children
from takar.organisation.actor import Actor

LONGEST_SEARCH = 200
"""Characters: SQLite refuses to compare with very long patterns."""


class RowFilterField(KnownRow, django_filters.fields.ModelChoiceField):  # type: ignore[misc]
    """A row in the address."""


class RowFilter(django_filters.ModelChoiceFilter):  # type: ignore[misc]
    field_class = RowFilterField


class EntryFilters(django_filters.FilterSet):  # type: ignore[misc]
    """What every book's list can be asked."""

    book: type[Book]

    q = django_filters.CharFilter(method="search", label="Cari")
    bulan = django_filters.ChoiceFilter(
        method="in_month",
        label="Bulan",
        empty_label="Semua bulan",
        choices=[(str(number), name) for number, name in enumerate(MONTHS, start=1)],
    )

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        for word in value[:LONGEST_SEARCH].casefold().split():
            rows = rows.filter(search_text__contains=word)
        return rows

    def in_month(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(occurred_on__month=int(value))

    def holding(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        return rows.filter(self.book.condition(name, value))

    def in_area(self, rows: QuerySet[Any], name: str, value: Area) -> QuerySet[Any]:
        return rows.filter(area_id__in=with_children(value.code))

    def in_many(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(**{f"{name}__contains": pattern(value)})


def filter_class(book: type[Book], actor: Actor) -> type[EntryFilters]:
    """The filter set of one book for this actor."""
    made: dict[str, Any] = {}
    for name in book.filters():
        field = book.find_field(name)
        label = "Keadaan" if name == "state" else book.field_label(name)
        if name == "state":
            choices = [(spec.code, spec.label) for spec in book.milestones]
            made[name] = _choice(label, [*choices, (CANCELLED, "Dibatalkan")])
        elif name == "kind":
            made[name] = _choice(label, list(book.kinds.items()))
        elif name == "area":
            made[name] = RowFilter(
                queryset=visible(actor, Area), method="in_area", label=label, empty_label="Semua"
            )
        elif isinstance(field, ManyField):
            chosen = [pair for pair in choice_pairs(field.picker(actor)) if pair[0] != ALL]
            made[name] = django_filters.ChoiceFilter(
                method="in_many", label=label, choices=chosen, empty_label="Semua", widget=forms.Select()
            )
        elif isinstance(field, models.ForeignKey):
            related: type[models.Model] = field.remote_field.model
            made[name] = RowFilter(
                queryset=visible(actor, related), method="holding", label=label, empty_label="Semua"
            )
        else:
            # The word for "left empty" on the form is none to search by: the list has "Semua".
            choices = [pair for pair in getattr(field, "choices", None) or [] if pair[0] not in (None, "")]
            made[name] = _choice(label, choices)
    meta = type("Meta", (), {"model": book.model, "fields": []})
    return type(f"{book.__name__}Filters", (EntryFilters,), {**made, "book": book, "Meta": meta})


def _choice(label: str, choices: list[tuple[Any, Any]]) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        label=label, choices=choices, method="holding", empty_label="Semua", widget=forms.Select()
    )
