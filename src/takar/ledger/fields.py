"""Form fields that take what people write."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import DataError, models
from django.utils import timezone

from takar.kernel import clock
from takar.kernel.columns import LastDayField, day_of, last_day, span_of
from takar.kernel.decimals import TOO_LONG, is_kept_exactly
from takar.kernel.formatting import MONTHS, MONTHS_SHORT, format_amount, format_date_long
from takar.kernel.money import MoneyField
from takar.kernel.spans import PAST, PLAN, Span

_MONTH_NUMBERS = {
    name.casefold(): number for names in (MONTHS, MONTHS_SHORT) for number, name in enumerate(names, start=1)
}
_WORDS = {"hari ini": 0, "kemarin": -1, "kemarin dulu": -2, "besok": 1, "lusa": 2}
_NUMERIC = re.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{2}|\d{4}))?")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[t ].*)?")
_WORDED = re.compile(r"(\d{1,2})\s+([^\W\d]+)(?:\s+(\d{4}))?")


def read_date(text: str, *, today: date, ahead: bool = False, year: int | None = None) -> date | None:
    """``hari ini``, ``12/3``, ``12/3/2026``, ``12 Mar 2026`` or ISO; None when it is no date.

    A date without a year is the latest such day that is not in the future: in January, "12/12" is
    last year's, because books record what has happened. With ``ahead`` (a time limit) it is the
    next such day instead. ``year`` is the year whose books are open: in last year's book "12/3" is
    last year's, in next year's a time limit is next year's.
    """
    said = " ".join(text.casefold().split())
    if said in _WORDS:
        return today + timedelta(days=_WORDS[said])
    if match := _ISO.fullmatch(said):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMERIC.fullmatch(said):
        day, month, written = int(match[1]), int(match[2]), match[3]
    elif match := _WORDED.fullmatch(said):
        day, month, written = int(match[1]), _MONTH_NUMBERS.get(match[2], 0), match[3]
    else:
        return None
    if written:
        return _day(2000 + int(written) if len(written) == 2 else int(written), month, day)
    begin = today
    if year is not None:
        begin = max(today, date(year, 1, 1)) if ahead else min(today, date(year, 12, 31))
    # To the nearest year that has such a day: 29 February may be years away.
    step = 1 if ahead else -1
    days = (_day(near, month, day) for near in range(begin.year, begin.year + 9 * step, step))
    return next((d for d in days if d is not None and (d >= begin if ahead else d <= begin)), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def understood(text: str, *, ahead: bool = False) -> date | None:
    """A date as somebody wrote it now, in the book of the year that is open."""
    return read_date(text, today=clock.today(), ahead=ahead, year=clock.working_year())


class DayInput(forms.DateInput):
    """A text field that says in full which day it holds; the script beside it asks the same server rule."""

    def __init__(self) -> None:
        super().__init__(
            format="%d/%m/%Y", attrs={"data-date": "", "autocomplete": "off", "inputmode": "text"}
        )

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        ahead = "data-ahead" in self.attrs
        day = understood(value, ahead=ahead) if isinstance(value, str) else value
        if isinstance(day, date):
            context["widget"]["attrs"]["data-words"] = format_date_long(day, weekday=True)
        return context


class OfficeDateField(forms.DateField):
    """A date as people write it; ``ahead`` for time limits, ``span`` for the days that make sense."""

    widget = DayInput

    def __init__(self, *args: Any, ahead: bool = False, span: Span | None = None, **kwargs: Any) -> None:
        self.ahead = ahead
        self.span = span or (PLAN if ahead else PAST)
        super().__init__(*args, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"data-span": self.span.code} | ({"data-ahead": ""} if self.ahead else {})

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, str) and value.strip():
            found = understood(value, ahead=self.ahead)
            if found is None:
                raise ValidationError(
                    f"“{value}” bukan tanggal. Tulis misalnya 12/3/2026 atau “hari ini”.", code="invalid"
                )
            return found
        return super().to_python(value)

    def validate(self, value: Any) -> None:
        super().validate(value)
        _refuse_outside(self.span, value)


def _refuse_outside(span: Span, value: Any) -> None:
    if isinstance(value, date) and (fault := span.fault(day_of(value))):
        raise ValidationError(fault, code="implausible")


class LastDayInput(OfficeDateField):
    """The last day of a span, for a column that holds the day after it (:class:`LastDayField`)."""

    def clean(self, value: Any) -> date | None:
        day = super().clean(value)
        return None if day is None else day + timedelta(days=1)

    def prepare_value(self, value: Any) -> Any:
        return last_day(value) if isinstance(value, date) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


def date_field(field: models.DateField[Any, Any], **options: Any) -> OfficeDateField:
    """The form field of a date column: what it asks for follows from the column's type."""
    kind = LastDayInput if isinstance(field, LastDayField) else OfficeDateField
    return kind(span=span_of(field), **options)


