"""Log lines: one readable line in a terminal, JSON where TAKAR_LOG_JSON=1."""

from __future__ import annotations

from typing import Any

import structlog

from takar.config import environment as env

_json = structlog.processors.JSONRenderer()
_line = structlog.dev.ConsoleRenderer(colors=False)


def render(logger: Any, name: str, event: dict[str, Any]) -> str | bytes:
    event.pop("_record", None)
    event.pop("_from_structlog", None)
    return (_json if env.flag("TAKAR_LOG_JSON", False) else _line)(logger, name, event)
