"""The list of employees and the employee card with its histories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from takar.kernel import clock
from takar.kernel.access import get_visible, may, require, visible
from takar.kernel.columns import last_day
from takar.kernel.errors import BadInput, NotFound
from takar.kernel.formatting import NOTHING, format_date, format_date_long, format_rupiah
from takar.kernel.identifiers import Nip
from takar.ledger.access import may_record
from takar.organisation.actor import Actor
from takar.organisation.models import Assignment
from takar.registers.personnel.book import DataUpdates, Proposals
from takar.registers.personnel.models import (
    DataUpdate,
    EducationHistory,
    Employee,
    LeaveOpening,
    PayRiseHistory,
    Proposal,
    RankHistory,
    TrainingHistory,
)
from takar.registers.personnel.selectors.due_dates import dues_of
from takar.registers.personnel.selectors.leave import annual_balance
from takar.registers.personnel.selectors.listing import DUE_WORDS
from takar.registers.personnel.selectors.profiles import Profile, profile, profiles
from takar.web import asked
from takar.web.addresses import book_url, entry_url
from takar.web.http import StaffRequest
from takar.web.personnel.links import employee_url, history_url
from takar.web.personnel.lists import urgency_state
from takar.web.reading_log import shows_rows
from takar.web.reference_rows import row_form, row_page
from takar.web.tables import Row, Table

FORBIDDEN = "Data pegawai diubah oleh pengelola kepegawaian."
OWN_FIELDS = [
    "kind", "birth_place", "birth_on", "sex", "appointed_on", "service_credit", "retirement_class", "simpeg_ref",
]  # fmt: skip


@dataclass(frozen=True)
class History:
    """A kind of history: its words and what its form asks."""

    model: type[models.Model]
    label: str
    columns: tuple[str, ...]
    fields: tuple[str, ...]
    labels: Mapping[str, str] = field(default_factory=dict)


HISTORIES = {
    "pangkat": History(
        RankHistory, "Riwayat pangkat", ("TMT", "Keputusan"),
        ("grade", "starts_on", "decree_number", "decree_date"),
    ),
    "gaji-berkala": History(
        PayRiseHistory, "Riwayat gaji berkala", ("TMT", "Keputusan"),
        ("starts_on", "salary", "service_years", "decree_number", "decree_date"),
    ),
    "pendidikan": History(
        EducationHistory, "Riwayat pendidikan", ("Lulus", "Sekolah"),
        ("level", "school", "major", "starts_on", "decree_number"), {"starts_on": "Tanggal lulus"},
    ),
    "diklat": History(
        TrainingHistory, "Riwayat diklat", ("Selesai", "Penyelenggara"),
        ("level", "name", "organiser", "starts_on", "hours", "decree_number"), {"starts_on": "Tanggal selesai"},
    ),
    "sisa-cuti": History(
        LeaveOpening, "Sisa cuti dari tahun lalu", ("Tahun", "Hari kerja"), ("year", "days"),
    ),
}  # fmt: skip


def overview(request: StaffRequest, year: int) -> HttpResponse:
    """Everybody for those who work on it, oneself for all others."""
    people = visible(request.actor, Employee)
    words = asked.text(request, "q")
    if words:
        people = people.filter(person__name__icontains=words)
    known = profiles(people, clock.today())
    shows_rows(request.actor, len(known))
    context = {
        "year": year,
        "q": words,
        "table": Table(
            "Pegawai",
            ("NIP", "Pangkat", "Jabatan", "Masa kerja", "Status"),
            [_line(one, year) for one in known],
            empty="Tidak ada pegawai dengan nama itu." if words else "Belum ada pegawai.",
        ),
        "count": len(known),
    }
    return render(request, "web/personnel/employees.html", context)


def _line(known: Profile, year: int) -> Row:
    person = known.employee.person
    kind = known.employee.get_kind_display()
    left = person.retired_on is not None and person.retired_on <= known.on
    return Row(
        person.name,
        [
            person.printed_nip or NOTHING,
            str(known.rank.grade) if known.rank else NOTHING,
            known.post.title if known.post else NOTHING,
            known.service_words if known.service_months else NOTHING,
            kind,
        ],
        url=employee_url(known.employee.pk, year),
        state="tidak aktif" if left else "aktif",
        tone="neutral" if left else "done",
        meta=known.post.title if known.post else kind,
    )


def card(request: StaffRequest, year: int, pk: int) -> HttpResponse:
    employee = get_visible(request.actor, Employee, pk=pk)
    today = clock.today()
    known = profile(employee, today)
    writes = may(request.actor, "change", employee)
    left = annual_balance(employee, year)
    context = {
        "year": year,
        "employee": employee,
        "nip_words": explained_nip(employee.person.nip),
        "facts": _facts(known),
        "leave_facts": [
            {"label": "Hak", "value": f"{left.entitled} hari"},
            {"label": "Dari tahun lalu", "value": f"{left.carried} hari"},
            {"label": "Terpakai", "value": f"{left.used} hari"},
            {"label": "Menunggu keputusan", "value": f"{left.pending} hari"},
            {"label": "Sisa", "value": f"{left.left} hari"},
        ],
        "dues": Table(
            "Penjagaan",
            ("Tanggal", "Disiapkan mulai"),
            [_due_line(due, detail, today) for due, detail in dues_of(known)],
            first="Hal",
            empty="Tidak ada yang dijaga.",
        ),
        "histories": [_history_table(request.actor, employee, slug, year, writes) for slug in HISTORIES],
        "posts": _posts(request.actor, employee),
        "entries": _entries(request.actor, employee),
        "edit_url": reverse("web:employee-edit", args=[year, pk]) if writes else "",
        "update_url": f"{book_url(DataUpdates, year, 'entry-record')}?employee={pk}"
        if may_record(request.actor, DataUpdates)
        else "",
        "propose_url": f"{book_url(Proposals, year, 'entry-record')}?employee={pk}"
        if may_record(request.actor, Proposals)
        else "",
        "list_url": reverse("web:employees", args=[year])
        if request.actor.reads_office
        else reverse("web:own-record"),
    }
    return render(request, "web/personnel/employee.html", context)


def explained_nip(nip: str | None) -> str:
    """What the 18 digits say, in a sentence (Perka BKN 22/2007)."""
    if not nip:
        return "Tidak ber-NIP."
    try:
        read = Nip.parse(nip)
    except BadInput as error:
        return error.message
    sex = "laki-laki" if read.sex == "L" else "perempuan"
    begun = f"pengangkatan tahun {read.appointed_year}"
    if read.appointed_month:
        begun += f" bulan {read.appointed_month:02}"
    else:
        begun += " (angka bulannya bukan bulan: lazim pada NIP PPPK)"
    return f"Lahir {format_date_long(read.birth)}, {begun}, {sex}, nomor urut {read.serial}."


def _facts(known: Profile) -> list[dict[str, Any]]:
    employee = known.employee
    born = ", ".join(part for part in (employee.birth_place, format_date(employee.birth_on)) if part)
    pay = known.pay
    return [
        {"label": "NIP", "value": employee.person.printed_nip, "num": True},
        {"label": "Status", "value": employee.get_kind_display()},
        {"label": "Tempat, tanggal lahir", "value": born, "note": f"{known.age} tahun" if known.age else ""},
        {"label": "Jenis kelamin", "value": employee.get_sex_display()},
        {
            "label": "Pangkat, golongan/ruang",
            "value": str(known.rank.grade) if known.rank else "",
            "note": f"TMT {format_date(known.rank.starts_on)}" if known.rank else "",
        },
        {
            "label": "Jabatan",
            "value": known.post.title if known.post else "",
            "note": f"TMT {format_date(known.post.starts_on)}" if known.post else "",
        },
        {
            "label": "Masa kerja",
            "value": known.service_words if known.service_months else "",
            "note": f"sejak {format_date(employee.appointed_on)}" if employee.appointed_on else "",
        },
        {
            "label": "Gaji berkala terakhir",
            "value": format_date(pay.starts_on) if pay else "",
            "note": format_rupiah(pay.salary) if pay and pay.salary else "",
        },
        {"label": "Pendidikan", "value": str(known.education) if known.education else ""},
        {"label": "Nomor di SIMPEG/SIASN", "value": employee.simpeg_ref},
    ]


def _due_line(due: Any, detail: str, today: Any) -> Row:
    state, tone = urgency_state(due.urgency(today))
    return Row(
        DUE_WORDS[due.what.value],
        [format_date(due.on), format_date(due.prepare_from)],
        sub=detail,
        state=state,
        tone=tone,
        meta=format_date(due.on),
    )


def _history_table(actor: Actor, employee: Employee, slug: str, year: int, writes: bool) -> dict[str, Any]:
    kind = HISTORIES[slug]
    rows = visible(actor, kind.model).filter(employee_id=employee.pk)
    names = [f for f in ("grade", "level") if f in kind.fields and slug != "diklat"]
    lines = [
        Row(
            *_history_words(slug, row),
            url=reverse("web:employee-history-edit", args=[year, employee.pk, slug, row.pk])
            if writes
            else "",
        )
        for row in rows.select_related(*names)
    ]
    first = {"sisa-cuti": "Keterangan"}.get(slug, "Isi")
    return {
        "table": Table(kind.label, kind.columns, lines, first=first, empty="Belum ada."),
        "new_url": history_url(employee.pk, year, slug) if writes else "",
    }


def _history_words(slug: str, row: Any) -> tuple[str, list[str]]:
    if slug == "sisa-cuti":
        return "Dibawa ke tahun ini", [str(row.year), str(row.days)]
    on = format_date(row.starts_on)
    match slug:
        case "pangkat":
            return str(row.grade), [on, row.decree_number]
        case "gaji-berkala":
            return format_rupiah(row.salary) if row.salary else "Gaji berkala", [on, row.decree_number]
        case "pendidikan":
            return str(row), [on, row.school]
    return row.name, [on, row.organiser]


def _posts(actor: Actor, employee: Employee) -> Table:
    """Posts are the organisation's: shown here, changed under Pengaturan."""
    held = visible(actor, Assignment).filter(person_id=employee.pk).select_related("position")
    return Table(
        "Riwayat jabatan",
        ("TMT", "Sampai", "Keputusan"),
        [
            Row(
                post.title,
                [format_date(post.starts_on), format_date(last_day(post.ends_on)), post.decree_number],
                meta=format_date(post.starts_on),
            )
            for post in held.order_by("-starts_on")
        ],
        first="Jabatan",
        empty="Belum ada.",
    )


