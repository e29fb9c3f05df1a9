"""Work documents: what follows from their kind, how they are judged, what the calendar asks for."""

from __future__ import annotations

from datetime import date

import pytest
from tests.factories import Cast, entry_of, ticked_points
from tests.web.files import pdf_upload

from takar.kernel.dated import in_force
from takar.kernel.errors import DomainError, NotFound, Refused
from takar.ledger.audit import verify
from takar.ledger.forms import form_class
from takar.ledger.models import CANCELLED, EffectiveMilestone
from takar.ledger.services import add_milestone, cancel_entry, correct_entry, withdraw_milestone
from takar.registers.documents.book import WorkDocuments
from takar.registers.documents.models import (
    CATEGORY_OF,
    DocumentKind,
    DocumentSchedule,
    Guideline,
    WorkDocument,
)
from takar.registers.documents.selectors.calendar import due_day, due_in
from takar.registers.documents.selectors.documents import (
    DueStatus,
    Scheduled,
    documents_due_for,
    guideline_for,
    last_ticked,
    scheduled,
)
from takar.registers.documents.services import add_version, check_document, load_starter, send_back

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

TODAY = date(2026, 7, 15)


def document(cast: Cast, **values: object) -> WorkDocument:
    made: WorkDocument = entry_of(WorkDocuments, cast, **values)
    return made


def approved(cast: Cast, **values: object) -> WorkDocument:
    made = document(cast, **values)
    check_document(document=made, actor=cast.camat.actor, ticked=ticked_points(made), on=made.occurred_on)
    add_milestone(entry=made, what="approved", on=made.occurred_on, actor=cast.camat.actor)
    return WorkDocument.objects.get(pk=made.pk)


# ---- what follows from the columns --------------------------------------------------------------


def test_every_kind_but_one_says_its_category() -> None:
    assert set(DocumentKind.values) - set(CATEGORY_OF) == {"lainnya"}


def test_the_category_follows_the_kind_unless_chosen(cast: Cast) -> None:
    assert document(cast, kind="renja").category == "perencanaan"
    assert document(cast, kind="renja", category="tata_usaha").category == "tata_usaha"
    with pytest.raises(DomainError, match="Pilih golongan") as caught:
        document(cast, kind="lainnya")
    assert caught.value.field == "category"
    assert document(cast, kind="lainnya", category="pelaporan").category == "pelaporan"


def test_a_corrected_kind_takes_the_derived_category_along_and_what_counts_follows(cast: Cast) -> None:
    made = document(cast, kind="renja")
    correct_entry(entry=made, actor=cast.document_clerk.actor, values={"kind": "lkjip"}, reason="Salah jenis")
    assert WorkDocument.objects.get(pk=made.pk).category == "pelaporan"
    assert EffectiveMilestone.objects.get(entry=made).category == "pelaporan"
    chosen = document(cast, kind="renja", category="kebijakan")
    correct_entry(
        entry=chosen, actor=cast.document_clerk.actor, values={"kind": "lkjip"}, reason="Salah jenis"
    )
    assert WorkDocument.objects.get(pk=chosen.pk).category == "kebijakan"


def test_the_time_limit_follows_the_calendar_unless_written(cast: Cast) -> None:
    asked = {"kind": "lkjip", "area_id": "perencanaan", "period_year": 2027, "period_part": "tahun"}
    assert document(cast, **asked).due_on == date(2028, 2, 29)
    assert document(cast, **asked, due_on=date(2026, 1, 1)).due_on == date(2026, 1, 1)
    assert document(cast, kind="tata_usaha").due_on is None


@pytest.mark.parametrize("year", ["26", "20260", ""])
def test_the_form_takes_only_a_year_of_four_digits(cast: Cast, year: str) -> None:
    form = form_class(WorkDocuments, cast.document_clerk.actor)(data={"period_year": year})
    assert ("period_year" in form.errors) == (year != "")


