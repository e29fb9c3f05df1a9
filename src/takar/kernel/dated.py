"""Reference data that holds from a day, and until a day where it says so: which row is in force.

A span is kept half-open, as all periods are: ``valid_until`` holds the first day that no longer belongs.
People type and read the last day that does ("berlaku sampai"); :class:`LastDayField` stands between.
"""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from django.db import models
from django.db.models import Q, QuerySet

from takar.kernel.columns import DayField, LastDayField
from takar.kernel.spans import FAR, PLAN

M = TypeVar("M", bound=models.Model)

_ENDS = ("valid_until", "retired_on")
"""Columns that end a row, whichever of them it has."""


class Dated(models.Model):
    """In force from a day until a younger row takes its place."""

    valid_from = DayField("berlaku sejak", span=PLAN)

    class Meta:
        abstract = True


class Expiring(Dated):
    """In force until its last day where one is given."""

    valid_until = LastDayField(
        "berlaku sampai",
        null=True,
        blank=True,
        help_text="Hari terakhir berlaku. Kosongkan selama masih berlaku.",
        span=FAR,
    )

    class Meta:
        abstract = True

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


def held(rows: QuerySet[M], on: date) -> QuerySet[M]:
    """The rows that hold on a day, the youngest first."""
    holds = Q(valid_from__lte=on)
    columns = {field.name for field in rows.model._meta.get_fields()}
    for end in columns.intersection(_ENDS):
        holds &= Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gt": on})
    return rows.filter(holds).order_by("-valid_from", "-pk")


def in_force(rows: QuerySet[M], on: date) -> M | None:
    """The youngest row that holds on a day."""
    return held(rows, on).first()
