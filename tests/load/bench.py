"""What counting and numbering cost, as ratios and medians of one run on this machine.

    python -m tests.load.bench            SQLite, and PostgreSQL when TAKAR_TEST_POSTGRESQL is given

Prints a table and writes ``bench.json``. Nothing here is asserted but that the numbers are right:
every engine result is compared with the hand-written ones, and every ledger is audited afterwards.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import platform
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ENTRIES = 10_000
OTHER_ENTRIES = 2_000
OFFICES = 33
WRITERS = 16
YEAR = 2025

Counts = dict[str, list[int]]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.load.bench", description=__doc__)
    parser.add_argument("--one", action="store_true", help="this database only, JSON on stdout")
    parser.add_argument("--seconds", type=float, default=4.0, help="length of one numbering run")
    parser.add_argument("--rounds", type=int, default=3, help="numbering runs of which the median counts")
    parser.add_argument("--output", default="bench.json")
    chosen = parser.parse_args()
    if chosen.one:
        print(json.dumps(measure_this_database(chosen.seconds, chosen.rounds)))
        return
    server = os.environ.get("TAKAR_TEST_POSTGRESQL", "")
    results = []
    for address in ["", server] if server else [""]:
        environment = {**os.environ, "TAKAR_TEST_POSTGRESQL": address}
        command = [sys.executable, "-m", "tests.load.bench", "--one"]
        command += [f"--seconds={chosen.seconds}", f"--rounds={chosen.rounds}"]
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, text=True)
        results.append(json.loads(done.stdout.splitlines()[-1]))
    machine = {
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "system": platform.platform(),
    }
    Path(chosen.output).write_text(json.dumps({"machine": machine, "databases": results}, indent=2) + "\n")
    for result in results:
        print_tables(result)
    print(f"\nWritten to {chosen.output}.")


def measure_this_database(seconds: float, rounds: int) -> dict[str, Any]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from django.db import connection

    old_name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        offices = build_offices()
        writing = measure_writing(offices, seconds, rounds)
        counting = measure_counting(offices)
        return {
            "database": connection.vendor,
            "version": _version(),
            "counting": counting,
            "writing": writing,
        }
    finally:
        connection.creation.destroy_test_db(old_name, verbosity=0)


def _version() -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
        return str(cursor.fetchone()[0])


def build_offices() -> list[Any]:
    """Offices with one clerk each who keeps the agenda of letters; returns the clerks."""
    from takar.ledger.models import BookKeeper
    from takar.organisation.models import Assignment, Office, Person, Position, User

    clerks = []
    for n in range(OFFICES):
        office = Office.objects.create(
            code=f"35.07.{n:02}", name=f"Kecamatan {n}", regency="Kabupaten Malang"
        )
        position = Position.objects.create(office=office, title="Pengadministrasi Umum", level="staff")
        person = Person.objects.create(office=office, name=f"Petugas {n}")
        Assignment.objects.create(position=position, person=person, starts_on=date(2020, 1, 1))
        BookKeeper.objects.create(office=office, book="incoming_letter", position=position)
        clerks.append(User.objects.create(username=f"petugas{n}", person=person))
    return clerks


# ---- counting -----------------------------------------------------------------------------------

_LIVES: dict[str, tuple[tuple[str, float, int], ...]] = {
    # book: (milestone, share of entries that reach it, days after the one before)
    "incoming_letter": (
        ("received", 1, 0),
        ("dispositioned", 0.85, 2),
        ("followed_up", 0.6, 6),
        ("archived", 0.7, 10),
    ),
    "outgoing_letter": (("drafted", 1, 0), ("signed", 0.95, 2), ("sent", 0.9, 1)),
    "archive_item": (("archived", 1, 0), ("moved_inactive", 0.1, 90)),
    "disposition": (("given", 1, 0), ("read", 0.9, 1), ("completed", 0.8, 4)),
    "activity": (("planned", 1, 0), ("held", 0.85, 14), ("reported", 0.8, 3)),
    "work_document": (("drafted", 1, 0), ("checked", 0.9, 5), ("approved", 0.8, 5)),
    "stock_issue": (("issued", 1, 0),),
}
_SHARES = {"incoming_letter": 30, "outgoing_letter": 20, "archive_item": 15, "disposition": 15,
           "activity": 10, "work_document": 5, "stock_issue": 5}  # fmt: skip
_KINDS = {
    "incoming_letter": ("surat_dinas", "undangan", "edaran", "permohonan", "laporan"),
    "outgoing_letter": ("surat_dinas", "surat_tugas", "keputusan", "undangan", "nota_dinas"),
    "archive_item": ("surat_masuk", "surat_keluar", "dokumen"),
    "activity": ("pembinaan", "koordinasi", "sosialisasi", "monitoring", "rapat"),
    "work_document": ("perencanaan", "evaluasi", "pelaporan"),
}


def fill(office_id: int, entries: int, dice: random.Random, areas: Sequence[str | None]) -> None:
    """Entries spread over two years with the effective milestones such lives leave behind."""
    from takar.kernel.period import month_key
    from takar.ledger import tally
    from takar.ledger.models import EffectiveMilestone, Entry

    books = dice.choices(list(_SHARES), weights=list(_SHARES.values()), k=entries)
    rows = [
        Entry(
            office_id=office_id,
            book=book,
            year=YEAR,
            number=None,
            occurred_on=date(YEAR - 1, 7, 1) + timedelta(days=dice.randrange(540)),
            kind=dice.choice(_KINDS.get(book, ("",))),
            area_id=dice.choice(areas),
            title=f"Uraian {n}",
            state="received",
        )
        for n, book in enumerate(books)
    ]
    made = Entry.objects.bulk_create(rows, batch_size=1000)
    happened = []
    for entry in made:
        day = entry.occurred_on
        for what, share, delay in _LIVES[entry.book]:
            if dice.random() > share:
                break
            day += timedelta(days=dice.randint(0, delay))
            happened.append(
                EffectiveMilestone(
                    entry_id=entry.pk,
                    what=what,
                    on=day,
                    month=month_key(day),
                    office_id=office_id,
                    book=entry.book,
                    kind=entry.kind,
                    area_id=entry.area_id,
                )
            )
    EffectiveMilestone.objects.bulk_create(happened, batch_size=1000)
    tally.rebuild(office_id)


def synthetic_measures(dice: random.Random, areas: Sequence[str], size: int = 67) -> list[Any]:
    """As many measures as the decree has indicators, of the shapes its measures have."""
    from takar.measurement.language import Aggregate, Measure, Term

    made = []
    for n in range(size):
        terms = []
        for book in dice.sample(sorted(_LIVES), k=dice.choice([1, 1, 1, 1, 2, 3])):
            what = dice.choice(_LIVES[book])[0]
            where: dict[str, tuple[str, ...]] = {}
            if book in _KINDS and dice.random() < 0.6:
                where["kind"] = tuple(dice.sample(_KINDS[book], k=dice.choice([1, 2])))
            if dice.random() < 0.6:
                where["area"] = tuple(dice.sample(list(areas), k=dice.choice([1, 1, 2])))
            terms.append(Term(book, what, where))
        made.append(Measure(f"m{n}", f"Ukuran {n}", "kegiatan", Aggregate.COUNT, tuple(terms), ()))
    return made


def condition(measure: Any) -> str:
    """A measure as the WHERE of somebody who writes it by hand, constants and all."""
    from takar.ledger.reference import with_children

    parts = []
    for term in measure.terms:
        tests = [f"book = '{term.book}'", f"what = '{term.milestone}'"]
        if "kind" in term.where:
            tests.append(_among("kind", term.where["kind"]))
        if "area" in term.where:
            tests.append(
                _among("area_id", sorted(set().union(*(with_children(a) for a in term.where["area"]))))
            )
        parts.append("(" + " AND ".join(tests) + ")")
    return " OR ".join(parts)


def _among(column: str, values: Sequence[str]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def by_hand(measures: Sequence[Any], office: int) -> dict[str, Callable[[], Counts]]:
    """Hand-written ways to the same numbers; the fastest one is what the engine is compared with."""
    from django.db import connection

    place = f"office_id = {office} AND month BETWEEN {YEAR}01 AND {YEAR}12"
    table = "ledger_effectivemilestone"
    codes = [m.code for m in measures]

    def ask(sql: str) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

    def wide(columns: str, more: str = "") -> Callable[[], Counts]:
        sql = f"SELECT month, {columns} FROM {table} WHERE {place} {more} GROUP BY month"

        def run() -> Counts:
            found = {code: [0] * 12 for code in codes}
            for month, *counts in ask(sql):
                for code, size in zip(codes, counts, strict=True):
                    found[code][month % 100 - 1] = size or 0
            return found

        return run

    def long(sql: str) -> Callable[[], Counts]:
        def run() -> Counts:
            found = {code: [0] * 12 for code in codes}
            for code, month, size in ask(sql):
                found[codes[code]][month % 100 - 1] += size
            return found

        return run

    def one_by_one() -> Counts:
        found = {code: [0] * 12 for code in codes}
        for measure in measures:
            sql = (
                f"SELECT month, COUNT(*) FROM {table} WHERE {place} AND ({condition(measure)}) GROUP BY month"
            )
            for month, size in ask(sql):
                found[measure.code][month % 100 - 1] = size
        return found

    tests = [condition(m) for m in measures]
    pairs = sorted({(t.book, t.milestone) for m in measures for t in m.terms})
    needed = " OR ".join(f"(book = '{b}' AND what = '{w}')" for b, w in pairs)
    case = ", ".join(f"SUM(CASE WHEN {test} THEN 1 ELSE 0 END)" for test in tests)
    filtered = ", ".join(f"COUNT(*) FILTER (WHERE {test})" for test in tests)
    union = " UNION ALL ".join(
        f"SELECT {n}, month, COUNT(*) FROM {table} WHERE {place} AND ({test}) GROUP BY month"
        for n, test in enumerate(tests)
    )
    pregrouped = ", ".join(f"SUM(CASE WHEN {test} THEN size ELSE 0 END)" for test in tests)
    cells = (
        f"(SELECT month, book, what, kind, area_id, COUNT(*) AS size FROM {table} "
        f"WHERE {place} GROUP BY month, book, what, kind, area_id)"
    )

    def grouped_first() -> Counts:
        found = {code: [0] * 12 for code in codes}
        for month, *counts in ask(f"SELECT month, {pregrouped} FROM {cells} cells GROUP BY month"):
            for code, size in zip(codes, counts, strict=True):
                found[code][month % 100 - 1] = int(size or 0)
        return found

    return {
        "sum of case": wide(case),
        "count filter": wide(filtered),
        "count filter, books named": wide(filtered, f"AND ({needed})"),
        "union of grouped counts": long(union),
        "cells first, then sum of case": grouped_first,
        "one query per measure": one_by_one,
    }


def median_ms(run: Callable[[], Any], least: int = 7, seconds: float = 1.5) -> float:
    run()
    times: list[float] = []
    began = time.perf_counter()
    while len(times) < least or (time.perf_counter() - began < seconds and len(times) < 101):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def measure_counting(clerks: Sequence[Any]) -> list[dict[str, Any]]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from takar.ledger.models import Area, EffectiveMilestone, Entry
    from takar.measurement import engine
    from takar.measurement.language import Aggregate
    from takar.measurement.loading import shipped_measures

    dice = random.Random(67)
    areas: list[str] = sorted(Area.objects.values_list("code", flat=True))
    office = clerks[0].person.office_id
    for n, clerk in enumerate(clerks):
        # An office meets a dozen areas, four of them daily; a quarter of its entries has none.
        own = dice.sample(areas, 12)
        usual = [None] * 8 + own[:4] * 3 + own
        fill(clerk.person.office_id, OTHER_ENTRIES if n else ENTRIES, dice, usual)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
    shipped = [
        m for m in shipped_measures().values()
        if m.place.startswith("persuratan.yaml") and m.aggregate is Aggregate.COUNT
    ]  # fmt: skip
    found = []
    for label, measures in (
        (f"the {len(shipped)} measures of the mail books", shipped),
        ("67 synthetic measures", synthetic_measures(dice, areas)),
    ):
        measures = list(measures)

        def count(measures: list[Any] = measures) -> Counts:
            found = engine.amounts_by_month(measures, office_ids=[office], year=YEAR)[office]
            return {code: [month.size for month in months] for code, months in found.items()}

        count()  # fills the cache of areas
        with CaptureQueriesContext(connection) as queries:
            expected = count()
        ways = by_hand(measures, office)
        for name, way in ways.items():
            if way() != expected:
                raise SystemExit(f"{label}: the engine and “{name}” disagree")
        times = {name: median_ms(way) for name, way in ways.items()}
        best = min(times, key=lambda name: times[name])
        engine_ms = median_ms(count)
        found.append(
            {
                "what": f"{label} x 12 months",
                "entries": Entry.objects.filter(office_id=office, number=None).count(),
                "milestones": EffectiveMilestone.objects.filter(office_id=office).count(),
                "milestones_of_all_offices": EffectiveMilestone.objects.count(),
                "queries": len(queries),
                "engine_ms": round(engine_ms, 2),
                "best_by_hand": best,
                "best_by_hand_ms": round(times[best], 2),
                "ratio": round(engine_ms / times[best], 2),
                "by_hand_ms": {name: round(ms, 2) for name, ms in times.items()},
            }
        )
    return found


# ---- writing ------------------------------------------------------------------------------------


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
            told = [out.get(timeout=seconds + 120) for _ in processes]
            for process in processes:
                process.join()
            waits = [wait for part, _ in told for wait in part]
            runs.append(
                {
                    "per_second": len(waits) / max(took for _, took in told),
                    "median_ms": statistics.median(waits) * 1000,
                    "p99_ms": statistics.quantiles(waits, n=100)[98] * 1000,
                    "longest_ms": max(waits) * 1000,
                    "fewest_by_one_writer": min(len(part) for part, _ in told),
                    "most_by_one_writer": max(len(part) for part, _ in told),
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


# ---- printing -----------------------------------------------------------------------------------


def print_tables(result: dict[str, Any]) -> None:
    print(f"\n{result['database']} {result['version']}")
    print("\n  counting, one office of many, medians")
    print(f"  {'what':46} {'queries':>7} {'engine':>9} {'by hand':>9} {'ratio':>6}  fastest way by hand")
    for row in result["counting"]:
        print(
            f"  {row['what']:46} {row['queries']:7} {row['engine_ms']:6.2f} ms {row['best_by_hand_ms']:6.2f} ms "
            f"{row['ratio']:6.2f}  {row['best_by_hand']}"
        )
    first = result["counting"][0]
    print(
        f"  ({first['entries']} entries, {first['milestones']} milestones of this office; "
        f"{first['milestones_of_all_offices']} of all {OFFICES})"
    )
    print(f"\n  writing, {WRITERS} processes, medians of the runs")
    print(
        f"  {'what':30} {'offices':>7} {'per second':>11} {'median':>9} {'p99':>10} {'longest':>11}  least-most"
    )
    for row in result["writing"]:
        print(
            f"  {row['what']:30} {row['offices']:7} {row['per_second']:11.1f} {row['median_ms']:6.1f} ms "
            f"{row['p99_ms']:7.1f} ms {row['longest_ms']:8.1f} ms  "
            f"{row['fewest_by_one_writer']:.0f}-{row['most_by_one_writer']:.0f}"
        )


if __name__ == "__main__":
    main()
