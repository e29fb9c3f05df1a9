"""Who worked on the entries behind a number: one entry may credit several people, each once.

Roles come from the entry: the person or position it names as responsible, the positions that take
part in it. A position stands for whoever held it on the day that counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.db.models import Q

from takar.kernel.period import Period
from takar.kernel.pieces import of_keys
from takar.ledger.models import Entry, Participant
from takar.measurement.language.amounts import Fact
from takar.measurement.numbers.holders import tenures
from takar.organisation.models import Assignment, Person

RESPONSIBLE = "penanggung jawab"


@dataclass(frozen=True)
class Credit:
    """One person's share in a number. Shares overlap: they do not add up to the whole."""

    person: Person
    entries: int
    roles: tuple[str, ...]


def credits(found: Sequence[Fact], period: Period) -> list[Credit]:
    """Most entries first. A fixed number of queries."""
    days = {fact.entry: fact.on for fact in found if not (fact.is_base or fact.years_back)}
    asked = Entry.objects.values_list("pk", "person_id", "position_id")
    named: list[tuple[int, int, str]] = []
    posts: list[tuple[int, int, str]] = []
    for entry, person, position in chain.from_iterable(of_keys(asked, "pk", days)):
        if person is not None:
            named.append((entry, person, RESPONSIBLE))
        elif position is not None:
            posts.append((entry, position, RESPONSIBLE))
    part = Participant.objects.values_list("entry_id", "position_id", "role")
    posts += chain.from_iterable(of_keys(part, "entry_id", days))
    named += _holders(posts, days, period)
    entries: dict[int, set[int]] = defaultdict(set)
    roles: dict[int, set[str]] = defaultdict(set)
    for entry, person, role in named:
        entries[person].add(entry)
        roles[person].add(role)
    people = Person.objects.in_bulk(entries)
    result = [Credit(people[pk], len(of), tuple(sorted(roles[pk]))) for pk, of in entries.items()]
    return sorted(result, key=lambda credit: (-credit.entries, credit.person.name))


def _holders(
    posts: Iterable[tuple[int, int, str]], days: dict[int, date], period: Period
) -> list[tuple[int, int, str]]:
    """The people who held the positions on the days that count."""
    posts = list(posts)
    held: dict[int, list[Assignment]] = defaultdict(list)
    for assignment in Assignment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=period.start),
        position_id__in={position for _, position, _ in posts},
        starts_on__lt=period.end,
    ):
        held[assignment.position_id].append(assignment)
    spans = {position: tenures(rows, period) for position, rows in held.items()}
    return [
        (entry, tenure.assignment.person_id, role)
        for entry, position, role in posts
        for tenure in spans.get(position, ())
        if tenure.assignment is not None and days[entry] in tenure.period
    ]
