"""Addresses that several pages build."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from takar.ledger.actions import Action
from takar.ledger.books import Book
from takar.ledger.models import Entry


def check_address(request: HttpRequest) -> str:
    """The public page where passports of numbers are checked, as it is printed on papers."""
    return request.build_absolute_uri(reverse("public:ask"))


def entry_url(entry: Entry, name: str = "entry") -> str:
    """An entry's page lies in the entry's own year, whatever year one came from."""
    return reverse(f"web:{name}", args=[entry.year, entry.pk])


def action_url(entry: Entry, action: Action[Any]) -> str:
    """The page of an action on an entry."""
    part = [action.part] if action.part else []
    return reverse(
        "web:action-part" if part else "web:action", args=[entry.year, entry.pk, action.slug, *part]
    )


def book_url(book: type[Book], year: int, name: str = "entries") -> str:
    return reverse(f"web:{name}", args=[year, book.slug])


def with_query(request: HttpRequest, **changes: str | None) -> str:
    """This page's address with query words changed; None takes a word away."""
    query = request.GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = value
    text = query.urlencode()
    return f"{request.path}?{text}" if text else request.path
