"""The cases in tests/measures/*.yaml, each told to the books and counted three ways."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.utils import timezone

from takar.kernel import clock
from takar.kernel.period import Period
from takar.ledger.books import book_named
from takar.ledger.models import Entry
from takar.ledger.services import (
    add_milestone,
    cancel_entry,
    correct_entry,
    correct_milestone,
    withdraw_milestone,
)
from takar.measurement.engine import counting, facts, selecting
from takar.measurement.engine.calculation import value
from takar.measurement.language.aggregates import DISTINCT
from takar.measurement.language.loading import shipped_measures
from takar.measurement.language.measure import Measure
from takar.organisation.models import Office
from takar.registers.activities.services import hold_activity
from takar.registers.cases.services import handle_case
from takar.registers.counter.models import ServiceType
from takar.registers.counter.services import check_papers as check_request
from takar.registers.documents.models import WorkDocument
from takar.registers.documents.services import check_document
from takar.registers.dossiers.services import check_papers
from takar.registers.finance.services import issue_order, pay
from takar.registers.ict.services import resolve_fault
from takar.registers.mail.services import archive_letter, dispose, reserve_number
from tests.factories import (
    Cast,
    entry_of,
    service_type,
    stock_item,
    ticked_papers,
    ticked_points,
    values_for,
    vehicle_of,
)
from tests.measurement.by_hand import BY_HAND, OTHER_BY_HAND, count_by_hand

FILES = sorted((Path(__file__).parents[1] / "measures").glob("*.yaml"))
SUITES: dict[str, dict[str, Any]] = {
    suite["measure"]: suite for suite in (yaml.safe_load(f.read_text(encoding="utf-8")) for f in FILES)
}
CASES = [(name, suite["year"], case) for name, suite in SUITES.items() for case in suite["cases"]]


def test_every_measure_that_can_be_counted_has_cases_and_a_count_by_hand() -> None:
    countable = {code for code, measure in shipped_measures().items() if selecting.is_measurable(measure)}
    assert set(SUITES) == countable == set(BY_HAND)
    assert set(OTHER_BY_HAND) == {code for code, measure in shipped_measures().items() if measure.other}


def tell(cast: Cast, said: dict[str, Any]) -> None:
    """Record one entry of a case with all that happened to it."""
    book = book_named(said["book"])
    clerk = cast.neighbour_clerk if said.get("neighbour") else cast.keeper(book)
    camat = cast.neighbour_camat if said.get("neighbour") else cast.camat
    values = _values(cast, said.get("values", {})) | {"occurred_on": said["day"]}
    if book.code == "incoming_letter":
        values.setdefault("letter_date", None)
    office = clerk.position.office
    if "service" in said:
        values["service"] = _service(office, said["service"])
    entry: Entry
    if said.get("initial") == "reserved":
        entry = reserve_number(actor=clerk.actor, values=values_for(book, clerk.position.office) | values)
    else:
        entry = entry_of(book, cast, actor=clerk.actor, **values)
    if "corrected" in said:
        right = _values(cast, said["corrected"])
        if "service" in right:
            right["service"] = _service(office, right["service"])
        correct_entry(entry=entry, actor=clerk.actor, values=right, reason="Salah tulis")
    for what, days in said.get("then", {}).items():
        for day in _days(days):
            _happen(cast, entry, what, day, clerk, camat, said)
    for what, day in said.get("moved", {}).items():
        correct_milestone(
            milestone=entry.milestones.get(what=what), on=day, actor=clerk.actor, reason="Salah tanggal"
        )
    for what in said.get("withdrawn", []):
        withdraw_milestone(milestone=entry.milestones.get(what=what), actor=clerk.actor, reason="Salah entri")
    if said.get("cancelled"):
        cancel_entry(entry=entry, actor=clerk.actor, reason="Dua kali")


def _service(office: Office, category: str) -> ServiceType:
    """A service of the category, which is what measures ask for."""
    return service_type(office, f"layanan_{category}", category=category)


def _values(cast: Cast, said: dict[str, Any]) -> dict[str, Any]:
    """Areas by their code, employees by their name in the cast."""
    found = {f"{name}_id" if name in _BY_KEY else name: value for name, value in said.items()}
    if "employee" in found:
        found["employee"] = getattr(cast, found["employee"]).person.employee
    if "started_at" in found:
        found["started_at"] = timezone.make_aware(datetime.fromisoformat(str(found["started_at"])))
    if "item" in found:
        name, _, category = found["item"].rstrip(")").partition(" (")
        found["item"] = stock_item(cast.office, name, category=category or "atk")
    if "vehicle" in found:
        found["vehicle"] = vehicle_of(cast.office, found["vehicle"])
    return found


_BY_KEY = {"area", "leave_type"}


def _days(said: Any) -> list[date]:
    """A step that repeats may name several days."""
    return said if isinstance(said, list) else [said]


def _happen(
    cast: Cast, entry: Any, what: str, day: date, clerk: Any, camat: Any, said: dict[str, Any]
) -> None:
    if what == "dispositioned":
        everyone = [cast.section_head, cast.planner, cast.general_head]
        receivers = [clerk] if said.get("neighbour") else everyone[: said.get("receivers", 1)]
        dispose(
            letter=entry, actor=camat.actor, receivers=[m.position for m in receivers],
            instructions=["proses"], on=day,
        )  # fmt: skip
    elif what == "archived":
        values = values_for(book_named("archive_item"), clerk.position.office) | {"occurred_on": day}
        archive_letter(letter=entry, actor=clerk.actor, values=values)
    elif entry.book == "dossier_check":
        ticked = ticked_papers(entry)[: None if what == "completed" else 2]
        check_papers(dossier=entry, actor=clerk.actor, ticked=ticked, on=day)
    elif entry.book == "service_request" and what in {"verified", "returned"}:
        have = entry.service.papers if what == "verified" else []
        check_request(request=entry, ticked=have, on=day, actor=clerk.actor)
    elif what == "checked" and isinstance(entry, WorkDocument):
        # The author does not check their own work.
        check_document(document=entry, actor=camat.actor, ticked=ticked_points(entry), on=day)
    elif entry.book == "activity" and what == "held":
        hold_activity(activity=entry, actor=clerk.actor, on=day)
    elif entry.book == "case" and what == "handled":
        handle_case(case=entry, actor=clerk.actor, on=day, action="Ditinjau bersama Babinsa")
    elif what == "returned":
        check_document(document=entry, actor=camat.actor, ticked=[], on=day, note="Lengkapi")
    elif entry.book == "payment_request" and what == "verified":
        # Nobody verifies what they drew up themselves.
        add_milestone(entry=entry, what=what, on=day, actor=camat.actor)
    elif entry.book == "payment_request":
        tell_number = {"issued": issue_order, "paid": pay}[what]
        tell_number(request=entry, number=f"35.07/{what}/1", on=day, actor=clerk.actor)
    elif what == "resolved" and entry.book == "support_job":
        moment = datetime(day.year, day.month, day.day, 3, tzinfo=UTC)
        resolve_fault(fault=entry, ended_at=moment, solution="Kabel diganti", actor=clerk.actor)
    elif entry.book == "supply_request":
        add_milestone(entry=entry, what=what, on=day, note="Habis", actor=camat.actor)
    elif what == "approved" or entry.book == "attendance_recap":
        # Whoever drew up a recap does not check it.
        add_milestone(entry=entry, what=what, on=day, actor=camat.actor)
    else:
        add_milestone(entry=entry, what=what, on=day, note="Dicatat", actor=clerk.actor)


@pytest.mark.django_db
@pytest.mark.parametrize(("measure", "year", "case"), CASES, ids=[f"{m}: {c['it']}" for m, _, c in CASES])
def test_case(cast: Cast, measure: str, year: int, case: dict[str, Any]) -> None:
    today = case.get("today", date(2026, 7, 15))
    with clock.set_to(datetime(today.year, today.month, today.day, 5, tzinfo=UTC)):
        for said in case["given"]:
            tell(cast, said)
    expected = [case["expect"].get(month, 0) for month in range(1, 13)]
    definition = shipped_measures()[measure]
    _compare(definition, cast.office.pk, year, expected, count_by_hand(measure, cast.office.pk, year))
    if definition.other is not None:
        by_hand = count_by_hand(measure, cast.office.pk, year, other=True)
        told = case.get("expect_other")
        expected = by_hand if told is None else [told.get(month, 0) for month in range(1, 13)]
        _compare(definition.other, cast.office.pk, year, expected, by_hand)


def _compare(definition: Measure, office: int, year: int, expected: list[int], by_hand: list[int]) -> None:
    assert _counted(definition, office, year) == expected
    assert by_hand == expected
    months = [Period.of_month(year, month) for month in range(1, 13)]
    listed = [facts.entries(definition, office_id=office, period=m) for m in months]
    if definition.aggregate is DISTINCT:
        assert [rows.values("subject").distinct().count() for rows in listed] == expected
    else:
        assert [rows.count() for rows in listed] == expected


def _counted(definition: Measure, office: int, year: int) -> list[Any]:
    found = counting.amounts_by_month([definition], office_ids=[office], year=year)
    return [value(definition, month) for month in found[office][definition.code]]
