"""What a family adds to the pages. Each says it in a module ``plugin`` of its own folder, which is found at
the start the way books are; no page outside the folder names the family.

An app from elsewhere brings a module ``plugin`` too. See docs/how-to/add-a-book.md.
"""

from __future__ import annotations

import pkgutil
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from typing import Any

from django import forms
from django.urls import URLPattern, URLResolver
from django.utils.module_loading import autodiscover_modules

from takar.ledger.actions import Action
from takar.ledger.books import Book, E, Group
from takar.ledger.models import Entry
from takar.organisation.actor import Actor

Route = URLPattern | URLResolver


@dataclass(frozen=True)
class MenuEntry:
    """A page of the family in the menu, on a shelf of books."""

    group: Group
    label: str
    route: str
    """URL name without the namespace; the page takes the year."""
    icon: str
    first: bool = False
    """Before the books of the shelf instead of after them."""
    shown: Callable[[Actor], bool] = lambda actor: True


@dataclass
class WaitingLine:
    title: str
    url: str
    sub: str = ""
    due: date | None = None
    state: str = ""
    tone: str = "neutral"


@dataclass
class WaitingGroup:
    """Work of one kind that waits. ``url`` opens exactly the ``count`` things."""

    title: str
    count: int
    url: str
    lines: list[WaitingLine] = field(default_factory=list)
    """The most urgent first; no more than are shown."""


@dataclass(frozen=True)
class ActionPage:
    """How the page of an action looks where the plain form is not enough."""

    template: str
    context: Callable[[Actor, Any, forms.BaseForm], dict[str, Any]] = lambda actor, entry, form: {}


Panel = Callable[[Actor, E], dict[str, Any]]

Listener = Callable[[Actor, E], None]


@dataclass(frozen=True)
class Read:
    """Whose data a page shows: a list of a book's entries, else personnel data of everybody or of one."""

    book: type[Book] | None = None
    person_id: int | None = None


Reader = Callable[[Actor, dict[str, Any]], Read | None]

menu: list[MenuEntry] = []
year_routes: list[Route] = []
"""Under ``<year>/``."""
entry_routes: list[Route] = []
"""Under ``<year>/entri/<id>/``: papers of an entry. What people do with it is an action, not a page here."""
waiting_sources: list[Callable[[Actor, int], Iterable[WaitingGroup]]] = []
"""Work that no entry stands for: a document that is due and not written yet, a vehicle's papers."""
panels: defaultdict[str, list[Panel[Any]]] = defaultdict(list)
listeners: defaultdict[str, list[Listener[Any]]] = defaultdict(list)
list_links: defaultdict[str, list[Callable[[Actor, int], tuple[str, str] | None]]] = defaultdict(list)
"""Book -> functions that give a label and an address to stand above its list, or None."""
office_tiles: list[Callable[[Actor, int], Iterable[dict[str, Any]]]] = []
"""Figures at the head of the office's page: label, value, unit, tone, url."""
overdue_sources: list[Callable[[Actor], list[WaitingLine]]] = []
"""What is late in the whole office, :data:`SHOWN_OVERDUE` lines of each at most."""
SHOWN_OVERDUE = 10
own_pages: set[str] = set()
"""URL names of pages that open without a position today. Each must show nothing but what is about the person."""
readers: dict[str, Reader] = {}
"""URL name -> whose data the page shows, from the words of its address; for the readers' log. Pages of an
entry and lists at a book's address are noted without being named here."""
_action_pages: dict[tuple[type[Action[Any]], str], ActionPage] = {}


def panel(*books: type[Book[E]]) -> Callable[[Panel[E]], Panel[E]]:
    """Decorator: what the function returns stands on the entry page of these books.

    Keys: ``page_note`` (a sentence under the title), ``more`` (links: label, url), ``tables``
    (:class:`takar.web.tables.Table`), ``related`` (label, url, relation), ``parts`` (dicts with a
    ``template`` that gets the dict as ``part``).
    """

    def declare(function: Panel[E]) -> Panel[E]:
        for book in books:
            panels[book.code].append(function)
        return function

    return declare


def when_opened(book: type[Book[E]]) -> Callable[[Listener[E]], Listener[E]]:
    """Decorator: called when somebody opens an entry of the book (a disposition becomes read)."""

    def declare(function: Listener[E]) -> Listener[E]:
        listeners[book.code].append(function)
        return function

    return declare


def action_page(action: type[Action[Any]], page: ActionPage, *books: type[Book]) -> None:
    """Give an action a page of its own looks; without books, wherever it is offered."""
    for code in [book.code for book in books] or [""]:
        _action_pages[action, code] = page


def page_of(action: Action[Any]) -> ActionPage | None:
    kind = type(action)
    return _action_pages.get((kind, action.book.code)) or _action_pages.get((kind, ""))


def panels_of(actor: Actor, entry: Entry) -> dict[str, Any]:
    """What all panels of the entry's book say, lists joined."""
    found: dict[str, Any] = {}
    for function in panels[entry.book]:
        for key, value in function(actor, entry).items():
            found[key] = [*found.get(key, []), *value] if isinstance(value, list) else value
    return found


def discover() -> None:
    """Import what families add: ``plugin`` and ``reference`` (rows in Pengaturan) of the folders of this
    package, and of apps from elsewhere."""
    from takar import web

    for found in pkgutil.iter_modules(web.__path__):
        folder = import_module(f"{web.__name__}.{found.name}") if found.ispkg else None
        for module in pkgutil.iter_modules(folder.__path__) if folder else ():
            if module.name in PARTS:
                import_module(f"{web.__name__}.{found.name}.{module.name}")
    autodiscover_modules(*PARTS)


PARTS = ("plugin", "reference")
