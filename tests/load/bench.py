"""What counting, pages and recording cost, as ratios and medians of one run on this machine.

    python -m tests.load.bench            SQLite, and PostgreSQL when TAKAR_TEST_POSTGRESQL is given

Prints tables and writes ``bench.json``. Nothing here is asserted but that the numbers are right:
every engine result is compared with the hand-written ones, and every ledger is audited afterwards.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.load.world import ENTRIES, OFFICES, build_offices, fill


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.load.bench", description=__doc__)
    parser.add_argument("--one", action="store_true", help="this database only, JSON on stdout")
    parser.add_argument("--seconds", type=float, default=4.0, help="length of one numbering run")
    parser.add_argument("--rounds", type=int, default=3, help="numbering runs of which the median counts")
    parser.add_argument("--entries", type=int, default=ENTRIES, help="entries of each office")
    parser.add_argument("--output", default="bench.json")
    chosen = parser.parse_args()
    if chosen.one:
        print(json.dumps(measure_this_database(chosen.seconds, chosen.rounds, chosen.entries)))
        return
    server = os.environ.get("TAKAR_TEST_POSTGRESQL", "")
    results = []
    for address in ["", server] if server else [""]:
        environment = {**os.environ, "TAKAR_TEST_POSTGRESQL": address}
        command = [sys.executable, "-m", "tests.load.bench", "--one", f"--seconds={chosen.seconds}"]
        command += [f"--rounds={chosen.rounds}", f"--entries={chosen.entries}"]
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


def measure_this_database(seconds: float, rounds: int, entries: int) -> dict[str, Any]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from django.db import connection

    from tests.load.counting import measure_counting
    from tests.load.pages import measure_pages
    from tests.load.wide import measure_wide
    from tests.load.writing import measure_refresh, measure_writing

    old_name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        clerks = build_offices()
        # Writing first: afterwards the ledgers hold entries that no chain has sealed.
        writing = measure_writing(clerks, seconds, rounds)
        refresh = measure_refresh(clerks[0])
        _fill(clerks, entries)
        return {
            "database": connection.vendor,
            "version": _version(),
            "entries": entries * OFFICES,
            "counting": measure_counting(clerks),
            "wide": measure_wide([clerk.person.office_id for clerk in clerks]),
            "pages": measure_pages(clerks),
            "saving": refresh,
            "writing": writing,
        }
    finally:
        connection.creation.destroy_test_db(old_name, verbosity=0)


def _fill(clerks: list[Any], entries: int) -> None:
    from django.db import connection

    from takar.ledger.models import Area

    dice = random.Random(67)
    areas: list[str] = sorted(Area.objects.values_list("code", flat=True))
    for clerk in clerks:
        # An office meets a dozen areas, four of them daily; a quarter of its entries has none.
        own = dice.sample(areas, 12)
        fill(clerk.person.office_id, entries, dice, [None] * 8 + own[:4] * 3 + own)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def _version() -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
        return str(cursor.fetchone()[0])


def print_tables(result: dict[str, Any]) -> None:
    print(f"\n{result['database']} {result['version']}, {result['entries']} entries in {OFFICES} offices")
    print("\n  counting, medians")
    print(
        f"  {'what':52} {'offices':>7} {'queries':>7} {'engine':>10} {'by hand over milestones':>24} {'tally':>16}"
    )
    for row in result["counting"]:
        hand = "".join(
            f"{row[name]['best_by_hand_ms']:{width}.2f} ms {row[name]['ratio']:5.2f}"
            for name, width in (("milestones", 15), ("tally", 8))
        )
        print(f"  {row['what']:52} {row['offices']:7} {row['queries']:7} {row['engine_ms']:7.2f} ms {hand}")
    print("\n  wider ways of counting, medians")
    for row in result["wide"]:
        print(
            f"  {row['what']:52} {row['offices']:7} {row['queries']:7} {row['engine_ms']:7.2f} ms "
            f"{row['by_hand_ms']:15.2f} ms {row['ratio']:5.2f}"
        )
    print("\n  pages, medians of the time in the server")
    for row in result["pages"]:
        print(f"  {row['what']:52} {row['queries']:3} queries {row['ms']:8.1f} ms {row['ratio']:6.2f}")
    saving = result["saving"]
    print(
        f"\n  {saving['what']}: {saving['with_ms']} ms, without {saving['without_ms']} ms, ratio {saving['ratio']}"
    )
    print("\n  writing by 16 processes, medians of the runs")
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
