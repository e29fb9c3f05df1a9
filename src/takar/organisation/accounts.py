"""Accounts: opened, closed, reopened and given a new password, each with who, when and why.

Pages and the command line use the same functions. Rule, row and history change in one transaction.
"""

from __future__ import annotations

import re
import secrets
from datetime import date, timedelta

from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.db.models import QuerySet
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from takar.kernel import clock
from takar.kernel.access import require_pen
from takar.kernel.errors import DomainError, NotFound, Refused
from takar.kernel.security_log import SecurityEvent, log_event
from takar.organisation.actor import Actor, actor_for
from takar.organisation.models import AccountAct, Office, Person, User
from takar.organisation.selectors import assignments_on

What = AccountAct.What

_USERNAME = re.compile(r"[\w.@+-]{3,150}")
# Without the letters and digits that look alike on paper.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
HELP_AGAIN = timedelta(hours=12)
"""A second cry for help within this time adds nothing to the list."""


def new_password() -> str:
    """A first password a person can copy from paper: four groups of four."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))


def open_account(*, person: Person, username: str, actor: Actor) -> tuple[User, str]:
    """An account for a person of the actor's office. Returns it with its first password, which is shown only once."""
    _require_office(actor, person.office_id)
    if User.objects.filter(person=person).exists():
        raise DomainError(f"{person} sudah mempunyai akun.", field="person")
    return _open(username, actor, person=person)


def open_guest_account(*, username: str, name: str, actor: Actor) -> tuple[User, str]:
    """An account of nobody's employee (an inspector). It opens nothing before something is granted."""
    if actor.user_id is not None:
        raise Refused("Akun pemeriksa dan pembina dibuat pengelola server lewat baris perintah.")
    if not name.strip():
        raise DomainError("Tulis nama pemilik akun.")
    return _open(username, actor, first_name=name.strip()[:150])


def close_account(*, user: User, actor: Actor, reason: str) -> None:
    """Nobody signs in with it any more, and its sessions end at once. It can be reopened."""
    _require_reason(reason)
    with transaction.atomic():
        current = _lock(user, actor)
        if actor.user_id == current.pk:
            raise Refused("Akun sendiri tidak dapat ditutup. Minta pengelola lain.")
        if not _closes_as_leader(actor, current):
            _require_manager(actor, current)
            if actor.user_id is not None and _is_last_operator(current):
                raise Refused(
                    "Akun ini satu-satunya yang mengelola pengaturan kantor. Tunjuk pengelola lain dahulu."
                )
        if not current.is_active:
            raise DomainError("Akun ini sudah ditutup.")
        current.is_active = False
        current.sessions_ended += 1
        current.save(update_fields=["is_active", "sessions_ended"])
        _record_act(current, What.CLOSED, actor, reason)
    log_event(SecurityEvent.SESSION_ENDED, user_id=user.pk, what="account_closed")


def reopen_account(*, user: User, actor: Actor, reason: str) -> None:
    _require_reason(reason)
    with transaction.atomic():
        current = _lock(user, actor)
        _require_manager(actor, current)
        if current.is_active:
            raise DomainError("Akun ini tidak ditutup.")
        current.is_active = True
        current.save(update_fields=["is_active"])
        _record_act(current, What.REOPENED, actor, reason)


def reset_password(*, user: User, actor: Actor, reason: str = "") -> str:
    """A temporary password, shown only once; its owner must change it before any page opens."""
    with transaction.atomic():
        current = _lock(user, actor)
        require_may_reset(actor, current)
        password = new_password()
        current.set_password(password)
        current.must_change_password = True
        current.save(update_fields=["password", "must_change_password"])
        _record_act(current, What.PASSWORD_RESET, actor, reason)
    log_event(SecurityEvent.PASSWORD_CHANGED, user_id=user.pk, by=actor.user_id, what="reset")
    return password


def make_reset_link(*, user: User, actor: Actor, reason: str = "") -> tuple[str, str]:
    """The two parts of an address where the owner chooses a password.

    It is signed, holds for ``PASSWORD_RESET_TIMEOUT`` seconds and for one time: it ends when the
    password changes or the owner signs in.
    """
    with transaction.atomic():
        current = _lock(user, actor)
        require_may_reset(actor, current)
        _record_act(current, What.LINK_MADE, actor, reason)
    return urlsafe_base64_encode(force_bytes(current.pk)), default_token_generator.make_token(current)


def choose_password(*, user: User, password: str) -> None:
    """The owner's own choice, which is the end of every other session and of the printed password."""
    with transaction.atomic():
        current = User.objects.select_for_update().get(pk=user.pk)
        current.set_password(password)
        current.must_change_password = False
        current.save(update_fields=["password", "must_change_password"])
        _record(current, What.PASSWORD_CHOSEN, by_id=current.pk, by_name=str(current.person or current))
    # The caller keeps working with its own copy: a session is bound to what stands in it.
    user.password, user.must_change_password = current.password, False
    log_event(SecurityEvent.PASSWORD_CHANGED, user_id=user.pk, what="chosen")


