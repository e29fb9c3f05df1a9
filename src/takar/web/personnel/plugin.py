"""What personnel add to the pages (takar.web.plugins)."""

from __future__ import annotations

from takar.ledger.books import Group
from takar.organisation.actor import Actor
from takar.registers.personnel.access import reads_personnel
from takar.registers.personnel.book import AttendanceRecaps, ListEditions, Proposals
from takar.web.personnel import pages
from takar.web.personnel.waiting import personnel_work
from takar.web.plugins import MenuEntry, WaitingGroup, menu, panel, waiting_sources
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
