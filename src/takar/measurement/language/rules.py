"""What a measure must keep to. Every rule always runs; the author sees all faults at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from takar.kernel.formatting import format_number
from takar.ledger.books import Book, book_named, is_open
from takar.ledger.reference import shipped_area_codes
from takar.measurement.language.aggregates import Combined, Need
from takar.measurement.language.measure import SINCE_COLUMN, SINCE_ENTRY, Distinguishes, Measure, Term

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
    needs = measure.aggregate.needs
    if not measure.terms and Need.PARTS not in needs:
        yield Fault("count", "counts nothing: name at least one book", "Pilih sekurang-kurangnya satu buku.")
    yield from _divisor_faults(measure)
    if measure.number and Need.NUMBER not in needs:
        text = f"names a number column, which {measure.aggregate} does not use"
        yield Fault("number", text, "Cara menghitung ini tidak memakai kolom angka.")
    if measure.due and Need.DUE not in needs:
        text = f"names a due date, which {measure.aggregate} does not use"
        yield Fault("due", text, "Cara menghitung ini tidak memakai batas waktu.")
    if measure.over in measure.aggregate.no_over:
        text = f"makes no number of months by {measure.over.value!r}: {measure.aggregate} never adds up"
        yield Fault("over", text, NEVER_ADDED)
    if measure.distinct is not Distinguishes.SUBJECT and Need.SUBJECT not in needs:
        text = f"says what is distinct, which {measure.aggregate} does not use"
        yield Fault("distinct", text, "Cara menghitung ini tidak membedakan desa atau pegawai.")
    if measure.scale != 100 and not needs & {Need.SCALE, Need.PER_NUMBER}:
        text = f"has a scale, which {measure.aggregate} does not use"
        yield Fault("scale", text, "Cara menghitung ini tidak memakai skala.")
    yield from _time_faults(measure)
    yield from _part_faults(measure)
    if unknown := set(measure.one_matter) - ONE_MATTER.keys():
        text = f"knows no relation {', '.join(sorted(unknown))}"
        yield Fault("one_matter", text, "Hubungan antarentri ini tidak dikenal.")
    asked: set[str] = set()
    # What the parts of a combined measure count is theirs to answer for.
    own = () if measure.parts else (("count", measure.terms), ("per", measure.per))
    for part, terms in own:
        yield from _terms_faults(measure, part, terms, asked)


_PER = "needs “per” for a ratio, and for nothing else"
NEVER_ADDED = (
    "Persentase, indeks, nilai, rata-rata dan lama tidak pernah dijumlahkan antarbulan. "
    "Pilih cara lain untuk triwulan, semester dan tahun."
)
BASES = {
    "villages": "Seluruh desa kantor ini",
    "positions": "Seluruh jabatan kantor ini",
    "employees": "Seluruh pegawai kantor ini",
}
"""What the office's own lists may be divided by."""
FIGURE = "figure:"
"""Before the name of one of the office's own numbers (jumlah penduduk)."""


MOST_PARTS = 100
"""Counts that a combined measure may come down to. Two measures that each take the two below double them with
every storey, and every page that shows numbers would stand still."""


def _divisor_faults(measure: Measure) -> Iterator[Fault]:
    needs = measure.aggregate.needs
    if Need.PER in needs and not measure.divisor and not measure.base:
        yield Fault("per", _PER, "Pilih buku yang menjadi pembagi persentase.")
    if Need.PER not in needs and (measure.per or measure.base):
        yield Fault("per", _PER, "Pembagi hanya dipakai untuk persentase. Hapus pembaginya.")
    if measure.per and measure.base:
        text = "is divided by entries and by a base"
        yield Fault("base", text, "Pilih satu pembagi: entri dari buku, atau angka dasar.")
    if measure.base and measure.base not in BASES and not measure.base.startswith(FIGURE):
        yield Fault(
            "base", f"knows no base {measure.base!r}", "Angka dasar ini tidak ada. Pilih dari daftar."
        )
    if measure.per_number and (Need.PER_NUMBER not in needs or measure.base):
        text = "names a number column to divide by, which it does not use"
        yield Fault("per_number", text, "Kolom angka pembagi tidak dipakai. Kosongkan.")
    if measure.distinct is Distinguishes.VILLAGE and measure.base in {"positions", "employees"}:
        text = "divides villages by what are no villages"
        yield Fault("base", text, "Yang dibedakan desa, jadi pembaginya desa atau angka dasar lain.")
    if Need.SUBJECT in needs and measure.distinct is Distinguishes.SUBJECT and measure.base == "villages":
        text = "divides subjects by villages"
        yield Fault("base", text, "Pilih desa sebagai yang dibedakan bila pembaginya seluruh desa.")


def _time_faults(measure: Measure) -> Iterator[Fault]:
    needs = measure.aggregate.needs
    if Need.TIME in needs and not measure.since:
        yield Fault("since", "needs “since”, where the span begins", "Pilih sejak kapan lamanya dihitung.")
    if Need.TIME not in needs and measure.since:
        yield Fault(
            "since", f"names “since”, which {measure.aggregate} does not use", "Kosongkan awal lamanya."
        )
    if Need.WITHIN in needs and (measure.within is None or measure.within < 0):
        yield Fault(
            "within", "needs “within”, the longest that is in time", "Tulis batas lamanya, misalnya 5."
        )
    if Need.WITHIN not in needs and measure.within is not None:
        text = f"names “within”, which {measure.aggregate} does not use"
        yield Fault("within", text, "Cara menghitung ini tidak memakai batas lama.")


