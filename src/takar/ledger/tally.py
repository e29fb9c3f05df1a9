"""The tally: counts by shape, kept in step with the effective milestones.

A write changes the tally by what it changed, under the office's chain head: writers of one office
take that lock anyway, so two of them never meet on the rows of the tally in different orders.
``differences`` counts everything again; `takar audit verify` calls it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from django.db import connection, transaction

from takar.ledger.models import EffectiveMilestone, Tally

Shape = tuple[int, str, str, int, str, str, str, int, str]
"""Office, book, what, month, kind, category, area, village, subject; blanks where there is none."""

_COLUMNS = "office_id, book, what, month, kind, category, area, village, subject"
_FROM_ROWS = (
    "office_id, book, what, month, kind, category, COALESCE(area_id, ''), COALESCE(village_id, 0), subject"
)


def shape(row: EffectiveMilestone) -> Shape:
    return (
        row.office_id, row.book, row.what, row.month, row.kind, row.category, row.area_id or "",
        row.village_id or 0, row.subject,
    )  # fmt: skip


def change(*, removed: Iterable[EffectiveMilestone], added: Iterable[EffectiveMilestone]) -> None:
    """Count effective milestones in and out. Call inside the write, with the chain head locked."""
    sizes = Counter(map(shape, added))
    sizes.subtract(map(shape, removed))
    cells = sorted((cell, size) for cell, size in sizes.items() if size)
    if not cells:
        return
    table = Tally._meta.db_table
    marks = ", ".join(["(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"] * len(cells))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({_COLUMNS}, size) VALUES {marks} "  # noqa: S608 - fixed names only
            f"ON CONFLICT ({_COLUMNS}) DO UPDATE SET size = {table}.size + excluded.size",
            [value for cell, size in cells for value in (*cell, size)],
        )


def rebuild(office_id: int) -> None:
    """Count an office's effective milestones anew."""
    with transaction.atomic(), connection.cursor() as cursor:
        Tally.objects.filter(office_id=office_id).delete()
        cursor.execute(
            f"INSERT INTO {Tally._meta.db_table} ({_COLUMNS}, size) SELECT {_FROM_ROWS}, COUNT(*) "  # noqa: S608
            f"FROM {EffectiveMilestone._meta.db_table} WHERE office_id = %s GROUP BY {_FROM_ROWS}",
            [office_id],
        )


def differences(office_id: int, counted: Mapping[Shape, int] | None = None) -> Iterator[str]:
    """Sentences for every shape whose size is not what the effective milestones say.

    ``counted``: their shapes, where they have been read already.
    """
    names = [name.strip() for name in _COLUMNS.split(",")]
    stored = {
        row[:-1]: row[-1]
        for row in Tally.objects.filter(office_id=office_id).exclude(size=0).values_list(*names, "size")
    }
    if counted is None:
        counted = Counter(map(shape, EffectiveMilestone.objects.filter(office_id=office_id).iterator(2000)))
    for cell in sorted(stored.keys() | counted.keys(), key=str):
        if stored.get(cell, 0) != counted.get(cell, 0):
            _, book, what, month, *_ = cell
            yield (
                f"Hitungan buku {book}, {what}, bulan {month}: tersimpan {stored.get(cell, 0)}, "
                f"menurut riwayat {counted.get(cell, 0)}."
            )
