"""ICT support beyond its book: what is open, how long the network was down, and asking for help."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from takar.kernel.errors import DomainError, Refused
from takar.kernel.formatting import MONTHS, NOTHING, format_date, format_percent, percent_of
from takar.ledger.access import may_record
from takar.ledger.actions.forms import add_error
from takar.ledger.fields import OfficeMomentField
from takar.ledger.form_keys import OtherContent
from takar.registers.ict import services
from takar.registers.ict.book import SupportJobs
from takar.registers.ict.models import NETWORK, SupportJob, lasting
from takar.registers.ict.selectors import Downtime, downtime_by_month, open_jobs, requested_by
from takar.web.addresses import book_url, entry_url
from takar.web.form_keys import form_key, question
from takar.web.http import StaffRequest
from takar.web.tables import Row, Table

OPEN_SHOWN = 50


class RequestForm(forms.Form):
    """What a colleague asks for."""

    kind = forms.ChoiceField(
        label="Jenis layanan", choices=list(SupportJobs.kinds.items()), initial="permintaan"
    )
    title = forms.CharField(label="Yang dibutuhkan", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    place = forms.CharField(
        label="Tempat", required=False, max_length=160, help_text="Ruang, loket atau perangkat."
    )
    started_at = OfficeMomentField(
        label="Waktu",
        required=False,
        help_text="Konferensi: kapan dimulai. Gangguan jaringan: sejak kapan. Misalnya hari ini 08.30.",
    )


def overview(request: StaffRequest, year: int) -> HttpResponse:
    """Open work, the network's months, and the form to ask for help."""
    actor = request.actor
    form = RequestForm(request.POST or None)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            job = services.request_support(
                actor=actor, values=form.cleaned_data, client_key=form_key(request)
            )
        except Refused:
            raise
        except OtherContent as error:
            conflict = question(actor, error)
        except DomainError as error:
            add_error(form, error)
        else:
            messages.success(request, f"Permintaan nomor {job.number_label} diteruskan kepada petugas TIK.")
            return redirect("web:ict", year=year)
    months = downtime_by_month(actor, year=year)
    waiting = list(open_jobs(actor)[:OPEN_SHOWN])
    faults = [job for job in waiting if job.kind == NETWORK]
    passed = sum(m.total for m in months)
    down = sum(m.minutes for m in months)
    context = {
        "year": year,
        "tiles": [
            {"label": "Belum selesai", "value": str(len(waiting)), "tone": "warn" if waiting else ""},
            {
                "label": "Jaringan putus sekarang",
                "value": str(len(faults)),
                "tone": "danger" if faults else "",
            },
            {"label": "Gangguan tahun ini", "value": str(sum(m.faults for m in months))},
            {
                "label": "Lama gangguan",
                "value": lasting(down),
                "note": f"Jaringan tersedia {format_percent(percent_of(passed - down, passed))}"
                if passed
                else "",
            },
        ],
        "open": Table(
            "Pekerjaan yang belum selesai",
            ("Jenis", "Diminta oleh", "Sejak"),
            [_line(job) for job in waiting],
            first="Pekerjaan",
            empty="Tidak ada pekerjaan yang menunggu.",
        ),
        "network": Table(
            "Gangguan jaringan tiap bulan",
            ("Gangguan", "Lama gangguan", "Tersedia"),
            [_month(m) for m in months],
            first="Bulan",
            numeric=frozenset({0, 1, 2}),
            note="Gangguan yang melewati bulan dihitung pada bulan mulainya; lamanya pada bulan masing-masing.",
        ),
        "mine": Table(
            "Permintaan saya",
            ("Jenis", "Diminta"),
            [_line(job, own=True) for job in requested_by(actor, year=year)[:20]],
            first="Yang diminta",
            empty="Belum ada permintaan.",
        ),
        "form": form if actor.main is not None else None,
        "client_key": uuid.uuid4() if conflict else form_key(request) or uuid.uuid4(),
        "asked": conflict,
        "book_url": book_url(SupportJobs, year),
        "record_url": book_url(SupportJobs, year, "entry-record") if may_record(actor, SupportJobs) else "",
    }
    status = 409 if conflict else 422 if request.method == "POST" else 200
    return render(request, "web/ict/overview.html", context, status=status)


def _line(job: SupportJob, *, own: bool = False) -> Row:
    kind = SupportJobs.kinds.get(job.kind, job.kind)
    cells = [kind, format_date(job.occurred_on)] if own else [
        kind, str(job.requester or NOTHING), format_date(job.occurred_on)
    ]  # fmt: skip
    return Row(
        job.title,
        cells,
        sub=job.place,
        url=entry_url(job),
        state=SupportJobs.state_label(job.state),
        tone=SupportJobs.state_tone(job.state),
        meta=f"{kind}, {format_date(job.occurred_on)}",
    )


def _month(month: Downtime) -> Row:
    if month.available is None:
        return Row(MONTHS[month.month - 1], [NOTHING] * 3, meta="belum berjalan")
    down = lasting(month.minutes) if month.minutes else NOTHING
    available = format_percent(month.available)
    troubled = month.faults or month.minutes
    meta = f"{month.faults} gangguan, {down}, tersedia {available}" if troubled else "tanpa gangguan"
    return Row(MONTHS[month.month - 1], [str(month.faults), down, available], meta=meta)
