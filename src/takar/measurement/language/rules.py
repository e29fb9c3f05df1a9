"""What a measure must keep to. Every rule always runs; the author sees all faults at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from takar.ledger.books import Book, book_named, is_open
from takar.ledger.reference import shipped_area_codes
from takar.measurement.language.aggregates import Need
from takar.measurement.language.measure import Measure, Term

STORED_DIMENSIONS = frozenset({"kind", "category", "area", "village", "subject"})
"""Dimensions the effective milestones repeat: what the engine can filter by."""

ONE_MATTER = {
    "arsip_dari": "Surat dan arsipnya sendiri satu urusan: dihitung satu kali, pada tanggal yang lebih awal."
}
"""Relations of the ledger that make two entries one matter, with the sentence under a number."""


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a measure: for the author of a file, and for the operator before a form."""

    field: str
    """Where it stands: ``count``, ``per``, ``number``, ``due``, or a word of a term: ``count-0-milestone``."""
    text: str
    said: str
    """The same in plain Indonesian, with the remedy."""


def faults(measure: Measure) -> Iterator[str]:
    """Sentences for everything wrong with a measure."""
    return (fault.text for fault in found(measure))


def found(measure: Measure) -> Iterator[Fault]:
    """Everything wrong with a measure. Each fault is reported once, where it is first met."""
    if not measure.terms:
        yield Fault("count", "counts nothing: name at least one book", "Pilih sekurang-kurangnya satu buku.")
    needs = measure.aggregate.needs
    if Need.PER in needs and not measure.per:
        yield Fault("per", _PER, "Pilih buku yang menjadi pembagi persentase.")
    if Need.PER not in needs and measure.per:
        yield Fault("per", _PER, "Pembagi hanya dipakai untuk persentase. Hapus pembaginya.")
    if measure.number and Need.NUMBER not in needs:
        text = f"names a number column, which {measure.aggregate} does not use"
        yield Fault("number", text, "Cara menghitung ini tidak memakai kolom angka.")
    if measure.due and Need.DUE not in needs:
        text = f"names a due date, which {measure.aggregate} does not use"
        yield Fault("due", text, "Cara menghitung ini tidak memakai batas waktu.")
    if unknown := set(measure.one_matter) - ONE_MATTER.keys():
        text = f"knows no relation {', '.join(sorted(unknown))}"
        yield Fault("one_matter", text, "Hubungan antarentri ini tidak dikenal.")
    asked: set[str] = set()
    for part, terms in (("count", measure.terms), ("per", measure.per)):
        yield from _terms_faults(measure, part, terms, asked)


_PER = "needs “per” for a ratio, and for nothing else"


def _terms_faults(measure: Measure, part: str, terms: Sequence[Term], asked: set[str]) -> Iterator[Fault]:
    for place, term in enumerate(terms):
        where = f"{part}-{place}"
        if is_open(term.book):
            yield from _term_faults(term, where)
            if term.book not in asked:
                asked.add(term.book)
                yield from _column_faults(measure, book_named(term.book), where)
        else:
            text = f"names an unknown book {term.book!r}"
            yield Fault(f"{where}-book", text, "Buku ini tidak ada. Pilih buku lain.")


def _column_faults(measure: Measure, book: type[Book], where: str) -> Iterator[Fault]:
    """Columns the measure asks of every book it takes entries from."""
    needs = measure.aggregate.needs
    if Need.SUBJECT in needs and not book.counting.subject:
        text = f"counts distinct subjects, but {book.code} declares no subject"
        said = f"{book.label} tidak menyebut siapa atau apa yang dicatat, jadi tidak dapat dihitung yang berbeda."
        yield Fault(f"{where}-book", text, said)
    if Need.NUMBER in needs and measure.number not in book.numbers():
        text = f"{book.code} has no number column {measure.number!r}"
        said = (
            "Pilih kolom angkanya."
            if not measure.number
            else f"{book.label} tidak mempunyai kolom angka itu."
        )
        yield Fault("number", text, said)
    if Need.DUE in needs and measure.due not in book.due_dates():
        text = f"{book.code} has no date column {measure.due!r}"
        said = "Pilih batas waktunya." if not measure.due else f"{book.label} tidak mempunyai tanggal itu."
        yield Fault("due", text, said)


def dimensions(book: type[Book]) -> set[str]:
    """What entries of a book can be filtered by."""
    offered = {*book.counting.by, *(["category"] if book.counting.category else [])}
    if book.counting.subject:
        offered.add("subject")
    return offered & STORED_DIMENSIONS | set(book.counting.facets)


def closed_list(book: type[Book], dimension: str) -> Mapping[str, str]:
    """The values a dimension of the book may have, with the words for them; its own columns only."""
    if dimension == "kind":
        return book.kinds
    if dimension == "category":
        return book.closed_values(book.counting.category) if book.counting.category else {}
    return book.closed_values(dimension) if dimension in book.counting.facets else {}


def _term_faults(term: Term, where: str) -> Iterator[Fault]:
    book = book_named(term.book)
    if term.milestone not in {spec.code for spec in book.milestones}:
        text = f"{term.book} has no milestone {term.milestone!r}"
        yield Fault(f"{where}-milestone", text, f"Pilih langkah {book.label.lower()} yang dihitung.")
    for dimension, values in term.where.items():
        known = set(shipped_area_codes()) if dimension == "area" else set(closed_list(book, dimension))
        open_list = dimension in {"village", "subject"}
        unknown = "" if open_list else ", ".join(sorted(set(values) - known))
        field = f"{where}-{dimension}"
        if dimension not in dimensions(book):
            text = f"{term.book} cannot be filtered by {dimension!r}"
            yield Fault(field, text, f"{book.label} tidak dapat disaring dengan ini.")
        elif unknown and dimension == "area":
            yield Fault(field, f"no area is called {unknown}", f"Bidang {unknown} tidak ada.")
        elif unknown:
            text = f"{term.book} has no {dimension} {unknown}"
            yield Fault(field, text, f"{book.label} tidak mempunyai pilihan {unknown}.")
