"""The entry form of a book, built from its declaration.

Pages and import share it, so a value is judged the same wherever it comes from.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models

from takar.kernel import clock
from takar.kernel.access import visible
from takar.ledger.access import involved
from takar.ledger.books import Book
from takar.ledger.fields import (
    OfficeDateField,
    OfficeMomentField,
    RowChoice,
    decimal_field,
)
from takar.ledger.judging import is_needed
from takar.ledger.models import Area, Entry
from takar.ledger.multi_value import ManyField, ManyPicker
from takar.ledger.sealing import REMOVED
from takar.organisation.actor import Actor

LONG_LIST = 8
"""Selects with more choices than this become a typeahead."""


class EntryForm(forms.ModelForm[Entry]):
    """Cleans values only: saving is the ledger services' work."""

    book: type[Book]
    actor: Actor

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.book.marked("veiled"):
            if name in self.fields:
                self.fields[name].widget.attrs["data-no-draft"] = ""
                if self.instance.pk and not involved(self.actor, self.instance):
                    del self.fields[name]  # not shown, so not changed
        for name, field in self.fields.items() if self.instance.pk else ():
            # What an entry already names stays a choice, though new entries are no longer offered it.
            if isinstance(field, ManyPicker):
                field.keep(getattr(self.instance, name))
            elif isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
                named = field.queryset.model._default_manager.filter(pk=getattr(self.instance, f"{name}_id"))
                field.queryset = field.queryset | named
        for name in self.book.marked("personal"):
            if name in self.fields:
                # Not kept as a draft in the browser: office machines are shared.
                self.fields[name].widget.attrs["data-no-draft"] = ""
                if self.instance.pk and getattr(self.instance, name) == REMOVED:
                    del self.fields[name]  # gone for good
        # A correction shows a masked value as everybody sees it; left as it is, it stays what it was.
        self._kept: dict[str, str] = {}
        for name in self.book.marked("masked"):
            if name not in self.fields:
                continue
            if self.instance.pk:
                self._kept[name] = str(getattr(self.instance, name) or "")
                self.initial[name] = self.book.mask(name, self._kept[name])
        if self.instance.pk:
            self._open_on(self.instance)

    def _open_on(self, entry: Entry) -> None:
        """Columns of own books start with the entry's value. A retired option the entry holds can still be chosen."""
        for name, field in self.fields.items():
            if name not in self.initial:
                self.initial[name] = getattr(entry, name)
            value = self.initial[name]
            if not isinstance(value, str) or not isinstance(field, forms.ChoiceField):
                continue
            if value not in retired_choices(self.book, name):
                continue
            words = (
                self.book.kinds
                if name == "kind"
                else dict(getattr(self.book.find_field(name), "choices", []))
            )
            field.choices = [*field.choices, (value, words[value])]  # type: ignore[misc]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name in self.book.marked("retired"):
            if str(self.data.get(self.add_prefix(name), "")).strip():
                self.add_error(
                    None,
                    f"Kolom {self.book.field_label(name)} baru saja tidak dipakai lagi, jadi isinya tidak akan "
                    "tersimpan. Pindahkan ke kolom lain bila perlu, lalu simpan lagi.",
                )
        for name, value in self._kept.items():
            if value and data.get(name) == self.book.mask(name, value):
                data[name] = value
        if kind := data.get("kind"):
            self._judge_columns_of(kind, data)
        return data

    def _judge_columns_of(self, kind: str, data: dict[str, Any]) -> None:
        """A form for all kinds (a line of a spreadsheet) may say what an entry of this kind does not have."""
        for name in self.fields:
            column, value = self.book.field(name), data.get(name)
            if not column.belongs_to(kind):
                if value not in (None, "", [], self.book.empty_value(name)):
                    self.add_error(name, f"Jenis “{self.book.kinds[kind]}” tidak memiliki kolom ini.")
            elif column.required_for(kind) and value in (None, "") and name not in self.errors:
                self.add_error(name, self.fields[name].error_messages["required"])

    def save(self, commit: bool = True) -> Entry:
        raise NotImplementedError("entries are written by takar.ledger.services")

    def values(self) -> dict[str, Any]:
        """What was written, by column; what was left empty takes the column's starting value."""
        found = {name: self.cleaned_data[name] for name in self.fields}
        for name, value in found.items():
            column = self.book.find_field(name)
            if value is None and column is not None and not column.null and column.has_default():
                found[name] = column.get_default()
        return found


