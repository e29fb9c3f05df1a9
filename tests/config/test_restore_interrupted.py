"""A restore killed between any two of its steps: old and new stay whole, and both ways out work."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from takar.config.safekeeping import swap
from takar.config.safekeeping.swap import Swap
from takar.kernel.errors import DomainError
from tests.config.commands import environment_for, takar_apart

OLD = {
    "takar.sqlite3": "old",
    "takar.sqlite3-wal": "old log",
    "files/a.pdf": "old scan",
    "secret.key": "old key",
}
NEW = {"takar.sqlite3": "new", "files/b.pdf": "new scan", "secret.key": "new key"}


def write(top: Path, content: dict[str, str]) -> None:
    for name, text in content.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def read(top: Path) -> dict[str, str]:
    kept = {".restore-x", "replaced-x", swap.NOTE}
    return {
        path.relative_to(top).as_posix(): path.read_text()
        for path in top.rglob("*")
        if path.is_file() and path.relative_to(top).parts[0] not in kept
    }


@pytest.fixture
def exchange(tmp_path: Path) -> Swap:
    write(tmp_path, OLD)
    write(tmp_path / ".restore-x", NEW)
    kept = str(tmp_path / "replaced-x")
    found = Swap(source="a.zip", kept=kept)
    for name in ("takar.sqlite3", "takar.sqlite3-wal", "files", "secret.key"):
        found.out.append((str(tmp_path / name), f"{kept}/{name}"))
    for name in ("takar.sqlite3", "files", "secret.key"):
        found.into.append((str(tmp_path / ".restore-x" / name), str(tmp_path / name)))
    swap.begin(tmp_path, found)
    return found


def killed_after(moves: int, work: Callable[[], None]) -> bool:
    """Do the work in a process that dies, without a chance to tidy up, before the next rename."""
    child = os.fork()
    if child == 0:
        real, left = os.replace, iter(range(moves))

        def replace(old: str, new: str) -> None:
            if next(left, None) is None:
                os._exit(9)
            real(old, new)

        os.replace = replace  # type: ignore[assignment]
        work()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


@pytest.mark.parametrize("moves", range(8))
@pytest.mark.parametrize("way", ["finish", "take_back"])
def test_after_a_kill_at_any_move_it_can_be_finished_and_undone(
    exchange: Swap, tmp_path: Path, moves: int, way: str
) -> None:
    assert killed_after(moves, exchange.finish) is (moves < 7), "seven renames: four out, three in"
    found = swap.unfinished(tmp_path)
    assert found == exchange
    with pytest.raises(DomainError, match="restore --finish"):
        swap.refuse_unfinished(tmp_path)
    getattr(found, way)()
    assert read(tmp_path) == (NEW if way == "finish" else OLD)
    # And whoever thinks better of it goes the other way.
    if way == "take_back":
        found.finish()
        assert read(tmp_path) == NEW


@pytest.mark.parametrize("moves", range(7))
def test_even_the_way_back_may_be_killed(exchange: Swap, tmp_path: Path, moves: int) -> None:
    exchange.finish()
    assert killed_after(moves, exchange.take_back)
    exchange.take_back()
    assert read(tmp_path) == OLD


def test_a_killed_command_stops_the_others_and_says_what_to_do(data: Path, saved: Path) -> None:
    before = (data / "takar.sqlite3").read_bytes()
    # Dies when the third thing has moved: the old database and its files are out, nothing is in.
    program = (
        "import os, sys\n"
        "from takar.config.safekeeping import swap\n"
        "from takar.config.cli import main\n"
        "real, left = swap._move, [1, 2]\n"
        "def move(old, new):\n"
        "    left.pop() if left else os.kill(os.getpid(), 9)\n"
        "    real(old, new)\n"
        "swap._move = move\n"
        "sys.exit(main())\n"
    )
    words = [sys.executable, "-c", program, "restore", str(saved), "--yes"]
    done = subprocess.run(words, env=environment_for(data), capture_output=True, text=True, check=False)
    assert done.returncode == -9

    for command in (
        ("audit", "verify"),
        ("backup", str(data / "x.zip")),
        ("migrate",),
        ("serve", "--port", "8191"),
    ):
        answer = takar_apart(data, *command)
        assert answer.status == 2, command
        assert "takar restore --back" in answer.err
    assert "terputus" in takar_apart(data, "doctor", "--quick").out
    assert not (data / "takar.sqlite3").exists(), "nobody made an empty one in between"
    assert takar_apart(data, "restore", str(saved), "--yes").status == 2

    back = takar_apart(data, "restore", "--back")
    assert back.status == 0, back.err
    assert (data / "takar.sqlite3").read_bytes() == before
    assert takar_apart(data, "audit", "verify").status == 0
    assert not list(data.glob(".restore-*"))
    assert takar_apart(data, "restore", "--finish").status == 2, "there is nothing to finish any more"