_CLOCK = re.compile(r"(.*?)[\s,t]+(?:pukul |jam )?(\d{1,2})[.:](\d{2})(?:[.:]\d{2})?(?:\s*wib)?")


class OfficeMomentField(forms.DateTimeField):
    """A day and an hour as people write them: ``12/3/2026 08.30``, ``kemarin 14:05``."""

    widget = forms.DateTimeInput(attrs={"autocomplete": "off", "inputmode": "text"})

    def __init__(self, *args: Any, span: Span | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.span = span or PAST

    def validate(self, value: Any) -> None:
        super().validate(value)
        _refuse_outside(self.span, value)

    def to_python(self, value: Any) -> datetime | None:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        said = " ".join(value.casefold().split())
        match = _CLOCK.fullmatch(said)
        day = understood(match[1].strip()) if match else None
        try:
            if match is None or day is None:
                raise ValueError
            moment = datetime.combine(day, time(int(match[2]), int(match[3])))
        except ValueError:
            raise ValidationError(
                f"“{value}” bukan tanggal dan jam. Tulis misalnya 12/3/2026 08.30 atau “hari ini 08.30”.",
                code="invalid",
            ) from None
        return timezone.make_aware(moment)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return f"{timezone.localtime(value):%d/%m/%Y %H.%M}"
        return value


class KnownRow:
    """What the database cannot even compare is nobody's choice, like any other unknown key.

    SQLite holds whole numbers of 64 bits, PostgreSQL no NUL; Django asks them without looking.
    """

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)  # type: ignore[misc]
        except (OverflowError, DataError) as error:
            raise self._unknown(value) from error

    def _unknown(self, value: Any) -> ValidationError:
        messages: dict[str, Any] = self.error_messages  # type: ignore[attr-defined]
        return ValidationError(
            messages["invalid_choice"], code="invalid_choice", params={"value": str(value)[:40]}
        )


class RowChoice(KnownRow, forms.ModelChoiceField):  # type: ignore[type-arg]
    """One row among those offered."""


class RowsChoice(KnownRow, forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several rows among those offered."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except (OverflowError, DataError) as error:
            raise self._unknown(value) from error


class OfficeDecimalField(forms.DecimalField):
    """``1.250.000`` and ``2,5`` are numbers here; ``1.5`` would be read as fifteen elsewhere.

    A point followed by exactly three digits separates thousands, a comma the decimals.
    """

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if isinstance(value, str) and value.strip():
            said = value.strip().removeprefix("Rp").strip()
            if re.fullmatch(r"-?\d{1,3}(\.\d{3})+(,\d+)?", said):
                said = said.replace(".", "")
            try:
                return super().to_python(str(Decimal(said.replace(",", "."))))
            except InvalidOperation:
                raise ValidationError(
                    f"“{value}” bukan angka. Tulis misalnya 1.250.000 atau 2,5.", code="invalid"
                ) from None
        return super().to_python(value)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if isinstance(value, Decimal) and value.is_finite() and not is_kept_exactly(value):
            raise ValidationError(TOO_LONG, code="too_long")

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            return f"{value.normalize():f}".replace(".", ",")
        return value


def least(field: models.DecimalField[Any, Any]) -> int | None:
    """The least a decimal column may hold: nothing is counted, weighed or paid below zero."""
    return None if getattr(field, "signed", False) else 0


def decimal_field(field: models.DecimalField[Any, Any], **options: Any) -> OfficeDecimalField:
    """The form field of a decimal column: rupiah is shown as money, by the column's type alone."""
    kind = OfficeMoneyField if isinstance(field, MoneyField) else OfficeDecimalField
    return kind(
        max_digits=field.max_digits, decimal_places=field.decimal_places, min_value=least(field), **options
    )


class OfficeMoneyField(OfficeDecimalField):
    """Rupiah, shown with its thousands; an amount that may be left empty shows no lonely zero."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            return format_amount(value) if value or self.required else ""
        return value
