"""A reader that does, inside the quarantine, what a file that took a decoder over would try."""

from __future__ import annotations

import ctypes
import os
import socket
import sys
import time
from pathlib import Path
from typing import Any

from takar.kernel.errors import BadInput

_seen: list[str] = []
_system = ctypes.CDLL(None)


def read(content: bytes, task: str) -> Any:
    return TASKS[task](content)


def _remember(content: bytes) -> str:
    before = ",".join(_seen)
    _seen.append(content.decode())
    return before


def _refuse(_: bytes) -> None:
    raise BadInput("Kolom kedua kosong.", field="file")


def _bug(_: bytes) -> None:
    raise KeyError("tidak ada")


def _native_memory(_: bytes) -> None:
    _system.malloc.restype = ctypes.c_void_p
    if _system.malloc(ctypes.c_size_t(2 << 30)) is None:
        raise MemoryError


def _deep(_: bytes) -> list[Any]:
    deep: list[Any] = []
    for _n in range(100_000):
        deep = [deep]
    return deep


def _link() -> socket.socket:
    """The socket to the other side, found as an intruder would."""
    for number in range(3, 1024):
        try:
            os.fstat(number)
        except OSError:
            continue
        return socket.socket(fileno=number)
    raise AssertionError


def _rubbish(_: bytes) -> None:
    _link().sendall(b"halo " * 1000)
    os._exit(0)


def _say(sign: bytes, text: bytes) -> Any:
    def work(_: bytes) -> None:
        _link().sendall(sign + len(text).to_bytes(8, "big") + text)
        os._exit(0)

    return work


def _attempt(work: Any) -> str:
    try:
        work()
    except OSError:
        return "refused"
    return "done"


def _loop(_: bytes) -> None:
    while True:
        pass


def _print(_: bytes) -> str:
    print("halo")  # noqa: T201
    sys.stdout.flush()
    _system.puts(b"halo")
    _system.fflush(None)
    os.write(2, b"halo")
    return "said"


def _environment(_: bytes) -> str:
    return "refused" if set(os.environ) == {"LANG"} else "done"


TASKS: dict[str, Any] = {
    "echo": lambda content: content.decode(),
    "length": len,
    "bytes": lambda content: content,
    "lone surrogate": lambda _: "\udc80",
    "refuse": _refuse,
    "abort": lambda _: _system.abort(),
    "segfault": lambda _: ctypes.string_at(0),
    "exit": lambda _: os._exit(0),
    "memory": lambda _: b"x" * (2 << 30),
    "native memory": _native_memory,
    "bug": _bug,
    "deep answer": _deep,
    "large answer": lambda _: "x" * (17 << 20),
    "rubbish on the socket": _rubbish,
    "nested rubbish": _say(b"v", b"[" * 1_000_000),
    "strange refusal": _say(b"r", b'["message"]'),
    "unknown sign": _say(b"?", b"1"),
    "loop": _loop,
    "sleep": lambda _: time.sleep(1000),
    "native loop": lambda _: _system.usleep(999_999_999),
    "open a file": lambda _: _attempt(lambda: Path("/etc/passwd").read_bytes()),
    "write a file": lambda _: _attempt(lambda: Path("/tmp/takar-quarantine").write_bytes(b"x")),  # noqa: S108
    "open a socket": lambda _: _attempt(socket.socket),
    "resolve a name": lambda _: _attempt(lambda: socket.getaddrinfo("localhost", 80)),
    "read the environment": _environment,
    "fork": lambda _: _attempt(os.fork),
    "print": _print,
    "remember": _remember,
}
