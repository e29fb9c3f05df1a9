"""Whoever changes the database behind the program's back is found out."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, models, transaction

from takar.kernel import seal
from takar.ledger import chain, tally
from takar.ledger.audit import verify
from takar.ledger.evidence import attach
from takar.ledger.models import (
    ChainHead,
    EffectiveMilestone,
    Entry,
    EvidenceFile,
    Milestone,
    NumberSeries,
    ReferenceChange,
)
from takar.ledger.projection import refresh
from takar.ledger.sealing import sealed_columns
from takar.ledger.services import (
    add_milestone,
    cancel_entry,
    correct_entry,
    correct_milestone,
    withdraw_milestone,
)
from takar.registers.mail.models import IncomingLetter
from tests.factories import Cast, entry_of, filing_code, letter_of
from tests.ledger.files import png

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]


@pytest.fixture
def busy(cast: Cast) -> Cast:
    """An office in which everything has happened that can happen to an entry."""
    who = cast.clerk.actor
    letter = entry_of("outgoing_letter", cast, occurred_on=date(2026, 7, 1))
    for what, day in (("signed", 3), ("sent", 6)):
        add_milestone(entry=letter, what=what, on=date(2026, 7, day), actor=who, note="Dikirim lewat pos")
    sent = letter.milestones.get(what="sent")
    correct_milestone(milestone=sent, on=date(2026, 7, 7), actor=who, reason="Salah tanggal")
    withdraw_milestone(milestone=letter.milestones.last(), actor=who, reason="Belum dikirim")
    incoming = letter_of(cast)
    correct_entry(entry=incoming, actor=who, values={"sender": "Camat Pagak"}, reason="Salah pengirim")
    cancel_entry(entry=letter_of(cast), actor=who, reason="Dua kali")
    given = entry_of("disposition", cast, letter=incoming)
    add_milestone(
        entry=given, what="completed", on=date(2026, 7, 15), note="Hadir", actor=cast.section_head.actor
    )
    entry_of("archive_item", cast)
    entry_of("stock_issue", cast)
    attach(entry=incoming, actor=who, upload=SimpleUploadedFile("surat.png", png()))
    return cast


def findings(cast: Cast) -> list[str]:
    return list(verify(cast.office.pk))


def test_an_untouched_ledger_is_sound(busy: Cast) -> None:
    assert findings(busy) == []
    assert list(verify(busy.neighbour_office.pk)) == []


def test_an_empty_office_is_sound(cast: Cast) -> None:
    assert findings(cast) == []


CHANGES: dict[str, Any] = {
    "office": lambda cast: cast.neighbour_office.pk,
    "seq": 900,
    "entry": lambda cast: cast.neighbour_letter.pk,
    "what": "archived",
    "on": date(2026, 6, 1),
    "at": datetime(2026, 7, 1, tzinfo=UTC),
    "actor": lambda cast: cast.camat.user.pk,
    "actor_name": "Orang lain",
    "position": lambda cast: cast.camat.position.pk,
    "note": "Catatan lain",
    "details": {"columns": {}},
    "supersedes": None,
    "withdrawn": None,
    "previous_hash": None,
    "hash": "f" * 64,
}


def test_every_column_of_a_milestone_is_covered_here() -> None:
    names = {f.name for f in Milestone._meta.concrete_fields} - {"id"}
    assert names == set(CHANGES)


def changed(column: str, row: Milestone, rows: list[Milestone], cast: Cast) -> Any:
    """Another value for a column of the row."""
    if column == "withdrawn":
        return not row.withdrawn
    if column == "supersedes":
        replaced = {other.supersedes_id for other in rows}
        return next(other.pk for other in rows if other.pk not in replaced and other.pk != row.pk)
    if column == "previous_hash":
        return "a" * 64
    value = CHANGES[column]
    return value(cast) if callable(value) else value


def test_a_changed_column_of_a_milestone_is_found_wherever_it_stands(busy: Cast) -> None:
    rows = list(Milestone.objects.filter(office=busy.office))
    missed = []
    for row in (rows[0], rows[len(rows) // 2], rows[-1]):
        for column in CHANGES:
            name = Milestone._meta.get_field(column).attname
            value = changed(column, row, rows, busy)
            assert getattr(row, name) != value
            undo = transaction.savepoint()
            try:
                with transaction.atomic():
                    Milestone.objects.filter(pk=row.pk).update(**{name: value})
                if not findings(busy):
                    missed.append((row.seq, column))
            except IntegrityError:
                pass  # the database itself refused
            transaction.savepoint_rollback(undo)
    assert missed == []
    assert findings(busy) == []


@pytest.mark.parametrize("place", [0, 5, -1])
def test_a_deleted_milestone_is_found(busy: Cast, place: int) -> None:
    row = list(Milestone.objects.filter(office=busy.office, superseded_by=None))[place]
    Milestone.objects.filter(pk=row.pk).delete()
    assert any("Rantai" in text or "rantai" in text for text in findings(busy))


def test_the_only_milestone_of_an_entry_deleted_is_found(busy: Cast) -> None:
    letter = letter_of(busy)
    letter.milestones.all().delete()
    found = findings(busy)
    assert any("rantai" in text for text in found)
    assert any(f"Entri {letter.pk} " in text for text in found)


def test_a_row_slipped_in_between_is_found(busy: Cast) -> None:
    head = ChainHead.objects.get(pk=busy.office.pk)
    letter = letter_of(busy)
    last = letter.milestones.get()
    last.pk = None
    last.seq, last.previous_hash, last.hash = last.seq + 1, last.hash, "a" * 64
    last.save()
    assert head.seq + 1 == last.seq - 1
    assert findings(busy)


def test_a_whole_tail_forged_with_good_hashes_still_misses_the_head(busy: Cast) -> None:
    milestones = list(Milestone.objects.filter(office=busy.office))
    milestones[0].note = "palsu"
    references = ReferenceChange.objects.filter(office=busy.office, seq__gt=milestones[0].seq)
    rows: list[chain.Link] = sorted([*milestones, *references], key=lambda row: row.seq)
    previous = rows[0].previous_hash
    for row in rows:
        row.previous_hash = previous
        row.hash = previous = chain.digest(row)
        row.save()
    last = rows[-1].seq
    assert findings(busy) == [f"Kepala rantai mencatat {last} langkah, yang ada {last}."]


def test_a_column_of_an_entry_changed_by_sql_is_found(busy: Cast) -> None:
    letter = IncomingLetter.objects.filter(office=busy.office).exclude(state="cancelled").get()
    references = {
        "area_id": "diklat",
        "village_id": busy.village.pk,
        "position_id": busy.camat.position.pk,
        "person_id": busy.camat.person.pk,
        "filing_code_id": filing_code().pk,
    }
    missed = []
    for column in sealed_columns(letter.declaration):
        field = next(f for f in IncomingLetter._meta.concrete_fields if f.attname == column)
        value: Any
        match field:
            case models.BooleanField():
                value = not getattr(letter, column)
            case models.DateField():
                value = "2026-01-05"
            case models.IntegerField():
                value = 77
            case models.ForeignKey():
                value = references[column]
            case _:
                value = "diubah"
        undo = transaction.savepoint()
        with connection.cursor() as cursor:
            owner = field.model._meta
            cursor.execute(
                f"UPDATE {owner.db_table} SET {column} = %s WHERE {owner.pk.column} = %s", [value, letter.pk]
            )
        says = f"kolom {column.removesuffix('_id')} "
        if not any(f"Entri {letter.pk} " in text and says in text for text in findings(busy)):
            missed.append(column)
        transaction.savepoint_rollback(undo)
    assert missed == []


def test_an_entry_moved_to_another_book_or_state_is_found(busy: Cast) -> None:
    letter = letter_of(busy)
    Entry.objects.filter(pk=letter.pk).update(state="archived")
    assert any("menurut riwayat “received”" in text for text in findings(busy))


def test_what_counts_must_follow_from_the_history(busy: Cast) -> None:
    letter = letter_of(busy)
    changes: dict[str, dict[str, Any]] = {
        "gone": {},
        "on": {"on": date(2026, 1, 1)},
        "month": {"month": 202601},
        "what": {"what": "archived"},
        "book": {"book": "archive_item"},
        "kind": {"kind": "laporan"},
        "area": {"area": "diklat"},
        "village": {"village": busy.village},
        "office": {"office": busy.neighbour_office},
    }
    for name, values in changes.items():
        rows = EffectiveMilestone.objects.filter(entry=letter)
        if values:
            rows.update(**values)
        else:
            rows.delete()
        found = findings(busy)
        assert any(f"Entri {letter.pk} " in text and "yang dihitung" in text for text in found), name
        refresh(letter)
        tally.rebuild(busy.office.pk)
        assert findings(busy) == []


def test_a_number_that_is_missing_is_found(busy: Cast) -> None:
    NumberSeries.objects.filter(office=busy.office, book="incoming_letter").update(last=9)
    assert "Nomor buku incoming_letter tahun 2026 tidak urut dari 1 sampai 9." in findings(busy)


def test_an_altered_or_lost_evidence_file_is_found(busy: Cast) -> None:
    stored = EvidenceFile.objects.get(office=busy.office)
    path = stored.file.path
    whole = png()
    with open(path, "wb") as file:
        file.write(whole + b"x")
    assert [text for text in findings(busy) if "bukan lagi berkas" in text]
    with open(path, "wb") as file:
        file.write(whole)
    assert findings(busy) == []
    stored.file.storage.delete(stored.file.name)
    assert [text for text in findings(busy) if "hilang" in text]


def test_the_seal_covers_the_row_before(busy: Cast) -> None:
    rows: list[chain.Link] = [*Milestone.objects.filter(office=busy.office)]
    rows += [*ReferenceChange.objects.filter(office=busy.office)]
    first, *others = sorted(rows, key=lambda row: row.seq)
    assert first.previous_hash == seal.GENESIS
    for row in others:
        assert row.previous_hash == first.hash == chain.digest(first)
        first = row
    assert len(first.hash) == len(hashlib.sha256().hexdigest())
