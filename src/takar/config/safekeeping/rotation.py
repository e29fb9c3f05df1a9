"""Which older backups may go: a rule such as the last seven, or seven days, four weeks and six months."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from takar.kernel.errors import BadInput

# The names Takar itself gives, and no others: a folder of backups holds other people's files too.
_NAME: Final = re.compile(r"takar-(\d{8}-\d{6})\.zip(?:\.age)?")
_STAMP: Final = "%Y%m%d-%H%M%S"
_RULE: Final = re.compile(r"(\d{1,3})([dwm]?)")
_PERIODS: Final[dict[str, Callable[[datetime], object]]] = {
    "d": lambda at: at.date(),
    "w": lambda at: at.isocalendar()[:2],
    "m": lambda at: (at.year, at.month),
}


@dataclass(frozen=True)
class Rule:
    """``parts``: how many of which period; an empty period counts backups themselves."""

    parts: tuple[tuple[int, str], ...]

    @classmethod
    def parse(cls, text: str) -> Rule:
        """``7`` the newest seven; ``7d,4w,6m`` the newest of each of seven days, four weeks, six months."""
        found = [_RULE.fullmatch(word) for word in text.replace(" ", "").lower().split(",")]
        parts = tuple((int(match[1]), match[2]) for match in found if match)
        if len(parts) != len(found) or any(count < 1 for count, _ in parts):
            raise BadInput(f"Aturan “{text}” tidak dikenal. Tulis misalnya 7 atau 7d,4w,6m.")
        return cls(parts)

    def kept(self, times: Iterable[datetime]) -> set[datetime]:
        newest_first = sorted(set(times), reverse=True)
        kept: set[datetime] = set()
        for count, period in self.parts:
            if not period:
                kept |= set(newest_first[:count])
                continue
            newest_of: dict[object, datetime] = {}
            for at in newest_first:
                newest_of.setdefault(_PERIODS[period](at), at)
            kept |= set(list(newest_of.values())[:count])
        return kept


def name_for(at: datetime, *, encrypted: bool) -> str:
    """The name of a backup made at that moment, by which the rotation knows it again."""
    return f"takar-{at.strftime(_STAMP)}.zip{'.age' if encrypted else ''}"


def made_at(name: str) -> datetime | None:
    """When a backup was made, by its name; None for a file that Takar did not name."""
    match = _NAME.fullmatch(name)
    try:
        return datetime.strptime(match[1], _STAMP) if match else None  # noqa: DTZ007 - only compared
    except ValueError:
        return None


def rotate(folder: Path, rule: Rule, *, never: Iterable[Path]) -> list[Path]:
    """Delete what the rule does not keep; ``never`` names backups that stay whatever it says."""
    spared = {path.resolve() for path in never}
    found = {path: at for path in folder.iterdir() if path.is_file() and (at := made_at(path.name))}
    kept = rule.kept(found.values())
    gone = [path for path, at in sorted(found.items()) if at not in kept and path.resolve() not in spared]
    for path in (*gone, *_cut_off(folder)):
        path.unlink()
    return gone


def _cut_off(folder: Path) -> list[Path]:
    """What a killed backup left half-written; a day old, so that none is taken from one at work."""
    border = time.time() - 86_400
    parts = [path for path in folder.glob("*.part") if made_at(path.name.removesuffix(".part"))]
    return [path for path in parts if path.stat().st_mtime < border]
