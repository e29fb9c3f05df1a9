"""Two offices alike: every book has an entry, and every role somebody who fills it.

What the roles may read is tried by :mod:`tests.proof.canaries`; what they may open by
:mod:`tests.proof.rules`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from auditlog.context import disable_auditlog
from django.urls import reverse

from takar.kernel import clock
from takar.kernel.errors import DomainError
from takar.ledger.books import Book, Group, book_named, books_of
from takar.ledger.evidence import attach
from takar.ledger.forms import form_class
from takar.ledger.importing import start_import
from takar.ledger.models import BookKeeper, Entry, Participant
from takar.organisation.actor import system_actor
from takar.organisation.granting import give_grant
from takar.organisation.models import Assignment, Office, Person, Position, User
from takar.registers.custom.book.factory import OfficeBook
from takar.registers.mail.services import dispose
from tests import factories
from tests.factories import SAMPLES, Cast, Member, entry_of
from tests.web.conftest import World
from tests.web.files import pdf_upload
from tests.web.screen import typed


@dataclass(frozen=True)
class Role:
    """Somebody who asks. ``office`` is None for those who belong to none."""

    name: str
    user: User | None
    person: Person | None = None
    office: Office | None = None
    positions: frozenset[int] = frozenset()
    """Held today, as the table of assignments says; the product's own actor is not asked."""
    leads: bool = False
    guest: bool = False
    """Of no office, reads this one by a grant; ``leads`` then means that confidential entries are open."""


@dataclass
class Offices:
    world: World
    cast: Cast
    roles: list[Role] = field(default_factory=list)
    starts: dict[int, list[str]] = field(default_factory=dict)
    """Office -> pages to begin a walk with, because no other page is sure to lead there."""

    @property
    def both(self) -> tuple[Office, Office]:
        return self.cast.office, self.cast.neighbour_office

    def role(self, name: str) -> Role:
        return next(role for role in self.roles if role.name == name)


def furnish(world: World) -> Offices:
    """Fill both offices and appoint the roles. Takes some seconds; share the result."""
    cast = world.cast
    with disable_auditlog():
        offices = Offices(world, cast)
        _twins_next_door(cast)
        for office, writer in ((cast.office, cast.clerk), (cast.neighbour_office, cast.neighbour_clerk)):
            _confidential(office, cast, writer)
            _files(office, cast)
            offices.starts[office.pk] = _half_done(office, writer)
        # A closed period leads to files of its own. The query keeps it apart from the page of an open one.
        closed = reverse("web:closing", args=[world.year, world.closed])
        offices.starts[cast.office.pk] = [*offices.starts[cast.office.pk], f"{closed}?hal=1"]
        offices.roles = list(_roles(cast))
    return offices


def _twins_next_door(cast: Cast) -> None:
    """The second office lacks what only comes from a service; a disposed letter it has already."""
    for code in SAMPLES:
        if not Entry.objects.filter(office=cast.neighbour_office, book=code).exists():
            entry_of(code, cast, actor=cast.neighbour_clerk.actor)


def _may_be_confidential(book: type[Book]) -> bool:
    return "restricted" in book.fields() or hasattr(book.model, "security")


def _confidential(office: Office, cast: Cast, writer: Member) -> None:
    """One more entry of every book that knows confidential ones, and of what hangs on a letter."""
    for book in books_of(office):
        if not book.recordable or (book.code not in SAMPLES and not issubclass(book, OfficeBook)):
            continue
        for changes in _confidential_values(book):
            with suppress(DomainError):
                entry_of(book, cast, actor=_keeper_of(book, cast, office), **changes)
    letter = Entry.objects.filter(office=office, book="incoming_letter", restricted=True).first()
    assert letter is not None, "no letter became confidential: the samples' security has another name"
    head = cast.camat if office == cast.office else cast.neighbour_camat
    receiver = cast.section_head if office == cast.office else writer
    dispose(
        letter=letter.detail(), actor=head.actor, receivers=[receiver.position],
        instructions=["proses"], on=clock.today(), due_on=clock.today() + dt.timedelta(days=2),
    )  # fmt: skip


def _confidential_values(book: type[Book]) -> Iterator[dict[str, Any]]:
    if hasattr(book.model, "security"):
        yield {"security": "rahasia"}
    elif _may_be_confidential(book):
        yield {"restricted": True}
    else:
        # A book may decide by the kind (a leave, a pension): the second kind and the last tell enough.
        for kind in list(book.kinds)[1:]:
            if kind not in book.retired_kinds and book.group is Group.PERSONNEL:
                yield {"kind": kind}


def _keeper_of(book: type[Book], cast: Cast, office: Office) -> Any:
    return cast.keeper(book).actor if office == cast.office else cast.neighbour_clerk.actor


def _half_done(office: Office, writer: Member) -> list[str]:
    """What stands open between two pages: an upload that nobody has confirmed yet, a career to mend.
    Returns where."""
    book = book_named("incoming_letter")
    upload = start_import(book=book, actor=writer.actor, filename="surat.csv", content=_table(book, writer))
    who = factories.career_of(factories.employee(office))
    year = clock.today().year
    return [
        reverse("web:import-preview", args=[year, book.slug, upload.pk]),
        reverse("web:employee", args=[year, who.pk]),
    ]


