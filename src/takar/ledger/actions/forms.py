"""Forms that actions of several books ask with."""

from __future__ import annotations

from typing import Any

from django import forms

from takar.kernel import clock
from takar.kernel.errors import DomainError
from takar.ledger.fields import OfficeDateField
from takar.ledger.forms import EntryForm


def add_error(form: forms.BaseForm, error: DomainError) -> None:
    """Show a domain rule on the field it names, or on the whole form."""
    known = getattr(form, "place_of", None)  # a form within a form
    here = known(error.field) if known else error.field if error.field in form.fields else None
    form.add_error(here, error.message)


def cleaned(form: forms.BaseForm) -> dict[str, Any]:
    """What a valid form says, as actions take it; an entry's form gives the values of its columns."""
    found: dict[str, Any] = form.values() if isinstance(form, EntryForm) else dict(form.cleaned_data)
    return found


class ReasonForm(forms.Form):
    """A reason, asked before something is corrected, withdrawn or cancelled."""

    reason = forms.CharField(label="Alasan", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class DayAndNoteForm(forms.Form):
    """When it happened, and a note."""

    on = OfficeDateField(label="Tanggal", initial=clock.today)
    note = forms.CharField(
        label="Catatan", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self,
        *args: Any,
        note_label: str = "",
        note_required: bool = False,
        day_label: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = note_label or self.fields["note"].label
        self.fields["note"].required = note_required
        self.fields["on"].label = day_label or self.fields["on"].label


class MoveForm(ReasonForm):
    """Another date for a milestone, or taking it back."""

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
        # Also in what the form gives on, so that whoever performs the action needs no form.
        data["uploads"] = [file for name in ("photo", "file") if (file := data.get(name))]
        if not self.optional and not data["uploads"] and not self.errors:
            self.add_error("file", "Pilih berkas atau ambil foto dahulu.")
        return data

    def uploads(self) -> list[Any]:
        """The photo and the file, whichever were given."""
        found: list[Any] = self.cleaned_data.get("uploads", [])
        return found
