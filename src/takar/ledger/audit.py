"""Proof that nothing changed behind the program's back.

Three questions per office: is the chain of milestones whole, do entries and counts say what the
history says, are the evidence files the bytes that were sealed. Findings are sentences; none means sound.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from takar.kernel import seal
from takar.ledger import chain, projection, tally
from takar.ledger.books import books_of
from takar.ledger.models import ChainHead, Entry, EvidenceFile, Milestone, NumberSeries
from takar.ledger.retention import PERSONAL_DATA_REMOVED
from takar.ledger.sealing import agrees, sealed_columns
from takar.ledger.services import CORRECTED
from takar.organisation.models import Office


def verify(office_id: int) -> Iterator[str]:
    """Everything that is wrong in an office's ledger."""
    yield from broken_links(office_id)
    yield from altered_entries(office_id)
    yield from projection.differences(office_id)
    yield from tally.differences(office_id)
    yield from number_gaps(office_id)
    for book in books_of(Office.objects.get(pk=office_id)):
        yield from book.audit(office_id)
    yield from altered_files(office_id)


def broken_links(office_id: int) -> Iterator[str]:
    last = (0, seal.GENESIS)
    rows = Milestone.objects.filter(office_id=office_id).order_by("seq").iterator(2000)
    for link in seal.checked(rows, chain.digest):
        row = link.row
        if link.missing is not None:
            yield f"Rantai riwayat: nomor {link.missing} hilang, berikutnya {row.seq}."
        if not link.is_sound:
            yield f"Rantai riwayat putus pada nomor {row.seq} (entri {row.entry_id}, {row.what})."
        last = (row.seq, row.hash)
    head = ChainHead.objects.filter(pk=office_id).first()
    if head is not None and (head.seq, head.hash) != last:
        yield f"Kepala rantai mencatat {head.seq} langkah, yang ada {last[0]}."


def altered_entries(office_id: int) -> Iterator[str]:
    """Entries whose columns differ from what was recorded and corrected."""
    recorded: defaultdict[int, dict[str, Any]] = defaultdict(dict)
    for row in Milestone.objects.filter(office_id=office_id).order_by("seq").iterator(2000):
        if "columns" in row.details:
            recorded[row.entry_id] = dict(row.details["columns"])
        elif row.what in (CORRECTED, PERSONAL_DATA_REMOVED):
            recorded[row.entry_id].update({name: new for name, (_, new) in row.details["changes"].items()})
    for book in books_of(Office.objects.get(pk=office_id)):
        names = sealed_columns(book)
        rows = book.model._default_manager.filter(office_id=office_id, book=book.code)
        for entry in rows.iterator(2000):
            history = recorded[entry.pk]
            for name in names:
                # A column younger than the entry has no history yet.
                if name in history and not agrees(entry, name, history[name]):
                    label = name.removesuffix("_id")
                    yield f"Entri {entry.pk} ({entry}): kolom {label} tidak sesuai riwayatnya."


def number_gaps(office_id: int) -> Iterator[str]:
    """Series whose numbers are not exactly 1..last."""
    for series in NumberSeries.objects.filter(office_id=office_id):
        numbers = list(
            Entry.objects.filter(
                office_id=office_id, book=series.book, series=series.series, year=series.year
            )
            .order_by("number")
            .values_list("number", flat=True)
        )
        if numbers != list(range(1, series.last + 1)):
            yield f"Nomor buku {series.book} tahun {series.year} tidak urut dari 1 sampai {series.last}."


def altered_files(office_id: int) -> Iterator[str]:
    for stored in EvidenceFile.objects.filter(office_id=office_id).iterator(500):
        try:
            with stored.file.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            yield f"Berkas bukti {stored.file.name} hilang."
            continue
        if found != stored.sha256:
            yield f"Berkas bukti {stored.file.name} bukan lagi berkas yang diunggah."