def _table(book: type[Book], writer: Member) -> bytes:
    """One row that the book takes, under the words of its own form."""
    form = form_class(book, writer.actor)()
    values = typed(dict(factories.values_for(book, writer.position.office)))
    names = [name for name in values if name in form.fields]
    head = ";".join(str(form.fields[name].label) for name in names)
    return f"{head}\n{';'.join(str(values[name]) for name in names)}\n".encode()


def _files(office: Office, cast: Cast) -> None:
    """A scan for an open letter, a confidential one, and an entry whose columns are veiled."""
    wanted = [
        Entry.objects.filter(office=office, book="incoming_letter", restricted=False).first(),
        Entry.objects.filter(office=office, book="incoming_letter", restricted=True).first(),
    ]
    veiled = [book.code for book in books_of(office) if book.marked("veiled")]
    wanted.append(Entry.objects.filter(office=office, book__in=veiled).first())
    for entry in wanted:
        assert entry is not None
        keeper = _keeper_of(entry.declaration, cast, office)
        attach(entry=entry, actor=keeper, upload=pdf_upload(f"Lampiran {entry.pk}"))


# ---- who asks -------------------------------------------------------------------------------------


def _roles(cast: Cast) -> Iterator[Role]:
    yield Role("anonymous", None)
    yield Role("stranger", cast.stranger)
    yield _role("camat", cast.camat, leads=True)
    yield _role("secretary", cast.secretary, leads=True)
    yield _role("section head", cast.section_head)
    yield _role("operator", cast.planner)
    yield _role("clerk without a book", cast.government_clerk)
    for group in Group:
        yield _role(f"keeper of {group.value}", _shelf_keeper(cast, group))
    yield _role("left the office", _former(cast))
    yield _role("never had a position", _without_position(cast))
    yield _guest(cast, "inspector", leads=True)
    yield _guest(cast, "regency")
    yield _role("camat next door", cast.neighbour_camat, leads=True)
    yield _role("keeper next door", cast.neighbour_clerk)


def _role(name: str, member: Member, leads: bool = False) -> Role:
    held = frozenset(_held_today(member.person))
    return Role(name, member.user, member.person, member.person.office, held, leads)


def _held_today(person: Person) -> Iterator[int]:
    today = clock.today()
    for assignment in Assignment.objects.filter(person=person, starts_on__lte=today):
        if assignment.ends_on is None or assignment.ends_on > today:
            yield assignment.position_id


def _appointed(cast: Cast, title: str, login: str) -> Member:
    return factories._member(
        cast.office, title, Position.Level.STAFF, login, f"Pegawai {login}", above=cast.general_head
    )


def _shelf_keeper(cast: Cast, group: Group) -> Member:
    """Somebody who keeps this shelf and no other, and recorded none of what stands in it."""
    member = _appointed(cast, f"Pemegang rak {group.value}", f"rak{group.name.lower()}")
    books = [book for book in books_of(cast.office) if book.group is group]
    BookKeeper.objects.filter(office=cast.office, book__in=[book.code for book in books]).delete()
    for book in books:
        BookKeeper.objects.create(office=cast.office, book=book.code, position=member.position)
    return member


def _former(cast: Cast) -> Member:
    """Kept a book until yesterday; the account is still there."""
    member = _appointed(cast, "Pengadministrasi yang pindah", "mantan")
    for book in books_of(cast.office)[:3]:
        BookKeeper.objects.create(office=cast.office, book=book.code, position=member.position)
    # Saved one by one: a write of many rows passes the seal by.
    for assignment in Assignment.objects.filter(person=member.person):
        assignment.ends_on = clock.today()
        assignment.save(update_fields=["ends_on"])
    return member


def _without_position(cast: Cast) -> Member:
    member = _appointed(cast, "Jabatan kosong", "tanpajabatan")
    Assignment.objects.filter(person=member.person).delete()
    return member


def _guest(cast: Cast, scope: str, leads: bool = False) -> Role:
    """Somebody from outside the office who may read it for a month."""
    user = User.objects.create(username=f"tamu{scope}", first_name=f"Tamu {scope}")
    today = clock.today()
    give_grant(
        actor=system_actor(None),
        user=user,
        scope=scope,
        offices=[cast.office],
        starts_on=today,
        ends_on=today + dt.timedelta(days=30),
        reason="Surat tugas",
    )
    return Role(scope, user, None, cast.office, leads=leads, guest=True)


def takes_part(role: Role, entry: Entry) -> bool:
    """Whether the entry names this person or a position they hold: as its recorder, the responsible one,
    whom it is about, or a participant."""
    if role.user is not None and entry.recorded_by_id == role.user.pk:
        return True
    if role.person is not None and entry.person_id == role.person.pk:
        return True
    return (
        entry.position_id in role.positions
        or Participant.objects.filter(entry_id=entry.pk, position_id__in=role.positions).exists()
    )
