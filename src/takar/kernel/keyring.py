"""The keys that personal data is encrypted with.

One file, ``personal-data.keys`` in the data folder (or ``TAKAR_PERSONAL_DATA_KEYS_FILE``), made at first
use and readable by its owner only. It holds keys for encrypting, the one in force first, and one key for
digests that never changes: a digest finds an equal value and proves an unchanged one, so another key would
make every stored digest worthless.

Whoever loses this file loses the encrypted columns. Backups hold it beside the database.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from takar.kernel import clock, secret_files
from takar.kernel.errors import DomainError

ID_LENGTH = 8


class KeyMissing(DomainError):
    """A value was encrypted with a key that the file does not hold."""


@dataclass(frozen=True)
class Key:
    id: str
    made: str
    """The day it was made, ISO 8601."""
    secret: bytes


@dataclass(frozen=True)
class KeyRing:
    digest_key: bytes
    keys: tuple[Key, ...]

    @property
    def current(self) -> Key:
        return self.keys[0]

    def key(self, key_id: str) -> Key | None:
        return next((key for key in self.keys if key.id == key_id), None)

    def digest(self, use: str, text: str) -> str:
        """43 signs that only whoever has the key can make from ``text``. ``use`` keeps digests of one
        purpose from being compared with those of another."""
        made = hmac.digest(self.digest_key, f"{use}\x00{text}".encode(), hashlib.sha256)
        return base64.urlsafe_b64encode(made).decode().rstrip("=")

    def with_new_key(self) -> KeyRing:
        """The ring with a fresh key in force; the older ones still read what they wrote."""
        return replace(self, keys=(_new_key(), *self.keys))

    def with_current_only(self) -> KeyRing:
        return replace(self, keys=self.keys[:1])


def path() -> Path:
    return Path(settings.PERSONAL_DATA_KEYS)


def ring() -> KeyRing:
    """The keys as the file holds them now; another process may have added one a moment ago."""
    place = path()
    try:
        file_status = place.stat()
    except FileNotFoundError:
        _make(place)
        file_status = place.stat()
    return _read(place, file_status.st_mtime_ns, file_status.st_ino, file_status.st_size)


def store(ring: KeyRing) -> None:
    """Put the ring in the file's place, on the disk before this returns: rows depend on it."""
    secret_files.write(path(), _written(ring))


@lru_cache(maxsize=4)
def _read(place: Path, modified: int, inode: int, size: int) -> KeyRing:
    try:
        content = json.loads(place.read_text(encoding="ascii"))
        return KeyRing(
            base64.b64decode(content["digest_key"]),
            tuple(Key(row["id"], row["made"], base64.b64decode(row["key"])) for row in content["keys"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise KeyMissing(
            f"Berkas kunci data pribadi {place} tidak dapat dibaca. Kembalikan dari cadangan."
        ) from error


def _make(place: Path) -> None:
    first = KeyRing(secrets.token_bytes(32), (_new_key(),))
    secret_files.write(place, _written(first), only_if_absent=True)


def _written(ring: KeyRing) -> str:
    return json.dumps(
        {
            "digest_key": base64.b64encode(ring.digest_key).decode(),
            "keys": [
                {"id": key.id, "made": key.made, "key": base64.b64encode(key.secret).decode()}
                for key in ring.keys
            ],
        },
        indent=1,
    )


def _new_key() -> Key:
    return Key(secrets.token_hex(ID_LENGTH // 2), clock.today().isoformat(), secrets.token_bytes(32))
