"""The counter: promises by working days, papers, steps that exclude each other, the masked NIK."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from tests.factories import Cast, Member, entry_of, service_type

from takar.kernel.errors import DomainError, NotFound, Refused
from takar.kernel.period import Period
from takar.ledger.actions import action_at, waiting_for
from takar.ledger.audit import verify
from takar.ledger.books import book_named
from takar.ledger.disclosure import DISCLOSED, disclose
from takar.ledger.display import shown
from takar.ledger.forms import form_class
from takar.ledger.services import add_milestone, cancel_entry, correct_entry
from takar.organisation.models import CalendarDay
from takar.registers.counter.book import ServiceRequests
from takar.registers.counter.models import ServiceRequest, ServiceType
from takar.registers.counter.reference import load_starter_services
from takar.registers.counter.rules import ALPHABET, new_ticket, promised_day
from takar.registers.counter.selectors import Lateness, queue, requests_received, returned_to_applicants
from takar.registers.counter.services import check_papers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

MONDAY, FRIDAY, SATURDAY = date(2026, 7, 13), date(2026, 7, 10), date(2026, 7, 11)
TODAY = date(2026, 7, 15)


def asked(cast: Cast, **values: Any) -> ServiceRequest:
    found: ServiceRequest = entry_of("service_request", cast, **values)
    return found


def check(
    cast: Cast, entry: ServiceRequest, have: list[str] | None = None, on: date = TODAY
) -> ServiceRequest:
    papers = entry.service.papers if have is None else have
    return check_papers(request=entry, ticked=papers, on=on, actor=cast.counter_clerk.actor)


def step(cast: Cast, entry: ServiceRequest, what: str, note: str = "", on: date = TODAY) -> None:
    add_milestone(entry=entry, what=what, on=on, actor=cast.counter_clerk.actor, note=note)


# ---- catalogue and promise ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("promise", "unit", "received", "promised"),
    [
        (1, "hari_kerja", FRIDAY, MONDAY),
        (2, "hari_kerja", MONDAY, date(2026, 7, 15)),
        (10, "menit", MONDAY, MONDAY),
        (450, "menit", MONDAY, MONDAY),
        (451, "menit", FRIDAY, MONDAY),
        (7, "jam", FRIDAY, FRIDAY),
        (8, "jam", FRIDAY, MONDAY),
        (10, "menit", SATURDAY, MONDAY),
        (8, "jam", SATURDAY, date(2026, 7, 14)),
    ],
)
def test_a_promise_counts_working_days(
    cast: Cast, promise: int, unit: str, received: date, promised: date
) -> None:
    service = service_type(cast.office, promise=promise, promise_unit=unit)
    assert promised_day(service, received) == promised
    assert asked(cast, service=service, occurred_on=received).promised_on == promised


def test_the_office_s_own_calendar_moves_the_promise(cast: Cast) -> None:
    CalendarDay.objects.create(office=cast.office, day=date(2026, 7, 14), kind="joint_leave")
    assert asked(cast, occurred_on=MONDAY).promised_on == date(2026, 7, 16)


def test_a_promise_once_given_moves_only_with_service_or_day(cast: Cast) -> None:
    entry = asked(cast, occurred_on=MONDAY)
    CalendarDay.objects.create(office=cast.office, day=date(2026, 7, 14), kind="joint_leave")
    service_type(cast.office)  # its promise may change too
    ServiceType.objects.update(promise=9)
    clerk = cast.counter_clerk.actor
    same = correct_entry(entry=entry, actor=clerk, values={"phone": "0812"}, reason="Lupa")
    assert same.detail().promised_on == date(2026, 7, 15)  # type: ignore[attr-defined]
    entry.refresh_from_db()
    moved = correct_entry(entry=entry, actor=clerk, values={"occurred_on": FRIDAY}, reason="Salah")
    assert moved.detail().promised_on > date(2026, 7, 20)  # type: ignore[attr-defined]


def test_a_request_takes_the_standard_of_its_day(cast: Cast) -> None:
    old = service_type(cast.office, valid_until=date(2026, 7, 1), fee=Decimal(5000))
    new = ServiceType.objects.create(
        office=cast.office, code=old.code, name="Baru", category="perizinan", promise=1,
        valid_from=date(2026, 7, 1), fee=Decimal(0),
    )  # fmt: skip
    before, after = asked(cast, service=new, occurred_on=date(2026, 6, 30)), asked(cast, service=old)
    assert (before.service, before.fee, before.category) == (old, Decimal(5000), "kependudukan")
    assert (after.service, after.fee, after.category) == (new, Decimal(0), "perizinan")
    with pytest.raises(DomainError, match="tidak berlaku pada 31 Desember 2019") as caught:
        asked(cast, service=old, occurred_on=date(2019, 12, 31))
    assert caught.value.field == "service"


def test_two_standards_of_one_service_never_hold_on_one_day(cast: Cast) -> None:
    service_type(cast.office, valid_until=date(2026, 7, 1))

    def another(start: date, end: date | None = None) -> ServiceType:
        return ServiceType(
            office=cast.office, code="pengantar_kk", name="Lain", category="perizinan", promise=1,
            valid_from=start, valid_until=end,
        )  # fmt: skip

    another(date(2026, 7, 1)).full_clean()
    another(date(2019, 1, 1), date(2020, 1, 1)).full_clean()
    for start, end in (
        (date(2026, 6, 30), None),
        (date(2019, 1, 1), date(2020, 1, 2)),
        (date(2021, 1, 1), None),
    ):
        with pytest.raises(ValidationError, match="sudah dipakai"):
            another(start, end).full_clean()
    with pytest.raises(ValidationError, match="mendahului awalnya"):
        another(date(2027, 1, 1), date(2027, 1, 1)).full_clean()


def test_services_that_ended_long_ago_are_not_offered(cast: Cast) -> None:
    late = service_type(cast.office, "baru_berakhir", valid_until=date(2026, 7, 1))
    gone = service_type(cast.office, "lama_berakhir", valid_until=date(2026, 1, 1))
    field = form_class(ServiceRequests, cast.counter_clerk.actor)().fields["service"]
    assert late in field.queryset  # type: ignore[attr-defined]
    assert gone not in field.queryset  # type: ignore[attr-defined]


def test_a_new_office_begins_with_the_shipped_services_and_keeps_its_own(cast: Cast) -> None:
    assert load_starter_services(office=cast.office, valid_from=date(2026, 1, 1)) == 16
    for service in ServiceType.objects.filter(office=cast.office):
        service.full_clean()
        assert not service.verified
        assert service.papers
    assert load_starter_services(office=cast.office, valid_from=date(2026, 1, 1)) == 0


# ---- taking in -------------------------------------------------------------------------------------


def test_a_ticket_has_no_signs_that_look_alike() -> None:
    assert not set("0O1IL5S2Z8BUV") & set(ALPHABET)
    tickets = {new_ticket() for _ in range(500)}
    assert len(tickets) == 500
    assert all(len(t) == 9 and t[4] == "-" and set(t) <= {*ALPHABET, "-"} for t in tickets)


def test_what_is_left_empty_follows(cast: Cast) -> None:
    entry = asked(cast, title="", fee=None)
    assert entry.title == f"{entry.service.name}: {entry.applicant}"
    assert entry.fee == entry.service.fee
    assert entry.ticket


@pytest.mark.parametrize(
    ("values", "field"), [({"nik": "123"}, "nik"), ({"address": "", "village": None}, "address")]
)
def test_what_cannot_be_is_refused_on_its_field(cast: Cast, values: dict[str, Any], field: str) -> None:
    with pytest.raises(DomainError) as caught:
        asked(cast, **values)
    assert caught.value.field == field


# ---- papers and steps ---------------------------------------------------------------------------------


def test_complete_papers_are_verified_and_the_ticks_are_sealed(cast: Cast) -> None:
    entry = check(cast, asked(cast))
    assert (entry.state, entry.completeness) == ("verified", "Lengkap")
    assert entry.milestones.get(what="verified").details == {"papers": entry.service.papers}


def test_an_incomplete_request_goes_back_and_its_promise_begins_anew(cast: Cast) -> None:
    entry = asked(cast, occurred_on=FRIDAY)
    first = check(cast, entry, ["KK lama"], on=FRIDAY)
    assert (first.state, first.completeness) == ("returned", "Kurang: Formulir F-1.01")
    assert first.milestones.get(what="returned").note == "Kurang: Formulir F-1.01."
    again = check(cast, first, [], on=MONDAY)
    assert again.completeness == "Kurang: Formulir F-1.01, KK lama"
    done = check(cast, again, on=TODAY)
    assert (done.state, done.missing, done.promised_on) == ("verified", [], date(2026, 7, 17))
    with pytest.raises(DomainError, match="sudah diputuskan"):
        check(cast, done)
    assert list(verify(cast.office.pk)) == []


def test_the_history_tells_every_check_of_the_papers(cast: Cast) -> None:
    entry = asked(cast, occurred_on=FRIDAY)
    for have in ([], ["KK lama"], ["KK lama"]):
        entry = check(cast, entry, have, on=MONDAY)
    entry = check(cast, entry, on=TODAY)
    recorded = [(row.details.get("told_as", row.what), row.note) for row in entry.milestones.order_by("seq")]
    assert recorded == [
        ("received", ""),
        ("Berkas diperiksa", "0 dari 2 berkas ada."),
        ("returned", "Kurang: Formulir F-1.01, KK lama."),
        ("Dikembalikan lagi", "Dibawa: KK lama. Masih kurang: Formulir F-1.01."),
        ("Dikembalikan lagi", "Tidak ada berkas baru. Masih kurang: Formulir F-1.01."),
        ("Berkas dilengkapi", "Dibawa: Formulir F-1.01. Waktu janji dihitung sejak berkas lengkap."),
        ("verified", ""),
    ]
    assert list(verify(cast.office.pk)) == []


def test_papers_are_checked_by_keepers_and_only_those_asked_for(cast: Cast) -> None:
    entry = asked(cast)
    with pytest.raises(Refused):
        check_papers(request=entry, ticked=[], on=TODAY, actor=cast.government_clerk.actor)
    with pytest.raises(NotFound):
        check_papers(request=entry, ticked=[], on=TODAY, actor=cast.neighbour_clerk.actor)
    with pytest.raises(DomainError, match="Bukan syarat"):
        check(cast, entry, ["Ijazah"])


def test_a_request_goes_its_way_and_the_register_prints_it(cast: Cast) -> None:
    entry = check(cast, asked(cast, village=cast.village))
    step(cast, entry, "signed")
    step(cast, entry, "issued", "470/12/2026")
    step(cast, entry, "collected", "Sutrisno sendiri")
    entry = ServiceRequest.objects.get(pk=entry.pk)
    assert (entry.state, entry.issued_on, entry.collected_on) == ("collected", TODAY, TODAY)
    assert (entry.document_number, entry.receiver) == ("470/12/2026", "Sutrisno sendiri")
    assert entry.counter_officer.startswith("Endah Purwanti")
    assert entry.place.endswith("Gedangan")


def test_a_moved_day_keeps_the_receiver_s_name(cast: Cast) -> None:
    from takar.ledger.services import correct_milestone

    entry = check(cast, asked(cast, occurred_on=MONDAY), on=MONDAY)
    step(cast, entry, "issued", on=MONDAY)
    step(cast, entry, "collected", "Bu Sri")
    recorded = entry.milestones.get(what="collected")
    correct_milestone(milestone=recorded, on=MONDAY, actor=cast.counter_clerk.actor, reason="Salah tanggal")
    entry = ServiceRequest.objects.get(pk=entry.pk)
    assert (entry.collected_on, entry.receiver) == (MONDAY, "Bu Sri")


def test_what_is_rejected_goes_no_further_and_what_is_issued_is_not_rejected(cast: Cast) -> None:
    rejected = check(cast, asked(cast))
    with pytest.raises(DomainError, match="alasan penolakan"):
        step(cast, rejected, "rejected")
    step(cast, rejected, "rejected", "Di luar wilayah")
    with pytest.raises(DomainError, match="sudah tercatat “Ditolak”"):
        step(cast, rejected, "signed")
    issued = check(cast, asked(cast))
    step(cast, issued, "issued")
    with pytest.raises(DomainError, match="sudah tercatat “Selesai”"):
        step(cast, issued, "rejected", "Terlambat")


# ---- the queue --------------------------------------------------------------------------------------


def test_the_queue_shows_what_is_late_next_first(cast: Cast) -> None:
    slow = service_type(cast.office, "lambat", promise=5)
    soon, later = asked(cast, occurred_on=MONDAY), asked(cast, service=slow, occurred_on=FRIDAY)
    late = asked(cast, occurred_on=date(2026, 7, 6))
    returned = check(cast, asked(cast), [])
    cancelled = asked(cast)
    cancel_entry(entry=cancelled, actor=cast.counter_clerk.actor, reason="Dua kali")
    issued = check(cast, asked(cast))
    step(cast, issued, "issued")
    actor = cast.camat.actor
    assert list(queue(actor)) == [late, soon, later]
    assert list(returned_to_applicants(actor)) == [returned]
    assert late not in queue(cast.neighbour_camat.actor)
    assert requests_received(actor, Period.of_month(2026, 7)) == 5


@pytest.mark.parametrize(
    ("promised", "words"),
    [
        (date(2026, 7, 15), "jatuh tempo hari ini"),
        (date(2026, 7, 16), "jatuh tempo besok"),
        (date(2026, 7, 17), "2 hari kerja lagi"),
        (date(2026, 7, 20), "3 hari kerja lagi"),
        (date(2026, 7, 14), "terlambat 1 hari kerja"),
        (date(2026, 7, 10), "terlambat 3 hari kerja"),
    ],
)
def test_lateness_is_told_in_working_days(cast: Cast, promised: date, words: str) -> None:
    assert Lateness(cast.office.pk, TODAY, [promised]).words(promised) == words


# ---- whose turn ---------------------------------------------------------------------------------------


def test_what_the_office_owes_waits_for_the_counter_s_keepers_the_most_urgent_first(cast: Cast) -> None:
    def waits(who: Member) -> dict[str, list[ServiceRequest]]:
        found = {
            w.action.code: list(w.rows) for w in waiting_for(who.actor) if w.action.book is ServiceRequests
        }
        for waiting in waiting_for(who.actor):
            assert all(waiting.action.refusal(who.actor, entry) == "" for entry in waiting.rows)
        return {code: rows for code, rows in found.items() if rows}

    soon, late = asked(cast, occurred_on=MONDAY), asked(cast, occurred_on=date(2026, 7, 6))
    assert waits(cast.counter_clerk) == {"check": [late, soon]}
    check(cast, late)
    check(cast, soon, [])  # waits for its applicant now
    assert waits(cast.counter_clerk) == {"sign": [late]}
    step(cast, late, "signed")
    assert waits(cast.counter_clerk) == {"issue": [late]}
    step(cast, late, "issued")
    for member in cast.members.values():
        assert waits(member) == {}


def test_a_second_check_finds_the_first_even_through_what_was_read_before(cast: Cast) -> None:
    entry = asked(cast)
    prefetch_related_objects([entry], "milestones")
    check(cast, ServiceRequest.objects.get(pk=entry.pk))
    with pytest.raises(DomainError, match="sudah diputuskan"):
        check(cast, entry)


def test_a_check_is_refused_in_words(cast: Cast) -> None:
    entry = asked(cast)
    action = action_at(ServiceRequests, "periksa-berkas")
    assert "dipegang jabatan lain" in action.forbidden(cast.government_clerk.actor, entry)
    step(cast, entry, "rejected", "Di luar wilayah")
    assert action.not_now(cast.counter_clerk.actor, entry) == "Berkas permohonan ini sudah diputuskan."


# ---- the NIK ------------------------------------------------------------------------------------------


def test_a_nik_is_shown_by_its_last_four(cast: Cast) -> None:
    entry = asked(cast, nik="35 0729 010880 0123")
    assert entry.nik == "3507290108800123"
    assert shown(ServiceRequests, entry, "nik") == "••••••••••••0123"
    assert "nik" not in book_named("service_request").marked("search")


def test_a_correction_shows_it_masked_and_keeps_it(cast: Cast) -> None:
    entry = asked(cast, nik="3507290108800123")
    made = form_class(ServiceRequests, cast.counter_clerk.actor)
    blank = made(instance=entry)
    assert "3507290108800123" not in str(blank)
    data = {name: blank.get_initial_for_field(f, name) for name, f in blank.fields.items()}
    data = {name: "" if value is None else value for name, value in data.items()}
    form = made(data={**data, "phone": "0812"}, instance=ServiceRequest.objects.get(pk=entry.pk))
    assert form.is_valid(), form.errors
    assert form.values()["nik"] == "3507290108800123"
    form = made(data={**data, "nik": "3507290108800999"}, instance=ServiceRequest.objects.get(pk=entry.pk))
    assert form.is_valid()
    assert form.values()["nik"] == "3507290108800999"


def test_the_whole_nik_is_read_by_keepers_with_a_reason_that_is_told(cast: Cast) -> None:
    entry = asked(cast, nik="3507290108800123")
    whole = disclose(entry=entry, field="nik", actor=cast.counter_clerk.actor, reason="Mengisi F-1.01")
    assert whole == "3507290108800123"
    milestone = entry.milestones.get(what=DISCLOSED)
    assert (milestone.note, milestone.actor, milestone.details) == (
        "Mengisi F-1.01",
        cast.counter_clerk.user,
        {"field": "nik"},
    )
    assert "3507" not in str(milestone.details)
    for actor, error in ((cast.government_clerk.actor, Refused), (cast.neighbour_clerk.actor, NotFound)):
        with pytest.raises(error):
            disclose(entry=entry, field="nik", actor=actor, reason="Ingin tahu")
    with pytest.raises(DomainError, match="keperluannya"):
        disclose(entry=entry, field="nik", actor=cast.counter_clerk.actor, reason=" ")
    with pytest.raises(NotFound):
        disclose(entry=entry, field="applicant", actor=cast.counter_clerk.actor, reason="x")
    assert entry.milestones.filter(what=DISCLOSED).count() == 1
    assert list(verify(cast.office.pk)) == []
