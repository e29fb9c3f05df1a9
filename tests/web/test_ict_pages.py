"""ICT support: asking for help, the end of a fault, and how long the network was down."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from takar.kernel import clock
from takar.kernel.errors import DomainError, Refused
from takar.ledger.audit import verify
from takar.ledger.fields import OfficeMomentField
from takar.ledger.services import add_milestone
from takar.registers.ict.models import SupportJob, lasting
from takar.registers.ict.selectors import downtime_by_month
from takar.registers.ict.services import resolve_fault
from tests.factories import Cast, entry_of
from tests.web.conftest import SignedIn
from tests.web.screen import see, see_sent_on
from tests.whose_turn import waits_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]


def at(day: int, hour: int, minute: int = 0, month: int = 7) -> datetime:
    """Time of the office (WIB)."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=7)


def fault(cast: Cast, started: datetime, ended: datetime | None = None) -> SupportJob:
    found: SupportJob = entry_of(
        "support_job", cast, kind="jaringan", started_at=started, ended_at=ended, occurred_on=clock.today()
    )
    return found


def test_a_colleague_asks_and_the_officer_finds_it_waiting(cast: Cast, signed_in: SignedIn) -> None:
    address = reverse("web:ict", args=[2026])
    asked = signed_in(cast.section_head).post(
        address, {"kind": "permintaan", "title": "Pencetak macet", "place": "Seksi"}
    )
    assert asked.status_code == 302
    job = SupportJob.objects.get(title="Pencetak macet")
    assert (job.requester, job.position) == (cast.section_head.position, cast.technician.position)
    assert "Pencetak macet" in signed_in(cast.section_head).get(address).content.decode()
    assert (
        "Layanan TIK yang diminta"
        in signed_in(cast.technician).get(reverse("web:today", args=[2026])).content.decode()
    )
    assert "Pencetak macet" not in signed_in(cast.neighbour_clerk).get(address).content.decode()
    # Who keeps no book may ask, and nothing else.
    record = reverse("web:entry-record", args=[2026, "layanan-tik"])
    assert signed_in(cast.section_head).get(record).status_code == 403


def test_a_request_that_lacks_something_keeps_what_was_written(cast: Cast, signed_in: SignedIn) -> None:
    form = {"kind": "jaringan", "title": "Internet mati", "place": "Loket", "started_at": ""}
    answer = signed_in(cast.section_head).post(reverse("web:ict", args=[2026]), form)
    assert answer.status_code == 422
    body = answer.content.decode()
    assert "Tulis kapan gangguan mulai" in body
    assert "Internet mati" in body


def test_the_page_of_a_fault_tells_when_the_network_came_back(cast: Cast, signed_in: SignedIn) -> None:
    broken = fault(cast, at(15, 7, 30))
    address = reverse("web:action", args=[2026, broken.pk, "pulih"])
    assert signed_in(cast.section_head).get(address).status_code == 403
    assert signed_in(cast.neighbour_clerk).get(address).status_code == 404
    client = signed_in(cast.technician)
    for wrong in ("15/7/2026 07.00", "besok 08.00", "pagi"):
        assert client.post(address, {"ended_at": wrong, "solution": "x"}).status_code == 422, wrong
    answer = client.post(address, {"ended_at": "hari ini 09.45", "cause": "Kabel", "solution": "Diganti"})
    assert answer.status_code == 302
    stored = SupportJob.objects.get(pk=broken.pk)
    assert (stored.state, stored.downtime, stored.cause) == ("resolved", "2 jam 15 menit", "Kabel")
    assert list(verify(cast.office.pk)) == []
    conference = entry_of("support_job", cast)
    other = see_sent_on(client, reverse("web:action", args=[2026, conference.pk, "pulih"]))
    assert "dipakai untuk gangguan jaringan" in other.messages
    assert other.steps[0] == "Tandai dilaksanakan"
    assert "Catat pulih" not in other.steps
    with pytest.raises(DomainError, match="dipakai untuk gangguan jaringan"):
        resolve_fault(fault=conference, actor=cast.technician.actor, ended_at=clock.now())


