"""What commands write: sentences and tables for people, one JSON document for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from takar.config.cli.failures import silence


def say(*lines: str) -> None:
    for line in lines:
        _write(line)


def print_json(document: Any) -> None:
    _write(json.dumps(document, ensure_ascii=False, indent=2))


def print_table(heads: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()) -> None:
    """A table as wide as its words; ``right`` names the columns of numbers."""
    widths = [max(len(row[place]) for row in (heads, *rows)) for place in range(len(heads))]
    for row in (heads, *rows):
        cells = [
            cell.rjust(width) if place in right else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        _write("  ".join(cells).rstrip())


def _write(line: str) -> None:
    """Print a line, unless the reader of the output has gone.

    The reader (head, less) may have seen enough. The work goes on all the same, and the status says how
    it ended: a backup that is broken off because nobody listens would be no backup.
    """
    try:
        print(line, flush=True)
    except BrokenPipeError:
        silence(sys.stdout.fileno())


def shortened(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1].rstrip()}…"


def moment_words(iso: str) -> str:
    """A moment that a file keeps in ISO form, as pages write it and in the office's time."""
    from django.utils import timezone

    from takar.kernel.formatting import format_moment

    return format_moment(timezone.localtime(datetime.fromisoformat(iso)))
