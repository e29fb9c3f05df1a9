"""Proof that is missing, serves many entries, hardly differs from other proof, or was made on another day."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count

from takar.kernel.access import visible
from takar.kernel.formatting import format_number
from takar.ledger.books import book_named
from takar.ledger.models import Evidence, EvidenceFile
from takar.measurement.models import MOST_POINTS, CheckRule
from takar.measurement.numbers.checks.findings import Finding, Kind
from takar.measurement.numbers.checks.rows import Look, Row, label, share_of, spread

SHOWN = 10
"""How many files or groups are named one by one; the others are counted together."""
FULLEST = 50
"""Files that share a sixteenth of their look are compared with so many of them at most."""


def unproved(look: Look) -> Iterator[Finding]:
    """One line for all books: every office has such entries, and they must not drown the rest."""
    whole = [row for _, own in look.by_book for row in own]
    bare = [row for row in whole if not row.proved]
    if bare:
        books = {row.book for row in whole}
        where = f" {label(next(iter(books)))}" if len(books) == 1 else ""
        details = f": {spread(bare, most=3)}" if len(books) > 1 else ""
        sentence = f"{share_of(bare, whole)} entri{where} yang terhitung belum berbukti{details}."
        yield look.finding(Kind.UNPROVED, "semua", sentence, bare)


def shared(look: Look) -> Iterator[Finding]:
    least = look.bounds[CheckRule.Code.SHARED]
    many = (
        Evidence.objects.filter(file__office_id=look.office_id, withdrawn_at=None)
        .values("file_id")
        .annotate(size=Count("pk"))
        .filter(size__gte=least)
    )
    uses: dict[int, set[int]] = defaultdict(set)
    names: dict[int, str] = {}
    found = visible(look.actor, Evidence).filter(withdrawn_at=None, file_id__in=many.values("file_id"))
    for file, entry, name in found.order_by("pk").values_list("file_id", "entry_id", "name"):
        uses[file].add(entry)
        names.setdefault(file, name)
    groups = [_Group(str(file), names[file], 1, _under(look, entries)) for file, entries in uses.items()]
    groups = sorted((g for g in groups if g.size >= least), key=lambda g: (-g.size, int(g.about)))
    for group in groups[:SHOWN]:
        sentence = (
            f"Satu berkas (“{group.name}”) menjadi bukti bagi {format_number(group.size)} entri: "
            f"{spread(group.rows)}."
        )
        yield look.finding(Kind.SHARED, group.about, sentence, group.rows)
    if rest := groups[SHOWN:]:
        under = [row for group in rest for row in group.rows]
        sentence = (
            f"{format_number(len(rest))} berkas lain masing-masing menjadi bukti bagi "
            f"{least} entri atau lebih: {spread(under)}."
        )
        yield look.finding(Kind.SHARED, "lain", sentence, under)


def alike(look: Look) -> Iterator[Finding]:
    """Different files that say the same words or look nearly the same, under several entries."""
    least = look.bounds[CheckRule.Code.SHARED]
    by_file: dict[int, list[_Use]] = defaultdict(list)
    for use in _uses(look):
        by_file[use.file].append(use)
    marked = {file: uses[0] for file, uses in by_file.items() if uses[0].words or uses[0].look}
    groups = []
    for files in _groups(list(marked.values()), look.bounds[CheckRule.Code.LIKENESS]):
        rows = _under(look, {use.entry for file in files for use in by_file[file]})
        sizes = [len({row.entry for row in rows if row.book == book}) for book in {row.book for row in rows}]
        # A letter and what follows from it may each have a scan of the same sheet; two of one book not.
        if len({row.entry for row in rows}) >= least or max(sizes, default=0) > 1:
            groups.append(_Group(str(min(files)), marked[min(files)].name, len(files), rows))
    groups.sort(key=lambda g: (-g.size, int(g.about)))
    for group in groups[:SHOWN]:
        sentence = (
            f"{format_number(group.files)} berkas yang hampir sama (di antaranya “{group.name}”) menjadi bukti "
            f"bagi {format_number(group.size)} entri: {spread(group.rows)}."
        )
        yield look.finding(Kind.ALIKE, group.about, sentence, group.rows)
    if rest := groups[SHOWN:]:
        under = [row for group in rest for row in group.rows]
        sentence = f"{format_number(len(rest))} kelompok lain berkas yang hampir sama: {spread(under)}."
        yield look.finding(Kind.ALIKE, "lain", sentence, under)


def photo_days(look: Look) -> Iterator[Finding]:
    """Photos from after the entry's day, or from long before; in books of field work, where a photo is taken
    on the day. A letter may be photographed when it is filed."""
    ago = look.bounds[CheckRule.Code.PHOTO]
    odd: set[int] = set()
    for use in _uses(look):
        days = [row.on for row in look.by_entry.get(use.entry, ())]
        if use.taken_on and days and not min(days) - timedelta(days=ago) <= use.taken_on <= max(days):
            odd.add(use.entry)
    for book, own in look.by_book:
        rows = [row for row in own if row.entry in odd]
        if rows and book_named(book).photos:
            sentence = (
                f"{share_of(rows, own)} entri {label(book)} berfoto yang diambil sesudah tanggal entri, atau lebih "
                f"dari {ago} hari sebelumnya."
            )
            yield look.finding(Kind.PHOTO, book, sentence, rows)


def missing(look: Look) -> Iterator[Finding]:
    """Files that are gone or cut off: they still stand as proof. One look at the disk for each file."""
    storage = EvidenceFile._meta.get_field("file").storage
    whole: dict[int, bool] = {}
    lost: set[int] = set()
    for use in _uses(look):
        if use.file not in whole:
            whole[use.file] = _is_whole(storage.path(use.path), use.bytes)
        if not whole[use.file]:
            lost.add(use.entry)
    rows = _under(look, lost)
    if rows:
        sentence = (
            f"{format_number(sum(not fine for fine in whole.values()))} berkas bukti hilang atau rusak di "
            f"penyimpanan, di bawah {format_number(len(lost))} entri: {spread(rows)}."
        )
        yield look.finding(Kind.MISSING, "semua", sentence, rows)


# ---- files of the period ----------------------------------------------------------------------------


@dataclass(frozen=True)
class _Use:
    """A file that stands as proof of an entry of the period."""

    entry: int
    file: int
    name: str
    words: str
    look: str
    taken_on: date | None
    path: str
    bytes: int


@dataclass(frozen=True)
class _Group:
    about: str
    name: str
    files: int
    rows: Sequence[Row]

    @property
    def size(self) -> int:
        return len({row.entry for row in self.rows})


def _uses(look: Look) -> list[_Use]:
    """One query for all checks of files."""
    if "uses" not in look.kept:
        found = visible(look.actor, Evidence).filter(
            withdrawn_at=None, entry_id__in=look.counted.values("entry_id")
        )
        columns = ("words", "look", "taken_on", "file", "size")
        rows = found.order_by("pk").values_list(
            "entry_id", "file_id", "name", *(f"file__{c}" for c in columns)
        )
        look.kept["uses"] = [_Use(*row) for row in rows]
    uses: list[_Use] = look.kept["uses"]
    return uses


def _under(look: Look, entries: Iterable[int]) -> list[Row]:
    return [row for entry in sorted(entries, reverse=True) for row in look.by_entry.get(entry, [])]


def _is_whole(path: str, size: int) -> bool:
    try:
        return os.stat(path).st_size == size
    except OSError:
        return False


def _groups(files: Sequence[_Use], points: int) -> list[set[int]]:
    """Groups of two files or more that are alike.

    Files with the same words are put together by a dictionary. Looks are cut into sixteen parts: two that
    differ in at most fifteen points share at least one part, so only files in the same drawer are compared,
    and with at most FULLEST of it. The cost grows with the number of files, not with its square.
    """
    parent = {use.file: use.file for use in files}

    def root(file: int) -> int:
        while parent[file] != file:
            parent[file] = parent[parent[file]]
            file = parent[file]
        return file

    drawers: dict[tuple[str, int, str], list[_Use]] = defaultdict(list)
    spoken: dict[str, int] = {}
    for use in files:
        if not use.look:
            other = spoken.setdefault(use.words, use.file)
            parent[root(use.file)] = root(other)
            continue
        for place in range(16):
            part = use.look[place * 4 : place * 4 + 4]
            if part in {"0000", "ffff"}:
                continue  # an even patch: the sky over every photo
            drawer = drawers[use.words, place, part]
            for other_use in drawer:
                if _differ(use.look, other_use.look) <= min(points, MOST_POINTS):
                    parent[root(use.file)] = root(other_use.file)
            if len(drawer) < FULLEST:
                drawer.append(use)
    found: dict[int, set[int]] = defaultdict(set)
    for use in files:
        found[root(use.file)].add(use.file)
    return [group for group in found.values() if len(group) > 1]


def _differ(one: str, other: str) -> int:
    return (int(one, 16) ^ int(other, 16)).bit_count()
