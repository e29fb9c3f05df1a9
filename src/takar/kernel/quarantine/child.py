"""Inside the child: take every right away, read one file, answer, end."""

from __future__ import annotations

import codecs
import importlib
import os
import resource
import signal
import socket
from typing import Any

from takar.kernel.errors import DomainError
from takar.kernel.quarantine import frames, limits

# Python loads a codec when it is first used; inside the child that would be too late.
for _codec in ("ascii", "cp437", "cp1252", "latin-1", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"):
    codecs.lookup(_codec)


def work(link: socket.socket, reader: str, seconds: int) -> None:
    """Read the file that comes over ``link`` with the reader and answer there. The caller ends the process."""
    try:
        module = importlib.import_module(
            reader
        )  # loaded by the fork server before the fork, so nothing is opened
        _confine(link, seconds)
        link.sendall(frames.STARTED)
        _, message = frames.receive(link, limits.MEGABYTE)
        _, content = frames.receive(link, limits.LARGEST_FILE)
        options = frames.from_json(message)
        sign, payload = _answer(module, content, options)
    except MemoryError:
        sign, payload = frames.NO_MEMORY, b""
    if len(payload) > limits.LARGEST_ANSWER:
        sign, payload = frames.NO_MEMORY, b""
    frames.send(link, sign, payload)


def _answer(module: Any, content: bytes, options: dict[str, Any]) -> tuple[bytes, bytes]:
    try:
        value = module.read(content, **options)
        return (frames.BYTES, value) if isinstance(value, bytes) else (frames.VALUE, frames.as_json(value))
    except DomainError as error:
        return frames.REFUSED, frames.as_json({"message": error.message, "field": error.field})
    except MemoryError:
        raise
    except Exception as error:  # a decoder that stumbles raises whatever it likes
        return frames.FAILED, type(error).__name__.encode()


def _confine(link: socket.socket, seconds: int) -> None:
    """From here on: no file, no socket, no process can be opened; little memory and time."""
    keep = link.fileno()
    os.closerange(3, keep)
    os.closerange(keep + 1, 4096)
    bounds = {
        resource.RLIMIT_AS: limits.MEMORY,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NPROC: 0,
        # What is open stays open; nothing can be opened any more, a socket as little as a file.
        resource.RLIMIT_NOFILE: 0,
    }
    # The fork server ends children that run too long. If it is gone itself, the system ends them.
    signal.setitimer(signal.ITIMER_REAL, seconds + 1)
    for kind, bound in bounds.items():
        resource.setrlimit(kind, (bound, bound))
