"""From a declaration that is data to a Book like every other."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar, cast

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import DateField, DecimalField, F, Q
from django.db.models.fields.json import KT, KeyTextTransform
from django.db.models.functions import Cast
from django.utils.html import escape

from takar.kernel.encrypted import EncryptedText
from takar.kernel.errors import DomainError
from takar.kernel.identifiers import SHOWN_TAIL
from takar.ledger import facets
from takar.ledger.books import (
    Book,
    Column,
    Counting,
    Field,
    Group,
    MilestoneSpec,
    Numbering,
    Performer,
    PrintedColumn,
    PrintedLayout,
    Section,
    Tone,
)
from takar.ledger.plain import as_json
from takar.registers.custom.book.columns import cleaned, field_of
from takar.registers.custom.declaration import CLOSED, OWN, TOLD, ColumnPlan, ColumnType, Plan
from takar.registers.custom.models import CustomEntry

_NAMES = {"village": "village.name", "area": "area.name"}
"""Shared columns that a list sorts by their name."""


class OfficeBook(Book[CustomEntry]):
    """What all books have in common that an office declared itself."""

    any_day = True  # nobody has said what the book is about
    plan: ClassVar[Plan]
    own: ClassVar[Mapping[str, models.Field[Any, Any]]]
    """The columns kept in the entry's own values, retired ones among them."""

    @classmethod
    def find_field(cls, name: str) -> models.Field[Any, Any] | None:
        if name.startswith(OWN):
            return cls.own.get(name)
        if name.startswith(TOLD):
            step = cls.plan.step(name.removeprefix(TOLD))
            return _day(step.label) if step else None
        return super().find_field(name)

    @classmethod
    def sealed_names(cls) -> list[str]:
        return [str(field.attname) for field in cls.own.values()]

    @classmethod
    def put(cls, entry: CustomEntry, values: Mapping[str, Any]) -> None:
        """Own values are judged here, wherever they come from, and stored as JSON."""
        data, private = dict(entry.data), dict(entry.private)
        for name, value in values.items():
            field = cls.own.get(name)
            if field is None:
                setattr(entry, name, value)
                continue
            try:
                known = cleaned(field, value, entry.office_id)
            except ValidationError as error:
                raise DomainError(" ".join(error.messages), field=name) from error
            kept = private if isinstance(field, EncryptedText) else data
            if known is None or known == "":
                kept.pop(name, None)
            else:
                kept[name] = as_json(known)
        entry.data, entry.private = data, private

    @classmethod
    def prepare(cls, entry: CustomEntry) -> None:
        if not entry._state.adding:
            return
        if entry.kind in cls.retired_kinds:
            raise DomainError(f"Jenis “{cls.kinds[entry.kind]}” tidak dipakai lagi.", field="kind")
        for name, field in cls.own.items():
            value = getattr(entry, f"{name}_id" if field.is_relation else name)
            if value not in (None, "") and value in getattr(field, "retired_choices", ()):
                raise DomainError("Pilihan ini tidak dipakai lagi.", field=name)

    @classmethod
    def condition(cls, name: str, value: Any) -> Q:
        field = cls.own.get(name)
        if field is None:
            return super().condition(name, value)
        known = value.pk if isinstance(value, models.Model) else as_json(field.to_python(value))
        return Q(**{f"data__{name}": known})

    @classmethod
    def sort_key(cls, name: str) -> Any:
        field = cls.own.get(name)
        if field is None:
            return name
        if isinstance(field, models.DecimalField):
            # Amounts are written as text, so that none loses a digit.
            return Cast(KT(f"data__{name}"), DecimalField(max_digits=22, decimal_places=4))
        return F(f"data__{name}")

    @classmethod
    def numbers(cls) -> list[str]:
        kinds = (models.DecimalField, models.IntegerField)
        return [name for name, field in cls.own.items() if isinstance(field, kinds)]

    @classmethod
    def due_dates(cls) -> list[str]:
        return [name for name, field in cls.own.items() if isinstance(field, DateField)]

    @classmethod
    def column_of_entry(cls, name: str) -> Any:
        return KeyTextTransform(name, "entry__customentry__data")

    @classmethod
    def closed_values(cls, name: str) -> Mapping[str, str]:
        field = cls.own.get(name)
        if field is None:
            return super().closed_values(name)
        return {facets.word(value): str(label) for value, label in field.flatchoices}


