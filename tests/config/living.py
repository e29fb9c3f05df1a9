"""A data folder as an office leaves it: two offices, letters, evidence. Run as a program of its own.

``python -m tests.config.living`` works on the folder and the database of the environment.
"""

from __future__ import annotations

import sys

LETTERS = 6


def fill() -> None:
    from takar.ledger.evidence import attach
    from tests.factories import build_cast, letter_of
    from tests.ledger.files import pdf, png, upload

    cast = build_cast()
    for number in range(LETTERS):
        letter = letter_of(cast, title=f"Undangan nomor {number}")
        if number % 2:
            scan = upload(pdf((595, 800 + number)), f"surat-{number}.pdf")
            attach(entry=letter, actor=cast.clerk.actor, upload=scan)
    attach(entry=letter, actor=cast.clerk.actor, upload=upload(png(), "foto.png"))


def record(times: int) -> None:
    """A few letters more, by the clerk of the first office."""
    from takar.kernel import clock
    from takar.ledger.books import book_named
    from takar.ledger.services import record_entry
    from takar.organisation.actor import actor_for
    from takar.organisation.models import User

    actor = actor_for(User.objects.get(username="umum"))
    for number in range(times):
        values = {
            "occurred_on": clock.today(), "kind": "undangan", "title": f"Sesudahnya {number}",
            "sender": "Bagian Pemerintahan", "letter_number": f"005/{number}/2026",
        }  # fmt: skip
        record_entry(book=book_named("incoming_letter"), actor=actor, values=values)
        print(number, flush=True)  # noqa: T201 - the test waits for it


if __name__ == "__main__":
    import django

    django.setup()
    if len(sys.argv) > 1:
        record(int(sys.argv[1]))
    else:
        fill()
