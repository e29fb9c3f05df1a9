"""The field that asks why something is written into a closed period; see :mod:`takar.ledger.late`."""

from __future__ import annotations

from django import template

from takar.ledger import late

register = template.Library()


@register.inclusion_tag("web/components/late_reason.html")
def late_reason() -> dict[str, object]:
    """Nothing in a form that needs no reason and got none."""
    return {"wanted": late.is_wanted(), "name": late.FIELD, "longest": late.LONGEST, "said": late.given()}
