"""Log lines: one readable line in a terminal, JSON where TAKAR_LOG_JSON=1."""

from __future__ import annotations

import structlog

from takar.config import environment as env


def formatter() -> structlog.stdlib.ProcessorFormatter:
    """The formatter that the logging settings name."""
    as_json = env.flag("TAKAR_LOG_JSON", False)
    last = (
        structlog.processors.JSONRenderer()
        if as_json
        else (structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback))
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
        ],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
    )
