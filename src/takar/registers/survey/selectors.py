"""Named reads: the result of a period, by groups of respondents, and what a report has frozen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Count, QuerySet

from takar.kernel import clock
from takar.kernel.access import visible
from takar.kernel.period import Period
from takar.ledger.models import CANCELLED
from takar.organisation.actor import Actor
from takar.registers.survey.calculation import skm
from takar.registers.survey.calculation.elements import KEYS
from takar.registers.survey.models import FollowUp, SurveyReport, SurveyResponse

RESULTS = "results"
"""Where a published milestone keeps the frozen results in its details."""

GROUPS = "groups"
"""And the same by groups of respondents."""


def responses_in(actor: Actor, period: Period) -> QuerySet[SurveyResponse]:
    return (
        visible(actor, SurveyResponse)
        .filter(book="survey_response", occurred_on__gte=period.start, occurred_on__lt=period.end)
        .exclude(state=CANCELLED)
    )


def result_of(actor: Actor, period: Period, *, population: int | None = None) -> skm.Result:
    """The survey's result in a period, as it stands now. Grades by the bounds of the period's end."""
    rows: Iterable[tuple[int | None, ...]] = responses_in(actor, period).values_list(*KEYS)
    return skm.compute(rows, bounds=bounds_of(period), population=population)


def with_result(actor: Actor, periods: Iterable[Period]) -> set[Period]:
    """Those of the periods (of whole months) that have a result, every unsur answered; in one query."""
    asked = set(periods)
    if not asked:
        return set()
    widest = Period(min(one.start for one in asked), max(one.end for one in asked))
    counted = (
        responses_in(actor, widest)
        .order_by()
        .values("occurred_on")  # by day: SQLite would call Python for the month of every row
        .annotate(**{f"{key}_told": Count(key) for key in KEYS})
    )
    days: list[dict[str, Any]] = [dict(row) for row in counted]

    def answered(period: Period, key: str) -> bool:
        return any(row[f"{key}_told"] for row in days if row["occurred_on"] in period)

    return {one for one in asked if all(answered(one, key) for key in KEYS)}


def bounds_of(period: Period) -> tuple[skm.Bound, ...]:
    return skm.bounds_on(min(period.last_day, max(clock.today(), period.start)))


@dataclass(frozen=True)
class Group:
    """Respondents alike in one respect, with the result among them alone."""

    label: str
    result: skm.Result


BREAKDOWNS = ("kind", "service", "sex", "age", "education", "work")
NOT_TOLD = "Tidak disebut"


def breakdowns(actor: Actor, period: Period, kinds: dict[str, str]) -> dict[str, list[Group]]:
    """Column -> groups, in the order of the choices or by size; one query for all of them."""
    rows = list(responses_in(actor, period).values_list(*BREAKDOWNS, *KEYS))
    bounds = bounds_of(period)
    found: dict[str, list[Group]] = {}
    for place, column in enumerate(BREAKDOWNS):
        field = SurveyResponse._meta.get_field(column)
        assert isinstance(field, models.Field)
        words = (
            kinds if column == "kind" else {str(value): str(label) for value, label in field.choices or []}
        )
        parts: dict[str, list[tuple[int | None, ...]]] = {value: [] for value in words}
        for row in rows:
            parts.setdefault(row[place], []).append(row[len(BREAKDOWNS) :])
        if not words:
            parts = dict(sorted(parts.items(), key=lambda part: (not part[0], -len(part[1]), part[0])))
        groups = [
            Group(words.get(value, value) or NOT_TOLD, skm.compute(answers, bounds=bounds))
            for value, answers in parts.items()
            if answers
        ]
        if len(groups) > 1 or any(group.label != NOT_TOLD for group in groups):
            found[column] = groups
    return found


def groups_as_json(groups: dict[str, list[Group]]) -> dict[str, list[dict[str, Any]]]:
    """Groups as a published report seals them."""
    return {
        column: [
            {
                "label": group.label,
                "n": group.result.n,
                "index": None if group.result.index is None else float(group.result.index),
                "grade": group.result.grade,
            }
            for group in found
        ]
        for column, found in groups.items()
    }


def period_before(period: Period) -> Period:
    """The period of the same length that ended where this one begins."""
    months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month
    first = period.start.year * 12 + period.start.month - 1 - months
    return Period.of_months(first // 12, first % 12 + 1, months)


def report_on(actor: Actor, period_text: str) -> SurveyReport | None:
    """The report on a period, the newest if there were several."""
    return (
        visible(actor, SurveyReport)
        .filter(period=period_text)
        .exclude(state=CANCELLED)
        .order_by("-pk")
        .first()
    )


def frozen_results(report: SurveyReport) -> dict[str, Any] | None:
    """What the report said when it was published; None while it is a draft."""
    return report.history.details("published").get(RESULTS)


def follow_ups_of(actor: Actor, report: SurveyReport) -> QuerySet[FollowUp]:
    return (
        visible(actor, FollowUp)
        .filter(report=report)
        .exclude(state=CANCELLED)
        .select_related("position")
        .order_by("due_on", "pk")
    )
