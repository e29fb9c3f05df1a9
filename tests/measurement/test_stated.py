"""Stated values belong to the month they are about; percentages are stated as fractions and never added."""

from __future__ import annotations

import importlib
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps

from takar.kernel.errors import DomainError
from takar.kernel.period import Period
from takar.ledger import tally
from takar.ledger.audit import verify
from takar.ledger.evidence import attach
from takar.ledger.models import EffectiveMilestone, Tally
from takar.ledger.services import add_milestone, cancel_entry, correct_entry
from takar.measurement.models import Binding, MeasureVersion, OfficeMeasure, StatedValue
from takar.measurement.numbers.closing import close_period, drifts
from takar.measurement.own.drafting import Faulty
from takar.measurement.own.measures import measures_of
from takar.measurement.selectors import measured
from tests.factories import WHY_LATE, Cast, entry_of, own_measure
from tests.measurement.both_ways import by_month, of_year
from tests.web.files import pdf_upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

CHECKED = date(2026, 7, 10)


def measure_in(cast: Cast, unit: str, **values: Any) -> OfficeMeasure:
    label = values.pop("label", f"Ukuran {unit}")
    return own_measure(cast.planner.actor, label, unit=unit, aggregate="manual", count=[], **values)


def stated(cast: Cast, measure: OfficeMeasure, day: date, value: str = "", **values: Any) -> StatedValue:
    filled = {"value": Decimal(value) if value else None, "measure": measure, "occurred_on": day} | values
    entry: StatedValue = entry_of("stated_value", cast, **filled)
    return entry


def fraction(cast: Cast, measure: OfficeMeasure, day: date, part: str, whole: str) -> StatedValue:
    numbers: dict[str, Any] = {"numerator": Decimal(part), "denominator": Decimal(whole), "kind": "fraction"}
    return checked(cast, stated(cast, measure, day, **numbers))


def checked(cast: Cast, entry: StatedValue) -> StatedValue:
    attach(entry=entry, actor=cast.keeper("stated_value").actor, upload=pdf_upload(str(entry.pk)))
    add_milestone(entry=entry, what="verified", on=CHECKED, actor=cast.camat.actor, late_reason=WHY_LATE)
    return entry


def counted(cast: Cast, measure: OfficeMeasure) -> Any:
    return measures_of(cast.office.pk)[measure.code]


def test_a_percentage_is_one_fraction_of_the_year_in_the_months_it_is_about(cast: Cast) -> None:
    measure = measure_in(cast, "persen")
    entry = fraction(cast, measure, date(2026, 1, 31), "8", "10")
    fraction(cast, measure, date(2026, 2, 28), "181", "200")
    assert (entry.value, entry.told) == (Decimal("80.00"), "80 (8 dari 10)")
    assert by_month(counted(cast, measure), cast) == {1: 80, 2: Decimal("90.5")}
    # 189 of 210: neither 170,5 nor the mean of both.
    assert of_year(counted(cast, measure), cast) == 90
    found = measured(cast.camat.actor, counted(cast, measure), year=2026)
    assert found.total == 90
    assert found.total_in(Period.of_quarter(2026, 1)) == 90
    assert list(verify(cast.office.pk)) == []


def test_so_many_of_a_thousand_are_told_of_a_thousand(cast: Cast) -> None:
    measure = measure_in(cast, "per 1.000 penduduk")
    fraction(cast, measure, date(2026, 3, 1), "5", "20000")
    assert by_month(counted(cast, measure), cast) == {3: Decimal("0.25")}


def test_an_index_is_the_last_one_or_the_mean_and_never_their_sum(cast: Cast) -> None:
    measure = measure_in(cast, "indeks")
    checked(cast, stated(cast, measure, date(2026, 1, 31), "80"))
    checked(cast, stated(cast, measure, date(2026, 2, 28), "90.5"))
    assert by_month(counted(cast, measure), cast) == {1: 80, 2: Decimal("90.5")}
    assert of_year(counted(cast, measure), cast) == Decimal("90.5")
    for over in ("sum", "whole"):
        with pytest.raises(Faulty, match="tidak pernah dijumlahkan") as refused:
            measure_in(cast, "nilai", label=over, over=over)
        assert [fault.field for fault in refused.value.faults] == ["over"]
    mean = measure_in(cast, "nilai", over="average")
    checked(cast, stated(cast, mean, date(2026, 1, 31), "80"))
    checked(cast, stated(cast, mean, date(2026, 2, 28), "90.5"))
    assert of_year(counted(cast, mean), cast) == Decimal("85.25")


def test_what_is_counted_is_added_also_twice_in_a_month(cast: Cast) -> None:
    measure = measure_in(cast, "kegiatan")
    for day in (date(2026, 1, 3), date(2026, 1, 20), date(2026, 4, 1)):
        checked(cast, stated(cast, measure, day, "2"))
    assert by_month(counted(cast, measure), cast) == {1: 4, 4: 2}
    assert of_year(counted(cast, measure), cast) == 6


