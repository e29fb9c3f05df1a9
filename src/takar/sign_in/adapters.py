"""What django-allauth asks the product: who may try, who is who, how secrets are kept, which words."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse

from takar.kernel.security_log import SecurityEvent, log_event
from takar.organisation import accounts
from takar.organisation.models import User
from takar.sign_in import devices, limits, sessions, vault
from takar.sign_in.addresses import client_address, network_of, watch_proxy
from takar.sign_in.passwords import SAME_AS_PRINTED

FRESH_SECONDS = 300
"""So soon after signing in nobody is asked for the password once more."""


class OfficeAccounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by the office, never by strangers; wrong passwords are counted by ``limits``."""

    _attempt: limits.Attempt | None = None

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

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """To the work, and not to the same form once more."""
        return reverse("web:home")

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request) or "0.0.0.0"  # noqa: S104 - stands for "no connection"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        watch_proxy(request)
        name = str(credentials.get("username", ""))
        user_id = User.objects.filter(username__iexact=name.strip()).values_list("pk", flat=True).first()
        address = network_of(client_address(request))
        try:
            self._attempt = limits.begin_attempt(
                # Names that a database takes for the same must count as one: it knows more of them than we do.
                account=name if user_id is None else f"#{user_id}",
                address=address,
                device=devices.known_device(request, user_id),
                at_home=limits.is_at_home(user_id, address),
            )
        except limits.TooEarly as early:
            request.sign_in_wait = early.seconds  # type: ignore[attr-defined]
            log_event(
                SecurityEvent.SIGN_IN_LIMITED, user_id=user_id, address=address, wait_seconds=early.seconds
            )
            raise ValidationError(
                "Terlalu banyak percobaan dengan kata sandi yang salah. Tunggu sebentar, lalu coba lagi.",
                code="too_many_login_attempts",
            ) from early

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        user = super().authenticate(request, **credentials)
        if user is not None and self._attempt is not None:
            self._attempt.succeeded()
        return user

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        if sessions.began_within(context.request.session, FRESH_SECONDS):
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        words = {
            "reauthenticate": "Pakai kata sandi",
            "mfa_reauthenticate": "Pakai kode aplikasi atau kode pemulihan",
            "mfa_reauthenticate:webauthn": "Pakai kunci masuk",
        }
        return [
            method | {"description": words[method["id"]]}
            for method in super().get_reauthentication_methods(user)
        ]


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_generate_recovery_codes": "Kode pemulihan dibuat setelah ada aplikasi atau kunci masuk.",
        "incorrect_code": "Kode atau kunci ini tidak cocok. Coba lagi.",
    }

    def encrypt(self, text: str) -> str:
        return vault.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return vault.decrypt(encrypted_text)

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        return f"Kunci {Authenticator.objects.filter(user=user, type=type).count() + 1}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": self.get_totp_issuer()}
