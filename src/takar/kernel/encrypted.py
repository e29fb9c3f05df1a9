"""Columns that are encrypted in the database: what identifies a resident, and uploaded rows.

Stored as ``enc1:<key id>:<digest>:<ciphertext>`` (AES-256-GCM). The digest is keyed; equal values have equal
digests, so an exact search works and nothing else does: no part of a value, no order.
"""

from __future__ import annotations

import base64
import json
import os
import re
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.exceptions import FieldError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.lookups import Exact

from takar.kernel import keyring
from takar.kernel.keyring import KeyMissing

MARK = "enc1:"
EMPTY = ("", "{}", "[]")
"""Stored as they are: that nothing was written is no secret."""
_DIGEST_AT = len(MARK) + keyring.ID_LENGTH + 1
_DIGEST_LENGTH = 43
_NO_DIGEST = "-" * _DIGEST_LENGTH
_BOUND_TO = b"takar personal data"


def encrypt(text: str, *, searchable: bool = True) -> str:
    """``text`` as it is stored. Encrypting again gives another writing with the same digest."""
    ring = keyring.ring()
    nonce = os.urandom(12)
    sealed = nonce + AESGCM(ring.current.secret).encrypt(nonce, text.encode(), _BOUND_TO)
    digest = search_digest(text) if searchable else _NO_DIGEST
    return f"{MARK}{ring.current.id}:{digest}:{base64.urlsafe_b64encode(sealed).decode()}"


def decrypt(stored: str) -> str:
    """The text behind a stored value. What is not encrypted (yet) is its own text."""
    if not stored.startswith(MARK):
        return stored
    _, key_id, _, packed = stored.split(":", 3)
    key = keyring.ring().key(key_id)
    if key is None:
        raise KeyMissing(
            f"Kunci data pribadi {key_id} tidak ada. Kembalikan berkas {keyring.path().name} dari cadangan."
        )
    raw = base64.urlsafe_b64decode(packed)
    try:
        return AESGCM(key.secret).decrypt(raw[:12], raw[12:], _BOUND_TO).decode()
    except InvalidTag:
        raise KeyMissing(
            "Data pribadi yang tersandi ini telah berubah. Jalankan “takar audit verify”."
        ) from None


def search_digest(text: str) -> str:
    """Finds an equal value, however it was spaced or punctuated."""
    return keyring.ring().digest("search", re.sub(r"[\W_]+", "", text.casefold()))


def seal_digest(text: str, *context: object) -> str:
    """Proves an unchanged value in the history. Bound to its place: two entries of one person show
    different digests."""
    return keyring.ring().digest("seal", "\x00".join([*(str(part) for part in context), text]))


class _Encrypted:
    """What the encrypted fields share. Stored as text of any length."""

    searchable = True

    def get_internal_type(self) -> str:
        return "TextField"

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        text = self.get_prep_value(value)  # type: ignore[attr-defined]
        return encrypt(text, searchable=self.searchable) if text is not None and text not in EMPTY else text

    def get_lookup(self, name: str) -> Any:
        if name not in {"exact", "isnull"}:
            raise FieldError(f"an encrypted column is found by its whole value only, not by {name!r}")
        return super().get_lookup(name)  # type: ignore[misc]


class EncryptedText(_Encrypted, models.CharField):  # type: ignore[type-arg]
    """A text. ``max_length`` is what a person may write, not what is stored."""

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return None if value is None else decrypt(value)


class EncryptedJson(_Encrypted, models.TextField):  # type: ignore[type-arg]
    """Lists and mappings as JSON, encrypted whole."""

    searchable = False

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        return None if value is None else json.loads(decrypt(value))

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder)

    def to_python(self, value: Any) -> Any:
        return value

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.get_prep_value(self.value_from_object(obj)))


@EncryptedText.register_lookup
class _SameDigest(Exact):
    """Equality by digest; an empty value is stored plain and compared plain."""

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        if self.rhs in ("", None):
            return super().as_sql(compiler, connection)
        column, params = self.process_lhs(compiler, connection)
        sql = f"SUBSTR({column}, {_DIGEST_AT + 1}, {_DIGEST_LENGTH}) = %s"
        return sql, [*params, search_digest(str(self.rhs))]
