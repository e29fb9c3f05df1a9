"""What people do with reports of the survey and with the plans that follow: publish, report as done."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from takar.kernel import clock
from takar.kernel.access import visible
from takar.ledger.actions import Outcome, for_book, turns
from takar.ledger.actions.forms import DayAndNoteForm, UploadForm
from takar.ledger.actions.general import Advance
from takar.organisation.actor import Actor, system_actor
from takar.registers.survey import services
from takar.registers.survey.book import FollowUps, SurveyReports
from takar.registers.survey.calculation.elements import BY_KEY
from takar.registers.survey.models import FollowUp, SurveyReport
from takar.registers.survey.rules import why_not_published
from takar.registers.survey.selectors import with_result


@for_book(SurveyReports)
class Publish(Advance[SurveyReport]):
    """Waits for the keepers once the period is over and there is something to publish."""

    code = "publish"
    milestones = ("published",)
    waits_in = ("drafted",)
    waits_as = "Laporan SKM belum dipublikasikan"

    def turn(self, actor: Actor) -> Q | None:
        if turns.keepers(actor, self.book) is None or actor.office is None:
            return None
        today = clock.today()
        drafts = visible(actor, SurveyReport).filter(state__in=self.waits_in)
        over = {one.pk: one.span for one in drafts if one.span.end <= today}
        plans = with_result(system_actor(actor.office), over.values())
        return Q(pk__in=[pk for pk, span in over.items() if span in plans])

    def not_now(self, actor: Actor, entry: SurveyReport) -> str:
        return super().not_now(actor, entry) or why_not_published(entry)


class DoneForm(DayAndNoteForm, UploadForm):
    """The result of the plan and a file as evidence, which may be attached already."""

    field_order = ["on", "note", "file"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, optional=True, **kwargs)
        del self.fields["caption"]
        self.fields["file"].help_text += " Boleh kosong bila buktinya sudah ada."


@for_book(FollowUps)
class ReportDone(Advance[FollowUp]):
    code = "report_done"
    milestones = ("done",)
    form_class = DoneForm
    waits_in = ("planned",)
    waits_as = "Tindak lanjut SKM"
    due = "due_on"

    def turn(self, actor: Actor) -> Q | None:
        return turns.responsible(actor)

    def about(self, entry: FollowUp) -> str:
        return f"{BY_KEY[entry.element].name} · {super().about(entry)}"

    def perform(self, actor: Actor, entry: FollowUp, cleaned: dict[str, Any]) -> Outcome:
        services.report_done(
            plan=entry, actor=actor, on=cleaned["on"], note=cleaned["note"], uploads=cleaned["uploads"]
        )
        return Outcome(f"“{self.spec.label}” tercatat.")
