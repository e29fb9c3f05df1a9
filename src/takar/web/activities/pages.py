"""What activities add to the entry page, and what of them waits on Hari ini."""

from __future__ import annotations

from typing import Any

from takar.kernel import clock
from takar.kernel.access import visible
from takar.kernel.formatting import format_date
from takar.ledger.models import Entry
from takar.organisation.actor import Actor
from takar.registers.activities.book import Activities
from takar.registers.activities.models import Activity
from takar.registers.activities.selectors import activities_of_letter, activities_to_hold
from takar.web.addresses import book_url, entry_url

SHOWN = 8


def activity(actor: Actor, entry: Activity) -> dict[str, Any]:
    note = ""
    if entry.state == "planned" and entry.scheduled_on:
        late = entry.scheduled_on < clock.today()
        note = f"{'Seharusnya' if late else 'Direncanakan'} {format_date(entry.scheduled_on)}"
    letters = visible(actor, Entry).filter(pk__in=[entry.assignment_letter_id])
    return {
        "page_note": note,
        "related": [
            {"relation": "Atas surat tugas", "label": str(letter), "url": entry_url(letter)}
            for letter in letters
        ],
    }


def of_letter(actor: Actor, letter: Entry) -> list[dict[str, str]]:
    """Activities that rest on a letter, for the letter's own page."""
    return [
        {"relation": "Menjadi dasar kegiatan", "label": str(row), "url": entry_url(row)}
        for row in activities_of_letter(actor, letter.pk)
    ]


def waiting(actor: Actor) -> dict[str, Any]:
    """Planned activities whose day has come and that nobody has told of."""
    today = clock.today()
    rows = activities_to_hold(actor)
    return {
        "title": "Kegiatan yang sudah waktunya",
        "count": len(rows),
        "all_url": f"{book_url(Activities, today.year)}?state=planned",
        "lines": [
            {
                "url": entry_url(row, "activity-hold"),
                "title": row.title,
                "sub": row.where,
                "state": format_date(row.scheduled_on),
                "tone": "danger" if row.scheduled_on and row.scheduled_on < today else "warn",
            }
            for row in rows[:SHOWN]
        ],
    }
