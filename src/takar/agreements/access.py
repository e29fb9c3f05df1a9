"""Agreements are read by the whole office (they are public papers) and written by their parties."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from takar.agreements.models import AchievementRule, Agreement
from takar.kernel import clock
from takar.kernel.access import OfficeReference, Policy, register_policy
from takar.organisation.actor import Actor
from takar.organisation.selectors import holders_on

_STANDING = (Agreement.State.SIGNED, Agreement.State.REVISED)


class AgreementPolicy(Policy):
    """``write``: the first party or an operator. ``decide``: the second party.

    ``revise``: these, and whoever holds the position today: a new official prepares their own.
    """

    def rows(self, actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
        if actor.office_id is None:
            return rows.none()
        office = rows.filter(office_id=actor.office_id)
        # Without a position today: the papers one has signed oneself, nothing that was never agreed.
        return office if actor.reads_office else office.filter(person_id=actor.person_id, state__in=_STANDING)

    def may(self, actor: Actor, action: str, thing: Any) -> bool:
        if isinstance(thing, type) or actor.user_id is None:
            return actor.user_id is None or actor.is_operator
        if thing.office_id != actor.office_id:
            return False
        match action:
            case "write":
                return actor.is_operator or thing.person_id == actor.person_id
            case "revise":
                return self.may(actor, "write", thing) or thing.position_id in actor.position_ids
            case "decide":
                # Nobody agrees with themselves, also when they stand in for their own superior.
                if thing.person_id == actor.person_id:
                    return False
                # The superior decides; where the superior sits outside the office (Camat and
                # Bupati) or is the first party, the operator records what was decided on paper.
                if thing.superior_position_id is None or _stands_in_for_superior(thing):
                    return bool(actor.is_operator or actor.is_leader)
                return thing.superior_position_id in actor.position_ids
        return action == "view"


def _stands_in_for_superior(agreement: Agreement) -> bool:
    """Whether the first party answers for the second party's position today (Plt. Camat, say)."""
    held = holders_on(clock.today(), office_id=agreement.office_id).get(agreement.superior_position_id or 0)
    return held is not None and held.person_id == agreement.person_id


def register() -> None:
    register_policy(Agreement, AgreementPolicy())
    register_policy(AchievementRule, OfficeReference())
