"""Hasil SKM: the nine unsur, IKM and grade of a period, by groups, and what follows from the weakest."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from takar.kernel import clock
from takar.kernel.access import get_visible
from takar.kernel.errors import NotFound
from takar.kernel.formatting import format_date, format_number
from takar.kernel.period import Period
from takar.ledger.access import may_record
from takar.organisation.actor import Actor
from takar.registers.counter.selectors import requests_received
from takar.registers.survey.book import FollowUps, SurveyReports, SurveyResponses
from takar.registers.survey.calculation import skm
from takar.registers.survey.models import SurveyReport
from takar.registers.survey.selectors import (
    Group,
    breakdowns,
    follow_ups_of,
    frozen_results,
    period_before,
    report_on,
    result_of,
)
from takar.reporting.documents.survey import TONES, element_bar, survey_pdf
from takar.web import asked
from takar.web.addresses import book_url, entry_url, with_query
from takar.web.http import StaffRequest
from takar.web.responses import pdf_response


def overview(request: StaffRequest, year: int) -> HttpResponse:
    actor = request.actor
    chosen = asked.text(request, "periode", default=str(year)).upper()
    period = Period.parse(chosen)
    if period.start.year != year:
        raise NotFound(f"Periode {chosen} tidak di dalam tahun {year}.")
    report = report_on(actor, chosen)
    population = report.population if report else None
    result = result_of(actor, period, population=population)
    before = result_of(actor, period_before(period)) if period.start.year > 2017 else None
    known_users = requests_received(actor, period_before(period))
    context = {
        "year": year,
        "period": period.describe().replace("tahun", "Tahun"),
        "views": _views(request, year, chosen),
        "result": _headline(result),
        "enough": _enough(result),
        "bars": _bars(result, before),
        "previous": period_before(period).describe() if before and before.n else "",
        "groups": [
            {"label": SurveyResponses.field_label(column), "rows": [_group(group) for group in groups]}
            for column, groups in breakdowns(actor, period, dict(SurveyResponses.kinds)).items()
        ],
        "report": _report(report, result) if report else None,
        "draft_url": _draft_url(actor, year, chosen, known_users) if report is None and result.n else "",
        "weakest": _weakest(actor, report, result, year),
        "answer_url": book_url(SurveyResponses, year, "entry-record")
        if may_record(actor, SurveyResponses)
        else "",
        "answers_url": book_url(SurveyResponses, year),
    }
    return render(request, "web/survey/results.html", context)


def _views(request: StaffRequest, year: int, chosen: str) -> list[dict[str, Any]]:
    offered = {"Setahun": f"{year}", "Semester I": f"{year}-S1", "Semester II": f"{year}-S2"}
    offered |= {f"Triwulan {roman}": f"{year}-Q{q}" for q, roman in enumerate(("I", "II", "III", "IV"), 1)}
    return [
        {"label": label, "url": with_query(request, periode=text), "current": text == chosen}
        for label, text in offered.items()
    ]


def _headline(result: skm.Result) -> dict[str, Any]:
    return {
        "n": format_number(result.n),
        "empty": not result.n,
        "index": format_number(result.index, places=2),
        "grade": result.grade or "–",
        "label": result.label or "belum dapat dihitung",
        "tone": TONES.get(result.grade or "", ""),
    }


def _enough(result: skm.Result) -> dict[str, str]:
    """Respondents against the sample needed, in words."""
    if result.sample_needed is None or result.population is None:
        return {
            "value": format_number(result.n),
            "note": "Isi jumlah pengguna layanan pada laporan untuk mengetahui sampel minimal.",
            "tone": "",
        }
    note = (
        f"sampel minimal {format_number(result.sample_needed)} dari "
        f"{format_number(result.population)} pengguna (Krejcie-Morgan)"
    )
    tone = "done" if result.n >= result.sample_needed else "warn"
    return {"value": format_number(result.n), "note": note, "tone": tone}


def _bars(result: skm.Result, before: skm.Result | None) -> list[dict[str, Any]]:
    """A bar per unsur on the scale 25..100, with the previous period's mark."""
    earlier = {element.key: element.index for element in before.elements} if before else {}
    found = []
    for element in result.elements:
        was = earlier.get(element.key)
        text = "belum dijawab"
        if element.index is not None and element.average is not None:
            text = f"{_average(element)} dari 4, IKM {format_number(element.index, places=2)}"
        found.append(
            {
                "name": element.name,
                "average": _average(element),
                "index": format_number(element.index, places=2),
                "grade": element.grade or "–",
                # Drawn by us from numbers, with the words escaped.
                "picture": mark_safe(element_bar(element.name, element.index, element.grade, was, text)),  # noqa: S308
            }
        )
    return found


def _average(element: skm.ElementResult) -> str:
    return format_number(element.average, places=3)


def _group(group: Group) -> dict[str, str]:
    return {
        "label": group.label,
        "n": format_number(group.result.n),
        "index": format_number(group.result.index, places=2),
        "grade": group.result.grade or "–",
    }


def _report(report: SurveyReport, now: skm.Result) -> dict[str, Any]:
    frozen = frozen_results(report)
    note = ""
    if frozen is not None:
        index_text = format_number(Decimal(str(frozen["index"])), places=2)
        note = (
            f"Hasil yang dipublikasikan: IKM {index_text}, mutu {frozen['grade']}, {frozen['n']} responden."
        )
        if now.index is None or float(now.index) != frozen["index"] or now.n != frozen["n"]:
            note += " Jawaban yang dicatat sesudahnya tidak mengubah hasil yang dipublikasikan."
    return {
        "title": report.title,
        "url": entry_url(report),
        "state": SurveyReports.state_label(report.state),
        "tone": SurveyReports.state_tone(report.state),
        "note": note,
        "pdf_url": entry_url(report, "survey-report-print"),
    }


def _draft_url(actor: Actor, year: int, period: str, users: int) -> str:
    """A report begun with what is known: its period, and who used the services in the one before."""
    if not may_record(actor, SurveyReports):
        return ""
    prefill = {"period": period} | ({"population": str(users)} if users else {})
    return f"{book_url(SurveyReports, year, 'entry-record')}?{urlencode(prefill)}"


def _weakest(
    actor: Actor, report: SurveyReport | None, result: skm.Result, year: int
) -> list[dict[str, Any]]:
    """The three lowest unsur with their plans; the regulation asks for a follow-up."""
    plans = list(follow_ups_of(actor, report)) if report else []
    today = clock.today()
    records = report is not None and may_record(actor, FollowUps)
    found = []
    for element in result.weakest():
        query = urlencode({"report": report.pk, "element": element.key}) if report else ""
        found.append(
            {
                "name": element.name,
                "average": _average(element),
                "plan_url": f"{book_url(FollowUps, year, 'entry-record')}?{query}" if records else "",
                "plans": [
                    {
                        "url": entry_url(plan),
                        "title": plan.title,
                        "sub": f"{plan.position} · batas {format_date(plan.due_on)}",
                        "state": "Lewat waktu"
                        if plan.is_overdue(today)
                        else FollowUps.state_label(plan.state),
                        "tone": "danger" if plan.is_overdue(today) else FollowUps.state_tone(plan.state),
                    }
                    for plan in plans
                    if plan.element == element.key
                ],
            }
        )
    return found


def pdf(request: StaffRequest, year: int, entry_id: int) -> HttpResponse:
    """The report on paper."""
    report = get_visible(request.actor, SurveyReport, pk=entry_id)
    return pdf_response(survey_pdf(request.actor, report), report.title)
