"""Bringing a spreadsheet into a book: read, judge every row, show, and only then record.

Reading and judging store nothing in the book. Recording takes all good rows in one transaction,
judged once more, because the book may have moved on since the preview.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from textwrap import shorten
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from takar.kernel import clock, statistics
from takar.kernel.errors import BadInput, DomainError, Refused
from takar.kernel.quarantine import Stopped, read_foreign
from takar.ledger import access, chain, late
from takar.ledger.books import Book, book_named
from takar.ledger.forms import EntryForm, form_class
from takar.ledger.models import ImportBatch
from takar.ledger.numbering import format_for, next_number
from takar.ledger.selectors import find_twin
from takar.ledger.services import record_entry, refuse_closed
from takar.organisation.actor import Actor
from takar.organisation.models import Office

MAX_ROWS = 5000
MAX_BYTES: Final = 5 * 1024 * 1024
SHOWN_COLUMNS: Final = 10
NUMBER_COLUMN = "Nomor urut"
_NOT_SAFELY: Final = (
    "Berkas ini tidak dapat dibaca dengan aman: rusak, terlalu besar, atau ada isian jauh di luar tabel. "
    "Salin tabelnya saja ke buku kerja baru, simpan sebagai XLSX, lalu unggah lagi."
)
_TABLES: Final = "takar.kernel.foreign.tables"


@dataclass
class Row:
    """A row of the spreadsheet and its fate."""

    line: int
    """As the spreadsheet counts: the header is line 1."""
    cells: dict[str, str]
    errors: list[str] = field(default_factory=list)
    twin: str = ""
    """The number of the entry this row repeats; such a row is left out."""
    on: date | None = None
    """The day of its entry, once its cells are understood."""

    @property
    def is_good(self) -> bool:
        return not self.errors and not self.twin

    @property
    def fate(self) -> str:
        if self.errors:
            return "; ".join(self.errors)
        return f"Sudah ada: nomor {self.twin}. Dilewati." if self.twin else "Akan dicatat"


def template_columns(book: type[Book], actor: Actor) -> list[str]:
    """The header of the spreadsheet people fill: the book's own words."""
    labels = [str(f.label) for f in form_class(book, actor)().fields.values()]
    return [NUMBER_COLUMN, *labels] if book.numbering else labels


def table_bytes(upload: UploadedFile[Any]) -> bytes:
    """The bytes of an uploaded table; a file that is too large is refused before it is in memory."""
    if (upload.size or 0) > MAX_BYTES:
        raise BadInput("Berkas lebih besar dari 5 MB. Bagi menjadi beberapa berkas.", field="file")
    content: bytes = upload.read()
    return content


def read_table(content: bytes, filename: str, *, most_rows: int = MAX_ROWS + 1) -> list[list[str]]:
    """Rows of text of the first sheet of an XLSX/XLS/ODS file or of a CSV (comma or semicolon).

    Read in quarantine. ``most_rows`` counts filled rows, the header included. Raises BadInput.
    """
    try:
        rows: list[list[str]] = read_foreign(_TABLES, content, filename=filename, most_rows=most_rows)
    except Stopped as error:
        # Saving the same sheet again would bring the same far cells; only its table is wanted.
        raise BadInput(_NOT_SAFELY, field="file") from error
    return rows


def judge_table(table: list[list[str]], book: type[Book], actor: Actor) -> list[Row]:
    """Every row with its fate. Raises BadInput when the header does not fit the book."""
    filled = [(line, cells) for line, cells in enumerate(table, start=1) if any(c.strip() for c in cells)]
    if not filled:
        raise BadInput("Berkas ini kosong.")
    names = _header(filled[0][1], book, actor)
    if len(filled) - 1 > MAX_ROWS:
        raise BadInput(f"Sekali impor paling banyak {MAX_ROWS} baris; berkas ini {len(filled) - 1} baris.")
    rows = [
        Row(line, {name: cells[i].strip() for i, name in names.items() if i < len(cells)})
        for line, cells in filled[1:]
    ]
    judge(rows, book, actor)
    return rows


