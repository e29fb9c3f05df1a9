"""Words that no page may show: a framework's own sentences and what a program prints by mistake."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bs4 import BeautifulSoup
from django import forms
from django.core import validators
from django.db import models
from django.utils import translation

LEAKS = re.compile(
    r"object at 0x|<class '|<function |QuerySet \[|Traceback|datetime\.date\(|Decimal\('|\{\{|\{%|%\(\w+\)s|"
    r"\bNone\b|\bUndefined\b|\bErrorDict\b|__\w+__"
)
"""What Python or a template prints where a sentence was meant."""
ENGLISH = re.compile(
    r"\b(This field|Select a valid|Enter a|Ensure (this|that|the)|Please |does not exist|already exists|"
    r"is not (a valid|one of)|must be (a|an|one|either)|No file|The submitted|Bad Request|Not Found|Forbidden|"
    r"is required|cannot be (null|blank)|already taken|too (short|common)|Sign [Ii]n|Password|Invalid)\b"
)


@cache
def framework_sentences() -> frozenset[str]:
    """Parts of Django's own error messages that are long enough to know them by, in English."""
    with translation.override("en"):
        found = [
            str(message)
            for kind in {*_below(forms.Field), *_below(models.Field)}
            for message in getattr(kind, "default_error_messages", {}).values()
        ] + [str(kind.message) for kind in _below(validators.BaseValidator)]
    pieces = {piece.strip(" .,“”:") for message in found for piece in re.split(r"%\(?\w*\)?[a-z]", message)}
    return frozenset(piece for piece in pieces if len(piece) > 12 and " " in piece)


def _below(kind: type) -> Iterator[type]:
    yield kind
    child: type
    for child in kind.__subclasses__():
        if child.__module__.startswith("django."):
            yield from _below(child)


def unfitting(body: bytes) -> list[str]:
    """What a person should never read, found in the text and in the words behind labels and titles."""
    soup = BeautifulSoup(body, "lxml")
    for code in soup.select("script, style, code, pre"):
        code.decompose()
    spoken = [
        str(tag[name])
        for name in ("title", "aria-label", "alt", "placeholder")
        for tag in soup.select(f"[{name}]")
    ]
    text = "\n".join([soup.get_text(" "), *spoken])
    found = [match.group(0) for pattern in (LEAKS, ENGLISH) for match in pattern.finditer(text)]
    return found + [sentence for sentence in framework_sentences() if sentence in text]