def test_the_period_is_told_in_words(cast: Cast) -> None:
    words = {"tahun": "Tahun 2026", "S1": "Semester I 2026", "Q2": "Triwulan II 2026", "12": "Desember 2026"}
    assert {part: document(cast, period_part=part).period_label for part in words} == words


# ---- being judged -------------------------------------------------------------------------------


def test_checked_needs_every_required_point_and_tells_them(cast: Cast) -> None:
    made = document(cast, kind="lkjip")
    points = ticked_points(made)
    optional = points[-1]
    assert optional.endswith("(bila ada)")
    found = check_document(
        document=made, actor=cast.secretary.actor, ticked=points[:-1], on=TODAY, note="Rapi"
    )
    assert (found.what, made.state) == ("checked", "checked")
    assert found.details["met"] == points[:-1]
    assert found.details["lacking"] == []
    assert found.details["guideline"] == "Pedoman penyusunan LKjIP"
    assert found.note.endswith("terpenuhi. Rapi")
    assert list(verify(cast.office.pk)) == []


def test_a_lacking_point_sends_the_document_back_with_what_is_lacking(cast: Cast) -> None:
    made = document(cast, kind="lkjip")
    points = ticked_points(made)
    found = check_document(document=made, actor=cast.secretary.actor, ticked=points[1:], on=TODAY)
    assert (found.what, made.state) == ("returned", "returned")
    assert found.details["lacking"] == points[:1]
    assert points[0] in found.note
    assert last_ticked(made) == points[1:]
    # Checked again: the old verdict is withdrawn, not doubled.
    again = check_document(document=made, actor=cast.secretary.actor, ticked=[], on=TODAY)
    assert again.details["lacking"] == [point for point in points if not point.endswith("(bila ada)")]
    check_document(document=made, actor=cast.secretary.actor, ticked=points, on=TODAY)
    assert made.state == "checked"
    assert list(verify(cast.office.pk)) == []


def test_neither_the_recorder_nor_the_named_author_checks_or_returns(cast: Cast) -> None:
    own = document(cast)
    with pytest.raises(Refused, match="orang lain"):
        check_document(document=own, actor=cast.document_clerk.actor, ticked=ticked_points(own), on=TODAY)
    with pytest.raises(Refused):
        send_back(document=own, actor=cast.document_clerk.actor, on=TODAY, note="x")
    for_another = document(cast, person=cast.planner.person)
    for writer in (cast.document_clerk, cast.planner):
        with pytest.raises(Refused):
            check_document(
                document=for_another, actor=writer.actor, ticked=ticked_points(for_another), on=TODAY
            )
    leaders_own = document(cast, person=cast.camat.person)
    with pytest.raises(Refused):
        check_document(document=leaders_own, actor=cast.camat.actor, ticked=[], on=TODAY)


def test_who_keeps_no_book_judges_nothing_and_the_neighbour_finds_nothing(cast: Cast) -> None:
    made = document(cast)
    with pytest.raises(Refused):
        check_document(document=made, actor=cast.government_clerk.actor, ticked=[], on=TODAY)
    with pytest.raises(NotFound):
        check_document(document=made, actor=cast.neighbour_camat.actor, ticked=[], on=TODAY)
    with pytest.raises(NotFound):
        add_version(document=made, actor=cast.neighbour_clerk.actor, upload=pdf_upload("x"), note="x")


def test_checked_is_not_told_past_the_checklist(cast: Cast) -> None:
    made = document(cast)
    for what in ("checked", "returned"):
        with pytest.raises(Refused):
            add_milestone(entry=made, what=what, on=TODAY, actor=cast.camat.actor, note="x")
    with pytest.raises(DomainError, match="Sesuai pedoman"):
        add_milestone(entry=made, what="approved", on=TODAY, actor=cast.camat.actor)


