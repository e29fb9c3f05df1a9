"""Ticking the points of a list: papers of a file, rules a document must meet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from takar.kernel import clock
from takar.ledger.checklists import Checklist
from takar.ledger.fields import OfficeDateField


class ChecklistForm(forms.Form):
    """The points to tick, the day, and room for a note. Without points only the day is asked."""

    ticked = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    on = OfficeDateField(label="Tanggal pemeriksaan", initial=clock.today)
    note = forms.CharField(
        label="Catatan", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self,
        *args: Any,
        points: Sequence[str],
        label: str,
        have: Sequence[str] = (),
        help_text: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["ticked"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(point, point) for point in points]
        field.initial = list(have)
        field.label = label
        field.help_text = help_text
        if not points:
            del self.fields["ticked"]


def named(checklist: Checklist, rule: str) -> str:
    """The name and the legal basis of a list, and what follows from ticking it."""
    law = f" ({checklist.legal_basis})" if checklist.legal_basis else ""
    return f"{checklist.name}{law}. {rule}"