def _header(cells: list[str], book: type[Book], actor: Actor) -> dict[int, str]:
    form = form_class(book, actor)()
    known = {_plain(str(f.label)): name for name, f in form.fields.items()}
    known |= {_plain(name): name for name in form.fields}
    if book.numbering:
        known[_plain(NUMBER_COLUMN)] = NUMBER_COLUMN
    found = {i: known[_plain(cell)] for i, cell in enumerate(cells) if _plain(cell) in known}
    unknown = [cell for cell in cells if cell.strip() and _plain(cell) not in known]
    # A column with a starting value may be left out; a date that nobody wrote is not today's.
    missing = [
        str(f.label)
        for n, f in form.fields.items()
        if f.required and n not in found.values() and (f.initial is None or n == "occurred_on")
    ]
    if missing or unknown or len(set(found.values())) != len(found):
        parts = []
        if missing:
            parts.append(f"kolom yang wajib belum ada: {', '.join(missing)}")
        if unknown:
            more = f" dan {len(unknown) - SHOWN_COLUMNS} lagi" if len(unknown) > SHOWN_COLUMNS else ""
            named = ", ".join(shorten(cell, 60, placeholder="…") for cell in unknown[:SHOWN_COLUMNS])
            parts.append(f"kolom tidak dikenal: {named}{more}")
        if len(set(found.values())) != len(found):
            parts.append("ada kolom yang ditulis dua kali")
        raise BadInput(f"Baris judul tidak cocok: {'; '.join(parts)}. Pakai contoh berkas dari halaman ini.")
    return found


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("*", " ").split())


def judge(rows: list[Row], book: type[Book], actor: Actor) -> None:
    """Fill in each row's errors and twin. Numbers, where given, must go on without a gap."""
    made = form_class(book, actor)
    sample = made()
    lookups = _lookups(sample)
    due: dict[tuple[str, int], int] = {}
    seen: dict[tuple[Any, ...], int] = {}
    for row in rows:
        row.errors, row.twin = [], ""
        form = made(data=_form_data(row, sample, lookups))
        for name, problems in form.errors.items():
            label = sample.fields[name].label if name in sample.fields else "Baris"
            row.errors += [f"Kolom {label}: {problem}" for problem in problems]
        for name, words in lookups.items():
            said = row.cells.get(name, "")
            if words is _YES_NO and said and _plain(said) not in words:
                row.errors.append(f"Kolom {sample.fields[name].label}: tulis Ya atau Tidak, bukan “{said}”")
        if row.errors:
            continue
        values = form.cleaned_data
        row.on = values["occurred_on"]
        try:
            draft = book.model(office=actor.office, book=book.code)
            book.put(draft, form.values())
            book.empty_other_kinds(draft)
            book.prepare(draft)
        except DomainError as error:
            label = sample.fields[error.field].label if error.field in sample.fields else "Baris"
            row.errors.append(f"Kolom {label}: {error.message}")
            continue
        if twin := find_twin(book, actor, values):
            row.twin = twin.number_label or str(twin.pk)
            continue
        key = tuple(values.get(name) for name in book.marked("identity"))
        if key and all(key):
            if key in seen:
                row.twin = f"baris {seen[key]} berkas ini"
                continue
            seen[key] = row.line
        if book.numbering:
            _judge_number(row, book, actor, values, due)


def _judge_number(
    row: Row, book: type[Book], actor: Actor, values: dict[str, Any], due: dict[tuple[str, int], int]
) -> None:
    assert actor.office_id is not None
    year = values["occurred_on"].year
    kind = values.get("kind", "")
    _, series = format_for(book, office_id=actor.office_id, kind=kind)
    place = (series, year)
    if place not in due:
        due[place] = next_number(office_id=actor.office_id, book=book.code, series=series, year=year)
    given = row.cells.get(NUMBER_COLUMN, "")
    if given and given != str(due[place]):
        row.errors.append(
            f"Kolom {NUMBER_COLUMN}: tertulis {given}, nomor berikutnya di buku tahun {year} adalah "
            f"{due[place]}. Urutkan baris menurut nomor tanpa melompat, atau kosongkan kolom ini"
        )
        return
    due[place] += 1


_YES_NO = {
    "ya": "true",
    "x": "true",
    "1": "true",
    "true": "true",
    "tidak": "false",
    "-": "false",
    "0": "false",
    "false": "false",
}
"""Words of a cell and what they say to a tick box, to which every other word would be a yes."""


def _lookups(sample: EntryForm) -> dict[str, dict[str, str]]:
    """Field -> the words a cell may hold and the value each stands for."""
    found = {name: _choices(f) for name, f in sample.fields.items() if isinstance(f, forms.ChoiceField)}
    return found | {name: _YES_NO for name, f in sample.fields.items() if isinstance(f, forms.BooleanField)}


