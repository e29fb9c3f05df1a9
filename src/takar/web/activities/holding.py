"""Telling that a planned activity was held: day, who came, what came of it, and a photo."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from takar.kernel import clock
from takar.kernel.access import get_visible
from takar.kernel.errors import DomainError, NotFound, Refused
from takar.ledger.access import may_advance
from takar.ledger.actions.forms import UploadForm, add_error
from takar.ledger.fields import OfficeDateField
from takar.ledger.forms import form_class
from takar.organisation.actor import Actor
from takar.registers.activities.book import Activities
from takar.registers.activities.models import Activity
from takar.registers.activities.services import RESULTS, hold_activity
from takar.web.addresses import entry_url
from takar.web.http import StaffRequest


def hold(request: StaffRequest, year: int, entry_id: int) -> HttpResponse:
    activity = get_visible(request.actor, Activity, pk=entry_id)
    if activity.is_cancelled or "held" in activity.history:
        raise NotFound("Kegiatan ini tidak sedang menunggu pelaksanaan.")
    if not may_advance(request.actor, activity, Activities.spec("held")):
        raise Refused("Pelaksanaan dicatat pemegang buku atau pelaksana kegiatan.")
    form = _form(request.actor, activity, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            hold_activity(
                activity=activity,
                actor=request.actor,
                on=told["on"],
                results={name: told[name] for name in RESULTS},
                uploads=[file for name in ("photo", "file") if (file := told.get(name))],
                caption=told["caption"],
            )
        except DomainError as error:
            add_error(form, error)
        else:
            messages.success(request, "Pelaksanaan kegiatan tercatat.")
            return redirect(entry_url(activity))
    context = {
        "title": "Catat pelaksanaan",
        "entry": activity,
        "book": Activities,
        "subject": f"{activity.number_label} {activity.title}".strip(),
        "form": form,
        "submit": "Simpan pelaksanaan",
        "back_url": entry_url(activity),
        "multipart": True,
    }
    failed = request.method == "POST"
    return render(request, "web/books/small_form.html", context, status=422 if failed else 200)


def _form(actor: Actor, activity: Activity, data: Any, files: Any) -> forms.Form:
    """The entry form's own fields for what is known only now, so that a value is judged the same."""
    source = form_class(Activities, actor, only=list(RESULTS))(instance=activity)
    form = forms.Form(data, files)
    planned = activity.scheduled_on
    day = OfficeDateField(
        label="Tanggal pelaksanaan",
        initial=planned if planned and planned <= clock.today() else clock.today(),
    )
    form.fields = {"on": day, **source.fields, **UploadForm(camera=True, optional=True).fields}
    form.initial = {name: source.initial.get(name) for name in RESULTS}
    return form
