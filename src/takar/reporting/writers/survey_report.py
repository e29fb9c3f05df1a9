"""Laporan SKM: the report on one period in the chapters of PermenPANRB 14/2017.

Introduction, method, results (respondents, nine unsur, services, suggestions), follow-up, conclusion,
and as annexes the questionnaire and the tabulation. The sentences between the figures are ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from takar.kernel.formatting import format_date_long
from takar.reporting.writers.parties import Party, party_data
from takar.reporting.writers.stamp import Stamp
from takar.reporting.writers.typesetting import render_pdf

ReportPaper = Literal["a4", "f4"]


@dataclass(frozen=True, slots=True)
class ElementLine:
    """An unsur as printed; ``picture`` is its bar as SVG."""

    name: str
    average: str
    weighted: str
    index: str
    before: str
    grade: str
    label: str
    picture: str


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Respondents by one trait: ``(label, number, share, IKM, grade)`` each."""

    title: str
    rows: Sequence[tuple[str, str, str, str, str]]


@dataclass(frozen=True, slots=True)
class PlanLine:
    element: str
    programme: str
    due: str
    owner: str
    state: str


@dataclass(frozen=True, slots=True)
class SurveyDocument:
    """A report. Without ``published_on`` it is a draft and says so."""

    government: str
    office: str
    address: str
    place: str
    title: str
    period: str
    """As a title: "Tahun 2026"."""
    period_plain: str
    """Inside a sentence: "tahun 2026"."""
    drafted_on: date
    published_on: date | None
    published_where: str
    respondents: str
    population: str
    sample: str
    enough: str
    index: str
    grade: str
    label: str
    previous: str
    """How the period before stood, in a sentence; empty where there is none."""
    strongest: str
    elements: Sequence[ElementLine]
    weakest: Sequence[tuple[str, str, str]]
    """``(name, average, grade)``, the lowest first."""
    traits: Sequence[Breakdown]
    services: Sequence[Breakdown]
    suggestions: Sequence[str]
    plans: Sequence[PlanLine]
    previous_plans: Sequence[PlanLine]
    questionnaire: Sequence[tuple[str, Sequence[str]]]
    bounds: Sequence[tuple[str, str, str]]
    """``(range of the index, grade, words)``, the best first."""
    tabulation: Sequence[Sequence[str]]
    """Number of the respondent and nine answers each."""
    later_note: str = ""
    """What the reader must know of answers that came after publication."""
    signer: Party | None = None


def render_survey_report(
    document: SurveyDocument, *, paper: ReportPaper = "a4", stamp: Stamp | None = None
) -> bytes:
    """The report as PDF; PDF/A-2b, dated by its publication or, as a draft, by its drafting."""
    dated = document.published_on or document.drafted_on
    data = {
        "paper": paper,
        "government": document.government,
        "office": document.office,
        "address": document.address,
        "title": document.title,
        "period": document.period,
        "period_plain": document.period_plain,
        "bounds": [list(row) for row in document.bounds],
        "draft": document.published_on is None,
        "place_date": f"{document.place}, {format_date_long(dated)}",
        "published": f"{format_date_long(document.published_on)}: {document.published_where}".removesuffix(
            ": "
        )
        if document.published_on
        else "",
        "respondents": document.respondents,
        "population": document.population,
        "sample": document.sample,
        "enough": document.enough,
        "index": document.index,
        "grade": document.grade,
        "label": document.label,
        "previous": document.previous,
        "strongest": document.strongest,
        "elements": [
            {
                "name": e.name,
                "average": e.average,
                "weighted": e.weighted,
                "index": e.index,
                "before": e.before,
                "grade": e.grade,
                "label": e.label,
                "picture": e.picture,
            }
            for e in document.elements
        ],
        "weakest": [list(row) for row in document.weakest],
        "traits": [_breakdown(b) for b in document.traits],
        "services": [_breakdown(b) for b in document.services],
        "suggestions": list(document.suggestions),
        "plans": [_plan(p) for p in document.plans],
        "previous_plans": [_plan(p) for p in document.previous_plans],
        "questionnaire": [{"name": name, "answers": list(words)} for name, words in document.questionnaire],
        "tabulation": [list(row) for row in document.tabulation],
        "later_note": document.later_note,
        "signer": party_data(document.signer),
    }
    return render_pdf("survey_report", data, standard="a-2b", dated=dated, stamp=stamp)


def _breakdown(breakdown: Breakdown) -> dict[str, object]:
    return {"title": breakdown.title, "rows": [list(row) for row in breakdown.rows]}


def _plan(plan: PlanLine) -> list[str]:
    return [plan.element, plan.programme, plan.due, plan.owner, plan.state]
