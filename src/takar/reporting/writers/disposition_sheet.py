"""Lembar disposisi: the one page that travels with a letter and says who does what with it.

The fields and their order follow the sheet in common use by regional offices (naskah dinas, now
Permendagri 1/2023): letter, agenda, one tick row of Sifat, to whom, what is asked, note, initials.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from takar.kernel.formatting import format_date_long
from takar.reporting.writers.parties import Party, party_data
from takar.reporting.writers.stamp import Stamp
from takar.reporting.writers.typesetting import render_pdf

SheetPaper = Literal["a5", "half-f4"]
Urgency = Literal["ordinary", "urgent", "very_urgent"]

STANDARD_REQUESTS = ("Tanggapan dan saran", "Proses lebih lanjut", "Koordinasi/konfirmasi")


@dataclass(frozen=True, slots=True)
class Tick:
    """A line with a box before it."""

    label: str
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class DispositionSheet:
    """One disposition.

    Speed and secrecy are two axes of a letter; the sheet shows both in one tick row.
    ``requests`` names what is asked: the standard three get their tick, anything else is added
    below them. A sheet without ``given_on`` is printed blank at the signature, to be filled by hand.
    """

    government: str
    office: str
    address: str
    sender: str
    letter_number: str
    letter_date: date | None
    received_on: date | None
    agenda_number: str
    subject: str
    recipients: Sequence[Tick]
    requests: Sequence[str]
    note: str
    giver: Party
    given_on: date | None
    urgency: Urgency = "ordinary"
    secret: bool = False
    status: str = ""


def render_disposition_sheet(
    sheet: DispositionSheet, *, paper: SheetPaper = "a5", stamp: Stamp | None = None
) -> bytes:
    """The sheet as a one-page PDF; longer texts make the type smaller before they make a second page."""
    data = {
        "paper": paper,
        "government": sheet.government,
        "office": sheet.office,
        "address": sheet.address,
        "letter": [
            ["Surat dari", sheet.sender],
            ["Nomor surat", sheet.letter_number],
            ["Tanggal surat", _day(sheet.letter_date)],
        ],
        "agenda": [
            ["Diterima tanggal", _day(sheet.received_on)],
            ["Nomor agenda", sheet.agenda_number],
        ],
        "natures": [
            _tick("Sangat Segera", sheet.urgency == "very_urgent"),
            _tick("Segera", sheet.urgency == "urgent"),
            _tick("Rahasia", sheet.secret),
        ],
        "subject": sheet.subject,
        "recipients": [_tick(tick.label, tick.ticked) for tick in sheet.recipients],
        "requests": _requests(sheet.requests),
        "note": sheet.note,
        "giver": party_data(sheet.giver),
        "given_on": _day(sheet.given_on),
        "status": sheet.status,
    }
    return render_pdf("disposition_sheet", data, standard="a-2b", dated=sheet.given_on, stamp=stamp)


def _tick(label: str, ticked: bool) -> dict[str, object]:
    return {"label": label, "ticked": ticked}


def _day(value: date | None) -> str:
    """Blank, not a dash, where the date is still to be written by hand."""
    return format_date_long(value) if value else ""


def _requests(requests: Sequence[str]) -> list[dict[str, object]]:
    asked = {_key(request): request.strip() for request in requests if request.strip()}
    lines = [_tick(standard, asked.pop(_key(standard), None) is not None) for standard in STANDARD_REQUESTS]
    return lines + [_tick(other, True) for other in asked.values()]


def _key(request: str) -> str:
    return " ".join(request.split()).casefold()
