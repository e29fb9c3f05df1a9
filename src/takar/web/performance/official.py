"""The official number on the pages that show one in full: when it was closed, what the books say since."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from takar.catalogue.models import Indicator
from takar.measurement.numbers.official import OfficialValue
from takar.measurement.numbers.remarks import after_remark, books_remark, closing_remark, redefined_remark
from takar.measurement.numbers.seals import said


def official_of(official: OfficialValue) -> dict[str, Any]:
    """What `_official.html` shows beside the number of a period."""
    figure = official.figure
    return {
        "value": said(figure.value),
        "closed": closing_remark(figure),
        "url": value_url(figure.seal.period.start.year, figure.seal.act.period, official.indicator)
        if figure.seal
        else "",
        "books": books_remark(figure),
        "after": after_remark(figure),
        "redefined": redefined_remark(figure),
    }


def value_url(year: int, period: str, indicator: Indicator) -> str:
    return reverse("web:closing-value", args=[year, period, indicator.no])
