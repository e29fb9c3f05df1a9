"""What personnel adds to the pages: employees, due dates, seniority, leave, and the lists on paper."""

from __future__ import annotations

from typing import Any

from django.urls import path

from takar.ledger.books import Group
from takar.ledger.models import Entry
from takar.organisation.actor import Actor
from takar.registers.personnel import services
from takar.registers.personnel.access import reads_personnel
from takar.registers.personnel.actions.recaps import FillRecap
from takar.registers.personnel.book import AttendanceRecaps, ListEditions, Proposals
from takar.registers.personnel.models import Proposal
from takar.web.personnel import employees, leave, lists, pages
from takar.web.personnel.waiting import waiting
from takar.web.plugins import (
    ActionPage,
    MenuEntry,
    Read,
    action_page,
    entry_routes,
    menu,
    own_pages,
    panel,
    readers,
    waiting_sources,
    when_opened,
    year_routes,
)

panel(AttendanceRecaps)(pages.attendance_recap)
panel(Proposals)(pages.proposal)
panel(ListEditions)(pages.list_edition)
action_page(FillRecap, ActionPage("web/personnel/recap_lines.html", pages.days_table), AttendanceRecaps)
waiting_sources.append(waiting)


@when_opened(Proposals)
def _answer_is_read(actor: Actor, entry: Entry) -> None:
    assert isinstance(entry, Proposal)
    services.see_answer(entry=entry, actor=actor)


def _is_employee(actor: Actor) -> bool:
    return actor.person_id is not None


menu.extend([
    MenuEntry(Group.PERSONNEL, "Pegawai", "employees", "users", shown=reads_personnel),
    MenuEntry(Group.PERSONNEL, "Penjagaan", "watch", "bell-ring", shown=reads_personnel),
    MenuEntry(Group.PERSONNEL, "Urutan kepangkatan", "seniority", "list-ordered", shown=reads_personnel),
    MenuEntry(Group.PERSONNEL, "Cuti saya", "leave", "calendar-off", shown=_is_employee),
])  # fmt: skip

_CARD = "kepegawaian/pegawai/<row:pk>/"
year_routes.extend([
    path("kepegawaian/pegawai/", employees.overview, name="employees"),
    path(_CARD, employees.card, name="employee"),
    path(f"{_CARD}ubah/", employees.edit, name="employee-edit"),
    path(f"{_CARD}<slug:slug>/", employees.history, name="employee-history-new"),
    path(f"{_CARD}<slug:slug>/<row:row_id>/", employees.history, name="employee-history-edit"),
    path("kepegawaian/penjagaan/", lists.watch, name="watch"),
    path("kepegawaian/duk/", lists.seniority, name="seniority"),
    path("kepegawaian/cuti/", leave.mine, name="leave"),
])  # fmt: skip
entry_routes.extend([
    path("formulir-cuti.pdf", leave.form_pdf, name="leave-form"),
    path("daftar.pdf", lists.pdf, name="personnel-print"),
])  # fmt: skip

own_pages.update({"employee", "leave-form"})


def _card_of(actor: Actor, kwargs: dict[str, Any]) -> Read | None:
    """One's own card is read without being noted. The page has already found the employee."""
    return None if kwargs["pk"] == actor.person_id else Read(person_id=kwargs["pk"])


readers.update(dict.fromkeys(("employees", "watch", "seniority"), lambda actor, kwargs: Read()))
readers.update(
    dict.fromkeys(("employee", "employee-edit", "employee-history-new", "employee-history-edit"), _card_of)
)