def form_class(
    book: type[Book], actor: Actor, *, kind: str | None = None, only: list[str] | None = None
) -> type[EntryForm]:
    """The form class of a book for this actor (choices are what the actor may see).

    ``kind``: the columns that such an entry has; without it those of all kinds, as an import needs them.
    """

    def build(field: models.Field[Any, Any], **kwargs: Any) -> forms.Field | None:
        return form_field(book, actor, field, kind or "")

    names = only or book.fields(kind)
    stored = {field.name for field in book.model._meta.get_fields()}
    made = forms.modelform_factory(
        book.model,
        form=EntryForm,
        fields=[name for name in names if name in stored],
        formfield_callback=build,
    )
    assert issubclass(made, EntryForm)
    made.book = book
    made.actor = actor
    found = dict(made.base_fields)
    for name in names:
        if name not in stored and (column := book.find_field(name)) is not None:
            field = build(column)
            assert field is not None
            found[name] = field
    made.base_fields = {name: found[name] for name in names if name in found}
    return made


def retired_choices(book: type[Book], name: str) -> frozenset[Any]:
    """Choices of a column that no new entry may make."""
    if name == "kind":
        return book.retired_kinds
    return frozenset(getattr(book.find_field(name), "retired_choices", ()))


def form_field(
    book: type[Book], actor: Actor, field: models.Field[Any, Any], kind: str
) -> forms.Field | None:
    """One form field with the book's word, help and choices."""
    name = field.name
    common: dict[str, Any] = {
        "label": book.field_label(name),
        "help_text": book.field(name).help or field.help_text,
        "required": is_needed(book, field, kind),
    }
    made: forms.Field | None
    if isinstance(field, ManyField):
        return field.picker(actor, **common)
    if name == "kind":
        choices = [("", "Pilih jenis"), *book.offered_kinds().items()]
        made = forms.ChoiceField(choices=choices, **common)
        _name_choices(made, list(book.kinds.values()))
    elif isinstance(field, models.ForeignKey):
        made = reference_field(actor, field, **common)
    elif isinstance(field, models.DateTimeField):  # before DateField, which it is a kind of
        made = OfficeMomentField(span=book.span_of(name), **common)
    elif isinstance(field, models.DateField):
        made = OfficeDateField(
            initial=clock.today if name == "occurred_on" else None,
            ahead=book.field(name).ahead,
            span=book.span_of(name),
            **common,
        )
    elif isinstance(field, models.DecimalField):
        made = decimal_field(field, **common)
    else:
        if field.choices:
            common.pop("required")
            gone = retired_choices(book, name)
            # Django's own word for nothing is a row of dashes.
            offered = field.get_choices(
                include_blank=field.blank or not field.has_default(),
                blank_choice=[("", "Tidak diisi" if field.blank else "Pilih")],
            )
            common["choices"] = [pair for pair in offered if pair[0] not in gone]
        made = field.formfield(**common)
        if field.choices and isinstance(made, forms.TypedChoiceField):
            _name_choices(made, [str(label) for value, label in field.flatchoices if value != ""])
        if made is not None and isinstance(field, models.TextField):
            made.widget = forms.Textarea(attrs={"rows": 4})
        if made is not None and isinstance(field, models.CharField) and (field.max_length or 0) >= 300:
            made.widget = forms.Textarea(attrs={"rows": 2, "maxlength": field.max_length})
    if made is not None and isinstance(made, forms.ChoiceField):
        _as_typeahead(made, sum(1 for _ in made.widget.choices))
    return made


def reference_field(actor: Actor, field: models.ForeignKey[Any, Any], **common: Any) -> forms.Field:
    """A choice among the rows the actor may see, retired ones left out."""
    related: type[models.Model] = field.remote_field.model
    rows = visible(actor, related).complex_filter(field.get_limit_choices_to())
    if any(f.name == "retired_on" for f in related._meta.get_fields()):
        rows = rows.filter(retired_on__isnull=True)
    if narrowed := getattr(related, "offered", None):
        rows = narrowed(rows)  # some reference data says itself what can be chosen
    chooser = AreaChoice if related is Area else RowChoice
    made = chooser(queryset=rows, empty_label="Pilih" if common.get("required") else "Tidak ada", **common)
    made.widget.attrs["data-typeahead"] = ""
    return made


class AreaChoice(RowChoice):
    """Areas with what they are part of, so that "Keuangan desa" is not taken for "Keuangan"."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.queryset is not None:
            self.queryset = self.queryset.select_related("parent")

    def label_from_instance(self, obj: models.Model) -> str:
        assert isinstance(obj, Area)
        return f"{obj.parent.name} › {obj.name}" if obj.parent else obj.name


def _name_choices(field: forms.ChoiceField, labels: list[str]) -> None:
    """The error for another value (from a spreadsheet, say) lists the choices."""
    field.error_messages["invalid_choice"] = f"“%(value)s” tidak ada. Pilihannya: {', '.join(labels)}."


def _as_typeahead(field: forms.ChoiceField, choices: int) -> None:
    if choices > LONG_LIST:
        field.widget.attrs["data-typeahead"] = ""
