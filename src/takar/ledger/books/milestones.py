"""What can happen to an entry, and the event a book receives when it does."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, Literal

from takar.ledger.models import Entry
from takar.organisation.actor import Actor

if TYPE_CHECKING:
    from typing_extensions import TypeVar

    E = TypeVar("E", bound=Entry, covariant=True, default=Entry)
    """The model of a book's entries. A plain ``Book`` or ``Event`` is one of whatever entries."""
else:
    from typing import TypeVar

    E = TypeVar("E", bound=Entry, covariant=True)


class Performer(StrEnum):
    """Who may record a milestone."""

    KEEPER = "keeper"
    """The position that keeps the book, and those above it."""
    LEADER = "leader"
    """Camat or Sekretaris."""
    RESPONSIBLE = "responsible"
    """The position the entry names as responsible (the receiver of a disposition)."""


class Change(StrEnum):
    """What a write did to an entry; passed to :meth:`Book.apply_change` inside the same transaction."""

    RECORDED = "recorded"
    CORRECTED = "corrected"
    ADVANCED = "advanced"
    MOVED = "moved"
    """A milestone got another date."""
    WITHDRAWN = "withdrawn"
    """A milestone was taken back."""
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Event(Generic[E]):
    """A change of an entry that its book may have to carry further."""

    entry: E
    change: Change
    actor: Actor
    before: Mapping[str, Any] = field(default_factory=dict)
    """Sealed columns as they were, by attribute name and in JSON form (corrections only)."""
    what: str = ""
    """The milestone of an ADVANCED, MOVED or WITHDRAWN event."""
    on: date | None = None
    """Its day: the new one for MOVED, the one it had for WITHDRAWN."""
    was: date | None = None
    """The day a MOVED or WITHDRAWN milestone had before."""


Tone = Literal["neutral", "progress", "done", "warn", "danger"]


@dataclass(frozen=True)
class MilestoneSpec:
    """A thing that can happen to an entry of this book."""

    code: str
    label: str
    """As a state: "Diterima", "Terkirim"."""
    verb: str = ""
    """On the button: "Tandai terkirim"."""
    initial: bool = False
    """Written when the entry is recorded. A book may have several; the first is the usual one."""
    own_day: bool = False
    """Of an initial one: where it follows another (a plan that was held) it has a day of its own, that
    is not the entry's."""
    on_entry_day: bool = False
    """It counts on the entry's own day, whatever day it happened: a number belongs to the month it is
    about, not to the month in which somebody checked it. The history keeps the day it happened."""
    after: tuple[str, ...] = ()
    """At least one of these must have happened before."""
    unless: tuple[str, ...] = ()
    """None of these may have happened: what was granted is not refused as well."""
    by: tuple[Performer, ...] = (Performer.KEEPER,)
    second_pair_of_eyes: bool = False
    """A verdict on the entry (checked, approved): whoever recorded it or is named in it does not give it
    (:mod:`takar.ledger.four_eyes`)."""
    by_hand: bool = True
    """False: it is written by an action with a rule of its own, or follows from something else; nobody
    adds it plainly (:func:`takar.ledger.services.add_milestone`)."""
    note_label: str = "Catatan"
    note_required: bool = False
    repeats: bool = False
    """It may be recorded many times (steps of handling a case). The first one counts."""
    tone: Tone = "progress"
    fixed: bool = False
    """True: other entries follow from it (goods handed out), so it gets no other date and is not
    taken back by itself. Cancelling what followed is the way back."""

    def begins_entry(self, happened: Container[str]) -> bool:
        """Whether its day is the day of an entry to which these milestones happened."""
        return self.initial and not (self.own_day and any(code in happened for code in self.after))
