"""What the survey books add to the entry page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from takar.kernel.access import visible
from takar.organisation.actor import Actor
from takar.registers.survey.models import FollowUp, SurveyReport
from takar.registers.survey.selectors import follow_ups_of
from takar.web.addresses import entry_url


def results_url(report: SurveyReport) -> str:
    return f"{reverse('web:survey', args=[report.span.start.year])}?periode={report.period}"


def survey_report(actor: Actor, entry: SurveyReport) -> dict[str, Any]:
    return {
        "more": [
            {"label": "Lihat hasil", "url": results_url(entry)},
            {"label": "Cetak laporan", "url": entry_url(entry, "survey-report-print")},
        ],
        "related": [
            {"relation": "Tindak lanjut", "label": str(plan.title), "url": entry_url(plan)}
            for plan in follow_ups_of(actor, entry)
        ],
    }


def survey_follow_up(actor: Actor, entry: FollowUp) -> dict[str, Any]:
    reports = visible(actor, SurveyReport).filter(pk=entry.report_id)
    return {
        "related": [
            {"relation": "Atas laporan", "label": report.title, "url": entry_url(report)}
            for report in reports
        ]
    }