def test_only_leaders_approve(cast: Cast) -> None:
    made = document(cast)
    check_document(document=made, actor=cast.general_head.actor, ticked=ticked_points(made), on=TODAY)
    with pytest.raises(Refused):
        add_milestone(entry=made, what="approved", on=TODAY, actor=cast.general_head.actor)
    add_milestone(entry=made, what="approved", on=TODAY, actor=cast.secretary.actor)
    assert made.state == "approved"


def test_without_a_guideline_nothing_is_checked(cast: Cast) -> None:
    Guideline.objects.filter(kind="sop").update(retired_on=date(2026, 1, 1))
    made = document(cast, kind="sop")
    with pytest.raises(DomainError, match="Belum ada pedoman"):
        check_document(document=made, actor=cast.camat.actor, ticked=[], on=TODAY)


def test_a_point_that_is_not_on_the_list_is_refused(cast: Cast) -> None:
    made = document(cast)
    with pytest.raises(DomainError, match="baru saja berubah"):
        check_document(document=made, actor=cast.camat.actor, ticked=["Karangan"], on=TODAY)


def test_the_guideline_of_the_day_of_the_draft_governs(cast: Cast) -> None:
    old = Guideline.objects.get(office=cast.office, kind="renja")
    old.valid_until = date(2026, 7, 1)  # typed and read as 30 June, its last day
    old.save()
    new = Guideline(office=cast.office, kind="renja", name="Baru", valid_from=date(2026, 7, 1), points="Satu")
    new.full_clean()
    new.save()
    assert guideline_for(document(cast, kind="renja", occurred_on=date(2026, 6, 30))) == old
    assert guideline_for(document(cast, kind="renja", occurred_on=date(2026, 7, 1))) == new
    assert in_force(Guideline.objects.filter(office=cast.office, kind="renja"), date(2019, 12, 31)) is None


def test_a_leader_returns_what_was_checked_and_the_check_falls(cast: Cast) -> None:
    made = document(cast)
    check_document(document=made, actor=cast.secretary.actor, ticked=ticked_points(made), on=TODAY)
    with pytest.raises(DomainError) as caught:
        send_back(document=made, actor=cast.camat.actor, on=TODAY, note=" ")
    assert caught.value.field == "note"
    send_back(document=made, actor=cast.camat.actor, on=TODAY, note="Data triwulan keliru")
    assert made.state == "returned"
    send_back(document=made, actor=cast.camat.actor, on=TODAY, note="Masih keliru")
    assert EffectiveMilestone.objects.filter(entry=made, what="checked").count() == 0
    assert list(verify(cast.office.pk)) == []


def test_a_new_version_keeps_the_old_file_and_is_judged_anew(cast: Cast) -> None:
    made = document(cast)
    add_version(
        document=made, actor=cast.document_clerk.actor, upload=pdf_upload("satu"), note="Naskah lengkap"
    )
    check_document(document=made, actor=cast.camat.actor, ticked=ticked_points(made), on=TODAY)
    changed = add_version(
        document=made, actor=cast.document_clerk.actor, upload=pdf_upload("dua"), note="Angka dibetulkan"
    )
    fresh = WorkDocument.objects.get(pk=made.pk)
    assert (changed.edition, fresh.edition, fresh.state) == (3, 3, "drafted")
    captions = list(made.evidence.filter(withdrawn_at=None).values_list("caption", flat=True))
    assert captions == ["Versi 2: Naskah lengkap", "Versi 3: Angka dibetulkan"]
    recorded = made.milestones.filter(what="corrected").last()
    assert recorded is not None
    assert recorded.details["changes"]["edition"] == [2, 3]
    assert list(verify(cast.office.pk)) == []


