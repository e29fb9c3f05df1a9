"""What personnel add to the pages (takar.web.plugins)."""

from __future__ import annotations

from typing import Any

from takar.ledger.books import Group
from takar.organisation.actor import Actor
from takar.registers.personnel.access import reads_personnel
from takar.registers.personnel.book import AttendanceRecaps, ListEditions, Proposals
from takar.web.personnel import pages
from takar.web.personnel.waiting import personnel_work
from takar.web.plugins import MenuEntry, Read, WaitingGroup, menu, own_pages, panel, readers, waiting_sources
from takar.web.waiting import from_dicts

panel(AttendanceRecaps)(pages.attendance_recap)
panel(Proposals)(pages.proposal)
panel(ListEditions)(pages.list_edition)


def _is_employee(actor: Actor) -> bool:
    return actor.person_id is not None


menu.extend(
    [
        MenuEntry(Group.PERSONNEL, "Pegawai", "employees", "users", shown=reads_personnel),
        MenuEntry(Group.PERSONNEL, "Penjagaan", "watch", "bell-ring", shown=reads_personnel),
        MenuEntry(Group.PERSONNEL, "Urutan kepangkatan", "seniority", "list-ordered", shown=reads_personnel),
        MenuEntry(Group.PERSONNEL, "Cuti saya", "leave", "calendar-off", shown=_is_employee),
    ]
)


def _waiting(actor: Actor, year: int) -> list[WaitingGroup]:
    return from_dicts(personnel_work(actor, year))


waiting_sources.append(_waiting)
own_pages.update({"employee", "leave-form"})


def _card_of(actor: Actor, words: dict[str, Any]) -> Read | None:
    """One's own card is read without being noted. The page has already found the employee."""
    return None if words["pk"] == actor.person_id else Read(person_id=words["pk"])


readers.update(dict.fromkeys(("employees", "watch", "seniority"), lambda actor, words: Read()))
readers.update(
    dict.fromkeys(("employee", "employee-edit", "employee-history-new", "employee-history-edit"), _card_of)
)
