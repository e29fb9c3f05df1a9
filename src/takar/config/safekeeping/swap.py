"""Putting restored data in the place of the old: by renames that a note on the disk can finish or undo.

The new data lies complete and checked beside the old before the first rename. A note tells what moves
where. Whoever finds the note (the restore was killed, the power went) finishes the moves or takes them
back; until then no command opens the mixture. Old and new are whole at every moment.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from takar.config.safekeeping.disk import sync_folder, write_whole
from takar.kernel.errors import DomainError

NOTE: Final = "restore-in-progress.json"


@dataclass
class Swap:
    """One exchange. Paths are text, because the note is JSON."""

    source: str
    """The backup it comes from, for people."""
    kept: str
    """The folder that keeps what is replaced."""
    out: list[tuple[str, str]] = field(default_factory=list)
    """What moves out, from its place into the kept folder."""
    into: list[tuple[str, str]] = field(default_factory=list)
    """What moves in, from where it was staged to its place."""
    database: dict[str, str] | None = None
    """PostgreSQL only: see :mod:`takar.config.safekeeping.replacing`."""

    def finish(self) -> None:
        """Do every move that was not done yet."""
        for place, kept in self.out:
            if os.path.lexists(place) and not os.path.lexists(kept):
                _move(place, kept)
        for staged, place in self.into:
            if os.path.lexists(staged):
                _move(staged, place)

    def take_back(self) -> None:
        """Undo every move that was done: the old data is in use again, the new data lies beside it."""
        for staged, place in reversed(self.into):
            if not os.path.lexists(staged) and os.path.lexists(place):
                _move(place, staged)
        for place, kept in reversed(self.out):
            if os.path.lexists(kept):
                _move(kept, place)


def _move(old: str, new: str) -> None:
    """A rename that a power cut does not take back."""
    Path(new).parent.mkdir(parents=True, exist_ok=True)
    os.replace(old, new)
    for folder in {Path(old).parent, Path(new).parent}:
        sync_folder(folder)


def begin(data: Path, swap: Swap) -> None:
    write_whole(data / NOTE, json.dumps(asdict(swap), indent=1))


def end(data: Path) -> None:
    (data / NOTE).unlink()
    sync_folder(data)


def unfinished(data: Path) -> Swap | None:
    """The exchange that was interrupted, if there is one."""
    try:
        noted = json.loads((data / NOTE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    noted["out"] = [(old, new) for old, new in noted["out"]]
    noted["into"] = [(old, new) for old, new in noted["into"]]
    return Swap(**noted)


def refuse_unfinished(data: Path) -> None:
    """Stop a command that would open half-exchanged data."""
    if (data / NOTE).exists():
        raise DomainError(
            "Pengembalian cadangan terputus di tengah jalan; data lama dan data cadangan masih utuh. "
            "Jalankan “takar restore --finish” untuk menyelesaikannya atau “takar restore --back” untuk "
            "kembali ke data lama."
        )
