"""Everything the books hold of one person, for the person who asks (UU 27/2022, right of access).

A resident is found by NIK or telephone through digests, or by name as it was written; an employee by their
record. Each report is noted in the readers' log with its reason before it is given.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.db import models
from django.utils import timezone

from takar.kernel.access import visible
from takar.kernel.columns import last_day
from takar.kernel.encrypted import search_digest
from takar.kernel.errors import BadInput, DomainError
from takar.kernel.formatting import NOTHING, format_date, format_moment
from takar.kernel.identifiers import Nik
from takar.ledger import reading
from takar.ledger.books import Book, books_of
from takar.ledger.display import as_text, shown, whole
from takar.ledger.models import Entry, ReadingRecord
from takar.organisation.actor import Actor
from takar.organisation.models import Assignment, Person
from takar.registers.personnel import models as personnel
from takar.reporting.documents.provenance import about
from takar.reporting.writers.spreadsheet import Column, write_xlsx


@dataclass(frozen=True)
class Line:
    """One thing that is held: where it stands, what it is called, what it says."""

    place: str
    entry: str
    name: str
    value: str


@dataclass(frozen=True)
class Report:
    about: list[tuple[str, str]]
    entries: int
    lines: list[Line]

    def as_json(self) -> dict[str, Any]:
        return {
            "about": dict(self.about),
            "entries": self.entries,
            "held": [asdict(one) for one in self.lines],
        }


def person_report(
    actor: Actor,
    *,
    reason: str,
    nik: str = "",
    name: str = "",
    phone: str = "",
    person: Person | None = None,
) -> Report:
    """Collect what is held. Raises BadInput when nobody was named or nothing is held."""
    if not reason.strip():
        raise DomainError("Tulis keperluannya.", field="reason")
    if person is not None:
        entries = list(visible(actor, Entry).filter(person=person).order_by("pk"))
        lines = list(_employee(actor, person))
    else:
        wanted = _wanted(nik, name, phone)
        entries = [entry for book in books_of(actor.office) for entry in _of_resident(actor, book, wanted)]
        lines = []
    for entry in entries:
        lines += _entry(entry.detail())
    if not lines:
        raise BadInput("Tidak ada data tentang orang ini di buku kantor.")
    for entry in entries:
        reading.note_entry(actor, entry, ReadingRecord.How.REPORT, reason=reason)
    if person is not None and person.pk != actor.person_id:
        reading.note(
            actor, ReadingRecord.How.REPORT, ReadingRecord.Concern.STAFF, person_id=person.pk, reason=reason
        )
    provenance = about(actor, contents="Laporan data orang", purpose=reason.strip(), personal=True)
    return Report(provenance, len(entries), lines)


def report_xlsx(report: Report) -> bytes:
    columns = [Column("Tempat", width=24), Column("Entri", width=24), Column("Data", width=28)]
    columns.append(Column("Isi", width=70))
    rows = [[one.place, one.entry, one.name, one.value] for one in report.lines]
    return write_xlsx("Laporan data orang", columns, rows, about=report.about)


def _wanted(nik: str, name: str, phone: str) -> set[str]:
    """Digests of what was asked for. A NIK or a telephone number says more than a name: with one of them
    the name is not looked at."""
    asked_for = [Nik.parse(nik).digits] if nik.strip() else []
    asked_for += [phone] if phone.strip() else []
    if not asked_for:
        if not name.strip():
            raise BadInput("Isi NIK, telepon atau nama, atau pilih pegawai.", field="nik")
        asked_for = [name]
    return {search_digest(text) for text in asked_for}


def _of_resident(actor: Actor, book: type[Book], wanted: set[str]) -> Iterator[Entry]:
    """Entries of the book that hold one of the values in a column about a resident."""
    columns = list(dict.fromkeys([*book.marked("personal"), *book.marked("resident")]))
    if not columns or book.privacy.about_staff:
        return
    for entry in visible(actor, book.model).filter(book=book.code).order_by("pk").iterator(1000):
        values = (getattr(entry, name) for name in columns)
        if any(value and search_digest(str(value)) in wanted for value in values):
            yield entry


def _entry(entry: Entry) -> Iterator[Line]:
    """Columns, history, files and readers of one entry; personal columns whole."""
    book = entry.declaration
    head = f"{entry.number_label or entry.pk} ({entry.occurred_on.isoformat()})"
    for name in dict.fromkeys(["occurred_on", *book.fields(entry.kind), *book.marked("retired")]):
        hidden = book.field(name).personal
        text = whole(book, entry, name) if hidden else shown(book, entry, name)
        if text != NOTHING:
            yield Line(book.label, head, book.field_label(name), text)
    labels = {spec.code: spec.label for spec in book.milestones}
    for row in entry.milestones.all():
        said = f"{format_date(row.on)}, {row.actor_name}" + (f": {row.note}" if row.note else "")
        yield Line("Riwayat", head, labels.get(row.what, row.what), said)
    for file in entry.evidence.select_related("file"):
        state = " (ditarik)" if file.withdrawn_at else ""
        yield Line("Berkas", head, file.caption or "Berkas bukti", f"{file.name}{state}")
    for read in ReadingRecord._default_manager.filter(entry_id=entry.pk):
        yield Line("Pembaca", head, read.get_how_display(), _read(read))


def _employee(actor: Actor, person: Person) -> Iterator[Line]:
    """The employee's own record: person, positions, personnel data and histories, readers."""
    yield from _columns("Pegawai", person)
    for held in Assignment._default_manager.filter(person=person).select_related("position"):
        until = format_date(last_day(held.ends_on)) if held.ends_on else "sekarang"
        yield Line("Jabatan", "", str(held.position), f"{format_date(held.starts_on)} s.d. {until}")
    record = visible(actor, personnel.Employee).filter(pk=person.pk).first()
    if record is not None:
        yield from _columns("Data kepegawaian", record)
        for model in (
            personnel.RankHistory,
            personnel.PayRiseHistory,
            personnel.EducationHistory,
            personnel.TrainingHistory,
            personnel.LeaveOpening,
        ):
            rows: models.QuerySet[Any] = visible(actor, model)
            for row in rows.filter(employee_id=record.pk):
                yield from _columns(str(model._meta.verbose_name).capitalize(), row)
    for read in ReadingRecord._default_manager.filter(person=person, entry=None):
        yield Line("Pembaca", "", read.get_how_display(), _read(read))


def _columns(place: str, row: models.Model) -> Iterator[Line]:
    for field in row._meta.local_concrete_fields:
        if field.primary_key or field.name in {"office", "employee", "person"}:
            continue
        display = getattr(row, f"get_{field.name}_display", None)
        text = as_text(display() if display else getattr(row, field.name))
        if text != NOTHING:
            yield Line(place, str(row), str(field.verbose_name).capitalize(), text)


def _read(row: ReadingRecord) -> str:
    said = f"{format_moment(timezone.localtime(row.at))}, {row.reader_name}"
    return f"{said}: {row.reason}" if row.reason else said
