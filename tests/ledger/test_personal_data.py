"""Personal data at rest: encrypted, found by digest only, proven by the seal, nowhere in the clear."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from django.core.exceptions import FieldError
from django.db import connection
from django.test import override_settings

from takar.kernel import encrypted, keyring, rotation
from takar.kernel.keyring import KeyMissing
from takar.ledger import audit
from takar.ledger.books import book_named
from takar.ledger.disclosure import disclose
from takar.ledger.display import shown
from takar.ledger.importing import confirm_import, start_import, template_columns
from takar.ledger.models import ImportBatch, Milestone
from takar.ledger.selectors import find_twin, search_everywhere
from takar.ledger.services import correct_entry
from takar.registers.counter.models import ServiceRequest
from takar.registers.custom.declaration import ColumnPlan, ColumnType
from takar.reporting.documents.books import exported_book
from tests.config.commands import takar
from tests.factories import Cast, entry_of, values_for
from tests.own_books import COLUMNS, own_book

pytestmark = pytest.mark.django_db

NIK, OTHER, PHONE = "3507290108800123", "3507290108800456", "081234567890"


@pytest.fixture(autouse=True)
def own_keys(tmp_path: Path) -> object:
    with override_settings(PERSONAL_DATA_KEYS=str(tmp_path / "personal-data.keys")):
        yield


def everything() -> str:
    """Every value of every table, as the database holds it."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join(found)


def test_no_number_of_a_resident_stands_in_the_database(cast: Cast) -> None:
    book, clerk = book_named("service_request"), cast.counter_clerk.actor
    entry = entry_of(book, cast, nik=NIK, phone=PHONE)
    correct_entry(entry=entry, actor=clerk, values={"nik": OTHER}, reason="Salah ketik")
    entry_of("case", cast, concerned=f"Bu Siti, {NIK}", contact=PHONE)
    proposal = entry_of("proposal", cast)
    correct_entry(
        entry=proposal,
        actor=cast.personnel_clerk.actor,
        values={"leave_phone": PHONE},
        reason="Lengkap",
        by_service=True,
    )
    values = values_for(book, cast.office)
    table = io.StringIO()
    written = csv.writer(table, delimiter=";")
    labels = template_columns(book, clerk)
    given = {book.field_label(name): str(value) for name, value in values.items()}
    given |= {"NIK": "35.0729.010880.0789", "Telepon": "081300000789"}
    given[book.field_label("occurred_on")] = values["occurred_on"].isoformat()
    written.writerow(labels)
    written.writerow([given.get(label, "") for label in labels])
    batch = start_import(book=book, actor=clerk, content=table.getvalue().encode(), filename="a.csv")
    assert confirm_import(batch=ImportBatch.objects.get(pk=batch.pk), actor=clerk) == 1
    assert search_everywhere(clerk, NIK) == []
    assert disclose(entry=entry, field="nik", actor=clerk, reason="Mengisi formulir") == OTHER
    exported = exported_book(book, clerk, ServiceRequest.objects.all(), as_csv=True).decode()
    held = everything()
    for number in (NIK, OTHER, PHONE, "3507290108800789", "35.0729.010880.0789", "081300000789"):
        assert number not in held, number
        assert number not in exported, number
    assert list(audit.verify(cast.office.pk)) == []


def test_a_double_is_still_found_by_its_number(cast: Cast) -> None:
    entry = entry_of("service_request", cast, nik=NIK)
    values = {"nik": "35 0729 010880 0123", "service": entry.service, "occurred_on": entry.occurred_on}
    assert find_twin(book_named("service_request"), cast.counter_clerk.actor, values) == entry
    assert (
        find_twin(book_named("service_request"), cast.counter_clerk.actor, {**values, "nik": OTHER}) is None
    )
    with pytest.raises(FieldError):
        ServiceRequest.objects.filter(nik__contains="0123")


def test_the_history_shows_masked_numbers_and_seals_none(cast: Cast) -> None:
    entry = entry_of("service_request", cast, nik=NIK, address="RT 07")
    correct_entry(
        entry=entry, actor=cast.counter_clerk.actor, values={"nik": OTHER, "address": "RT 08"}, reason="x"
    )
    changes = Milestone.objects.get(entry=entry, what="corrected").details["changes"]
    assert [found["masked"] for found in changes["nik"]] == ["••••••••••••0123", "••••••••••••0456"]
    assert all(set(found) == {"sealed"} for found in changes["address"])


@pytest.mark.parametrize("column", ["nik", "address"])
def test_a_number_changed_behind_the_programs_back_is_found(cast: Cast, column: str) -> None:
    entry = entry_of("service_request", cast, nik=NIK, address="RT 07")
    assert list(audit.verify(cast.office.pk)) == []
    ServiceRequest.objects.filter(pk=entry.pk).update(**{column: OTHER})
    assert any(column in line for line in audit.verify(cast.office.pk))


