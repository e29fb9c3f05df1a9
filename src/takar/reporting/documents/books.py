"""A register book as a document: the entries of a list, in the book's official columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import QuerySet

from takar.kernel import clock
from takar.kernel.access import visible
from takar.kernel.formatting import NOTHING, format_amount, format_number
from takar.kernel.money import MoneyField
from takar.ledger.books import Book, PrintedLayout
from takar.ledger.display import raw, related_paths, shown, writes_money
from takar.ledger.models import CANCELLED, Entry
from takar.organisation.actor import Actor
from takar.organisation.models import Position
from takar.organisation.selectors import holders_on
from takar.reporting.documents.provenance import about, books_stamp, printed_by
from takar.reporting.writers.parties import Party
from takar.reporting.writers.register_book import (
    PrintedBook,
    PrintedColumn,
    PrintedRow,
    render_register_book,
)
from takar.reporting.writers.spreadsheet import Column, Kind, write_csv, write_xlsx

STAYS_READABLE = {"number", "number_label", "state"}
"""Columns of a cancelled entry that are not struck through: which number, and that it is cancelled."""

UNREADABLE = "Entri terbatas"
"""Stands for an entry that this reader may not read."""

TOO_MANY = 5000
"""Entries one printed book may hold; beyond it the period is narrowed."""


def government(regency: str) -> str:
    """``PEMERINTAH KABUPATEN MALANG``, the first line of every letterhead."""
    return f"PEMERINTAH {regency.upper()}"


def signer(actor: Actor, on: date) -> Party | None:
    """Who signs for the office that day: the holder of its highest position, Plt and Plh included."""
    assert actor.office is not None
    held = holders_on(on, office_id=actor.office.pk).values()
    head = next((a for a in held if a.position.level == Position.Level.HEAD), None)
    if head is None:
        return None
    return Party(head.person.name, head.title, head.person.rank, head.person.printed_nip)


def printed_book(
    book: type[Book],
    actor: Actor,
    entries: QuerySet[Any],
    subtitle: str,
    *,
    layout: PrintedLayout | None = None,
    facts: Sequence[tuple[str, str]] = (),
    acknowledged_by: Party | None = None,
    signed_by: Party | None = None,
) -> bytes:
    """The book as PDF. Numbers in the order they were given, cancelled ones marked.

    ``signed_by`` signs instead of the head of the office, who then usually stands under
    "Mengetahui" (``acknowledged_by``).
    """
    assert actor.office is not None
    layout = layout or book.printed
    paths = [column.field for column in layout.columns]
    rows = list(
        entries.order_by(*(["year"] if book.lasting else []), "series", "number", "occurred_on", "pk")
        .select_related(*related_paths(book, paths))
        .prefetch_related(*book.printed.fetched)[:TOO_MANY]
    )
    book.read_together(rows)
    for place, entry in enumerate(rows, start=1):
        entry.printed_line = place  # for layouts whose rows are counted anew, because they span years
    today = clock.today()
    document = PrintedBook(
        government=government(actor.office.regency),
        office=actor.office.name.upper(),
        title=layout.title,
        subtitle=subtitle,
        facts=facts,
        columns=[
            PrintedColumn(
                c.label,
                c.width,
                "right" if c.numeric else "left",
                c.group,
                strike=c.field not in STAYS_READABLE,
            )
            for c in layout.columns
        ],
        rows=[
            PrintedRow([_cell(book, entry, path) for path in paths], cancelled=entry.state == CANCELLED)
            for entry in rows
        ],
        totals=_totals(book, layout, rows),
        place=actor.office.seat,
        date=today,
        acknowledged_by=acknowledged_by,
        signer=signed_by or signer(actor, today),
        printed_note=printed_by(actor),
    )
    return render_register_book(document, stamp=books_stamp(actor.office))


def _totals(book: type[Book], layout: PrintedLayout, rows: Sequence[Entry]) -> list[str]:
    """The closing line of columns that add up; cancelled entries are not in it."""
    if not rows or not any(column.total for column in layout.columns):
        return []
    effective = [entry for entry in rows if entry.state != CANCELLED]

    def total(path: str) -> str:
        amount = sum((raw(entry, path) or 0 for entry in effective), Decimal(0))
        money = any(writes_money(book, entry, path) for entry in effective[:1])
        return format_amount(amount) if money else format_number(amount)

    cells = [total(column.field) if column.total else "" for column in layout.columns]
    return ["Jumlah", *cells[1:]]


def _cell(book: type[Book], entry: Entry, path: str) -> str:
    text = shown(book, entry, path)
    return "" if text == NOTHING else text


def exported_book(
    book: type[Book], actor: Actor, entries: QuerySet[Any], *, as_csv: bool = False, narrowed: str = ""
) -> bytes:
    """Every column of the book with typed cells, for whoever calculates further.

    An entry that another one names (the letter that is answered) may be closed to the actor though
    the naming one is open: then its words stay away.
    ``narrowed`` says in words what the list was filtered by. An XLSX carries it with who took it and when
    on a sheet of its own; a CSV stays a bare table that other programs read.
    """
    names = [*(["number", "number_label"] if book.numbering else []), *book.fields(), *book.marked("retired")]
    names = list(dict.fromkeys(names))
    columns = [Column(_label(book, name), _kind(book, name), 18) for name in names]
    columns += [Column("Keadaan"), Column("Dicatat pada", "date")]
    rows = entries.select_related(*related_paths(book, names))
    readable = {name: _readable(actor, entries, name) for name in names if _names_an_entry(book, name)}

    def cell(entry: Entry, name: str) -> Any:
        if name in readable and (pk := getattr(entry, f"{name}_id")) and pk not in readable[name]:
            return UNREADABLE
        return _value(book, entry, name)

    def lines() -> Iterable[list[Any]]:
        for entry in rows.iterator(chunk_size=1000):
            cells = [cell(entry, name) for name in names]
            yield [*cells, book.state_label(entry.state), entry.recorded_at.date()]

    if as_csv:
        return write_csv(columns, lines())
    provenance = about(
        actor,
        contents=book.label,
        purpose=book.purpose,
        narrowed=narrowed,
        personal=book.about_residents() or book.privacy.about_staff,
    )
    return write_xlsx(book.label, columns, lines(), about=provenance)


def _names_an_entry(book: type[Book], name: str) -> bool:
    field = book.find_field(name)
    related = field.related_model if field is not None and field.is_relation else None
    return isinstance(related, type) and issubclass(related, Entry)


def _readable(actor: Actor, entries: QuerySet[Any], name: str) -> set[int]:
    named = entries.order_by().values(f"{name}_id")
    return set(visible(actor, Entry).filter(pk__in=named).values_list("pk", flat=True))


def _label(book: type[Book], name: str) -> str:
    if name == "number":
        return "Nomor urut"
    if name == "number_label":
        return "Nomor lengkap"
    label = book.field_label(name)
    return f"{label} (tidak dipakai lagi)" if book.field(name).retired else label


def _kind(book: type[Book], name: str) -> Kind:
    field = book.find_field(name)
    if field is None:
        return "text"
    if isinstance(field, models.DateTimeField):
        return "text"  # with its hour, as it is written here
    if isinstance(field, models.DateField):
        return "date"
    if isinstance(field, models.DecimalField):
        return "money" if isinstance(field, MoneyField) else "number"
    number = isinstance(field, models.IntegerField) and not field.choices
    return "number" if number else "text"


def _value(book: type[Book], entry: Entry, name: str) -> Any:
    column = book.field(name)
    if not column.belongs_to(entry.kind):
        return None
    value = shown(book, entry, name) if column.personal else raw(entry, name)
    if isinstance(value, datetime):
        return shown(book, entry, name)
    if isinstance(value, date | Decimal) or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    text = shown(book, entry, name)
    return None if text == NOTHING else text