def ask_for_help(*, username: str) -> None:
    """Somebody at the sign-in page says that they forgot the password. Tells nothing about the account."""
    user = User.objects.filter(username__iexact=username, is_active=True, person__isnull=False).first()
    if user is None:
        return
    since = clock.now() - HELP_AGAIN
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        if not user.acts.filter(what=What.HELP_ASKED, at__gt=since).exists():
            _record(user, What.HELP_ASKED, by_id=None, by_name="Halaman masuk")


def is_same_as_printed(user: User, password: str) -> bool:
    """Whether the owner "changes" a printed password into itself."""
    return user.must_change_password and user.check_password(password)


# ---- rules ----------------------------------------------------------------------------------------


def may_reset(actor: Actor, user: User) -> bool:
    """Whoever knows somebody's password has their rights, so nobody resets an account that may do more
    than their own: a leader's only a leader does, an operator's only an operator. The server may."""
    try:
        require_may_reset(actor, user)
    except DomainError:
        return False
    return True


def may_close(actor: Actor, user: User) -> bool:
    if actor.user_id == user.pk or not user.is_active:
        return False
    try:
        if not _closes_as_leader(actor, user):
            _require_manager(actor, user)
    except DomainError:
        return False
    return actor.user_id is None or not _is_last_operator(user)


def require_may_reset(actor: Actor, user: User) -> None:
    """Raise unless :func:`may_reset`."""
    _require_manager(actor, user)
    if not user.is_active:
        raise DomainError("Akun ini ditutup. Buka kembali dahulu.")
    if actor.user_id == user.pk:
        raise Refused("Kata sandi sendiri diganti di halaman Akun saya.")


def _require_manager(actor: Actor, user: User) -> None:
    if actor.user_id is None:
        return
    if user.person is None:
        raise NotFound("Akun ini tidak ada di kantor Anda.")
    theirs = actor_for(user)
    if theirs.is_leader and not actor.is_leader:
        raise Refused("Akun pimpinan diatur pimpinan lain atau pengelola server.")
    if theirs.is_leader and actor.is_leader:
        require_pen(actor)
        if user.person.office_id != actor.office_id:
            raise NotFound("Akun ini tidak ada di kantor Anda.")
        return
    _require_office(actor, user.person.office_id)


def _require_office(actor: Actor, office_id: int) -> None:
    """An operator, and of this office."""
    if actor.user_id is None:
        return
    require_pen(actor)
    if office_id != actor.office_id:
        raise NotFound("Akun ini tidak ada di kantor Anda.")
    if not actor.is_operator:
        raise Refused("Akun diatur oleh pengelola pengaturan kantor.")


def _closes_as_leader(actor: Actor, user: User) -> bool:
    """Leaders close accounts that live on without a position."""
    if not actor.is_leader or user.person is None or user.person.office_id != actor.office_id:
        return False
    return not actor_for(user).held


def _is_last_operator(user: User) -> bool:
    if user.person is None or not actor_for(user).is_operator:
        return False
    return not operator_accounts(user.person.office, clock.today()).exclude(pk=user.pk).exists()


def operator_accounts(office: Office, day: date) -> QuerySet[User]:
    """Accounts in use whose person holds an operator's position on the day."""
    held = assignments_on(day, office_id=office.pk).filter(position__operator=True)
    return User.objects.filter(is_active=True, person__in=held.values("person")).exclude(
        person__retired_on__lte=day
    )


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise DomainError("Tulis alasannya.", field="reason")


# ---- rows -----------------------------------------------------------------------------------------


def _open(
    username: str, actor: Actor, *, person: Person | None = None, first_name: str = ""
) -> tuple[User, str]:
    if not _USERNAME.fullmatch(username):
        raise DomainError(
            "Nama akun terdiri atas huruf, angka dan tanda . @ + - _, sekurang-kurangnya tiga.",
            field="username",
        )
    password = new_password()
    with transaction.atomic():
        if User.objects.filter(username__iexact=username).exists():
            raise DomainError(f"Nama akun {username} sudah dipakai.", field="username")
        user = User(username=username, person=person, first_name=first_name, must_change_password=True)
        user.set_password(password)
        user.save()
        _record_act(user, What.OPENED, actor)
    return user, password


def _lock(user: User, actor: Actor) -> User:
    rows = User.objects.select_for_update(of=("self",)).select_related("person__office")
    current = rows.filter(pk=user.pk).first()
    if current is None:
        raise NotFound("Akun ini tidak ada di kantor Anda.")
    return current


def _record_act(user: User, what: str, actor: Actor, reason: str = "") -> None:
    _record(user, what, by_id=actor.user_id, by_name=actor.signature, reason=reason)
    log_event(
        SecurityEvent.ACCOUNT_CHANGED,
        user_id=user.pk,
        what=str(what),
        by=actor.user_id,
        office_id=user.person.office_id if user.person else None,
    )


def _record(user: User, what: str, *, by_id: int | None, by_name: str, reason: str = "") -> None:
    AccountAct.objects.create(
        office_id=user.person.office_id if user.person else None,
        user=user,
        what=what,
        at=clock.now(),
        by_id=by_id,
        by_name=by_name[:200],
        reason=reason.strip()[:500],
    )