def test_history_from_before_with_plain_values_still_proves_them(cast: Cast) -> None:
    entry = entry_of("service_request", cast, nik=NIK)
    row = entry.milestones.first()
    row.details["columns"]["nik"] = NIK
    assert "nik" not in str(list(audit.verify(cast.office.pk)))
    Milestone.objects.filter(pk=row.pk).update(details=row.details)
    assert not any("nik" in line for line in audit.verify(cast.office.pk))
    ServiceRequest.objects.filter(pk=entry.pk).update(nik=OTHER)
    assert any("nik" in line for line in audit.verify(cast.office.pk))


def test_rotation_goes_on_where_it_was_killed_and_drops_the_old_key_last(
    cast: Cast, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = [entry_of("service_request", cast, nik=f"35072901088001{n:02}") for n in range(5)]
    first = keyring.ring().current.id
    monkeypatch.setattr(rotation, "BATCH", 2)
    real, calls = encrypted.encrypt, []

    def dies(text: str, *, searchable: bool = True) -> str:
        calls.append(text)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return real(text, searchable=searchable)

    monkeypatch.setattr(encrypted, "encrypt", dies)
    assert takar(capsys, "keys", "rotate").status == 130
    monkeypatch.setattr(encrypted, "encrypt", real)
    assert len(rotation.values_per_key()) == 2
    numbers = [ServiceRequest.objects.get(pk=entry.pk).nik for entry in entries]
    assert numbers == [entry.nik for entry in entries]
    assert takar(capsys, "keys", "rotate").status == 0
    ids = [key.id for key in keyring.ring().keys]
    assert len(ids) == 2
    assert ids[1] == first
    assert takar(capsys, "keys", "rotate", "--drop-old").status == 0
    assert [key.id for key in keyring.ring().keys] == ids[:1]
    assert set(rotation.values_per_key()) == {ids[0]}
    assert ServiceRequest.objects.filter(nik=entries[2].nik).count() == 1
    assert list(audit.verify(cast.office.pk)) == []
    shown = takar(capsys, "keys", "show")
    assert shown.status == 0
    assert ids[0] in shown.out
    assert keyring.path().stat().st_mode & 0o777 == 0o600


def test_rows_from_before_are_encrypted_by_the_migration(cast: Cast) -> None:
    entry = entry_of("service_request", cast, nik=NIK)
    ServiceRequest.objects.filter(pk=entry.pk).update(phone="")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE services_servicerequest SET nik = %s WHERE entry_ptr_id = %s", [NIK, entry.pk])
    assert rotation.values_per_key()[""] == 1
    rotation.encrypt(ServiceRequest, "nik", "phone")
    assert NIK not in everything()
    assert ServiceRequest.objects.get(nik=NIK).phone == ""
    assert list(audit.verify(cast.office.pk)) == []


def test_a_column_for_personal_data_in_a_book_of_the_offices_own(cast: Cast) -> None:
    column = ColumnPlan("", "NIK tamu", ColumnType.PERSONAL, in_list=True, printed=True)
    book = own_book(cast, columns=(*COLUMNS, column))
    name = book.marked("personal")[0]
    entry = entry_of(book, cast, **{name: NIK})
    assert getattr(entry.detail(), name) == NIK
    assert shown(book, entry, name) == "••••••••••••0123"
    correct_entry(entry=entry, actor=cast.clerk.actor, values={name: OTHER}, reason="Salah ketik")
    exported = exported_book(
        book, cast.clerk.actor, book.model._default_manager.filter(pk=entry.pk), as_csv=True
    )
    for number in (NIK, OTHER):
        assert number not in everything()
        assert number.encode() not in exported
    assert disclose(entry=entry, field=name, actor=cast.clerk.actor, reason="Menghubungi") == OTHER
    assert list(audit.verify(cast.office.pk)) == []
    fresh = book.model._default_manager.get(pk=entry.pk)
    fresh.private = {name: NIK}
    fresh.save()
    assert any(name in line for line in audit.verify(cast.office.pk))


def test_a_lost_key_is_a_sentence_and_a_changed_value_too(cast: Cast, tmp_path: Path) -> None:
    entry = entry_of("service_request", cast, nik=NIK)
    with override_settings(PERSONAL_DATA_KEYS=str(tmp_path / "another.keys")), pytest.raises(KeyMissing):
        ServiceRequest.objects.get(pk=entry.pk)
    stored = encrypted.encrypt(NIK)
    with pytest.raises(KeyMissing):
        encrypted.decrypt(stored[:-8] + "AAAAAAA=")


def test_the_report_of_a_person_from_the_command_line(
    cast: Cast, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    entry_of("service_request", cast, nik=NIK, phone=PHONE)
    entry_of("case", cast, contact=PHONE)
    words = ("person-report", "--office", cast.office.code, "--reason", "Diminta")
    target = tmp_path / "laporan.json"
    assert takar(capsys, *words, "--phone", PHONE, "--output", str(target)).status == 0
    assert NIK in target.read_text()
    assert target.stat().st_mode & 0o777 == 0o600
    assert takar(capsys, *words, "--phone", PHONE, "--output", str(target)).status == 2
    assert takar(capsys, *words, "--output", str(tmp_path / "b.json")).status == 2
    assert takar(capsys, *words, "--nik", OTHER, "--output", str(tmp_path / "c.json")).status == 2
