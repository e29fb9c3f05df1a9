"""Log lines: one readable line in a terminal, JSON where TAKAR_LOG_JSON=1."""

from __future__ import annotations

import structlog

from takar.config import environment as env
from takar.config.log_lines import keep_plain_facts, redact_line, traceback_text


def formatter() -> structlog.stdlib.ProcessorFormatter:
    """The formatter that the logging settings name.

    A line carries what was bound for the request (its id, the account, the office, the route) and, after
    an error, the traceback as text. Everything passes :mod:`takar.config.log_lines` last.
    """
    as_json = env.flag("TAKAR_LOG_JSON", False)
    last = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(),
            structlog.processors.TimeStamper(fmt="iso"),
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            keep_plain_facts,
            structlog.processors.ExceptionRenderer(traceback_text),
            redact_line,
            last,
        ],
    )
