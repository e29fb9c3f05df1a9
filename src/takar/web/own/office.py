"""Pilih kantor: a guest chooses which of the granted offices to read now."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from takar.kernel import clock
from takar.kernel.errors import NotFound, Refused
from takar.kernel.formatting import format_date_long
from takar.organisation.grants import granted_offices
from takar.organisation.models import User
from takar.web.gate import CHOSEN_OFFICE
from takar.web.http import StaffRequest


def choose(request: StaffRequest) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    if user.person_id is not None:
        raise NotFound("Halaman ini hanya untuk pemeriksa dan pembina.")
    found = granted_offices(user, on=clock.today())
    if not found:
        raise Refused("Izin baca akun ini belum mulai atau sudah berakhir.")
    if request.method == "POST":
        wanted = next((g.office for g in found if str(g.office.pk) == request.POST.get("office")), None)
        if wanted is None:
            raise NotFound("Kantor ini tidak ada dalam izin Anda.")
        request.session[CHOSEN_OFFICE] = wanted.pk
        return redirect("web:home")
    chosen = request.actor.office_id
    context = {
        "offices": [
            {
                "pk": g.office.pk,
                "name": g.office.name,
                "regency": g.office.regency,
                "current": g.office.pk == chosen,
            }
            for g in found
        ],
        "day": format_date_long(clock.today()),
        "here_url": reverse("web:home") if chosen else "",
    }
    return render(request, "web/own/choose_office.html", context)
