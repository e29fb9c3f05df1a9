"""The official numbers of a period on paper, with the passport by which they can be checked later."""

from __future__ import annotations

from dataclasses import replace

from takar.agreements.official import OfficialNumber, official_numbers
from takar.kernel import clock
from takar.kernel.formatting import NOTHING, format_percent
from takar.kernel.period import Period
from takar.measurement.numbers import passports
from takar.measurement.numbers.official import Status
from takar.measurement.numbers.remarks import remarks
from takar.measurement.numbers.seals import said
from takar.organisation.actor import Actor
from takar.reporting.documents.books import government, signer
from takar.reporting.documents.provenance import About, books_stamp, printed_by
from takar.reporting.writers.register_book import (
    PrintedBook,
    PrintedColumn,
    PrintedRow,
    render_register_book,
)

_OPEN = {Status.RUNNING: "Masih berjalan", Status.NOT_CLOSED: "Belum ditutup"}


def official_numbers_pdf(actor: Actor, period: Period, *, check_at: str) -> bytes:
    """Every indicator's official number. ``check_at`` is the public page where passports are checked."""
    assert actor.office is not None
    office, today = actor.office, clock.today()
    passport = passports.issue(office, period)
    stamp = books_stamp(office)
    stamp = replace(
        stamp,
        codes=(*stamp.codes, f"{check_at}{passport.code}/"),
        words=(f"Paspor angka {passport}, periksa di {check_at}", *stamp.words),
    )
    return render_register_book(
        PrintedBook(
            government=government(office.regency),
            office=office.name.upper(),
            title="Angka Kinerja",
            subtitle=period.describe()[:1].upper() + period.describe()[1:],
            columns=[
                PrintedColumn("No.", 0.5, "right"),
                PrintedColumn("Indikator", 5),
                PrintedColumn("Satuan", 1.1),
                PrintedColumn("Target setahun", 1, "right"),
                PrintedColumn("Realisasi", 1.1, "right"),
                PrintedColumn("Capaian", 1, "right"),
                PrintedColumn("Keadaan", 2.6),
            ],
            rows=[_row(number) for number in official_numbers(actor, period=period)],
            rows_are="indikator",
            place=office.seat,
            date=today,
            signer=signer(actor, today),
            printed_note=printed_by(actor),
        ),
        stamp=stamp,
    )


def _row(number: OfficialNumber) -> PrintedRow:
    figure, target = number.official.figure, number.target
    beside = remarks(figure)
    return PrintedRow(
        [
            str(number.indicator.no),
            number.indicator.name,
            number.official.unit,
            target.target_words if target else NOTHING,
            said(number.value),
            NOTHING if number.percent is None else format_percent(number.percent),
            "; ".join(beside) if figure.status.is_closed else "; ".join([_OPEN[figure.status], *beside]),
        ]
    )


def passport_lines(actor: Actor, period: Period, no: int, *, check_at: str) -> About:
    """What the sheet "Tentang berkas ini" says of an indicator's number."""
    assert actor.office is not None
    passport = passports.issue(actor.office, period, no)
    return [("Paspor angka", f"{passport}, periksa di {check_at}{passport.code}/")]
