"""What the wider ways of counting cost against SQL written by hand: sums of columns, shares, spans, growth.

By hand means one grouped SELECT for each half of a measure, all in one union, and the division after it.
Both sides answer the months; of what months cannot be added to (different villages) both answer the year too.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
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
    grows: bool = False
    """Whether ``below`` is the year before."""


VILLAGES = 12


def fill_villages(office_ids: Sequence[int]) -> None:
    """Every activity was in a village."""
    from django.db.models import F

    from takar.ledger import tally
    from takar.ledger.models import EffectiveMilestone
    from takar.organisation.models import Village

    for office in office_ids:
        for n in range(VILLAGES):
            village = Village.objects.create(office_id=office, code=f"{n}", name=f"Desa {n}")
            held = EffectiveMilestone.objects.filter(office_id=office, book="activity")
            held.alias(turn=F("entry_id") % VILLAGES).filter(turn=n).update(village=village)
        tally.rebuild(office)


def fill_moments(office_ids: Sequence[int], dice: random.Random) -> None:
    """Steps of activities were recorded in working hours, three of four on the day they happened."""
    from django.db.models import Max

    from takar.ledger.models import EffectiveMilestone, Milestone

    for office in office_ids:
        last = Milestone.objects.filter(office_id=office).aggregate(last=Max("seq"))["last"] or 0
        steps = EffectiveMilestone.objects.filter(office_id=office, book="activity").order_by("pk")
        made = []
        for seq, (entry, what, on) in enumerate(steps.values_list("entry_id", "what", "on"), start=last + 1):
            moment = datetime(on.year, on.month, on.day, tzinfo=UTC) + timedelta(
                minutes=dice.randrange(60, 540)
            )
            at = moment + timedelta(days=dice.choice((0, 0, 0, 1)))
            made.append(Milestone(office_id=office, seq=seq, entry_id=entry, what=what, on=on, at=at))
        Milestone.objects.bulk_create(made, batch_size=1000)


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
    moment = (
        " JOIN ledger_milestone {0} ON {0}.entry_id = m.entry_id AND {0}.what = {1} AND NOT {0}.withdrawn "
        "AND NOT EXISTS (SELECT 1 FROM ledger_milestone l WHERE l.supersedes_id = {0}.id)"
    )
    timed = began + moment.format("p", "'planned'") + moment.format("q", "m.what")
    began_at, ended_at = "p.at", "q.at"
    if connection.vendor == "postgresql":
        days, local = 'm."on" - s."on"', "({} AT TIME ZONE 'Asia/Jakarta')::date"
        exact = f"ROUND(EXTRACT(EPOCH FROM {ended_at} - {began_at}) / 3600, 4)"
    else:
        days, local = 'julianday(m."on") - julianday(s."on")', "date({}, '+7 hours')"
        exact = f"ROUND((julianday({ended_at}) - julianday({began_at})) * 24, 4)"
    hours = (
        f'CASE WHEN {local.format(began_at)} = s."on" AND {local.format(ended_at)} = m."on" '
        f"THEN CASE WHEN {exact} > 0 THEN {exact} ELSE 0 END ELSE ({days}) * 24 END"
    )
    made: list[ByHand] = []

    def add(code: str, above: str, below: str = "", **more: Any) -> Any:
        numbers = {name: more.pop(name) for name in ("base", "scale") if name in more and name != "base"}
        base = {"villages": VILLAGES, "figure:Penduduk": 40_000}.get(more.get("base", ""), 0)
        row = {"code": code, "label": code, "unit": "x", **more}
        if "scale" in numbers:
            row |= {"scale": int(numbers["scale"])} if numbers["scale"] > 1 else {}
        measure = read(row, "bench")
        made.append(ByHand(measure, above, below, base, numbers.get("scale", 100)))
        return measure

    def rows(what: str, book: str, joined: str, value: str, kind: str = "", back: int = 0) -> str:
        narrowed = f" AND m.kind = '{kind}'" if kind else ""
        return (
            f"SELECT m.office_id, m.month + {back * 100} AS month, {value} AS v "
            f"FROM ledger_effectivemilestone m {joined} "
            f"WHERE m.office_id IN (OFFICES) AND m.month BETWEEN {YEAR - back}01 AND {YEAR - back}12 "
            f"AND m.book = '{book}' AND m.what = '{what}'{narrowed} GROUP BY m.office_id, m.month"
        )

    def different(what: str, book: str, column: str, kind: str = "") -> str:
        """From the tally, as the engine; month 0 is the year."""
        narrowed = f" AND kind = '{kind}'" if kind else ""
        one_of_each = (
            f"SELECT office_id, {{month}} AS month, COUNT(DISTINCT {column}) AS v FROM ledger_tally "
            f"WHERE office_id IN (OFFICES) AND month BETWEEN {YEAR}01 AND {YEAR}12 AND size > 0 "
            f"AND book = '{book}' AND what = '{what}'{narrowed} GROUP BY office_id{{by}}"
        )
        months = one_of_each.format(month="month", by=", month")
        return f"{months} UNION ALL {one_of_each.format(month=f'{YEAR}00', by='')}"

    def growth(of: str, above: str, below: str) -> None:
        row = {
            "code": f"growth-{of}",
            "label": "G",
            "unit": "%",
            "aggregate": "growth",
            "parts": [{"measure": of}],
        }
        known = {each.measure.code: each.measure for each in made}
        made.append(ByHand(whole(read(row, "bench"), known), above, below, grows=True))

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
        spent = f"SUM(CASE WHEN {hours} <= 48 THEN 1 ELSE 0 END)"
        add(f"hours-{kind}", rows("reported", "activity", timed, f"SUM({hours})", kind), each, scale=1,
            aggregate="mean_time", since="planned", time="hours", **told)  # fmt: skip
        add(f"in-hours-{kind}", rows("reported", "activity", timed, spent, kind), each,
            aggregate="within_time", since="planned", time="hours", within=48, **told)  # fmt: skip
        add(f"villages-{kind}", different("held", "activity", "village", kind),
            aggregate="distinct_ratio", distinct="village", base="villages", **held)  # fmt: skip
        cost = {back: rows("held", "activity", activity, "SUM(a.cost)", kind, back) for back in (0, 1)}
        growth(f"sum-{kind}", cost[0], cost[1])
        add(f"thousand-{kind}", rows("held", "activity", "", "COUNT(*)", kind), scale=1000,
            aggregate="ratio", base="figure:Penduduk", **held)  # fmt: skip
    recorded: dict[str, Any] = {"count": [{"book": "cash_entry", "milestone": "recorded"}]}
    add("cash", rows("recorded", "cash_entry", cash, "SUM(a.spent)"),
        rows("recorded", "cash_entry", cash, "SUM(a.received)"), aggregate="ratio_of_sums", number="spent",
        per_number="received", **recorded)  # fmt: skip
    paid = [{"book": "vehicle_renewal", "milestone": "paid"}]
    asked_for = [{"book": "vehicle_renewal", "milestone": "submitted"}]
    add("vehicles", different("paid", "vehicle_renewal", "subject"),
        different("submitted", "vehicle_renewal", "subject"),
        aggregate="distinct_ratio", count=paid, per=asked_for)  # fmt: skip
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
            for office in offices if each.measure.inner and not each.grows else ():
                for month in range(1, 13):
                    inner = [numbers.get((office, part.measure, month)) for part in each.measure.parts]
                    if all(number is not None for number in inner):
                        numbers[office, each.measure.code, month] = sum(n or 0 for n in inner) / len(inner)
        return {key: number for key, number in numbers.items() if number is not None}

    return run


def _number(each: ByHand, above: float, below: float) -> float | None:
    if each.scale == 0:
        return above
    if each.grows:
        return (above - below) * 100 / below if below else None
    below = below or each.base
    return above * each.scale / below if below else None


def measure_wide(office_ids: Sequence[int]) -> list[dict[str, Any]]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from takar.measurement.engine import counting
    from takar.measurement.engine.calculation import value, value_over
    from takar.measurement.language.aggregates import FromTally

    fill_columns(office_ids, random.Random(67))
    fill_villages(office_ids)
    fill_moments(office_ids, random.Random(67))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
    wanted = measures()
    asked = [each.measure for each in wanted]
    found = []
    for some in (list(office_ids[:1]), list(office_ids)):

        def count(some: list[int] = some) -> Any:
            return counting.amounts_by_month(asked, office_ids=some, year=YEAR)

        def years(counted: Any) -> dict[tuple[int, str], Any]:
            """Of what is told apart over the whole year."""
            return {
                (office, m.code): value_over(m, codes[m.code])
                for office, codes in counted.items()
                for m in asked
                if m.aggregate.from_tally is FromTally.SUBJECTS
            }

        def count_with_years(some: list[int] = some) -> None:
            years(count(some))

        hand = by_hand(wanted, some)
        numbers, counted = hand(), count()
        _compare(numbers, counted, {measure.code: measure for measure in asked}, value)
        for (office, code), number in years(counted).items():
            if abs(float(number or 0) - numbers.get((office, code, 0), 0.0)) > 1e-6:
                raise SystemExit(f"{code}, office {office}, the year: {number}, by hand other")
        with CaptureQueriesContext(connection) as queries:
            count()
        engine_ms, hand_ms = median_ms(count_with_years), median_ms(hand, least=3)
        found.append(
            {
                "what": f"{len(asked)} sums, shares, spans, growth and an index x 12 months",
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
                if abs(float(number or 0) - other) > 1e-5 * max(abs(other), 1):
                    raise SystemExit(f"{code}, office {office}, month {month}: {number} and by hand {other}")
                told += bool(other)
    if told < len(measures):
        raise SystemExit("hardly anything was counted")
