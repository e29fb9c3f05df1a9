"""What survey add to the pages (takar.web.plugins)."""

from __future__ import annotations

from takar.ledger.books import Group
from takar.registers.survey.book import FollowUps, SurveyReports
from takar.web.plugins import MenuEntry, menu, panel
from takar.web.survey import pages

panel(SurveyReports)(pages.survey_report)
panel(FollowUps)(pages.survey_follow_up)

menu.extend(
    [
        MenuEntry(Group.SERVICES, "Hasil SKM", "survey", "smile"),
    ]
)
