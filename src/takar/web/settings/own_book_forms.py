"""What an operator is asked about a book: the book itself, one column, one step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms

from takar.kernel.access import visible
from takar.ledger.books import Group, Performer
from takar.ledger.fields import OfficeDecimalField, RowsChoice
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
from takar.registers.custom.rules.checks import LABEL

_DOERS = {
    Performer.KEEPER.value: "Pemegang buku dan atasannya",
    Performer.LEADER.value: "Camat atau Sekretaris",
    Performer.RESPONSIBLE.value: "Jabatan yang bertanggung jawab atas entri",
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
    keepers: Any = RowsChoice(
        queryset=None,  # the office's positions, set when the form is made
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
    kinds = forms.CharField(
        label="Hanya untuk jenis",
        required=False,
        help_text="Satu jenis per baris; kosong: semua jenis. Entri jenis lain tidak mempunyai kolom ini.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
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

    def named_kinds(self) -> list[str]:
        return [line.casefold() for line in _lines(self.cleaned_data["kinds"])]

    def column(self, keys: Mapping[str, str]) -> ColumnPlan:
        """``keys``: the kinds' keys by their names, in small letters."""
        data = self.cleaned_data
        made = ColumnPlan(
            key=self.plan.key if self.plan else "",
            label=data["label"],
            type=ColumnType(data["type"]),
            help=data["help"],
            width=float(data["width"]),
            options=self.options(),
            kinds=tuple(keys[name] for name in self.named_kinds()),
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
