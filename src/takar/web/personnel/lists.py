"""Buku penjagaan and DUK as of today, their editions, and the checklist of a proposal."""

from __future__ import annotations

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from takar.kernel import clock
from takar.kernel.access import get_visible
from takar.kernel.errors import DomainError, NotFound, Refused
from takar.kernel.formatting import NOTHING, format_date, format_date_long
from takar.ledger.access import may_record
from takar.ledger.actions.forms import add_error
from takar.ledger.models import Entry
from takar.registers.personnel import services
from takar.registers.personnel.access import keeps_personnel, reads_personnel
from takar.registers.personnel.book import ListEditions, Proposals
from takar.registers.personnel.calculation.dues import Urgency
from takar.registers.personnel.models import ListEdition, Proposal
from takar.registers.personnel.reference import papers_for
from takar.registers.personnel.selectors.due_dates import DueRow, due_rows
from takar.registers.personnel.selectors.listing import DUE_WORDS, DUK, WATCH
from takar.registers.personnel.selectors.seniority import SeniorityRow, seniority_list
from takar.reporting.documents.personnel import personnel_pdf
from takar.web import asked
from takar.web.addresses import book_url, entry_url
from takar.web.http import StaffRequest
from takar.web.personnel.forms import PapersForm
from takar.web.personnel.links import employee_url, into_history_url, propose_url
from takar.web.responses import pdf_response
from takar.web.tables import Row, Table

CLOSED = "Daftar ini memuat data pribadi; dibaca oleh pimpinan dan pengelola kepegawaian."

HORIZON_YEARS = 2
"""How far the page of the buku penjagaan looks ahead, unless asked for everything."""


def urgency_state(urgency: Urgency) -> tuple[str, str]:
    """Words and tone: the colour says no more than the words do."""
    match urgency:
        case Urgency.PASSED:
            return "Lewat", "danger"
        case Urgency.NOW:
            return "Siapkan usulan", "warn"
    return "Belum waktunya", "neutral"


def _require_reader(request: StaffRequest) -> int:
    if not reads_personnel(request.actor) or request.actor.office_id is None:
        raise Refused(CLOSED)
    return request.actor.office_id


def watch(request: StaffRequest, year: int) -> HttpResponse:
    """Who is due for what, the earliest first."""
    office_id = _require_reader(request)
    today = clock.today()
    kind = asked.text(request, "jenis")
    all_of_it = "semua" in request.GET
    limit = today.replace(year=today.year + HORIZON_YEARS, day=min(today.day, 28))
    rows = [
        row
        for row in due_rows(office_id, today)
        if (not kind or row.due.what == kind) and (all_of_it or row.due.on < limit)
    ]
    writes = may_record(request.actor, Proposals)
    path = request.path
    context = {
        "year": year,
        "table": Table(
            "Buku penjagaan",
            ("Hal", "Jatuh tempo", "Disiapkan mulai", "Keterangan"),
            [_watch_line(row, year, writes) for row in rows],
            empty="Tidak ada yang jatuh tempo dalam dua tahun ini.",
        ),
        "kinds": [
            {"label": "Semua", "url": path, "active": not kind},
            *(
                {"label": label, "url": f"{path}?{urlencode({'jenis': code})}", "active": kind == code}
                for code, label in DUE_WORDS.items()
            ),
        ],
        "today": format_date_long(today),
        "all_url": "" if all_of_it else f"{path}?{urlencode({'jenis': kind, 'semua': '1'})}",
        "edition_url": _edition_url(year, WATCH) if may_record(request.actor, ListEditions) else "",
    }
    return render(request, "web/personnel/watch.html", context)


def _watch_line(row: DueRow, year: int, writes: bool) -> Row:
    employee, due = row.profile.employee, row.due
    state, tone = urgency_state(row.urgency())
    action, url = "", ""
    if row.proposal is not None and row.is_granted:
        state, tone = "Dikabulkan, belum masuk riwayat", "warn"
        if writes:
            action, url = "Catat ke riwayat", into_history_url(row.proposal)
        else:
            action, url = "Buka usulan", entry_url(row.proposal)
    elif row.proposal is not None:
        state, tone = f"Usulan {Proposals.state_label(row.proposal.state).lower()}", "progress"
        action, url = "Buka usulan", entry_url(row.proposal)
    elif writes and row.urgency() is not Urgency.LATER:
        action, url = "Siapkan usulan", propose_url(row, year)
    words = DUE_WORDS[due.what.value]
    return Row(
        employee.person.name,
        [words, format_date(due.on), format_date(due.prepare_from), row.detail or NOTHING],
        sub=row.profile.post.title if row.profile.post else "",
        url=employee_url(employee.pk, year),
        state=state,
        tone=tone,
        meta=f"{words}, {format_date(due.on)}",
        action=action,
        action_url=url,
    )


