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
from takar.kernel.reach import Reach
from takar.kernel.spans import PAST, Span
from takar.ledger.books.groups import Group, Processing
from takar.ledger.books.layout import Column, PrintedLayout, Section
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
    """One sentence for whoever opens the book for the first time."""

    milestones: ClassVar[Sequence[MilestoneSpec]]
    """In the order an entry's life usually takes; the last one reached is the entry's state."""
    columns: ClassVar[Sequence[Column]]
    sections: ClassVar[Sequence[Section]]
    printed: ClassVar[PrintedLayout]
    span: ClassVar[Span] = PAST
    """Days on which an entry of the book can have happened."""
    kinds: ClassVar[Mapping[str, str]] = {}
    labels: ClassVar[Mapping[str, str]] = {}
    """Field -> the word this book uses for it, where the model's own word does not fit."""
    helps: ClassVar[Mapping[str, str]] = {}
    required: ClassVar[Sequence[str]] = ("occurred_on", "title")
    """Shared columns this book insists on. Own columns say so in the model."""
    filters: ClassVar[Sequence[str]] = ()
    search: ClassVar[Sequence[str]] = ("title",)
    dimensions: ClassVar[Sequence[str]] = ("kind", "area", "village")
    """What measures may filter by."""
    facets: ClassVar[Sequence[str]] = ()
    """Own closed columns (a choice, yes or no) that measures filter by, each by its own name. Takes
    the place of ``category_field`` where one division is not enough."""
    category_field: ClassVar[str] = ""
    """Own column that measures know as ``category``."""
    personal: ClassVar[Sequence[str]] = ()
    """Own columns that identify a resident, or tell how to reach somebody. The history seals a proof of
    them and not the value, and they are removed when their retention has passed."""
    residents: ClassVar[Sequence[str]] = ()
    """Own columns with a resident's name. Names stay readable: an office must know whom it served."""
    masked: ClassVar[Mapping[str, int]] = {}
    """Personal columns of which people see the last signs only, and how many (a resident's NIK: 4). The
    whole value is read by keepers through takar.ledger.disclosure, which the history tells."""
    about_staff: ClassVar[bool] = False
    """Entries are about employees: reading another's is noted (takar.ledger.reading)."""
    processing: ClassVar[Processing | None] = None
    """Why and how long the book keeps personal data, until the office says otherwise."""
    veiled: ClassVar[Sequence[str]] = ()
    """Own columns that only those involved in an entry read (who is concerned in a case). Everybody
    else learns that something is written there: in lists, pages, exports and prints. Evidence of such
    a book is theirs alone, too."""
    reads: ClassVar[Reach] = Reach.OFFICE
    """Who reads its entries. ``Reach.SECTION`` closes the book (residents' or personnel data): only its
    keepers, those above them, their unit, the leaders and those involved in an entry read it. It counts
    as before. An office may decide otherwise (:class:`takar.ledger.models.BookReach`)."""
    about_person: ClassVar[bool] = False
    """True: an entry is about the employee it names (leave, a proposal). It belongs to their own record,
    which they read also after their last day."""
    private_files: ClassVar[bool] = False
    """True: a file shows more than the page does (everybody's absences), so whoever does not write in the
    book reads the files of those entries only in which they are involved."""
    photos: ClassVar[bool] = False
    """Entries are recorded in the field: forms offer the camera of a phone."""
    ahead: ClassVar[Sequence[str]] = ()
    """Own dates that lie ahead (time limits): "12/3" there means the next one."""
    only_for: ClassVar[Mapping[str, Sequence[str]]] = {}
    """Own column -> the kinds it belongs to. Entries of other kinds neither ask for it nor show it empty."""
    required_for: ClassVar[Mapping[str, Sequence[str]]] = {}
    """Own column -> the kinds that must fill it in; for other kinds it may stay empty."""
    words_of: ClassVar[Mapping[str, str]] = {}
    """Column -> the property that says it in words on the entry page: ``2026-07`` is "Juli 2026"."""
    more_facts: ClassVar[Sequence[Column]] = ()
    """What the entry page tells beside the form's fields: columns and properties that follow."""
    printed_from: ClassVar[Sequence[str]] = ("effective",)
    """Rows fetched along when the book is printed, for properties that look into the history."""
    subject_field: ClassVar[str] = ""
    """Own column whose distinct values a measure may count (an employee, a vehicle)."""
    printed_kinds: ClassVar[Mapping[str, PrintedLayout]] = {}
    """Kind -> its own official columns, used when the list shows that kind alone (KIB A, KIB B)."""
    lasting: ClassVar[bool] = False
    """True: what was recorded in earlier years still stands (land, vehicles), so the list of a year
    shows those entries too."""
    identity: ClassVar[Sequence[str]] = ()
    """Fields that together tell a double: warned about on entry, skipped on import."""
    numbered: ClassVar[bool] = True
    number_format: ClassVar[str] = "{nomor}"
    recordable: ClassVar[bool] = True
    """False: entries come from a service of the book, not from an empty form or a spreadsheet."""
    closed: ClassVar[bool] = False
    """True: the book takes no new entries; the old ones are read, corrected and counted as before."""
    retired_fields: ClassVar[Sequence[str]] = ()
    """Own columns no longer asked for. What they hold is shown, exported and told by the history."""
    retired_kinds: ClassVar[frozenset[str]] = frozenset()
    """Kinds no new entry may have; old entries keep them."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for base in vars(cls).get("__orig_bases__", ()):
            for model in get_args(base):
                if isinstance(model, type):
                    cls.model = model

    @classmethod
    def new(cls, **columns: Any) -> E:
        """An entry of the book, not stored yet."""
        return cast(E, cls.model(book=cls.code, **columns))

    @classmethod
    def detail(cls, entry: Entry) -> E:
        """An entry of this book with the book's own columns, whoever handed it over."""
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
    def settle(cls, event: Event[E]) -> None:
        """Carry the change into the book's own derived rows (a stock balance, say).

        Called before the seal, so that locks are always taken in one order: entries, then the
        book's own rows, then the chain. The other way round two writers could block each other.
        """

    @classmethod
    def refuses(cls, entry: Entry, change: Change) -> str:
        """Why this entry stands as it is, for everybody; empty when the change is open.

        Pages hide what it refuses and the services ask it before they write, perhaps with the shared row
        alone (:meth:`detail` gives the whole). It takes no lock: what must hold against writers at the
        same moment is checked again in :meth:`settle`.
        """
        return ""

    @classmethod
    def read_together(cls, entries: Sequence[E]) -> None:
        """Fill in what rows show only beside their neighbours (a running balance).

        Called once with the rows of a page, a print or an export, so that no row has to ask.
        """

    @classmethod
    def may_advance(cls, actor: Actor, entry: Entry, spec: MilestoneSpec) -> bool:
        """A rule of the book beyond ``spec.by``: an author, say, does not check their own work."""
        return True

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
        return cls.span if name == "occurred_on" else span_of(cls.find_field(name))

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
        return mask(str(value or ""), cls.masked[name])

    @classmethod
    def about_residents(cls) -> bool:
        """Whether its entries hold personal data of people outside the office."""
        return bool(cls.personal or cls.veiled) and not cls.about_staff

    # ---- reading the declaration ----------------------------------------------------------------

    @classmethod
    def takes_entries(cls) -> bool:
        """Whether people may record a new entry in it."""
        return cls.recordable and not cls.closed

    @classmethod
    def fields(cls, kind: str | None = None) -> list[str]:
        """Fields of the form; with ``kind`` only those an entry of that kind has."""
        return [
            name
            for section in cls.sections
            if kind is None or not section.kinds or kind in section.kinds
            for name in section.fields
        ]

    @classmethod
    def by_kind(cls) -> bool:
        """Whether the form depends on the kind."""
        return any(section.kinds for section in cls.sections)

    @classmethod
    def layout(cls, kind: str = "") -> PrintedLayout:
        """The printed columns of one kind, or those of the whole book."""
        return cls.printed_kinds.get(kind, cls.printed)

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
        if name in cls.labels:
            return cls.labels[name]
        label = str(getattr(cls.model._meta.get_field(name), "verbose_name", name))
        return label[:1].upper() + label[1:]