@cache
def _day(label: str) -> models.Field[Any, Any]:
    return DateField(verbose_name=label, null=True)


def build(plan: Plan, *, code: str, slug: str) -> type[OfficeBook]:
    """The Book that a declaration describes."""
    live, gone = plan.live_columns, [column for column in plan.columns if column.retired]
    own = {column.name: field_of(column) for column in plan.columns if not column.stored_in}
    kinds = [Field("kind", required=True, filter=True)] if plan.kinds else []
    asked = (
        Field("occurred_on", plan.date_label, identity=plan.tells_doubles),
        *kinds,
        Field("title", plan.title_label, required=True, search=True, identity=plan.tells_doubles),
        *(_field(column) for column in live),
    )
    more = [
        *(["external_ref"] if plan.with_reference else []),
        *(["restricted"] if plan.with_restricted else []),
    ]
    person = any(column.stored_in == "person" for column in plan.columns)
    attributes: dict[str, Any] = {
        "plan": plan,
        "own": own,
        "code": code,
        "slug": slug,
        "group": Group(plan.group),
        "label": plan.label,
        "entry_label": plan.entry_label,
        "icon": plan.icon,
        "purpose": plan.purpose,
        "kinds": {kind.key: kind.label for kind in plan.kinds},
        "retired_kinds": frozenset(kind.key for kind in plan.kinds if kind.retired),
        "milestones": tuple(_milestones(plan)),
        "sections": (Section("Isian", *asked), *([Section("Lain-lain", *more)] if more else [])),
        "unasked": tuple(_field(column) for column in gone),
        "columns": tuple(_listed(plan)),
        "counting": Counting(
            facets=tuple(c.name for c in plan.columns if c.type in CLOSED), subject="person" if person else ""
        ),
        "printed": PrintedLayout(plan.printed_title or plan.label, tuple(_printed(plan))),
        "numbering": Numbering(plan.number_format) if plan.numbered else None,
        "closed": plan.closed,
    }
    return cast(type[OfficeBook], type("OfficeBook", (OfficeBook,), attributes))


def _field(column: ColumnPlan) -> Field:
    return Field(
        column.name,
        column.label,
        help=escape(column.help),
        kinds=column.kinds,
        required=column.required and not column.retired,
        filter=column.filterable and not column.retired,
        search=column.searchable and not column.retired,
        masked=SHOWN_TAIL if column.type is ColumnType.PERSONAL else 0,
        retired=column.retired,
    )


def _milestones(plan: Plan) -> list[MilestoneSpec]:
    return [
        MilestoneSpec(
            step.key,
            step.label,
            verb=step.verb,
            initial=place == 0,
            after=step.after,
            unless=step.unless,
            by=tuple(Performer(word) for word in step.by),
            by_hand=not step.retired,
            note_required=step.note_required,
            tone=cast(Tone, step.tone),
        )
        for place, step in enumerate(plan.steps)
    ]


def _path(column: ColumnPlan) -> str:
    return _NAMES.get(column.name, column.name)


def _numeric(column: ColumnPlan) -> bool:
    return column.type in {ColumnType.WHOLE, ColumnType.DECIMAL, ColumnType.MONEY}


def _listed(plan: Plan) -> list[Column]:
    first = [Column("number_label", "No.")] if plan.numbered else []
    return [
        *first,
        Column("occurred_on", plan.date_label, on_phone=True),
        *([Column("kind", "Jenis", on_phone=True)] if plan.kinds else []),
        Column("title", plan.title_label, on_phone=True),
        *(Column(_path(c), c.label, numeric=_numeric(c)) for c in plan.live_columns if c.in_list),
    ]


def _printed(plan: Plan) -> list[PrintedColumn]:
    first = [PrintedColumn("No.", "number_label", 0.9)] if plan.numbered else []
    return [
        *first,
        PrintedColumn(plan.date_label, "occurred_on", 1.2),
        *([PrintedColumn("Jenis", "kind", 1.4)] if plan.kinds else []),
        PrintedColumn(plan.title_label, "title", 3),
        *(PrintedColumn(c.label, _path(c), c.width, _numeric(c)) for c in plan.live_columns if c.printed),
        *(PrintedColumn(s.label, TOLD + s.key, 1.2) for s in plan.live_steps if s.printed),
        PrintedColumn("Ket.", "state", 1.2),
    ]
