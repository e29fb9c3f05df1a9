"""Four eyes: whoever wrote an entry does not say that it is right.

The writer is whoever recorded the entry and whom it names as its person, both alike: else one person could
record a document in another's name, check it and approve it. Which milestones are such verdicts says
:attr:`MilestoneSpec.second_pair_of_eyes`; a service asks here too, so no page or command is a way around.
"""

from __future__ import annotations

from django.db.models import Q

from takar.ledger.books import Book, MilestoneSpec
from takar.ledger.models import Entry
from takar.organisation.actor import Actor

WAY_OUT = (
    "Bila di kantor ini tidak ada pejabat lain yang berwenang, tetapkan dahulu Plh. atau Plt. "
    "(Pengaturan, Penugasan)."
)
"""An office must not stand still because its one superior wrote the paper."""


def refusal(actor: Actor, entry: Entry, spec: MilestoneSpec) -> str:
    """Why this actor may not give this verdict on their own work; empty when it is not theirs."""
    if not spec.second_pair_of_eyes or not wrote(actor, entry):
        return ""
    book = entry.declaration
    if book.model._default_manager.filter(book.judged_outside(), pk=entry.pk).exists():
        return ""
    why = (
        "Anda sendiri yang mencatatnya"
        if entry.recorded_by_id == actor.user_id
        else "nama Anda sendiri tertulis di dalamnya"
    )
    return (
        f"“{spec.label}” harus dicatat orang lain: {why}, dan {book.entry_label} tidak diperiksa atau "
        f"disetujui oleh yang membuatnya. {WAY_OUT}"
    )


def wrote(actor: Actor, entry: Entry) -> bool:
    """Whether the actor recorded the entry or is the person it names."""
    recorded = actor.user_id is not None and entry.recorded_by_id == actor.user_id
    return recorded or (actor.person_id is not None and entry.person_id == actor.person_id)


def by_others(actor: Actor, book: type[Book]) -> Q:
    """Entries on which the actor may give a verdict, as a condition: the same rule for many rows."""
    # No account or person is compared with NULL: that would leave out every row that has none.
    own = Q(recorded_by_id=actor.user_id, recorded_by_id__isnull=False)
    own |= Q(person_id=actor.person_id, person_id__isnull=False)
    return ~own | book.judged_outside()
