"""Whoever changes the database behind the program's back is found, and what was changed is named.

Each row of the table does one thing by SQL alone. The table in docs/explanation/security.md lists the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, models, transaction

from takar.agreements.models import AchievementRule, Agreement
from takar.agreements.services import agree, draft_agreement, propose, set_targets, sign
from takar.catalogue.models import Decree, Indicator
from takar.config.safekeeping.auditing import findings
from takar.kernel import sealed_rows
from takar.kernel.period import Period
from takar.kernel.sealed_rows import SealedTable
from takar.ledger.audit import reference
from takar.ledger.audit.history import Replay
from takar.ledger.evidence import attach
from takar.ledger.models import BookReach, NumberFormat
from takar.ledger.services import cancel_entry, correct_entry
from takar.measurement.models import BaseFigure, Binding, CheckRule, ReadingChoice
from takar.measurement.numbers.closing import close_period
from takar.organisation.models import CalendarDay
from takar.registers.cases.services import handle_case
from takar.registers.goods.models import Room
from takar.registers.mail.services import archive_letter, archive_values, dispose
from takar.registers.personnel.models import Employee
from tests import snapshots
from tests.factories import Cast, career_of, entry_of, filing_code, letter_of, own_measure
from tests.ledger.files import png
from tests.own_books import own_book
from tests.proof.tamperings import BROKEN, TAMPERINGS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

INDICATOR = 39
SECURITY = Path(__file__).parents[2] / "docs/explanation/security.md"


class World(NamedTuple):
    """Rows of an office in which everything has happened, by the words the table uses."""

    office: int
    letter: int
    other: int
    disposition: int
    item: int
    request: int
    activity: int
    cash: int
    case: int
    evidence: int
    file: int
    agreement: int
    binding: int
    closing: int
    person: int


@pytest.fixture
def world(cast: Cast, imported_decree: Decree) -> World:
    return snapshots.once(f"tampered office {cast.office.pk}", lambda: _busy(cast))


def _busy(cast: Cast) -> World:
    office, who = cast.office, cast.clerk.actor
    letter = letter_of(cast, occurred_on=date(2026, 5, 4), letter_date=None, area_id="kepegawaian")
    other = letter_of(cast, occurred_on=date(2026, 5, 6), letter_date=None)
    evidence = attach(entry=letter, actor=who, upload=SimpleUploadedFile("surat.png", png()))
    [sheet] = dispose(
        letter=letter, actor=cast.camat.actor, receivers=[cast.section_head.position],
        instructions=["proses"], on=date(2026, 5, 5),
    )  # fmt: skip
    item = archive_letter(
        letter=letter, actor=who, values={**archive_values(letter), "filing_code": filing_code()}
    )
    case = entry_of("case", cast)
    handle_case(
        case=case, actor=cast.field_clerk.actor, on=date(2026, 7, 15), action="Mediasi",
        positions=[cast.section_head.position],
    )  # fmt: skip
    activity = entry_of("activity", cast)
    request = entry_of("service_request", cast)
    entry_of("stock_issue", cast)
    cash = entry_of("cash_entry", cast)
    cancel_entry(entry=letter_of(cast), actor=who, reason="Dua kali")
    agreement = _signed(cast)
    AchievementRule.objects.create(
        office=office, valid_from=date(2026, 1, 1), classes="ST Sangat Tinggi 90\nR Rendah"
    )
    CalendarDay.objects.create(office=office, day=date(2026, 7, 17), kind="joint_leave", name="Cuti bersama")
    NumberFormat.objects.create(office=office, book="incoming_letter", template="{nomor}")
    BookReach.objects.create(office=office, book="case", reads="office")
    Room.objects.create(office=office, code="R1", name="Ruang Camat")
    own_measure(cast.planner.actor)
    BaseFigure.objects.create(
        office=office, name="Penduduk", unit="jiwa", value=9, source="BPS", valid_from=date(2026, 1, 1)
    )
    ReadingChoice.objects.create(
        indicator=Indicator.objects.get(no=36, decree__office=office), measure="konsep", reading="other",
        valid_from=date(2027, 1, 1), why="Surat tugas ikut", made_by_name="Camat",
    )  # fmt: skip
    CheckRule.objects.create(
        office=office, valid_from=date(2026, 1, 1), code=CheckRule.Code.values[0], value=5, reason="Sepakat"
    )
    own_book(cast)
    career_of(Employee.objects.get(person=cast.clerk.person))
    close_period(period=Period.of_quarter(2026, 1), actor=cast.camat.actor)
    act = close_period(period=Period.of_quarter(2026, 2), actor=cast.camat.actor)
    correct_entry(entry=other, actor=who, values={"sender": "Camat Pagak"}, reason="Salah pengirim")
    return World(
        office.pk, letter.pk, other.pk, sheet.pk, item.pk, request.pk, activity.pk, cash.pk, case.pk,
        evidence.pk, evidence.file_id, agreement.pk, Binding.objects.get(indicator__no=INDICATOR).pk, act.pk,
        cast.camat.person.pk,
    )  # fmt: skip


def _signed(cast: Cast) -> Agreement:
    actor = cast.planner.actor
    agreement = draft_agreement(position=cast.section_head.position, year=2026, actor=actor)
    lines = {line.pk: (Decimal(12), "") for line in agreement.targets.all()}
    set_targets(agreement=agreement, actor=actor, targets=lines)
    propose(agreement=agreement, actor=actor)
    agree(agreement=agreement, actor=cast.camat.actor)
    return sign(agreement=agreement, actor=actor, signed_on=date(2026, 7, 15), place="Gedangan")


def run(statements: str, world: World) -> None:
    """Statements parted by semicolons; ``:letter`` stands for the key of that row."""
    with connection.cursor() as cursor:
        for statement in filter(None, map(str.strip, keyed(statements, world).split(";"))):
            cursor.execute(statement)


def keyed(text: str, world: World) -> str:
    for name, key in sorted(world._asdict().items(), key=lambda pair: -len(pair[0])):
        text = text.replace(f":{name}", str(key))
    return text


def test_what_nobody_touched_is_sound(world: World) -> None:
    assert list(findings(world.office)) == []


@pytest.mark.parametrize("name", TAMPERINGS)
def test_a_change_by_sql_is_found_and_named(world: World, name: str) -> None:
    statements, words = TAMPERINGS[name]
    with rolled_back():
        run(statements, world)
        found = list(findings(world.office))
    words = keyed(words, world)
    assert any(words in line for line in found), found[:20]
    assert not [line for line in found if "tidak dapat diselesaikan" in line]


# ---- rows that cannot even be read ------------------------------------------------------------------


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL takes no such values")
def test_what_cannot_be_read_is_named_and_hides_nothing_else(world: World, name: str) -> None:
    statements, words = BROKEN[name]
    with rolled_back():
        run("PRAGMA ignore_check_constraints = ON", world)
        try:
            run("UPDATE ledger_chainhead SET seq = seq + 1;" + statements, world)
        finally:
            run("PRAGMA ignore_check_constraints = OFF", world)
        run("UPDATE organisation_village SET name = 'x'; UPDATE ledger_evidence SET name = 'x'", world)
        found = list(findings(world.office))
    words = keyed(words, world)
    assert any(words in line for line in found), found[:20]
    for other in ("Kepala rantai", "data acuan desa", "bukti :evidence (x)"):
        assert any(keyed(other, world).casefold() in line.casefold() for line in found), (other, found[:20])


# ---- every column of every sealed table -----------------------------------------------------------------


def test_every_column_of_reference_data_is_held_against_its_seal(world: World) -> None:
    replay = Replay(world.office)
    assert list(replay.findings()) == []
    missed, empty = [], []
    for table in sealed_rows.tables():
        row = table.rows(world.office).first()
        if table.told_by_entries:
            continue
        if row is None:
            empty.append(table.label)
            continue
        for field in table.fields:
            if not found_when_changed(world, replay, table, row, field):
                missed.append(f"{table.label}.{field.name}")
    assert missed == []
    assert empty == []


def found_when_changed(
    world: World, replay: Replay, table: SealedTable, row: Any, field: models.Field[Any, Any]
) -> bool:
    owner = row._meta
    value = another(field, getattr(row, field.attname))
    with rolled_back():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    f'UPDATE {owner.db_table} SET "{field.column}" = %s WHERE {owner.pk.column} = %s',
                    [value, row.pk],
                )
        except DatabaseError:
            found = True  # the database itself refuses
        else:
            found = any(f" {row.pk}" in line for line in reference.of_table(world.office, table, replay))
    return found


def another(field: models.Field[Any, Any], value: Any) -> Any:
    """Another value that the column takes."""
    match field:
        case models.BooleanField():
            return not value
        case models.DateTimeField():
            return "2020-02-02 00:00:00+00:00"
        case models.DateField():
            return "2020-02-02"
        case models.JSONField():
            return json.dumps(["lain"])
        case models.ForeignKey() if isinstance(field.target_field, models.CharField):
            return "lain"
        case models.IntegerField() | models.DecimalField() | models.ForeignKey():
            return (value or 0) + 1
    return f"{value or ''}x"


@contextmanager
def rolled_back() -> Iterator[None]:
    """A block whose writes are taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_the_page_on_security_lists_every_change_that_is_tried() -> None:
    page = " ".join(SECURITY.read_text(encoding="utf-8").split())
    assert [name for name in {**TAMPERINGS, **BROKEN} if name not in page] == []
