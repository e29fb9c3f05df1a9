"""The Lembar Disposisi of a letter as a document."""

from __future__ import annotations

from typing import Literal

from takar.kernel import clock
from takar.organisation.actor import Actor
from takar.organisation.selectors import active_positions, holders_on
from takar.registers.mail.models import INSTRUCTIONS, Disposition, IncomingLetter, Security, Urgency
from takar.registers.mail.selectors import dispositions_of
from takar.reporting.documents.books import government, signer
from takar.reporting.documents.provenance import books_stamp
from takar.reporting.writers.disposition_sheet import DispositionSheet, Tick, render_disposition_sheet
from takar.reporting.writers.parties import Party

_URGENCY: dict[str, Literal["ordinary", "urgent", "very_urgent"]] = {
    Urgency.ORDINARY: "ordinary",
    Urgency.URGENT: "urgent",
    Urgency.VERY_URGENT: "very_urgent",
}


def disposition_pdf(actor: Actor, letter: IncomingLetter) -> bytes:
    """The first sheet of the letter, filled in; an empty one to write on when none was given yet."""
    assert actor.office is not None
    given = [d for d in dispositions_of(actor, letter) if d.parent_id is None]
    sheet = [d for d in given if d.sheet == given[0].sheet] if given else []
    chosen = {d.position_id for d in sheet}
    first = sheet[0] if sheet else None
    positions = [
        p
        for p in active_positions(office_id=actor.office.pk)
        if p.level in {"secretary", "section", "subsection"} or p.pk in chosen
    ]
    return render_disposition_sheet(
        DispositionSheet(
            government=government(actor.office.regency),
            office=actor.office.name.upper(),
            address=actor.office.address,
            sender=letter.sender,
            letter_number=letter.letter_number,
            letter_date=letter.letter_date,
            received_on=letter.occurred_on,
            agenda_number=letter.number_label,
            subject=letter.title,
            recipients=[Tick(p.title, p.pk in chosen) for p in positions],
            requests=[INSTRUCTIONS[code] for code in first.instructions] if first else [],
            note=_note(first),
            giver=_giver(actor, first),
            given_on=first.occurred_on if first else None,
            urgency=_URGENCY[letter.urgency],
            secret=letter.security == Security.SECRET,
        ),
        stamp=books_stamp(actor.office),
    )


def _note(first: Disposition | None) -> str:
    return first.instruction if first else ""


def _giver(actor: Actor, first: Disposition | None) -> Party:
    """Who gave it, as they stood that day; for an empty sheet, the head of the office."""
    assert actor.office is not None
    if first is None:
        return signer(actor, clock.today()) or Party("", "Camat")
    held = holders_on(first.occurred_on, office_id=actor.office.pk).get(first.giver_id or 0)
    name, _, title = first.giver_name.partition(", ")
    if held is None or held.person.name not in first.giver_name:
        return Party(name, title)
    return Party(held.person.name, held.title, held.person.rank, held.person.printed_nip)
