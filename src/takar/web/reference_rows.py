"""The form of one row of reference data: settings and the histories of employees are changed alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.db import models
from django.http import HttpResponse
from django.shortcuts import redirect, render

from takar.kernel.errors import DomainError
from takar.ledger.actions.forms import add_error
from takar.ledger.books import books_of
from takar.ledger.fields import date_field, decimal_field
from takar.ledger.forms import reference_field
from takar.organisation.actor import Actor
from takar.organisation.services import save_reference
from takar.web.http import StaffRequest


class NipField(forms.CharField):
    """A NIP as it is printed, in four groups, or without spaces; the person's rules judge the digits."""

    def to_python(self, value: Any) -> str:
        return "".join((super().to_python(value) or "").split())


def row_form(
    actor: Actor, model: type[models.Model], fields: Sequence[str], labels: Mapping[str, str] | None = None
) -> type[forms.ModelForm[Any]]:
    """A model form of these fields; choices are what the actor may see."""

    def build(field: models.Field[Any, Any], **kwargs: Any) -> forms.Field | None:
        label = (labels or {}).get(field.name) or label_of(model, field.name)
        common: dict[str, Any] = {"label": label, "help_text": field.help_text, "required": not field.blank}
        if field.name == "book":
            return forms.ChoiceField(choices=[(b.code, b.label) for b in books_of(actor.office)], **common)
        if isinstance(field, models.ForeignKey):
            return reference_field(actor, field, **common)
        if isinstance(field, models.DateField):
            return date_field(field, **common)
        if isinstance(field, models.DecimalField):
            return decimal_field(field, **common)
        if field.name == "nip":
            return NipField(**common)
        made = field.formfield(**kwargs)
        if made is not None:
            made.label = label
        if isinstance(made, forms.ChoiceField):
            blank = "Tidak diisi" if field.blank else "Pilih"
            offered = cast("Iterable[tuple[Any, Any]]", made.choices)
            made.choices = [(value, words if value != "" else blank) for value, words in offered]
        return made

    return forms.modelform_factory(model, fields=list(fields), formfield_callback=build)


def label_of(model: type[models.Model], name: str) -> str:
    label = str(getattr(model._meta.get_field(name), "verbose_name", name))
    return label[:1].upper() + label[1:]


def row_page(
    request: StaffRequest,
    form: forms.ModelForm[Any],
    *,
    year: int,
    title: str,
    lead: str,
    back_url: str,
    back_label: str,
    said: str,
    forbidden: str,
) -> HttpResponse:
    """Keep the row and go back, or show its form. ``said`` is what a kept row is told with, ``forbidden``
    what somebody reads who may not change it."""
    if request.method == "POST" and form.is_valid():
        try:
            save_reference(row=form.instance, actor=request.actor, forbidden=forbidden)
        except DomainError as error:
            add_error(form, error)
        else:
            messages.success(request, said)
            return redirect(back_url)
    context = {
        "year": year,
        "title": title,
        "lead": lead,
        "form": form,
        "back_url": back_url,
        "back_label": back_label,
    }
    failed = request.method == "POST"
    return render(request, "web/reference_row.html", context, status=422 if failed else 200)
