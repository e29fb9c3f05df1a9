"""Date columns that know which days make sense.

To the database and to migrations they are Django's own: a span is a rule of the program and may change
without touching a table.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from takar.kernel.spans import Span

_ST = TypeVar("_ST", contravariant=True)
_GT = TypeVar("_GT", covariant=True)


class DayField(models.DateField[_ST, _GT]):
    """A day within ``span``."""

    def __init__(self, *args: Any, span: Span, **kwargs: Any) -> None:
        self.span = span
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateField", args, kwargs

    def clone(self) -> Any:
        _, _, args, kwargs = self.deconstruct()
        return models.DateField(*args, **kwargs)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        _validate(self.span, value)


class LastDayField(DayField[_ST, _GT]):
    """The end of a span, stored half-open: the first day that no longer belongs to it.

    People type and read the last day that does; forms and texts know it by this type.
    """


def last_day(end: date | None) -> date | None:
    """The last day of a span that is stored with the day after it."""
    return None if end is None else end - timedelta(days=1)


class MomentField(models.DateTimeField[_ST, _GT]):
    """A moment on a day within ``span``."""

    def __init__(self, *args: Any, span: Span, **kwargs: Any) -> None:
        self.span = span
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateTimeField", args, kwargs

    def clone(self) -> Any:
        _, _, args, kwargs = self.deconstruct()
        return models.DateTimeField(*args, **kwargs)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        _validate(self.span, value)


def span_of(field: models.Field[Any, Any] | None) -> Span | None:
    """The span of a date column; None for columns of another kind."""
    return field.span if isinstance(field, DayField | MomentField) else None


def day_of(value: date | datetime) -> date:
    """The day of a moment, as it is at the office."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def _validate(span: Span, value: Any) -> None:
    if isinstance(value, date) and (fault := span.fault(day_of(value))):
        raise ValidationError(fault, code="implausible")
