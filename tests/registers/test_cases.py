"""Cases: steps that repeat, who may read whom they concern, and the land tax of the villages."""

from __future__ import annotations

import csv
import io
import uuid
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.factories import Cast, Member, entry_of
from tests.ledger.files import png, upload
from tests.whose_turn import waits_for

from takar.kernel.access import visible
from takar.kernel.errors import DomainError, Refused
from takar.ledger.audit import verify
from takar.ledger.display import VEILED, shown
from takar.ledger.evidence import attach
from takar.ledger.forms import form_class
from takar.ledger.models import BookReach, EffectiveMilestone, Evidence
from takar.ledger.selectors import book_entries, search_everywhere
from takar.ledger.services import (
    add_milestone,
    cancel_entry,
    correct_entry,
    correct_milestone,
    withdraw_milestone,
)
from takar.organisation.models import Village
from takar.registers.cases.book import Cases, LandTaxAssessments, LandTaxPayments
from takar.registers.cases.models import Case, LandTaxAssessment
from takar.registers.cases.selectors import arrears, pace, tax_lines
from takar.registers.cases.services import handle_case
from takar.reporting.documents.books import exported_book

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

TODAY = date(2026, 7, 15)
NAME = "Supardi Wiryawan"


def case(cast: Cast, **values: object) -> Case:
    made: Case = entry_of(Cases, cast, **values)
    return made


def handle(cast: Cast, made: Case, on: date = TODAY, action: str = "Ditinjau", **more: object) -> None:
    handle_case(case=made, actor=cast.field_clerk.actor, on=on, action=action, **more)  # type: ignore[arg-type]


# ---- steps --------------------------------------------------------------------------------------


def test_steps_are_told_one_after_another_and_the_first_is_what_counts(cast: Cast) -> None:
    made = case(cast, occurred_on=date(2026, 6, 29))
    handle(cast, made, date(2026, 7, 1), "Ditinjau", helpers="Babinsa")
    handle(cast, made, date(2026, 7, 6), "Dimediasi", positions=[cast.government_clerk.position])
    stored = Case.objects.get(pk=made.pk)
    assert (stored.state, stored.handled_on, stored.days_to_handle) == ("handled", date(2026, 7, 1), 2)
    assert stored.handling == "Ditinjau; Dimediasi"
    assert EffectiveMilestone.objects.filter(entry=made, what="handled").count() == 1
    recorded = made.milestones.filter(what="handled").order_by("seq")
    assert [row.details["helpers"] for row in recorded] == ["Babinsa", ""]
    add_milestone(entry=made, what="resolved", on=TODAY, note="Damai", actor=cast.field_clerk.actor)
    assert Case.objects.get(pk=made.pk).days_to_resolve == 16
    with pytest.raises(DomainError):
        handle(cast, made)
    assert list(verify(cast.office.pk)) == []


def test_a_step_needs_its_words_and_a_case_is_not_resolved_untouched(cast: Cast) -> None:
    made = case(cast)
    with pytest.raises(DomainError) as error:
        handle(cast, made, action="  ")
    assert "tindakan" in error.value.message
    with pytest.raises(DomainError):
        add_milestone(entry=made, what="resolved", on=TODAY, note="x", actor=cast.field_clerk.actor)


def test_a_case_is_not_resolved_before_its_last_step(cast: Cast) -> None:
    made = case(cast, occurred_on=date(2026, 7, 1))
    handle(cast, made, date(2026, 7, 2))
    handle(cast, made, date(2026, 7, 10))
    with pytest.raises(DomainError) as error:
        add_milestone(
            entry=made, what="resolved", on=date(2026, 7, 6), note="x", actor=cast.field_clerk.actor
        )
    assert error.value.field == "on"


def test_a_step_is_moved_and_taken_back_while_others_stand(cast: Cast) -> None:
    made = case(cast, occurred_on=date(2026, 7, 1))
    handle(cast, made, date(2026, 7, 2), "Satu")
    handle(cast, made, date(2026, 7, 6), "Dua")
    first, second = made.milestones.filter(what="handled").order_by("seq")
    add_milestone(entry=made, what="resolved", on=date(2026, 7, 8), note="x", actor=cast.field_clerk.actor)
    withdraw_milestone(milestone=first, actor=cast.field_clerk.actor, reason="Bukan masalah ini")
    stored = Case.objects.get(pk=made.pk)
    assert (stored.handled_on, stored.handling) == (date(2026, 7, 6), "Dua")
    moved = correct_milestone(
        milestone=second, on=date(2026, 7, 7), actor=cast.field_clerk.actor, reason="Salah"
    )
    stored = Case.objects.get(pk=made.pk)
    assert (stored.handled_on, stored.handling) == (date(2026, 7, 7), "Dua")
    with pytest.raises(DomainError):
        withdraw_milestone(milestone=moved, actor=cast.field_clerk.actor, reason="x")
    assert list(verify(cast.office.pk)) == []


