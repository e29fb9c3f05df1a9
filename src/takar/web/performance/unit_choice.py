"""The unit of an indicator: told where it does not fit its measure, changed by an operator."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from takar.catalogue.models import Indicator
from takar.catalogue.selectors import indicator_numbered
from takar.catalogue.services import set_unit
from takar.catalogue.units import agree
from takar.kernel.access import may
from takar.measurement.language.measure import Measure
from takar.measurement.selectors import Realisation
from takar.organisation.actor import Actor
from takar.web.http import StaffRequest


def unit_doubt(indicator: Indicator, measure: Measure | None) -> str:
    """Why the number cannot be printed in the indicator's unit; empty where it can."""
    if measure is None or agree(indicator.unit, measure.unit):
        return ""
    return (
        f"Satuan indikator ini “{indicator.unit}”, satuan ukurannya “{measure.unit}”. "
        f"Angkanya dicetak dalam {measure.unit}."
    )


def unit_of(actor: Actor, realised: Realisation) -> dict[str, Any]:
    """The unit with its doubt, and the form for whoever may change it."""
    indicator, measure = realised.indicator, realised.measure
    changes = may(actor, "change", indicator)
    return {
        "words": indicator.unit,
        "doubt": unit_doubt(indicator, measure) if changes else "",
        "suggested": measure.unit if measure else indicator.unit,
        "url": reverse("web:indicator-unit", args=[realised.year, indicator.no]) if changes else "",
    }


@require_POST
def choose(request: StaffRequest, year: int, no: int) -> HttpResponse:
    set_unit(
        indicator=indicator_numbered(request.actor, no),
        unit=request.POST.get("unit", ""),
        actor=request.actor,
    )
    messages.success(request, "Satuan indikator tersimpan.")
    return redirect("web:indicator", year=year, no=no)