def _choices(field: forms.ChoiceField) -> dict[str, str]:
    """Both the stored value and the words people read lead to the stored value."""
    found: dict[str, str] = {}
    choices: list[tuple[Any, Any]] = list(field.choices)  # type: ignore[arg-type]
    for value, label in choices:
        text = str(value)
        # The word for a field left empty ("Tidak diisi") says nothing, also in a cell.
        if not text:
            found.setdefault(_plain(str(label)), "")
        else:
            found[_plain(str(label))] = text
            found[_plain(str(label).split(" › ")[-1])] = text
    for value, _label in choices:
        if str(value):
            found[_plain(str(value))] = str(value)
    return found


def _form_data(row: Row, sample: EntryForm, lookups: dict[str, dict[str, str]]) -> dict[str, Any]:
    """What a browser would have sent. A cell for several values separates them by comma or semicolon."""
    data: dict[str, Any] = {}
    for name, form_field in sample.fields.items():
        said = row.cells.get(name, "")
        if isinstance(form_field, forms.MultipleChoiceField):
            parts = [_plain(part) for part in re.split(r"[,;\n]", said) if part.strip()]
            data[name] = [lookups[name].get(part, part) for part in parts]
            continue
        if name in lookups and said:
            said = lookups[name].get(_plain(said), said)
        elif not said and form_field.initial is not None and name != "occurred_on":
            start = form_field.initial
            said = str(start() if callable(start) else start)
        data[name] = said
    return data


def start_import(*, book: type[Book], actor: Actor, content: bytes, filename: str) -> ImportBatch:
    """Read and judge an upload and keep it, so that the preview can be looked at and confirmed."""
    if not access.may_record(actor, book) or actor.office is None:
        raise Refused(f"Buku {book.label} dipegang jabatan lain di kantor Anda.")
    refuse_closed(book)
    rows = judge_table(read_table(content, filename), book, actor)
    return ImportBatch.objects.create(
        office=actor.office,
        book=book.code,
        filename=filename[:200],
        uploaded_by_id=actor.user_id,
        rows=[{"line": row.line, "cells": row.cells} for row in rows],  # type: ignore[misc]
    )


def judged_rows(batch: ImportBatch, actor: Actor) -> list[Row]:
    """The rows of an upload with their fate as of now."""
    rows = [Row(row["line"], row["cells"]) for row in batch.rows]
    judge(rows, book_named(batch.book), actor)
    return rows


def late_rows(rows: list[Row], office_id: int) -> tuple[int, late.ClosedPeriod | None]:
    """How many good rows fall into a closed period, and the first such period."""
    known: dict[date, late.ClosedPeriod | None] = {}
    for row in rows:
        if row.is_good and row.on is not None and row.on not in known:
            known[row.on] = late.closed_around(office_id, [row.on])
    found = [closed for row in rows if row.is_good and row.on and (closed := known[row.on])]
    return len(found), next(iter(found), None)


def confirm_import(*, batch: ImportBatch, actor: Actor, late_reason: str = "") -> int:
    """Record every good row in one transaction; returns how many. A batch is imported once.

    ``late_reason``: for all rows whose period is closed.
    """
    book = book_named(batch.book)
    with transaction.atomic():
        current = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if current.imported_at is not None:
            raise DomainError("Berkas ini sudah diimpor.")
        # Imports of one office take turns: each locks many counters and balances, in its rows' order.
        Office.objects.select_for_update(no_key=True).get(pk=current.office_id)
        rows = judged_rows(current, actor)
        made = form_class(book, actor)
        sample = made()
        lookups = _lookups(sample)
        good = [row for row in rows if row.is_good]
        with chain.sealed_at_the_end():
            for row in good:
                form = made(data=_form_data(row, sample, lookups))
                if not form.is_valid():  # judged good a moment ago, in this same transaction
                    raise DomainError(f"Baris {row.line} berubah selama impor; muat ulang halaman.")
                try:
                    record_entry(book=book, actor=actor, values=form.values(), late_reason=late_reason)
                except DomainError as error:
                    asks = late.FIELD if error.field == late.FIELD else None
                    raise DomainError(
                        f"Baris {row.line}: {error.message} Tidak ada yang dicatat.", field=asks
                    ) from error
        current.imported_at = clock.now()
        current.imported = len(good)
        current.save(update_fields=["imported_at", "imported"])
        transaction.on_commit(statistics.after_import)
    return len(good)
