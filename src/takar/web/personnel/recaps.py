"""The lines of a month's attendance: typed in, or taken from a spreadsheet or a machine and looked over."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from takar.kernel import clock
from takar.kernel.access import get_visible, visible
from takar.kernel.errors import BadInput, DomainError, Refused
from takar.ledger.access import may_record
from takar.ledger.actions.forms import add_error
from takar.ledger.fields import read_date
from takar.ledger.importing import read_table, table_bytes
from takar.organisation.calendar import WorkingCalendar
from takar.registers.personnel import services
from takar.registers.personnel.book import AttendanceRecaps
from takar.registers.personnel.calculation.attendance import CODES, LABELS, Line, Reading, read
from takar.registers.personnel.models import AttendanceRecap, Employee
from takar.web.addresses import entry_url
from takar.web.http import StaffRequest
from takar.web.personnel.forms import TableUpload

READ = "baca"
"""The button that only reads a file into the table; nothing is stored until the table is saved."""
MOST_STAMPS = 20_000
"""Rows of a machine's log: a hundred people, four times a day, and a month with six-day weeks, twice over."""


class LinesForm(forms.Form):
    reason = forms.CharField(label="Alasan perbaikan", required=False, max_length=500)


def fill(request: StaffRequest, year: int, entry_id: int) -> HttpResponse:
    recap = get_visible(request.actor, AttendanceRecap, pk=entry_id)
    if not may_record(request.actor, AttendanceRecaps):
        raise Refused(f"Buku {AttendanceRecaps.label} dipegang jabatan lain di kantor Anda.")
    lines = recap.people
    form = LinesForm(request.POST or None)
    upload = TableUpload()
    reading: Reading | None = None
    if request.method == "POST" and READ in request.POST:
        form = LinesForm()
        upload = TableUpload(request.POST, request.FILES)
        if upload.is_valid():
            try:
                reading = _read(request, recap, upload)
                lines = reading.lines
            except BadInput as error:
                upload.add_error("file", error.message)  # whatever it is about, the file is to be mended
    elif request.method == "POST" and form.is_valid():
        try:
            lines = _typed(request.POST, lines)
            services.fill_recap(
                recap=recap, actor=request.actor, lines=lines, reason=form.cleaned_data["reason"]
            )
        except DomainError as error:
            add_error(form, error)
        else:
            messages.success(request, f"Rincian {recap.month_words} tersimpan.")
            return redirect(entry_url(recap))
    context = {
        "year": year,
        "recap": recap,
        "book": AttendanceRecaps,
        "form": form,
        "upload": upload,
        "reading": reading,
        "codes": [{"code": code, "label": LABELS[name]} for name, code in CODES.items()],
        "lines": [
            {
                "name": line.name,
                "cells": [
                    {
                        "name": f"{name}-{line.person}",
                        "value": getattr(line, name),
                        "label": f"{LABELS[name]}, {line.name}",
                    }
                    for name in CODES
                ],
            }
            for line in lines
        ],
        "checked": recap.state == "checked",
        "back_url": entry_url(recap),
    }
    failed = bool(form.errors or upload.errors)
    return render(request, "web/personnel/recap_lines.html", context, status=422 if failed else 200)


def _typed(data: QueryDict, lines: list[Line]) -> list[Line]:
    """The table as it was sent; an empty cell is nothing."""
    found = []
    for line in lines:
        counts = {}
        for name, code in CODES.items():
            said = data.get(f"{name}-{line.person}", "").strip()
            if said and not (said.isascii() and said.isdecimal() and len(said) < 3):
                raise DomainError(f"{line.name}, {code}: “{said}” bukan bilangan hari.")
            counts[name] = int(said or 0)
        found.append(line.with_days(counts))
    return found


def _read(request: StaffRequest, recap: AttendanceRecap, upload: TableUpload) -> Reading:
    file = upload.cleaned_data["file"]
    table = read_table(table_bytes(file), file.name, most_rows=MOST_STAMPS)
    period = recap.period
    today = clock.today()
    days = [period.start + timedelta(n) for n in range((period.end - period.start).days)]
    nips = visible(request.actor, Employee).exclude(person__nip=None).values_list("person__nip", "pk")
    calendar = WorkingCalendar(recap.office_id, period)
    return read(
        table,
        recap.people,
        {str(nip): pk for nip, pk in nips},
        is_working=calendar.is_working,
        days=[day for day in days if day <= today],
        read_day=lambda text: read_date(text, today=today),
    )
