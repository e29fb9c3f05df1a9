"""The proofs: slower than other tests, so they have a mark and a make target of their own."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.conftest import world  # noqa: F401  (fixture)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.proof)


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Thousands of refusals are the point here; the log would drown the tables."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
