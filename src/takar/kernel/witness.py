"""A witness: it cosigns states of logs that continue what it saw before, and refuses every other.

Meant for another machine than the office's: the regency's Takar, or any computer with Takar on it. It
keeps the last state of each log in one file of its data folder, needs no database, and follows C2SP
tlog-witness. Two states that do not continue each other never get its signature, so an office cannot show
one history to the inspector and another one to everybody else.

The file is in no backup on purpose: a witness that is set back would sign what it refused before.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from takar.kernel import clock, merkle, secret_files
from takar.kernel.errors import BadInput, DomainError
from takar.kernel.notes import (
    COSIGNATURE,
    ED25519,
    LONGEST,
    Checkpoint,
    Signature,
    VerifierKey,
    decoded,
    encoded,
    hash_in,
    public_of,
    size_in,
)

try:
    import fcntl
except ImportError:  # Windows has no flock: only one person at a time should sign there
    fcntl = None  # type: ignore[assignment]

FILE: Final = "witness.json"
MOST_PROOF = 63
LONGEST_REQUEST = LONGEST + 64 * 64


class Rejected(DomainError):
    """The witness does not sign. ``status`` is what tlog-witness answers over HTTP."""

    def __init__(self, status: int, message: str, *, size: int | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.size = size
        """The size the witness saw last, where that is what the log has to know."""


@dataclass(frozen=True)
class Request:
    old: int
    proof: list[bytes]
    point: Checkpoint

    @classmethod
    def parse(cls, text: str) -> Request:
        try:
            if len(text) > LONGEST_REQUEST:
                raise ValueError("too long")
            head, _, rest = text.replace("\r\n", "\n").partition("\n\n")
            first, *proof = head.split("\n")
            word, _, old = first.partition(" ")
            if word != "old" or len(proof) > MOST_PROOF:
                raise ValueError("no old size")
            return cls(size_in(old), [hash_in(line) for line in proof], Checkpoint.parse(rest))
        except (ValueError, BadInput) as error:
            raise Rejected(400, "Ini bukan permintaan tanda tangan saksi yang lengkap.") from error


@dataclass
class Log:
    """A log this witness follows, and the last state it signed."""

    keys: list[VerifierKey]
    size: int = 0
    root: bytes = b""
    signed_at: str = ""


@dataclass
class Witness:
    name: str
    secret: bytes
    logs: dict[str, Log]

    @property
    def key(self) -> VerifierKey:
        return VerifierKey(self.name, public_of(self.secret), COSIGNATURE)


def path() -> Path:
    return Path(settings.DATA) / FILE


def witness() -> Witness:
    """The witness of this data folder; DomainError where none was set up."""
    try:
        content = json.loads(path().read_text(encoding="ascii"))
        return Witness(
            content["name"],
            decoded(content["secret"]),
            {origin: _log(row) for origin, row in content["logs"].items()},
        )
    except FileNotFoundError as error:
        raise DomainError("Di sini belum ada saksi. Buat dengan “takar witness init NAMA”.") from error
    except (ValueError, KeyError, TypeError, AttributeError, BadInput) as error:
        raise DomainError(f"Berkas saksi {path()} tidak dapat dibaca.") from error


def init(name: str) -> Witness:
    """A new witness with a key of its own."""
    if not re.fullmatch(r"[^\s+]{1,200}", name):
        raise BadInput("Nama saksi tidak boleh kosong, berspasi, atau memuat tanda “+”.")
    if path().exists():
        raise DomainError("Di sini sudah ada saksi; lihat “takar witness show”.")
    secret_files.write(path(), _written(Witness(name, secrets.token_bytes(32), {})), only_if_absent=True)
    return witness()


def add_log(key: VerifierKey) -> Witness:
    """Follow a log, or accept a further key of a log that is followed (after a rotation)."""
    if key.kind != ED25519:
        raise BadInput("Itu kunci saksi, bukan kunci buku.")
    with _alone():
        found = witness()
        log = found.logs.setdefault(key.name, Log([]))
        if key not in log.keys:
            log.keys.append(key)
        secret_files.write(path(), _written(found))
    return found


def sign(text: str) -> Signature:
    """Answer a request. Raises Rejected; the new state is on the disk before the signature leaves."""
    request = Request.parse(text)
    point = request.point
    with _alone():
        found = witness()
        log = found.logs.get(point.origin)
        if log is None:
            raise Rejected(404, f"Saksi ini tidak mengikuti {point.origin}.")
        if point.signature_by(log.keys) is None:
            raise Rejected(403, "Titik periksa itu tidak ditandatangani kunci yang dikenal saksi.")
        _require_continuation(request, log)
        log.size, log.root, log.signed_at = point.size, point.root, clock.now().isoformat(timespec="seconds")
        secret_files.write(path(), _written(found))
        return point.cosignature(found.name, found.secret, time=int(clock.now().timestamp()))


def _require_continuation(request: Request, log: Log) -> None:
    point = request.point
    if request.old > point.size:
        raise Rejected(400, "Ukuran lama lebih besar daripada ukuran titik periksa.")
    if request.old != log.size:
        said = f"Saksi terakhir melihat {log.size} langkah; permintaan ini mulai dari {request.old}."
        raise Rejected(409, said, size=log.size)
    if log.size and point.size == log.size and point.root != log.root:
        raise Rejected(
            409, f"Pada {log.size} langkah saksi melihat akar yang lain: riwayat bercabang.", size=log.size
        )
    old_root = log.root if log.size else merkle.CompactRange().root()
    if not merkle.is_consistent(log.size, old_root, point.size, point.root, request.proof):
        raise Rejected(
            422, f"Bukti tidak cocok: buku ini bukan kelanjutan dari {log.size} langkah yang dilihat saksi."
        )


@contextmanager
def _alone() -> Iterator[None]:
    """Between reading the last state and writing the next nobody else does."""
    path().parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path().with_suffix(".lock"), os.O_CREAT | os.O_RDWR, 0o600)
    try:
        if fcntl is not None:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _log(row: dict[str, Any]) -> Log:
    root = hash_in(row["root"]) if row["root"] else b""
    return Log([VerifierKey.parse(key) for key in row["keys"]], int(row["size"]), root, row["signed_at"])


def _written(found: Witness) -> str:
    logs = {
        origin: {
            "keys": [str(key) for key in log.keys],
            "size": log.size,
            "root": encoded(log.root),
            "signed_at": log.signed_at,
        }
        for origin, log in found.logs.items()
    }
    return json.dumps({"name": found.name, "secret": encoded(found.secret), "logs": logs}, indent=1)
