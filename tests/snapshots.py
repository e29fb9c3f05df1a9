"""Rows that many tests start from are made once a session and then copied in.

Making the cast asks some seven hundred questions; copying its rows asks one for each table. Numbers of
rows are the same in every test of a session, and what a test changes is rolled back with it.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from django.db import connection, transaction

from takar.kernel import clock, keyring
from takar.ledger.models import ChainHead
from takar.registers.mail.models import FilingCode

T = TypeVar("T")


class _Rows(NamedTuple):
    table: str
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


class _Snapshot(NamedTuple):
    tables: list[_Rows]
    made: Any


_taken: dict[tuple[Any, ...], _Snapshot] = {}


def once(name: str, make: Callable[[], T]) -> T:
    """What ``make`` returns, with the rows it wrote; made by ``make`` the first time on a day only.

    Outside a transaction (tests with threads or a server) reference rows may have been made anew with
    other numbers, which kept rows would miss: there ``make`` runs every time.
    """
    if not connection.in_atomic_block:
        return make()
    # Rows encrypted with other keys could not be read, and a test with threads empties the tables: then
    # reference rows are there anew under other numbers, which kept rows would miss.
    first = FilingCode.objects.order_by("pk").values_list("pk", flat=True).first()
    # Links of the chain follow on one another: kept ones fit only where the chain stands as it stood then.
    heads = tuple(ChainHead.objects.order_by("pk").values_list("pk", "seq", "hash"))
    key = (name, clock.today(), keyring.ring().current.id, first, heads)
    if key not in _taken:
        before = {table: set(_read(table).rows) for table in connection.introspection.table_names()}
        made = make()
        tables = [_read(table) for table in before]
        new = [
            _Rows(table, columns, [row for row in rows if row not in before[table]])
            for table, columns, rows in tables
        ]
        _taken[key] = _Snapshot([rows for rows in new if rows.rows], copy.deepcopy(made))
        return made
    snapshot = _taken[key]
    with transaction.atomic(), connection.cursor() as cursor:
        for table, columns, rows in snapshot.tables:
            names = [connection.ops.quote_name(column) for column in columns]
            places = ", ".join(["%s"] * len(columns))
            # A row that was there before and changed (the head of a chain) is changed again.
            keys = ", ".join(connection.introspection.get_primary_key_columns(cursor, table) or [])
            changes = ", ".join(f"{name} = excluded.{name}" for name in names)
            cursor.executemany(
                f"INSERT INTO {connection.ops.quote_name(table)} ({', '.join(names)}) VALUES ({places}) "
                f"ON CONFLICT ({keys}) DO UPDATE SET {changes}",
                rows,
            )
    made_before: T = copy.deepcopy(snapshot.made)
    return made_before


def _read(table: str) -> _Rows:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        return _Rows(table, tuple(column[0] for column in cursor.description), list(cursor.fetchall()))
