"""Closed numbers stay; what the books say afterwards is shown beside them and restated by an act."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from takar.kernel.errors import DomainError, Refused
from takar.kernel.period import Period
from takar.ledger.models import Milestone
from takar.ledger.services import cancel_entry, correct_entry
from takar.measurement.models import Binding, ClosingManifest, FrozenValue, PeriodClosing
from takar.measurement.numbers.closing import close_period, drifts, official_values, restate, verify
from takar.measurement.selectors import realisations
from tests.factories import WHY_LATE, Cast, letter_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear", "imported_decree")]

QUARTER = Period.of_quarter(2026, 2)
PERSONNEL_LETTERS = 39


def official(cast: Cast, no: int = PERSONNEL_LETTERS) -> FrozenValue:
    return next(v for v in official_values(cast.camat.actor, QUARTER).values() if v.indicator.no == no)


def received(cast: Cast, day: date = date(2026, 5, 4)) -> Any:
    return letter_of(cast, occurred_on=day, letter_date=None, area_id="kepegawaian")


def test_a_closing_freezes_every_number_with_its_entries(cast: Cast) -> None:
    letter = received(cast)
    received(cast, date(2026, 7, 1))
    Binding.objects.filter(indicator__no=52).update(measure="")
    act = close_period(period=QUARTER, actor=cast.secretary.actor)
    assert (act.kind, act.period, act.values.count()) == ("closing", "2026-Q2", 67)
    value = official(cast)
    assert value.value == 1
    assert [fact[:3] for fact in value.facts] == [[letter.pk, "2026-05-04", "received"]]
    assert value.fingerprint
    unmeasured = next(r for r in realisations(cast.camat.actor, year=2026) if r.total is None)
    assert official(cast, unmeasured.indicator.no).value is None
    assert list(verify(cast.office.pk)) == []
    assert drifts(cast.camat.actor, QUARTER) == []


def test_only_whoever_answers_for_the_reports_closes_and_only_what_is_over(cast: Cast) -> None:
    with pytest.raises(Refused):
        close_period(period=QUARTER, actor=cast.clerk.actor)
    with pytest.raises(DomainError, match="belum berakhir"):
        close_period(period=Period.of_quarter(2026, 3), actor=cast.camat.actor)
    close_period(period=QUARTER, actor=cast.camat.actor)
    with pytest.raises(DomainError, match="sudah ditutup"):
        close_period(period=QUARTER, actor=cast.camat.actor)
    assert official_values(cast.neighbour_camat.actor, QUARTER) == {}


def test_a_later_correction_is_shown_beside_the_closed_number_with_its_reason(cast: Cast) -> None:
    kept, letter = received(cast), received(cast)
    close_period(period=QUARTER, actor=cast.camat.actor)
    cancel_entry(entry=letter, actor=cast.clerk.actor, reason="Tercatat dua kali")
    late = received(cast, date(2026, 6, 30))
    assert official(cast).value == 2
    drift = next(d for d in drifts(cast.camat.actor, QUARTER) if d.indicator.no == PERSONNEL_LETTERS)
    assert (drift.frozen.value, drift.number) == (2, 2)
    assert (drift.gone, drift.come) == ((letter.pk,), (late.pk,))
    assert drift.reasons == ("Tercatat dua kali", WHY_LATE)
    assert not drift.redefined
    assert kept.pk not in drift.gone + drift.come


def test_a_restatement_is_an_act_with_a_reason_and_both_numbers_stay(cast: Cast) -> None:
    letter = received(cast)
    close_period(period=QUARTER, actor=cast.camat.actor)
    with pytest.raises(DomainError, match="tidak berubah"):
        restate(period=QUARTER, actor=cast.camat.actor, reason="Periksa ulang")
    correct_entry(entry=letter, actor=cast.clerk.actor, values={"area_id": "keuangan"}, reason="Salah bidang")
    with pytest.raises(DomainError, match="alasan"):
        restate(period=QUARTER, actor=cast.camat.actor, reason=" ")
    act = restate(period=QUARTER, actor=cast.camat.actor, reason="Temuan inspektorat")
    assert [value.indicator.no for value in act.values.all()] == [PERSONNEL_LETTERS]
    assert official(cast).value == 0
    assert FrozenValue.objects.filter(indicator__no=PERSONNEL_LETTERS).count() == 2
    assert drifts(cast.camat.actor, QUARTER) == []
    assert list(verify(cast.office.pk)) == []


def test_another_way_of_counting_is_a_change_even_when_the_number_stays(cast: Cast) -> None:
    close_period(period=QUARTER, actor=cast.camat.actor)
    Binding.objects.filter(indicator__no=PERSONNEL_LETTERS).update(measure="surat_masuk_terdisposisi")
    [drift] = drifts(cast.camat.actor, QUARTER)
    assert drift.redefined
    assert drift.number == drift.frozen.value == 0


TAMPERINGS: dict[str, Any] = {
    "value": lambda: FrozenValue.objects.filter(indicator__no=PERSONNEL_LETTERS).update(value=Decimal(9)),
    "entries": lambda: FrozenValue.objects.filter(indicator__no=PERSONNEL_LETTERS).update(facts=[]),
    "definition": lambda: FrozenValue.objects.filter(indicator__no=PERSONNEL_LETTERS).update(definition={}),
    "row gone": lambda: FrozenValue.objects.filter(indicator__no=PERSONNEL_LETTERS).delete(),
    "reason": lambda: PeriodClosing.objects.update(reason="lain"),
    "period": lambda: PeriodClosing.objects.filter(seq=1).update(period="2026-Q1"),
    "act gone": lambda: (
        ClosingManifest.objects.filter(act__seq=1).delete(),
        FrozenValue.objects.filter(act__seq=1).delete(),
        PeriodClosing.objects.filter(seq=1).delete(),
    ),
    "ledger": lambda: Milestone.objects.filter(what="received").update(hash="0" * 64),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_a_closed_number_changed_behind_the_back_is_found(cast: Cast, name: str) -> None:
    received(cast)
    close_period(period=QUARTER, actor=cast.camat.actor, note="Triwulan II")
    close_period(period=Period.of_month(2026, 5), actor=cast.camat.actor)
    assert list(verify(cast.office.pk)) == []
    TAMPERINGS[name]()
    assert list(verify(cast.office.pk)) != []
