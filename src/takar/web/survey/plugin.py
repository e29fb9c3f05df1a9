"""What the survey adds to the pages: the results of a period, and the report on paper."""

from __future__ import annotations

from django.urls import path

from takar.ledger.books import Group
from takar.registers.survey.book import FollowUps, SurveyReports
from takar.web.plugins import MenuEntry, entry_routes, menu, panel, year_routes
from takar.web.survey import pages, results

panel(SurveyReports)(pages.survey_report)
panel(FollowUps)(pages.survey_follow_up)
menu.append(MenuEntry(Group.SERVICES, "Hasil SKM", "survey", "smile"))
year_routes.append(path("skm/", results.overview, name="survey"))
entry_routes.append(path("laporan-skm.pdf", results.pdf, name="survey-report-print"))
