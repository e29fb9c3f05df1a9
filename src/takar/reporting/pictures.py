"""Pictures drawn once, as SVG: the same on a page and on paper.

Shapes carry the theme's class names and plain colours beside them: a page's stylesheet overrules the
colours (dark theme), paper has no stylesheet and uses them.
"""

from __future__ import annotations

from decimal import Decimal

from django.utils.html import escape

_INK = {"done": "#2c683a", "warn": "#a3410f", "danger": "#a2252b", "neutral": "#6b6a63"}
_LENGTH = 300


def scale_bar(
    title: str, *, value: Decimal | None, low: int, high: int, tone: str, before: Decimal | None = None
) -> str:
    """A value on a scale as a bar, with a mark where it stood before.

    ``value`` None draws a dotted line: nothing was measured. The picture stretches to its place.
    """
    description = f"Skala {low} sampai {high}."
    if before is not None:
        description += f" Garis tegak: periode sebelumnya, {_written(before)}."
    shapes = (
        f'<line class="meter-none" x1="0" y1="7" x2="{_LENGTH}" y2="7" stroke="#b5b2a6" stroke-dasharray="2 4"/>'
        if value is None
        else f'<rect class="meter-track" x="0" y="4" width="{_LENGTH}" height="6" fill="#dddacd"/>'
        f'<rect class="meter-value" x="0" y="4" width="{_place(value, low, high)}" height="6" '
        f'fill="{_INK.get(tone, _INK["neutral"])}"/>'
    )
    if before is not None:
        place = _place(before, low, high)
        shapes += f'<rect class="meter-mark" x="{place}" y="0" width="1.5" height="14" fill="#1c1c1a"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="meter meter-{tone}" role="img" width="100%" height="14" '
        f'viewBox="0 0 {_LENGTH} 14" preserveAspectRatio="none" focusable="false">'
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>{shapes}</svg>"
    )


def _place(value: Decimal, low: int, high: int) -> str:
    along = min(max((value - low) / (high - low), Decimal(0)), Decimal(1))
    return f"{along * _LENGTH:.2f}"


def _written(value: Decimal) -> str:
    return f"{value:.2f}".replace(".", ",")
