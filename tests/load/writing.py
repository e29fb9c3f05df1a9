"""What recording costs: many writers at once, and one writer with and without what counts."""

from __future__ import annotations

import multiprocessing
import random
import statistics
import time
from collections.abc import Sequence
from datetime import date
from typing import Any
from unittest import mock

from tests.load.timing import median_ms
from tests.load.world import OFFICES

WRITERS = 16


def record_fully(actor: Any) -> None:
    from takar.kernel import clock
    from takar.ledger.books import book_named
    from takar.ledger.services import record_entry

    values = {
        "occurred_on": clock.today(),
        "kind": "undangan",
        "title": "Undangan rapat koordinasi",
        "sender": "Bagian Pemerintahan",
        "letter_number": "005/1/2026",
    }
    record_entry(book=book_named("incoming_letter"), actor=actor, values=values)


def record_barely(actor: Any) -> None:
    """A number and the least row that can carry it."""
    from django.db import transaction

    from takar.ledger.models import Entry
    from takar.ledger.numbering import take_number

    office = actor.office_id
    with transaction.atomic():
        number = take_number(office_id=office, book="bench", series="", year=2026)
        Entry(
            office_id=office, book="bench", year=2026, number=number, occurred_on=date(2026, 1, 1),
            title="x", state="received",
        ).save(force_insert=True)  # fmt: skip


WORK = {"full": record_fully, "bare": record_barely}


def writer(work: str, users: list[int], seconds: float, gate: Any, out: Any, place: int) -> None:
    """One process: records until the time is over and tells how long each entry took."""
    from django.db import connection

    from takar.organisation.actor import actor_for
    from takar.organisation.models import User

    actors = [actor_for(user) for user in User.objects.filter(pk__in=users).select_related("person__office")]
    dice = random.Random(place)
    record = WORK[work]
    gate.wait()
    began = time.perf_counter()
    waits = []
    while time.perf_counter() - began < seconds:
        actor = dice.choice(actors)
        start = time.perf_counter()
        record(actor)
        waits.append(time.perf_counter() - start)
    out.put((waits, time.perf_counter() - began))
    connection.close()


def measure_writing(clerks: Sequence[Any], seconds: float, rounds: int) -> list[dict[str, Any]]:
    from django.db import connections

    from takar.ledger.audit import number_gaps, verify

    found = []
    for work, offices in (("full", 1), ("full", OFFICES), ("bare", 1), ("bare", OFFICES)):
        runs = []
        for _ in range(rounds):
            connections.close_all()  # a forked process must not share a connection
            context = multiprocessing.get_context("fork")
            gate, out = context.Barrier(WRITERS), context.Queue()
            users = [clerk.pk for clerk in clerks[:offices]]
            processes = [
                context.Process(target=writer, args=(work, users, seconds, gate, out, n))
                for n in range(WRITERS)
            ]
            for process in processes:
                process.start()
            result = [out.get(timeout=seconds + 120) for _ in processes]
            for process in processes:
                process.join()
            waits = [wait for part, _ in result for wait in part]
            runs.append(
                {
                    "per_second": len(waits) / max(took for _, took in result),
                    "median_ms": statistics.median(waits) * 1000,
                    "p99_ms": statistics.quantiles(waits, n=100)[98] * 1000,
                    "longest_ms": max(waits) * 1000,
                    "fewest_by_one_writer": min(len(part) for part, _ in result),
                    "most_by_one_writer": max(len(part) for part, _ in result),
                }
            )
        for clerk in clerks[:offices]:
            office = clerk.person.office_id
            faults = list(verify(office)) if work == "full" else list(number_gaps(office))
            if faults:
                raise SystemExit(f"{work}, {offices} offices: {faults[0]}")
        found.append(
            {
                "what": "record_entry" if work == "full" else "take_number and a bare row",
                "offices": offices,
                "writers": WRITERS,
                **{name: round(statistics.median(run[name] for run in runs), 1) for name in runs[0]},
            }
        )
    return found


def measure_refresh(clerk: Any) -> dict[str, Any]:
    """Saving one entry, with and without bringing what counts up to date."""
    from takar.ledger import projection
    from takar.organisation.actor import actor_for

    actor = actor_for(clerk)
    with_it = median_ms(lambda: record_fully(actor), least=60)
    with mock.patch.object(projection, "refresh"):
        without = median_ms(lambda: record_fully(actor), least=60)
    return {
        "what": "record_entry with its refresh",
        "with_ms": round(with_it, 2),
        "without_ms": round(without, 2),
        "ratio": round(with_it / without, 2),
    }
