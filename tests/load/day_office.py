"""Run beside the server of a load day: makes its offices, and tells afterwards what is in the books.

``python -m tests.load.day_office make OFFICES PEOPLE`` or ``... tell FILE-OF-TITLES``, with the server's settings.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

LETTERS = 30
"""Letters already in the book of each office, so that lists have something to show."""


def make(offices: int, people: int) -> dict[str, Any]:
    """Offices with their people signed in, a decree in force, and some letters of last week."""
    from django.conf import settings
    from django.test import Client

    from takar.kernel import clock
    from takar.organisation.models import Office

    staff: list[dict[str, Any]] = []
    for n in range(offices):
        office = Office.objects.create(
            code=f"35.07.{n:02}", name=f"Kecamatan {n}", regency="Kabupaten Malang", seat=f"Ibu kota {n}"
        )
        size = people // offices + (n < people % offices)
        for title, user in _people(office, size):
            client = Client()
            client.force_login(user)
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            staff.append({"office": office.pk, "title": title, "session": session})
        _begin(office)
    return {"cookie": settings.SESSION_COOKIE_NAME, "year": clock.today().year, "staff": staff}


def _people(office: Any, size: int) -> list[tuple[str, Any]]:
    from takar.ledger.books import all_books
    from takar.ledger.models import BookKeeper
    from takar.organisation.models import Assignment, Person, Position, User

    level = Position.Level
    head = Position.objects.create(office=office, title="Camat", level=level.HEAD, order=0)
    found = []
    for n in range(size):
        if n == 0:
            kind, position = "leader", head
        elif n % 2:
            kind = "clerk"
            position = Position.objects.create(
                office=office, title=f"Pengadministrasi {n}", level=level.STAFF, reports_to=head, order=n
            )
            books = [book.code for book in all_books()] if n == 1 else ["incoming_letter", "outgoing_letter"]
            for book in books:
                BookKeeper.objects.create(office=office, book=book, position=position)
        else:
            kind = "section"
            position = Position.objects.create(
                office=office, title=f"Kasi {n}", level=level.SECTION, reports_to=head, order=n
            )
        person = Person.objects.create(office=office, name=f"Pegawai {office.pk}-{n}")
        Assignment.objects.create(position=position, person=person, starts_on=_long_ago())
        found.append((kind, User.objects.create(username=f"p{office.pk}x{n}", person=person)))
    return found


def _long_ago() -> Any:
    from takar.kernel import clock

    return clock.today() - timedelta(days=700)


def _begin(office: Any) -> None:
    from importlib import resources

    from takar.catalogue.services import activate, import_decree
    from takar.kernel import clock
    from takar.ledger.books import book_named
    from takar.ledger.services import record_entry
    from takar.measurement.services import bind_decree
    from takar.organisation.actor import system_actor

    actor = system_actor(office)
    sample = resources.files("takar.catalogue").joinpath("samples/iki-gedangan-2022.txt")
    with resources.as_file(sample) as file:
        decree = import_decree(file, actor=actor)
    bind_decree(decree=decree, actor=actor)
    activate(decree=decree, actor=actor)
    for n in range(LETTERS):
        values = {
            "occurred_on": clock.today(), "kind": "undangan", "title": f"Rapat {n}", "sender": "Dinas Pendidikan",
            "letter_number": f"005/{n}/{office.pk}",
        }  # fmt: skip
        record_entry(book=book_named("incoming_letter"), actor=actor, values=values)


def tell(titles: list[str]) -> dict[str, Any]:
    """Which of the acknowledged titles are lost or doubled, files missing, numbers skipped, chains broken."""
    from takar.ledger.audit import number_gaps, verify
    from takar.ledger.models import Entry, Evidence
    from takar.organisation.models import Office

    stored = Counter(Entry.objects.filter(title__startswith="Beban ").values_list("title", flat=True))
    broken = 0
    for evidence in Evidence.objects.select_related("file"):
        with evidence.file.file.open("rb") as file:
            broken += hashlib.sha256(file.read()).hexdigest() != evidence.file.sha256
    findings = [str(line) for office in Office.objects.all() for line in verify(office.pk)]
    gaps = [str(line) for office in Office.objects.all() for line in number_gaps(office.pk)]
    recorded = Entry.objects.filter(
        title__startswith="Beban ", book__in=["incoming_letter", "outgoing_letter"]
    )
    doubled = Counter(recorded.values_list("title", "book"))
    return {
        "lost": len(set(titles) - set(stored)),
        "doubled": sum(times > 1 for times in doubled.values()),
        "broken_files": broken,
        "files": Evidence.objects.count(),
        "gaps": gaps,
        "audit": findings,
        "entries": Entry.objects.count(),
    }


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "make":
        answer = make(int(sys.argv[2]), int(sys.argv[3]))
    else:
        answer = tell(json.loads(Path(sys.argv[2]).read_text()))
    sys.stdout.write(f"{json.dumps(answer)}\n")
