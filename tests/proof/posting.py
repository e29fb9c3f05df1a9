"""Filling a form as somebody who means it, and seeing what a request wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from takar.kernel import clock
from tests.proof.crawling import Form
from tests.web.files import pdf_upload

TOKEN = "a" * 32
WRITES = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
OWN_AFFAIRS = re.compile(r"session|log|cache|seen|visit")
"""Tables of sessions and logs: being refused may be written down."""


class Undo(Exception):
    """Ends a trial whose writes must not stay."""


@contextmanager
def undone() -> Iterator[list[str]]:
    """A request whose writes are taken back; yields the tables it wrote to."""
    tables: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        wrote = WRITES.match(sql)
        if wrote and not OWN_AFFAIRS.search(wrote[1]):
            tables.append(wrote[1])
        return execute(sql, params, many, context)

    try:
        with transaction.atomic(), connection.execute_wrapper(watch):
            yield tables
            raise Undo
    except Undo:
        pass


def filled(form: Form) -> dict[str, list[Any]]:
    """What stands in the form, and something sensible where nothing does."""
    sent: dict[str, list[Any]] = {}
    for name, value in form.fields:
        sent.setdefault(name, []).append(value)
    choices = dict(form.choices)
    for name, kind in form.kinds:
        if any(sent.get(name, [])):
            continue
        match kind:
            case "select":
                sent[name] = [next((value for value in choices.get(name, ()) if value), "")]
            case "checkbox" | "radio":
                sent[name] = ["on"]
            case "file":
                sent[name] = [pdf_upload("Coba", "coba.pdf")]
            case "button" | "submit" | "hidden":
                pass
            case _:
                sent[name] = [_likely(name, kind)]
    return sent


def _likely(name: str, kind: str) -> str:
    if kind == "date" or re.search(r"(^|[-_])(on|date|since|until|due)$", name):
        today = clock.today()
        return f"{today.day}/{today.month}/{today.year}"
    if kind == "number" or re.search(r"quantity|price|amount|days|number|year", name):
        return "1"
    return "Uji coba"


def post(client: Client, form: Form, data: dict[str, Any], *, with_token: bool = True, **extra: Any) -> Any:
    """Send a form with the token a page would have carried."""
    sent = dict(data)
    if with_token:
        client.cookies[settings.CSRF_COOKIE_NAME] = TOKEN
        sent["csrfmiddlewaretoken"] = TOKEN
    return client.post(form.address.url, sent, **extra)
