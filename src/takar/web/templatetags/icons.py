"""Lucide icons, each drawn once for a process: a page has some ninety, mostly the same."""

from __future__ import annotations

from functools import lru_cache

from django import template
from lucide.templatetags.lucide import lucide as draw

register = template.Library()
_drawn = lru_cache(maxsize=1000)(draw)


@register.simple_tag
def lucide(name: str, *, size: int | None = 24, **attributes: str) -> str:
    return _drawn(name, size=size, **attributes)
