"""ICT support of the demo: conferences, equipment, network faults with their hours, and requests."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from random import Random
from typing import Any

from takar.demo.agenda import Diary
from takar.demo.cast import Cast, read_data
from takar.demo.words import pick
from takar.kernel import clock
from takar.ledger.services import add_milestone, record_entry
from takar.registers.ict.book import SupportJobs
from takar.registers.ict.models import SupportJob
from takar.registers.ict.services import request_support, resolve_fault

JOBS, FAULTS, REQUESTS = 36, 14, 18
"""A year's conferences and equipment checks, network faults, and what colleagues ask for."""
UNDONE = 0.04


def build(cast: Cast, diary: Diary, *, years: range, scale: float = 1.0) -> None:
    """Plan the support of all years."""
    data = read_data("ict")
    for year in years:
        rng = Random(f"{year}/tik")
        days = diary.days.within(date(year, 1, 1), date(year, 12, 31))
        for deed, count in ((_job, JOBS), (_fault, FAULTS), (_request, REQUESTS)):
            for _ in range(max(2, round(count * scale))):
                own = Random(rng.random())
                moment = diary.moment(own.choice(days[2:]), own)
                diary.plan(moment, partial(deed, cast, diary, data, own))


def _job(cast: Cast, diary: Diary, data: dict[str, Any], rng: Random) -> None:
    """A conference is asked for some days ahead; equipment is looked at the same day."""
    today = clock.today()
    row = pick(rng, data["jobs"], today.month)
    conference = row["kind"] == "konferensi_video"
    begins = diary.later(rng, rng.randint(1, 4)) if conference else clock.now()
    values = {
        "occurred_on": today,
        "kind": row["kind"],
        "title": row["title"],
        "requester": cast.positions[row["who"]],
        "place": row["place"],
        "platform": row.get("platform", ""),
        "equipment": row["equipment"],
        "layout": row.get("layout", ""),
    }
    if conference:
        values |= {
            "started_at": begins,
            "ended_at": begins + timedelta(minutes=rng.choice((60, 90, 120, 150))),
        }
    job = record_entry(book=SupportJobs, actor=cast.actor("komputer"), values=values)
    done = begins + timedelta(hours=3) if conference else clock.now() + timedelta(minutes=40)
    diary.plan(done, partial(_done, cast, job, row["result"]))


def _done(cast: Cast, job: Any, note: str) -> None:
    add_milestone(entry=job, what="done", on=clock.today(), actor=cast.actor("komputer"), note=note)


def _fault(cast: Cast, diary: Diary, data: dict[str, Any], rng: Random) -> None:
    row = rng.choice(data["faults"])
    fault = record_entry(
        book=SupportJobs,
        actor=cast.actor("komputer"),
        values={
            "occurred_on": clock.today(),
            "kind": "jaringan",
            "title": row["title"],
            "requester": cast.positions[row["who"]],
            "place": row["place"],
            "started_at": clock.now().replace(second=0, microsecond=0)
            - timedelta(minutes=rng.randint(5, 50)),
        },
    )
    back = clock.now() + timedelta(minutes=rng.choice((35, 55, 80, 130, 210, 1_400)))
    diary.plan(back, partial(_resolve, cast, fault, row))


def _resolve(cast: Cast, fault: SupportJob, row: dict[str, Any]) -> None:
    ended = clock.now().replace(second=0, microsecond=0)
    resolve_fault(
        fault=fault,
        actor=cast.actor("komputer"),
        ended_at=ended,
        cause=row["cause"],
        solution=row["solution"],
    )


def _request(cast: Cast, diary: Diary, data: dict[str, Any], rng: Random) -> None:
    row = rng.choice(data["requests"])
    job = request_support(
        actor=cast.actor(row["who"]),
        values={"kind": row.get("kind", "permintaan"), "title": row["title"], "place": row["place"]},
    )
    if rng.random() >= UNDONE:
        diary.plan(diary.later(rng, rng.randint(0, 3)), partial(_done, cast, job, row["result"]))
