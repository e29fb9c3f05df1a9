"""What counts, read once and held against the tally; and the running numbers of the books."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from takar.ledger import tally
from takar.ledger.audit.guard import Damaged, streamed
from takar.ledger.models import EffectiveMilestone, Entry, NumberSeries
from takar.ledger.projection import facts


class Counted:
    """The effective rows of an office by entry, and how many there are of each shape."""

    def __init__(self, office_id: int) -> None:
        self.office_id = office_id
        self.rows: defaultdict[int, set[tuple[object, ...]]] = defaultdict(set)
        self.shapes: Counter[tally.Shape] = Counter()

    def read(self) -> Iterator[str]:
        for row in streamed(EffectiveMilestone.objects.filter(office_id=self.office_id)):
            if isinstance(row, Damaged):
                yield f"Baris hitungan {row.key} tidak dapat dibaca: {row.why}."
                continue
            self.rows[row.entry_id].add(facts(row))
            self.shapes[tally.shape(row)] += 1

    def findings(self) -> Iterator[str]:
        return tally.differences(self.office_id, self.shapes)


def number_gaps(office_id: int) -> Iterator[str]:
    """Series whose numbers are not exactly 1..last."""
    given: defaultdict[tuple[str, str, int], list[int | None]] = defaultdict(list)
    rows = Entry.objects.filter(office_id=office_id, number__isnull=False).order_by("number")
    for book, series, year, number in rows.values_list("book", "series", "year", "number").iterator(2000):
        given[book, series, year].append(number)
    kept = {
        (row.book, row.series, row.year): row.last for row in NumberSeries.objects.filter(office_id=office_id)
    }
    for book, series, year in sorted(given.keys() | kept.keys()):
        numbers, last = given[book, series, year], kept.get((book, series, year), 0)
        if numbers != list(range(1, last + 1)):
            yield f"Nomor buku {book} tahun {year} tidak urut dari 1 sampai {last}."
