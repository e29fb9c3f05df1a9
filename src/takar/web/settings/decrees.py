"""Decrees: which versions there are, what the reader doubted, and putting one into force."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from takar.catalogue.models import Decree
from takar.kernel.access import get_visible, may, visible
from takar.kernel.formatting import format_moment
from takar.measurement.selectors import bound_codes
from takar.measurement.services import put_into_force
from takar.web.http import StaffRequest

_TONES = {Decree.State.DRAFT: "warn", Decree.State.ACTIVE: "done", Decree.State.RETIRED: "neutral"}


def overview(request: StaffRequest, year: int) -> HttpResponse:
    context = {
        "year": year,
        "rows": [
            {
                "url": reverse("web:decree", args=[year, decree.pk]),
                "number": str(decree),
                "source": decree.source_name,
                "imported": format_moment(timezone.localtime(decree.imported_at)),
                "doubts": len(decree.warnings),
                "state": decree.get_state_display(),
                "tone": _TONES[Decree.State(decree.state)],
            }
            for decree in visible(request.actor, Decree)
        ],
        "back_url": reverse("web:settings", args=[year]),
    }
    return render(request, "web/settings/decrees.html", context)


def show(request: StaffRequest, year: int, decree_id: int) -> HttpResponse:
    decree = get_visible(request.actor, Decree, pk=decree_id)
    if request.method == "POST":
        put_into_force(decree=decree, actor=request.actor)
        messages.success(request, "Keputusan ini sekarang berlaku.")
        return redirect("web:decree", year=year, decree_id=decree.pk)
    bound = bound_codes(request.actor, decree)
    positions = decree.positions.select_related("position").prefetch_related("objectives__indicators")
    context = {
        "year": year,
        "decree": decree,
        "state": decree.get_state_display(),
        "tone": _TONES[Decree.State(decree.state)],
        "may_activate": decree.state == Decree.State.DRAFT and may(request.actor, "change", Decree),
        "may_bind": decree.state != Decree.State.RETIRED and may(request.actor, "change", Decree),
        "positions": [
            {
                "title": holder.title,
                "duties": holder.duties,
                "functions": holder.functions,
                "objectives": [
                    {
                        "name": goal.name,
                        "indicators": [
                            {
                                "no": item.no,
                                "name": item.name,
                                "formula": item.formula,
                                "sources": item.sources,
                                "bound": item.pk in bound,
                            }
                            for item in goal.indicators.all()
                        ],
                    }
                    for goal in holder.objectives.all()
                ],
            }
            for holder in positions
        ],
        "back_url": reverse("web:decrees", args=[year]),
    }
    return render(request, "web/settings/decree.html", context)