def test_open_work_waits_for_the_officer_by_its_kind(cast: Cast, signed_in: SignedIn) -> None:
    broken = fault(cast, at(15, 7, 30))
    assert waits_for(cast, broken) == {"resolve": {"technician"}}
    conference = entry_of("support_job", cast, started_at=at(17, 9))
    assert waits_for(cast, conference) == {"finish": {"technician"}}
    page = see(signed_in(cast.technician), reverse("web:today", args=[2026]))
    assert "Gangguan jaringan belum pulih 1" in page.text
    assert "2 hari lagi" in page.text
    resolve_fault(fault=broken, actor=cast.technician.actor, ended_at=at(15, 9))
    add_milestone(entry=conference, what="done", on=clock.today(), actor=cast.general_head.actor)
    assert waits_for(cast, broken) == waits_for(cast, conference) == {}


def test_faults_are_resolved_and_everything_else_is_done(cast: Cast) -> None:
    broken, conference = fault(cast, at(15, 7)), entry_of("support_job", cast)
    with pytest.raises(Refused):
        add_milestone(entry=broken, what="done", on=clock.today(), actor=cast.technician.actor)
    with pytest.raises(DomainError):
        add_milestone(
            entry=conference, what="resolved", on=clock.today(), actor=cast.technician.actor, by_service=True
        )
    add_milestone(entry=conference, what="done", on=clock.today(), actor=cast.technician.actor)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "jaringan"}, "started_at"),
        ({"started_at": at(15, 9), "ended_at": at(15, 8)}, "ended_at"),
        ({"ended_at": at(15, 8)}, "started_at"),
        ({"kind": "jaringan", "started_at": at(15, 11)}, "started_at"),
    ],
)
def test_spans_run_forwards_and_faults_are_not_planned(
    cast: Cast, values: dict[str, object], field: str
) -> None:
    with pytest.raises(DomainError) as error:
        entry_of("support_job", cast, **values)
    assert error.value.field == field


def test_a_conference_may_lie_ahead(cast: Cast) -> None:
    planned = entry_of("support_job", cast, started_at=at(20, 9), ended_at=at(20, 11))
    assert (planned.duration, planned.downtime) == ("2 jam", "–")


def test_downtime_is_split_at_the_month_and_overlaps_count_once(cast: Cast) -> None:
    fault(cast, at(30, 22, month=6), at(1, 2))  # two hours in June, two in July
    fault(cast, at(10, 8), at(10, 10))
    fault(cast, at(10, 9), at(10, 11))  # one hour more
    fault(cast, at(15, 10))  # still down at 10.30
    entry_of("support_job", cast, started_at=at(12, 8), ended_at=at(12, 20))  # a conference is no fault
    months = {m.month: m for m in downtime_by_month(cast.technician.actor, year=2026)}
    assert (months[6].faults, months[6].minutes) == (1, 120)
    assert (months[7].faults, months[7].minutes) == (3, 120 + 180 + 30)
    assert months[7].total == (14 * 24 + 10) * 60 + 30
    assert (months[8].total, months[8].available) == (0, None)
    assert not any(m.minutes for m in downtime_by_month(cast.neighbour_clerk.actor, year=2026))


def test_a_fault_resolved_after_midnight_counts_on_the_next_day(cast: Cast) -> None:
    broken: SupportJob = entry_of(
        "support_job", cast, kind="jaringan", occurred_on=date(2026, 6, 30), started_at=at(30, 23, month=6)
    )
    resolve_fault(
        fault=broken, actor=cast.technician.actor, ended_at=at(1, 0, 30), solution="Listrik menyala"
    )
    assert broken.milestones.get(what="resolved").on == date(2026, 7, 1)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("15/7/2026 08.30", at(15, 8, 30)),
        ("15/7 08:30", at(15, 8, 30)),
        ("hari ini 8.05", at(15, 8, 5)),
        ("kemarin pukul 23.59 WIB", at(14, 23, 59)),
        ("2026-07-15 08:30", at(15, 8, 30)),
        ("2026-07-15T08:30:00", at(15, 8, 30)),
        ("15 Jul 2026, 08.30", at(15, 8, 30)),
    ],
)
def test_moments_are_read_as_people_write_them(said: str, expected: datetime) -> None:
    assert OfficeMomentField().clean(said) == expected


@pytest.mark.parametrize("said", ["15/7/2026", "08.30", "15/7/2026 25.00", "31/2/2026 08.00", "segera"])
def test_what_is_no_moment_is_refused_with_an_example(said: str) -> None:
    with pytest.raises(ValidationError, match=r"12/3/2026 08\.30"):
        OfficeMomentField().clean(said)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "0 menit"), (59, "59 menit"), (60, "1 jam"), (135, "2 jam 15 menit"), (1_500, "1 hari 1 jam")],
)
def test_minutes_in_words(minutes: int, words: str) -> None:
    assert lasting(minutes) == words
