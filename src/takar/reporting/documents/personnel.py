"""The DUK, the buku penjagaan and a month's attendance on paper, in their official columns."""

from __future__ import annotations

from takar.kernel import clock
from takar.kernel.formatting import format_date_long, format_percent
from takar.ledger.models import Entry
from takar.organisation.actor import Actor
from takar.registers.personnel.models import AttendanceRecap, ListEdition
from takar.registers.personnel.selectors import listing
from takar.reporting.documents.books import government, signer
from takar.reporting.documents.provenance import books_stamp, printed_by
from takar.reporting.writers.register_book import (
    PrintedBook,
    PrintedColumn,
    PrintedRow,
    render_register_book,
)

_WIDTHS = {"No.": 0.5, "Nama": 2.6, "NIP": 2.2, "Jabatan": 2.4, "Pangkat, gol/ruang": 1.8, "Usia": 0.7,
           "Ket.": 1.2, "Latihan jabatan": 1.8, "Pendidikan": 1.6, "Penjagaan": 1.8, "Lulus": 0.8}  # fmt: skip


def personnel_pdf(actor: Actor, entry: Entry) -> bytes | None:
    """The list inside an entry; None for books without one."""
    if isinstance(entry, ListEdition):
        return edition_pdf(actor, entry)
    return recap_pdf(actor, entry) if isinstance(entry, AttendanceRecap) else None


def edition_pdf(actor: Actor, edition: ListEdition) -> bytes:
    """An edition as it stands; a draft says that it is one."""
    assert actor.office is not None
    today = clock.today()
    as_of = edition.as_of or edition.occurred_on
    columns = listing.columns_of(edition.kind)
    subtitle = f"Keadaan per {format_date_long(as_of)}"
    return render_register_book(
        PrintedBook(
            government=government(actor.office.regency),
            office=actor.office.name.upper(),
            title=edition.declaration.kinds[edition.kind],
            subtitle=subtitle if edition.state == "approved" else f"{subtitle} (konsep)",
            columns=[PrintedColumn(label, _WIDTHS.get(label, 1.1)) for label in columns],
            rows=[PrintedRow([_blank(cell) for cell in row]) for row in edition.rows],
            place=actor.office.seat,
            date=today,
            signer=signer(actor, today),
            printed_note=printed_by(actor),
        ),
        stamp=books_stamp(actor.office),
    )


def recap_pdf(actor: Actor, recap: AttendanceRecap) -> bytes:
    assert actor.office is not None
    today = clock.today()
    days = recap.working_days
    heads = ("Hadir", "Sakit", "Izin", "Cuti", "Dinas luar", "Tanpa keterangan", "Kehadiran")
    return render_register_book(
        PrintedBook(
            government=government(actor.office.regency),
            office=actor.office.name.upper(),
            title="Rekap Kehadiran Pegawai",
            subtitle=recap.month_words,
            facts=[("Hari kerja efektif", f"{days} hari")],
            columns=[
                PrintedColumn("No.", 0.5, "right"),
                PrintedColumn("Nama", 3),
                *(PrintedColumn(label, 1, "right") for label in heads),
            ],
            rows=[
                PrintedRow(
                    [
                        str(place), line.name, str(line.present(days)), str(line.sick), str(line.excused),
                        str(line.leave), str(line.duty), str(line.absent), format_percent(line.percent(days)),
                    ]
                )
                for place, line in enumerate(recap.people, start=1)
            ],
            place=actor.office.seat,
            date=today,
            signer=signer(actor, today),
            printed_note=printed_by(actor),
        ),
        stamp=books_stamp(actor.office),
    )  # fmt: skip


def _blank(cell: str) -> str:
    return "" if cell == "–" else cell
