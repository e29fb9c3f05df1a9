"""With thousands of old entries beside the world of the tests, no page walks through all of them.

Read from SQLite's own plans, after it learnt its tables as an office's database does: no times, so it holds
on every machine.
"""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from takar.kernel import statistics
from takar.ledger.books import book_named
from takar.ledger.models import EffectiveMilestone, Entry
from tests.web.conftest import SignedIn, World
from tests.web.test_query_growth import addresses

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("midyear"),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="its plans are read"),
]

COPIES = 1000
GROWN = {
    "incoming_letter": "archived", "outgoing_letter": "sent", "disposition": "completed",
    "archive_item": "archived", "activity": "reported", "service_request": "collected",
    "survey_response": "answered", "support_job": "done", "case": "resolved", "stock_issue": "issued",
}  # fmt: skip
"""Books that fill in life, and the state of what is done with. Cash closings, assets and reports stay few."""

WALKS = re.compile(
    r"(?P<scan>SCAN) (?P<table>\w+)"
    r"|SEARCH \w+ USING (?:COVERING )?INDEX \w*entry_\w+ (?P<narrow>\(office_id=\?(?: AND book=\?)?\))$"
)

STILL_WALK = {
    r"search": "a word may stand anywhere; the newest entries first, and it ends with the page",
    r"checks|check-entries": "Pemeriksaan looks at all of a year",
    r"retention-review": "looks for all that is past its time",
    r"own-books": "says how many entries each own book has, from the index alone",
    r"own-record": "the three books about people, whichever index is narrower",
    r"(entry-record|import) surat-keluar|action .*/isi/": "offers every letter received as one to answer",
}
"""What is asked, and why it may. The last is a fault that waits to be mended."""


def _cloned(table: str, key: str, original: int, **changed: str) -> None:
    """``COPIES`` times the row of this key; ``n`` in ``changed`` is the number of the copy."""
    with connection.cursor() as cursor:
        columns = [c.name for c in connection.introspection.get_table_description(cursor, table)]
        values = ", ".join(changed.get(name, f'"{name}"') for name in columns)
        names = ", ".join(f'"{name}"' for name in columns)
        cursor.execute(
            f"WITH RECURSIVE copies (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copies WHERE n < {COPIES}) "
            f'INSERT INTO "{table}" ({names}) SELECT {values} FROM "{table}", copies WHERE "{key}" = {original}'
        )


def fill(world: World) -> None:
    """Done with, of the ten years before: what an office has when nobody waits for anything in it."""
    top = max(Entry.objects.values_list("pk", flat=True))
    letters, answers = top, top + COPIES
    for code, state in GROWN.items():
        book, pk, first = book_named(code), world.entries[code].pk, top + 1
        earlier = """date("{}", '-' || (1 + n % 10) || ' years')"""
        _cloned(
            "ledger_entry", "id", pk,
            id=f"{top} + n", state=f"'{state}'", number="10000 + n", client_key="hex(randomblob(16))",
            year='"year" - 1 - n % 10', occurred_on=earlier.format("occurred_on"),
        )  # fmt: skip
        own = {
            "entry_ptr_id": f"{top} + n", "ticket": "hex(randomblob(8))", "letter_id": f"{letters} + n",
            "reply_to_id": f"{letters} + n", "assignment_letter_id": f"{answers} + n",
        }  # fmt: skip
        _cloned(book.model._meta.db_table, "entry_ptr_id", pk, **own)
        done = EffectiveMilestone.objects.filter(entry_id=pk).first()
        if done is not None:
            last = EffectiveMilestone.objects.order_by("-pk").values_list("pk", flat=True)[0]
            _cloned(
                "ledger_effectivemilestone", "id", done.pk,
                id=f"{last} + n", entry_id=f"{top} + n", on=earlier.format("on"),
                month='"month" - 100 * (1 + n % 10)',
            )  # fmt: skip
        top += COPIES
        assert Entry.objects.filter(pk__gte=first, book=code).count() == COPIES
    statistics.refresh()


def walks(client: Client, address: str, big: frozenset[str]) -> list[str]:
    """Steps of the page's plans that read all of a table or all of an office's entries."""
    connection.queries_log.clear()
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address)
        if response.streaming:
            b"".join(response)
    assert response.status_code == 200, address
    found = []
    with connection.cursor() as cursor:
        for query in asked.captured_queries:
            sql = query["sql"]
            if not sql.startswith("SELECT"):
                continue
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", None)
            for *_, step in cursor.fetchall():
                walk = WALKS.match(step)
                if walk and (walk["narrow"] or walk["table"] in big):
                    found.append(f"{step} | {sql[-700:]}")
    return found


def test_no_page_walks_through_all_that_was_ever_recorded(world: World, signed_in: SignedIn) -> None:
    fill(world)
    big = frozenset(
        {
            "ledger_entry",
            "ledger_effectivemilestone",
            *(book_named(code).model._meta.db_table for code in GROWN),
        }
    )
    found = {}
    for name, (who, address) in addresses(world).items():
        if any(re.match(pattern, name) for pattern in STILL_WALK):
            continue
        if lines := walks(signed_in(world.cast.members[who]), address, big):
            found[f"{name} as {who}"] = lines
    assert found == {}, "\n".join(f"{name}: {line}" for name, lines in found.items() for line in lines)
