"""docs/explanation/asvs.md is complete and names tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "docs/explanation/asvs.md"
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([^|]+) \| (met|partly|not|n/a) \| ([^|]+) \| ([^|]*)\|$")


def _rows() -> list[re.Match[str]]:
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if re.match(r"^\| \d", line)]
    rows = [ROW.match(line) for line in lines]
    assert None not in rows, [line for line, row in zip(lines, rows, strict=True) if row is None]
    return [row for row in rows if row is not None]


def test_every_requirement_has_one_row_in_order() -> None:
    numbers = [tuple(int(part) for part in row[1].split(".")) for row in _rows()]
    assert numbers == sorted(set(numbers))
    assert {number[0] for number in numbers} == set(range(1, 15))


def test_named_tests_exist() -> None:
    named = {path for row in _rows() for path in re.findall(r"`([^`]+)`", row[5])}
    assert {path for path in named if not (ROOT / path).exists()} == set()
