"""A real server process on a folder of its own, as an office runs it: TAKAR_DEBUG off, JSON log lines."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Reply:
    status: int
    text: str
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Server:
    port: int
    data: Path
    log: Path

    def ask(
        self, path: str, method: str = "GET", body: bytes | str = "", headers: Mapping[str, str] | None = None
    ) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body=body, headers=dict(headers or {}))
            answer = connection.getresponse()
            return Reply(
                answer.status, answer.read().decode(), {k.lower(): v for k, v in answer.getheaders()}
            )
        finally:
            connection.close()

    def lines(self) -> list[dict[str, Any]]:
        """The log lines so far."""
        return [json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{")]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(port: int) -> None:
    """Until the processes behind the port answer; they open a moment after the sentence."""
    for _ in range(200):
        with contextlib.suppress(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port), timeout=60).close()
            return
        threading.Event().wait(0.05)
    raise AssertionError("the server does not listen")


@contextmanager
def running(data: Path, **settings: str) -> Iterator[Server]:
    """The server until the block ends. ``data`` holds a database that was migrated."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TAKAR_")}
    environment |= {"TAKAR_DATA": str(data), "DJANGO_SETTINGS_MODULE": "takar.config.settings"}
    environment |= {"TAKAR_LOG_JSON": "1", "PYTHONUNBUFFERED": "1", **settings}
    program = [sys.executable, "-c", "import sys; from takar.config.cli import main; sys.exit(main())"]
    port, log = _free_port(), data / "log"
    with log.open("w") as stderr:
        process = subprocess.Popen(
            [*program, "serve", "--workers", "2", "--port", str(port)],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        )
        assert process.stdout is not None
        try:
            said = process.stdout.readline()
            assert "Takar berjalan" in said, log.read_text()
            _await(port)
            yield Server(port, data, log)
        finally:
            process.terminate()
            process.communicate(timeout=60)
