"""Answers, results of a period, reports that freeze them, plans that follow."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.factories import Cast, entry_of
from tests.ledger.files import png, upload
from tests.whose_turn import waiting

from takar.kernel.errors import DomainError
from takar.kernel.period import Period
from takar.ledger.actions import action_at
from takar.ledger.audit import verify
from takar.ledger.evidence import attach
from takar.ledger.services import (
    add_milestone,
    cancel_entry,
    correct_entry,
    correct_milestone,
    withdraw_milestone,
)
from takar.registers.survey.book import FollowUps, SurveyReports, SurveyResponses
from takar.registers.survey.calculation import skm
from takar.registers.survey.calculation.elements import KEYS
from takar.registers.survey.models import SurveyReport, SurveyResponse
from takar.registers.survey.selectors import breakdowns, frozen_results, report_on, result_of
from takar.registers.survey.services import report_done

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

MARCH = Period.of_month(2026, 3)


def answered(cast: Cast, answers: str = "333333333", **values: Any) -> SurveyResponse:
    values.setdefault("occurred_on", date(2026, 3, 15))
    found: SurveyResponse = entry_of("survey_response", cast, answers=answers, **values)
    return found


def reported(cast: Cast, period: str = "2026-03", **values: Any) -> SurveyReport:
    found: SurveyReport = entry_of("survey_report", cast, period=period, **values)
    return found


def publish(cast: Cast, report: SurveyReport, on: date = date(2026, 7, 15)) -> None:
    add_milestone(
        entry=report, what="published", on=on, note="Papan pengumuman", actor=cast.counter_clerk.actor
    )


# ---- answers ---------------------------------------------------------------------------------------


def test_nine_digits_fill_the_nine_columns(cast: Cast) -> None:
    entry = answered(cast, " 34344343- ")
    assert [getattr(entry, key) for key in KEYS] == [3, 4, 3, 4, 4, 3, 4, 3, None]
    assert entry.answers == "34344343-"


def test_nine_columns_fill_the_digits(cast: Cast) -> None:
    entry = answered(cast, "", persyaratan=4, sarpras=1)
    assert entry.answers == "4-------1"


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ("33333333", "yang ditulis 8"),
        ("333333335", "“5” untuk unsur Sarana dan Prasarana"),
        ("a33333333", "“a” untuk unsur Persyaratan"),
        ("---------", "sekurang-kurangnya satu"),
        ("", "sekurang-kurangnya satu"),
    ],
)
def test_what_is_no_answer_is_refused_with_the_unsur(cast: Cast, answers: str, says: str) -> None:
    with pytest.raises(DomainError, match=says) as caught:
        answered(cast, answers)
    assert caught.value.field == "answers"


def test_two_ways_that_disagree_are_refused_and_a_correction_may_use_either(cast: Cast) -> None:
    with pytest.raises(DomainError, match="tidak sama"):
        answered(cast, "333333333", waktu=1)
    entry, clerk = answered(cast), cast.counter_clerk.actor
    one = correct_entry(entry=entry, actor=clerk, values={"waktu": 1}, reason="Salah baca")
    assert SurveyResponse.objects.get(pk=one.pk).answers == "331333333"
    again = SurveyResponse.objects.get(pk=entry.pk)
    correct_entry(entry=again, actor=clerk, values={"answers": "444444444"}, reason="Salah baca")
    assert SurveyResponse.objects.get(pk=entry.pk).waktu == 4
    assert list(verify(cast.office.pk)) == []


def test_a_respondent_has_no_name() -> None:
    own = {field.name for field in SurveyResponse._meta.local_fields}
    assert not own & {"name", "nik", "phone", "address", "applicant"}


# ---- results ---------------------------------------------------------------------------------------


def test_a_period_takes_its_first_and_last_day_and_no_other(cast: Cast) -> None:
    for day in (date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1)):
        answered(cast, occurred_on=day)
    cancel_entry(entry=answered(cast), actor=cast.counter_clerk.actor, reason="Dua kali")
    entry_of("survey_response", cast, actor=cast.neighbour_clerk.actor, occurred_on=date(2026, 3, 2))
    result = result_of(cast.camat.actor, MARCH, population=100)
    assert (result.n, result.index, result.grade, result.sample_needed) == (2, Decimal("75.00"), "C", 80)


def test_groups_of_respondents_are_counted_apart(cast: Cast) -> None:
    answered(cast, "444444444", sex="L", service="Legalisasi")
    answered(cast, "333333333", sex="P", service="Legalisasi", education="")
    found = breakdowns(cast.camat.actor, MARCH, dict(SurveyResponses.kinds))
    assert [(g.label, g.result.n, g.result.index) for g in found["sex"]] == [
        ("Laki-laki", 1, Decimal("100.00")),
        ("Perempuan", 1, Decimal("75.00")),
    ]
    assert [(g.label, g.result.n) for g in found["service"]] == [("Legalisasi", 2)]
    assert [g.label for g in found["education"]] == ["SMA/sederajat", "Tidak disebut"]


# ---- reports ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "says"), [("Maret", "tidak dikenal"), ("2026-Q4", "belum mulai"), ("2027", "belum mulai")]
)
def test_a_report_needs_a_period_that_has_begun(cast: Cast, period: str, says: str) -> None:
    with pytest.raises(DomainError, match=says) as caught:
        reported(cast, period)
    assert caught.value.field == "period"


def test_the_title_follows_the_period(cast: Cast) -> None:
    report = reported(cast, " 2026-s1 ", title="")
    assert (report.period, report.title) == ("2026-S1", "Laporan SKM Semester I 2026")


def test_publishing_freezes_the_results(cast: Cast) -> None:
    answered(cast)
    report = reported(cast, population=100)
    assert frozen_results(report) is None
    publish(cast, report)
    expected = skm.to_dict(result_of(cast.camat.actor, MARCH, population=100))
    answered(cast, "444444444")
    frozen = frozen_results(report)
    assert frozen == expected
    assert frozen["index"] == 75.0
    assert result_of(cast.camat.actor, MARCH).index == Decimal("87.50")
    assert list(verify(cast.office.pk)) == []


def test_a_moved_publication_keeps_its_results_and_a_withdrawn_one_has_none(cast: Cast) -> None:
    answered(cast)
    report = reported(cast, occurred_on=date(2026, 7, 1))
    publish(cast, report)
    recorded = report.milestones.get(what="published")
    moved = correct_milestone(
        milestone=recorded, on=date(2026, 7, 2), actor=cast.counter_clerk.actor, reason="Salah tanggal"
    )
    frozen = frozen_results(report)
    assert frozen is not None
    assert frozen["n"] == 1
    withdraw_milestone(milestone=moved, actor=cast.counter_clerk.actor, reason="Belum terbit")
    assert frozen_results(report) is None


def test_nothing_can_be_published_without_answers_to_all_nine(cast: Cast) -> None:
    report = reported(cast)
    for answers in (None, "33333333-"):
        if answers:
            answered(cast, answers)
        with pytest.raises(DomainError, match="Belum ada jawaban yang cukup"):
            publish(cast, report)


def test_period_and_population_of_a_published_report_stay(cast: Cast) -> None:
    answered(cast)
    report = reported(cast)
    publish(cast, report)
    for values in ({"population": 5}, {"period": "2026-02"}):
        fresh = SurveyReport.objects.get(pk=report.pk)
        with pytest.raises(DomainError, match="sudah dipublikasikan"):
            correct_entry(entry=fresh, actor=cast.counter_clerk.actor, values=values, reason="Keliru")
    fresh = SurveyReport.objects.get(pk=report.pk)
    correct_entry(entry=fresh, actor=cast.counter_clerk.actor, values={"title": "Lain"}, reason="Judul")


def test_a_report_is_found_by_its_period_at_its_own_office(cast: Cast) -> None:
    report = reported(cast)
    assert report_on(cast.camat.actor, "2026-03") == report
    assert report_on(cast.neighbour_camat.actor, "2026-03") is None
    cancel_entry(entry=report, actor=cast.counter_clerk.actor, reason="Keliru")
    assert report_on(cast.camat.actor, "2026-03") is None


# ---- plans -----------------------------------------------------------------------------------------


def test_a_plan_is_done_when_it_has_a_proof(cast: Cast) -> None:
    plan = entry_of("survey_follow_up", cast, position=cast.section_head.position)
    owner = cast.section_head.actor

    def finish() -> None:
        add_milestone(entry=plan, what="done", on=date(2026, 7, 15), note="Terpasang", actor=owner)

    with pytest.raises(DomainError, match="bukti"):
        finish()
    attach(entry=plan, actor=owner, upload=upload(png(), "foto.png"))
    finish()
    assert plan.state == "done"


def test_a_plan_cannot_be_due_before_it_is_made(cast: Cast) -> None:
    with pytest.raises(DomainError) as caught:
        entry_of("survey_follow_up", cast, due_on=date(2026, 7, 14))
    assert caught.value.field == "due_on"
    plan = entry_of("survey_follow_up", cast, due_on=date(2026, 8, 1))
    assert not plan.is_overdue(date(2026, 8, 1))
    assert plan.is_overdue(date(2026, 8, 2))


def test_the_index_goes_with_the_publication(cast: Cast) -> None:
    answered(cast)
    report = reported(cast, occurred_on=date(2026, 7, 1))
    publish(cast, report)
    answered(cast, "444444444")
    row = report.milestones.get(what="published")
    moved = correct_milestone(
        milestone=row, on=date(2026, 7, 10), actor=cast.counter_clerk.actor, reason="Salah"
    )
    assert SurveyReport.objects.get(pk=report.pk).index == Decimal("75.00")
    withdraw_milestone(milestone=moved, actor=cast.counter_clerk.actor, reason="Belum")
    assert SurveyReport.objects.get(pk=report.pk).index is None
    assert list(verify(cast.office.pk)) == []


# ---- whose turn --------------------------------------------------------------------------------------


def test_a_report_waits_for_the_keepers_once_its_period_is_over_and_has_answers(cast: Cast) -> None:
    empty, running, ready = reported(cast, "2026-02"), reported(cast, "2026"), reported(cast, "2026-03")
    answered(cast)
    answered(cast, "33333333-", occurred_on=date(2026, 2, 28))  # not every unsur, so no index
    action = action_at(SurveyReports, "langkah", "published")
    assert action.refusal(cast.counter_clerk.actor, running) == ""
    assert "Belum ada jawaban yang cukup" in action.refusal(cast.counter_clerk.actor, empty)
    assert waiting(cast.counter_clerk.actor, SurveyReports) == [ready]
    for member in (cast.camat, cast.general_head, cast.planner, cast.neighbour_clerk):
        assert ready not in waiting(member.actor, SurveyReports)
    publish(cast, ready)
    assert waiting(cast.counter_clerk.actor, SurveyReports) == []


def test_a_plan_waits_for_whoever_is_responsible_and_is_done_with_its_proof(cast: Cast) -> None:
    plan = entry_of("survey_follow_up", cast, position=cast.section_head.position)
    owner = cast.section_head.actor
    assert waiting(owner, FollowUps) == [plan]
    assert waiting(cast.counter_clerk.actor, FollowUps) == []
    with pytest.raises(DomainError, match="bukti") as caught:
        report_done(plan=plan, actor=owner, on=date(2026, 7, 15), note="Loket bertambah")
    assert caught.value.field == "file"
    with pytest.raises(DomainError, match="Isi hasil"):
        report_done(plan=plan, actor=owner, on=date(2026, 7, 15), note=" ", uploads=[upload(png())])
    assert not plan.evidence.exists()
    report_done(plan=plan, actor=owner, on=date(2026, 7, 15), note="Loket", uploads=[upload(png())])
    plan.refresh_from_db()
    assert (plan.state, plan.evidence.count()) == ("done", 1)
    assert waiting(owner, FollowUps) == []
