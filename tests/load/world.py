"""An imaginary regency: offices with their clerks and two years of what happened in them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

ENTRIES = 10_000
OFFICES = 33
YEAR = 2025


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


_WEIGHTS = {"incoming_letter": 22, "disposition": 15, "outgoing_letter": 12, "archive_item": 8, "activity": 8,
            "service_request": 6, "work_document": 5, "cash_entry": 4}  # fmt: skip
"""How often an office writes in a book; once in a hundred in the others."""
SUBJECTS = 40


def fill(office_id: int, entries: int, dice: random.Random, areas: Sequence[str | None]) -> None:
    """Entries of every book spread over two years, with the effective milestones such lives leave behind."""
    from takar.kernel.period import month_key
    from takar.ledger import tally
    from takar.ledger.books import all_books
    from takar.ledger.models import EffectiveMilestone, Entry

    declared = {book.code: book for book in all_books()}
    lives = {code: [spec.code for spec in book.milestones] for code, book in declared.items()}
    categories = {code: categories_of(book) for code, book in declared.items()}
    weights = [_WEIGHTS.get(code, 1) for code in declared]
    books = dice.choices(list(declared), weights=weights, k=entries)
    rows = [
        Entry(
            office_id=office_id,
            book=book,
            year=YEAR,
            number=None,
            occurred_on=date(YEAR - 1, 7, 1) + timedelta(days=dice.randrange(540)),
            kind=dice.choice(list(declared[book].kinds) or [""]),
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
        category = dice.choice(categories[entry.book])
        subject = str(dice.randrange(SUBJECTS)) if declared[entry.book].counting.subject else ""
        for what in lives[entry.book]:
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
                    category=category,
                    subject=subject,
                )
            )
            if dice.random() > 0.85:
                break
            day += timedelta(days=dice.randint(0, 6))
    EffectiveMilestone.objects.bulk_create(happened, batch_size=1000)
    tally.rebuild(office_id)


def categories_of(book: Any) -> list[str]:
    """What the category column of a book may hold."""
    from takar.ledger.multi_value import ManyField, joined

    if not book.counting.category:
        return [""]
    try:
        field = book.model._meta.get_field(book.counting.category)
    except LookupError:
        return [""]
    codes = [str(value) for value, _ in getattr(field, "choices", None) or []]
    if isinstance(field, ManyField):
        return ["", *(joined([code]) for code in codes), joined(codes[:2])]
    return codes or [""]


def synthetic_measures(dice: random.Random, areas: Sequence[str], size: int = 67) -> list[Any]:
    """As many measures as the decree has indicators, over the busiest books, of the shapes its measures have."""
    from takar.ledger.books import book_named
    from takar.measurement.language.aggregates import COUNT
    from takar.measurement.language.measure import Measure, Term

    busiest = {code: book_named(code) for code in sorted(_WEIGHTS)}
    made = []
    for n in range(size):
        terms = []
        for code in dice.sample(list(busiest), k=dice.choice([1, 1, 1, 1, 2, 3])):
            book = busiest[code]
            where: dict[str, tuple[str, ...]] = {}
            if len(book.kinds) > 2 and dice.random() < 0.6:
                where["kind"] = tuple(dice.sample(list(book.kinds), k=dice.choice([1, 2])))
            if dice.random() < 0.6:
                where["area"] = tuple(dice.sample(list(areas), k=dice.choice([1, 1, 2])))
            terms.append(Term(code, dice.choice(book.milestones).code, where))
        made.append(Measure(f"m{n}", f"Ukuran {n}", "kegiatan", COUNT, tuple(terms), ()))
    return made
