"""What stops a signed-in request before any page is asked: a password to change, an access that ended,
a guest who writes. The rows themselves are guarded by the access policies; this says why in words.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import Resolver404, ResolverMatch, resolve, reverse

from takar.kernel.access import READ_ONLY
from takar.organisation.emergency import note_view
from takar.organisation.models import User
from takar.organisation.selectors import reason_without_access
from takar.web import plugins
from takar.web.http import StaffRequest

CHOSEN_OFFICE = "kantor"
"""Session key: the office a guest has chosen among those granted."""

OWN_ACCOUNT = "/akun/"
"""Everybody's own account: password, second factor, sessions."""

OWN_PAGES = frozenset({"own-record", "entry", "evidence", "evidence-preview"})
"""Pages of the staff that open without a position today, besides those of ``plugins.own_pages``: each shows
nothing but what is about the person."""

ASKED_BY_PAGES = frozenset({"web:waiting", "web:date-read"})
"""The number in every page's bar, what a date field understood: pages ask by themselves, nobody opens these."""

GUEST_WRITES = frozenset({"web:choose-office", "web:entries-export"})
"""Sent by a button and yet nothing is written: ticked rows are too many for an address."""
SAFE = frozenset({"GET", "HEAD"})
METHODS = ("GET", "HEAD", "POST")
"""What pages answer. Any other would show a page that the readers' log does not note."""


@dataclass(frozen=True)
class _Place:
    name: str
    entry: int | None


def stop(request: StaffRequest) -> HttpResponse | None:
    """The answer that stands in for the page, or None where the page may be shown."""
    user, actor = request.user, request.actor
    assert isinstance(user, User)
    if request.method not in METHODS:
        return HttpResponseNotAllowed(METHODS)
    place = _place(request)
    if user.must_change_password and place.name != "account_change_password":
        return nothing_for_a_part(request) or redirect("account_change_password")
    if request.path.startswith(OWN_ACCOUNT):
        return None
    if actor.office is None:
        return _no_office(request, user, place)
    if not actor.reads_office and not is_own_page(place.name):
        return _ended(request)
    if not actor.may_write and request.method not in SAFE and place.name not in GUEST_WRITES:
        return _problem(request, "Hanya dapat membaca", READ_ONLY)
    if actor.emergency_id is not None and place.name not in ASKED_BY_PAGES:
        note_view(
            actor=actor, method=request.method or "", path=request.get_full_path(), entry_number=place.entry
        )
    return None


def is_own_page(name: str) -> bool:
    """Whether a page opens without a position today. ``name``: of its URL, with the namespace."""
    space, _, page = name.partition(":")
    return space == "web" and (page in OWN_PAGES or page in plugins.own_pages)


def nothing_for_a_part(request: HttpRequest) -> HttpResponse | None:
    """An empty answer where only a part of a page was asked for (the number in the bar of every page).

    htmx would follow a redirect and put the whole page into the bar, whose bar asks again, without end.
    """
    return HttpResponse(status=204) if request.headers.get("HX-Request") == "true" else None


def _place(request: StaffRequest) -> _Place:
    try:
        match: ResolverMatch = resolve(request.path_info)
    except Resolver404:
        return _Place("", None)
    return _Place(match.view_name, match.kwargs.get("entry_id"))


def _no_office(request: StaffRequest, user: User, place: _Place) -> HttpResponse | None:
    if place.name == "web:choose-office":
        return None
    if user.person_id is None and user.grants.exists():
        return redirect("web:choose-office")
    return _problem(
        request,
        "Belum ada kantor",
        "Akun ini belum terhubung dengan pegawai kantor mana pun. Hubungi pengelola pengaturan.",
    )


def _ended(request: StaffRequest) -> HttpResponse:
    """Why nothing opens, and the way to what still does."""
    assert request.actor.person_id is not None
    no_access = reason_without_access(request.actor.person_id)
    context = {
        "title": "Akses Anda berakhir" if no_access.ended else "Belum ada jabatan",
        "sentence": no_access.sentence,
        "own_url": reverse("web:own-record"),
    }
    return render(request, "web/ended.html", context, status=403)


def _problem(request: StaffRequest, title: str, sentence: str) -> HttpResponse:
    return render(request, "web/problem.html", {"title": title, "sentence": sentence}, status=403)
