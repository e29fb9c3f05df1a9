"""What the pages of a year cost when the database holds a regency: queries, and time in the server.

The yardstick is a page in the same frame, through the same middleware, that reads one prepared row.
"""

from __future__ import annotations

from importlib import resources
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from tests.load.timing import median_ms
from tests.load.world import YEAR


def prepared(request: HttpRequest, year: int) -> HttpResponse:
    """One row, read and shown."""
    from takar.ledger.models import ChainHead

    office = request.actor.office  # type: ignore[attr-defined]
    head = ChainHead.objects.get(pk=office.pk)
    values = {"navigation": True, "year": year, "title": office.name, "sentence": f"{head.seq} langkah"}
    return render(request, "web/problem.html", values)


urlpatterns = [path("<int:year>/satu-baris/", prepared), path("", include("takar.config.urls"))]


def measure_pages(clerks: Any) -> list[dict[str, Any]]:
    from django.db import connection
    from django.test import Client, override_settings
    from django.urls import reverse

    from takar.catalogue.services import activate, import_decree
    from takar.measurement.services import bind_decree
    from takar.organisation.actor import system_actor

    user = clerks[0]
    actor = system_actor(user.person.office)
    sample = resources.files("takar.catalogue").joinpath("samples/iki-gedangan-2022.txt")
    with resources.as_file(sample) as file:
        decree = import_decree(file, actor=actor)
    bind_decree(decree=decree, actor=actor)
    activate(decree=decree, actor=actor)
    client = Client()
    client.force_login(user)
    busiest = decree.indicators.get(no=43)
    addresses = {
        "a page that reads one prepared row": f"/{YEAR}/satu-baris/",
        "all indicators of the year": reverse("web:indicators", args=[YEAR]),
        "one indicator with its entries": reverse("web:indicator", args=[YEAR, busiest.no]),
        "the office's page": reverse("web:office", args=[YEAR]),
        "Hari ini": reverse("web:today", args=[YEAR]),
    }
    found: list[dict[str, Any]] = []
    with override_settings(ROOT_URLCONF="tests.load.pages", ALLOWED_HOSTS=["testserver"]):
        for what, address in addresses.items():

            def get(address: str = address) -> None:
                answer = client.get(address)
                if answer.status_code != 200:
                    raise SystemExit(f"{address}: {answer.status_code}")

            get()
            asked: list[str] = []

            def note(execute: Any, sql: str, *more: Any, asked: list[str] = asked) -> Any:
                asked.append(sql)
                return execute(sql, *more)

            with connection.execute_wrapper(note):
                get()
            ms = median_ms(get, least=15)
            found.append({"what": what, "queries": len(asked), "ms": round(ms, 1)})
    for row in found:
        row["ratio"] = round(row["ms"] / found[0]["ms"], 2)
    return found
