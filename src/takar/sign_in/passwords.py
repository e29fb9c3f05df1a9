"""What a password must be, beyond Django's own validators. Source: OWASP ASVS 2.1.1 and 2.1.2."""

from __future__ import annotations

from django.core.exceptions import ValidationError

MIN_LENGTH = 12
MAX_LENGTH = 128
"""Longer ones cost the server work and protect nobody better."""

SAME_AS_PRINTED = "Pilih kata sandi lain: yang ini tercetak dan diketahui orang lain."


class MaximumLength:
    """Refuses a password that is too long before it is hashed."""

    def validate(self, password: str, user: object = None) -> None:
        if len(password) > MAX_LENGTH:
            raise ValidationError(f"Kata sandi paling panjang {MAX_LENGTH} huruf.", code="password_too_long")

    def get_help_text(self) -> str:
        return f"Paling panjang {MAX_LENGTH} huruf."
