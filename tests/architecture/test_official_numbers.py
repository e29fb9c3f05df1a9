"""Who may count, and who may only ask: one official number, and one way to print it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2] / "src/takar"
COUNTING = {"realisations", "realisation_of", "total_in"}
"""What the books say today, whether or not the period is closed."""
MAY_WRITE_PERCENT = {
    "kernel/formatting.py": "it is the one place",
    "registers/finance/rules/papers.py": "a whole percent of the office's settings, which nobody works out",
}


def _files() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(ROOT.rglob("*.py")):
        yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text())


def _called(tree: ast.Module) -> set[str]:
    names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    names |= {func.id for func in calls if isinstance(func, ast.Name)}
    return names | {
        alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names
    }


def test_only_measurement_and_agreements_count() -> None:
    """Elsewhere the official number is asked for (`takar.measurement.numbers.official`), so that no page and
    no command can tell today's books where a sealed number stands."""
    found = {
        name: sorted(COUNTING & _called(tree))
        for name, tree in _files()
        if not name.startswith(("measurement/", "agreements/")) and COUNTING & _called(tree)
    }
    assert found == {}


def test_the_test_above_sees_a_call() -> None:
    assert "total_in" in _called(ast.parse("number = realised.total_in(period)"))
    assert "realisations" in _called(ast.parse("from takar.measurement.selectors import realisations as r"))


def test_percents_are_written_in_one_place() -> None:
    """A worked-out percent goes through ``format_percent``: its decimals are decided there."""
    found = {name for name, tree in _files() if any(_writes_percent(node) for node in ast.walk(tree))}
    assert found == set(MAY_WRITE_PERCENT)


def _writes_percent(node: ast.AST) -> bool:
    """A text in which a value is followed by a percent sign."""
    if not isinstance(node, ast.JoinedStr):
        return False
    return any(
        isinstance(value, ast.FormattedValue) and isinstance(after, ast.Constant) and _is_sign(after.value)
        for value, after in zip(node.values, node.values[1:], strict=False)
    )


def _is_sign(text: object) -> bool:
    return isinstance(text, str) and text.startswith((" %", "\N{NO-BREAK SPACE}%"))


def test_nothing_but_one_place_rounds_a_percent_or_a_counted_number() -> None:
    """Two roundings after each other give another number than one: 104,347 becomes 104,35 and then 104,4."""
    rounding = {
        name
        for name, tree in _files()
        if name.startswith(("measurement/", "agreements/", "web/performance/", "config/cli/measures"))
        and {"quantize", "round"} & _called(tree)
    }
    assert rounding == {
        "measurement/book.py",  # a stated fraction as its column holds it, rounded once
        "measurement/engine/spans.py",  # seconds as hours, to more decimals than are ever printed
        "measurement/numbers/checks/crowds.py",  # a pace in words: "sekitar 3", "tiap 4 hari kerja"
        "measurement/suggesting.py",  # how alike two texts are, in words
        "measurement/numbers/forecast.py",  # a forecast of whole things is a whole number
        "web/performance/rows.py",  # the height of a bar
    }
