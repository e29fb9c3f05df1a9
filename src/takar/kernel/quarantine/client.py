"""Asking for a foreign file to be read, from the web process or a command."""

from __future__ import annotations

import atexit
import hashlib
import json
import logging
import os
import socket
import subprocess
import sys
import threading
import time
from typing import Any, Final

from takar.kernel.errors import BadInput
from takar.kernel.quarantine import frames, limits
from takar.kernel.security_log import SecurityEvent, log_event

logger = logging.getLogger(__name__)

_PROGRAM: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[2]); "
    "from takar.kernel.quarantine.fork_server import serve; serve(int(sys.argv[1]), int(sys.argv[3]))"
)
_NOT_SAFELY: Final = (
    "Berkas ini tidak dapat dibaca dengan aman: rusak, terlalu besar setelah dibuka, atau isinya tidak wajar. "
    "Buka dengan aplikasi asalnya, simpan ulang, lalu coba lagi."
)
_NO_READER: Final = "Pembaca berkas di server tidak dapat dijalankan. Beri tahu pengelola server."
_LONGEST_SENTENCE: Final = 4000
"""Signs of a refusal; the survey tells twenty faulty rows at once."""
VANISHED: Final = "ended"
"""How :mod:`frames` says that the other side is gone."""
_BUSY: Final = "Server sedang membaca berkas lain. Coba lagi sebentar."


class Stopped(BadInput):
    """The reader was ended, or ended itself, before it could answer. Logged as a security event."""


class _NoForkServer(Exception):
    """The fork server was gone before the child began: not the file's fault."""


class _ForkServer:
    """The one fork server of this process, started with the first file and anew when it died."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self.places = threading.BoundedSemaphore(limits.AT_ONCE)
        self._patience = threading.Lock()

    def takes_a_place(self) -> bool:
        """Whether a place came free in time."""
        if self.places.acquire(timeout=limits.SHORT_WAIT):
            return True
        if not self._patience.acquire(blocking=False):
            return False
        try:
            return self.places.acquire(timeout=limits.LONGEST_WAIT)
        finally:
            self._patience.release()

    def open_child(self, reader: str) -> tuple[socket.socket, subprocess.Popen[bytes]]:
        """This side's end of a socket to a child that will read with ``reader``, and the child's fork server."""
        mine, theirs = socket.socketpair()
        try:
            with self._lock, theirs:
                if self._process is None or self._process.poll() is not None or self._control is None:
                    self._start()
                assert self._control is not None
                assert self._process is not None
                try:
                    socket.send_fds(self._control, [reader.encode()], [theirs.fileno()])
                except OSError as error:
                    self._stop()
                    raise _NoForkServer from error
                return mine, self._process
        except BaseException:
            mine.close()
            raise

    def drop(self, process: subprocess.Popen[bytes]) -> None:
        """End a fork server that let a child fail; another thread may have replaced it already."""
        with self._lock:
            if self._process is process:
                self._stop()

    def end(self) -> None:
        with self._lock:
            self._stop()

    def forget(self) -> None:
        """In a forked process: the fork server belongs to the parent."""
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            self._process.returncode = 0
        self.__init__()  # type: ignore[misc]

    def _start(self) -> None:
        self._stop()
        mine, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        path = [entry or os.getcwd() for entry in sys.path]
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - this Python and a constant program
                [
                    sys.executable,
                    "-ISB",
                    "-c",
                    _PROGRAM,
                    str(theirs.fileno()),
                    json.dumps(path),
                    str(limits.SECONDS),
                ],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={"LANG": "C.UTF-8"},
                cwd="/",
                start_new_session=True,
            )
        self._control = mine

    def _stop(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


_fork_server = _ForkServer()
atexit.register(_fork_server.end)
os.register_at_fork(after_in_child=_fork_server.forget)


def read_foreign(reader: str, content: bytes, /, **options: Any) -> Any:
    """What ``reader`` (dotted path of a module with ``read``) makes of the bytes: JSON or bytes.

    Raises the reader's own DomainError as BadInput, and :class:`Stopped` when it crashed, ran out of
    memory or time, or answered rubbish. Never call it inside a transaction: it may take ten seconds.
    """
    if len(content) > limits.LARGEST_FILE:
        raise BadInput("Berkas ini lebih besar dari 32 MB. Perkecil atau bagi dahulu.", field="file")
    if not _fork_server.takes_a_place():
        raise BadInput(_BUSY, field="file")
    try:
        return _understood(*_asked(reader, content, options))
    except frames.Cut as cut:
        log_event(
            SecurityEvent.FOREIGN_FILE_STOPPED,
            reader=reader,
            reason=str(cut),
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest()[:16],
        )
        raise Stopped(_NOT_SAFELY, field="file") from None
    finally:
        _fork_server.places.release()


def _understood(sign: bytes, payload: bytes) -> Any:
    """The value of an answer. The child may have been taken over, so nothing it says is trusted."""
    match sign:
        case frames.BYTES:
            return payload
        case frames.VALUE:
            return frames.from_json(payload)
        case frames.REFUSED:
            match frames.from_json(payload):
                case {"message": str(message), "field": str() | None as field}:
                    raise BadInput(message[:_LONGEST_SENTENCE], field=field)
        case frames.NO_MEMORY:
            raise frames.Cut("memory")
        case frames.FAILED:
            raise frames.Cut(f"failed with {payload[:60].decode('ascii', 'replace')}")
    raise frames.Cut("babble")


def _asked(reader: str, content: bytes, options: dict[str, Any]) -> tuple[bytes, bytes]:
    try:
        return _ask(reader, content, options)
    except _NoForkServer:
        pass  # it was killed; the next one is new
    except frames.Cut as cut:
        # A child that vanished may have been ended by the system and not by its file. Once more, in a
        # new one: a good file must not be refused, and a bad one vanishes again.
        if str(cut) != VANISHED:
            raise
    try:
        return _ask(reader, content, options)
    except _NoForkServer as error:
        logger.error("The process that reads foreign files does not start; reader %s", reader)
        raise BadInput(_NO_READER, field="file") from error


def _ask(reader: str, content: bytes, options: dict[str, Any]) -> tuple[bytes, bytes]:
    link, process = _fork_server.open_child(reader)
    with link:
        began = time.monotonic()
        # A second more than the fork server grants, so that it is the one to end the child.
        until = began + limits.SECONDS + 1
        try:
            frames.exactly(link, len(frames.STARTED), until)
        except frames.Cut as cut:
            _fork_server.drop(process)  # a dying process still looks alive for a moment
            raise _NoForkServer from cut
        try:
            frames.send(link, frames.VALUE, frames.as_json(options))
            frames.send(link, frames.VALUE, content)
            return frames.receive(link, limits.LARGEST_ANSWER, until)
        except (OSError, frames.Cut) as error:
            if time.monotonic() - began >= limits.SECONDS:
                raise frames.Cut("time") from None
            raise frames.Cut(str(error) if isinstance(error, frames.Cut) else VANISHED) from None
