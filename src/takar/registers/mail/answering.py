"""What answering a disposition does to its letter: called back by the book while the answer settles."""

from __future__ import annotations

from takar.ledger import services as ledger
from takar.ledger.books import Change, Event
from takar.ledger.models import Entry
from takar.ledger.projection import standing
from takar.registers.mail.models import Disposition


def close_letter_when_answered(event: Event) -> None:
    """When the last open disposition of a letter is completed, the letter is followed up."""
    if event.change is not Change.ADVANCED or event.what != "completed" or event.on is None:
        return
    assert isinstance(event.entry, Disposition)
    letter = event.entry.letter
    Entry.objects.select_for_update().get(pk=letter.pk)
    open_ones = Disposition.objects.filter(letter=letter, state__in=["given", "read"]).exclude(
        pk=event.entry.pk
    )
    days = standing(letter.milestones.all())
    if "dispositioned" not in days or "followed_up" in days or open_ones.exists():
        return
    ledger.add_milestone(
        entry=letter,
        what="followed_up",
        on=max(event.on, days["dispositioned"]),
        actor=event.actor,
        note="Semua disposisi selesai dijawab.",
        by_service=True,
    )
