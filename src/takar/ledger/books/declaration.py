"""What a book is, in names.

A declaration only names things (fields, labels, milestones, columns). It imports no view, form or
writer. Pages, import, export, printing and measures are built from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, Generic, cast, get_args

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Q

from takar.kernel.columns import span_of
from takar.kernel.identifiers import mask
from takar.kernel.spans import PAST, Span
from takar.ledger.books.groups import Counting, Group, Numbering, Privacy
from takar.ledger.books.layout import Column, Field, Mark, PrintedLayout, Section
from takar.ledger.books.milestones import Change, E, Event, MilestoneSpec, Tone
from takar.ledger.models import CANCELLED, Entry
from takar.organisation.actor import Actor


class Book(Generic[E]):
    """Subclass ``Book[Model]``, fill in the names, decorate with :func:`register`.

    Whatever reads any book says ``type[Book]``: a book of entries. Covariance makes that true for readers;
    the hooks below take entries, so each of them carries an exception for the type checker. It is safe
    because the ledger's services call them with the detail row of the book they belong to.
    """

    code: ClassVar[str]
    slug: ClassVar[str]
    model: ClassVar[type[Entry]]
    """The model named in ``Book[...]``."""
    group: ClassVar[Group]
    label: ClassVar[str]
    """The book in the menu: "Surat masuk"."""
    entry_label: ClassVar[str]
    """One entry inside a sentence: "surat masuk"."""
    icon: ClassVar[str]
    purpose: ClassVar[str]
    """One sentence for people who open the book for the first time."""

    milestones: ClassVar[Sequence[MilestoneSpec]]
    """In the order an entry's life usually takes; the last one reached is the entry's state."""
    sections: ClassVar[Sequence[Section]]
    """The columns of the form and of the entry page, one line each."""
    unasked: ClassVar[Sequence[Field]] = ()
    """Columns that the form does not ask for, where there is something to say of them: they follow from
    others, or are no longer asked for."""
    columns: ClassVar[Sequence[Column]]
    """The list: which columns, in which order."""
    more_facts: ClassVar[Sequence[Column]] = ()
    """What the entry page tells beside the form's columns: properties that follow."""
    printed: ClassVar[PrintedLayout]
    kinds: ClassVar[Mapping[str, str]] = {}
    retired_kinds: ClassVar[frozenset[str]] = frozenset()
    """Kinds no new entry may have; old entries keep them."""
    numbering: ClassVar[Numbering | None] = Numbering()
    privacy: ClassVar[Privacy] = Privacy()
    counting: ClassVar[Counting] = Counting()
    photos: ClassVar[bool] = False
    """Entries are recorded in the field: forms offer the camera of a phone."""
    any_day: ClassVar[bool] = False
    """What it tells of also happens on Sundays and holidays: meetings of a village, disasters."""
    own_words: ClassVar[bool] = True
    """Descriptions are written for each entry; False where the same words are usual (a name of a service)."""
    lasting: ClassVar[bool] = False
    """True: entries of earlier years stay in use (land, vehicles), so the list of a year
    shows those entries too."""
    recordable: ClassVar[bool] = True
    """False: entries come from a service of the book, not from an empty form or a spreadsheet."""
    closed: ClassVar[bool] = False
    """True: the book takes no new entries; the old ones are read, corrected and counted as before."""

    _fields: ClassVar[Mapping[str, Field]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for base in vars(cls).get("__orig_bases__", ()):
            for model in get_args(base):
                if isinstance(model, type):
                    cls.model = model
        asked = [field for section in getattr(cls, "sections", ()) for field in section.fields]
        cls._fields = {field.name: field for field in (*asked, *cls.unasked)}

    @classmethod
    def new(cls, **columns: Any) -> E:
        """An entry of the book, not stored yet."""
        return cast(E, cls.model(book=cls.code, **columns))

    @classmethod
    def detail(cls, entry: Entry) -> E:
        """An entry of this book with the book's own columns, however it was read."""
        found = entry.detail()
        if not isinstance(found, cls.model):
            raise TypeError(f"{found} is no entry of {cls.code}")
        return cast(E, found)

    # ---- what a book may do beyond naming; called inside the transaction of the write ------------

    @classmethod
    def begins(cls, values: Mapping[str, Any]) -> MilestoneSpec:
        """The initial milestone that these values tell of, where a book has several and the form
        does not ask: an activity with a date ahead begins as planned."""
        return cls.initial()

    @classmethod
    def prepare(cls, entry: E) -> None:  # type: ignore[misc]
        """Fill in what follows from other columns and refuse what breaks a rule of the book.

        Called before an entry is stored or corrected. Raise DomainError with ``field`` naming the
        column.
        """

    @classmethod
    def apply_change(cls, event: Event[E]) -> None:
        """Carry the change into the book's own derived rows (a stock balance, say).

        Called before the seal, so that locks are always taken in one order: entries, then the
        book's own rows, then the chain. The other way round two writers could block each other.
        """

    @classmethod
    def refuses(cls, entry: Entry, change: Change) -> str:
        """Why nobody may change this entry in this way; empty when the change is allowed.

        Pages hide what it refuses and the services ask it before they write, perhaps with the shared row
        alone (:meth:`detail` gives the whole). It takes no lock: what must hold against writers at the
        same moment is checked again in :meth:`apply_change`.
        """
        return ""

    @classmethod
    def read_together(cls, entries: Sequence[E]) -> None:
        """Fill in what rows show only beside their neighbours (a running balance).

        Called once with the rows of a page, a print or an export, so that no row has to ask.
        """

    @classmethod
    def may_advance(cls, actor: Actor, entry: Entry, spec: MilestoneSpec) -> bool:
        """A rule of the book beyond ``spec.by`` and four eyes: a fault is resolved, any other job is done."""
        return True

    @classmethod
    def judged_outside(cls) -> Q:
        """Entries whose verdict comes from outside the office and is only written down here, which whoever
        recorded the entry may do as well."""
        return Q(pk__in=[])

    @classmethod
    def sealed_with(cls, event: Event[E]) -> dict[str, Any]:
        """Details that a milestone freezes beside its day: the results a published report had."""
        return {}

    @classmethod
    def number_parts(cls, entry: E) -> dict[str, str]:  # type: ignore[misc]
        """More parts for the number's template: ``{kode}`` for instance."""
        return {}

    @classmethod
    def audit(cls, office_id: int) -> Iterator[str]:
        """Sentences for derived rows of the book that do not follow from its entries."""
        return iter(())

    # ---- where the columns live; a book whose columns are data says so here ---------------------

    @classmethod
    def find_field(cls, name: str) -> models.Field[Any, Any] | None:
        """What describes a column: its type, choices, words. None when it is no column."""
        try:
            found = cls.model._meta.get_field(name)
        except FieldDoesNotExist:
            return None
        return found if isinstance(found, models.Field) else None

    @classmethod
    def span_of(cls, name: str) -> Span | None:
        """The days that make sense in a date column; None for other columns."""
        usual = PAST if name == "occurred_on" else span_of(cls.find_field(name))
        return cls.field(name).span or usual

    @classmethod
    def sealed_names(cls) -> list[str]:
        """Attributes of the book's own columns, as the history seals them."""
        return [
            field.attname
            for field in cls.model._meta.local_concrete_fields
            if not field.primary_key and not getattr(field, "derived", False)
        ]

    @classmethod
    def put(cls, entry: E, values: Mapping[str, Any]) -> None:  # type: ignore[misc]
        """Write cleaned values into an entry."""
        for name, value in values.items():
            setattr(entry, name, value)

    @classmethod
    def empty_value(cls, name: str) -> Any:
        """What a column holds that says nothing."""
        column = cls.find_field(name)
        if column is None or (column.null and not column.has_default()):
            return None
        return column.get_default()

    @classmethod
    def empty_other_kinds(cls, entry: E) -> None:  # type: ignore[misc]
        """What entries of this kind do not have holds nothing, also when the kind was corrected."""
        others = (name for name in cls.marked("kinds") if not cls.field(name).belongs_to(entry.kind))
        cls.put(entry, {name: cls.empty_value(name) for name in others})

    @classmethod
    def condition(cls, name: str, value: Any) -> Q:
        """Entries whose column holds this value."""
        return Q(**{name: value})

    @classmethod
    def sort_key(cls, name: str) -> Any:
        """What the database sorts a column by; None when it cannot."""
        return name

    @classmethod
    def closed_values(cls, name: str) -> Mapping[str, str]:
        """Value -> label of a column that measures filter by."""
        field = cls.find_field(name)
        return {str(value): str(label) for value, label in getattr(field, "choices", None) or []}

    # ---- personal data ---------------------------------------------------------------------------

    @classmethod
    def mask(cls, name: str, value: Any) -> str:
        """A masked column's value as everybody sees it."""
        return mask(str(value or ""), cls.field(name).masked)

    @classmethod
    def about_residents(cls) -> bool:
        """Whether its entries hold personal data of people outside the office."""
        return bool(cls.marked("personal")) and not cls.privacy.about_staff

    # ---- reading the declaration ----------------------------------------------------------------

    @classmethod
    def takes_entries(cls) -> bool:
        """Whether people may record a new entry in it."""
        return cls.recordable and not cls.closed

    @classmethod
    def field(cls, name: str) -> Field:
        """What the declaration says of a column; nothing where it does not name it."""
        return cls._fields.get(name) or Field(name)

    @classmethod
    def marked(cls, mark: Mark) -> list[str]:
        """Columns of which the declaration says this, in the order of the form."""
        return [name for name, field in cls._fields.items() if getattr(field, mark)]

    @classmethod
    def filters(cls) -> list[str]:
        """What the list can be narrowed by: the state where there are several, the kind, then the others."""
        state = ["state"] if len(cls.milestones) > 1 else []
        return [*state, *sorted(cls.marked("filter"), key=lambda name: name != "kind")]

    @classmethod
    def fields(cls, kind: str | None = None) -> list[str]:
        """Columns of the form; with ``kind`` only those an entry of that kind has."""
        return [
            field.name
            for section in cls.sections
            for field in section.fields
            if kind is None or field.belongs_to(kind)
        ]

    @classmethod
    def by_kind(cls) -> bool:
        """Whether the form depends on the kind."""
        return any(f.kinds or isinstance(f.required, tuple) for f in cls._fields.values())

    @classmethod
    def offered_kinds(cls) -> dict[str, str]:
        """Kinds that a new entry may have."""
        return {code: label for code, label in cls.kinds.items() if code not in cls.retired_kinds}

    @classmethod
    def layout(cls, kind: str = "") -> PrintedLayout:
        """The printed columns of one kind, or those of the whole book."""
        return cls.printed.of_kinds.get(kind, cls.printed)

    @classmethod
    def spec(cls, code: str) -> MilestoneSpec:
        for spec in cls.milestones:
            if spec.code == code:
                return spec
        raise LookupError(f"{cls.code} has no milestone {code!r}")

    @classmethod
    def initial(cls) -> MilestoneSpec:
        return next(spec for spec in cls.milestones if spec.initial)

    @classmethod
    def state_label(cls, state: str) -> str:
        return "Dibatalkan" if state == CANCELLED else cls.spec(state).label

    @classmethod
    def state_tone(cls, state: str) -> Tone:
        return "danger" if state == CANCELLED else cls.spec(state).tone

    @classmethod
    def numbers(cls) -> list[str]:
        """Own columns that a measure may add up or average."""
        return [
            f.name for f in cls._own_columns() if isinstance(f, models.DecimalField | models.IntegerField)
        ]

    @classmethod
    def due_dates(cls) -> list[str]:
        """Own dates that a measure may hold the day of a milestone against."""
        return [f.name for f in cls._own_columns() if isinstance(f, models.DateField)]

    @classmethod
    def column_of_entry(cls, name: str) -> Any:
        """An own column, as a query over rows that point to an ``entry`` reads it."""
        return models.F(f"entry__{cls.model._meta.model_name}__{name}")

    @classmethod
    def _own_columns(cls) -> list[Any]:
        return [f for f in cls.model._meta.local_concrete_fields if not f.primary_key and not f.is_relation]

    @classmethod
    def field_label(cls, name: str) -> str:
        """The word people read for a field: this book's own, else the model's."""
        if name == "number" and cls.numbering:
            return cls.numbering.label
        if label := cls.field(name).label:
            return label
        label = str(getattr(cls.model._meta.get_field(name), "verbose_name", name))
        return label[:1].upper() + label[1:]
