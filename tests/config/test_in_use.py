"""A restore and a running server exclude each other, also when one of them was killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

from takar.config.safekeeping import in_use
from takar.kernel.errors import DomainError
from tests.config.commands import TAKAR, environment_for, takar_apart


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/sehat", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def test_no_restore_beside_a_running_server(data: Path, saved: Path) -> None:
    port = free_port()
    server = subprocess.Popen(
        [*TAKAR, "serve", "--port", str(port), "--workers", "1"],
        env=environment_for(data), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        for _ in range(600):
            if answers(port):
                break
            time.sleep(0.2)
        before = (data / "takar.sqlite3").read_bytes()
        refused = takar_apart(data, "restore", str(saved), "--yes")
        assert (refused.status, refused.out) == (2, "")
        assert "Hentikan" in refused.err
        assert (data / "takar.sqlite3").read_bytes() == before
        assert answers(port)
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
    # Killed, not stopped: the lock is the kernel's, and went with the process.
    assert takar_apart(data, "restore", str(saved), "--yes").status == 0


def test_who_uses_the_data_keeps_a_restore_out_and_the_other_way_round(tmp_path: Path) -> None:
    with in_use.alone(tmp_path):
        with pytest.raises(DomainError, match="sedang dikembalikan"):
            in_use.hold(tmp_path)
        with pytest.raises(DomainError, match="masih memakai"), in_use.alone(tmp_path):
            pass
    in_use.hold(tmp_path)
    in_use.hold(tmp_path)
    with pytest.raises(DomainError, match="masih memakai"), in_use.alone(tmp_path):
        pass
    os.close(in_use._held.pop(tmp_path))
    with in_use.alone(tmp_path):
        pass