def test_a_step_and_its_photos_are_recorded_together_or_not_at_all(cast: Cast) -> None:
    made = case(cast)
    with pytest.raises(DomainError, match="tidak diterima"):
        handle(cast, made, uploads=[upload(png()), upload(b"MZ this is no picture")])
    assert [row.what for row in made.milestones.all()] == ["reported"]
    # The same photo again is refused with the step, and the step is not told either.
    handle(cast, made, uploads=[upload(png())], caption="Lokasi")
    with pytest.raises(DomainError, match="sudah menjadi bukti"):
        handle(cast, made, action="Ditinjau lagi", uploads=[upload(png())])
    assert [row.what for row in made.milestones.order_by("seq")] == ["reported", "handled", "evidence_added"]
    assert Evidence.objects.get(entry=made).caption == "Lokasi"
    assert list(verify(cast.office.pk)) == []


def test_a_form_sent_twice_tells_one_step(cast: Cast) -> None:
    made, key = case(cast), uuid.uuid4()
    sent: dict[str, Any] = {"helpers": "Babinsa", "caption": "Lokasi", "client_key": key}
    handle(cast, made, action=" Ditinjau", uploads=[upload(png())], **sent)
    handle(cast, made, action="Ditinjau ", uploads=[upload(png())], **sent)
    assert [row.what for row in made.milestones.order_by("seq")] == ["reported", "handled", "evidence_added"]
    # Changed after its answer was lost: neither a second step nor silently dropped.
    with pytest.raises(DomainError, match="sudah tercatat: “Ditinjau”"):
        handle(cast, made, action="Ditinjau dan dimediasi", **sent)
    handle(cast, made, action="Ditinjau", helpers="Babinsa", client_key=uuid.uuid4())
    assert made.milestones.filter(what="handled").count() == 2
    assert list(verify(cast.office.pk)) == []


def test_only_keepers_and_the_responsible_handle(cast: Cast) -> None:
    made = case(cast, position=cast.government_clerk.position)
    with pytest.raises(Refused):
        handle_case(case=made, actor=cast.personnel_clerk.actor, on=TODAY, action="x")
    assert waits_for(cast, made) == {"handle": {"government_clerk"}}
    handle_case(case=made, actor=cast.government_clerk.actor, on=TODAY, action="Ditinjau")
    assert waits_for(cast, made) == {"resolve": {"government_clerk"}}
    with pytest.raises(DomainError):
        handle(cast, made, positions=[cast.neighbour_clerk.position])


# ---- columns ------------------------------------------------------------------------------------


def test_the_area_follows_the_kind_and_the_incident_must_belong_to_it(cast: Cast) -> None:
    assert case(cast, kind="bencana", incident="banjir").area_id == "bencana"
    assert case(cast, kind="sosial", incident="lain").area_id == "kesejahteraan_sosial"
    with pytest.raises(DomainError) as error:
        case(cast, kind="trantib", incident="banjir")
    assert error.value.field == "incident"


def test_victims_are_told_of_disasters_only(cast: Cast) -> None:
    flood = case(
        cast, kind="bencana", incident="banjir", displaced=12, houses_heavy=2, loss=Decimal(4_000_000)
    )
    assert flood.harm == "12 mengungsi, 2 rumah rusak berat"
    assert case(cast, displaced=3).displaced is None


def test_a_handled_case_keeps_its_kind(cast: Cast) -> None:
    made = case(cast)
    handle(cast, made)
    with pytest.raises(DomainError) as error:
        correct_entry(
            entry=made,
            actor=cast.field_clerk.actor,
            values={"kind": "sosial", "incident": "lain"},
            reason="x",
        )
    assert error.value.field == "kind"


# ---- whom it concerns ---------------------------------------------------------------------------


