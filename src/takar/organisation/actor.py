"""Who acts: a signed-in person with the positions they hold today.

Built once per request; policies and services ask it and never query the user again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

from django.db.models import FilteredRelation, Q

from takar.kernel import clock
from takar.kernel.reach import OUTSIDE, WRITING, Reach
from takar.organisation.grants import granted_offices
from takar.organisation.models import Assignment, Office, Person, Position, User, titled

LEADERS = {Position.Level.HEAD, Position.Level.SECRETARY}


@dataclass(frozen=True)
class HeldPosition:
    """A position somebody holds on a day, with the title as it must be printed."""

    position_id: int
    level: str
    title: str
    operator: bool
    second_factor: bool = False
    unit_id: int | None = None


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
    reach: Reach = Reach.OWN
    """How far the actor reads today. Nothing but a position or a grant widens it."""
    emergency_id: int | None = None
    """The emergency access under which confidential entries are open for some hours, if any."""
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
    def signature(self) -> str:
        """Name and title, as what somebody did is signed with."""
        return f"{self.name}, {self.title}" if self.title else self.name

    @property
    def is_leader(self) -> bool:
        """Camat or Sekretaris: sees the whole office, also what is marked confidential."""
        return any(held.level in LEADERS for held in self.held)

    @property
    def is_operator(self) -> bool:
        return any(held.operator for held in self.held)

    @property
    def needs_second_factor(self) -> bool:
        """One of the positions asks for more than a password at sign-in."""
        return any(held.second_factor for held in self.held)

    @property
    def unit_ids(self) -> frozenset[int]:
        return frozenset(held.unit_id for held in self.held if held.unit_id is not None)

    @property
    def reads_office(self) -> bool:
        """Whether the office's open data is this actor's to read."""
        return self.reach is not Reach.OWN

    @property
    def reads_all(self) -> bool:
        """Whether confidential entries and closed books are open too."""
        return self.reach in (Reach.OFFICE, Reach.INSPECTOR) or self.emergency_id is not None

    @property
    def may_write(self) -> bool:
        return self.reach in WRITING

    @property
    def is_guest(self) -> bool:
        """From outside the office, by a grant."""
        return self.reach in OUTSIDE


def actor_for(user: User, *, on: date | None = None, office_id: int | None = None) -> Actor:
    """The actor behind a sign-in on a day (today by default). One query.

    ``office_id`` is the office a guest chose among those granted; for staff it means nothing.
    """
    day = on or clock.today()
    person = user.person
    if person is None:
        return _guest(user, day, office_id)
    # Whoever retired holds nothing, even where nobody has ended the assignment yet.
    posts = [] if person.is_retired_on(day) else _posts(person, day)
    held = sorted(
        (post for post in posts if post.assignment is not None and post.stands_on(day)),
        key=lambda post: (post.capacity != Assignment.Capacity.DEFINITIVE, post.assignment),
    )
    actor = Actor(
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
                post.unit,
            )
            for post in held
        ),
        below=_below(posts, [post.position for post in held]),
    )
    if not held:
        return actor
    return replace(
        actor,
        reach=Reach.OFFICE if actor.is_leader else Reach.SECTION,
        emergency_id=_emergency(user),
    )


def _guest(user: User, day: date, office_id: int | None) -> Actor:
    """Somebody of no office: reads one of the offices granted to them, or nothing."""
    name = user.get_full_name() or user.get_username()
    found = granted_offices(user, on=day)
    chosen = [grant for grant in found if grant.office.pk == office_id] or (found if len(found) == 1 else [])
    if not chosen:
        return Actor(office=None, user_id=user.pk, person_id=None, name=name)
    return Actor(office=chosen[0].office, user_id=user.pk, person_id=None, name=name, reach=chosen[0].reach)


def _emergency(user: User) -> int | None:
    """The emergency access that is open at this moment. Asks the database only where there was one."""
    if user.emergency_id is None or user.emergency is None:
        return None
    return user.emergency_id if user.emergency.until > clock.now() else None


class _Post(NamedTuple):
    """A position of the office, with the assignment by which somebody holds it on a day."""

    position: int
    above: int | None
    level: str
    title: str
    operator: bool
    second_factor: bool
    unit: int | None
    retired_on: date | None
    assignment: int | None
    capacity: str

    def stands_on(self, day: date) -> bool:
        """A position no longer used is held by nobody."""
        return self.retired_on is None or day < self.retired_on


def _posts(person: Person, day: date) -> list[_Post]:
    """Every position of the person's office, one row for each way the person holds it. One query."""
    theirs = FilteredRelation(
        "assignments",
        condition=Q(assignments__person=person, assignments__starts_on__lte=day)
        & (Q(assignments__ends_on__isnull=True) | Q(assignments__ends_on__gt=day)),
    )
    rows = Position.objects.filter(office_id=person.office_id).annotate(theirs=theirs).order_by()
    columns = (
        *("pk", "reports_to_id", "level", "title", "operator", "second_factor", "unit_id", "retired_on"),
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


def system_actor(office: Office | None) -> Actor:
    """The program itself acting in an office (command line, demo), or in none where none is meant."""
    return Actor(office=office, user_id=None, person_id=None, name="Takar", reach=Reach.OFFICE)
