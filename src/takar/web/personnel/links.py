"""Addresses of the personnel pages that other pages build."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.urls import reverse


def employee_url(pk: int, year: int) -> str:
    return reverse("web:employee", args=[year, pk])


def history_url(pk: int, year: int, slug: str, told: Mapping[str, str] | None = None) -> str:
    """The form of a new row, with what is already known written in."""
    url = reverse("web:employee-history-new", args=[year, pk, slug])
    query = urlencode({name: value for name, value in (told or {}).items() if value})
    return f"{url}?{query}" if query else url
