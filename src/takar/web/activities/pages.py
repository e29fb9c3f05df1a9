"""What activities add to their own entry page and to that of a surat tugas."""

from __future__ import annotations

from typing import Any

from takar.kernel import clock
from takar.kernel.access import visible
from takar.kernel.formatting import format_date
from takar.ledger.models import Entry
from takar.organisation.actor import Actor
from takar.registers.activities.models import Activity
from takar.registers.activities.selectors import activities_of_letter
from takar.web.addresses import entry_url


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


def assignment_letter(actor: Actor, letter: Entry) -> dict[str, Any]:
    """Activities that rest on a surat tugas, for the letter's own page."""
    rows = activities_of_letter(actor, letter.pk) if letter.kind == "surat_tugas" else ()
    return {
        "related": [
            {"relation": "Menjadi dasar kegiatan", "label": str(row), "url": entry_url(row)} for row in rows
        ]
    }
