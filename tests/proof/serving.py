"""A real ``takar serve`` in processes of its own, on a data folder of its own, to be killed."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psutil
import requests

ROOT = Path(__file__).parents[2]
TAKAR = [sys.executable, "-c", "from takar.config.cli import main; raise SystemExit(main())"]
PATIENCE = 180
"""Seconds for a start; on a busy machine the assets alone take a while."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _command_of(process: psutil.Process) -> str:
    """Empty for one that has just died: it is no worker, and asking it is not the test's failure."""
    try:
        return " ".join(process.cmdline())
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return ""


class Serving:
    """Start, kill and start again. ``settings`` are variables of the environment."""

    def __init__(self, data: Path, settings: Mapping[str, str] | None = None) -> None:
        self.data = data
        self.port = free_port()
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("TAKAR_", "DJANGO_"))
        }
        self.environment = {**kept, "TAKAR_DATA": str(data), **(settings or {})}
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def takar(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*TAKAR, *words], env=self.environment, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
        )  # fmt: skip

    def ask(self, module: str, *words: str) -> Any:
        """Run a module of the tests beside the server, with its settings; it answers in JSON."""
        environment = self.environment | {"DJANGO_SETTINGS_MODULE": "takar.config.settings"}
        done = subprocess.run(
            [sys.executable, "-m", module, *words],
            env=environment, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def start(self, workers: int = 2) -> None:
        with (self.data / "server.log").open("ab") as log:
            # A session of its own, so that all its processes can be killed at one blow.
            self.process = subprocess.Popen(
                [*TAKAR, "serve", "--port", str(self.port), "--workers", str(workers)],
                env=self.environment, cwd=ROOT, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self.wait()

    def wait(self) -> None:
        """Until it answers. An answer that refuses (a redirect to https) is an answer too."""
        assert self.process is not None
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if self.process.poll() is not None:
                break
            try:
                requests.get(f"{self.url}/sehat", timeout=5, allow_redirects=False)
            except requests.RequestException:
                time.sleep(0.1)
            else:
                return
        ended = self.process.poll()
        raise AssertionError(f"the server does not answer (status {ended}): {self.log()[-3000:]}")

    def log(self) -> str:
        return (self.data / "server.log").read_text(encoding="utf-8", errors="replace")

    def workers(self) -> list[psutil.Process]:
        """The processes that answer; helpers of theirs are left out, and so are the dead not yet buried."""
        assert self.process is not None
        children = psutil.Process(self.process.pid).children()
        return [
            child
            for child in children
            if (command := _command_of(child)) and "resource_tracker" not in command
        ]

    def kill(self) -> None:
        """SIGKILL to every process at once, as a power cut would."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.kill()