def test_a_second_value_of_a_month_is_refused_by_the_number_of_the_first(cast: Cast) -> None:
    measure = measure_in(cast, "indeks")
    first = stated(cast, measure, date(2026, 1, 3), "80")
    with pytest.raises(DomainError, match=f"Januari 2026 .* nomor {first.number_label}"):
        stated(cast, measure, date(2026, 1, 31), "81")
    other = stated(cast, measure, date(2026, 2, 1), "81")
    with pytest.raises(DomainError, match="Januari 2026"):
        correct_entry(
            entry=other, actor=cast.keeper("stated_value").actor, values={"occurred_on": date(2026, 1, 4)}, reason="Uji"
        )  # fmt: skip
    cancel_entry(entry=first, actor=cast.keeper("stated_value").actor, reason="Keliru")
    assert stated(cast, measure, date(2026, 1, 31), "81").number


def test_each_measure_is_stated_in_its_own_way(cast: Cast) -> None:
    share, index = measure_in(cast, "%"), measure_in(cast, "indeks")
    with pytest.raises(DomainError, match="tulis sebagai pembilang dan penyebut") as refused:
        stated(cast, share, date(2026, 1, 3), "80", kind="plain")
    assert refused.value.field == "kind"
    with pytest.raises(DomainError, match="tulis sebagai satu nilai") as refused:
        stated(cast, index, date(2026, 1, 3), numerator=Decimal(1), denominator=Decimal(2), kind="fraction")
    assert refused.value.field == "kind"
    with pytest.raises(DomainError, match="lebih dari nol"):
        fraction(cast, share, date(2026, 1, 3), "1", "0")


def test_the_day_of_the_check_decides_nothing_and_stays_in_the_history(cast: Cast) -> None:
    measure = measure_in(cast, "indeks")
    entry = checked(cast, stated(cast, measure, date(2026, 1, 31), "80"))
    assert entry.history.days["verified"] == CHECKED
    assert entry.history.day("verified") == date(2026, 1, 31)
    keeper = cast.keeper("stated_value").actor
    correct_entry(entry=entry, actor=keeper, values={"occurred_on": date(2026, 2, 3)}, reason="Bulannya")
    assert by_month(counted(cast, measure), cast) == {2: 80}
    assert list(verify(cast.office.pk)) == []


@pytest.mark.usefixtures("imported_decree")
def test_a_value_checked_after_its_month_was_closed_is_a_late_entry(cast: Cast) -> None:
    from takar.catalogue.models import Indicator

    measure = measure_in(cast, "persen")
    Binding.objects.update_or_create(
        indicator=Indicator.objects.get(no=1), defaults={"measure": measure.code}
    )
    january = Period.of_month(2026, 1)
    close_period(period=january, actor=cast.camat.actor)
    entry = fraction(cast, measure, date(2026, 1, 31), "8", "10")
    (drift,) = drifts(cast.camat.actor, january)
    assert (drift.frozen.value, drift.number, drift.come) == (None, 80, (entry.pk,))
    assert drift.reasons == (WHY_LATE,)


# ---- what was there before ----------------------------------------------------------------------------


def test_old_percentages_are_read_as_so_many_of_a_hundred(cast: Cast) -> None:
    """Before, a percentage was one number, added up over the months of its checks."""
    measure = measure_in(cast, "indeks")
    first = checked(cast, stated(cast, measure, date(2026, 1, 31), "80"))
    checked(cast, stated(cast, measure, date(2026, 2, 28), "90.5"))
    StatedValue.objects.update(kind="")
    old = {"unit": "persen", "aggregate": "manual", "over": "sum"}
    MeasureVersion.objects.create(measure=measure, number=2, definition=old, made_by_name="Uji")
    assert by_month(counted(cast, measure), cast) == {1: 80, 2: Decimal("90.5")}
    assert of_year(counted(cast, measure), cast) == Decimal("85.25")
    first.refresh_from_db()
    correct_entry(
        entry=first, actor=cast.keeper("stated_value").actor, values={"title": "Dari survei"}, reason="Uji"
    )
    assert of_year(counted(cast, measure), cast) == Decimal("85.25")


def test_an_old_share_that_was_added_up_is_read_as_its_last_month(cast: Cast) -> None:
    measure = own_measure(cast.planner.actor, "Bagian")
    letters = [{"book": "incoming_letter", "milestone": "received", "where": {}}]
    old = {"unit": "persen", "aggregate": "ratio", "count": letters, "per": letters, "over": "sum"}
    MeasureVersion.objects.create(measure=measure, number=2, definition=old, made_by_name="Uji")
    assert counted(cast, measure).over.value == "last"


def test_values_checked_before_are_moved_into_their_month(cast: Cast) -> None:
    measure = measure_in(cast, "indeks")
    checked(cast, stated(cast, measure, date(2026, 1, 31), "80"))
    # As it was: the check put it into July.
    EffectiveMilestone.objects.filter(what="verified").update(on=CHECKED, month=202607)
    tally.rebuild(cast.office.pk)
    assert list(verify(cast.office.pk)) != []
    importlib.import_module("takar.measurement.migrations.0005_stated_month").count_in_their_month(apps, None)
    assert list(verify(cast.office.pk)) == []
    assert Tally.objects.get(book="stated_value", what="verified").month == 202601
