"""In which direction an indicator is better, and by which formula: chosen by the operator."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from takar.kernel.access import get_visible, may, require
from takar.kernel.errors import BadInput
from takar.measurement.models import Binding
from takar.measurement.services import judge_as
from takar.organisation.actor import Actor
from takar.web.http import StaffRequest

FORBIDDEN = "Arah dan rumus capaian dipilih oleh pengelola pengaturan kantor."


class WayForm(forms.ModelForm[Binding]):
    class Meta:
        model = Binding
        fields = ("polarity", "formula")
        labels = {"polarity": "Arah", "formula": "Rumus capaian bila makin rendah makin baik"}


def way_of(actor: Actor, binding: Binding | None, year: int) -> dict[str, Any] | None:
    """The direction in words, and the form for whoever may change it; None where nothing counts it."""
    if binding is None:
        return None
    words = binding.get_polarity_display()
    if binding.polarity == "lower":
        words = f"{words}, capaian = {binding.get_formula_display()}"
    return {
        "words": words,
        "form": WayForm(instance=binding) if may(actor, "change", binding) else None,
        "url": reverse("web:indicator-judging", args=[year, binding.indicator.no]),
    }


@require_POST
def choose(request: StaffRequest, year: int, no: int) -> HttpResponse:
    actor = request.actor
    binding = get_visible(actor, Binding, indicator__no=no, indicator__decree__state="active")
    require(actor, "change", binding, FORBIDDEN)
    form = WayForm(request.POST, instance=binding)
    if not form.is_valid():
        raise BadInput("Pilih arah dan rumus dari daftar.")
    judge_as(binding=binding, actor=actor, **form.cleaned_data)
    messages.success(request, "Arah dan rumus capaian tersimpan.")
    return redirect("web:indicator", year=year, no=no)
