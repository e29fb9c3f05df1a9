"""The entries behind an official number, each with how it stands to the seal.

Of a closed period these are the sealed entries, with what came and what went since; of an open one
those the books count today, with what came after the closing of a closed part.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import chain

from django.db.models import Exists, OuterRef

from takar.kernel.access import visible
from takar.kernel.formatting import format_number
from takar.kernel.pieces import of_keys
from takar.ledger.models import Entry
from takar.measurement.engine import facts
from takar.measurement.language.amounts import Fact
from takar.measurement.numbers.official import OfficialValue
from takar.organisation.actor import Actor


class Mark(StrEnum):
    """A member and its words."""

    label: str

    NONE = "", ""
    """Counted in a period that is not closed."""
    SEALED = "sealed", "disegel"
    CAME = "came_later", "datang sesudah penutupan"
    """Counted today, not in the seal."""
    GONE = "gone", "tidak lagi dihitung"
    """In the seal, no more counted."""

    def __new__(cls, code: str, label: str = "") -> Mark:
        made = str.__new__(cls, code)
        made._value_ = code
        made.label = label
        return made


@dataclass(frozen=True)
class CountedEntry:
    """An entry with the day and the milestone that put it into the number."""

    entry: int
    on: date
    what: str
    mark: Mark


@dataclass(frozen=True)
class OfficialEntries:
    """The entries behind a number that the reader may read."""

    entries: tuple[CountedEntry, ...]
    """The earliest first."""

    @cached_property
    def sizes(self) -> Counter[Mark]:
        return Counter(entry.mark for entry in self.entries)

    @property
    def summary(self) -> str:
        """``529 disegel, 2 datang sesudah penutupan``; empty where no entry carries a mark."""
        marked = [mark for mark in Mark if mark is not Mark.NONE and self.sizes[mark]]
        return ", ".join(f"{format_number(self.sizes[mark])} {mark.label}" for mark in marked)


def official_facts(actor: Actor, official: OfficialValue, *, ends: Iterable[date] = ()) -> Sequence[Fact]:
    """Everything the official number is made of: as it was sealed, else as the books have it.

    ``ends``: last days of the spans that the period is divided into, where a base is asked for each.
    """
    if official.seal is not None:
        return [fact for fact in official.seal.facts if fact.day in official.period]
    if official.measure is None or official.realised.found is None:
        return []
    assert actor.office_id is not None
    return facts.of_period(official.measure, office_id=actor.office_id, period=official.period, ends=ends)


def official_entries(actor: Actor, official: OfficialValue) -> OfficialEntries:
    """Two queries at most, and the one for the sealed entries."""
    today = _today(actor, official)
    found = _of_closed(actor, official, today) if official.seal else _of_open(official, today)
    return OfficialEntries(tuple(sorted(found, key=lambda entry: (entry.on, entry.entry))))


def sealed_facts(official: OfficialValue) -> Iterator[Fact]:
    """The sealed entries of a closed period, without those a percentage is only taken of."""
    assert official.seal is not None
    return (fact for fact in official.seal.facts if not fact.is_base and fact.on in official.period)


Day = tuple[date, str]
"""The day and the milestone by which an entry counts."""


def _today(actor: Actor, official: OfficialValue) -> dict[int, Day]:
    """The readable entries that the books count in the period now."""
    if official.measure is None or official.realised.found is None or actor.office_id is None:
        return {}
    rows = facts.entries(official.measure, office_id=actor.office_id, period=official.period)
    # Entry by entry: as a list of all that may be read, the database would walk through the whole office.
    readable = rows.filter(Exists(visible(actor, Entry).filter(pk=OuterRef("entry_id"))))
    return {entry: (on, what) for entry, on, what in readable.values_list("entry_id", "on", "what")}


def _of_closed(actor: Actor, official: OfficialValue, today: dict[int, Day]) -> Iterator[CountedEntry]:
    # Parts of an index may have an entry on different days: it stands in the list once, on the earliest.
    by_day = sorted(sealed_facts(official), key=lambda fact: fact.on, reverse=True)
    sealed = {fact.entry: fact for fact in by_day}
    missing = sealed.keys() - today.keys()
    if missing:
        # Gone, or not for this reader.
        mine = visible(actor, Entry).values_list("pk", flat=True)
        missing &= set(chain.from_iterable(of_keys(mine, "pk", missing)))
    for entry, fact in sealed.items():
        if entry in today or entry in missing:
            yield CountedEntry(entry, fact.on, fact.what, Mark.SEALED if entry in today else Mark.GONE)
    for entry, (on, what) in today.items():
        if entry not in sealed:
            yield CountedEntry(entry, on, what, Mark.CAME)


def _of_open(official: OfficialValue, today: dict[int, Day]) -> Iterator[CountedEntry]:
    parts = [official.over(part) for part in official.figure.closed_parts]
    sealed = {part.period: {fact.entry for fact in sealed_facts(part)} for part in parts}
    for entry, (on, what) in today.items():
        inside = next((entries for period, entries in sealed.items() if on in period), None)
        in_part = Mark.SEALED if inside and entry in inside else Mark.CAME
        yield CountedEntry(entry, on, what, Mark.NONE if inside is None else in_part)
