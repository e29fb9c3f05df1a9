"""What the wider ways of counting cost against SQL written by hand: sums of columns, shares, spans, growth.

By hand means one grouped SELECT for each half of a measure, all in one union, and the division after it.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.load.timing import median_ms
from tests.load.world import YEAR

Halves = dict[tuple[int, str, int], list[float]]
"""(Office, measure, month key) -> what stands above and below the line."""
KINDS = ("koordinasi", "monitoring", "rapat", "pembinaan")


@dataclass(frozen=True)
class ByHand:
    """A measure, and both halves of it: a table expression with its sum. ``base`` where it is no entry."""

    measure: Any
    above: str
    below: str = ""
    base: float = 0
    scale: float = 100


def fill_columns(office_ids: Sequence[int], dice: random.Random) -> None:
    """Activities and cash entries get the columns that measures add up; the offices get inhabitants."""
    from django.db import connection

    from takar.ledger.models import Entry
    from takar.measurement.models import BaseFigure
    from takar.registers.activities.models import Activity
    from takar.registers.finance.models import CashEntry

    def insert(model: Any, book: str, values: Any) -> None:
        fields = [f for f in model._meta.local_concrete_fields if not f.primary_key]
        rows = []
        for pk, day in Entry.objects.filter(book=book).values_list("pk", "occurred_on"):
            known = values(day)
            found = [known.get(f.attname, None if f.null else f.get_default()) for f in fields]
            stored = [f.get_db_prep_save(v, connection) for f, v in zip(fields, found, strict=True)]
            rows.append([pk, *stored])
        columns = ", ".join(["entry_ptr_id", *(f'"{f.column}"' for f in fields)])
        marks = ", ".join(["%s"] * (len(fields) + 1))
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {model._meta.db_table} ({columns}) VALUES ({marks})", rows)

    insert(
        Activity,
        "activity",
        lambda day: {
            "present": dice.randrange(5, 60),
            "cost": Decimal(dice.randrange(100_000, 9_000_000)),
            "scheduled_on": day + timedelta(days=dice.randrange(-3, 8)),
        },
    )
    insert(
        CashEntry,
        "cash_entry",
        lambda day: {dice.choice(("received", "spent")): Decimal(dice.randrange(1, 10**6))},
    )
    BaseFigure.objects.bulk_create(
        BaseFigure(
            office_id=pk, name="Penduduk", unit="jiwa", value=40_000, valid_from=date(2020, 1, 1), source="x"
        )
        for pk in office_ids
    )


def measures() -> list[ByHand]:
    from django.db import connection

    from takar.measurement.language.loading import read, whole

    activity = "JOIN activities_activity a ON a.entry_ptr_id = m.entry_id"
    cash = "JOIN finance_cashentry a ON a.entry_ptr_id = m.entry_id"
    began = "JOIN ledger_effectivemilestone s ON s.entry_id = m.entry_id AND s.what = 'planned'"
    days = 'm."on" - s."on"' if connection.vendor == "postgresql" else 'julianday(m."on") - julianday(s."on")'
    made: list[ByHand] = []

    def add(code: str, above: str, below: str = "", **more: Any) -> Any:
        numbers = {name: more.pop(name) for name in ("base", "scale") if name in more and name != "base"}
        base = 40_000 if more.get("base") else 0
        row = {"code": code, "label": code, "unit": "x", **more}
        if "scale" in numbers:
            row |= {"scale": int(numbers["scale"])} if numbers["scale"] > 1 else {}
        measure = read(row, "bench")
        made.append(ByHand(measure, above, below, base, numbers.get("scale", 100)))
        return measure

    def rows(what: str, book: str, joined: str, value: str, kind: str = "") -> str:
        narrowed = f" AND m.kind = '{kind}'" if kind else ""
        return (
            f"SELECT m.office_id, m.month, {value} AS v FROM ledger_effectivemilestone m {joined} "
            f"WHERE m.office_id IN (OFFICES) AND m.month BETWEEN {YEAR}01 AND {YEAR}12 "
            f"AND m.book = '{book}' AND m.what = '{what}'{narrowed} GROUP BY m.office_id, m.month"
        )

    for kind in KINDS:
        held: dict[str, Any] = {
            "count": [{"book": "activity", "milestone": "held", "where": {"kind": [kind]}}]
        }
        told: dict[str, Any] = {
            "count": [{"book": "activity", "milestone": "reported", "where": {"kind": [kind]}}]
        }
        everything = rows("held", "activity", activity, "COUNT(a.present)", kind)
        add(f"sum-{kind}", rows("held", "activity", activity, "SUM(a.cost)", kind), scale=0,
            aggregate="sum", number="cost", **held)  # fmt: skip
        add(f"mean-{kind}", rows("held", "activity", activity, "SUM(a.present)", kind), everything, scale=1,
            aggregate="average", number="present", **held)  # fmt: skip
        add(f"ratio-{kind}", rows("held", "activity", activity, "SUM(a.present)", kind),
            rows("held", "activity", activity, "SUM(a.cost)", kind), aggregate="ratio_of_sums", number="present",
            per_number="cost", **held)  # fmt: skip
        timely = 'SUM(CASE WHEN m."on" <= a.scheduled_on THEN 1 ELSE 0 END)'
        add(f"due-{kind}", rows("held", "activity", activity, timely, kind), everything,
            aggregate="on_time", due="scheduled_on", **held)  # fmt: skip
        each = rows("reported", "activity", began, "COUNT(*)", kind)
        add(f"days-{kind}", rows("reported", "activity", began, f"SUM({days})", kind), each, scale=1,
            aggregate="mean_time", since="planned", time="days", **told)  # fmt: skip
        within = f"SUM(CASE WHEN {days} <= 7 THEN 1 ELSE 0 END)"
        add(f"within-{kind}", rows("reported", "activity", began, within, kind), each,
            aggregate="within_time", since="planned", time="days", within=7, **told)  # fmt: skip
        add(f"thousand-{kind}", rows("held", "activity", "", "COUNT(*)", kind), scale=1000,
            aggregate="ratio", base="figure:Penduduk", **held)  # fmt: skip
    recorded: dict[str, Any] = {"count": [{"book": "cash_entry", "milestone": "recorded"}]}
    add("cash", rows("recorded", "cash_entry", cash, "SUM(a.spent)"),
        rows("recorded", "cash_entry", cash, "SUM(a.received)"), aggregate="ratio_of_sums", number="spent",
        per_number="received", **recorded)  # fmt: skip
    known = {each.measure.code: each.measure for each in made}
    parts = [{"measure": f"{name}-{KINDS[0]}", "weight": 25} for name in ("mean", "due", "days", "within")]
    index = read(
        {"code": "index", "label": "I", "unit": "x", "aggregate": "composite", "parts": parts}, "bench"
    )
    made.append(ByHand(whole(index, known), ""))
    return made


def by_hand(wanted: Sequence[ByHand], offices: Sequence[int]) -> Any:
    """A function that asks the one union and divides."""
    from django.db import connection

    halves = [
        (n, place, text)
        for n, each in enumerate(wanted)
        for place, text in enumerate((each.above, each.below))
    ]
    sql = " UNION ALL ".join(
        f"SELECT {n}, {place}, office_id, month, v FROM ({text}) x" for n, place, text in halves if text
    ).replace("OFFICES", ", ".join(map(str, offices)))

    def run() -> Mapping[tuple[int, str, int], float]:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            found: Halves = {}
            for n, place, office, month, value in cursor.fetchall():
                found.setdefault((office, wanted[n].measure.code, month % 100), [0, 0])[place] = float(
                    value or 0
                )
        known = {each.measure.code: each for each in wanted}
        numbers = {key: _number(known[key[1]], *pair) for key, pair in found.items()}
        for each in wanted:
            for office in offices if each.measure.inner else ():
                for month in range(1, 13):
                    inner = [numbers.get((office, part.measure, month)) for part in each.measure.parts]
                    if all(number is not None for number in inner):
                        numbers[office, each.measure.code, month] = sum(n or 0 for n in inner) / len(inner)
        return {key: number for key, number in numbers.items() if number is not None}

    return run


def _number(each: ByHand, above: float, below: float) -> float | None:
    if each.scale == 0:
        return above
    below = below or each.base
    return above * each.scale / below if below else None


def measure_wide(office_ids: Sequence[int]) -> list[dict[str, Any]]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from takar.measurement.engine import counting
    from takar.measurement.engine.calculation import value

    fill_columns(office_ids, random.Random(67))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
    wanted = measures()
    asked = [each.measure for each in wanted]
    found = []
    for some in (list(office_ids[:1]), list(office_ids)):

        def count(some: list[int] = some) -> Any:
            return counting.amounts_by_month(asked, office_ids=some, year=YEAR)

        hand = by_hand(wanted, some)
        _compare(hand(), count(), {measure.code: measure for measure in asked}, value)
        with CaptureQueriesContext(connection) as queries:
            count()
        engine_ms, hand_ms = median_ms(count), median_ms(hand, least=3)
        found.append(
            {
                "what": f"{len(asked)} sums, shares, spans and an index x 12 months",
                "offices": len(some),
                "queries": len(queries),
                "engine_ms": round(engine_ms, 2),
                "by_hand_ms": round(hand_ms, 2),
                "ratio": round(engine_ms / hand_ms, 2),
            }
        )
    return found


def _compare(hand: Mapping[Any, float], engine: Any, measures: Mapping[str, Any], value: Any) -> None:
    """Every number of one is a number of the other; nought and nothing are the same where nothing happened."""
    told = 0
    for office, codes in engine.items():
        for code, months in codes.items():
            for month, amount in enumerate(months, start=1):
                number = value(measures[code], amount)
                other = hand.get((office, code, month), 0.0)
                if abs(float(number or 0) - other) > 1e-6 * max(abs(other), 1):
                    raise SystemExit(f"{code}, office {office}, month {month}: {number} and by hand {other}")
                told += bool(other)
    if told < len(measures):
        raise SystemExit("hardly anything was counted")
