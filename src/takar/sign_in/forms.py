"""allauth's forms in the office's words, with a bound on every password before it is hashed."""

from __future__ import annotations

import struct
from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as factor
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from cryptography.exceptions import InvalidSignature
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator

from takar.kernel.security_log import SecurityEvent, log_event
from takar.sign_in.passwords import MAX_LENGTH
from takar.sign_in.second_factor import use_code_once

CODE_USED = "Kode ini sudah dipakai. Tunggu kode berikutnya di aplikasi Anda."


def bound_passwords(form: forms.Form, *names: str) -> None:
    """Refuse passwords that are too long before they are hashed, and offer to show what is typed."""
    for name in names:
        field = form.fields[name]
        assert isinstance(field, forms.CharField)
        field.max_length = MAX_LENGTH
        field.validators.append(_too_long)
        field.widget.attrs.pop("placeholder", None)
        field.widget.attrs["data-show-password"] = ""


def _too_long(value: str) -> None:
    if len(value) > MAX_LENGTH:
        raise ValidationError(f"Kata sandi paling panjang {MAX_LENGTH} huruf.", code="max_length")


class SignInForm(account.LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bound_passwords(self, "password")
        self.fields["login"].validators.append(MaxLengthValidator(150))  # as long as a user name can be


class PasswordForm(account.ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bound_passwords(self, "oldpassword", "password1", "password2")
        # allauth puts a link to a reset by mail here, and the office has none.
        self.fields["oldpassword"].help_text = ""


class PasswordAgainForm(account.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bound_passwords(self, "password")


def _ask_code(form: forms.Form, help_text: str) -> None:
    field = form.fields["code"]
    assert isinstance(field, forms.CharField)
    field.label = "Kode"
    field.help_text = help_text
    field.max_length = 32
    field.widget = forms.TextInput(
        attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": 32, "autofocus": True}
    )


class _CodeOnce(factor.BaseAuthenticateForm):  # type: ignore[misc]
    """A code of the app is taken once; a recovery code is struck off by allauth."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_code(self, "Enam angka dari aplikasi autentikator, atau delapan angka kode pemulihan.")

    def clean_code(self) -> str:
        code: str = super().clean_code()
        app = self.authenticator.type == Authenticator.Type.TOTP
        if app and not use_code_once(self.user, code):
            log_event(SecurityEvent.SIGN_IN_FAILED, user_id=self.user.pk, step="second factor used again")
            raise ValidationError(CODE_USED, code="code_used")
        return code


class CodeForm(_CodeOnce, factor.AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""


class CodeAgainForm(_CodeOnce, factor.ReauthenticateForm):  # type: ignore[misc]
    """Before something sensitive."""


class ActivateAppForm(totp.ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_code(self, "Enam angka yang sekarang tampil di aplikasi.")

    def clean_code(self) -> str:
        code: str = super().clean_code()
        # The code that proves the set-up must not open the next sign-in.
        use_code_once(self.user, code)
        return code


# A key's answer is whatever a stranger's program sends. allauth expects some of these, not all.
_UNREADABLE = (
    ArithmeticError, AttributeError, LookupError, TypeError, ValueError, struct.error, InvalidSignature,
)  # fmt: skip
KEY_UNREADABLE = "Kunci masuk ini tidak cocok. Coba lagi."


class _KeyAnswer:
    """Made-up answers of a key are a sentence, not a failure of the server."""

    def clean_credential(self) -> Authenticator:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except _UNREADABLE as error:
            raise ValidationError(KEY_UNREADABLE, code="incorrect_code") from error


class KeyAloneForm(_KeyAnswer, webauthn.LoginWebAuthnForm):  # type: ignore[misc]
    """Signing in with a key and nothing else."""


class KeyForm(_KeyAnswer, webauthn.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """The second step of signing in."""


class KeyAgainForm(_KeyAnswer, webauthn.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """Before something sensitive."""


class AddKeyForm(webauthn.AddWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_key(self.fields["name"])
        alone = self.fields["passwordless"]
        alone.label = "Dapat dipakai masuk tanpa kata sandi"
        alone.help_text = "Perangkat akan meminta sidik jari, wajah atau PIN-nya setiap kali dipakai."
        alone.initial = True

    def clean_credential(self) -> dict[str, Any]:
        """allauth checks no answer that is zero or false, and would keep it as a key."""
        credential = self.cleaned_data["credential"]
        if not isinstance(credential, dict):
            raise ValidationError(KEY_UNREADABLE, code="incorrect_code")
        return credential

    def clean(self) -> dict[str, Any]:
        try:
            values: dict[str, Any] = super().clean()
        except _UNREADABLE as error:
            raise ValidationError(KEY_UNREADABLE, code="incorrect_code") from error
        return values


class RenameKeyForm(webauthn.EditWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_key(self.fields["name"])


def _name_key(field: forms.Field) -> None:
    field.label = "Nama kunci"
    field.help_text = "Supaya Anda mengenalinya, misalnya “Telepon kantor”."
    assert isinstance(field, forms.CharField)
    field.max_length = 60
    field.widget.attrs["maxlength"] = 60
