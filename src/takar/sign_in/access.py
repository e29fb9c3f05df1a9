"""Who sees which sessions. What is counted has no policy: no page shows it."""

from __future__ import annotations

from typing import Any

from allauth.usersessions.models import UserSession
from django.db import models

from takar.kernel.access import Policy, register_policy
from takar.organisation.actor import Actor


class OwnSessions(Policy):
    """Everybody sees and ends their own sessions."""

    def rows(self, actor: Actor, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
        return rows.filter(user_id=actor.user_id) if actor.user_id else rows.none()

    def may(self, actor: Actor, action: str, thing: Any) -> bool:
        return not isinstance(thing, type) and thing.user_id == actor.user_id


def register() -> None:
    register_policy(UserSession, OwnSessions())
