"""What all numbers of a year cost, for one office and for a regency, against SQL written by hand."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from tests.load.by_hand import MILESTONES, TALLY, Answer, ways
from tests.load.timing import median_ms
from tests.load.world import YEAR, synthetic_measures


def measure_counting(clerks: Sequence[Any]) -> list[dict[str, Any]]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from takar.ledger.models import Area, EffectiveMilestone, Tally
    from takar.measurement.engine import counting
    from takar.measurement.engine.calculation import value
    from takar.measurement.engine.selecting import is_measurable
    from takar.measurement.language.loading import shipped_measures

    areas: list[str] = sorted(Area.objects.values_list("code", flat=True))
    offices = [clerk.person.office_id for clerk in clerks]
    shipped = [m for m in shipped_measures().values() if is_measurable(m)]
    found = []
    for label, measures in (
        (f"the {len(shipped)} measures of the decree", shipped),
        ("67 synthetic measures", synthetic_measures(random.Random(67), areas)),
    ):
        for some in (offices[:1], offices):

            def count(measures: Sequence[Any] = measures, some: list[int] = some) -> Answer:
                by_code = {m.code: m for m in measures}
                result = counting.amounts_by_month(measures, office_ids=some, year=YEAR)
                return {
                    (office, code, month): value(by_code[code], amount)
                    for office, codes in result.items()
                    for code, months in codes.items()
                    for month, amount in enumerate(months, start=1)
                    if amount.size
                }

            expected = count()
            with CaptureQueriesContext(connection) as queries:
                counting.amounts_by_month(measures, office_ids=some, year=YEAR)
            engine_ms = median_ms(
                lambda measures=measures, some=some: counting.amounts_by_month(  # type: ignore[misc]
                    measures, office_ids=some, year=YEAR
                )
            )
            row: dict[str, Any] = {
                "what": f"{label} x 12 months",
                "offices": len(some),
                "milestones": EffectiveMilestone.objects.filter(office_id__in=some).count(),
                "tally_rows": Tally.objects.filter(office_id__in=some).count(),
                "queries": len(queries),
                "engine_ms": round(engine_ms, 2),
            }
            for name, table in (("milestones", MILESTONES), ("tally", TALLY)):
                times = {}
                for way, run in ways(measures, some, table).items():
                    if run() != expected:
                        raise SystemExit(f"{label}: the engine and “{way}” over the {name} disagree")
                    times[way] = median_ms(run, least=3)
                best = min(times, key=lambda way: times[way])
                row[name] = {
                    "best_by_hand": best,
                    "best_by_hand_ms": round(times[best], 2),
                    "ratio": round(engine_ms / times[best], 2),
                    "by_hand_ms": {way: round(ms, 2) for way, ms in times.items()},
                }
            found.append(row)
    return found
