"""Text that no database can hold is refused before any page reads it.

PostgreSQL refuses NUL and half of a surrogate pair, in a column and in a comparison alike. No keyboard
makes them; they come from broken programs and from people who try. One place, because a page that reads
``request.GET`` itself would otherwise have to remember it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.db.utils import DataError
from django.http import HttpRequest, HttpResponse
from django.http.request import QueryDict

from takar.web.errors import error_page

_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")

logger = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponse]


class PlainInput:
    """Stands before the session, whose key comes from a cookie; what was posted is read when the view is
    known, so not for somebody who must sign in first."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _unwritable(_addressed(request)):
            return error_page(request, 400)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.method == "POST" and _unwritable(_posted(request)):
            return error_page(request, 400)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A number or text larger than its column came past the forms: no person chose it.

        Logged with its place in the code: where it appears, a form lets too much through.
        """
        if isinstance(error, OverflowError | DataError):
            logger.warning("value beyond the database refused", exc_info=error)
            return error_page(request, 400)
        return None


def _unwritable(texts: Iterable[str]) -> bool:
    return any(_UNWRITABLE.search(text) for text in texts)


def _addressed(request: HttpRequest) -> Iterable[str]:
    yield request.path_info
    yield from _of(request.GET)
    for name, value in request.COOKIES.items():
        yield name
        yield value


def _posted(request: HttpRequest) -> Iterable[str]:
    yield from _of(request.POST)
    for name, files in request.FILES.lists():
        yield name
        yield from (str(file.name) for file in files)


def _of(query: QueryDict) -> Iterable[str]:
    for name, values in query.lists():
        yield name
        yield from (str(value) for value in values)