def _part_faults(measure: Measure) -> Iterator[Fault]:
    aggregate = measure.aggregate
    if not isinstance(aggregate, Combined):
        if measure.parts:
            yield Fault(
                "parts", f"has parts, which {aggregate} does not use", "Cara ini tidak memakai bagian."
            )
        return
    if measure.of or measure.per or measure.base:
        yield Fault("of", "is made of parts, and of entries too", "Ukuran gabungan tidak memuat entri.")
    if (size := _size(measure)) > MOST_PARTS:
        said = f"Ukuran ini tersusun dari {size} hitungan, paling banyak {MOST_PARTS}. Kurangi bagian yang bertingkat."
        yield Fault("parts", f"comes down to {size} counts, {MOST_PARTS} at most", said)
    if aggregate.looks_back:
        if len(measure.parts) != 1:
            yield Fault("parts", "grows against one measure", "Pilih satu ukuran yang dibandingkan.")
        return
    if len(measure.parts) < 2:
        yield Fault("parts", "needs two parts or more", "Pilih sekurang-kurangnya dua bagian.")
    elif len({part.measure for part in measure.parts}) < len(measure.parts):
        yield Fault("parts", "names a part twice", "Setiap ukuran hanya satu kali menjadi bagian.")
    if any(part.weight <= 0 for part in measure.parts):
        yield Fault("parts", "has a part without weight", "Bobot setiap bagian lebih dari nol.")
    elif measure.parts and sum(part.weight for part in measure.parts) != 100:
        total = format_number(sum(part.weight for part in measure.parts))
        yield Fault(
            "parts", f"has weights that make {total}, not 100", f"Bobot berjumlah {total}, seharusnya 100."
        )


def _size(measure: Measure) -> int:
    """How many counts a measure comes down to: a part named in several places is counted in each."""
    if not measure.inner:
        return 1
    twice = isinstance(measure.aggregate, Combined) and measure.aggregate.looks_back
    return (2 if twice else 1) * sum(_size(inner) for inner in measure.inner)


def since_of(book: type[Book]) -> dict[str, str]:
    """Where a span may begin in a book, with the words for it: "sejak diterima"."""
    steps = {spec.code: spec.label.lower() for spec in book.milestones}
    days = {f"{SINCE_COLUMN}{name}": book.field_label(name).lower() for name in book.due_dates()}
    return {SINCE_ENTRY: "tanggal entri", **steps, **days}


def _terms_faults(measure: Measure, part: str, terms: Sequence[Term], asked: set[str]) -> Iterator[Fault]:
    for place, term in enumerate(terms):
        where = f"{part}-{place}"
        if is_open(term.book):
            yield from _term_faults(term, where)
            book = book_named(term.book)
            if f"{part} {term.book}" not in asked:
                asked.add(f"{part} {term.book}")
                yield from _column_faults(measure, book, where, part)
        else:
            text = f"names an unknown book {term.book!r}"
            yield Fault(f"{where}-book", text, "Buku ini tidak ada. Pilih buku lain.")


def _column_faults(measure: Measure, book: type[Book], where: str, part: str) -> Iterator[Fault]:
    """Columns the measure asks of every book it takes entries from, or divides by."""
    needs = measure.aggregate.needs
    if Need.SUBJECT in needs and measure.distinct not in subjects_of(book):
        text = (
            f"counts distinct {measure.distinct.value}s, but {book.code} declares no {measure.distinct.value}"
        )
        said = (
            f"{book.label} tidak mencatat desa, jadi desanya tidak dapat dihitung."
            if measure.distinct is Distinguishes.VILLAGE
            else f"{book.label} tidak menyebut siapa atau apa yang dicatat, jadi tidak dapat dihitung yang berbeda."
        )
        yield Fault(f"{where}-book", text, said)
    if part == "count" and Need.NUMBER in needs:
        yield from _number_faults("number", measure.number, book)
    if part == "count" and Need.DUE in needs and measure.due not in book.due_dates():
        text = f"{book.code} has no date column {measure.due!r}"
        said = "Pilih batas waktunya." if not measure.due else f"{book.label} tidak mempunyai tanggal itu."
        yield Fault("due", text, said)
    if part == "count" and Need.TIME in needs and measure.since and measure.since not in since_of(book):
        text = f"{book.code} has no beginning {measure.since!r}"
        yield Fault("since", text, f"{book.label} tidak mempunyai awal itu. Pilih yang ada pada semua buku.")
    divides = part == "per" or not measure.per
    if divides and Need.PER_NUMBER in needs and not measure.base:
        yield from _number_faults("per_number", measure.per_number, book)


def _number_faults(field: str, name: str, book: type[Book]) -> Iterator[Fault]:
    if name not in book.numbers():
        text = f"{book.code} has no number column {name!r}"
        said = "Pilih kolom angkanya." if not name else f"{book.label} tidak mempunyai kolom angka itu."
        yield Fault(field, text, said)


def subjects_of(book: type[Book]) -> set[Distinguishes]:
    """What entries of a book can be told apart by."""
    found = {Distinguishes.SUBJECT} if book.counting.subject else set()
    return found | ({Distinguishes.VILLAGE} if "village" in book.counting.by else set())


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
