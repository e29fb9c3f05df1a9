"""Tables that come with Takar: ``data/<name>.csv`` of a package. Pure, so that readers of foreign files and
arithmetic can use them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from datetime import date
from importlib import resources
from typing import TypeVar

R = TypeVar("R")
Row = dict[str, str]


def shipped(package: str, name: str) -> list[Row]:
    """The rows of a shipped table, as they are written."""
    text = resources.files(package).joinpath(f"data/{name}.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def youngest(rows: Iterable[R], on: date, begins: Callable[[R], date]) -> list[R]:
    """The rows that hold on a day: those of the youngest beginning not after it."""
    begun = [row for row in rows if begins(row) <= on]
    last = max(map(begins, begun), default=None)
    return [row for row in begun if begins(row) == last]
