"""What stands in an address or in a button, read with a type: no page reads ``request.GET`` itself.

Something else than was expected is the same as nothing: an address is typed, shortened by mail programs
and tried by strangers. Fields that people fill in go through forms instead, which say what is wrong.
"""

from __future__ import annotations

import uuid
from collections.abc import Container

from django.http import HttpRequest

from takar.web.converters import MOST

MOST_TICKED = 200
"""Rows that can be ticked at once: more than a page of a list shows."""
WORDS = 200
"""Characters of a search or a name: SQLite refuses to compare with very long ones."""


def text(request: HttpRequest, name: str, *, default: str = "") -> str:
    """A short text of the address, without the spaces around it."""
    return request.GET.get(name, default).strip()[:WORDS]


def one_of(request: HttpRequest, name: str, known: Container[str]) -> str:
    """A word of a closed list; empty for any other."""
    said = text(request, name)
    return said if said in known else ""


def key(request: HttpRequest, name: str) -> int | None:
    """The key of a row, or another whole number; None for what is none."""
    return number_of(text(request, name))


def keys(request: HttpRequest, name: str) -> list[int]:
    """The keys of several rows, as ticked boxes send them; what is none is left out."""
    said = request.POST if request.method == "POST" else request.GET
    found = (number_of(word) for word in said.getlist(name)[:MOST_TICKED])
    return [number for number in found if number is not None]


def page(request: HttpRequest) -> int:
    """The page of a list; the first one when it is none."""
    return key(request, "hal") or 1


def posted(request: HttpRequest, name: str) -> str:
    """A short text that a button or a hidden field sends."""
    return request.POST.get(name, "").strip()[:WORDS]


def whole(request: HttpRequest, name: str) -> str:
    """A longer text that a form sends; whoever takes it limits its length."""
    return request.POST.get(name, "").strip()


def posted_key(request: HttpRequest, name: str) -> int | None:
    return number_of(posted(request, name))


def posted_uuid(request: HttpRequest, name: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(posted(request, name))
    except ValueError:
        return None


def number_of(said: str) -> int | None:
    """A whole number that a database can hold. ``str.isdigit`` alone would let "²" through."""
    if not (said.isascii() and said.isdecimal()) or len(said) > 19:
        return None
    number = int(said)
    return number if number <= MOST else None
