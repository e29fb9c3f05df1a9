"""Forms of the personnel pages, made from the models with the office's own way of writing dates."""

from __future__ import annotations

from typing import Any

from django import forms

from takar.kernel.access import visible
from takar.ledger.fields import OfficeDateField, RowChoice
from takar.organisation.actor import Actor
from takar.registers.personnel.models import Employee, LeaveType


class LeaveForm(forms.Form):
    """A leave that somebody asks for themselves. No reason is asked: dates and a letter's number suffice."""

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
