"""Reference rows against the links that sealed them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from takar.kernel import sealed_rows
from takar.kernel.sealed_rows import SealedTable
from takar.ledger.audit.guard import Damaged, reason, streamed
from takar.ledger.audit.history import Replay
from takar.ledger.reference_changes import columns_of


def findings(office_id: int, replay: Replay) -> Iterator[str]:
    for table in sealed_rows.tables():
        if not table.told_by_entries:
            yield from of_table(office_id, table, replay)


def of_table(office_id: int, table: SealedTable, replay: Replay) -> Iterator[str]:
    name = f"Data acuan {table.model._meta.verbose_name}"
    standing = replay.rows.get(table.label, {})
    seen = set()
    for row in streamed(table.rows(office_id)):
        key = str(row.key if isinstance(row, Damaged) else row.pk)
        seen.add(key)
        if isinstance(row, Damaged):
            yield f"{name} {key} tidak dapat dibaca: {row.why}."
        else:
            yield from (f"{name} {key}{fault}." for fault in _faults(table, row, key, replay, standing))
    for key, columns in standing.items():
        if columns is not None and key not in seen:
            yield f"{name} {key}: dihapus atau dipindahkan di luar Takar."


def _faults(
    table: SealedTable, row: Any, key: str, replay: Replay, standing: dict[str, dict[str, Any] | None]
) -> Iterator[str]:
    told = standing.get(key)
    if told is None:
        if key in standing:
            yield ": sudah dihapus menurut riwayat, tetapi barisnya ada"
        elif table.label in replay.adopted:
            yield ": tidak pernah disegel; baris ini tidak ditulis lewat Takar"
        return
    try:
        values = {field.attname: getattr(row, field.attname) for field in table.fields}
        now = columns_of(table, values, key)
        words = f" ({row})"
    except Exception as error:
        yield f" tidak dapat dibaca: {reason(error)}"
        return
    for column, value in now.items():
        # A column younger than the row has no history yet.
        if column in told and told[column] != value:
            yield f"{words}: kolom {column.removesuffix('_id')} tidak sama dengan yang disegel"
