"""Small forms that several pages use, and how a rule of the domain lands on its field."""

from __future__ import annotations

from typing import Any

from django import forms

from takar.kernel import clock
from takar.kernel.errors import DomainError
from takar.ledger.books import Book
from takar.ledger.fields import OfficeDateField
from takar.ledger.forms import EntryForm


def blame(form: forms.BaseForm, error: DomainError) -> None:
    """Show a domain rule on the field it names, or on the whole form."""
    form.add_error(error.field if error.field in form.fields else None, error.message)


class ReasonForm(forms.Form):
    """A reason, asked before something is corrected, withdrawn or cancelled."""

    reason = forms.CharField(label="Alasan", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class MilestoneForm(forms.Form):
    """When it happened, and a note; the book's words are put in by the view."""

    on = OfficeDateField(label="Tanggal", initial=clock.today)
    note = forms.CharField(
        label="Catatan", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class MendForm(ReasonForm):
    """Tell a milestone again with another date, or take it back."""

    on = OfficeDateField(label="Tanggal yang benar", required=False)
    withdraw = forms.BooleanField(label="Langkah ini sebenarnya tidak terjadi; tarik", required=False)
    field_order = ["on", "withdraw", "reason"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("withdraw") and not data.get("on") and "on" not in self.errors:
            self.add_error("on", "Tulis tanggal yang benar, atau tandai bahwa langkah ini ditarik.")
        return data


class UploadForm(forms.Form):
    """A file as evidence, with words that say what it shows."""

    file = forms.FileField(
        label="Berkas bukti",
        help_text="PDF, foto, Word atau Excel, paling besar 20 MB.",
        widget=forms.ClearableFileInput(
            attrs={
                "accept": "application/pdf,image/jpeg,image/png,image/webp,.docx,.xlsx",
                "data-preview": "",
            }
        ),
    )
    caption = forms.CharField(label="Keterangan", required=False, max_length=200)

    def __init__(self, *args: Any, camera: bool = False, optional: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].required = not (camera or optional)
        self.optional = optional
        if camera:
            photo = forms.FileField(
                label="Foto",
                required=False,
                help_text="Langsung dari kamera telepon.",
                # iPhones send JPEG where only such types are named; `capture` opens the camera at once.
                widget=forms.FileInput(
                    attrs={
                        "accept": "image/jpeg,image/png,image/webp",
                        "capture": "environment",
                        "data-preview": "",
                    }
                ),
            )
            self.fields = {"photo": photo, **self.fields}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.optional and not self.files_told() and not self.errors:
            self.add_error("file", "Pilih berkas atau ambil foto dahulu.")
        return data

    def files_told(self) -> list[Any]:
        """The photo and the file, whichever were given."""
        return [file for name in ("photo", "file") if (file := self.cleaned_data.get(name))]


def sections(book: type[Book], form: EntryForm) -> list[dict[str, Any]]:
    """The form's fields under the headings of the declaration."""
    found = [
        {
            "label": section.label,
            "fields": [form[column.name] for column in section.fields if column.name in form.fields],
        }
        for section in book.sections
    ]
    return [section for section in found if section["fields"]]
