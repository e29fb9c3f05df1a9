"""A backup is proven when it was brought back somewhere else and says what the books say.

Not "the file was written": it is unpacked, opened by Takar, read to the last row, audited, and its
chains are compared with the ledger in use. What was proven last stands in a small file, for the doctor.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings

from takar.config.safekeeping.auditing import ChainState
from takar.config.safekeeping.bundle import DATABASES, unpack, unpacked_size
from takar.config.safekeeping.databases import Database
from takar.config.safekeeping.disk import require_space, work_folder, write_whole
from takar.config.safekeeping.inspection import Report, inspect
from takar.kernel import clock
from takar.kernel.errors import DomainError

STATE: Final = "proven-backup.json"
WORK: Final = ".proof-"
_COUNTED: Final = ("entri", "langkah", "bukti", "berkas bukti")


@dataclass(frozen=True)
class Proven:
    """The last backup that was proven."""

    file: str
    made_at: str
    proven_at: str
    encrypted: bool
    offices: list[ChainState]

    @property
    def made(self) -> datetime:
        return datetime.fromisoformat(self.made_at)

    @property
    def age_in_days(self) -> int:
        """The day of the data, not of the test: an old backup tested today is still old."""
        return (clock.now() - self.made).days


def rehearse(bundle: Path, database: Database) -> tuple[Report, str]:
    """Bring the bundle back into a temporary place and open it; what was found and when it was made."""
    require_space(settings.DATA, unpacked_size(bundle))
    with work_folder(settings.DATA, WORK) as folder:
        facts = unpack(bundle, folder, kind=database.kind)
        with database.opened(folder / DATABASES[database.kind]) as address:
            return inspect(folder, address), str(facts["made_at"])


def differences(
    copy: Sequence[ChainState], before: Sequence[ChainState], after: Sequence[ChainState]
) -> list[str]:
    """Where a copy does not lie between the books before it was made and the books after it."""
    first, last, found = ({row["office"]: row for row in rows} for rows in (before, after, copy))
    lines = [f"{code}: kantor ini tidak ada di dalam cadangan." for code in first if code not in found]
    for code, row in found.items():
        if code not in last:
            lines.append(f"{code}: kantor ini tidak ada di basis data yang dipakai.")
            continue
        if not (first[code]["seq"] if code in first else 0) <= row["seq"] <= last[code]["seq"]:
            lines.append(f"{code}: kepala rantai cadangan {row['seq']}, yang dipakai {last[code]['seq']}.")
        earlier = _counts(first[code]) if code in first else [0] * 4
        for name, old, now, new in zip(_COUNTED, earlier, _counts(row), _counts(last[code]), strict=True):
            # Between the two, whichever is larger: what retention removes meanwhile counts downwards.
            if not min(old, new) <= now <= max(old, new):
                lines.append(
                    f"{code}: {now} {name} di dalam cadangan, {old} sampai {new} di buku yang dipakai."
                )
    return lines + foreign_chains(copy)


def _counts(row: ChainState) -> list[int]:
    return [row["entries"], row["milestones"], row["evidence"], row["files"]]


def foreign_chains(copy: Sequence[ChainState]) -> list[str]:
    """Offices whose chain in the copy is no beginning of the chain in use: one of them was rewritten."""
    from takar.ledger import chain
    from takar.organisation.models import Office

    keys = dict(Office.objects.values_list("code", "pk"))
    lines = []
    for row in copy:
        if not row["seq"]:
            continue
        if row["office"] not in keys or chain.hash_at(keys[row["office"]], row["seq"]) != row["head"]:
            lines.append(f"{row['office']}: rantai cadangan bukan awal dari rantai yang dipakai.")
    return lines


def require_sound(report: Report) -> None:
    """Raise Unsound when the program found anything wrong, or could not read the copy as it is."""
    if report.newer or report.pending:
        raise Unsound(["Cadangan dibuat oleh versi Takar yang lain; susunan tabelnya berbeda."])
    if report.lines:
        raise Unsound(report.lines)


class Unsound(DomainError):
    """Something is wrong with the data: findings, one a line."""

    def __init__(self, lines: Sequence[str], message: str = "Data tidak utuh.") -> None:
        super().__init__(message)
        self.lines = list(lines)


# ---- what was proven last -------------------------------------------------------------------------


def remember(file: Path, *, made_at: str, encrypted: bool, offices: list[ChainState]) -> None:
    proven = Proven(
        file=str(file.resolve()),
        made_at=made_at,
        proven_at=clock.now().isoformat(timespec="seconds"),
        encrypted=encrypted,
        offices=offices,
    )
    write_whole(settings.DATA / STATE, json.dumps(asdict(proven), indent=1))


def last_proven() -> Proven | None:
    """None when none was ever proven, or when the note about it cannot be read."""
    try:
        return Proven(**json.loads((settings.DATA / STATE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
