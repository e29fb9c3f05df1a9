"""Named reads of the organisation."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from takar.kernel import clock
from takar.kernel.columns import last_day
from takar.kernel.formatting import format_date_long
from takar.organisation.models import AccountAct, Assignment, Person, Position, User

_STRENGTH = {
    Assignment.Capacity.DEFINITIVE: 0,
    Assignment.Capacity.ACTING: 1,
    Assignment.Capacity.DAILY: 2,
}


def assignments_on(day: date, *, office_id: int) -> QuerySet[Assignment]:
    return Assignment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=day), starts_on__lte=day, position__office_id=office_id
    ).select_related("person", "position")


def holders_on(day: date, *, office_id: int) -> dict[int, Assignment]:
    """Position id -> the assignment that answers for it that day (definitive before Plt before Plh)."""
    found: dict[int, Assignment] = {}
    for assignment in sorted(
        assignments_on(day, office_id=office_id),
        key=lambda a: (_STRENGTH[Assignment.Capacity(a.capacity)], a.starts_on),
        reverse=True,
    ):
        found[assignment.position_id] = assignment
    return found


def active_positions(*, office_id: int) -> QuerySet[Position]:
    return Position.objects.filter(office_id=office_id, retired_on__isnull=True).select_related(
        "unit", "reports_to"
    )


class NoAccess(NamedTuple):
    """Why a person reads nothing of the office today."""

    ended: bool
    """Whether they once held a position here, or worked here."""
    sentence: str
    """For themselves."""


def reason_without_access(person_id: int) -> NoAccess:
    today = clock.today()
    person = Person.objects.get(pk=person_id)
    if person.is_retired_on(today):
        assert person.retired_on is not None
        day = format_date_long(person.retired_on)
        return NoAccess(True, f"Anda tercatat tidak lagi bekerja di kantor ini sejak {day}.")
    posts = Assignment.objects.filter(person=person).select_related("position")
    coming = posts.filter(starts_on__gt=today).order_by("starts_on").first()
    if coming is not None:
        day = format_date_long(coming.starts_on)
        return NoAccess(False, f"Jabatan Anda, {coming.title}, baru mulai {day}.")
    last = posts.filter(ends_on__isnull=False).order_by("-ends_on").first()
    if last is not None:
        assert last.ends_on is not None
        day = format_date_long(last_day(last.ends_on))
        return NoAccess(True, f"Jabatan Anda, {last.title}, berakhir {day}.")
    return NoAccess(False, "Anda belum memegang jabatan di kantor ini.")


def without_position(users: QuerySet[User], day: date) -> QuerySet[User]:
    """Accounts that can still sign in although their person holds no position on the day.

    It says of rows what :func:`takar.organisation.actor.actor_for` says of one sign-in.
    """
    held = Assignment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=day),
        Q(position__retired_on__isnull=True) | Q(position__retired_on__gt=day),
        Q(person__retired_on__isnull=True) | Q(person__retired_on__gt=day),
        person_id=OuterRef("person_id"),
        starts_on__lte=day,
    )
    return users.filter(~Exists(held), is_active=True)


def asking_for_help(users: QuerySet[User]) -> QuerySet[User]:
    """Accounts whose owner forgot the password and has not been helped since."""
    helped = AccountAct.objects.filter(user_id=OuterRef("user_id"), pk__gt=OuterRef("pk"), what__in=_HELPED)
    asked = AccountAct.objects.filter(user_id=OuterRef("pk"), what=AccountAct.What.HELP_ASKED)
    return users.filter(Exists(asked.filter(~Exists(helped))))


_HELPED = (
    AccountAct.What.PASSWORD_RESET,
    AccountAct.What.LINK_MADE,
    AccountAct.What.PASSWORD_CHOSEN,
    AccountAct.What.CLOSED,
)
