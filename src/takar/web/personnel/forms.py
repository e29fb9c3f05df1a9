"""Forms of the personnel pages, made from the models with the office's own way of writing dates."""

from __future__ import annotations

from typing import Any

from django import forms

from takar.kernel import clock
from takar.kernel.access import visible
from takar.ledger.fields import OfficeDateField, RowChoice
from takar.organisation.actor import Actor
from takar.registers.personnel.models import Employee, LeaveType, Proposal
from takar.registers.personnel.services import VERDICTS


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


class ConsiderForm(forms.Form):
    verdict = forms.ChoiceField(
        label="Pertimbangan", choices=list(VERDICTS.items()), widget=forms.RadioSelect, initial="disetujui"
    )
    note = forms.CharField(
        label="Alasan",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Wajib bila tidak disetujui begitu saja.",
    )
    on = OfficeDateField(label="Tanggal", initial=clock.today)


class PapersForm(forms.Form):
    papers = forms.MultipleChoiceField(
        label="Berkas yang sudah ada", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, entry: Proposal, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["papers"] = entry.papers
        field = self.fields["papers"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = choices


class TableUpload(forms.Form):
    """A spreadsheet or a machine's log for a recap."""

    file = forms.FileField(
        label="Berkas rekap atau mesin absensi",
        help_text="XLSX atau CSV. Rekap: kolom NIP atau Nama, lalu S, I, C, DL, TK. "
        "Mesin: kolom NIP atau Nama, Tanggal, lalu Kode atau Jam masuk dan Jam pulang.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
    )