def outsiders(cast: Cast) -> tuple[Member, ...]:
    """Colleagues without a part in the clerk's cases, one of whom keeps the book."""
    return (cast.government_clerk, cast.personnel_clerk, cast.planner, cast.general_head)


def test_names_are_veiled_in_list_export_and_search(cast: Cast) -> None:
    # Also where the office opens the book to everybody, the names stay hidden.
    BookReach.objects.create(office=cast.office, book="case", reads="office")
    made = case(cast, concerned=NAME, reporter=NAME, contact="0812-0000-1111")
    for name in Cases.marked("veiled"):
        assert shown(Cases, made, name) == VEILED
    assert shown(Cases, case(cast, contact=""), "contact") == "–"
    for member in cast.members.values():
        rows = book_entries(Cases, member.actor, year=2026)
        text = exported_book(Cases, member.actor, rows, as_csv=True).decode("utf-8-sig")
        assert NAME not in text
        assert (
            VEILED
            in next(csv.DictReader(io.StringIO(text), delimiter=";" if ";" in text else ","))[
                "Orang yang terkait"
            ]
        )
        assert search_everywhere(member.actor, "supardi wiryawan") == []


def test_a_correction_by_somebody_else_neither_shows_nor_loses_them(cast: Cast) -> None:
    made = case(cast, concerned=NAME)
    mine = form_class(Cases, cast.field_clerk.actor)(instance=made)
    assert mine.initial["concerned"] == NAME
    theirs = form_class(Cases, cast.general_head.actor)(instance=made)
    assert set(Cases.marked("veiled")) & set(theirs.fields) == set()
    correct_entry(entry=made, actor=cast.general_head.actor, values={"severity": "berat"}, reason="Data")
    assert Case.objects.get(pk=made.pk).concerned == NAME
    helped = case(cast, concerned=NAME)
    handle(cast, helped, positions=[cast.government_clerk.position])
    assert "concerned" in form_class(Cases, cast.government_clerk.fresh())(instance=helped).fields


def test_files_of_a_case_are_seen_by_those_involved(cast: Cast) -> None:
    made = case(cast)
    evidence = attach(entry=made, actor=cast.field_clerk.actor, upload=upload(png(), "wajah.png"))
    plain = attach(
        entry=entry_of("activity", cast), actor=cast.field_clerk.actor, upload=upload(png(), "kegiatan.png")
    )
    for member in (cast.field_clerk, cast.camat, cast.secretary):
        assert visible(member.actor, Evidence).filter(pk=evidence.pk).exists()
    for member in outsiders(cast):
        assert not visible(member.actor, Evidence).filter(pk=evidence.pk).exists()
        assert visible(member.actor, Evidence).filter(pk=plain.pk).exists()
    handle(cast, made, positions=[cast.government_clerk.position])
    assert visible(cast.government_clerk.fresh(), Evidence).filter(pk=evidence.pk).exists()


# ---- how quickly --------------------------------------------------------------------------------


def test_the_pace_is_the_median_of_those_that_got_so_far(cast: Cast) -> None:
    for first, last in ((1, 3), (2, 9), (6, None)):
        made = case(cast, occurred_on=date(2026, 6, 1))
        handle(cast, made, date(2026, 6, 1 + first))
        if last:
            add_milestone(
                entry=made,
                what="resolved",
                on=date(2026, 6, 1 + last),
                note="x",
                actor=cast.field_clerk.actor,
            )
    case(cast, occurred_on=date(2026, 6, 1))
    gone = case(cast)
    cancel_entry(entry=gone, actor=cast.field_clerk.actor, reason="x")
    (found,) = pace(cast.field_clerk.actor, year=2026)
    assert (found.kind, found.reported, found.handled, found.resolved) == ("trantib", 4, 3, 2)
    assert (found.days_to_handle, found.days_to_resolve) == (2, 6)
    assert {row.kind for row in pace(cast.neighbour_camat.actor, year=2026)} == {"trantib"}


# ---- land tax -----------------------------------------------------------------------------------


def baku(cast: Cast, village: Village | None = None, year: int = 2026, **values: object) -> LandTaxAssessment:
    given = {"amount": Decimal(1_000_000), "due_on": date(year, 9, 30), "title": ""} | values
    made: LandTaxAssessment = entry_of(
        LandTaxAssessments, cast, village=village or cast.village, tax_year=year, **given
    )
    return made


