"""A guesser with sixteen hands gets no more guesses than one with a single hand."""

from __future__ import annotations

import pytest

from takar.sign_in import limits
from takar.sign_in.second_factor import use_code_once
from tests.concurrency.test_many_writers import WRITERS, at_once
from tests.factories import Cast

pytestmark = pytest.mark.django_db(transaction=True)


def test_sixteen_guesses_at_one_account_in_one_instant_count_as_sixteen() -> None:
    def guess(number: int) -> object:
        return limits.begin_attempt(account="umum", address=f"203.0.113.{number}", device="", at_home=False)

    results = at_once([lambda n=n: guess(n) for n in range(WRITERS)])  # type: ignore[misc]
    begun = [result for result in results if isinstance(result, limits.Attempt)]
    refused = [result for result in results if isinstance(result, limits.TooEarly)]
    assert (len(begun), len(refused)) == (limits.FREE_PER_ACCOUNT, WRITERS - limits.FREE_PER_ACCOUNT)


def test_one_code_sent_sixteen_times_in_one_instant_is_accepted_once(cast: Cast) -> None:
    results = at_once([lambda: use_code_once(cast.clerk.user, "123456") for _ in range(WRITERS)])
    assert sorted(results) == [False] * (WRITERS - 1) + [True]
