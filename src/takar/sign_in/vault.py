"""Encryption of second-factor secrets at rest, with a key derived from the server's secret key.

A copy of the database alone (a backup without its key file) then opens no second factor.
"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from takar.kernel.errors import DomainError


def encrypt(text: str) -> str:
    return _keys().encrypt(text.encode()).decode("ascii")


def decrypt(token: str) -> str:
    """The text; :class:`DomainError` when the server's key is another one than when it was written."""
    try:
        return _keys().decrypt(token.encode()).decode()
    except InvalidToken as error:
        # Never an empty text instead: an empty secret has codes that anybody can compute.
        raise DomainError(
            "Langkah kedua akun ini tidak terbaca lagi, sebab kunci peladen berganti. "
            "Minta pengelola mengatur ulang langkah kedua Anda."
        ) from error


def _keys() -> MultiFernet:
    return MultiFernet([_derived(str(key)) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _derived(secret: str) -> Fernet:
    # HKDF and not a slow hash: the server's key is random and long.
    key = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"takar second factor").derive(
        secret.encode()
    )
    return Fernet(base64.urlsafe_b64encode(key))
