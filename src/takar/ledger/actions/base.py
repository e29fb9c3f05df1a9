"""The declaration of one action."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Generic, Literal, TypeVar

from django import forms
from django.db.models import Q
from django.utils.functional import cached_property

from takar.kernel.access import READ_ONLY
from takar.kernel.formatting import format_date
from takar.ledger import access, four_eyes, order, services
from takar.ledger.actions.forms import DayAndNoteForm
from takar.ledger.books import Book, Change, MilestoneSpec
from takar.ledger.models import Entry
from takar.organisation.actor import Actor

E = TypeVar("E", bound=Entry)


@dataclass(frozen=True)
class Outcome:
    """What to tell the user afterwards, and where to go next."""

    message: str
    tone: Literal["success", "warning"] = "success"
    goes_to: Entry | None = None
    """Another entry to show next; None stays with the entry that was acted on."""
    shown_once: tuple[str, str] | None = None
    """Label and value of something that is shown on this answer and nowhere else."""


@dataclass(frozen=True)
class Sent:
    """What came from outside for the form of an action."""

    data: Any = None
    """What was typed; None while the form is only shown."""
    files: Any = None
    prefill: Mapping[str, str] = field(default_factory=dict)
    """Words of the address, for forms that depend on them."""


UNSENT = Sent()


class Action(Generic[E]):
    """Subclass, fill in the names, decorate with :func:`takar.ledger.actions.for_book`.

    An instance belongs to one book; an action on a part of an entry (a milestone, a file) also to that
    part, which stands after the slug in its address. Instances hold nothing else.
    """

    code: ClassVar[str]
    slug: ClassVar[str]
    """In the address of its page: ``<year>/entri/<id>/<slug>/``."""
    label: str
    """On the button, a verb: "Periksa menurut pedoman"."""
    milestones: tuple[str, ...] = ()
    """Milestones of the book that it may write. The first places it among the steps of the entry."""
    change: ClassVar[Change | None] = None
    """What it does to the entry, asked of :meth:`Book.refuses`. Milestones mean ADVANCED."""
    step: ClassVar[bool] = False
    """Offered as a next step even without milestones of its own."""
    danger: ClassVar[bool] = False
    bulk: ClassVar[bool] = False
    """May be done to ticked rows of a list at once, each in a transaction of its own."""
    keyed: ClassVar[bool] = False
    """It makes new entries, so its form carries a key: the same form sent twice does it once. The key
    comes to :meth:`perform` as ``cleaned["client_key"]``."""
    form_class: ClassVar[type[forms.Form]] = DayAndNoteForm

    waits_in: ClassVar[tuple[str, ...]] = ()
    """States of an entry in which somebody has to do this next."""
    waits_as: ClassVar[str] = ""
    """The heading above those entries on Hari ini: "Surat menunggu disposisi"."""
    due: ClassVar[str] = ""
    """Own date column until which it should be done."""

    def __init__(self, book: type[Book], part: str = "") -> None:
        self.book = book
        self.part = part

    # ---- who and when ---------------------------------------------------------------------------

    def refusal(self, actor: Actor, entry: E) -> str:
        """Empty when this actor may do it to this entry now, else the sentence that says why not."""
        return self.forbidden(actor, entry) or self.not_now(actor, entry)

    def forbidden(self, actor: Actor, entry: E) -> str:
        """Why this actor may not do it to this entry, whatever its state."""
        if not actor.may_write and actor.user_id is not None:
            return READ_ONLY
        if entry.office_id != actor.office_id:
            return "Entri ini milik kantor lain."
        if reason := self.no_right(actor, entry):
            return reason
        reasons = [four_eyes.refusal(actor, entry, spec) for spec in self.specs]
        return "" if "" in reasons or not reasons else reasons[0]

    def no_right(self, actor: Actor, entry: E) -> str:
        """Why somebody of the office who may write is not the one to do it."""
        if not self.milestones:
            return "" if access.may_record(actor, self.book) else self.kept_by_others
        if any(access.may_advance(actor, entry, spec) for spec in self.specs):
            return ""
        return f"Anda tidak bertugas mencatat “{self.specs[0].label}” pada {self.book.entry_label} ini."

    def not_now(self, actor: Actor, entry: E) -> str:
        """Why nobody can do it to the entry as it is now."""
        if entry.is_cancelled:
            return "Entri ini sudah dibatalkan."
        change = self.change or (Change.ADVANCED if self.milestones else None)
        if change and (reason := self.book.refuses(entry, change)):
            return reason
        if not self.milestones:
            return ""
        happened = entry.history
        reasons = [order.not_yet(self.book, spec, happened) for spec in self.specs]
        return "" if "" in reasons else reasons[0]

    def waiting(self, actor: Actor) -> Q | None:
        """The entries on which this is the actor's turn now, as a condition on rows of the book's model.

        None when it never is. An entry that meets it is never refused to this actor.
        """
        mine = self.turn(actor) if self.waits_in else None
        if mine is None:
            return None
        if any(spec.second_pair_of_eyes for spec in self.specs):
            mine &= four_eyes.by_others(actor, self.book)
        return mine & Q(book=self.book.code, state__in=self.waits_in)

    def turn(self, actor: Actor) -> Q | None:
        """Whose turn it is; see :mod:`takar.ledger.actions.turns`."""
        return None

    def due_on(self, entry: E) -> date | None:
        """Until when it should be done; decides the order of what waits."""
        found = getattr(entry, self.due) if self.due else None
        return found if isinstance(found, date) else None

    def about(self, entry: E) -> str:
        """A few words beside the title of an entry that waits."""
        number = f"nomor {entry.number_label} · " if entry.number_label else ""
        return f"{number}{format_date(entry.occurred_on)}"

    def is_step(self, entry: E) -> bool:
        """Whether it moves the entry on, so that it is offered among the next steps."""
        return self.step or bool(self.milestones)

    # ---- what it asks and does ------------------------------------------------------------------

    def button(self, entry: E) -> str:
        """The words that lead to its page."""
        return self.label

    def heading(self, entry: E) -> str:
        """The title of its page."""
        return self.label

    def lead(self, actor: Actor, entry: E) -> str:
        """A sentence under the title."""
        return ""

    def submit(self, entry: E) -> str:
        """On the button of the form."""
        return self.label

    def form(self, actor: Actor, entry: E, sent: Sent = UNSENT) -> forms.BaseForm | None:
        """The form, bound when ``sent.data`` is given; None where something is missing that ``lead`` names.

        ``sent.told``: values from the address, for forms that depend on them.
        """
        return self.form_class(sent.data, sent.files, **self.form_options(actor, entry))

    def form_options(self, actor: Actor, entry: E) -> dict[str, Any]:
        """Arguments of the form's class beside data and files (``initial``, choices)."""
        return {}

    def perform(self, actor: Actor, entry: E, cleaned: dict[str, Any]) -> Outcome:
        """Do it, in one transaction. Raises DomainError with ``field`` naming the form's field."""
        raise NotImplementedError

    def offered_in_bulk(self, actor: Actor) -> bool:
        """Whether a list shows it beside ticked rows; each row is asked for itself when it is done."""
        return self.bulk and (access.may_record(actor, self.book) or self.waiting(actor) is not None)

    def bulk_form(self, actor: Actor, data: Any = None) -> forms.BaseForm:
        """What is asked once for all ticked rows."""
        return self.form_class(data)

    def perform_among_many(self, actor: Actor, entry: E, cleaned: dict[str, Any]) -> Outcome:
        """Do it to one of the ticked rows, with what :meth:`bulk_form` asked."""
        return self.perform(actor, entry, cleaned)

    # ---- words and parts ------------------------------------------------------------------------

    @cached_property
    def specs(self) -> Sequence[MilestoneSpec]:
        return [self.book.spec(code) for code in self.milestones]

    @property
    def kept_by_others(self) -> str:
        return services.kept_by_others(self.book)
