"""Rows of many keys are asked for in pieces, and every key is asked for once."""

from __future__ import annotations

from typing import Any

import pytest

from takar.kernel import pieces
from takar.ledger.models import Area


@pytest.mark.django_db
def test_more_keys_than_a_database_takes(django_assert_num_queries: Any) -> None:
    known = set(Area.objects.values_list("pk", flat=True))
    assert known
    keys = [*known, *(f"tidak-{n}" for n in range(260_000))]
    with django_assert_num_queries(-(-len(keys) // pieces.AT_ONCE)):
        found = [
            pk
            for rows in pieces.of_keys(Area.objects.all(), "pk", keys)
            for pk in rows.values_list("pk", flat=True)
        ]
    assert sorted(found) == sorted(known)


@pytest.mark.django_db
def test_no_keys_are_no_question(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert list(pieces.of_keys(Area.objects.all(), "pk", [])) == []
