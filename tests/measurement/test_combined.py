"""Measures made of the numbers of other measures: growth, a weighted index, and both within each other."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from takar.catalogue.models import Indicator
from takar.kernel.errors import DomainError
from takar.kernel.formatting import rounded
from takar.kernel.period import Period
from takar.measurement.engine import counting, facts
from takar.measurement.engine.calculation import amounts, value_over
from takar.measurement.language.amounts import Number
from takar.measurement.language.loading import BadDefinition, joined, parse, read, written
from takar.measurement.language.measure import Measure
from takar.measurement.language.rules import faults
from takar.measurement.models import Binding
from takar.measurement.numbers import holders
from takar.measurement.numbers.closing import close_period, drifts, official_values
from takar.measurement.numbers.explaining import entries_behind, explain
from takar.measurement.numbers.seals import facts_of, measure_of_seal
from takar.measurement.own.drafting import Faulty
from takar.measurement.own.measures import measures_of
from takar.measurement.selectors import measured
from takar.measurement.services import retire_measure
from tests.factories import Cast, entry_of, letter_of, own_measure

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

LETTERS = {"book": "incoming_letter", "milestone": "received", "where": {}}
RECEIPTS = {"book": "stock_receipt", "milestone": "received", "where": {}}


def received(cast: Cast, *days: date, **values: Any) -> None:
    for day in days:
        letter_of(cast, occurred_on=day, letter_date=None, **values)


def bought(cast: Cast, day: date, quantity: str) -> None:
    entry_of("stock_receipt", cast, occurred_on=day, quantity=Decimal(quantity))


def own(cast: Cast, label: str, **values: Any) -> str:
    return own_measure(cast.planner.actor, label, **{"unit": "nilai", **values}).code


def known(cast: Cast, code: str) -> Measure:
    return measures_of(cast.office.pk)[code]


def over(cast: Cast, code: str, period: Period) -> Number | None:
    return measured(cast.camat.actor, known(cast, code), year=period.start.year).total_in(period)


def growth_of(cast: Cast, code: str, label: str = "Pertumbuhan") -> str:
    return own(cast, label, unit="persen", aggregate="growth", count=[], parts=[{"measure": code}])


def test_growth_holds_the_same_months_against_each_other(cast: Cast) -> None:
    received(cast, date(2025, 1, 5), date(2025, 1, 6), date(2025, 3, 1), date(2025, 11, 1))
    received(cast, date(2026, 1, 5), date(2026, 1, 6), date(2026, 1, 7), date(2026, 2, 2), date(2026, 7, 1))
    code = growth_of(cast, own(cast, "Surat"))
    found = measured(cast.camat.actor, known(cast, code), year=2026)
    # July runs still, so neither its letter nor November's is held against anything.
    assert found.months[:7] == (50, None, -100, None, None, None, None)
    assert found.total_in(Period.of_quarter(2026, 1)) == Decimal("33.33")
    assert found.total == Decimal("33.33")
    assert found.why_not == ""
    told = measured(cast.camat.actor, known(cast, code), year=2025)
    assert told.total is None
    assert told.why_not.startswith("Belum ada pertumbuhan")


def test_an_index_takes_each_part_in_its_own_way(cast: Cast) -> None:
    bought(cast, date(2026, 1, 5), "80")
    bought(cast, date(2026, 2, 5), "90")
    received(cast, date(2026, 1, 5), date(2026, 1, 6), date(2026, 2, 6))
    index = own(cast, "Mutu", aggregate="index", count=[RECEIPTS], number="quantity")
    letters = own(cast, "Surat", over="max")
    parts = [{"measure": index, "weight": "40"}, {"measure": letters, "weight": "60"}]
    code = own(cast, "Gabungan", aggregate="composite", count=[], parts=parts)
    assert over(cast, code, Period.of_month(2026, 1)) == Decimal("33.2")
    # The last index, the highest month: 90 x 0,4 + 2 x 0,6.
    assert over(cast, code, Period.of_quarter(2026, 1)) == Decimal("37.2")
    assert over(cast, code, Period.of_year(2026)) == Decimal("37.2")


def test_a_last_month_that_has_not_begun_makes_no_part_nought(cast: Cast) -> None:
    received(cast, date(2026, 7, 1), date(2026, 7, 2))
    last, all_ = own(cast, "Terakhir", over="last"), own(cast, "Semua")
    parts = [{"measure": last, "weight": "50"}, {"measure": all_, "weight": "50"}]
    code = own(cast, "Gabungan", aggregate="composite", count=[], parts=parts)
    assert over(cast, code, Period.of_year(2026)) == 2


def test_an_index_without_one_part_names_it(cast: Cast) -> None:
    received(cast, date(2026, 1, 5))
    index = own(cast, "Mutu barang", aggregate="index", count=[RECEIPTS], number="quantity")
    parts = [{"measure": index, "weight": "40"}, {"measure": own(cast, "Surat"), "weight": "60"}]
    code = own(cast, "Gabungan", aggregate="composite", count=[], parts=parts)
    found = measured(cast.camat.actor, known(cast, code), year=2026)
    assert found.total is None
    assert found.why_not == "Belum semua bagian indeks ini mempunyai nilai. Yang belum ada: Mutu barang."
    told = explain(cast.camat.actor, known(cast, code), Period.of_year(2026))
    assert "Dari ukuran: Mutu barang (bobot 40); Surat (bobot 60)." in told.how
    assert entries_behind(cast.camat.actor, known(cast, code), Period.of_year(2026)).count() == 1


def nested(cast: Cast) -> str:
    """An index of letters and of the growth of receipts, and its own growth."""
    received(cast, date(2025, 1, 5), date(2026, 1, 5), date(2026, 2, 5))
    for year, month, quantity in ((2024, 1, "2"), (2025, 1, "4"), (2026, 1, "5"), (2026, 2, "5")):
        bought(cast, date(year, month, 5), quantity)
    receipts = own(cast, "Barang", aggregate="sum", count=[RECEIPTS], number="quantity")
    parts = [
        {"measure": own(cast, "Surat"), "weight": "25"},
        {"measure": growth_of(cast, receipts, "Tumbuh"), "weight": "75"},
    ]
    index = own(cast, "Gabungan", aggregate="composite", count=[], parts=parts)
    return growth_of(cast, index, "Tumbuh lagi")


def test_measures_of_measures_of_measures(cast: Cast) -> None:
    code = nested(cast)
    # 2026: 1 letter, receipts 5 against 4: 0,25 + 0,75 x 25 = 19. 2025: 0,25 + 0,75 x 100 = 75,25.
    assert over(cast, code, Period.of_month(2026, 1)) == rounded(Decimal("-56.25") * 100 / Decimal("75.25"))
    # The quarter: 2 letters, 10 against 4: 0,5 + 0,75 x 150 = 113. 2025: 75,25.
    assert over(cast, code, Period.of_quarter(2026, 1)) == rounded(Decimal("37.75") * 100 / Decimal("75.25"))


@pytest.mark.usefixtures("imported_decree")
def test_a_sealed_one_is_worked_out_from_what_was_sealed(cast: Cast) -> None:
    code = nested(cast)
    indicator = Indicator.objects.get(no=1)
    Binding.objects.update_or_create(indicator=indicator, defaults={"measure": code})
    quarter = Period.of_quarter(2026, 1)
    close_period(period=quarter, actor=cast.camat.actor)
    sealed = official_values(cast.camat.actor, quarter)[indicator.pk]
    measure = measure_of_seal(sealed)
    assert measure is not None
    assert measure.fingerprint == sealed.fingerprint
    months = [
        amounts(measure, [fact for fact in facts_of(sealed) if _month(measure, fact) == month])
        for month in (1, 2, 3)
    ]
    assert sealed.value is not None
    assert rounded(value_over(measure, months)) == rounded(sealed.value)
    assert drifts(cast.camat.actor, quarter) == []
    bought(cast, date(2024, 2, 1), "9")
    assert [drift.indicator.pk for drift in drifts(cast.camat.actor, quarter)] == [indicator.pk]


def _month(measure: Measure, fact: Any) -> int:
    found: int = fact.on.month
    return found


def test_a_holder_is_given_the_growth_of_their_days(cast: Cast) -> None:
    received(cast, date(2025, 2, 1), date(2026, 2, 1), date(2026, 2, 2), date(2025, 5, 1), date(2026, 5, 1))
    measure = known(cast, growth_of(cast, own(cast, "Surat")))
    spans = [
        holders.Tenure(None, Period(date(2026, 1, 1), date(2026, 4, 1))),
        holders.Tenure(None, Period(date(2026, 4, 1), date(2026, 7, 1))),
    ]
    half = Period(date(2026, 1, 1), date(2026, 7, 1))
    ends = [span.period.last_day for span in spans]
    counted = facts.of_period(measure, office_id=cast.office.pk, period=half, ends=ends)
    found = holders.parts(measure, counted, spans)
    assert [part.number for part in found] == [100, 0]
    assert holders.whole(measure, found) == 50


def test_parts_are_counted_in_the_same_queries(cast: Cast, django_assert_num_queries: Any) -> None:
    code = nested(cast)
    office = [cast.office.pk, cast.neighbour_office.pk]
    many = [known(cast, code), *(known(cast, other) for other in known(cast, code).rests_on)]
    with django_assert_num_queries(2):
        counting.amounts_by_month(many, office_ids=office, year=2026)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"parts": []}, "needs two parts"),
        ({"parts": [{"measure": "a", "weight": 100}]}, "needs two parts"),
        ({"parts": [{"measure": "a", "weight": 50}, {"measure": "a", "weight": 50}]}, "names a part twice"),
        ({"parts": [{"measure": "a", "weight": 50}, {"measure": "b", "weight": 40}]}, "make 90, not 100"),
        ({"parts": [{"measure": "a", "weight": 110}, {"measure": "b", "weight": -10}]}, "without weight"),
        ({"aggregate": "growth", "parts": [{"measure": "a"}, {"measure": "b"}]}, "grows against one"),
        ({"aggregate": "growth", "parts": [{"measure": "a"}], "over": "sum"}, "never adds up"),
        ({"aggregate": "count", "count": [LETTERS], "parts": [{"measure": "a"}]}, "has parts"),
    ],
)
def test_parts_that_do_not_fit_are_faulted(values: dict[str, Any], says: str) -> None:
    measure = read({"code": "x", "label": "X", "unit": "x", "aggregate": "composite", **values}, "uji")
    assert any(says in fault for fault in faults(measure)), list(faults(measure))


def test_a_loop_of_parts_is_refused_by_name(cast: Cast) -> None:
    text = """
    - {code: a, label: A, unit: x, aggregate: growth, parts: [{measure: b}]}
    - {code: b, label: B, unit: x, aggregate: growth, parts: [{measure: a}]}
    """
    with pytest.raises(BadDefinition, match="a -> b -> a"):
        joined({measure.code: measure for measure in parse(text, "uji.yaml")})
    letters = own_measure(cast.planner.actor, "Surat")
    outer = growth_of(cast, letters.code)
    from takar.measurement.services import revise_measure

    with pytest.raises(Faulty, match="saling memuat: Surat → Pertumbuhan → Surat"):
        revise_measure(
            measure=letters, label="Surat", reason="Uji", actor=cast.planner.actor,
            definition={"unit": "persen", "aggregate": "growth", "count": [], "parts": [{"measure": outer}]},
        )  # fmt: skip
    with pytest.raises(DomainError, match="masih dimuat oleh Pertumbuhan"):
        retire_measure(measure=letters, actor=cast.planner.actor)
    with pytest.raises(Faulty, match="tidak mempunyai entri sendiri: Pertumbuhan"):
        own(cast, "Banyaknya", count=[], of=[outer])


def test_one_is_written_with_all_that_it_is_made_of(cast: Cast) -> None:
    measure = known(cast, nested(cast))
    again = read(written(measure), "uji")
    assert again.fingerprint == measure.fingerprint
    assert [inner.label for inner in again.inner] == ["Gabungan"]
