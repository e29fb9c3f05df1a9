"""A real server on a folder of its own: one process dies, the others answer, a new one comes."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.config.commands import takar_apart

LONGEST = 300.0
"""Seconds to wait for what must come; nothing is measured, a busy machine only takes longer."""


@dataclass
class Running:
    process: subprocess.Popen[bytes]
    port: int

    def answers(self) -> bool:
        """Whether the health page comes over a connection of its own."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            link.request("GET", "/sehat")
            return link.getresponse().status == 200
        except OSError:
            return False
        finally:
            link.close()

    def workers(self) -> set[int]:
        with contextlib.suppress(OSError):
            children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
            return {int(child) for child in children.split() if _is_alive(int(child))}
        return set()


def _is_alive(process: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except OSError:
        return False


def until(there: Callable[[], bool]) -> bool:
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        if there():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Running]:
    assert takar_apart(tmp_path, "migrate").status == 0
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TAKAR_")}
    environment |= {"TAKAR_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "takar.config.settings"}
    environment["TAKAR_DEBUG"] = "1"  # spares the compressing of all assets
    program = "import sys; from takar.config.cli import main; sys.exit(main())"
    with subprocess.Popen(
        [sys.executable, "-c", program, "serve", "--port", str(port), "--workers", "2"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        running = Running(process, port)
        try:
            assert until(running.answers)
            yield running
        finally:
            process.kill()


def test_a_killed_process_is_replaced_and_the_other_answers_meanwhile(server: Running) -> None:
    first, second = sorted(server.workers())
    os.kill(first, signal.SIGKILL)
    assert until(server.answers)
    assert second in server.workers()
    assert until(lambda: len(server.workers() - {first}) == 2)
    # The new one at once as well: twice within seconds is where granian by itself gives up.
    (third,) = server.workers() - {first, second}
    os.kill(third, signal.SIGKILL)
    assert until(lambda: len(server.workers() - {first, third}) == 2)
    # And all of them together.
    for worker in server.workers():
        os.kill(worker, signal.SIGKILL)
    assert until(lambda: len(server.workers()) == 2)
    assert until(server.answers)
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(LONGEST) == 0