def pay(cast: Cast, amount: int, on: date = TODAY, year: int = 2026, **values: object) -> object:
    given = {"village": cast.village, "title": "", "receipt": ""} | values
    return entry_of(LandTaxPayments, cast, tax_year=year, amount=Decimal(amount), occurred_on=on, **given)


def test_payments_add_up_by_month_and_what_is_left_becomes_overdue(cast: Cast) -> None:
    baku(cast)
    pay(cast, 200_000, date(2026, 3, 31))
    pay(cast, 100_000, date(2026, 4, 1), fine=Decimal(2_000))
    pay(cast, 50_000, date(2026, 4, 2))
    line = next(row for row in tax_lines(cast.field_clerk.actor, tax_year=2026) if row.assessment)
    assert (line.months[2], line.months[3]) == (Decimal(200_000), Decimal(150_000))
    assert (line.paid, line.left, line.fine) == (Decimal(350_000), Decimal(650_000), Decimal(2_000))
    assert line.percent == 35
    assert not line.is_overdue(date(2026, 9, 30))
    assert line.is_overdue(date(2026, 10, 1))
    assert list(verify(cast.office.pk)) == []


def test_arrears_are_told_until_paid_in_a_later_year(cast: Cast) -> None:
    baku(cast, year=2024, occurred_on=date(2026, 1, 5))
    pay(cast, 400_000, year=2024)
    mine = [row for row in arrears(cast.field_clerk.actor) if row.tax_year == 2024]
    assert [(row.village, row.left) for row in mine] == [(cast.village, Decimal(600_000))]
    assert arrears(cast.field_clerk.actor, today=date(2024, 9, 30)) == []
    pay(cast, 600_000, year=2024)
    assert [row for row in arrears(cast.field_clerk.actor) if row.tax_year == 2024] == []
    line = next(row for row in tax_lines(cast.field_clerk.actor, tax_year=2024) if row.assessment)
    assert (line.later, sum(line.months)) == (Decimal(1_000_000), 0)


def test_nobody_pays_more_than_is_left_or_without_a_baku(cast: Cast) -> None:
    baku(cast)
    first = pay(cast, 900_000)
    with pytest.raises(DomainError) as error:
        pay(cast, 100_001)
    assert (error.value.field, "Rp100.000" in error.value.message) == ("amount", True)
    with pytest.raises(DomainError) as error:
        pay(cast, 1, year=2020)
    assert error.value.field == "tax_year"
    correct_entry(
        entry=first, actor=cast.field_clerk.actor, values={"amount": Decimal(1_000_000)}, reason="x"
    )  # type: ignore[arg-type]
    with pytest.raises(DomainError):
        correct_entry(
            entry=first, actor=cast.field_clerk.actor, values={"amount": Decimal(1_000_001)}, reason="x"
        )  # type: ignore[arg-type]
    cancel_entry(entry=first, actor=cast.field_clerk.actor, reason="x")  # type: ignore[arg-type]
    pay(cast, 1_000_000)


def test_a_village_has_one_baku_a_year_that_holds_what_was_paid(cast: Cast) -> None:
    made = baku(cast)
    with pytest.raises(DomainError) as error:
        baku(cast)
    assert error.value.field == "village"
    pay(cast, 300_000)
    with pytest.raises(DomainError) as error:
        correct_entry(
            entry=made, actor=cast.field_clerk.actor, values={"amount": Decimal(299_999)}, reason="x"
        )
    assert error.value.field == "amount"
    with pytest.raises(DomainError):
        cancel_entry(entry=made, actor=cast.field_clerk.actor, reason="x")
    correct_entry(
        entry=made, actor=cast.field_clerk.actor, values={"amount": Decimal(300_000)}, reason="Perubahan"
    )


def test_the_audit_finds_a_village_that_paid_more_than_its_baku(cast: Cast) -> None:
    made = baku(cast)
    pay(cast, 300_000)
    LandTaxAssessment.objects.filter(pk=made.pk).update(amount=Decimal(1))
    assert any("melebihi bakunya" in text for text in verify(cast.office.pk))


def test_the_neighbour_sees_none_of_our_tax(cast: Cast) -> None:
    baku(cast)
    pay(cast, 300_000)
    villages = {row.village for row in tax_lines(cast.neighbour_camat.actor, tax_year=2026)}
    assert villages == {cast.neighbour_village}
    assert cast.village not in {row.village for row in arrears(cast.neighbour_camat.actor)}
