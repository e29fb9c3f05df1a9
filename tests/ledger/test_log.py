"""Signed states find what no check inside the database finds: a rewritten chain and a cut one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from takar.kernel import log_keys, merkle
from takar.kernel.errors import DomainError
from takar.kernel.notes import Checkpoint, VerifierKey, public_of
from takar.ledger import audit, log, tally
from takar.ledger.log import Against
from takar.ledger.models import ChainHead, Milestone, ReferenceChange, StoredCheckpoint
from tests.factories import Cast, letter_of
from tests.ledger.rewriting import cut_the_tail, links_of, rewrite_the_chain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    with override_settings(DATA=tmp_path):
        yield tmp_path


@pytest.fixture
def before(cast: Cast) -> Checkpoint:
    """A state somebody took along, after which the office goes on."""
    for _ in range(5):
        letter_of(cast)
    taken = log.head(cast.office)
    for _ in range(3):
        letter_of(cast)
    return taken


def differences(cast: Cast, point: Checkpoint) -> list[str]:
    item = Against(point, "dulu.txt")
    return [*log.untrusted(cast.office, [item]), *log.differences(cast.office, [item])]


def test_a_log_is_the_chain(cast: Cast, before: Checkpoint) -> None:
    size = ChainHead.objects.get(pk=cast.office.pk).seq
    now = log.head(cast.office)
    tree = merkle.CompactRange()
    for link in links_of(cast.office):
        tree.append(merkle.leaf_hash(bytes.fromhex(link.hash)))
    assert (now.size, now.root) == (size, tree.root())
    assert before.size < now.size
    assert now.origin.startswith(f"takar/{cast.office.code}/")
    assert differences(cast, before) == differences(cast, now) == []


def test_an_office_without_a_word_has_the_empty_log(cast: Cast) -> None:
    for model in (ChainHead, Milestone, ReferenceChange):
        model._default_manager.filter(office=cast.neighbour_office).delete()
    point = log.head(cast.neighbour_office, keep=True)
    assert (point.size, point.root) == (0, merkle.CompactRange().root())
    assert list(log.verify(cast.neighbour_office.pk)) == []


def test_a_wholly_rewritten_chain_is_found_by_a_state_from_before(cast: Cast, before: Checkpoint) -> None:
    rewrite_the_chain(cast.office)
    assert list(audit.verify(cast.office.pk)) == []
    [finding] = differences(cast, before)
    assert "bukan kelanjutan" in finding
    assert f"{before.size} langkah" in finding


def test_a_tail_that_was_cut_is_found_by_a_state_from_before(cast: Cast, before: Checkpoint) -> None:
    cut_the_tail(cast.office, before.size - 1)
    assert list(tally.differences(cast.office.pk)) == []
    [finding] = differences(cast, before)
    assert f"lebih pendek ({before.size - 1} langkah)" in finding


def test_a_cut_tail_that_grew_again_is_found(cast: Cast, before: Checkpoint) -> None:
    cut_the_tail(cast.office, before.size - 1)
    for _ in range(4):
        letter_of(cast)
    assert ["bukan kelanjutan" in finding for finding in differences(cast, before)] == [True]


def test_a_row_that_is_missing_or_of_nonsense_is_a_finding_and_never_signed(
    cast: Cast, before: Checkpoint
) -> None:
    row = Milestone.objects.filter(office=cast.office).order_by("seq")[0]
    Milestone.objects.filter(pk=row.pk).update(hash="bukan heksadesimal")
    assert differences(cast, before)
    row.delete()
    assert differences(cast, before)
    with pytest.raises(DomainError, match=f"tidak utuh pada nomor {row.seq}"):
        log.head(cast.office)


def test_another_signer_another_office_and_another_installation_are_named(
    cast: Cast, before: Checkpoint
) -> None:
    forged = Checkpoint(before.origin, before.size, before.root).signed(before.origin, b"2" * 32)
    assert ["tanda tangan sah" in finding for finding in differences(cast, forged)] == [True]
    assert ["tanda tangan sah" in f for f in differences(cast, Checkpoint(*_three(before)))] == [True]
    neighbour = log.head(cast.neighbour_office)
    assert "milik buku lain" in differences(cast, neighbour)[0]
    elsewhere = f"takar/{cast.office.code}/00000000"
    moved = Checkpoint(elsewhere, before.size, before.root).signed(elsewhere, b"2" * 32)
    assert ["pemasangan Takar yang lain" in finding for finding in differences(cast, moved)] == [True]
    key = VerifierKey(elsewhere, public_of(b"2" * 32))
    assert list(log.untrusted(cast.office, [Against(moved, "x")], [key])) == []


def _three(point: Checkpoint) -> tuple[str, int, bytes]:
    return point.origin, point.size, point.root


def test_what_is_kept_is_checked_by_every_audit(cast: Cast, before: Checkpoint) -> None:
    log.head(cast.office, keep=True)
    assert list(log.verify(cast.office.pk)) == []
    rewrite_the_chain(cast.office)
    [finding] = log.verify(cast.office.pk)
    assert "bukan kelanjutan" in finding
    StoredCheckpoint.objects.update(root="ab" * 32)
    assert any("tidak sama dengan teks" in finding for finding in log.verify(cast.office.pk))
    StoredCheckpoint.objects.update(note="kosong")
    assert list(log.verify(cast.office.pk)) == [
        f"Titik periksa {StoredCheckpoint.objects.get().size} langkah bukan titik periksa (checkpoint) yang lengkap."
    ]


def test_no_second_history_is_signed(cast: Cast, before: Checkpoint) -> None:
    kept = log.head(cast.office, keep=True)
    StoredCheckpoint.objects.update(peaks=[])
    rewrite_the_chain(cast.office)
    with pytest.raises(DomainError, match="bukan kelanjutan"):
        log.head(cast.office)
    cut_the_tail(cast.office, kept.size - 2)
    with pytest.raises(DomainError, match="bukan kelanjutan"):
        log.head(cast.office)


@pytest.mark.parametrize("peaks", [[], ["ab" * 32], [1], "kata", ["zz"], None])
def test_what_is_remembered_of_the_tree_is_never_trusted(
    cast: Cast, before: Checkpoint, peaks: object
) -> None:
    log.head(cast.office, keep=True)
    StoredCheckpoint.objects.update(peaks="null" if peaks is None else peaks)
    letter_of(cast)
    now = log.head(cast.office)
    assert differences(cast, now) == []


def test_a_later_state_reads_only_later_links(cast: Cast, before: Checkpoint) -> None:
    kept = log.head(cast.office, keep=True)
    assert log.head(cast.office, keep=True) == kept
    assert StoredCheckpoint.objects.count() == 1
    letter_of(cast)
    # Somebody who changed an old link behind this would be found by the audit; the next state does not look.
    for model in (Milestone, ReferenceChange):
        model._default_manager.filter(office=cast.office, seq=1).update(hash="ab" * 32)
    now = log.head(cast.office, keep=True)
    assert now.size == kept.size + 1
    assert len(list(log.verify(cast.office.pk))) == 2


def test_states_signed_by_an_old_key_stay_valid(cast: Cast, before: Checkpoint, folder: Path) -> None:
    log.head(cast.office, keep=True)
    old = log_keys.keys_to_sign().current
    new = log_keys.rotate()
    assert new.current.public != old.public
    assert (new.keys[1].public, new.keys[1].secret) == (old.public, b"")
    assert old.secret.hex() not in (folder / log_keys.FILE).read_text()
    assert differences(cast, before) == []
    now = log.head(cast.office, keep=True)
    assert now.signature_by([new.current.named(now.origin)])
    assert now.signature_by([old.named(now.origin)]), "the same state was signed before"
    assert list(log.verify(cast.office.pk)) == []
    assert (folder / log_keys.FILE).stat().st_mode & 0o777 == 0o600


def test_after_an_older_backup_came_back_a_new_log_begins(cast: Cast, before: Checkpoint) -> None:
    ahead = log.head(cast.office)
    cut_the_tail(cast.office, before.size)
    new = log_keys.rotate(new_log=True)
    now = log.head(cast.office, keep=True)
    assert now.origin == new.origin(cast.office.code) != ahead.origin
    assert list(log.verify(cast.office.pk)) == []
    assert len(differences(cast, ahead)) == 2, "of another log, and longer than the books"


def test_a_lost_key_is_said_and_not_replaced_in_silence(cast: Cast, before: Checkpoint, folder: Path) -> None:
    log.head(cast.office, keep=True)
    (folder / log_keys.FILE).unlink()
    assert any("hilang" in finding for finding in log.verify(cast.office.pk))
    with pytest.raises(DomainError, match="hilang"):
        log.head(cast.office)
    log_keys.rotate()
    assert log.head(cast.office, keep=True).origin != before.origin
    assert list(log.verify(cast.office.pk)) == []
    (folder / log_keys.FILE).write_text("{}")
    with pytest.raises(DomainError, match="tidak dapat dibaca"):
        log.head(cast.office)


def test_a_kept_state_nobody_can_read_stops_no_paper_and_no_closing(cast: Cast, before: Checkpoint) -> None:
    """The audit tells it; pages and new states go on."""
    log.head(cast.office, keep=True)
    StoredCheckpoint.objects.update(note="kosong")
    assert log.kept_since(cast.office.pk, 1) is None
    assert log.last_witnessed(cast.office) == 0
    again = log.head(cast.office, keep=True)
    assert str(again) == StoredCheckpoint.objects.get().note
    assert list(log.verify(cast.office.pk)) == []
