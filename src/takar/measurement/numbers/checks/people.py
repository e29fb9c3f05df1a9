"""People: who said that their own work is right, and in whose name something was done during a leave."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from takar.kernel.pieces import of_keys
from takar.ledger.books import all_books, book_named
from takar.measurement.numbers.checks.findings import Finding, Kind
from takar.measurement.numbers.checks.rows import Look, label, share_of
from takar.organisation.absence import absences


def one_person(look: Look) -> Iterator[Finding]:
    """A verdict by whoever recorded the entry or is named in it. Refused now; older entries may have it."""
    verdicts = {
        (book.code, spec.code) for book in all_books() for spec in book.milestones if spec.second_pair_of_eyes
    }
    books = {row.entry: row.book for row in look.rows}
    own: dict[str, set[int]] = defaultdict(set)
    for step in look.steps:
        book = books.get(step.entry, "")
        if step.of_the_writer and (book, step.what) in verdicts:
            own[book].add(step.entry)
    for book, counted in look.by_book:
        if book not in own:
            continue
        declared = book_named(book)
        outside = declared.model._default_manager.filter(declared.judged_outside())
        judged = of_keys(outside.values_list("pk", flat=True), "pk", own[book])
        suspects = own[book].difference(*judged)
        rows = [row for row in counted if row.entry in suspects]
        if rows:
            sentence = (
                f"{share_of(rows, counted)} entri {label(book)} diperiksa atau disetujui oleh yang mencatatnya "
                "atau yang namanya tertulis di dalamnya."
            )
            yield look.finding(Kind.ONE_PERSON, book, sentence, rows)


def on_leave(look: Look) -> Iterator[Finding]:
    """In the name of somebody whose leave was granted for that day. Books about staff tell of it themselves."""
    away: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for person, first, last in absences(look.office_id, look.period):
        away[person].append((first, last))
    for book, own in look.by_book:
        if book_named(book).privacy.about_staff or book_named(book).privacy.about_person:
            continue
        rows = [
            row
            for row in own
            if row.person is not None and any(first <= row.on <= last for first, last in away[row.person])
        ]
        if rows:
            sentence = (
                f"{share_of(rows, own)} entri {label(book)} atas nama pegawai yang hari itu sedang cuti."
            )
            yield look.finding(Kind.ON_LEAVE, book, sentence, rows)
