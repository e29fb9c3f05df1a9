"""Litestream beside Takar: what was recorded is there after a kill, to the last second and to a moment."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.config.commands import environment_for, live, takar_apart

LITESTREAM = shutil.which("litestream", path=str(Path(sys.executable).parent)) or shutil.which("litestream")

pytestmark = pytest.mark.skipif(LITESTREAM is None, reason="litestream is not installed")


def entries(path: Path) -> int:
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (count,) = database.execute("SELECT count(*) FROM ledger_entry").fetchone()
    return int(count)


@contextmanager
def replicating(config: Path, replica: Path) -> Iterator[subprocess.Popen[bytes]]:
    assert LITESTREAM is not None
    process = subprocess.Popen(
        [LITESTREAM, "replicate", "-config", str(config)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(lambda: any(replica.rglob("*.ltx")))
        yield process
    finally:
        process.kill()
        process.wait()


def wait_for(done: object) -> None:
    assert callable(done)
    for _ in range(1200):
        if done():
            return
        time.sleep(0.1)
    raise AssertionError("it never came")


def restored(config: Path, data: Path, target: Path, *words: str) -> Path:
    assert LITESTREAM is not None
    program = [
        LITESTREAM,
        "restore",
        "-config",
        str(config),
        *words,
        "-o",
        str(target),
        str(data / "takar.sqlite3"),
    ]
    subprocess.run(program, check=True, capture_output=True)
    return target


def newest(replica: Path) -> str:
    return max(path.name for path in replica.rglob("0/*.ltx"))


def test_letters_recorded_while_replicating_come_back_to_the_last_and_to_a_moment(
    data: Path, tmp_path: Path
) -> None:
    replica, config = tmp_path / "replica", tmp_path / "litestream.yml"
    config.write_text(
        f"dbs:\n  - path: {data}/takar.sqlite3\n    replica:\n      type: file\n      path: {replica}\n"
        "      sync-interval: 200ms\n"
    )
    begun = entries(data / "takar.sqlite3")
    with replicating(config, replica) as process:
        before = newest(replica)
        live(data, "2")
        wait_for(lambda: newest(replica) > before)
        time.sleep(1.5)  # the replica's own times are whole: the moment must lie clear of both sides
        moment = datetime.now(UTC)
        time.sleep(1.5)
        writer = subprocess.Popen(
            [sys.executable, "-m", "tests.config.living", "500"],
            env=environment_for(data), cwd=Path(__file__).parents[2], stdout=subprocess.PIPE,
        )  # fmt: skip
        assert writer.stdout is not None
        acknowledged = 0
        while acknowledged < 10:
            assert writer.stdout.readline()
            acknowledged += 1
        # Nobody stops in order: the writer dies in the middle of its letters, litestream a moment later.
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        acknowledged += len(writer.stdout.read().splitlines())
        writer.stdout.close()
        last = newest(replica)
        time.sleep(1)
        wait_for(lambda: newest(replica) >= last)
        process.kill()

    now = restored(config, data, tmp_path / "now.sqlite3")
    assert begun + 2 + acknowledged <= entries(now) <= begun + 2 + acknowledged + 1
    then = restored(
        config, data, tmp_path / "then.sqlite3", "-timestamp", moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    )
    assert entries(then) == begun + 2

    # In the place of the old one, with the files and keys that stayed: the books are whole.
    for ending in ("", "-wal", "-shm"):
        (data / f"takar.sqlite3{ending}").unlink(missing_ok=True)
    shutil.move(then, data / "takar.sqlite3")
    assert takar_apart(data, "audit", "verify").status == 0
