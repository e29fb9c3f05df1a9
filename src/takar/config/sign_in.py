"""Who is signed in, read with what every page needs of them."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from takar.organisation.models import User


class StaffBackend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's own, but a session's user comes with person, office and emergency access in one query."""

    def get_user(self, user_id: Any) -> User | None:
        user = User.objects.select_related("person__office", "emergency").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