def _edition_url(year: int, kind: str) -> str:
    return f"{book_url(ListEditions, year, 'entry-record')}?{urlencode({'kind': kind})}"


def seniority(request: StaffRequest, year: int) -> HttpResponse:
    """The DUK computed for today, with the key that decided each place."""
    office_id = _require_reader(request)
    today = clock.today()
    rows = seniority_list(office_id, today)
    context = {
        "year": year,
        "today": format_date_long(today),
        "table": Table(
            "Daftar Urut Kepangkatan",
            ("No.", "Pangkat", "TMT", "Jabatan", "Masa kerja", "Latihan jabatan", "Pendidikan", "Usia",
             "Ditentukan oleh"),
            [_seniority_line(row, year) for row in rows],
            numeric=frozenset({0}),
            empty="Belum ada PNS dalam daftar ini.",
        ),
        "edition_url": _edition_url(year, DUK) if may_record(request.actor, ListEditions) else "",
        "editions_url": book_url(ListEditions, year),
    }  # fmt: skip
    return render(request, "web/personnel/seniority.html", context)


def _seniority_line(row: SeniorityRow, year: int) -> Row:
    known = row.profile
    rank = known.rank
    return Row(
        known.employee.person.name,
        [
            str(row.place),
            str(rank.grade) if rank else NOTHING,
            format_date(rank.starts_on) if rank else NOTHING,
            known.post.title if known.post else NOTHING,
            known.service_words,
            known.training.name if known.training else NOTHING,
            str(known.education.level) if known.education else NOTHING,
            f"{known.age} th" if known.age is not None else NOTHING,
            row.decided_by or NOTHING,
        ],
        sub=known.employee.person.printed_nip,
        url=employee_url(known.employee.pk, year),
        meta=f"{row.place}. {rank.grade if rank else ''}",
    )


def compute_again(request: StaffRequest, year: int, entry_id: int) -> HttpResponse:
    """Bring a draft edition up to date; asked first, because it changes what the draft says."""
    edition = get_visible(request.actor, ListEdition, pk=entry_id)
    if not may_record(request.actor, ListEditions):
        raise Refused(f"Buku {ListEditions.label} dipegang jabatan lain di kantor Anda.")
    form = forms.Form(request.POST or None)
    if request.method == "POST":
        try:
            services.compute_again(edition=edition, actor=request.actor)
        except DomainError as error:
            form.is_valid()
            add_error(form, error)
        else:
            messages.success(request, "Daftar dihitung ulang dari data terkini.")
            return redirect(entry_url(edition))
    context = {
        "title": "Hitung ulang daftar",
        "lead": "Isi konsep diganti dengan keadaan data pegawai sekarang; isi sebelumnya tetap di riwayat.",
        "form": form,
        "submit": "Hitung ulang",
        "book": ListEditions,
        "subject": edition.title,
        "back_url": entry_url(edition),
    }
    failed = request.method == "POST"
    return render(request, "web/books/small_form.html", context, status=422 if failed else 200)


def papers(request: StaffRequest, year: int, entry_id: int) -> HttpResponse:
    """Tick which papers of a proposal are there."""
    entry = get_visible(request.actor, Proposal, pk=entry_id)
    if not keeps_personnel(request.actor):
        raise Refused("Berkas usulan diperiksa oleh pengelola kepegawaian.")
    listed = papers_for(entry.kind, entry.leave_type_id)
    choices = [(p.code, p.name if p.required else f"{p.name} (bila ada)") for p in listed]
    form = PapersForm(request.POST or None, entry=entry, choices=choices)
    if request.method == "POST" and form.is_valid():
        try:
            services.tick_papers(entry=entry, actor=request.actor, papers=form.cleaned_data["papers"])
        except DomainError as error:
            add_error(form, error)
        else:
            messages.success(request, "Berkas persyaratan tersimpan.")
            return redirect(entry_url(entry))
    context = {
        "title": "Periksa berkas",
        "form": form,
        "submit": "Simpan",
        "book": Proposals,
        "subject": entry.title,
        "back_url": entry_url(entry),
    }
    failed = request.method == "POST"
    return render(request, "web/books/small_form.html", context, status=422 if failed else 200)


def pdf(request: StaffRequest, year: int, entry_id: int) -> HttpResponse:
    """An edition or a month's recap on paper, in its official columns."""
    entry = get_visible(request.actor, Entry, pk=entry_id).detail()
    if not reads_personnel(request.actor):
        raise Refused(CLOSED)
    content = personnel_pdf(request.actor, entry)
    if content is None:
        raise NotFound("Entri ini tidak punya daftar untuk dicetak.")
    return pdf_response(content, entry.title)
