"""What the two sides say to each other over a socket: one request, one answer, each with its length.

Both come as a sign, a length and that many bytes. The answer is JSON or raw bytes and nothing else:
unpickling what a child says would run the code of whoever took it over.
"""

from __future__ import annotations

import json
import socket
import struct
import time
from typing import Any, Final

HEAD: Final = struct.Struct("!cQ")
STARTED: Final = b"+"
"""The child's first byte: from here on it is the file's fault when no answer comes."""
VALUE, BYTES, REFUSED, NO_MEMORY, FAILED = b"v", b"b", b"r", b"m", b"f"


class Cut(Exception):
    """The other side ended, was too slow, or said something that is no frame."""


def send(link: socket.socket, sign: bytes, payload: bytes) -> None:
    link.sendall(HEAD.pack(sign, len(payload)))
    if payload:  # after the head of an empty one the other side may have answered and gone already
        link.sendall(payload)


def receive(link: socket.socket, largest: int, until: float | None = None) -> tuple[bytes, bytes]:
    """One frame. ``until`` is a moment of ``time.monotonic``. Raises Cut."""
    sign, length = HEAD.unpack(exactly(link, HEAD.size, until))
    if length > largest:
        raise Cut("too much")
    return sign, exactly(link, length, until)


def exactly(link: socket.socket, length: int, until: float | None = None) -> bytes:
    found = bytearray(length)
    view, have = memoryview(found), 0
    while have < length:
        if until is not None:
            link.settimeout(max(until - time.monotonic(), 0.001))
        try:
            got = link.recv_into(view[have:])
        except TimeoutError:
            raise Cut("time") from None
        except OSError:
            raise Cut("ended") from None
        if not got:
            raise Cut("ended")
        have += got
    return bytes(found)


def as_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def from_json(payload: bytes) -> Any:
    """Raises Cut for whatever is no JSON, a hundred thousand nested lists included."""
    try:
        return json.loads(payload.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError):
        raise Cut("babble") from None
