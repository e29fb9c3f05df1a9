"""Which measure answers an indicator: an operator chooses it, and a history keeps the choices."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from takar.catalogue.selectors import active_indicators
from takar.kernel.access import require, visible
from takar.kernel.errors import DomainError, NotFound, Refused
from takar.kernel.formatting import format_moment
from takar.ledger.actions.forms import add_error
from takar.measurement import services
from takar.measurement.binding_history import bound_before
from takar.measurement.models import Binding, OfficeMeasure
from takar.measurement.own.measures import measures_of
from takar.web.http import StaffRequest


class BindForm(forms.Form):
    measure = forms.ChoiceField(
        label="Ukuran",
        required=False,
        widget=forms.Select(attrs={"data-typeahead": ""}),
        help_text="Tanpa ukuran, indikator ini belum diukur.",
    )


def bind(request: StaffRequest, year: int, no: int) -> HttpResponse:
    actor = request.actor
    require(actor, "change", Binding, "Ukuran indikator dipilih oleh pengelola pengaturan kantor.")
    indicator = active_indicators(actor).filter(no=no).first()
    if indicator is None or actor.office_id is None:
        raise NotFound(f"Indikator nomor {no} tidak ada dalam keputusan yang berlaku.")
    known = measures_of(actor.office_id)
    binding = visible(actor, Binding).filter(indicator=indicator).first()
    now = binding.measure if binding else ""
    own = {row.code: row for row in visible(actor, OfficeMeasure)}
    offered = {
        code: measure.label
        for code, measure in known.items()
        if code == now or not (code in own and own[code].retired_on)
    }
    form = BindForm(
        request.POST or None,
        initial={"measure": now},
    )
    chooser = form.fields["measure"]
    assert isinstance(chooser, forms.ChoiceField)
    chooser.choices = [
        ("", "Belum ada ukuran"),
        ("Ukuran kantor ini", [(code, label) for code, label in offered.items() if code in own]),
        (
            "Ukuran bawaan",
            sorted(((c, w) for c, w in offered.items() if c not in own), key=lambda pair: pair[1]),
        ),
    ]
    back = reverse("web:indicator", args=[year, no])
    if request.method == "POST" and form.is_valid():
        try:
            services.bind_indicator(indicator=indicator, actor=actor, **form.cleaned_data)
        except Refused:
            raise
        except DomainError as error:
            add_error(form, error)
        else:
            messages.success(request, "Ukuran indikator tersimpan.")
            return redirect(back)
    context = {
        "year": year,
        "indicator": indicator,
        "form": form,
        "back_url": back,
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
