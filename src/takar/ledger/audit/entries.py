"""Entries against their history: columns, who recorded them and when, state, what counts, who takes part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import QuerySet

from takar.ledger.audit.guard import Damaged, reason, streamed
from takar.ledger.audit.history import Replay, Told
from takar.ledger.audit.numbers import Counted
from takar.ledger.books import Book, books_of
from takar.ledger.models import Entry, EntryLink, Participant
from takar.ledger.projection import derive, facts
from takar.ledger.sealing import agrees, sealed_columns
from takar.organisation.models import Office

MOMENT = timedelta(minutes=1)
"""Entries of older versions were told a moment after they were stored."""
PART_COLUMNS: Final = {
    Participant: ("entry_id", "position_id", "role"),
    EntryLink: ("source_id", "target_id", "relation"),
}


def findings(office_id: int, replay: Replay, counted: Counted) -> Iterator[str]:
    seen: set[int] = set()
    for book in books_of(Office.objects.get(pk=office_id)):
        names = sealed_columns(book)
        for entry in streamed(book.model._default_manager.filter(office_id=office_id, book=book.code)):
            if isinstance(entry, Damaged):
                seen.add(entry.key)
                yield f"Entri {entry.key} (buku {book.label}) tidak dapat dibaca: {entry.why}."
                continue
            seen.add(entry.pk)
            told, effective = replay.entries.get(entry.pk, Told()), counted.rows.pop(entry.pk, set())
            try:
                for fault in _faults(book, entry, names, told, effective):
                    yield f"Entri {entry.pk} ({entry}): {fault}."
            except Exception as error:
                yield f"Entri {entry.pk} ({entry}) tidak dapat diperiksa: {reason(error)}."
    yield from _without_book(office_id, seen)
    for pk in sorted(replay.entries.keys() - seen, key=str):
        yield f"Entri {pk}: ada dalam riwayat, tetapi barisnya hilang dari bukunya."
    for pk in sorted(counted.rows.keys() - seen, key=str):
        yield f"Entri {pk}: dihitung, tetapi entri itu tidak ada di buku kantor ini."
    for word, told_parts, rows in (
        ("peserta", replay.participants, Participant.objects.filter(entry__office_id=office_id)),
        ("hubungan", replay.links, EntryLink.objects.filter(source__office_id=office_id)),
    ):
        yield from _parts(word, told_parts, replay.rows[rows.model._meta.label].values(), rows)


def _faults(
    book: type[Book], entry: Entry, names: list[str], told: Told, effective: set[tuple[object, ...]]
) -> Iterator[str]:
    if not told.columns:
        yield "tidak punya catatan pertama dalam riwayat"
    for name in names:
        # A column younger than the entry has no history yet.
        if name in told.columns and not agrees(entry, name, told.columns[name]):
            yield f"kolom {name.removesuffix('_id')} tidak sesuai riwayatnya"
    if told.columns:
        if entry.recorded_by_id != told.recorded_by:
            yield "pencatatnya bukan yang tertulis dalam riwayat"
        if not same_moment(entry.recorded_at, told.recorded_at):
            yield "waktu pencatatannya bukan yang tertulis dalam riwayat"
        if entry.version != 1 + told.corrections:
            yield f"diperbaiki {entry.version - 1} kali, menurut riwayat {told.corrections}"
    if entry.year != entry.occurred_on.year:
        yield f"tercatat dalam buku tahun {entry.year}, tanggalnya tahun {entry.occurred_on.year}"
    state, rows = derive(entry, told.steps)
    if state != entry.state:
        yield f"keadaannya “{entry.state}”, menurut riwayat “{state}”"
    if {facts(row) for row in rows} != effective:
        yield "yang dihitung tidak sama dengan riwayatnya"


def same_moment(stored: datetime | None, told: datetime | None) -> bool:
    if stored is None or told is None:
        return stored is told
    return abs(stored - told) <= MOMENT


def _without_book(office_id: int, seen: set[int]) -> Iterator[str]:
    """Entries whose row of the book is missing, or whose book nobody knows."""
    rows = Entry.objects.filter(office_id=office_id).values_list("pk", "book", "title")
    for pk, book, title in rows.order_by("pk").iterator(2000):
        if pk not in seen:
            yield (
                f"Entri {pk} ({title}): tidak ada barisnya di buku “{book}”. Kembalikan dari cadangan, atau "
                "hapus bila entri ini tidak dicatat lewat Takar."
            )


def _parts(
    word: str, told: set[tuple[Any, ...]], older: Iterable[Mapping[str, Any] | None], rows: QuerySet[Any]
) -> Iterator[str]:
    """Rows beside entries against what milestones say of them, and the adoption of older rows."""
    names = PART_COLUMNS[rows.model]
    expected = told | {tuple(row[name] for name in names) for row in older if row is not None}
    stored = set()
    for row in streamed(rows):
        if isinstance(row, Damaged):
            yield f"Catatan {word} {row.key} tidak dapat dibaca: {row.why}."
        else:
            stored.add(tuple(getattr(row, name) for name in names))
    for entry, other, kind in sorted(expected - stored, key=str):
        yield f"Entri {entry}: {word} {other} ({kind}) tertulis dalam riwayat, barisnya hilang."
    for entry, other, kind in sorted(stored - expected, key=str):
        yield f"Entri {entry}: {word} {other} ({kind}) tidak tertulis dalam riwayat."
