"""Each way of cheating that was planted into a year is found and named; honest work beside it is not."""

from __future__ import annotations

import io
import random
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from takar.kernel import clock
from takar.kernel.period import Period
from takar.ledger import four_eyes
from takar.ledger.evidence import attach
from takar.ledger.likeness import examine_old
from takar.ledger.models import Entry, EvidenceFile
from takar.ledger.services import add_milestone, correct_entry
from takar.measurement.models import CheckRule
from takar.measurement.numbers.checks import Finding, Kind, findings
from takar.organisation.models import CalendarDay
from takar.registers.personnel.models import Proposal
from tests.factories import Cast, entry_of, letter_of
from tests.web.files import pdf_upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear", "imported_decree")]

Q2 = Period.of_quarter(2026, 2)
YEAR, JUNE = Period.of_year(2026), Period.of_month(2026, 6)
MONDAYS = [date(2026, 4, 6) + timedelta(days=7 * n) for n in range(12)]


def at(day: date) -> Any:
    return clock.set_to(datetime(day.year, day.month, day.day, 10, tzinfo=ZoneInfo("Asia/Jakarta")))


def letter(cast: Cast, day: date, *, recorded_on: date | None = None, **more: Any) -> Any:
    with at(recorded_on or day):
        return letter_of(cast, occurred_on=day, letter_date=None, area_id="kepegawaian", **more)


def found(cast: Cast, kind: Kind, period: Period = Q2) -> list[Finding]:
    return [finding for finding in findings(cast.camat.actor, period) if finding.kind is kind]


def opened(finding: Finding) -> set[int]:
    return {flag.entry for flag in finding.entries}


def photo(seed: int, *, taken: str = "", quality: int = 90) -> SimpleUploadedFile:
    dice = random.Random(seed)
    picture = Image.new("RGB", (640, 480))
    draw = ImageDraw.Draw(picture)
    for _ in range(60):
        x, y = dice.randrange(640), dice.randrange(480)
        colour = (dice.randrange(256), dice.randrange(256), dice.randrange(256))
        draw.ellipse((x, y, x + dice.randrange(200), y + dice.randrange(200)), fill=colour)
    tags = Image.Exif()
    if taken:
        tags[306] = taken
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, exif=tags)
    return SimpleUploadedFile(f"foto-{seed}-{quality}.jpg", out.getvalue(), content_type="image/jpeg")


def proved(cast: Cast, entry: Entry, upload: SimpleUploadedFile) -> Entry:
    attach(entry=entry, actor=cast.keeper(entry.declaration).actor, upload=upload)
    return entry


# ---- days -------------------------------------------------------------------------------------------


def test_a_date_moved_back_is_not_called_late(cast: Cast) -> None:
    moved = [letter(cast, date(2026, 6, 22)) for _ in range(3)]
    for entry, day in zip(moved, (date(2026, 4, 6), date(2026, 6, 8), date(2026, 6, 18)), strict=True):
        with at(date(2026, 6, 30)):
            correct_entry(entry=entry, actor=cast.clerk.actor, values={"occurred_on": day}, reason="Salah")
    slow = letter(cast, MONDAYS[0], recorded_on=date(2026, 6, 25))
    (back,) = found(cast, Kind.MOVED_BACK)
    assert opened(back) == {moved[0].pk, moved[1].pk}  # four days are a typing error
    assert "yang terjauh 77 hari" in back.sentence
    (late,) = found(cast, Kind.LATE)
    assert opened(late) == {slow.pk}


@pytest.mark.parametrize("period", [JUNE, Q2, YEAR], ids=["month", "quarter", "year"])
def test_a_crowd_on_the_last_day_is_seen_from_month_quarter_and_year(cast: Cast, period: Period) -> None:
    """44 of 75: a pace that the forty raise themselves would hide them."""
    for number in range(31):
        letter(cast, date(2026, 6, 1) + timedelta(days=number % 20))
    crowd = {letter(cast, date(2026, 6, 30)).pk for _ in range(40)}
    (finding,) = found(cast, Kind.JUMP, period)
    assert crowd <= opened(finding)
    assert "minggu kerja terakhir" in finding.sentence


def test_an_even_year_has_no_crowd(cast: Cast) -> None:
    for number in range(180):
        letter(cast, date(2026, 1, 1) + timedelta(days=number))
    assert found(cast, Kind.JUMP, YEAR) == []
    assert found(cast, Kind.ORDER, YEAR) == []


