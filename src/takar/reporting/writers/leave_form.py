"""Formulir permintaan dan pemberian cuti: the one page on which leave is asked, considered and decided.

The eight parts and their order follow the form of Peraturan BKN 24/2017 (anak lampiran 1.b). Only
the arrangement was available, not a scan of the form itself: its wording is unverified.
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

FormPaper = Literal["a4", "f4"]

OPTIONS = {
    "disetujui": "DISETUJUI",
    "perubahan": "PERUBAHAN",
    "ditangguhkan": "DITANGGUHKAN",
    "tidak_disetujui": "TIDAK DISETUJUI",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a superior or the deciding official said; without ``chosen`` the boxes stay empty for handwriting."""

    who: Party
    chosen: str = ""
    note: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class AnnualNote:
    """What was left of the annual leave of one year before this request: ``N-1 (2025)``, ``6``."""

    label: str
    left: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class LeaveForm:
    """One request. ``kinds`` are all kinds of leave with the words noted of them, in the form's order."""

    office: str
    place: str
    asked_on: date
    addressee: str
    addressee_place: str
    employee: Party
    unit: str
    service: str
    kinds: Sequence[tuple[str, bool, str]]
    """``(label, chosen, note)``; the first is the annual leave, noted by year instead."""
    reason: str
    length: str
    first_day: date
    last_day: date
    annual: Sequence[AnnualNote]
    address: str
    phone: str
    considered: Verdict
    decided: Verdict
    status_note: str = ""


def render_leave_form(form: LeaveForm, *, paper: FormPaper = "f4", stamp: Stamp | None = None) -> bytes:
    """The form as a one-page PDF; PDF/A-2b, dated by the day of the request."""
    employee = party_data(form.employee) or {}
    data = {
        "paper": paper,
        "office": form.office,
        "place_date": f"{form.place}, {format_date_long(form.asked_on)}",
        "addressee": form.addressee,
        "addressee_place": form.addressee_place,
        "employee": {**employee, "unit": form.unit, "service": form.service},
        "kinds": [
            {"label": f"{place}. {label}", "chosen": chosen}
            for place, (label, chosen, _) in enumerate(form.kinds, start=1)
        ],
        "reason": form.reason,
        "length": form.length,
        "first_day": format_date_long(form.first_day),
        "last_day": format_date_long(form.last_day),
        "annual": [{"label": n.label, "left": n.left, "remark": n.remark} for n in form.annual],
        "notes": _beside(form),
        "address": form.address,
        "phone": form.phone,
        "considered": _verdict(form.considered, form.place),
        "decided": _verdict(form.decided, form.place),
        "status_note": form.status_note,
    }
    return render_pdf("leave_form", data, standard="a-2b", dated=form.asked_on, stamp=stamp)


def _beside(form: LeaveForm) -> list[list[str]]:
    """The other kinds stand right of the annual leave, one per line of it."""
    others = [
        [f"{place}. {label.upper()}", note]
        for place, (label, _, note) in enumerate(form.kinds, start=1)
        if place > 1
    ]
    lines = 2 + len(form.annual)
    return (others + [["", ""]] * lines)[:lines]


def _verdict(verdict: Verdict, place: str) -> dict[str, object]:
    return {
        "options": [{"label": label, "chosen": code == verdict.chosen} for code, label in OPTIONS.items()],
        "note": verdict.note,
        "who": party_data(verdict.who),
        "place_date": f"{place}, {format_date_long(verdict.on)}" if verdict.on else "",
    }
