"""What the mail books add to the entry page."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from takar.kernel import clock
from takar.kernel.access import visible
from takar.kernel.formatting import format_date
from takar.ledger.models import Entry
from takar.organisation.actor import Actor
from takar.registers.mail import services
from takar.registers.mail.book import Dispositions
from takar.registers.mail.models import ArchiveItem, Disposition, IncomingLetter, OutgoingLetter
from takar.registers.mail.selectors import dispositions_of
from takar.web.addresses import entry_url


def incoming_letter(actor: Actor, entry: IncomingLetter) -> dict[str, Any]:
    more = [{"label": "Cetak lembar disposisi", "url": entry_url(entry, "disposition-sheet")}]
    replies = visible(actor, OutgoingLetter).filter(reply_to_id=entry.pk)
    return {
        "parts": [_tree(actor, entry)],
        "more": more,
        "related": [_related("Dijawab dengan", reply) for reply in replies] + _archived(actor, entry),
    }


def outgoing_letter(actor: Actor, entry: OutgoingLetter) -> dict[str, Any]:
    related = _archived(actor, entry)
    if entry.reply_to_id is not None:
        letters = visible(actor, IncomingLetter).filter(pk=entry.reply_to_id)
        related = [_related("Menjawab", letter) for letter in letters] + related
    return {"related": related}


def disposition(actor: Actor, entry: Disposition) -> dict[str, Any]:
    letter = visible(actor, IncomingLetter).filter(pk=entry.letter_id).first()
    return {
        "parts": [_tree(actor, letter)] if letter else [],
        "related": [_related("Atas surat masuk", letter)] if letter else [],
    }


def disposition_opened(actor: Actor, entry: Disposition) -> None:
    services.mark_read(disposition=entry, actor=actor)


def archive_item(actor: Actor, entry: ArchiveItem) -> dict[str, Any]:
    sources = visible(actor, Entry).filter(links_in__source_id=entry.pk)
    note = ""
    if entry.active_until and entry.inactive_until:
        note = (
            f"Aktif sampai {format_date(entry.active_until)}, inaktif sampai "
            f"{format_date(entry.inactive_until)}, lalu {entry.get_fate_display().lower()}."
        )
    return {"related": [_related("Berasal dari", source) for source in sources], "page_note": note}


def _archived(actor: Actor, entry: Entry) -> list[dict[str, str]]:
    items = visible(actor, Entry).filter(
        links_out__target_id=entry.pk, links_out__relation=services.ARCHIVED_FROM
    )
    return [_related("Diarsipkan sebagai", item) for item in items]


def _tree(actor: Actor, letter: IncomingLetter) -> dict[str, Any]:
    return {"template": "web/mail/_dispositions.html", "nodes": chain_of(actor, letter)}


def _related(relation: str, entry: Entry) -> dict[str, str]:
    return {"relation": relation, "label": str(entry), "url": entry_url(entry)}


def chain_of(actor: Actor, letter: IncomingLetter) -> list[dict[str, Any]]:
    """The dispositions of a letter as a conversation: the receivers of one sheet are shown together."""
    given = list(dispositions_of(actor, letter).prefetch_related("milestones"))
    today = clock.today()
    children: defaultdict[int | None, list[Disposition]] = defaultdict(list)
    known = {d.pk for d in given}
    for d in given:
        children[d.parent_id if d.parent_id in known else None].append(d)

    def node(d: Disposition) -> dict[str, Any]:
        late, history = d.is_overdue(today), d.history
        return {
            "who": d.giver_name,
            "to": str(d.position),
            "instruction": d.instruction_text,
            "date": format_date(d.occurred_on),
            "due": f"paling lambat {format_date(d.due_on)}" if d.due_on else "",
            "overdue": late,
            "state_label": "Lewat waktu" if late else Dispositions.state_label(d.state),
            "state_tone": "danger" if late else Dispositions.state_tone(d.state),
            "url": entry_url(d),
            "answers": [
                {"who": said.actor_name, "date": format_date(row.on), "text": said.note}
                for row in history.all("completed")
                for said in (history.first_of(row),)
            ],
            "children": [node(child) for child in children[d.pk]],
        }

    return [node(d) for d in children[None]]
