"""The closed number on the pages that show numbers, with the books' own beside it where it differs."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone

from takar.catalogue.models import Indicator
from takar.kernel.formatting import format_date, format_number
from takar.kernel.period import Period
from takar.measurement.models import FrozenValue, PeriodClosing
from takar.measurement.numbers.official import Closed, number_of
from takar.measurement.selectors import Realisation


def closed_words(act: PeriodClosing) -> str:
    """Ditutup 3 Apr 2026; a restatement says so."""
    word = "Disajikan kembali" if act.kind == PeriodClosing.Kind.RESTATEMENT else "Ditutup"
    return f"{word} {format_date(timezone.localtime(act.made_at).date())}"


def marked(row: dict[str, Any], realised: Realisation) -> dict[str, Any]:
    """A row of figures with the lock of a closed year, and what the books say now if that is another number."""
    if not isinstance(realised, Closed) or realised.frozen is None:
        return row
    books = realised.books
    differs = books != realised.total
    return row | {
        # Where neither was ever measured there is nothing to guard.
        "closed": closed_words(realised.frozen.act) if differs or books is not None else "",
        "books": ("belum diukur" if books is None else format_number(books)) if differs else "",
    }


def official_of(
    realised: Realisation, sealed: FrozenValue | None, period: Period, *, year: int
) -> dict[str, str] | None:
    """What the indicator's page shows beside the number of a closed period."""
    if sealed is None:
        return None
    value, books = number_of(sealed), realised.total_in(period)
    return {
        "value": "belum diukur" if value is None else format_number(value),
        "closed": closed_words(sealed.act),
        "url": value_url(year, sealed.act.period, realised.indicator),
        "books": "" if value == books else ("belum diukur" if books is None else format_number(books)),
    }


def value_url(year: int, period: str, indicator: Indicator) -> str:
    return reverse("web:closing-value", args=[year, period, indicator.no])
