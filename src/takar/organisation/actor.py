"""Who acts: a signed-in person with the positions they hold today.

Built once per request; policies and services ask it and never query the user again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import FilteredRelation, Q

from takar.kernel import clock
from takar.organisation.models import Assignment, Office, Person, Position, User, titled

_LEADERS = {Position.Level.HEAD, Position.Level.SECRETARY}


@dataclass(frozen=True)
class HeldPosition:
    """A position somebody holds on a day, with the title as it must be printed."""

    position_id: int
    level: str
    title: str
    operator: bool
    second_factor: bool = False


@dataclass(frozen=True)
class Actor:
    """``user_id`` is None for the system itself (demo, command line)."""

    office: Office | None
    user_id: int | None
    person_id: int | None
    name: str
    held: tuple[HeldPosition, ...] = ()
    below: frozenset[int] = frozenset()
    """Positions under the held ones, however deep."""
    memory: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """Answers that policies need many times in one request."""

    @property
    def office_id(self) -> int | None:
        return self.office.pk if self.office else None

    @property
    def position_ids(self) -> frozenset[int]:
        return frozenset(held.position_id for held in self.held)

    @property
    def main(self) -> HeldPosition | None:
        """The definitive position first, as the order of ``held`` has it."""
        return self.held[0] if self.held else None

    @property
    def title(self) -> str:
        return self.main.title if self.main else ""

    @property
    def is_leader(self) -> bool:
        """Camat or Sekretaris: sees the whole office, also what is marked confidential."""
        return any(held.level in _LEADERS for held in self.held)

    @property
    def is_operator(self) -> bool:
        return any(held.operator for held in self.held)

    @property
    def needs_second_factor(self) -> bool:
        """One of the positions asks for more than a password at sign-in."""
        return any(held.second_factor for held in self.held)


def actor_for(user: User, *, on: date | None = None) -> Actor:
    """The actor behind a sign-in on a day (today unless told)."""
    person = user.person
    if person is None:
        return Actor(office=None, user_id=user.pk, person_id=None, name=user.get_username())
    posts = _posts(person, on or clock.today())
    held = sorted(
        (post for post in posts if post.assignment is not None),
        key=lambda post: (post.capacity != Assignment.Capacity.DEFINITIVE, post.assignment),
    )
    return Actor(
        office=person.office,
        user_id=user.pk,
        person_id=person.pk,
        name=person.name,
        held=tuple(
            HeldPosition(
                post.position,
                post.level,
                titled(post.title, post.capacity),
                post.operator,
                post.second_factor,
            )
            for post in held
        ),
        below=_below(posts, [post.position for post in held]),
    )


class _Post(NamedTuple):
    """A position of the office, with the assignment by which somebody holds it on a day."""

    position: int
    above: int | None
    level: str
    title: str
    operator: bool
    second_factor: bool
    assignment: int | None
    capacity: str


def _posts(person: Person, day: date) -> list[_Post]:
    """Every position of the person's office, told once for each way they hold it. One query."""
    theirs = FilteredRelation(
        "assignments",
        condition=Q(assignments__person=person, assignments__starts_on__lte=day)
        & (Q(assignments__ends_on__isnull=True) | Q(assignments__ends_on__gt=day)),
    )
    rows = Position.objects.filter(office_id=person.office_id).annotate(theirs=theirs).order_by()
    columns = (
        *("pk", "reports_to_id", "level", "title", "operator", "second_factor"),
        *("theirs__pk", "theirs__capacity"),
    )
    return [_Post(*row) for row in rows.values_list(*columns)]


def _below(posts: Iterable[_Post], tops: Iterable[int]) -> frozenset[int]:
    """Every position under ``tops`` in the reporting tree, ``tops`` left out."""
    children: defaultdict[int | None, set[int]] = defaultdict(set)
    for post in posts:
        children[post.above].add(post.position)
    found: set[int] = set()
    queue = list(tops)
    while queue:
        for child in children[queue.pop()]:
            if child not in found:
                found.add(child)
                queue.append(child)
    return frozenset(found)


def system_actor(office: Office) -> Actor:
    """The program itself acting in an office: importing, building the demo."""
    return Actor(office=office, user_id=None, person_id=None, name="Takar")
