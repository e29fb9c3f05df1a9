"""`takar measure`, `takar entries` and `takar audit verify`: the numbers from the command line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from takar.agreements.models import Agreement
from takar.agreements.services import agree, draft_agreement, propose, set_targets, sign
from takar.catalogue.models import Decree
from takar.kernel import clock
from takar.ledger.models import Entry
from takar.ledger.services import add_milestone, record_entry
from takar.measurement.models import Binding
from takar.organisation.actor import Actor, system_actor
from takar.organisation.models import Office, Person, Position
from takar.organisation.services import assign
from takar.registers.mail.book import IncomingLetters
from tests.config.commands import SAMPLE, takar

TODAY = datetime(2026, 2, 10, 9, tzinfo=ZoneInfo("Asia/Jakarta"))
DISPOSITIONED = 43
"""The decree's number of "surat masuk yang terdisposisi"."""


@pytest.fixture
def actor(db: None, capsys: pytest.CaptureFixture[str]) -> Iterator[Actor]:
    """The system of an office with the decree in force, on a day in February."""
    office = Office.objects.create(code="35.07.29", name="Kecamatan Gedangan", regency="Kabupaten Malang")
    with clock.set_to(TODAY):
        takar(capsys, "decree", "import", str(SAMPLE), "--office", office.code, "--activate")
        yield system_actor(office)


def receive(actor: Actor, on: date, disposed: date | None) -> Entry:
    letter = record_entry(
        book=IncomingLetters,
        actor=actor,
        values={"occurred_on": on, "title": f"Undangan {on}", "kind": "undangan", "sender": "Bupati Malang"},
    )
    if disposed:
        add_milestone(entry=letter, what="dispositioned", on=disposed, actor=actor, by_service=True)
    return letter


def promise(actor: Actor, target: Decimal) -> None:
    assert actor.office is not None
    position = Position.objects.get(office=actor.office, title="Pengadministrasi Umum")
    assign(
        position=position,
        person=Person.objects.create(office=actor.office, name="Nur Hidayah"),
        starts_on=date(2025, 1, 1),
        actor=actor,
    )
    agreement = draft_agreement(position=position, year=2026, actor=actor)
    lines = agreement.targets.all()
    set_targets(agreement=agreement, actor=actor, targets={line.pk: (target, line.unit) for line in lines})
    propose(agreement=agreement, actor=actor)
    agree(agreement=agreement, actor=actor)
    sign(agreement=agreement, actor=actor, signed_on=clock.today(), place="Gedangan")
    assert Agreement.objects.get().state == Agreement.State.SIGNED


