"""What a letter and its dispositions do to each other: called back by the books while a change settles."""

from __future__ import annotations

from takar.ledger import services as ledger
from takar.ledger.books import Change, Event
from takar.ledger.models import CANCELLED, Entry
from takar.ledger.projection import standing
from takar.registers.mail.models import Disposition, IncomingLetter


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


def follow_letter(event: Event) -> None:
    """What dispositions repeat of their letter follows its corrections: a letter made confidential
    would otherwise go on being read through them."""
    if event.change is not Change.CORRECTED:
        return
    letter = event.entry
    assert isinstance(letter, IncomingLetter)
    values = {name: getattr(letter, name) for name in ("title", "area_id", "village_id", "restricted")}
    for disposition in Disposition.objects.filter(letter=letter).exclude(state=CANCELLED).order_by("pk"):
        if any(getattr(disposition, name) != value for name, value in values.items()):
            ledger.correct_entry(
                entry=disposition,
                actor=event.actor,
                values=values,
                reason="Mengikuti perbaikan suratnya.",
                by_service=True,
            )
