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
