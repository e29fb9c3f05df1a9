"""What a letter and its dispositions do to each other: called back by the books while a change settles."""

from __future__ import annotations

from datetime import date

from takar.ledger import services as ledger
from takar.ledger.books import Change, Event
from takar.ledger.models import CANCELLED, EffectiveMilestone, Entry
from takar.registers.mail.models import Disposition, IncomingLetter

BY_ANSWERS = "by_answers"
"""Marks a "followed_up" that the answers wrote; one that a clerk recorded is not touched."""


def keep_letter_in_step(event: Event[Disposition]) -> None:
    """A letter is followed up while all its dispositions are completed, on the day of the last answer.

    An answer taken back, moved or cancelled opens the letter again or moves its day with it.
    """
    touched = event.change is Change.CANCELLED or (
        event.change in (Change.ADVANCED, Change.MOVED, Change.WITHDRAWN) and event.what == "completed"
    )
    if not touched:
        return
    letter = event.entry.letter
    Entry.objects.select_for_update().get(pk=letter.pk)
    history = letter.history
    closed, given_on = history.latest("followed_up"), history.days.get("dispositioned")
    if letter.is_cancelled or given_on is None:
        return
    ours = bool(history.details("followed_up").get(BY_ANSWERS))
    answered = _last_answer(event, letter)
    if answered is None:
        if closed is not None and ours:
            ledger.withdraw_milestone(
                milestone=closed, actor=event.actor, reason=_why_open(event), by_service=True
            )
        return
    on = max(answered, given_on)
    if closed is None:
        ledger.add_milestone(
            entry=letter,
            what="followed_up",
            on=on,
            actor=event.actor,
            note="Semua disposisi selesai dijawab.",
            details={BY_ANSWERS: True},
            by_service=True,
        )
    elif ours and closed.on != on:
        ledger.correct_milestone(
            milestone=closed,
            on=on,
            actor=event.actor,
            reason="Mengikuti tanggal jawaban disposisi.",
            by_service=True,
        )


def _last_answer(event: Event, letter: IncomingLetter) -> date | None:
    """The day of the last answer once the event has happened; None while one is open or there is none."""
    others = Disposition.objects.filter(letter=letter).exclude(pk=event.entry.pk).exclude(state=CANCELLED)
    if others.exclude(state="completed").exists():
        return None
    days = list(
        EffectiveMilestone.objects.filter(entry__in=others.values("pk"), what="completed").values_list(
            "on", flat=True
        )
    )
    if event.change is Change.WITHDRAWN:
        return None
    if event.change is not Change.CANCELLED:
        assert event.on is not None
        days.append(event.on)
    return max(days, default=None)


def _why_open(event: Event) -> str:
    what = "dibatalkan" if event.change is Change.CANCELLED else "ditarik kembali"
    return f"Jawaban disposisi kepada {event.entry.position} {what}."


def follow_letter(event: Event[IncomingLetter]) -> None:
    """What dispositions repeat of their letter follows its corrections: a letter made confidential
    would otherwise go on being read through them."""
    if event.change is not Change.CORRECTED:
        return
    letter = event.entry
    values = {name: getattr(letter, name) for name in ("title", "area_id", "village_id", "restricted")}
    for disposition in Disposition.objects.filter(letter=letter).order_by("pk"):
        if any(getattr(disposition, name) != value for name, value in values.items()):
            ledger.correct_entry(
                entry=disposition,
                actor=event.actor,
                values=values,
                reason="Mengikuti perbaikan suratnya.",
                by_service=True,
                include_cancelled=True,
            )