def test_every_indicator_is_told_and_what_is_not_measured_is_not_nought(
    actor: Actor, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = takar(capsys, "measure", "--office", "35.07.29", "--year", "2026", "--json")
    assert (answer.status, answer.err) == (0, "")
    output = answer.document
    assert set(output) == {"office", "year", "indicators"}
    assert (output["office"], output["year"]) == ("35.07.29", 2026)
    assert [row["no"] for row in output["indicators"]] == list(range(1, 68))
    for row in output["indicators"]:
        # Both readings stand there where the decree's words have two.
        assert set(row) - {"reading", "other_reading"} == {
            "no", "position", "name", "aggregate", "state", "months", "total", "unit", "target", "percent", "progress"
        }  # fmt: skip
        assert len(row["months"]) == 12
        if row["state"] == "not_measured":
            assert row["months"] == [None] * 12
            assert row["total"] is None
        else:
            assert row["state"] == "measured"
            assert row["aggregate"] != "count" or row["total"] == sum(row["months"])


def test_a_number_its_target_and_its_entries_agree(actor: Actor, capsys: pytest.CaptureFixture[str]) -> None:
    receive(actor, date(2025, 12, 30), date(2026, 1, 2))
    receive(actor, date(2026, 1, 5), date(2026, 2, 3))
    receive(actor, date(2026, 1, 6), None)
    promise(actor, Decimal(8))

    answer = takar(capsys, "measure", "--office", "35.07.29", "--year", "2026", "--json").document
    row = answer["indicators"][DISPOSITIONED - 1]
    assert row["months"][:3] == [1, 1, 0]
    assert (row["total"], row["target"], row["percent"], row["progress"]) == (2, 8, 25, "on_track")
    assert answer["indicators"][0]["progress"] == "no_target"
    lines = takar(capsys, "measure", "--office", "35.07.29", "--year", "2026").out.splitlines()
    assert [line.rpartition("  ")[2] for line in lines if line.lstrip().startswith("43 ")] == ["Sesuai jalur"]
    part = ("measure", "--office", "35.07.29", "--year", "2026", "--period", "2026-01")
    assert "Sesuai jalur" not in takar(capsys, *part).out
    assert takar(capsys, *part, "--json").document["indicators"][DISPOSITIONED - 1]["progress"] is None

    words = ("entries", "--office", "35.07.29", "--indicator", str(DISPOSITIONED), "--year", "2026")
    found = takar(capsys, *words, "--json").document
    assert (found["indicator"], found["total"]) == (DISPOSITIONED, 2)
    # The day that counts is the disposition's, also for a letter of the year before.
    assert [entry["date"] for entry in found["entries"]] == ["2026-01-02", "2026-02-03"]
    assert set(found["entries"][0]) == {"id", "book", "number", "date", "title", "evidence"}
    assert "Realisasi 2 dari 2 entri" in takar(capsys, *words).out


def test_a_period_adds_up_only_its_months(actor: Actor, capsys: pytest.CaptureFixture[str]) -> None:
    receive(actor, date(2026, 1, 5), date(2026, 1, 6))
    receive(actor, date(2026, 1, 5), date(2026, 2, 3))
    words = ("measure", "--office", "35.07.29", "--year", "2026", "--json", "--period")
    assert takar(capsys, *words, "2026-02").document["indicators"][DISPOSITIONED - 1]["total"] == 1
    assert takar(capsys, *words, "2026-Q1").document["indicators"][DISPOSITIONED - 1]["total"] == 2
    assert takar(capsys, *words, "2025-Q1").status == 2
    assert takar(capsys, *words, "Maret").status == 2


def test_entries_of_an_indicator_without_a_measure_are_not_an_empty_number(
    actor: Actor, capsys: pytest.CaptureFixture[str]
) -> None:
    Binding.objects.filter(indicator__no=52).update(measure="")
    answer = takar(capsys, "entries", "--office", "35.07.29", "--indicator", "52", "--year", "2026", "--json")
    assert answer.document == {"indicator": 52, "total": None, "entries": []}


@pytest.mark.parametrize(
    "words",
    [
        ("measure", "--office", "99.99.99", "--year", "2026"),
        ("measure", "--office", "35.07.29", "--year", "26"),
        ("measure", "--office", "35.07.29"),
        ("measure", "--office", "35.07.29", "--year", "dua"),
        ("entries", "--office", "35.07.29", "--indicator", "68", "--year", "2026"),
    ],
)
def test_wrong_words_end_with_one_sentence_and_status_two(
    words: tuple[str, ...], actor: Actor, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = takar(capsys, *words, "--json")
    assert (answer.status, answer.out) == (2, "")
    assert len(answer.err.splitlines()) == 1


def test_an_office_without_a_decree_has_no_numbers(actor: Actor, capsys: pytest.CaptureFixture[str]) -> None:
    Decree.objects.update(state=Decree.State.RETIRED)
    assert takar(capsys, "measure", "--office", "35.07.29", "--year", "2026").status == 2


def test_the_audit_finds_a_change_behind_the_program(
    actor: Actor, capsys: pytest.CaptureFixture[str]
) -> None:
    letter = receive(actor, date(2026, 1, 5), None)
    assert takar(capsys, "audit", "verify").status == 0
    Entry.objects.filter(pk=letter.pk).update(title="Bukan perihal aslinya")
    answer = takar(capsys, "audit", "verify", "--office", "35.07.29", "--json")
    assert answer.status == 1
    assert answer.document["offices"][0]["findings"]
