"""Accounts are made by the office, never by strangers; a password is chosen by its owner."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from takar.organisation import accounts
from takar.organisation.models import User

SAME_AS_PRINTED = "Pilih kata sandi lain: yang ini tercetak dan diketahui orang lain."


class NoSelfSignup(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def clean_password(self, password: str, user: Any = None) -> str:
        if isinstance(user, User) and accounts.is_same_as_printed(user, password):
            raise ValidationError(SAME_AS_PRINTED)
        cleaned: str = super().clean_password(password, user)
        return cleaned

    def set_password(self, user: User, password: str) -> None:
        """Through the service, which tells the account's history and lifts the duty to change it."""
        accounts.choose_password(user=user, password=password)
