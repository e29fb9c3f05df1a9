"""What people do with a number that no book holds: somebody else says that it is right."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from takar.ledger.actions import for_book, turns
from takar.ledger.actions.general import Advance
from takar.ledger.models import Evidence
from takar.measurement.book import StatedValues, why_not_verified
from takar.measurement.models import StatedValue
from takar.organisation.actor import Actor


@for_book(StatedValues)
class VerifyValue(Advance[StatedValue]):
    code = "verify"
    milestones = ("verified",)
    waits_in = ("stated",)
    waits_as = "Nilai manual menunggu diperiksa"

    def turn(self, actor: Actor) -> Q | None:
        """Leaders, once there is evidence to look at."""
        mine = turns.leaders(actor)
        seen = Exists(Evidence.objects.filter(entry_id=OuterRef("pk"), withdrawn_at=None))
        return None if mine is None else mine & Q(seen)

    def not_now(self, actor: Actor, entry: StatedValue) -> str:
        return super().not_now(actor, entry) or why_not_verified(entry)
