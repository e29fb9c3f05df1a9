"""Which measure answers an indicator: an operator chooses it, and a history keeps the choices."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from takar.catalogue.models import Indicator
from takar.catalogue.selectors import indicator_numbered
from takar.kernel.access import require, visible
from takar.kernel.errors import DomainError, Refused
from takar.kernel.formatting import format_moment
from takar.ledger.actions.forms import add_error
from takar.measurement import services
from takar.measurement.binding_history import bound_before
from takar.measurement.models import Binding, OfficeMeasure
from takar.measurement.own.measures import measures_of
from takar.measurement.selectors import numbers_of
from takar.measurement.suggesting import Suggester
from takar.web.http import StaffRequest
from takar.web.performance.suggestions import measure_choices, suggestion_rows
from takar.web.performance.unit_choice import unit_doubt


class BindForm(forms.Form):
    measure = forms.ChoiceField(
        label="Ukuran",
        required=False,
        widget=forms.Select(attrs={"data-typeahead": ""}),
        help_text="Tanpa ukuran, indikator ini belum diukur. Ketik nama, buku atau jabatan untuk mencari.",
    )


def bind(request: StaffRequest, year: int, no: int) -> HttpResponse:
    actor = request.actor
    require(actor, "change", Binding, "Ukuran indikator dipilih oleh pengelola pengaturan kantor.")
    indicator = indicator_numbered(actor, no)
    assert actor.office_id is not None
    known = measures_of(actor.office_id)
    binding = visible(actor, Binding).filter(indicator=indicator).first()
    now = binding.measure if binding else ""
    own = {row.code: row for row in visible(actor, OfficeMeasure)}
    offered = {
        code: measure
        for code, measure in known.items()
        if code == now or not (code in own and own[code].retired_on)
    }
    nearest = Suggester(offered.values()).of(indicator, _title(indicator))
    one = request.POST.get("one")  # the button beside a suggestion
    form = BindForm({"measure": one} if one else request.POST or None, initial={"measure": now})
    chooser = form.fields["measure"]
    assert isinstance(chooser, forms.ChoiceField)
    chooser.choices = measure_choices(indicator, offered, own, nearest)
    back = reverse("web:indicator", args=[year, no])
    if request.method == "POST" and form.is_valid():
        try:
            bound = services.bind_indicator(indicator=indicator, actor=actor, **form.cleaned_data)
        except Refused:
            raise
        except DomainError as error:
            add_error(form, error)
        else:
            messages.success(request, "Ukuran indikator tersimpan.")
            if doubt := unit_doubt(indicator, known.get(bound.measure)):
                messages.warning(request, doubt)
            return redirect(back)
    context = {
        "year": year,
        "indicator": indicator,
        "form": form,
        "back_url": back,
        "suggestions": suggestion_rows(
            indicator, nearest, numbers_of(actor, [one.measure for one in nearest], year=year)
        ),
        "now": now,
        "history": [
            {
                "date": format_moment(timezone.localtime(change.at)),
                "label": change.after or "Tanpa ukuran",
                "by": change.by,
                "note": f"Sebelumnya: {change.before}" if change.before else "",
                "tone": "progress",
            }
            for change in (bound_before(actor, binding, known) if binding else ())
        ],
    }
    return render(request, "web/performance/bind.html", context, status=422 if form.errors else 200)


def _title(indicator: Indicator) -> str:
    """The position as the decree writes it; the office may call its own otherwise."""
    return indicator.objective.holder.title
