"""Running numbers without a gap, per office, book, series and year.

The counter is one row that an upsert raises; it stays locked until the transaction ends, so a
rolled-back entry gives its number back and nobody else can have taken the next one meanwhile.
Never ``max(number) + 1``: two writers would read the same maximum.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.db import connection

from takar.ledger.books import Book
from takar.ledger.models import Entry, NumberFormat, NumberSeries
from takar.ledger.number_templates import PART

_ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def take_number(*, office_id: int, book: str, series: str, year: int) -> int:
    """The next number; must run inside the transaction that stores the entry."""
    table = NumberSeries._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (office_id, book, series, year, last) VALUES (%s, %s, %s, %s, 1) "  # noqa: S608
            f"ON CONFLICT (office_id, book, series, year) DO UPDATE SET last = {table}.last + 1 "
            "RETURNING last",
            [office_id, book, series, year],
        )
        row = cursor.fetchone()
    return int(row[0])


def next_number(*, office_id: int, book: str, series: str, year: int) -> int:
    """What :func:`take_number` would give now; for previews only."""
    last = (
        NumberSeries.objects.filter(office_id=office_id, book=book, series=series, year=year)
        .values_list("last", flat=True)
        .first()
    )
    return (last or 0) + 1


def format_for(book: type[Book], *, office_id: int, kind: str) -> tuple[str, str]:
    """``(template, series)`` for an entry of this kind: the kind's own, the book's, the default."""
    formats = {
        f.kind: f
        for f in NumberFormat.objects.filter(office_id=office_id, book=book.code, kind__in=["", kind])
    }
    chosen = formats.get(kind) or formats.get("")
    if chosen is None:
        return book.numbering.template if book.numbering else "", ""
    return chosen.template, kind if chosen.own_series and chosen.kind else ""


def write_number(template: str, entry: Entry, parts: Mapping[str, str]) -> str:
    """Fill the template: ``{kode}/{nomor:03}/35.07.29/{tahun}`` -> ``800/007/35.07.29/2026``."""
    values: dict[str, str] = {
        "nomor": str(entry.number),
        "unit": entry.office.code,
        "tahun": str(entry.year),
        "bulan": _ROMAN_MONTHS[entry.occurred_on.month - 1],
        "kode": "",
        "jenis": "",
        **parts,
    }

    def fill(match: re.Match[str]) -> str:
        text = values[match["name"]]
        return text.zfill(int(match["width"])) if match["width"] else text

    return PART.sub(fill, template)
