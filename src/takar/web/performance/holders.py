"""People who move, on the indicator's page: what fell into whose time, and who worked on the entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from takar.kernel import clock
from takar.kernel.formatting import format_date, format_number
from takar.kernel.period import Period
from takar.measurement.language.amounts import Fact, Number
from takar.measurement.language.measure import Measure
from takar.measurement.numbers import holders
from takar.measurement.numbers.credit import credits
from takar.measurement.numbers.entries import official_facts
from takar.measurement.numbers.holders import Part, Tenure
from takar.measurement.numbers.official import OfficialValue
from takar.organisation.actor import Actor
from takar.organisation.models import Assignment
from takar.web.tables import Row, Table

ADDS_UP = "Angka para pemegang jabatan bersama-sama menjadi angka jabatan."
OWN_WAY = "Angka jabatan dihitung sendiri atas seluruh masa, bukan dijumlahkan dari bagiannya."


def people(actor: Actor, official: OfficialValue) -> dict[str, Any]:
    """Both sections of the page, of the entries behind the official number. A fixed number of queries."""
    measure, period = official.counted_by, official.period
    if measure is None:
        return {}
    spans = holders.tenures_of(official.indicator.position_id, period)
    found = official_facts(actor, official, ends=[span.period.last_day for span in spans])
    credited = [
        (credit.person.name, str(credit.entries), ", ".join(credit.roles).replace("_", " "))
        for credit in credits(found, period)
    ]
    return {
        "holders": _holders(measure, found, spans) if len(spans) > 1 else None,
        "credits": Table(
            "Yang ikut mengerjakan",
            ("Entri", "Peran"),
            [
                Row(name, (entries, roles), meta=f"{entries} entri · {roles}")
                for name, entries, roles in credited
            ],
            numeric=frozenset({0}),
            note="Satu entri dapat dikerjakan beberapa orang, jadi jumlahnya boleh melebihi angka indikator.",
        )
        if credited
        else None,
    }


def _holders(measure: Measure, found: Sequence[Fact], spans: list[Tenure]) -> Table:
    parts = holders.parts(measure, found, spans)
    # A tenure that has not begun has nothing to tell yet.
    rows = [_row(part) for part in parts if part.tenure.period.start <= clock.today()]
    numbers = [part.number or 0 for part in parts]
    whole = holders.whole(measure, parts)
    rows.append(Row("Seluruh masa", ("", "", format_number(whole)), meta=format_number(whole)))
    return Table(
        "Menurut pemegang jabatan",
        ("Sejak", "Sampai", "Realisasi"),
        rows,
        first="Pemegang",
        numeric=frozenset({2}),
        note=ADDS_UP if sum(numbers) == (whole or 0) else OWN_WAY,
    )


def _row(part: Part) -> Row:
    span, held = part.tenure.period, part.tenure.assignment
    number = format_number(part.number)
    since, until = format_date(span.start), format_date(span.last_day)
    if held is None:
        days = (span.end - span.start).days
        return Row(
            "Jabatan kosong", (since, until, number), sub=f"{days} hari", meta=f"{since} – {until} · {number}"
        )
    stands_in = held.capacity != Assignment.Capacity.DEFINITIVE
    return Row(
        held.person.name,
        (since, until, number),
        sub=held.get_capacity_display() if stands_in else "",
        meta=f"{since} – {until} · {number}",
    )


def own_numbers(
    actor: Actor, found: list[OfficialValue], *, position_id: int, person_id: int, year: int
) -> Mapping[int, Number | None]:
    """Indicator id -> what fell into one person's days, where that is less than the whole year.

    Empty where the person held the position all year. A closed indicator is divided as it was sealed.
    """
    assert actor.office_id is not None
    spans = holders.tenures_of(position_id, Period.of_year(year))
    if all(span.assignment and span.assignment.person_id == person_id for span in spans):
        return {}
    if not any(span.assignment and span.assignment.person_id == person_id for span in spans):
        return {}
    own = [
        r
        for r in found
        if r.indicator.position_id == position_id and r.measure and r.realised.found is not None
    ]
    measures = {r.measure.code: r.measure for r in own if r.measure}
    live = holders.in_own_time(list(measures.values()), spans, person_id, office_id=actor.office_id)
    numbers: dict[int, Number | None] = {}
    for realised in own:
        assert realised.measure is not None
        numbers[realised.indicator.pk] = live[realised.measure.code]
        if seal := realised.seal:
            numbers[realised.indicator.pk] = (
                holders.number_in(seal.measure, seal.facts, spans, person_id) if seal.measure else None
            )
    return numbers
