"""May this actor do this, and which rows may they see: decided in one place per model.

Every app registers a policy for its models. Pages, API, exports and files reach rows only through
:func:`visible` and :func:`get_visible`, so a list, its count, its export and its detail page cannot
disagree. A test forbids ``.objects`` in the web package.
"""

from __future__ import annotations

from typing import Any, Protocol, TypeVar

from django.db import DataError, models

from takar.kernel.errors import NotFound, Refused

M = TypeVar("M", bound=models.Model)


class AnyActor(Protocol):
    """What the kernel needs to know of the person who acts; the organisation package fills it."""

    @property
    def office_id(self) -> int | None: ...

    @property
    def reads_office(self) -> bool: ...

    @property
    def may_write(self) -> bool: ...


class Policy:
    """Default: nothing is visible and nothing is allowed."""

    def rows(self, actor: Any, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
        return rows.none()

    def may(self, actor: Any, action: str, thing: Any) -> bool:
        return False


class OfficeReference(Policy):
    """Reference data of one office: who holds a position there reads it, its operators change it.

    ``path`` leads from the model to its office; ``own`` to the person a row is about, who reads it
    without a position too.
    """

    def __init__(self, path: str = "office_id", own: str = "") -> None:
        self.path = path
        self.own = own

    def rows(self, actor: Any, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
        if actor.office_id is None:
            return rows.none()
        found = rows.filter(**{self.path: actor.office_id})
        if actor.reads_office:
            return found
        return found.filter(**{self.own: actor.person_id}) if self.own and actor.person_id else rows.none()

    def may(self, actor: Any, action: str, thing: Any) -> bool:
        if not isinstance(thing, type) and self._office_of(thing) != actor.office_id:
            return False
        return action == "view" or bool(actor.is_operator)

    def _office_of(self, thing: Any) -> Any:
        for step in self.path.split("__"):
            thing = getattr(thing, step)
        return thing


class SharedReference(Policy):
    """Reference data that all offices share (areas, filing codes): read by all, changed by release."""

    def rows(self, actor: Any, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
        return rows

    def may(self, actor: Any, action: str, thing: Any) -> bool:
        return action == "view"


_policies: dict[type[models.Model], Policy] = {}


def register_policy(model: type[models.Model], policy: Policy) -> None:
    _policies[model] = policy


def policy_for(model: type[models.Model]) -> Policy:
    """The policy of the model or of the nearest ancestor (a letter is an entry)."""
    for ancestor in model.__mro__:
        if ancestor in _policies:
            return _policies[ancestor]
    raise LookupError(f"{model.__name__} has no access policy: register one in its app's access.py")


def visible(actor: AnyActor, model: type[M]) -> models.QuerySet[M]:
    """All rows of ``model`` this actor may see."""
    rows: models.QuerySet[M] = policy_for(model).rows(actor, model._default_manager.all())
    return rows


def get_visible(actor: AnyActor, model: type[M], /, **lookup: Any) -> M:
    """One row, or :class:`NotFound`: what is hidden looks exactly like what is absent."""
    try:
        found = visible(actor, model).filter(**lookup).first()
    except (OverflowError, ValueError, DataError):  # no key of any row: too large, or not even a number
        found = None
    if found is None:
        name = model._meta.verbose_name
        raise NotFound(f"{str(name).capitalize()} ini tidak ada di kantor Anda.")
    return found


READ_ONLY = "Akun ini hanya membaca: tidak ada jabatan yang dipegang hari ini."


def require_pen(actor: AnyActor) -> None:
    """Raise :class:`Refused` for whoever only reads: without a position today, or from outside.

    Every write of a service passes here, through :func:`may` or by itself.
    """
    if not actor.may_write:
        raise Refused(READ_ONLY)


def may(actor: AnyActor, action: str, thing: models.Model | type[models.Model]) -> bool:
    if action != "view" and not actor.may_write:
        return False
    model = thing if isinstance(thing, type) else type(thing)
    return policy_for(model).may(actor, action, thing)


def require(actor: AnyActor, action: str, thing: models.Model | type[models.Model], sentence: str) -> None:
    """Raise :class:`Refused` with ``sentence`` unless the policy allows the action."""
    if not may(actor, action, thing):
        raise Refused(sentence)
