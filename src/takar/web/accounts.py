"""Accounts are made by the office, never by strangers."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class NoSelfSignup(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(
        self, request: HttpRequest, level: Any, message_template: Any = None, **kwargs: Any
    ) -> None:
        """Signing in and out says itself: no message for it."""
        if message_template and "logged_" in str(message_template):
            return
        super().add_message(request, level, message_template, **kwargs)
