"""Backups that only the holder of a private key can read (age, https://age-encryption.org).

The server knows public keys only. Whoever steals the server or its backups cannot read the old ones,
and neither can the server itself. Files are the ones of the ``age`` command and can be opened with it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any, Final, TypeAlias

import pyrage

from takar.config.safekeeping.disk import sync_file
from takar.kernel.errors import BadInput, DomainError

MAGIC: Final = b"age-encryption.org/v1\n"
_ARMOUR: Final = b"-----BEGIN AGE ENCRYPTED FILE-----"
_CHUNK, _NONCE, _TAG = 64 * 1024, 16, 16
"""The format's own numbers: https://c2sp.org/age, payload."""

Recipient: TypeAlias = Any
"""A public key of the library, which has no types of its own."""
Identity: TypeAlias = Any
"""A private key of the library."""


class _Stream:
    """A file whose own errors are kept: the library tells them as text, and a full disk must stay one."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.error: OSError | None = None

    def _kept(self, work: Any, *args: Any) -> Any:
        try:
            return work(*args)
        except OSError as error:
            self.error = error
            raise

    def read(self, size: int = -1) -> bytes:
        content: bytes = self._kept(self.file.read, size)
        return content

    def write(self, content: bytes) -> int:
        written: int = self._kept(self.file.write, content)
        return written

    def flush(self) -> None:
        self._kept(self.file.flush)


def recipients_of(words: Sequence[str]) -> list[Recipient]:
    """Public keys as they are written: ``age1…`` or ``ssh-…``. Raises BadInput for anything else."""
    return [_recipient(word.strip()) for word in words if word.strip()]


def _recipient(word: str) -> Recipient:
    if word.startswith("AGE-SECRET-KEY-"):
        raise BadInput("Itu kunci rahasia. Tulis kunci publiknya, yang diawali “age1”.")
    try:
        if word.startswith("ssh-"):
            return pyrage.ssh.Recipient.from_str(word)
        return pyrage.x25519.Recipient.from_str(word)
    except pyrage.RecipientError as error:
        raise BadInput(
            f"Kunci publik “{word}” tidak dikenal. Buat sepasang dengan “age-keygen” dan tulis yang diawali “age1”."
        ) from error


def identities_of(path: Path) -> list[Identity]:
    """The private keys in a file as ``age-keygen`` or ``ssh-keygen`` writes it."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadInput(f"Berkas kunci {path} tidak dapat dibuka: {error.strerror}.") from error
    try:
        if b"PRIVATE KEY" in content:
            return [pyrage.ssh.Identity.from_buffer(content)]
        lines = [line.strip() for line in content.decode("ascii").splitlines()]
        found = [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except (pyrage.IdentityError, ValueError) as error:
        raise BadInput(f"Berkas {path} bukan berkas kunci rahasia age.") from error
    if not found:
        raise BadInput(f"Berkas {path} tidak memuat kunci rahasia.")
    return found


def is_encrypted(path: Path) -> bool:
    """By the first bytes; the file's name is not asked."""
    with path.open("rb") as file:
        start = file.read(64)
    return start.startswith((MAGIC, _ARMOUR))


def encrypt(source: Path, target: Path, recipients: Sequence[Recipient]) -> None:
    """Write ``target`` so that only the recipients can read it; checked for its form and full length."""
    descriptor = os.open(target, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as file, source.open("rb") as plain:
        sink = _Stream(file)
        try:
            pyrage.encrypt_io(_Stream(plain), sink, list(recipients))
        except (pyrage.EncryptError, OSError) as error:
            raise sink.error or DomainError(f"Cadangan tidak dapat disandikan: {error}.") from error
    sync_file(target)
    if target.stat().st_size != _length_of(target, source.stat().st_size):
        raise DomainError(f"Berkas {target} tidak tersandi utuh. Ulangi.")


def _length_of(target: Path, plain: int) -> int:
    """How long the encrypted file must be: header, nonce, and each chunk with its tag."""
    header = len(MAGIC)
    with target.open("rb") as file:
        if file.readline() != MAGIC:
            return -1
        for line in file:
            if line.startswith(b"--- "):
                return _payload(plain) + header + len(line)
            header += len(line)
    return -1


def _payload(plain: int) -> int:
    chunks = max(1, -(-plain // _CHUNK))
    return _NONCE + plain + chunks * _TAG


def decrypt(source: Path, target: Path, identities: Sequence[Identity]) -> None:
    """The plain bundle into ``target``. Raises BadInput when no key fits or the file was altered."""
    descriptor = os.open(target, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as file, source.open("rb") as hidden:
        reader, sink = _Stream(hidden), _Stream(file)
        try:
            pyrage.decrypt_io(reader, sink, list(identities))
        except pyrage.DecryptError as error:
            raise BadInput(f"Cadangan {source} tidak dapat dibuka dengan kunci itu.") from error
        except OSError as error:
            raise (
                sink.error
                or reader.error
                or BadInput(f"Cadangan {source} rusak: isinya tidak seperti saat disandikan.")
            ) from error