def _entries(actor: Actor, employee: Employee) -> Table:
    """Proposals and data updates about the employee, the newest first."""
    proposals = visible(actor, Proposal).filter(employee=employee).order_by("-occurred_on", "-pk")[:10]
    updates = visible(actor, DataUpdate).filter(employee=employee).order_by("-occurred_on", "-pk")[:10]
    found = sorted([*proposals, *updates], key=lambda e: (e.occurred_on, e.pk), reverse=True)
    return Table(
        "Usulan dan pemutakhiran data",
        ("Tanggal", "Buku"),
        [
            Row(
                entry.title,
                [format_date(entry.occurred_on), entry.declaration.label],
                url=entry_url(entry),
                state=entry.declaration.state_label(entry.state),
                tone=entry.declaration.state_tone(entry.state),
                meta=format_date(entry.occurred_on),
            )
            for entry in found
        ],
        first="Uraian",
        empty="Belum ada.",
    )


def edit(request: StaffRequest, year: int, pk: int) -> HttpResponse:
    employee = get_visible(request.actor, Employee, pk=pk)
    require(request.actor, "change", employee, FORBIDDEN)
    form = row_form(request.actor, Employee, OWN_FIELDS)(request.POST or None, instance=employee)
    return _page(request, year, employee, form, "Ubah data pegawai", f"Data {employee} tersimpan.")


def history(request: StaffRequest, year: int, pk: int, slug: str, row_id: int | None = None) -> HttpResponse:
    """One row of one history, new or corrected."""
    kind = HISTORIES.get(slug)
    if kind is None:
        raise NotFound("Riwayat ini tidak ada.")
    employee = get_visible(request.actor, Employee, pk=pk)
    require(request.actor, "change", employee, FORBIDDEN)
    row = (
        kind.model(employee_id=pk)
        if row_id is None
        else get_visible(request.actor, kind.model, pk=row_id, employee_id=pk)
    )
    form = row_form(request.actor, kind.model, kind.fields, kind.labels)(request.POST or None, instance=row)
    form.initial.update({name: asked.text(request, name) for name in form.fields if name in request.GET})
    return _page(request, year, employee, form, kind.label, f"{kind.label} tersimpan.")


def _page(
    request: StaffRequest, year: int, employee: Employee, form: Any, title: str, said: str
) -> HttpResponse:
    return row_page(
        request,
        form,
        year=year,
        title=title,
        lead=employee.person.name,
        back_url=employee_url(employee.pk, year),
        back_label=str(employee),
        said=said,
        forbidden=FORBIDDEN,
    )