def test_a_version_that_is_refused_leaves_nothing(cast: Cast) -> None:
    made = document(cast)
    add_version(document=made, actor=cast.document_clerk.actor, upload=pdf_upload("satu"), note="a")
    with pytest.raises(DomainError, match="Berkas yang sama"):
        add_version(document=made, actor=cast.document_clerk.actor, upload=pdf_upload("satu"), note="b")
    with pytest.raises(DomainError, match="apa yang berubah"):
        add_version(document=made, actor=cast.document_clerk.actor, upload=pdf_upload("dua"), note=" ")
    assert WorkDocument.objects.get(pk=made.pk).edition == 2
    done = approved(cast)
    with pytest.raises(DomainError, match="dokumen baru"):
        add_version(document=done, actor=cast.document_clerk.actor, upload=pdf_upload("tiga"), note="c")
    with pytest.raises(DomainError, match="Tarik dahulu persetujuannya"):
        send_back(document=done, actor=cast.camat.actor, on=TODAY, note="x")
    cancel_entry(entry=made, actor=cast.document_clerk.actor, reason="x")
    with pytest.raises(DomainError, match="dibatalkan"):
        add_version(document=made, actor=cast.document_clerk.actor, upload=pdf_upload("empat"), note="d")


def test_a_checked_document_stays_of_its_kind(cast: Cast) -> None:
    made = document(cast)
    check_document(document=made, actor=cast.camat.actor, ticked=ticked_points(made), on=TODAY)
    with pytest.raises(DomainError, match="sudah diperiksa") as caught:
        correct_entry(entry=made, actor=cast.document_clerk.actor, values={"kind": "sop"}, reason="x")
    assert caught.value.field == "kind"
    withdraw_milestone(
        milestone=made.milestones.get(what="checked"), actor=cast.document_clerk.actor, reason="x"
    )
    correct_entry(entry=made, actor=cast.document_clerk.actor, values={"kind": "sop"}, reason="x")


# ---- the calendar -------------------------------------------------------------------------------


def row(cast: Cast, **values: object) -> DocumentSchedule:
    given: dict[str, object] = {
        "office": cast.office, "name": "Uji", "kind": "sop", "every": "tahun", "due_month": 2, "due_day": 31,
        "position": cast.document_clerk.position, "reminder_days": 10,
    }  # fmt: skip
    made = DocumentSchedule(**given | values)
    made.full_clean()
    made.save()
    return made


def test_the_31st_is_the_last_day_of_any_month(cast: Cast) -> None:
    yearly = row(cast)
    assert due_day(yearly, 2026, "tahun") == date(2026, 2, 28)
    assert due_day(yearly, 2028, "tahun") == date(2028, 2, 29)
    assert due_day(row(cast, name="Sebelum", due_year=-1), 2026, "tahun") == date(2025, 2, 28)


def test_what_is_due_in_a_year_may_be_about_the_year_before_or_after(cast: Cast) -> None:
    quarterly = row(cast, name="TW", every="triwulan", due_month=None, due_day=15)
    assert [(d.year, d.part, d.on) for d in due_in(quarterly, 2026)] == [
        (2025, "Q4", date(2026, 1, 15)),
        (2026, "Q1", date(2026, 4, 15)),
        (2026, "Q2", date(2026, 7, 15)),
        (2026, "Q3", date(2026, 10, 15)),
    ]
    ahead = row(cast, name="Depan", due_year=-1, due_month=7)
    assert [(d.year, d.on) for d in due_in(ahead, 2026)] == [(2027, date(2026, 7, 31))]
    monthly = row(cast, name="Bulan", every="bulan", due_month=None, due_day=10)
    assert [d.part for d in due_in(monthly, 2026)] == ["12", *(f"{m:02}" for m in range(1, 12))]


def test_a_row_holds_from_its_first_year_until_it_is_retired(cast: Cast) -> None:
    begun = row(cast, name="Mulai", first_year=2026)
    assert list(due_in(begun, 2025)) == []
    assert len(list(due_in(begun, 2026))) == 1
    ended = row(cast, name="Usai", every="bulan", due_month=None, due_day=10, retired_on=date(2026, 4, 10))
    assert [d.on.month for d in due_in(ended, 2026)] == [1, 2, 3]


