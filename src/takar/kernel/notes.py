"""Signed notes and checkpoints in the text forms of C2SP (signed-note, tlog-checkpoint, tlog-cosignature).

A checkpoint is three lines (whose log, how many leaves, which root), an empty line, and signatures. Any
program of the field can check it; nothing in it is Takar's own.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from takar.kernel.errors import BadInput
from takar.kernel.merkle import HASH_LENGTH

ED25519, COSIGNATURE = 1, 4
"""What a key signs: notes as they are, or checkpoints together with a time."""
LONGEST = 16_384
"""Signs: no checkpoint is as long, however many have signed it."""

_DASH = "\u2014"
_NAME = re.compile(r"[^\s+]+")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,17}")


def encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()


def decoded(text: str) -> bytes:
    """Bytes from base64; ValueError for anything that is not exactly that."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("no base64") from error
    if encoded(data) != text:
        raise ValueError("no base64 in its one writing")
    return data


def hash_in(text: str) -> bytes:
    data = decoded(text)
    if len(data) != HASH_LENGTH:
        raise ValueError("no SHA-256")
    return data


def size_in(text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise ValueError("no size")
    return int(text)


# ---- keys -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class VerifierKey:
    """The public half of a key, with the name it signs under: what others are given."""

    name: str
    public: bytes
    kind: int = ED25519

    @property
    def id(self) -> bytes:
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{encoded(bytes([self.kind]) + self.public)}"

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        try:
            name, key_id, rest = text.strip().split("+", 2)
            data = decoded(rest)
            key = cls(name, data[1:], data[0])
            if not _NAME.fullmatch(name) or len(key.public) != 32 or key.kind not in (ED25519, COSIGNATURE):
                raise ValueError("no key that is known here")
            if key.id.hex() != key_id:
                raise ValueError("the id is of another key")
        except (ValueError, IndexError) as error:
            raise BadInput(
                f"“{text.strip()[:80]}” bukan kunci publik; bentuknya nama+angka+kunci."
            ) from error
        return key

    def accepts(self, signature: bytes, text: str) -> bool:
        """Whether ``signature`` (without the key's id) is this key's, over the text of a note."""
        signed = text.encode()
        if self.kind == COSIGNATURE:
            signed = _dated(text, int.from_bytes(signature[:8], "big"))
            signature = signature[8:]
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, signed)
        except (InvalidSignature, ValueError):
            return False
        return True


def _dated(text: str, time: int) -> bytes:
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def public_of(secret: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()


# ---- notes ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Signature:
    name: str
    key_id: bytes
    data: bytes

    def __str__(self) -> str:
        return f"{_DASH} {self.name} {encoded(self.key_id + self.data)}"

    @property
    def time(self) -> int:
        """Of a cosignature: when it was made, in seconds since 1970."""
        return int.from_bytes(self.data[:8], "big")

    @classmethod
    def parse(cls, line: str) -> Signature:
        dash, name, data = line.split(" ")
        raw = decoded(data)
        if dash != _DASH or not _NAME.fullmatch(name) or len(raw) < 5:
            raise ValueError("no signature line")
        return cls(name, raw[:4], raw[4:])


@dataclass(frozen=True)
class Checkpoint:
    """The state of a log: its first ``size`` leaves have this root."""

    origin: str
    size: int
    root: bytes
    extra: tuple[str, ...] = ()
    """Lines that other logs may add. They are kept, because the signature is over them too."""
    signatures: tuple[Signature, ...] = ()

    @property
    def text(self) -> str:
        """What is signed."""
        lines = (self.origin, str(self.size), encoded(self.root), *self.extra)
        return "".join(f"{line}\n" for line in lines)

    def __str__(self) -> str:
        return self.text + "\n" + "".join(f"{signature}\n" for signature in self.signatures)

    @property
    def short_root(self) -> str:
        """Enough of the root to recognise it on paper."""
        return self.root.hex()[:16]

    @classmethod
    def parse(cls, text: str, *, where: str = "Teks ini") -> Checkpoint:
        """Read a checkpoint; BadInput with a sentence that begins with ``where`` when it is none."""
        try:
            if len(text) > LONGEST:
                raise ValueError("too long")
            # C2SP signed-note: UTF-8 without control characters. A terminal would obey them, and half a
            # character (JSON can hold one) cannot be hashed or printed.
            if any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in text if sign not in "\r\n"):
                raise ValueError("a sign that no note holds")
            # The end of a file is lost easily on its way through a message or an editor.
            body, _, signed = text.replace("\r\n", "\n").partition("\n\n")
            origin, size, root, *extra = body.split("\n")
            if not origin or not all(extra):
                raise ValueError("an empty line")
            signatures = tuple(Signature.parse(line) for line in signed.split("\n") if line)
            return cls(origin, size_in(size), hash_in(root), tuple(extra), signatures)
        except ValueError as error:
            raise BadInput(f"{where} bukan titik periksa (checkpoint) yang lengkap.") from error

    def signed(self, name: str, secret: bytes) -> Checkpoint:
        key = VerifierKey(name, public_of(secret))
        data = Ed25519PrivateKey.from_private_bytes(secret).sign(self.text.encode())
        return self.with_signatures([Signature(name, key.id, data)])

    def cosignature(self, name: str, secret: bytes, *, time: int) -> Signature:
        """A witness's word that it saw this state at this time, as one that continues what it saw before."""
        key = VerifierKey(name, public_of(secret), COSIGNATURE)
        data = Ed25519PrivateKey.from_private_bytes(secret).sign(_dated(self.text, time))
        return Signature(name, key.id, time.to_bytes(8, "big") + data)

    def with_signatures(self, more: Iterable[Signature]) -> Checkpoint:
        """One signature of each key: a newer cosignature takes the place of the older one."""
        kept = {(mark.name, mark.key_id): mark for mark in (*self.signatures, *more)}
        return replace(self, signatures=tuple(kept.values()))

    def signature_by(self, keys: Iterable[VerifierKey]) -> Signature | None:
        """A signature that one of these keys made; signatures of other keys are passed over."""
        known = {(key.name, key.id): key for key in keys}
        for mark in self.signatures:
            key = known.get((mark.name, mark.key_id))
            if key is not None and key.accepts(mark.data, self.text):
                return mark
        return None
