"""What a verifier is told before signing, and what is left in peace."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from takar.kernel import clock
from takar.kernel.period import Period
from takar.ledger.evidence import attach, withdraw
from takar.ledger.services import cancel_entry
from takar.measurement.models import Binding
from takar.measurement.numbers.checks import Finding, Kind, findings, may_check
from takar.organisation.models import CalendarDay
from takar.registers.mail.models import IncomingLetter
from tests.factories import Cast, Member, letter_of
from tests.web.files import pdf_upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear", "imported_decree")]

Q2 = Period.of_quarter(2026, 2)
MONDAYS = [date(2026, 4, 6) + timedelta(days=7 * n) for n in range(12)]


def letter(
    cast: Cast, day: date, *, recorded_on: date | None = None, by: Member | None = None, **more: object
) -> IncomingLetter:
    """A letter received on a day and recorded on that day, or later."""
    at = recorded_on or day
    moment = datetime(at.year, at.month, at.day, 10, tzinfo=ZoneInfo("Asia/Jakarta"))
    with clock.set_to(moment):
        return letter_of(cast, occurred_on=day, letter_date=None, area_id="kepegawaian", **more)


def proved(cast: Cast, entry: IncomingLetter, text: str = "") -> IncomingLetter:
    attach(entry=entry, actor=cast.clerk.actor, upload=pdf_upload(text or f"Surat {entry.pk}"))
    return entry


def found(cast: Cast, kind: Kind, period: Period = Q2, who: Member | None = None) -> Sequence[Finding]:
    result = findings((who or cast.camat).actor, period)
    return [finding for finding in result if finding.kind is kind]


def opened(finding: Finding) -> list[int]:
    return [flag.entry for flag in finding.entries]


def numbers(finding: Finding) -> set[int]:
    return {indicator.no for indicator in finding.indicators}


def no_of(measure: str) -> int:
    return Binding.objects.select_related("indicator").get(measure=measure).indicator.no


# ---- proof ----------------------------------------------------------------------------------------


def test_entries_without_proof_are_counted_by_book(cast: Cast) -> None:
    bare = [letter(cast, day) for day in MONDAYS[:2]]
    proved(cast, letter(cast, MONDAYS[2]))
    taken_back = proved(cast, letter(cast, MONDAYS[3]))
    withdraw(evidence=taken_back.evidence.get(), actor=cast.clerk.actor, reason="Salah berkas")
    letter(cast, date(2026, 7, 1))
    cancel_entry(entry=letter(cast, MONDAYS[4]), actor=cast.clerk.actor, reason="Keliru")
    (finding,) = found(cast, Kind.UNPROVED)
    assert finding.sentence == "3 dari 4 entri Surat masuk yang terhitung belum berbukti."
    assert opened(finding) == [taken_back.pk, bare[1].pk, bare[0].pk]
    assert no_of("surat_masuk_kepegawaian") in numbers(finding)
    assert finding.key == "tanpa-bukti-semua"


def test_entries_that_no_number_counts_are_left_in_peace(cast: Cast) -> None:
    with clock.set_to(datetime(2026, 4, 6, 10, tzinfo=ZoneInfo("Asia/Jakarta"))):
        letter_of(cast, occurred_on=MONDAYS[0], letter_date=None, area_id="trantib")
    assert findings(cast.camat.actor, Q2) == []


def test_one_file_under_three_entries_is_told_and_under_two_is_not(cast: Cast) -> None:
    letters = [proved(cast, letter(cast, day), "Daftar hadir") for day in MONDAYS[:2]]
    assert found(cast, Kind.SHARED) == []
    letters.append(proved(cast, letter(cast, MONDAYS[2]), "Daftar hadir"))
    (finding,) = found(cast, Kind.SHARED)
    assert "menjadi bukti bagi 3 entri: 3 Surat masuk." in finding.sentence
    assert opened(finding) == [entry.pk for entry in reversed(letters)]
    assert found(cast, Kind.SHARED, Period.of_quarter(2026, 1)) == []


# ---- dates ----------------------------------------------------------------------------------------


def test_entries_recorded_long_after_their_day(cast: Cast) -> None:
    day = MONDAYS[0]
    letter(cast, day, recorded_on=day + timedelta(days=30))
    late = letter(cast, day, recorded_on=day + timedelta(days=31))
    latest = letter(cast, day, recorded_on=day + timedelta(days=60))
    (finding,) = found(cast, Kind.LATE)
    assert finding.sentence == (
        "2 dari 3 entri Surat masuk dicatat lebih dari 30 hari sesudah tanggalnya; yang terlama 60 hari."
    )
    assert opened(finding) == [latest.pk, late.pk]
    assert finding.entries[0].recorded == day + timedelta(days=60)


def test_a_last_week_far_above_the_pace(cast: Cast) -> None:
    """24 to 30 June holds ten of 22 letters; five working days of some sixty."""
    for day in MONDAYS:
        letter(cast, day)
    for _ in range(9):
        letter(cast, date(2026, 6, 30))
    assert found(cast, Kind.JUMP) == []
    letter(cast, date(2026, 6, 29))
    (finding,) = found(cast, Kind.JUMP)
    assert finding.sentence.startswith("10 dari 22 entri Surat masuk bertanggal pada minggu kerja terakhir (")
    assert finding.sentence.endswith("s.d. 30 Jun 2026); menurut laju hari lain sekitar 1.")
    assert found(cast, Kind.JUMP_RECORDED) == []
    assert found(cast, Kind.JUMP, Period.of_quarter(2026, 3)) == []


def test_earlier_days_recorded_in_the_last_week(cast: Cast) -> None:
    for number in range(10):
        letter(cast, MONDAYS[number], recorded_on=date(2026, 6, 30))
    letter(cast, MONDAYS[0])
    assert found(cast, Kind.JUMP) == []
    (finding,) = found(cast, Kind.JUMP_RECORDED)
    assert finding.sentence.startswith(
        "10 dari 11 entri Surat masuk bertanggal lebih awal tetapi baru dicatat pada minggu kerja terakhir"
    )


def test_a_book_with_a_rhythm_that_fell_silent(cast: Cast) -> None:
    """Every Monday until 1 June; on 15 July that is more than four weeks of silence."""
    for day in MONDAYS[:9]:
        letter(cast, day)
    (finding,) = found(cast, Kind.SILENT, Period.of_quarter(2026, 3))
    assert finding.book == "incoming_letter"
    assert finding.sentence.startswith("Surat masuk terakhir terisi untuk 1 Jun 2026; sesudah itu ")
    assert finding.sentence.endswith(
        "padahal sebelumnya rata-rata tiap 4 hari kerja."
    ) or finding.sentence.endswith("padahal sebelumnya rata-rata tiap 5 hari kerja.")
    assert no_of("surat_masuk_kepegawaian") in numbers(finding)


def test_holidays_are_no_silence(cast: Cast) -> None:
    for day in MONDAYS[:9]:
        letter(cast, day)
    off = [date(2026, 6, 2) + timedelta(days=n) for n in range(36)]
    CalendarDay.objects.bulk_create(
        CalendarDay(office=cast.office, day=day, kind="joint_leave") for day in off if day.weekday() < 5
    )
    assert found(cast, Kind.SILENT, Period.of_quarter(2026, 3)) == []


def test_what_never_had_a_rhythm_is_not_silent(cast: Cast) -> None:
    for day in MONDAYS[:5]:
        letter(cast, day)
    assert found(cast, Kind.SILENT, Period.of_quarter(2026, 3)) == []


# ---- who sees -------------------------------------------------------------------------------------


def test_only_those_who_verify_are_told(cast: Cast) -> None:
    letter(cast, MONDAYS[0])
    values = {name for name, member in cast.members.items() if findings(member.actor, Q2)}
    assert values == {"camat", "secretary", "planner", "section_head", "general_head"}
    assert not may_check(cast.clerk.actor)
    assert findings(cast.neighbour_camat.actor, Q2) == []


def test_a_confidential_entry_is_told_to_whom_it_is_readable(cast: Cast) -> None:
    secret = letter(cast, MONDAYS[0], security="rahasia")
    (finding,) = found(cast, Kind.UNPROVED)
    assert opened(finding) == [secret.pk]
    assert found(cast, Kind.UNPROVED, who=cast.planner) == []


def test_the_checks_narrow_to_one_position(cast: Cast) -> None:
    letter(cast, MONDAYS[0])
    own = findings(cast.camat.actor, Q2, position_id=cast.personnel_clerk.position.pk)
    assert [numbers(finding) for finding in own] == [{no_of("surat_masuk_kepegawaian")}]
    assert findings(cast.camat.actor, Q2, position_id=cast.section_head.position.pk) == []


def test_a_period_to_come_has_no_findings(cast: Cast) -> None:
    letter(cast, MONDAYS[0])
    assert findings(cast.camat.actor, Period.of_quarter(2026, 4)) == []


def test_the_number_of_questions_does_not_grow(cast: Cast) -> None:
    def asked() -> int:
        actor = cast.camat.fresh()
        with CaptureQueriesContext(connection) as queries:
            assert findings(actor, Q2)
        return len(queries)

    for day in MONDAYS[:3]:
        proved(cast, letter(cast, day), "Sama")
    asked()
    few = asked()
    for day in MONDAYS:
        for _ in range(3):
            proved(cast, letter(cast, day, recorded_on=date(2026, 7, 14)), "Sama")
    assert asked() == few
    assert few <= 12
