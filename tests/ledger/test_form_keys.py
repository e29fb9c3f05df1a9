"""A form sent again meets its entry; a form with other words never vanishes into it."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from takar.ledger.audit import verify
from takar.ledger.books import book_named
from takar.ledger.evidence import withdraw
from takar.ledger.form_keys import OtherContent, content_digest, recorded_with
from takar.ledger.models import Entry
from takar.ledger.recording import record_with_files
from takar.ledger.services import cancel_entry, correct_entry, record_entry
from takar.organisation.actor import Actor
from takar.registers.mail.models import IncomingLetter
from tests.factories import Cast, values_for
from tests.ledger import files
from tests.ledger.files import upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

LETTERS = book_named("incoming_letter")


class Form:
    """A letter's form in somebody's browser: the same words under the same key until told otherwise."""

    def __init__(self, cast: Cast, actor: Actor | None = None) -> None:
        self.actor = actor or cast.clerk.actor
        self.key = uuid.uuid4()
        assert self.actor.office is not None
        self.values = values_for(LETTERS, self.actor.office)

    def send(self, **changed: Any) -> Entry:
        return record_entry(book=LETTERS, actor=self.actor, values=self.values | changed, client_key=self.key)


def letters(cast: Cast) -> int:
    return IncomingLetter.objects.filter(office=cast.office).count()


def test_the_same_form_sent_twice_makes_one_entry(cast: Cast) -> None:
    form = Form(cast)
    assert form.send().pk == form.send().pk
    assert letters(cast) == 1


def test_other_words_under_the_same_key_are_not_swallowed(cast: Cast) -> None:
    form = Form(cast)
    first = form.send(title="Surat A")
    with pytest.raises(OtherContent, match="surat masuk nomor 1 dengan isi lain") as caught:
        form.send(title="Surat B")
    assert caught.value.entry.pk == first.pk
    assert list(IncomingLetter.objects.filter(office=cast.office).values_list("title", flat=True)) == [
        "Surat A"
    ]


@pytest.mark.parametrize("changed", [{"sender": "Bupati"}, {"kind": "laporan"}, {"letter_date": None}])
def test_every_column_counts_as_content(cast: Cast, changed: dict[str, Any]) -> None:
    form = Form(cast)
    form.send()
    with pytest.raises(OtherContent):
        form.send(**changed)


def test_a_letter_that_a_colleague_corrected_is_still_met(cast: Cast) -> None:
    """Compared with what was recorded, not with what stands now."""
    form = Form(cast)
    letter = form.send()
    correct_entry(entry=letter, actor=cast.general_head.actor, values={"title": "Lain"}, reason="x")
    assert form.send().pk == letter.pk
    with pytest.raises(OtherContent):
        form.send(title="Lain")


def test_a_cancelled_entry_is_met_and_not_recorded_again(cast: Cast) -> None:
    form = Form(cast)
    letter = form.send()
    cancel_entry(entry=letter, actor=cast.clerk.actor, reason="x")
    assert form.send().pk == letter.pk


def test_an_entry_from_before_digests_asks(cast: Cast) -> None:
    form = Form(cast)
    letter = form.send()
    Entry.objects.filter(pk=letter.pk).update(client_digest="")
    with pytest.raises(OtherContent):
        form.send()


def test_the_same_key_in_another_book_is_another_form(cast: Cast) -> None:
    form = Form(cast)
    letter = form.send()
    book = book_named("outgoing_letter")
    values = values_for(book, cast.office)
    for _ in range(2):
        other = record_entry(book=book, actor=cast.clerk.actor, values=values, client_key=form.key)
    assert other.pk != letter.pk
    assert Entry.objects.filter(office=cast.office, book=book.code).count() == 1
    with pytest.raises(OtherContent):
        record_entry(book=book, actor=cast.clerk.actor, values=values | {"title": "x"}, client_key=form.key)


def test_somebody_elses_key_tells_nothing(cast: Cast) -> None:
    """Neither the same words nor others meet a colleague's entry: it might be confidential."""
    form = Form(cast)
    letter = form.send(security="rahasia")
    theirs = Form(cast, cast.general_head.actor)
    theirs.key, theirs.values = form.key, form.values
    made = theirs.send(security="rahasia")
    assert made.pk != letter.pk
    assert theirs.send(security="rahasia").pk == made.pk
    assert form.send(security="rahasia").pk == letter.pk


def test_the_same_key_in_another_office_is_another_entry(cast: Cast) -> None:
    form = Form(cast)
    ours = form.send()
    theirs = Form(cast, cast.neighbour_clerk.actor)
    theirs.key = form.key
    assert theirs.send().pk != ours.pk


def test_a_draft_sent_again_unchanged_meets_its_entry(cast: Cast) -> None:
    form = Form(cast)
    letter = form.send()

    def restored(**changed: Any) -> Entry:
        return record_entry(
            book=LETTERS,
            actor=form.actor,
            values=form.values | changed,
            client_key=uuid.uuid4(),
            earlier_key=form.key,
        )

    assert restored().pk == letter.pk
    assert restored(title="Surat lain").pk != letter.pk


def test_the_digest_cannot_be_guessed_without_the_servers_secret(settings: Any) -> None:
    before = content_digest(LETTERS, {"title": "a"})
    settings.SECRET_KEY = "another"
    assert content_digest(LETTERS, {"title": "a"}) != before


# ---- files --------------------------------------------------------------------------------------


def send_with(form: Form, *uploads: Any) -> Entry:
    return record_with_files(
        book=LETTERS, actor=form.actor, values=form.values, uploads=uploads, client_key=form.key
    )


def test_a_resend_brings_the_file_that_was_missing_once(cast: Cast) -> None:
    form = Form(cast)
    letter = form.send()
    for _ in range(2):
        assert send_with(form, upload(files.pdf())).pk == letter.pk
    assert [item.name for item in letter.evidence.all()] == ["surat.pdf"]
    assert list(verify(cast.office.pk)) == []


def test_a_resend_does_not_bring_back_what_was_withdrawn(cast: Cast) -> None:
    form = Form(cast)
    letter = send_with(form, upload(files.pdf()))
    withdraw(evidence=letter.evidence.get(), actor=cast.clerk.actor, reason="Salah surat")
    send_with(form, upload(files.pdf()))
    assert letter.evidence.filter(withdrawn_at=None).count() == 0


def test_recorded_with_names_the_entry_of_a_key(cast: Cast) -> None:
    form = Form(cast)
    letter = form.send()
    assert recorded_with(LETTERS, cast.clerk.actor, form.key) == letter
    assert recorded_with(LETTERS, cast.general_head.actor, form.key) is None
    assert recorded_with(LETTERS, cast.clerk.actor, None) is None
