"""Run beside a server that is killed: makes its office, and tells afterwards what is in the book.

``python -m tests.proof.crash_office make 8`` or ``... tell``, with the server's settings.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
from django.db.models import FileField


def make(people: int) -> dict[str, Any]:
    """An office whose clerks are signed in already: the crash is not about signing in."""
    from django.conf import settings
    from django.test import Client

    from takar.kernel import clock
    from takar.ledger.models import BookKeeper
    from takar.organisation.models import Assignment, Office, Person, Position, User

    office = Office.objects.create(code="35.07.29", name="Kecamatan Gedangan", regency="Kabupaten Malang")
    sessions = []
    for n in range(people):
        position = Position.objects.create(
            office=office, title=f"Pengadministrasi {n}", level="staff", order=n
        )
        BookKeeper.objects.create(office=office, book="incoming_letter", position=position)
        person = Person.objects.create(office=office, name=f"Petugas {n}")
        Assignment.objects.create(position=position, person=person, starts_on=clock.today().replace(day=1))
        client = Client()
        client.force_login(User.objects.create(username=f"petugas{n}", person=person))
        sessions.append(client.cookies[settings.SESSION_COOKIE_NAME].value)
    return {"cookie": settings.SESSION_COOKIE_NAME, "sessions": sessions, "year": clock.today().year}


def _files(row: Any) -> Iterator[Any]:
    """Every file a row names: what was sent, and the small picture made of it."""
    for column in row._meta.concrete_fields:
        if isinstance(column, FileField) and getattr(row, column.name):
            yield getattr(row, column.name)


def tell() -> dict[str, Any]:
    """Every letter with its number and the hashes of its files as they lie on the disk."""
    from django.conf import settings

    from takar.ledger.models import Evidence, EvidenceFile
    from takar.registers.mail.models import IncomingLetter

    files: dict[int, list[str]] = {}
    for evidence in Evidence.objects.select_related("file"):
        with evidence.file.file.open("rb") as stored:
            files.setdefault(evidence.entry_id, []).append(hashlib.sha256(stored.read()).hexdigest())
    rows = IncomingLetter.objects.order_by("number").values_list("pk", "number", "title")
    named = {file.path for row in EvidenceFile.objects.all() for file in _files(row)}
    stored_files = [path for path in Path(settings.DATA / "files").rglob("*") if path.is_file()]
    return {
        "letters": [[number, title, files.get(pk, [])] for pk, number, title in rows],
        "orphans": sum(str(path) not in named for path in stored_files),
    }


if __name__ == "__main__":
    django.setup()
    answer = make(int(sys.argv[2])) if sys.argv[1] == "make" else tell()
    sys.stdout.write(f"{json.dumps(answer)}\n")
