"""What a log line may hold: errors short and without rows, people's data taken out.

The last line of defence. Code that logs names rows by their numbers; but a library, a database error or
a web address may still carry what somebody wrote, and logs are read, copied and kept by people who must
not read the books.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]
EventDict = MutableMapping[str, Any]

MESSAGE = 300
"""Characters kept of an error's message."""
TEXT = 12_000
"""Characters kept of one traceback: its beginning and its end. The end names the cause."""
HIDDEN = "[disamarkan]"

_ROW_LINES = re.compile(r"(?m)^\s*(DETAIL|CONTEXT|STATEMENT|QUERY|PARAMETERS):.*(\n(?![A-Z]+:).*)*")
"""Lines in which PostgreSQL repeats the values of a row."""
_NAMES = (
    # Words behind which something secret stands.
    r"[\w-]*(?:password|passwd|sandi|secret|token|session|csrf|authorization|cookie|api[_-]?key)\w*"
)
_RULES = (
    # A secret that stands behind its name: password=..., "csrfmiddlewaretoken": "...", Cookie: ...
    (
        re.compile(
            rf"(?i)(\b{_NAMES}[\"']?\s*[=:]\s*)(?:(?:bearer|basic|token)\s+)?"
            r"(?:\"[^\"]*\"|'[^']*'|[^\s\"'&,;)}]+)"
        ),
        rf"\1{HIDDEN}",
    ),
    # What was searched or filtered for.
    (re.compile(r"\?[^\s\"'<>?]*=[^\s\"'<>]*"), f"?{HIDDEN}"),
    # A mobile phone: 0812-3456-7890, +62 812 3456 7890.
    (re.compile(r"(?<![\w.-])(?:\+?62|0)[ .-]?8\d{1,3}(?:[ .-]?\d{3,5}){2}(?![\w])"), HIDDEN),
    # A NIK (16 digits), a family card (16) or a NIP (18), also written in groups.
    (re.compile(r"(?<![\w.-])\d(?:[ .-]?\d){15,17}(?![\w])"), HIDDEN),
)
_SECRET_KEY = re.compile(rf"(?i){_NAMES}")
_OWN = frozenset({"event", "exception", "stack"})


def redact(text: str) -> str:
    """``text`` without passwords, tokens, query strings, phone numbers and numbers of persons."""
    text = _ROW_LINES.sub("", text)
    for pattern, instead in _RULES:
        text = pattern.sub(instead, text)
    return text


def redact_line(logger: Any, method: str, event: EventDict) -> EventDict:
    """structlog processor: every text of the line redacted, whoever wrote it."""
    for name, value in event.items():
        if name not in _OWN and _SECRET_KEY.fullmatch(name):
            event[name] = HIDDEN
        elif isinstance(value, str):
            event[name] = redact(value)
    return event


def keep_plain_facts(logger: Any, method: str, event: EventDict) -> EventDict:
    """structlog processor: only words and numbers; a whole request or user would print what it holds."""
    for name in [name for name, value in event.items() if not _is_plain(name, value)]:
        del event[name]
    return event


def _is_plain(name: str, value: Any) -> bool:
    return value is None or isinstance(value, str | int | float) or name in ("exc_info", "_record")


def traceback_text(exc_info: ExcInfo) -> str:
    """The traceback as text: files, lines and calls, never the values of variables; messages cut short."""
    text = "\n".join(_lines_of(traceback.TracebackException(*exc_info, lookup_lines=True), depth=0))
    return _cut(text, TEXT)


def _lines_of(error: traceback.TracebackException, *, depth: int) -> list[str]:
    parts = []
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and depth < 5:
        parts += [*_lines_of(before, depth=depth + 1), "", "Which led to:"]
    parts.append("Traceback (most recent call last):")
    parts += [line.rstrip("\n") for line in error.stack.format()]
    kind = error.exc_type.__qualname__ if error.exc_type else "Exception"
    message = _cut(_ROW_LINES.sub("", str(error)).strip(), MESSAGE)
    parts.append(f"{kind}: {message}" if message else kind)
    return parts


def _cut(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    half = most // 2
    return f"{text[:half]} [...] {text[-half:]}"
