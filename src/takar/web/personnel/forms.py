"""Forms of the personnel pages, made from the models with the office's own way of writing dates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models

from takar.kernel.access import visible
from takar.kernel.columns import span_of
from takar.ledger.fields import OfficeDateField, OfficeDecimalField, RowChoice
from takar.ledger.forms import reference_field
from takar.organisation.actor import Actor
from takar.registers.personnel.models import Employee, LeaveType


def model_form(actor: Actor, model: type[models.Model], fields: list[str]) -> type[forms.ModelForm[Any]]:
    """A form of these fields; choices are what the actor may see."""

    def build(field: models.Field[Any, Any], **kwargs: Any) -> forms.Field | None:
        label = str(field.verbose_name)
        common: dict[str, Any] = {
            "label": label[:1].upper() + label[1:],
            "help_text": field.help_text,
            "required": not (field.blank or field.has_default()),
        }
        if isinstance(field, models.ForeignKey):
            return reference_field(actor, field, **common)
        if isinstance(field, models.DateField):
            return OfficeDateField(span=span_of(field), **common)
        if isinstance(field, models.DecimalField):
            return OfficeDecimalField(
                max_digits=field.max_digits, decimal_places=field.decimal_places, min_value=0, **common
            )
        made = field.formfield(**kwargs)
        if made is not None:
            made.label, made.required = common["label"], common["required"]
        return made

    return forms.modelform_factory(model, fields=fields, formfield_callback=build)


class LeaveForm(forms.Form):
    """A leave asked for by whoever takes it. No reason is asked: dates and a letter's number suffice."""

    leave_type: forms.ModelChoiceField[LeaveType] = RowChoice(
        queryset=None, label="Jenis cuti", empty_label="Pilih"
    )
    leave_from = OfficeDateField(label="Mulai", ahead=True)
    leave_until = OfficeDateField(
        label="Sampai dengan", ahead=True, help_text="Hari libur dan cuti bersama tidak ikut dihitung."
    )
    leave_address = forms.CharField(label="Alamat selama cuti", max_length=240)
    leave_phone = forms.CharField(label="Telepon selama cuti", max_length=40, required=False)
    letter_number = forms.CharField(
        label="Nomor surat keterangan dokter",
        max_length=120,
        required=False,
        help_text="Hanya untuk cuti sakit. Sakitnya tidak perlu ditulis.",
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = visible(actor, LeaveType).filter(retired_on=None)
        if visible(actor, Employee).filter(pk=actor.person_id, kind=Employee.Kind.CONTRACT).exists():
            rows = rows.filter(contract_staff=True)
        field = self.fields["leave_type"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows
