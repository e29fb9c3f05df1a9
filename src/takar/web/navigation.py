"""What every staff page shows around its content: office, year, menu, what waits, quick recording."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from takar.kernel import clock
from takar.kernel.reach import Reach
from takar.kernel.spans import is_year
from takar.ledger.access import keeps, may_record
from takar.ledger.books import Group, books_of
from takar.organisation.actor import Actor
from takar.web import asked, plugins

YEARS_SHOWN = 5
"""Years the switcher offers, this one included; older ones are reached by address."""

_SHELF_ICONS = {
    Group.MAIL: "mail",
    Group.PERSONNEL: "users",
    Group.SERVICES: "concierge-bell",
    Group.ACTIVITIES: "calendar-range",
    Group.DOCUMENTS: "folder-open",
    Group.GOODS: "package",
    Group.FINANCE: "wallet",
    Group.ICT: "monitor",
}


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    icon: str = ""
    active: bool = False


@dataclass(frozen=True)
class MenuGroup:
    label: str
    items: list[Link]
    icon: str = ""
    open: bool = False


@dataclass
class Navigation:
    office_name: str
    regency: str
    year: int
    years: list[dict[str, Any]]
    person_name: str
    position_title: str
    initials: str
    waiting: int | None
    """How much waits for the actor, where this page has counted it; else the page asks afterwards."""
    waiting_url: str
    menu: list[MenuGroup]
    record: list[Link]
    search_url: str
    search_query: str
    today_url: str
    performance_url: str
    account_url: str
    logout_url: str
    own_url: str = ""
    own_only: bool = False
    """Without a position today: the person's own record, and no way to anything else."""
    notice: str = ""
    """What every page says as long as it holds: a guest's office, an emergency access."""
    notice_url: str = ""
    notice_link: str = ""


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Without an actor (sign-in, errors) there is no navigation."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None or actor.office is None:
        return {}
    return {"navigation": build_navigation(request, actor)}


def build_navigation(request: HttpRequest, actor: Actor) -> Navigation:
    assert actor.office is not None
    year = year_of(request)
    if not actor.reads_office:
        return _own_navigation(actor, year)
    return Navigation(
        office_name=actor.office.name,
        regency=actor.office.regency,
        year=year,
        years=_years(request, year),
        person_name=actor.name,
        position_title=actor.title,
        initials=_initials(actor.name),
        waiting=actor.memory.get("waiting"),
        waiting_url=reverse("web:waiting"),
        menu=_menu(request, actor, year),
        record=[
            Link(book.entry_label, reverse("web:entry-record", args=[year, book.slug]), book.icon)
            for book in sorted(books_of(actor.office), key=lambda b: not keeps(actor, b))
            if book.takes_entries() and may_record(actor, book)
        ],
        search_url=reverse("web:search", args=[year]),
        search_query=asked.text(request, "q") if "/cari/" in request.path else "",
        today_url=reverse("web:today", args=[year]),
        performance_url=reverse("web:indicators", args=[year]),
        account_url=reverse("account_change_password"),
        logout_url=reverse("account_logout"),
        own_url=reverse("web:own-record") if actor.person_id else "",
        **_notice(actor, year),
    )


def _own_navigation(actor: Actor, year: int) -> Navigation:
    """Navigation for people who see only their own record: name, account, sign-out."""
    assert actor.office is not None
    own = reverse("web:own-record")
    return Navigation(
        office_name=actor.office.name,
        regency=actor.office.regency,
        year=year,
        years=[],
        person_name=actor.name,
        position_title="",
        initials=_initials(actor.name),
        waiting=None,
        waiting_url="",
        menu=[MenuGroup("", [Link("Data saya", own, "circle-user", active=True)])],
        record=[],
        search_url="",
        search_query="",
        today_url=own,
        performance_url="",
        account_url=reverse("account_change_password"),
        logout_url=reverse("account_logout"),
        own_url=own,
        own_only=True,
    )


def _notice(actor: Actor, year: int) -> dict[str, Any]:
    assert actor.office is not None
    if actor.emergency_id is not None:
        return {
            "notice": "Akses darurat sedang berlaku. Setiap halaman yang Anda buka dicatat dan dilihat Camat.",
            "notice_url": reverse("web:emergency", args=[year]),
            "notice_link": "Lihat atau akhiri",
        }
    if actor.is_guest:
        as_whom = "pemeriksa" if actor.reach is Reach.INSPECTOR else "pembina kabupaten"
        return {
            "notice": f"Anda membaca {actor.office.name} sebagai {as_whom}; tidak ada yang dapat diubah.",
            "notice_url": reverse("web:choose-office"),
            "notice_link": "Pilih kantor lain",
        }
    return {}


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split()[:2] if word[0].isalpha()).upper()


def year_of(request: HttpRequest) -> int:
    """The year is part of the address. Pages without a year use today's year."""
    match = request.resolver_match
    year = match.kwargs.get("year") if match else None
    return int(year) if year and is_year(year) else clock.today().year


def _years(request: HttpRequest, year: int) -> list[dict[str, Any]]:
    """The same page in other years; where a page has no year, the day's page of that year."""
    newest = clock.today().year
    match = request.resolver_match
    choices = []
    for choice in range(newest, newest - YEARS_SHOWN, -1):
        url = reverse("web:today", args=[choice])
        if (
            match
            and "year" in match.kwargs
            and match.url_name not in ("entry", "agreement", "closing", "closing-value")
        ):
            with contextlib.suppress(NoReverseMatch):
                url = reverse(match.view_name, kwargs={**match.kwargs, "year": choice})
        choices.append({"year": choice, "url": url, "current": choice == year})
    return choices


def _menu(request: HttpRequest, actor: Actor, year: int) -> list[MenuGroup]:
    path = request.path

    def link(label: str, name: str, icon: str, *args: Any) -> Link:
        url = reverse(name, args=[year, *args])
        return Link(
            label,
            url,
            icon,
            active=path == url or (name != "web:today" and path.startswith(url)),
        )

    groups = [MenuGroup("", [link("Hari ini", "web:today", "calendar-check")])]
    shelves: dict[str, list[Link]] = {}
    before: defaultdict[str, list[Link]] = defaultdict(list)
    own: dict[str, bool] = {}
    for book in books_of(actor.office):
        item = link(book.label, "web:entries", book.icon, book.slug)
        shelves.setdefault(book.group.value, []).append(item)
        own[book.group.value] = own.get(book.group.value, False) or keeps(actor, book)
    for entry in plugins.menu:
        if entry.group.value in shelves and entry.shown(actor):
            item = link(entry.label, f"web:{entry.route}", entry.icon)
            before[entry.group.value].append(item) if entry.first else shelves[entry.group.value].append(item)
    shelves = {label: [*before[label], *items] for label, items in shelves.items()}
    # The groups of the person's own books come first and are open; the others are folded.
    for label in sorted(shelves, key=lambda name: not own[name]):
        items = shelves[label]
        opened = own[label] or any(item.active for item in items) or actor.is_leader
        groups.append(MenuGroup(label, items, icon=_SHELF_ICONS[Group(label)], open=opened))
    groups.append(
        MenuGroup(
            "Kinerja",
            [
                link("Indikator", "web:indicators", "chart-no-axes-column"),
                link("Perjanjian Kinerja", "web:agreements", "signature"),
                link("Ukuran", "web:measures", "ruler"),
                link("Penutupan", "web:closings", "lock"),
                link("Kantor", "web:office", "landmark"),
            ],
            icon="gauge",
            open=True,
        )
    )
    if actor.is_operator or actor.is_leader:
        groups.append(MenuGroup("", [link("Pengaturan", "web:settings", "settings-2")]))
    return groups