def test_days_off_by_the_calendar_of_the_office(cast: Cast) -> None:
    sunday, holiday, saturday = date(2026, 6, 7), date(2026, 5, 1), date(2026, 6, 13)
    CalendarDay.objects.create(office=cast.office, day=saturday, kind=CalendarDay.Kind.WORKING, name="Piket")
    odd = {letter(cast, day).pk for day in (sunday, holiday)}
    letter(cast, saturday)
    letter(cast, MONDAYS[0])
    entry_of("activity", cast, occurred_on=sunday)  # a village meets on Sundays
    (finding,) = found(cast, Kind.DAY_OFF)
    assert opened(finding) == odd
    assert finding.sentence == "2 dari 4 entri Surat masuk bertanggal pada hari libur kantor."


def test_numbers_out_of_the_order_of_days(cast: Cast) -> None:
    days = [
        date(2026, 5, 4),
        date(2026, 5, 5),
        date(2026, 6, 24),
        date(2026, 4, 6),
        date(2026, 6, 22),
        MONDAYS[11],
    ]
    made = [letter(cast, day, recorded_on=date(2026, 6, 25)) for day in days]
    (finding,) = found(cast, Kind.ORDER)
    assert opened(finding) == {made[3].pk}  # and no neighbour of it; two days are no disorder


# ---- people -----------------------------------------------------------------------------------------


