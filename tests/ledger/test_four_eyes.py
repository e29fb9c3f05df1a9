"""Whoever recorded an entry, or is named in it, says in no book that it is right."""

from __future__ import annotations

import pytest

from takar.kernel.errors import DomainError, Refused
from takar.ledger import four_eyes
from takar.ledger.actions import actions_of
from takar.ledger.books import Book, MilestoneSpec, all_books
from takar.ledger.models import Entry
from takar.ledger.services import add_milestone
from takar.registers.personnel.models import Proposal
from tests.factories import Cast, entry_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

VERDICTS = {"checked", "verified", "approved", "granted", "refused", "considered", "returned"}
"""What a milestone is called that says whether an entry is right."""
NO_VERDICT_ON_THE_WRITER = {
    # Residents bring these papers; whoever writes down that they came is not their author.
    ("service_request", "verified"),
    ("service_request", "returned"),
    ("dossier_check", "checked"),
}
JUDGED = [(book, spec) for book in all_books() for spec in book.milestones if spec.second_pair_of_eyes]
every_verdict = pytest.mark.parametrize(
    ("book", "spec"), JUDGED, ids=[f"{book.code}-{spec.code}" for book, spec in JUDGED]
)


def test_every_verdict_is_declared_as_one() -> None:
    told = {
        (book.code, spec.code) for book in all_books() for spec in book.milestones if spec.code in VERDICTS
    }
    assert told == {(book.code, spec.code) for book, spec in JUDGED} | NO_VERDICT_ON_THE_WRITER


def made(cast: Cast, book: type[Book]) -> Entry:
    entry: Entry = entry_of(book, cast)
    if book.code == "proposal":  # of other proposals the answer comes from outside
        Proposal.objects.filter(pk=entry.pk).update(kind="cuti", employee=cast.planner.person.pk)
    return entry.detail()


@every_verdict
def test_the_recorder_gives_no_verdict_even_through_a_service(
    cast: Cast, book: type[Book], spec: MilestoneSpec
) -> None:
    entry = made(cast, book)
    recorder = next(m for m in cast.members.values() if m.user.pk == entry.recorded_by_id)
    with pytest.raises(Refused, match=r"Anda sendiri yang mencatatnya.*Plh\. atau Plt"):
        add_milestone(
            entry=entry, what=spec.code, on=entry.occurred_on, actor=recorder.actor, note="x", by_service=True
        )


@every_verdict
def test_nor_does_the_person_it_names(cast: Cast, book: type[Book], spec: MilestoneSpec) -> None:
    entry = made(cast, book)
    Entry.objects.filter(pk=entry.pk).update(person=cast.camat.person)
    named = cast.camat.actor
    with pytest.raises(Refused, match="nama Anda sendiri tertulis di dalamnya"):
        add_milestone(
            entry=entry.detail(), what=spec.code, on=entry.occurred_on, actor=named, note="x", by_service=True
        )
    entry = book.model._default_manager.get(pk=entry.pk)
    for action in actions_of(book):
        if spec.code in action.milestones:
            assert action.refusal(named, entry)
            mine = action.waiting(named)
            assert mine is None or not book.model._default_manager.filter(mine, pk=entry.pk).exists()


def test_somebody_else_may_and_the_program_may(cast: Cast) -> None:
    entry = entry_of("accountability_report", cast)
    spec = entry.declaration.spec("approved")
    assert four_eyes.refusal(cast.camat.actor, entry, spec) == ""
    add_milestone(entry=entry, what="approved", on=entry.occurred_on, actor=cast.camat.actor)


def test_an_answer_from_outside_is_written_down_by_anybody(cast: Cast) -> None:
    entry = entry_of("proposal", cast)
    spec = entry.declaration.spec("granted")
    recorder = next(m for m in cast.members.values() if m.user.pk == entry.recorded_by_id)
    assert entry.kind != "cuti"
    assert four_eyes.refusal(recorder.actor, entry, spec) == ""
    # The Camat's own leave is decided above the office.
    Proposal.objects.filter(pk=entry.pk).update(kind="cuti", employee=cast.camat.person.pk)
    assert four_eyes.refusal(recorder.actor, entry.detail(), spec) == ""


def test_one_person_cannot_write_check_and_approve_in_the_name_of_another(cast: Cast) -> None:
    """As it was possible: recorded in a colleague's name, then checked and approved by the recorder."""
    document = entry_of("work_document", cast, actor=cast.secretary.actor, person=cast.planner.person)
    for what in ("checked", "approved"):
        with pytest.raises(DomainError):
            add_milestone(entry=document, what=what, on=document.occurred_on, actor=cast.secretary.actor)
        with pytest.raises(Refused, match="orang lain"):
            add_milestone(
                entry=document,
                what=what,
                on=document.occurred_on,
                actor=cast.secretary.actor,
                by_service=True,
            )
