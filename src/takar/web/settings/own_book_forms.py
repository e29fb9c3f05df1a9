"""The form on which an operator declares a book, and how it becomes a declaration and back.

Rows that were once saved cannot be taken out, only marked as no longer used; empty rows at the end
are simply left empty.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict

from takar.kernel.access import visible
from takar.ledger.books import Doer, Group
from takar.ledger.fields import OfficeDecimalField
from takar.organisation.actor import Actor
from takar.organisation.models import Position
from takar.registers.custom.declaration import (
    ICONS,
    TYPE_LABELS,
    ColumnPlan,
    ColumnType,
    Option,
    Plan,
    StepPlan,
)
from takar.registers.custom.naming import keyed_steps
from takar.registers.custom.rules import LABEL, Fault

EMPTY_COLUMNS, EMPTY_STEPS = 3, 2
"""Empty rows offered at the end."""

_DOERS = {
    Doer.KEEPER.value: "Pemegang buku dan atasannya",
    Doer.LEADER.value: "Camat atau Sekretaris",
    Doer.RESPONSIBLE.value: "Jabatan yang bertanggung jawab atas entri",
}
_TONES = {
    "neutral": "Abu-abu: baru tercatat",
    "progress": "Biru: sedang berjalan",
    "done": "Hijau: selesai",
    "warn": "Jingga: perlu perhatian",
    "danger": "Merah: ditolak atau gagal",
}


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


class OptionsMixin(forms.BaseForm):
    """Saved choices, each with its label and whether it is still offered; new ones one per line."""

    saved_options: tuple[Option, ...] = ()

    def offer(self, options: tuple[Option, ...]) -> None:
        self.saved_options = options
        for option in options:
            self.fields[f"option_{option.key}"] = forms.CharField(
                label=f"Pilihan “{option.label}”", initial=option.label, max_length=LABEL
            )
            self.fields[f"gone_{option.key}"] = forms.BooleanField(
                label="Tidak dipakai lagi", initial=option.retired, required=False
            )

    def option_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"option_{o.key}"], self[f"gone_{o.key}"]) for o in self.saved_options]

    def options(self) -> tuple[Option, ...]:
        data = self.cleaned_data
        saved = [
            Option(option.key, data[f"option_{option.key}"], data[f"gone_{option.key}"])
            for option in self.saved_options
        ]
        return (*saved, *(Option("", label) for label in _lines(data.get("new_options", ""))))


class BookForm(OptionsMixin, forms.Form):
    """What the book is."""

    label = forms.CharField(label="Nama buku", max_length=LABEL, help_text="Seperti di menu: “Buku tamu”.")
    entry_label = forms.CharField(
        label="Sebutan satu entri",
        max_length=LABEL,
        help_text="Di dalam kalimat: “kunjungan tamu”. Tombolnya menjadi “Catat kunjungan tamu”.",
    )
    purpose = forms.CharField(
        label="Guna buku",
        max_length=300,
        help_text="Satu kalimat bagi orang yang baru pertama membukanya.",
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 300}),
    )
    group = forms.ChoiceField(label="Kelompok menu", choices=[(g.value, g.value) for g in Group])
    icon = forms.ChoiceField(label="Gambar di menu", choices=list(ICONS.items()))
    keepers = forms.ModelMultipleChoiceField(
        queryset=Position.objects.none(),
        label="Pemegang buku",
        help_text="Jabatan yang mencatat. Atasannya boleh ikut mencatat.",
        widget=forms.CheckboxSelectMultiple,
    )
    date_label = forms.CharField(label="Nama kolom tanggal", max_length=LABEL, initial="Tanggal")
    title_label = forms.CharField(
        label="Nama kolom uraian",
        max_length=LABEL,
        initial="Uraian",
        help_text="Kolom yang menjadi judul tiap entri, misalnya “Keperluan” atau “Isi pengaduan”.",
    )
    new_options = forms.CharField(
        label="Jenis entri",
        required=False,
        help_text="Satu per baris; kosongkan bila entri buku ini tidak berjenis. Jenis dapat disaring dan diukur.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    numbered = forms.BooleanField(label="Entri bernomor urut", required=False, initial=True)
    number_format = forms.CharField(
        label="Susunan nomor",
        max_length=120,
        initial="{nomor}",
        help_text="Unsur yang dapat dipakai: {nomor} {nomor:03} {unit} {bulan} {tahun}.",
    )
    printed_title = forms.CharField(
        label="Judul pada cetakan", max_length=120, required=False, help_text="Kosong: sama dengan nama buku."
    )
    tells_doubles = forms.BooleanField(
        label="Peringatkan bila tanggal dan uraian sama dengan entri lain", required=False
    )
    with_reference = forms.BooleanField(label="Sediakan kolom nomor di aplikasi lain", required=False)
    with_restricted = forms.BooleanField(label="Entri dapat ditandai terbatas", required=False)
    note = forms.CharField(
        label="Apa yang berubah",
        required=False,
        max_length=500,
        help_text="Tercatat di riwayat susunan buku, misalnya dasar surat atau keputusannya.",
    )

    def __init__(self, *args: Any, actor: Actor, plan: Plan | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if plan is None:
            self.fields["keepers"].queryset = visible(actor, Position).filter(retired_on__isnull=True)  # type: ignore[attr-defined]
            del self.fields["note"]
        else:
            del self.fields["keepers"]
            self.fields["numbered"].disabled = True
            if plan.kinds:
                self.fields["new_options"].label = "Jenis baru"
            self.offer(plan.kinds)


class ColumnForm(OptionsMixin, forms.Form):
    """One column. With ``plan`` it is one that was saved before."""

    label = forms.CharField(label="Nama kolom", max_length=LABEL)
    type = forms.ChoiceField(
        label="Tipe isian", choices=[(t.value, label) for t, label in TYPE_LABELS.items()], initial="teks"
    )
    new_options = forms.CharField(
        label="Pilihan baru",
        required=False,
        help_text="Untuk tipe Pilihan: satu per baris.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    help = forms.CharField(label="Petunjuk di bawah isian", required=False, max_length=200)
    order = forms.IntegerField(label="Urutan", required=False, min_value=1, max_value=99)
    required = forms.BooleanField(label="Wajib diisi", required=False)
    in_list = forms.BooleanField(label="Tampil di daftar", required=False, initial=True)
    searchable = forms.BooleanField(label="Dapat dicari", required=False)
    filterable = forms.BooleanField(label="Menjadi penyaring", required=False)
    printed = forms.BooleanField(label="Ikut dicetak", required=False, initial=True)
    width = OfficeDecimalField(
        label="Lebar cetak",
        initial=Decimal("1.5"),
        help_text="1 sempit, 3 lebar.",
        max_digits=3,
        decimal_places=1,
    )
    retired = forms.BooleanField(
        label="Tidak dipakai lagi",
        required=False,
        help_text="Hilang dari isian baru; isi lamanya tetap terbaca dan dapat dipakai lagi.",
    )

    def __init__(self, *args: Any, plan: ColumnPlan | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        if plan is None:
            del self.fields["retired"]
        else:
            self.fields["type"].disabled = True
            self.offer(plan.options)
            if plan.type is not ColumnType.CHOICE:
                del self.fields["new_options"]

    def column(self) -> ColumnPlan:
        data = self.cleaned_data
        made = ColumnPlan(
            key=self.plan.key if self.plan else "",
            label=data["label"],
            type=ColumnType(data["type"]),
            help=data["help"],
            width=float(data["width"]),
            options=self.options(),
            stored_in=self.plan.stored_in if self.plan else "",
            **{name: data[name] for name in ("required", "in_list", "searchable", "filterable", "printed")},
        )
        return replace(made, retired=data.get("retired", False))


class StepForm(forms.Form):
    """One step in the life of an entry."""

    label = forms.CharField(label="Nama langkah", max_length=LABEL, help_text="Sebagai keadaan: “Diterima”.")
    verb = forms.CharField(
        label="Kata pada tombol", max_length=LABEL, required=False, help_text="“Tandai diterima”."
    )
    after = forms.CharField(
        label="Setelah nomor",
        required=False,
        max_length=40,
        help_text="Salah satu langkah ini harus sudah terjadi: “1” atau “2, 3”.",
    )
    unless = forms.CharField(
        label="Tidak bila sudah nomor",
        required=False,
        max_length=40,
        help_text="“Ditolak” tidak dicatat sesudah “Dikabulkan”.",
    )
    by = forms.MultipleChoiceField(
        label="Siapa yang mencatat",
        choices=list(_DOERS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        initial=["keeper"],
    )
    tone = forms.ChoiceField(label="Warna keadaan", choices=list(_TONES.items()), initial="progress")
    order = forms.IntegerField(label="Urutan", required=False, min_value=1, max_value=99)
    note_required = forms.BooleanField(label="Catatan wajib diisi", required=False)
    printed = forms.BooleanField(label="Tanggalnya ikut dicetak", required=False)
    retired = forms.BooleanField(label="Tidak dipakai lagi", required=False)

    def __init__(self, *args: Any, plan: StepPlan | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        if plan is None:
            del self.fields["retired"]

    def step(self) -> StepPlan:
        data = self.cleaned_data
        return StepPlan(
            key=self.plan.key if self.plan else "",
            label=data["label"],
            verb=data["verb"],
            by=tuple(data["by"]),
            tone=data["tone"],
            note_required=data["note_required"],
            printed=data["printed"],
            retired=data.get("retired", False),
        )


class _Rows(forms.BaseFormSet):  # type: ignore[type-arg]
    """Saved rows know their plan; rows after them may stay empty."""

    def __init__(self, *args: Any, plans: Sequence[Any] = (), **kwargs: Any) -> None:
        self.plans = plans
        super().__init__(*args, **kwargs)
        self.extra = max(0, len(self.initial or []) - max(len(plans), self.min_num))

    def initial_form_count(self) -> int:
        return len(self.plans)

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        known = index is not None and index < len(self.plans)
        return super().get_form_kwargs(index) | {"plan": self.plans[index] if known else None}  # type: ignore[index]

    def filled(self) -> list[Any]:
        """Forms that say something, in the order they ask for."""
        return sorted(self.said(), key=lambda form: form.cleaned_data.get("order") or 99)

    def said(self) -> list[Any]:
        """Forms that say something, as they stand on the page."""
        return [
            form
            for place, form in enumerate(self.forms)
            if form.plan is not None or place < self.min_num or form.has_changed()
        ]


_ColumnRows: Any = forms.formset_factory(ColumnForm, formset=_Rows, extra=0, max_num=60, absolute_max=80)
_StepRows: Any = forms.formset_factory(
    StepForm, formset=_Rows, extra=0, min_num=1, max_num=20, absolute_max=30
)


_WORDS = (
    *("label", "entry_label", "purpose", "group", "icon", "date_label", "title_label", "numbered"),
    *("number_format", "printed_title", "tells_doubles", "with_reference", "with_restricted"),
)
"""Fields of the first form that go into the declaration as they are."""


class DeclarationForm:
    """All forms of the page together."""

    def __init__(self, actor: Actor, *, plan: Plan | None = None, data: QueryDict | None = None) -> None:
        more = data.get("more", "") if data is not None else ""
        grown = _grown(data, more) if data is not None and more else data
        self.asks_for_rows = bool(more)
        begun: Mapping[str, Any] = vars(plan) if plan else {}
        self.book = BookForm(grown, actor=actor, plan=plan, initial=begun)
        columns, steps = (plan.columns, plan.steps) if plan else ((), ())
        self.columns = _ColumnRows(
            grown, prefix="kolom", plans=columns, initial=_column_rows(columns), form_kwargs={}
        )
        self.steps = _StepRows(grown, prefix="langkah", plans=steps, initial=_step_rows(steps))
        if self.asks_for_rows:
            for form in self.all_forms():
                form._errors = forms.utils.ErrorDict()  # type: ignore[attr-defined]

    def all_forms(self) -> list[forms.Form]:
        return [self.book, *self.columns.forms, *self.steps.forms]

    def plan(self) -> Plan | None:
        """The declaration as written, keys of new things still empty; None when a form has errors.

        Remembers which form each of its rows came from, for :meth:`blame`.
        """
        if not all([self.book.is_valid(), self.columns.is_valid(), self.steps.is_valid()]):
            return None
        self._column_forms, self._step_forms = self.columns.filled(), self._ordered_steps()
        if self._step_forms is None:
            return None
        data = self.book.cleaned_data
        return Plan(
            **{name: data[name] for name in _WORDS},
            kinds=self.book.options(),
            columns=tuple(form.column() for form in self._column_forms),
            steps=tuple(form.named for form in self._step_forms),
        )

    def _ordered_steps(self) -> list[Any] | None:
        """Step forms in their order, each with the step it means; numbers become keys on the way."""
        rows = self.steps.said()
        keyed = keyed_steps([form.step() for form in rows])
        numbered = {
            self.steps.forms.index(form) + 1: step.key for form, step in zip(rows, keyed, strict=True)
        }
        sound = True
        for form, step in zip(rows, keyed, strict=True):
            told: dict[str, tuple[str, ...]] = {}
            for name in ("after", "unless"):
                numbers = [int(n) for n in re.findall(r"\d{1,3}", form.cleaned_data[name])]
                left = re.sub(r"\d{1,3}|[\s,;.]|dan|atau", "", form.cleaned_data[name])
                if left:
                    form.add_error(name, "Tulis nomor langkah, misalnya “1” atau “2, 3”.")
                for number in numbers:
                    if number not in numbered:
                        form.add_error(name, f"Tidak ada langkah nomor {number}.")
                sound = sound and name not in form.errors
                told[name] = tuple(numbered[n] for n in numbers if n in numbered)
            form.named = replace(step, after=told["after"], unless=told["unless"])
        return sorted(rows, key=lambda form: form.cleaned_data.get("order") or 99) if sound else None

    def blame(self, faults: Sequence[Fault]) -> None:
        """Each fault beside the field it belongs to."""
        for fault in faults:
            form, field = self._place(fault.place)
            form.add_error(field if field in form.fields else None, fault.sentence)

    def _place(self, place: tuple[str | int, ...]) -> tuple[forms.Form, str]:
        names = {"options": "new_options"}
        if len(place) == 3:
            rows = self._column_forms if place[0] == "columns" else self._step_forms
            assert rows is not None
            return rows[int(place[1])], names.get(str(place[2]), str(place[2]))
        return self.book, {"kinds": "new_options"}.get(str(place[0]), str(place[0]))

    def has_errors(self) -> bool:
        return any(form.errors for form in self.all_forms())


def _column_rows(columns: Sequence[ColumnPlan]) -> list[dict[str, Any]]:
    saved = [
        {**vars(column), "width": Decimal(str(column.width)), "order": place}
        for place, column in enumerate(columns, start=1)
    ]
    return saved + [{"order": len(columns) + n} for n in range(1, EMPTY_COLUMNS + 1)]


def _step_rows(steps: Sequence[StepPlan]) -> list[dict[str, Any]]:
    place = {step.key: str(number) for number, step in enumerate(steps, start=1)}
    saved = [
        {
            **vars(step),
            "after": ", ".join(place[key] for key in step.after),
            "unless": ", ".join(place[key] for key in step.unless),
            "order": number,
        }
        for number, step in enumerate(steps, start=1)
    ]
    if not saved:
        saved = [{"order": 1, "label": "Tercatat", "tone": "neutral"}]
    return saved + [{"order": len(saved) + n} for n in range(1, EMPTY_STEPS + 1)]


def _grown(data: QueryDict, more: str) -> QueryDict:
    """The form as it was sent, with two more empty rows."""
    grown = data.copy()
    name = f"{'langkah' if more == 'langkah' else 'kolom'}-TOTAL_FORMS"
    total = data.get(name, "")
    grown[name] = str((int(total) if total.isdecimal() else 0) + 2)
    return grown