def test_old_verdicts_by_the_writer(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def reported(recorder: Any) -> Any:
        return entry_of(
            "accountability_report", cast, actor=recorder, occurred_on=MONDAYS[0], month="2026-03"
        )

    own, other = reported(cast.camat.actor), reported(cast.treasurer.actor)
    with monkeypatch.context() as patch:
        patch.setattr(four_eyes, "refusal", lambda *_: "")  # as it was once
        for entry in (own, other):
            add_milestone(entry=entry, what="approved", on=MONDAYS[1], actor=cast.camat.actor)
    (finding,) = found(cast, Kind.ONE_PERSON)
    assert opened(finding) == {own.pk}
    assert finding.sentence.startswith("1 dari 2 entri Surat pertanggungjawaban (SPJ)")


def test_entries_in_the_name_of_somebody_on_leave(cast: Cast) -> None:
    planner = cast.planner.person
    leave = entry_of("proposal", cast)
    Proposal.objects.filter(pk=leave.pk).update(
        employee=planner.pk, kind="cuti", state="granted", leave_from=MONDAYS[2], leave_until=MONDAYS[3]
    )
    away = {letter(cast, day, person=planner).pk for day in (MONDAYS[2], MONDAYS[3])}
    letter(cast, MONDAYS[4], person=planner)
    letter(cast, MONDAYS[2], person=cast.secretary.person)
    (finding,) = found(cast, Kind.ON_LEAVE)
    assert opened(finding) == away
    Proposal.objects.filter(pk=leave.pk).update(state="refused")
    assert found(cast, Kind.ON_LEAVE) == []


# ---- words and files --------------------------------------------------------------------------------


def test_copied_descriptions(cast: Cast) -> None:
    words = ("Undangan rapat  koordinasi", "undangan rapat koordinasi.", "UNDANGAN RAPAT KOORDINASI")
    copies = {letter(cast, MONDAYS[n], title=words[n % 3]).pk for n in range(6)}
    for n in range(5):
        letter(cast, MONDAYS[n], title="Laporan mingguan desa")
    (finding,) = found(cast, Kind.TITLES)
    assert opened(finding) == copies
    assert "6 kali" in finding.sentence
    # A monthly routine has one description.
    for month in range(1, 7):
        letter(cast, date(2026, month, 10), title="Rekapitulasi bulanan")
    (finding,) = found(cast, Kind.TITLES, YEAR)
    assert opened(finding) == copies


def test_near_identical_photos(cast: Cast) -> None:
    same = [proved(cast, letter(cast, MONDAYS[n]), photo(1, quality=90 - n)) for n in range(10)]
    for n in range(2, 6):
        proved(cast, letter(cast, MONDAYS[n]), photo(n))
    (finding,) = found(cast, Kind.ALIKE)
    assert opened(finding) == {entry.pk for entry in same}
    assert finding.sentence.startswith("10 berkas yang hampir sama (di antaranya “foto-1-90.jpg”)")
    assert found(cast, Kind.SHARED) == []


def test_near_identical_documents_by_what_they_say(cast: Cast) -> None:
    text = "Berita acara musyawarah desa tentang perubahan anggaran tahun berjalan " * 5

    def document(n: int, words: str) -> SimpleUploadedFile:
        body = written_pdf(words) + b" " * n
        return SimpleUploadedFile(f"ba-{n}.pdf", body, content_type="application/pdf")

    same = [proved(cast, letter(cast, MONDAYS[n]), document(n, text)) for n in range(4)]
    proved(cast, letter(cast, MONDAYS[5]), document(5, text + "Desa Karangbong"))
    (finding,) = found(cast, Kind.ALIKE)
    assert opened(finding) == {entry.pk for entry in same}


def written_pdf(words: str) -> bytes:
    """A PDF with real words in it."""
    stream = f"BT /F1 12 Tf 50 700 Td ({words}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9000 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    parts = [b"%%d 0 obj%s endobj\n".replace(b"%%", b"%") % (n, body) for n, body in enumerate(objects, 1)]
    return b"%PDF-1.4\n" + b"".join(parts) + b"trailer<</Root 1 0 R>>\n%%EOF\n"


def test_blank_scans_are_like_no_other(cast: Cast) -> None:
    for n in range(4):
        proved(cast, letter(cast, MONDAYS[n]), pdf_upload(f"Kosong {n}"))
    assert found(cast, Kind.ALIKE) == []


def test_photos_of_another_day(cast: Cast) -> None:
    day = MONDAYS[5]
    taken = {"same": day, "before": day - timedelta(days=7), "after": day + timedelta(days=1),
             "long before": day - timedelta(days=8)}  # fmt: skip
    made = {}
    for n, (what, shot) in enumerate(taken.items()):
        made[what] = proved(cast, held(cast, day), photo(n + 20, taken=f"{shot:%Y:%m:%d} 09:00:00"))
    proved(cast, held(cast, day), photo(40))
    proved(cast, letter(cast, day), photo(41, taken="2026:06:30 09:00:00"))  # photographed when filed
    (finding,) = found(cast, Kind.PHOTO)
    assert opened(finding) == {made["after"].pk, made["long before"].pk}


def held(cast: Cast, day: date) -> Entry:
    with at(day):
        entry: Entry = entry_of(
            "activity", cast, initial="held", occurred_on=day, kind="koordinasi", area_id="perencanaan"
        )
    return entry


def test_files_that_are_gone_or_cut_off(cast: Cast) -> None:
    gone, cut, fine = [proved(cast, letter(cast, MONDAYS[n]), photo(n + 50)) for n in range(3)]
    Path(gone.evidence.get().file.file.path).unlink()
    path = Path(cut.evidence.get().file.file.path)
    path.write_bytes(path.read_bytes()[:-1])
    (finding,) = found(cast, Kind.MISSING)
    assert opened(finding) == {gone.pk, cut.pk}
    assert finding.sentence.startswith("2 berkas bukti hilang atau rusak di penyimpanan, di bawah 2 entri")
    assert fine.pk not in opened(finding)


def test_files_from_before_are_examined_in_portions(cast: Cast) -> None:
    for n in range(3):
        proved(cast, letter(cast, MONDAYS[n]), photo(1, quality=90 - n))
    EvidenceFile.objects.update(look="", taken_on=None, examined=False)
    assert found(cast, Kind.ALIKE) == []
    assert [examine_old(2), examine_old(2), examine_old(2)] == [2, 1, 0]
    assert len(found(cast, Kind.ALIKE)) == 1


# ---- weight and bounds ------------------------------------------------------------------------------


def test_what_weighs_most_comes_first_and_missing_proof_is_one_line(cast: Cast) -> None:
    for n in range(8):
        entry = letter(cast, MONDAYS[n])
        if n:
            proved(cast, entry, photo(n + 70))
    for n in range(2):
        proved(cast, letter(cast, date(2026, 6, 7)), photo(n + 80))
    entry_of("archive_item", cast, occurred_on=MONDAYS[0])
    result = findings(cast.camat.actor, Q2)
    assert [finding.share for finding in result] == sorted((f.share for f in result), reverse=True)
    (bare,) = [finding for finding in result if finding.kind is Kind.UNPROVED]
    assert " dari " in bare.sentence
    (off,) = [finding for finding in result if finding.kind is Kind.DAY_OFF]
    assert off.weight is not None
    assert (off.weight.concerned, off.weight.counted) == (2, 10)


def test_the_office_sets_its_bounds(cast: Cast) -> None:
    letter(cast, MONDAYS[0], recorded_on=MONDAYS[1])
    assert found(cast, Kind.LATE) == []
    CheckRule.objects.create(office=cast.office, code="terlambat", value=5, valid_from=date(2026, 1, 1))
    (finding,) = found(cast, Kind.LATE)
    assert "lebih dari 5 hari" in finding.sentence
    CheckRule.objects.create(office=cast.office, code="terlambat", value=9, valid_from=date(2026, 2, 1))
    assert found(cast, Kind.LATE) == []
