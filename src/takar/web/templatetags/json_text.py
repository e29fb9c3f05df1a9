"""Data for a script, as the value of an attribute: the policy knows no script inside the page."""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder

register = template.Library()


@register.filter
def json_text(value: Any) -> str:
    """The value as JSON; the template escapes it like any other text."""
    return json.dumps(value, cls=DjangoJSONEncoder)