def status_of(cast: Cast, schedule: DocumentSchedule, year: int = 2026) -> Scheduled:
    (found,) = [s for s in scheduled(cast.document_clerk.actor, year=year) if s.due.schedule == schedule]
    return found


@pytest.mark.parametrize(
    ("day", "expected"),
    [(14, DueStatus.OVERDUE), (15, DueStatus.SOON), (25, DueStatus.SOON), (26, DueStatus.LATER)],
)
def test_late_begins_the_day_after_and_soon_with_the_reminder(
    cast: Cast, day: int, expected: DueStatus
) -> None:
    assert status_of(cast, row(cast, due_month=7, due_day=day)).status is expected


def test_only_an_approved_document_of_that_period_and_area_is_done(cast: Cast) -> None:
    schedule = row(cast, area_id="trantib", due_month=3)
    given = {"kind": "sop", "period_year": 2026, "period_part": "tahun"}
    assert status_of(cast, schedule).document is None
    for values in (
        {"area_id": "umum"},
        {"area_id": "trantib", "period_year": 2025},
        {"area_id": "trantib", "period_part": "Q1"},
    ):
        approved(cast, **given | values)
    cancelled = document(cast, **given, area_id="trantib")
    cancel_entry(entry=cancelled, actor=cast.document_clerk.actor, reason="x")
    assert WorkDocument.objects.get(pk=cancelled.pk).state == CANCELLED
    assert status_of(cast, schedule).document is None
    draft = document(cast, **given, area_id="pbb")
    assert (status_of(cast, schedule).document, status_of(cast, schedule).status) == (
        draft,
        DueStatus.OVERDUE,
    )
    done = approved(cast, **given, area_id="trantib")
    assert (status_of(cast, schedule).document, status_of(cast, schedule).status) == (
        done,
        DueStatus.DONE,
    )


def test_the_calendar_is_the_office_s_own(cast: Cast) -> None:
    schedule = row(cast)
    assert schedule not in {s.due.schedule for s in scheduled(cast.neighbour_clerk.actor, year=2026)}


def test_what_is_pressing_waits_for_whoever_is_responsible(cast: Cast) -> None:
    schedule = row(cast, due_month=7, due_day=20)
    assert [s.due.schedule for s in documents_due_for(cast.document_clerk.fresh())] == [schedule]
    assert schedule not in {s.due.schedule for s in documents_due_for(cast.stock_clerk.fresh())}
    made = document(cast, kind="sop", period_part="tahun")
    assert documents_due_for(cast.document_clerk.fresh()) == []
    check_document(document=made, actor=cast.camat.actor, ticked=[], on=TODAY)
    assert [s.document for s in documents_due_for(cast.document_clerk.fresh())] == [made]


def test_a_yearly_row_needs_its_month_and_a_list_its_points(cast: Cast) -> None:
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        row(cast, due_month=None)
    for points in ("  \n ", "Satu\nsatu"):
        with pytest.raises(ValidationError):
            Guideline(
                office=cast.office, kind="sop", name="x", valid_from=date(2026, 1, 1), points=points
            ).full_clean()


def test_the_starter_rows_are_loaded_once_and_leave_the_office_s_own(cast: Cast) -> None:
    assert load_starter(office=cast.office) == 0
    own = DocumentSchedule.objects.get(office=cast.office, name="Laporan Kinerja (LKjIP)")
    assert own.position is not None
    assert own.position == cast.planner.position
    DocumentSchedule.objects.filter(pk=own.pk).update(due_day=15)
    Guideline.objects.filter(office=cast.office, kind="sop").delete()
    assert load_starter(office=cast.office) == 1
    assert DocumentSchedule.objects.get(pk=own.pk).due_day == 15
    for made in (*DocumentSchedule.objects.all(), *Guideline.objects.all()):
        made.full_clean()
    assert set(Guideline.objects.filter(office=cast.office).values_list("kind", flat=True)) == set(
        DocumentKind.values
    )
