"""Two readings of an indicator's words: both counts, what was chosen, and the choosing by the Camat."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from takar.catalogue.selectors import indicator_numbered
from takar.kernel import clock
from takar.kernel.access import may, require
from takar.kernel.errors import BadInput, DomainError, Refused
from takar.kernel.formatting import format_moment, format_number
from takar.measurement.language.measure import Measure
from takar.measurement.models import ReadingChoice
from takar.measurement.numbers.official import OfficialValue
from takar.measurement.readings import FORBIDDEN, choices_about, choose_reading
from takar.measurement.selectors import measure_of
from takar.organisation.actor import Actor
from takar.web.http import StaffRequest


class ReadingForm(forms.Form):
    reading = forms.ChoiceField(label="Bacaan yang dihitung", widget=forms.RadioSelect)
    year = forms.IntegerField(label="Mulai tahun", min_value=2000, max_value=2100)
    why = forms.CharField(
        label="Alasan", widget=forms.Textarea(attrs={"rows": 3}), help_text="Terbaca oleh seluruh kantor."
    )

    def __init__(self, data: Any, measure: Measure, year: int) -> None:
        super().__init__(data, initial={"year": year, "reading": _now(measure)})
        chooser = self.fields["reading"]
        assert isinstance(chooser, forms.ChoiceField)
        chooser.choices = [(code, words) for code, words in _words(measure).items()]


def _now(measure: Measure) -> str:
    return ReadingChoice.Reading.OTHER if measure.is_other else ReadingChoice.Reading.MAIN


def _words(measure: Measure) -> dict[str, str]:
    """The readings with their words, the shipped one first."""
    assert measure.other is not None
    main, other = (measure.other, measure) if measure.is_other else (measure, measure.other)
    return {
        ReadingChoice.Reading.MAIN: f"{main.said}: {main.label}",
        ReadingChoice.Reading.OTHER: f"{other.said}: {other.label}",
    }


def readings_of(actor: Actor, official: OfficialValue) -> dict[str, Any] | None:
    """Both counts of a period in words, with the history; None where the words have one reading."""
    realised, measure = official.realised, official.measure
    if measure is None or measure.other is None:
        return None
    words = _words(measure)
    return {
        "counted": {"said": measure.said, "number": format_number(official.books)},
        "beside": {"said": measure.other.said, "number": format_number(realised.beside_in(official.period))},
        "history": [
            {
                "date": format_moment(timezone.localtime(row.made_at)),
                "label": f"Mulai {row.valid_from.year}: {words[row.reading]}",
                "by": row.made_by_name,
                "note": row.why,
                "tone": "progress",
            }
            for row in (choices_about(actor, realised.binding) if realised.binding else ())
        ],
        "form": ReadingForm(None, measure, clock.today().year)
        if may(actor, "choose", ReadingChoice)
        else None,
        "url": reverse("web:indicator-reading", args=[realised.year, realised.indicator.no]),
    }


@require_POST
def choose(request: StaffRequest, year: int, no: int) -> HttpResponse:
    actor = request.actor
    require(actor, "choose", ReadingChoice, FORBIDDEN)
    indicator = indicator_numbered(actor, no)
    measure = measure_of(actor, indicator, year=year)
    if measure is None or measure.other is None:
        raise DomainError("Ukuran indikator ini hanya mempunyai satu bacaan.")
    form = ReadingForm(request.POST, measure, year)
    if not form.is_valid():
        raise BadInput(" ".join(str(text) for errors in form.errors.values() for text in errors))
    try:
        choose_reading(indicator=indicator, measure=measure, actor=actor, **form.cleaned_data)
    except Refused:
        raise
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Bacaan tersimpan. Angka yang sudah ditutup tidak berubah.")
    return redirect("web:indicator", year=year, no=no)
