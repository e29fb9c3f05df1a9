"""The key that signs the state of the books, in a file outside the database.

One file, ``log-signing.keys`` in the data folder, made at first need and readable by its owner only. It
holds the name of this installation, the key in force first, and of replaced keys the public half alone:
what they signed stays valid, and nobody can sign with them any more.

The name keeps two installations of one office apart (a trial and the real one): their books are two
logs. A restored backup brings the file along and so goes on with the same log.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from takar.kernel import clock, secret_files
from takar.kernel.errors import BadInput, DomainError
from takar.kernel.notes import VerifierKey, decoded, encoded, public_of

FILE: Final = "log-signing.keys"


@dataclass(frozen=True)
class SigningKey:
    public: bytes
    made: str
    """The day, ISO 8601."""
    retired: str = ""
    secret: bytes = b""
    """Empty once the key was replaced."""

    def named(self, name: str) -> VerifierKey:
        return VerifierKey(name, self.public)


@dataclass(frozen=True)
class LogKeys:
    installation: str
    keys: tuple[SigningKey, ...]
    witnesses: tuple[VerifierKey, ...] = ()
    """Whose cosignatures are believed here."""

    @property
    def current(self) -> SigningKey:
        return self.keys[0]

    def origin(self, office_code: str) -> str:
        """The first line of an office's checkpoints, and the name its key signs under."""
        return f"takar/{office_code}/{self.installation}"

    def known_as(self, name: str) -> list[VerifierKey]:
        """All keys that ever signed here, under a name."""
        return [key.named(name) for key in self.keys]


def path() -> Path:
    return Path(settings.DATA) / FILE


def keys() -> LogKeys | None:
    """The keys as the file holds them now; None where none was ever needed."""
    place = path()
    try:
        text = place.read_text(encoding="ascii")
    except FileNotFoundError:
        return None
    try:
        content = json.loads(text)
        return LogKeys(
            str(content["installation"]),
            tuple(_read(row) for row in content["keys"]),
            tuple(VerifierKey.parse(text) for text in content.get("witnesses", ())),
        )
    except (ValueError, KeyError, TypeError, BadInput) as error:
        raise DomainError(f"Berkas kunci {place} tidak dapat dibaca. Kembalikan dari cadangan.") from error


def keys_to_sign() -> LogKeys:
    """The keys, made now where there are none."""
    found = keys()
    if found is None:
        first = LogKeys(secrets.token_hex(4), (_new(),))
        secret_files.write(path(), _written(first), only_if_absent=True)
        found = keys()
    assert found is not None
    if not found.keys or not found.current.secret:
        raise DomainError(f"Berkas kunci {path()} tidak memuat kunci yang berlaku. Kembalikan dari cadangan.")
    return found


def rotate(*, new_log: bool = False) -> LogKeys:
    """A new key from now on. The secret of the old one is destroyed.

    ``new_log``: under a new name, for books that do not continue what was signed (an older backup came back).
    """
    old, today = keys_to_sign(), clock.today().isoformat()
    retired = replace(old.current, retired=today, secret=b"")
    name = secrets.token_hex(4) if new_log else old.installation
    new = replace(old, installation=name, keys=(_new(), retired, *old.keys[1:]))
    secret_files.write(path(), _written(new))
    return new


def trust_witness(key: VerifierKey) -> None:
    """Believe a witness's cosignatures from now on."""
    old = keys_to_sign()
    if key not in old.witnesses:
        secret_files.write(path(), _written(replace(old, witnesses=(*old.witnesses, key))))


def _new() -> SigningKey:
    # An Ed25519 key is any 32 random bytes.
    secret = secrets.token_bytes(32)
    return SigningKey(public_of(secret), clock.today().isoformat(), secret=secret)


def _read(row: dict[str, Any]) -> SigningKey:
    secret = decoded(row.get("secret", ""))
    public = decoded(row["public"])
    if len(public) != 32 or (secret and public_of(secret) != public):
        raise ValueError("the two halves of the key do not fit")
    return SigningKey(public, row["made"], row.get("retired", ""), secret)


def _written(keys: LogKeys) -> str:
    rows = [
        {
            "made": key.made,
            "public": encoded(key.public),
            **({"secret": encoded(key.secret)} if key.secret else {"retired": key.retired}),
        }
        for key in keys.keys
    ]
    witnesses = [str(witness) for witness in keys.witnesses]
    return json.dumps({"installation": keys.installation, "keys": rows, "witnesses": witnesses}, indent=1)
