"""Every aggregate of the language on real books, counted fast and from the single entries alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from takar.kernel.formatting import rounded
from takar.kernel.period import Period
from takar.ledger.models import Entry
from takar.ledger.services import add_milestone
from takar.measurement.engine import counting, facts
from takar.measurement.engine.calculation import amounts, value, value_over
from takar.measurement.language.aggregates import AVERAGE, COUNT, DISTINCT, INDEX, RATIO, SUM
from takar.measurement.language.amounts import Amounts, Number
from takar.measurement.language.loading import BadDefinition, joined, parse, read
from takar.measurement.language.measure import Measure, Term
from takar.measurement.language.over import Over
from takar.measurement.language.rules import faults
from tests.factories import Cast, entry_of, letter_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

LETTERS = {"book": "incoming_letter", "milestone": "received"}
RECEIPTS = {"book": "stock_receipt", "milestone": "received"}


def made(**values: Any) -> Measure:
    """A measure without a fault."""
    measure = read({"code": "coba", "label": "Coba", "unit": "x", "count": [LETTERS], **values}, "uji")
    assert list(faults(measure)) == []
    return measure


def months(measure: Measure, cast: Cast) -> tuple[Amounts, ...]:
    """Twelve amounts of 2026, after both ways to them agreed."""
    office = cast.office.pk
    found = counting.amounts_by_month([measure], office_ids=[office], year=2026)[office][measure.code]
    for month, fast in enumerate(found, start=1):
        slow = facts.of_period(measure, office_id=office, period=Period.of_month(2026, month))
        assert value(measure, amounts(measure, slow)) == value(measure, fast)
    return found


def by_month(measure: Measure, cast: Cast) -> Mapping[int, Number | None]:
    """Months that have a number other than nought."""
    found = [rounded(value(measure, month)) for month in months(measure, cast)]
    return {n: number for n, number in enumerate(found, start=1) if number}


def received(cast: Cast, day: date, **values: Any) -> Entry:
    return letter_of(cast, occurred_on=day, letter_date=None, **values)


def bought(cast: Cast, day: date, quantity: str) -> Entry:
    found: Entry = entry_of("stock_receipt", cast, occurred_on=day, quantity=Decimal(quantity))
    return found


def test_a_sum_adds_a_column_in_decimals(cast: Cast) -> None:
    for day, quantity in ((date(2026, 1, 31), "0.10"), (date(2026, 1, 31), "0.20"), (date(2026, 2, 1), "5")):
        bought(cast, day, quantity)
    measure = made(aggregate="sum", number="quantity", count=[RECEIPTS])
    assert by_month(measure, cast) == {1: Decimal("0.3"), 2: 5}
    assert value_over(measure, months(measure, cast)) == Decimal("5.3")


def test_an_average_of_a_year_is_not_the_average_of_its_months(cast: Cast) -> None:
    for day, quantity in ((date(2026, 1, 5), "1"), (date(2026, 1, 6), "1"), (date(2026, 2, 5), "4")):
        bought(cast, day, quantity)
    whole = made(aggregate="average", number="quantity", count=[RECEIPTS])
    assert by_month(whole, cast) == {1: 1, 2: 4}
    assert value_over(whole, months(whole, cast)) == 2
    monthly = made(aggregate="average", number="quantity", count=[RECEIPTS], over="average")
    assert value_over(monthly, months(monthly, cast)) == Decimal("2.5")
    highest = made(aggregate="average", number="quantity", count=[RECEIPTS], over="max")
    assert value_over(highest, months(highest, cast)) == 4


def test_a_ratio_of_nothing_is_no_number(cast: Cast) -> None:
    received(cast, date(2026, 3, 2), kind="undangan")
    received(cast, date(2026, 3, 3), kind="undangan")
    received(cast, date(2026, 3, 4), kind="laporan")
    invited = {**LETTERS, "where": {"kind": ["undangan"]}}
    measure = made(aggregate="ratio", count=[invited], per=[LETTERS])
    found = [rounded(value(measure, month)) for month in months(measure, cast)]
    assert found[2] == Decimal("66.67")
    assert found[:2] == [None, None]


def test_a_share_on_time_counts_the_due_day_itself(cast: Cast) -> None:
    sheets = {"book": "disposition", "milestone": "completed"}
    measure = made(aggregate="on_time", due="due_on", count=[sheets])
    for done in (date(2026, 7, 10), date(2026, 7, 11)):
        letter = received(cast, date(2026, 7, 1))
        sheet = entry_of(
            "disposition", cast, letter=letter, occurred_on=date(2026, 7, 1), due_on=date(2026, 7, 10)
        )
        add_milestone(entry=sheet, what="completed", on=done, note="Selesai", actor=cast.section_head.actor)
    letter = received(cast, date(2026, 7, 1))
    without = entry_of("disposition", cast, letter=letter, occurred_on=date(2026, 7, 1), due_on=None)
    add_milestone(
        entry=without, what="completed", on=date(2026, 7, 2), note="Selesai", actor=cast.section_head.actor
    )
    assert by_month(measure, cast) == {7: 50}


def test_an_index_is_the_newest_value(cast: Cast) -> None:
    bought(cast, date(2026, 2, 9), "81")
    bought(cast, date(2026, 2, 3), "90")
    bought(cast, date(2026, 5, 3), "70")
    measure = made(aggregate="index", number="quantity", count=[RECEIPTS])
    assert measure.over is Over.LAST
    assert by_month(measure, cast) == {2: 81, 5: 70}
    assert value_over(measure, months(measure, cast)) == 70


def test_an_entry_met_at_two_milestones_counts_once_on_the_earlier_day(cast: Cast) -> None:
    old = received(cast, date(2025, 12, 30))
    new = received(cast, date(2026, 1, 30))
    for letter, day in ((old, date(2026, 1, 2)), (new, date(2026, 2, 2))):
        add_milestone(entry=letter, what="dispositioned", on=day, actor=cast.clerk.actor, by_service=True)
    disposed = {"book": "incoming_letter", "milestone": "dispositioned"}
    measure = made(count=[disposed, LETTERS])
    assert by_month(measure, cast) == {1: 1}
    assert list(
        facts.entries(measure, office_id=cast.office.pk, period=Period.of_year(2026)).values_list(
            "entry_id", "what"
        )
    ) == [(new.pk, "received")]


def test_of_takes_what_the_others_take_and_overlap_once(cast: Cast) -> None:
    text = """
    - {code: a, label: A, unit: surat, count: [{book: incoming_letter, milestone: received}]}
    - {code: b, label: B, unit: surat, count: [{book: incoming_letter, milestone: received, where: {kind: [undangan]}}]}
    - {code: c, label: C, unit: dokumen, of: [b, a], count: [{book: archive_item, milestone: archived}]}
    - {code: d, label: D, unit: dokumen, of: [c]}
    """
    found = joined({measure.code: measure for measure in parse(text, "uji.yaml")})
    received(cast, date(2026, 4, 1), kind="undangan")
    entry_of("archive_item", cast, occurred_on=date(2026, 4, 2))
    assert by_month(found["c"], cast) == by_month(found["d"], cast) == {4: 2}
    assert found["d"].fingerprint == found["c"].fingerprint != found["a"].fingerprint


def test_a_chain_of_of_that_loops_is_refused_by_name() -> None:
    text = "\n".join(
        f"- {{code: {code}, label: X, unit: x, of: [{other}]}}" for code, other in ("ab", "bc", "ca")
    )
    with pytest.raises(BadDefinition, match="a -> b -> c -> a"):
        joined({measure.code: measure for measure in parse(text, "uji.yaml")})
    with pytest.raises(BadDefinition, match="unknown measures z"):
        joined({"a": next(parse("- {code: a, label: X, unit: x, of: [z]}", "uji.yaml"))})


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"aggregate": "ratio"}, "needs “per”"),
        ({"per": [LETTERS]}, "needs “per”"),
        ({"aggregate": "sum"}, "no number column ''"),
        ({"aggregate": "sum", "number": "sender"}, "no number column 'sender'"),
        ({"number": "quantity"}, "does not use"),
        ({"aggregate": "on_time", "due": "sender"}, "no date column 'sender'"),
        ({"due": "letter_date"}, "does not use"),
        ({"aggregate": "distinct"}, "declares no subject"),
    ],
)
def test_an_aggregate_that_lacks_something_is_faulted(values: dict[str, Any], says: str) -> None:
    measure = read({"code": "coba", "label": "Coba", "unit": "x", "count": [LETTERS], **values}, "uji")
    assert any(says in fault for fault in faults(measure))


def test_every_aggregate_takes_the_same_queries_however_many_measures(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    received(cast, date(2026, 3, 2))
    bought(cast, date(2026, 3, 2), "2")
    subject = Term("stock_receipt", "received")
    many = [
        Measure(
            f"{kind}{n}", "X", "x", kind, (subject,), number="quantity",
            per=(subject,) if kind is RATIO else (),
        )
        for kind in (COUNT, RATIO, SUM, AVERAGE, INDEX)
        for n in range(5)
    ]  # fmt: skip
    many += [Measure(f"d{n}", "X", "x", DISTINCT, (Term("data_update", "updated"),)) for n in range(3)]
    # Counts, different subjects, sums of columns, and the entries of which the newest is wanted.
    with django_assert_num_queries(4):
        counting.amounts_by_month(many, office_ids=[cast.office.pk, cast.neighbour_office.pk], year=2026)


def test_measures_from_before_the_language_grew_keep_their_fingerprint() -> None:
    """Closed numbers carry it: another one would tell every office that all its measures were changed."""
    term = Term("incoming_letter", "received", {"kind": ("undangan",)})
    plain = Measure("a", "A", "surat", COUNT, (term,))
    assert plain.fingerprint == "00ad54a3f469b93cd2984f4469f29d33f9f3ba5ed75db36556d5630110b16556"
    assert (
        replace(plain, aggregate=RATIO, per=(Term("incoming_letter", "received"),)).fingerprint
        == "8798012c3890ea8a46bdc4cea6e5067d085ae0db390a0d9750a83a01b4bc0c02"
    )
