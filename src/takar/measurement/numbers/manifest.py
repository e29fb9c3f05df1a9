"""What a closing rested on, written out: how was counted, against which targets, proven by which files.

One canonical JSON document for each act. Its SHA-256 stands in the act and so in the office's chain; whoever
has a copy can later show that it is the one of then. Personal data are in it as keyed digests only.
"""

from __future__ import annotations

import hashlib
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from takar.kernel import seal, sealed_rows
from takar.kernel.pieces import of_keys
from takar.ledger.models import ChainHead, Evidence
from takar.ledger.reference_changes import contents
from takar.measurement.models import ClosingManifest, FrozenValue, PeriodClosing

_LARGEST = 256 * 1024 * 1024
"""Somebody may have put a row there that unfolds to more than memory holds."""


def written_for(act: PeriodClosing, values: Sequence[FrozenValue], head: ChainHead) -> bytes:
    """The document of an act that is not stored yet, and the act's note of its SHA-256."""
    entries = {fact[0] for value in values for fact in value.facts}
    text = seal.written(
        {
            "office": act.office.code,
            "act": act.seq,
            "kind": str(act.kind),
            "period": act.period,
            "ledger": {"seq": head.seq, "hash": head.hash},
            "values": [_value(value) for value in sorted(values, key=lambda value: value.indicator.no)],
            "evidence": _evidence(sorted(entries)),
            "reference": {
                table.label: {key: columns for _, key, columns in contents(table, table.rows(act.office_id))}
                for table in sealed_rows.tables()
                if not table.told_by_entries
            },
        }
    )
    content = text.encode()
    act.manifest_sha256 = hashlib.sha256(content).hexdigest()
    return content


def _value(value: FrozenValue) -> dict[str, Any]:
    return {
        "indicator": value.indicator.no,
        "state": str(value.state),
        "value": None if value.value is None else f"{value.value:.4f}",
        "entries": sorted({fact[0] for fact in value.facts}),
        "definition": value.definition,
        "fingerprint": value.fingerprint,
    }


def _evidence(entries: Sequence[int]) -> dict[str, list[str]]:
    """Entry -> the SHA-256 of every file that proves it today."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    asked = Evidence.objects.filter(withdrawn_at=None).order_by("pk").values_list("entry_id", "file__sha256")
    for rows in of_keys(asked, "entry_id", entries):
        for entry, sha256 in rows:
            found[str(entry)].append(sha256)
    return found


def keep(act: PeriodClosing, content: bytes) -> None:
    ClosingManifest.objects.create(act=act, content=zlib.compress(content, 9))


def read(act: PeriodClosing) -> bytes | None:
    """The document of an act; None for acts from before there was one."""
    kept = ClosingManifest.objects.filter(act=act).first()
    if kept is None:
        return None
    unpacking = zlib.decompressobj()
    content = unpacking.decompress(bytes(kept.content), _LARGEST)
    if unpacking.unconsumed_tail:
        raise ValueError("larger than any manifest")
    return content


def findings(act: PeriodClosing) -> Iterator[str]:
    """Sentences when the stored document is not the one whose SHA-256 the act notes."""
    name = f"Daftar isi penutupan {act.period} (nomor {act.seq})"
    try:
        content = read(act)
    except (zlib.error, TypeError, ValueError):
        yield f"{name} tidak dapat dibaca."
        return
    if content is None and act.manifest_sha256:
        yield f"{name} hilang."
    elif content is not None and hashlib.sha256(content).hexdigest() != act.manifest_sha256:
        yield f"{name} bukan lagi yang disegel."
