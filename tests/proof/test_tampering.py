"""Whoever changes the database behind the program's back is found, and what was changed is named.

Each row of the table does one thing by SQL alone. The table in docs/explanation/security.md lists the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, models, transaction

from takar.agreements.models import AchievementRule, AgreedTarget, Agreement
from takar.agreements.services import agree, draft_agreement, propose, set_targets, sign
from takar.catalogue.models import Decree
from takar.config.safekeeping.auditing import findings
from takar.kernel import sealed_rows
from takar.kernel.period import Period
from takar.kernel.sealed_rows import SealedTable
from takar.ledger import tally
from takar.ledger.audit import reference
from takar.ledger.audit.history import Replay
from takar.ledger.evidence import attach
from takar.ledger.models import Entry, Evidence, EvidenceFile, Milestone, NumberFormat, ReferenceChange
from takar.ledger.services import add_milestone, cancel_entry, correct_entry
from takar.measurement.models import Binding, PeriodClosing
from takar.measurement.numbers.closing import close_period
from takar.organisation.models import CalendarDay, Village
from takar.registers.cases.services import handle_case
from takar.registers.goods.models import Room
from takar.registers.mail.models import IncomingLetter
from takar.registers.mail.services import archive_letter, archive_values, dispose
from takar.registers.personnel.models import Employee
from tests.factories import Cast, career_of, entry_of, filing_code, letter_of, own_measure, service_type
from tests.ledger.files import png

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

INDICATOR = 39


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
    Room.objects.create(office=office, code="R1", name="Ruang Camat")
    own_measure(cast.planner.actor)
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
    words = sorted(world._asdict().items(), key=lambda pair: -len(pair[0]))
    for name, key in words:
        statements = statements.replace(f":{name}", str(key))
    with connection.cursor() as cursor:
        for statement in filter(None, map(str.strip, statements.split(";"))):
            cursor.execute(statement)


def test_what_nobody_touched_is_sound(world: World) -> None:
    assert list(findings(world.office)) == []


LAST = "SELECT MAX(seq) FROM ledger_milestone WHERE office_id = :office"
ACTS = "SELECT id FROM measurement_act WHERE office_id = :office"
TAMPERINGS: dict[str, tuple[str, str]] = {
    # ---- milestones
    "milestone: day": ("UPDATE ledger_milestone SET \"on\" = '2026-05-03' WHERE entry_id = :letter", "Rantai"),
    "milestone: note": ("UPDATE ledger_milestone SET note = 'x' WHERE entry_id = :letter", "Rantai"),
    "milestone: name of the actor": (
        "UPDATE ledger_milestone SET actor_name = 'x' WHERE entry_id = :letter", "Rantai riwayat putus"),
    "milestone: withdrawn": ("UPDATE ledger_milestone SET withdrawn = NOT withdrawn", "Rantai"),
    "milestone deleted": ("DELETE FROM ledger_milestone WHERE entry_id = :request", "hilang"),
    "newest milestone deleted": (
        "DELETE FROM ledger_milestone WHERE entry_id = :other AND what = 'corrected'", "Kepala rantai"),
    "newest milestone deleted, head set back": (
        "DELETE FROM ledger_milestone WHERE entry_id = :other AND what = 'corrected';"
        "UPDATE ledger_chainhead SET seq = seq - 1, hash = (SELECT previous_hash FROM ledger_milestone WHERE 0 = 1)"
        " WHERE 1 = 0; UPDATE ledger_chainhead SET seq = seq - 1 WHERE office_id = :office",
        "Entri :other "),
    "two milestones swapped": (
        "UPDATE ledger_milestone SET seq = 90001 WHERE entry_id = :request;"
        "UPDATE ledger_milestone SET seq = (SELECT seq - 1 FROM ledger_milestone WHERE entry_id = :request)"
        " WHERE 1 = 0",
        "Rantai"),
    "head raised": ("UPDATE ledger_chainhead SET seq = seq + 1", "Kepala rantai"),
    "head deleted": ("DELETE FROM ledger_chainhead WHERE office_id = :office", "Kepala rantai mencatat 0"),
    # ---- entries
    "entry: title": ("UPDATE ledger_entry SET title = 'x' WHERE id = :letter", "kolom title"),
    "entry: area": ("UPDATE ledger_entry SET area_id = 'diklat' WHERE id = :letter", "kolom area"),
    "entry: area nobody knows": ("UPDATE ledger_entry SET area_id = 'tiada' WHERE id = :letter", "kolom area"),
    "entry: restricted": ("UPDATE ledger_entry SET restricted = NOT restricted WHERE id = :letter", "restricted"),
    "entry: year": ("UPDATE ledger_entry SET year = 2025 WHERE id = :request", "buku tahun 2025"),
    "entry: state": ("UPDATE ledger_entry SET state = 'received' WHERE id = :letter", "keadaannya"),
    "entry: number label": ("UPDATE ledger_entry SET number_label = 'x' WHERE id = :letter", "number_label"),
    "entry: recorded at": (
        "UPDATE ledger_entry SET recorded_at = '2026-05-04 03:00:00+00:00' WHERE id = :letter", "waktu pencatatannya"),
    "entry: recorded by": ("UPDATE ledger_entry SET recorded_by_id = NULL WHERE id = :letter", "pencatatnya"),
    "entry: corrections denied": ("UPDATE ledger_entry SET version = 1 WHERE id = :other", "menurut riwayat 1"),
    "entry moved to another book": (
        "UPDATE ledger_entry SET book = 'outgoing_letter' WHERE id = :letter", "Entri :letter"),
    "entry of a book nobody knows": (
        "UPDATE ledger_entry SET book = 'tiada' WHERE id = :letter", "Entri :letter "),
    "entry moved to the neighbour": (
        "UPDATE ledger_entry SET office_id = (SELECT id FROM organisation_office WHERE id <> :office) "
        "WHERE id = :request", "Entri :request: ada dalam riwayat"),
    "entry without the row of its book": (
        "DELETE FROM mail_incomingletter WHERE entry_ptr_id = :other", "Entri :other ("),
    "row of a book without its entry": (
        "DELETE FROM ledger_effectivemilestone WHERE entry_id = :request; DELETE FROM ledger_entry WHERE id = :request",
        "Entri :request: ada dalam riwayat"),
    "own column: topics": ("UPDATE activities_activity SET topics = ';rkpdes;'", "kolom topics"),
    "own column: service": ("UPDATE services_servicerequest SET category = 'lain'", "kolom category"),
    "own column: stock": ("UPDATE goods_stockissue SET quantity = 7 WHERE quantity = 2", "kolom quantity"),
    "own column: cash": ("UPDATE finance_cashentry SET spent = spent + 1", "kolom spent"),
    "own column: resident": ("UPDATE services_servicerequest SET nik = '1'", "kolom nik"),
    "effective row deleted": ("DELETE FROM ledger_effectivemilestone WHERE entry_id = :letter", "yang dihitung"),
    "effective row moved": ("UPDATE ledger_effectivemilestone SET month = 202601 WHERE entry_id = :letter", "yang dihitung"),
    "tally raised": ("UPDATE ledger_tally SET size = size + 1", "Hitungan buku"),
    "number series lowered": ("UPDATE ledger_numberseries SET last = last - 1", "tidak urut"),
    "number series deleted": ("DELETE FROM ledger_numberseries", "tidak urut"),
    # ---- beside entries
    "participant deleted": ("DELETE FROM ledger_participant WHERE entry_id = :letter", "peserta"),
    "participant added": (
        "INSERT INTO ledger_participant (entry_id, position_id, role) SELECT :other, position_id, 'x' "
        "FROM ledger_participant WHERE entry_id = :letter", "tidak tertulis dalam riwayat"),
    "participant: another role": ("UPDATE ledger_participant SET role = 'x' WHERE entry_id = :case", "Entri :case"),
    "link deleted": ("DELETE FROM ledger_entrylink WHERE source_id = :item", "hubungan"),
    "link moved": ("UPDATE ledger_entrylink SET target_id = :other WHERE source_id = :item", "hubungan"),
    # ---- evidence
    "evidence deleted": ("DELETE FROM ledger_evidence WHERE id = :evidence", "Entri :letter: bukti"),
    "evidence withdrawn": (
        "UPDATE ledger_evidence SET withdrawn_at = added_at WHERE id = :evidence", "ditarik tanpa catatan"),
    "evidence moved to another entry": (
        "UPDATE ledger_evidence SET entry_id = :other WHERE id = :evidence", "dipindahkan ke entri :other"),
    "evidence forged": (
        "INSERT INTO ledger_evidence (entry_id, file_id, name, caption, added_at) SELECT :other, file_id, name, "
        "'', added_at FROM ledger_evidence WHERE id = :evidence", "Entri :other: bukti"),
    "evidence: another name": ("UPDATE ledger_evidence SET name = 'x' WHERE id = :evidence", "kolom name"),
    "evidence: another caption": ("UPDATE ledger_evidence SET caption = 'x' WHERE id = :evidence", "kolom caption"),
    "evidence: another giver": ("UPDATE ledger_evidence SET added_by_id = NULL WHERE id = :evidence", "pemberi"),
    "evidence points to another file": (
        "INSERT INTO ledger_evidencefile (office_id, sha256, media_type, size, file, preview, stored_at) SELECT "
        "office_id, 'abc', media_type, size, file, preview, stored_at FROM ledger_evidencefile WHERE id = :file;"
        "UPDATE ledger_evidence SET file_id = (SELECT id FROM ledger_evidencefile WHERE sha256 = 'abc') "
        "WHERE id = :evidence", "menunjuk berkas lain"),
    "evidence: sum of the file": ("UPDATE ledger_evidencefile SET sha256 = 'abc' WHERE id = :file", "berkas lain"),
    "evidence: row of the file": ("UPDATE ledger_evidencefile SET file = 'x' WHERE id = :file", "hilang"),
    "evidence and its file deleted": (
        "DELETE FROM ledger_evidence WHERE id = :evidence; DELETE FROM ledger_evidencefile WHERE id = :file",
        "Entri :letter: bukti"),
    # ---- closings
    "closed number": ("UPDATE measurement_frozenvalue SET value = 9 WHERE act_id = :closing", "Penutupan 2026-Q2"),
    "closed number deleted": ("DELETE FROM measurement_frozenvalue WHERE act_id = :closing", "Penutupan 2026-Q2"),
    "entries of a closed number": ("UPDATE measurement_frozenvalue SET facts = '[]'", "tidak sama dengan yang disegel"),
    "newest closing deleted": (
        "DELETE FROM measurement_closingmanifest WHERE act_id = :closing;"
        "DELETE FROM measurement_frozenvalue WHERE act_id = :closing; DELETE FROM measurement_act WHERE id = :closing",
        "penutupan periode :closing"),
    "all closings deleted": (
        "DELETE FROM measurement_closingmanifest; DELETE FROM measurement_frozenvalue; DELETE FROM measurement_act",
        "penutupan periode :closing"),
    "closings in another order": (
        f"UPDATE measurement_act SET seq = 3 WHERE id = :closing; UPDATE measurement_act SET seq = 4 - seq"
        f" WHERE id IN ({ACTS})", "kolom seq"),
    "closing of another period": ("UPDATE measurement_act SET period = '2025-Q2' WHERE id = :closing", "kolom period"),
    "manifest of a closing": (
        "UPDATE measurement_closingmanifest SET content = (SELECT content FROM measurement_closingmanifest "
        "WHERE act_id <> :closing) WHERE act_id = :closing", "Daftar isi penutupan 2026-Q2"),
    "manifest deleted": ("DELETE FROM measurement_closingmanifest WHERE act_id = :closing", "Daftar isi penutupan 2026-Q2"),
    # ---- what numbers are held against, and how they are counted
    "signed target": ("UPDATE agreements_agreedtarget SET target = 1", "kolom target"),
    "signed target removed": ("DELETE FROM agreements_agreedtarget", "dihapus atau dipindahkan di luar Takar"),
    "parties of an agreement": ("UPDATE agreements_agreement SET parties = '{}'", "kolom parties"),
    "state of an agreement": ("UPDATE agreements_agreement SET state = 'draft'", "kolom state"),
    "achievement rule": ("UPDATE agreements_achievementrule SET classes = 'ST Sangat Tinggi 10'", "kolom classes"),
    "achievement rule slipped in": (
        "INSERT INTO agreements_achievementrule (office_id, valid_from, classes, legal_basis, verified) "
        "SELECT office_id, '2026-06-01', classes, '', verified FROM agreements_achievementrule", "tidak pernah disegel"),
    "binding to another measure": (
        "UPDATE measurement_binding SET measure = 'surat_masuk_terdisposisi' WHERE id = :binding", "kolom measure"),
    "binding deleted": ("DELETE FROM measurement_binding WHERE id = :binding", "ikatan ukuran :binding: dihapus"),
    "polarity of all bindings": ("UPDATE measurement_binding SET polarity = 'lower'", "kolom polarity"),
    "own measure": ("UPDATE measurement_measureversion SET definition = '{}'", "kolom definition"),
    "wording of an indicator": ("UPDATE catalogue_indicator SET name = 'x' WHERE no = 39", "kolom name"),
    "unit of an indicator": ("UPDATE catalogue_indicator SET unit = 'persen' WHERE no = 39", "kolom unit"),
    "decree put out of force": ("UPDATE catalogue_decree SET state = 'draft'", "kolom state"),
    "tree of areas": ("UPDATE ledger_area SET parent_id = NULL WHERE code = 'diklat'", "bidang diklat"),
    "area slipped in": (
        "INSERT INTO ledger_area (code, name, \"order\") SELECT 'baru', 'Baru', 99 FROM ledger_area WHERE code = 'diklat'",
        "bidang baru"),
    "assignment": ("UPDATE organisation_assignment SET starts_on = '2021-01-01'", "penugasan"),
    "assignment deleted": ("DELETE FROM organisation_assignment WHERE person_id = :person", "dihapus"),
    "position under another": ("UPDATE organisation_position SET reports_to_id = NULL", "kolom reports_to"),
    "name of a person": ("UPDATE organisation_person SET name = 'x' WHERE id = :person", "kolom name"),
    "name of a village": ("UPDATE organisation_village SET name = 'x'", "kolom name"),
    "category of a service": ("UPDATE services_servicetype SET category = 'perizinan'", "kolom category"),
    "day of the calendar": ("UPDATE organisation_calendarday SET kind = 'working'", "kolom kind"),
    "day of the calendar deleted": ("DELETE FROM organisation_calendarday", "hari khusus"),
    "keeper of a book": ("DELETE FROM ledger_bookkeeper WHERE book = 'incoming_letter'", "pemegang buku"),
    "number format": ("UPDATE ledger_numberformat SET template = '{nomor:04}'", "kolom template"),
    "link of reference data": (
        "UPDATE ledger_referencechange SET actor_name = 'x' WHERE office_id = :office AND seq = 1", "Rantai riwayat putus"),
    "link of reference data deleted": (
        "DELETE FROM ledger_referencechange WHERE office_id = :office AND seq = 2", "nomor 2 hilang"),
}  # fmt: skip


@pytest.mark.parametrize("name", TAMPERINGS)
def test_a_change_by_sql_is_found_and_named(world: World, name: str) -> None:
    statements, words = TAMPERINGS[name]
    run(statements, world)
    for word, key in sorted(world._asdict().items(), key=lambda pair: -len(pair[0])):
        words = words.replace(f":{word}", str(key))
    found = list(findings(world.office))
    assert any(words in line for line in found), found[:20]
    assert not [line for line in found if "tidak dapat diselesaikan" in line]
