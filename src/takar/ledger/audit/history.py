"""One pass over the chain: is it whole, and how do rows have to stand by what it says."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from takar.kernel import seal
from takar.ledger import chain
from takar.ledger.audit.guard import Damaged, reason, streamed
from takar.ledger.models import ChainHead, Milestone, ReferenceChange
from takar.ledger.retention import PERSONAL_DATA_REMOVED
from takar.ledger.services import CORRECTED, EVIDENCE_ADDED, EVIDENCE_WITHDRAWN

Columns = dict[str, Any]


class Step(NamedTuple):
    """What is kept of a milestone until the end: enough to work out what is in force."""

    pk: int
    what: str
    on: date
    supersedes_id: int | None
    withdrawn: bool


@dataclass
class Told:
    """What the history says of one entry."""

    steps: list[Any] = field(default_factory=list)
    """:class:`Step`, which stands in for a milestone where its day and what replaces it are asked."""
    columns: Columns = field(default_factory=dict)
    recorded_at: datetime | None = None
    recorded_by: int | None = None
    corrections: int = 0


@dataclass
class ToldEvidence:
    """What the history says of one row of evidence."""

    entry: int
    details: Columns
    added_at: datetime
    added_by: int | None
    withdrawn_at: datetime | None = None


@dataclass(frozen=True)
class _Broken:
    """A link that cannot be read, in the place where it stands."""

    seq: Any
    previous_hash: str
    hash: str
    why: str


class Replay:
    """The chain of one office, read once from its first link to its last."""

    def __init__(self, office_id: int) -> None:
        self.office_id = office_id
        self.entries: defaultdict[int, Told] = defaultdict(Told)
        self.evidence: dict[int, ToldEvidence] = {}
        self.participants: set[tuple[int, int, str]] = set()
        self.links: set[tuple[int, int, str]] = set()
        self.rows: defaultdict[str, dict[str, Columns | None]] = defaultdict(dict)
        """Table -> key -> columns of reference rows; None for a row that was removed."""
        self.adopted: set[str] = set()
        """Tables all of whose rows the chain knows."""

    def findings(self) -> Iterator[str]:
        """What is wrong with the links themselves. Read it to the end: the rest follows from this pass."""
        last = (0, seal.GENESIS)
        kinds = [self._links(Milestone), self._links(ReferenceChange)]
        for link in seal.checked(heapq.merge(*kinds, key=lambda row: row.seq), _digest):
            row = link.row
            if link.missing is not None:
                yield f"Rantai riwayat: nomor {link.missing} hilang, berikutnya {row.seq}."
            last = (row.seq, row.hash)
            if isinstance(row, _Broken):
                yield f"Rantai riwayat nomor {row.seq} tidak dapat dibaca: {row.why}."
                continue
            if not link.is_sound:
                yield f"Rantai riwayat putus pada nomor {row.seq} ({_about(row)})."
            try:
                self._take(row)
            except Exception as error:
                yield f"Rantai riwayat nomor {row.seq} ({_about(row)}) tidak dapat diurai: {reason(error)}."
        head = ChainHead.objects.filter(pk=self.office_id).first()
        if (head.seq, head.hash) != last if head is not None else last[0]:
            stored = head.seq if head is not None else 0
            yield f"Kepala rantai mencatat {stored} langkah, yang ada {last[0]}."

    def _links(self, model: type[Any]) -> Iterator[Any]:
        rows = model._default_manager.filter(office_id=self.office_id)
        for row in streamed(rows, "seq"):
            if isinstance(row, Damaged):
                hashes = rows.filter(seq=row.key).values_list("previous_hash", "hash").get()
                yield _Broken(row.key, str(hashes[0]), str(hashes[1]), row.why)
            else:
                yield row

    def _take(self, row: Milestone | ReferenceChange) -> None:
        if isinstance(row, ReferenceChange):
            for label, rows in row.content.items():
                self.rows[label].update(rows)
            if row.what == ReferenceChange.What.ADOPTED:
                self.adopted |= row.content.keys()
            return
        told = self.entries[row.entry_id]
        told.steps.append(Step(row.pk, row.what, row.on, row.supersedes_id, row.withdrawn))
        details = row.details
        self.participants |= {(entry, post, role) for entry, post, role in details.get("participants", [])}
        self.links |= {(source, target, kind) for source, target, kind in details.get("links", [])}
        if "columns" in details:
            told.columns = dict(details["columns"])
            told.recorded_at, told.recorded_by = row.at, row.actor_id
        elif row.what in (CORRECTED, PERSONAL_DATA_REMOVED):
            told.columns.update({name: new for name, (_, new) in details["changes"].items()})
            told.corrections += 1
        elif row.what == EVIDENCE_ADDED:
            self.evidence[details["evidence"]] = ToldEvidence(row.entry_id, details, row.at, row.actor_id)
        elif row.what == EVIDENCE_WITHDRAWN:
            self.evidence[details["evidence"]].withdrawn_at = row.at


def _digest(row: Any) -> str:
    if isinstance(row, _Broken):
        return ""
    try:
        return chain.digest(row)
    except Exception:  # a day that is none, a mapping that is none: not what was sealed
        return ""


def _about(row: Milestone | ReferenceChange) -> str:
    if isinstance(row, Milestone):
        return f"entri {row.entry_id}, {row.what}"
    return f"data acuan {row.table} {row.key}".strip()
