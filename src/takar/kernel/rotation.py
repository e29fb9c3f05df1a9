"""Encrypting what is stored with the key in force: after a rotation, and once for rows from before.

Rows are found by the key their value names, so the work can stop anywhere and be started again. A row is
replaced only while it still holds what was read: people go on working meanwhile.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from takar.kernel import encrypted, keyring

BATCH = 500
_EMPTY = str(encrypted.EMPTY)


@dataclass(frozen=True)
class Place:
    """A column of a table that is encrypted."""

    table: str
    key: str
    column: str
    searchable: bool

    @classmethod
    def of(cls, model: type[models.Model], field: models.Field[Any, Any]) -> Place:
        key = model._meta.pk
        assert key is not None
        assert key.column
        assert field.column
        return cls(model._meta.db_table, key.column, field.column, getattr(field, "searchable", True))


def places() -> Iterator[Place]:
    """Every encrypted column of the program."""
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, encrypted.EncryptedText | encrypted.EncryptedJson):
                yield Place.of(model, field)


def rotate() -> int:
    """Encrypt everything with the key in force; returns how many values were written anew."""
    return sum(renew(place) for place in places())


def renew(place: Place) -> int:
    """Encrypt one column's values that are plain or written with an older key."""
    table, key, column = _names(place)
    current = f"{encrypted.MARK}{keyring.ring().current.id}:%"
    done, after = 0, None
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            beyond, params = ("", [current]) if after is None else (f" AND {key} > %s", [current, after])
            cursor.execute(
                f"SELECT {key}, {column} FROM {table} WHERE {column} NOT IN {_EMPTY} AND {column} NOT LIKE %s"  # noqa: S608
                f"{beyond} ORDER BY {key} LIMIT {BATCH}",
                params,
            )
            rows = cursor.fetchall()
            for pk, old in rows:
                new = encrypted.encrypt(encrypted.decrypt(old), searchable=place.searchable)
                cursor.execute(
                    f"UPDATE {table} SET {column} = %s WHERE {key} = %s AND {column} = %s",  # noqa: S608
                    [new, pk, old],
                )
                done += cursor.rowcount
        if not rows:
            return done
        after = rows[-1][0]


def encrypt(model: type[models.Model], *columns: str) -> None:
    """Encrypt columns that were plain until now; for migrations."""
    for column in columns:
        field = model._meta.get_field(column)
        assert isinstance(field, models.Field)
        renew(Place.of(model, field))


def values_per_key() -> Counter[str]:
    """Key id -> how many stored values it encrypts; ``""`` counts values that are plain."""
    found: Counter[str] = Counter()
    start, length = len(encrypted.MARK) + 1, keyring.ID_LENGTH
    for place in places():
        table, _, column = _names(place)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT CASE WHEN {column} LIKE %s THEN SUBSTR({column}, {start}, {length}) ELSE '' END, "  # noqa: S608
                f"COUNT(*) FROM {table} WHERE {column} NOT IN {_EMPTY} GROUP BY 1",
                [f"{encrypted.MARK}%"],
            )
            found.update(dict(cursor.fetchall()))
    return found


def _names(place: Place) -> tuple[str, str, str]:
    quote = connection.ops.quote_name
    return quote(place.table), quote(place.key), quote(place.column)
