"""Buku penjagaan and DUK as of today, and their editions on paper."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render

from takar.kernel import clock
from takar.kernel.access import get_visible
from takar.kernel.errors import NotFound, Refused
from takar.kernel.formatting import NOTHING, format_date, format_date_long
from takar.ledger.access import may_record
from takar.ledger.models import Entry
from takar.registers.personnel.access import reads_personnel
from takar.registers.personnel.book import ListEditions, Proposals
from takar.registers.personnel.calculation.dues import Urgency
from takar.registers.personnel.selectors.due_dates import DueRow, due_rows
from takar.registers.personnel.selectors.listing import DUE_WORDS, DUK, WATCH
from takar.registers.personnel.selectors.seniority import SeniorityRow, seniority_list
from takar.reporting.documents.personnel import personnel_pdf
from takar.web import asked
from takar.web.addresses import book_url, entry_url
from takar.web.http import StaffRequest
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


def pdf(request: StaffRequest, year: int, entry_id: int) -> HttpResponse:
    """An edition or a month's recap on paper, in its official columns."""
    entry = get_visible(request.actor, Entry, pk=entry_id).detail()
    if not reads_personnel(request.actor):
        raise Refused(CLOSED)
    content = personnel_pdf(request.actor, entry)
    if content is None:
        raise NotFound("Entri ini tidak punya daftar untuk dicetak.")
    return pdf_response(content, entry.title)
