"""The process that keeps the readers loaded and forks a child for each foreign file.

Starting Python and loading a reader anew costs 50 to 200 ms a file, forking about 3 ms. The fork server
itself never touches a foreign byte. It is started with an empty environment, so that neither it nor
its children know a secret, and ends when the process that started it ends.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import os
import select
import signal
import socket
import time
from typing import Final

from takar.kernel.quarantine.child import work

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_NO_NEW_PRIVILEGES: Final = 38


def serve(control_number: int, seconds: int) -> None:
    """Serve requests (a reader's name and a socket to answer on) until the other end is closed."""
    _leave_the_network()
    children: dict[int, float] = {}
    with socket.socket(fileno=control_number) as control:
        while True:
            _look_after(children)
            ready, _, _ = select.select([control], [], [], 0.5 if children else None)
            if not ready:
                continue
            message, numbers, _, _ = socket.recv_fds(control, 256, 1)
            if not message:
                break
            with socket.socket(fileno=numbers[0]) as link:
                children[_child(control, link, message.decode(), seconds)] = time.monotonic() + seconds
    for child in children:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)


def _child(control: socket.socket, link: socket.socket, reader: str, seconds: int) -> int:
    importlib.import_module(reader)
    gc.freeze()  # the collector of a child must not touch, and thereby copy, the pages it shares
    child = os.fork()
    if child:
        return child
    try:
        control.close()
        work(link, reader, seconds)
    finally:
        os._exit(0)


def _look_after(children: dict[int, float]) -> None:
    """Bury who ended; end who lives too long, also when it ignores signals and sleeps."""
    for child, end in list(children.items()):
        ended, _ = os.waitpid(child, os.WNOHANG)
        if ended:
            del children[child]
        elif time.monotonic() > end:
            os.kill(child, signal.SIGKILL)


def _leave_the_network() -> None:
    """No network where the kernel allows a name space of its own; and the first to go when memory ends."""
    system = ctypes.CDLL(None, use_errno=True)
    if system.unshare(_NEW_NETWORK) and system.unshare(_NEW_USER | _NEW_NETWORK):
        pass  # not allowed here; the children cannot open a socket anyway
    system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")
