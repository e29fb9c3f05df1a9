"""What ``make mutants`` tries is there: a renamed module would be passed over in silence."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.mutants.sites import mutants
from tests.mutants.table import NEAREST

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("module", NEAREST)
def test_module_and_its_nearest_tests_exist(module: str) -> None:
    assert find_spec(module), module
    assert [file for file in NEAREST[module] if not (ROOT / file).exists()] == []


def test_a_function_gives_a_mutant_for_each_fault() -> None:
    found = mutants("x.py", "LIMIT = 3\n\ndef low(a, b):\n    return a < b and a + 1 > 0\n")
    faults = {(mutant.was, mutant.now) for mutant in found}
    assert ("a < b", "a <= b") in faults
    assert ("a + 1", "a - 1") in faults
    assert ("a < b and a + 1 > 0", "a < b or a + 1 > 0") in faults
    assert not any(was == "3" for was, _ in faults), "a constant of the module is bound already"
