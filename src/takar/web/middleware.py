"""Every page is for signed-in staff unless it is named here; domain errors become polite pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from takar.kernel import clock
from takar.kernel.acting import acting
from takar.kernel.errors import DomainError, NotFound, Refused
from takar.kernel.spans import is_year
from takar.ledger import late
from takar.organisation.actor import actor_for
from takar.web import asked, gate
from takar.web.errors import WORDS, error_page
from takar.web.http import StaffRequest

OPEN_PATHS = ("/masuk/", "/keluar/", "/sehat", "/siap", "/metrik", "/cek/", "/saksi/", settings.STATIC_URL)
"""Reachable without signing in. The default is closed: a new page cannot be forgotten here."""

GetResponse = Callable[[HttpRequest], HttpResponse]


class StaffOnly:
    """Sign-in required, and the actor put on the request."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(OPEN_PATHS):
            return self.get_response(request)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        staff = cast(StaffRequest, request)
        staff.actor = actor_for(request.user, office_id=request.session.get(gate.CHOSEN_OFFICE))
        reason = partial(asked.whole, staff, late.FIELD)
        with (
            clock.working_in(_year_of(request)),
            late.because(reason if request.method == "POST" else ""),
            acting(staff.actor.user_id, staff.actor.signature),
        ):
            return gate.stop(staff) or self.get_response(request)


def _year_of(request: HttpRequest) -> int | None:
    """The year that leads the address: short dates in the page's forms belong to it."""
    said = asked.number_of(request.path_info.split("/", 2)[1])
    return said if said is not None and is_year(said) else None


class DomainErrors:
    """A broken rule becomes a page with a sentence, not a server error."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code in WORDS and not response.streaming and not response.content:
            # Django's decorators refuse without a word (405).
            page = error_page(request, response.status_code)
            if "Allow" in response:
                page["Allow"] = response["Allow"]
            return page
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotFound):
            return problem(request, "Tidak ditemukan", error.message, status=404)
        if isinstance(error, Refused):
            return problem(request, "Bukan wewenang Anda", error.message, status=403)
        if isinstance(error, DomainError):
            return problem(request, "Belum dapat dilakukan", error.message, status=422)
        return None


def problem(request: HttpRequest, title: str, sentence: str, *, status: int) -> HttpResponse:
    context = {"title": title, "sentence": sentence}
    return render(request, "web/problem.html", context, status=status)
