"""Rows from before dates had limits: one of them must not take any page from the whole office."""

from __future__ import annotations

import contextlib
from datetime import date

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.urls import reverse

from takar.kernel import clock
from takar.ledger.books import books_of
from takar.ledger.models import CANCELLED, Entry
from takar.ledger.services import cancel_entry
from takar.registers.personnel.calculation.leave import LONGEST_SERVICE, AnnualRules, Usage, balance
from takar.registers.personnel.selectors.leave import known_since
from tests import factories
from tests.factories import Cast
from tests.web.conftest import SignedIn, World
from tests.web.files import look
from tests.web.test_every_page import PAGES


def _plant(day: date) -> None:
    """``day`` in every date of every row, behind the rules."""
    for model in apps.get_models():
        if not model.__module__.startswith("takar.") or model._meta.abstract:
            continue
        names = [
            field.name
            for field in model._meta.local_fields
            if type(field).__name__ == "DayField" and not (model is Entry and field.name == "on")
        ]
        # Who holds what stays: without a position nobody would see anything to break.
        names = [name for name in names if model._meta.label != "organisation.Assignment"]
        names = [name for name in names if name != "retired_on"]
        for name in names:
            _plant_one(model, name, day)


def _plant_one(model: type[models.Model], name: str, day: date) -> None:
    """One row of each table: some rules are about several rows, and the database keeps those."""
    first = model._default_manager.order_by("pk").first()
    if first is not None:
        # Where the database itself compares two dates, a single bad one never got in.
        with contextlib.suppress(IntegrityError), transaction.atomic():
            model._default_manager.filter(pk=first.pk).update(**{name: day})
    if model is Entry:
        model._default_manager.update(occurred_on=day)


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)], ids=str)
def test_every_page_still_opens(world: World, signed_in: SignedIn, day: date) -> None:
    addresses = {page.route: page.address(world) for page in PAGES}
    _plant(day)
    Entry.objects.filter(pk=world.letter.pk).update(year=min(day.year, 9998))
    browser = signed_in(world.cast.camat)
    browser.raise_request_exception = False
    broken = {}
    for route, address in addresses.items():
        status, _ = look(browser, address)
        if status >= 500:
            broken[route] = status
    for book in books_of(world.cast.office):
        for name in ("entries", "entries-print"):
            status, _ = look(browser, reverse(f"web:{name}", args=[world.year, book.slug]))
            if status >= 500:
                broken[f"{name} {book.slug}"] = status
        entry = world.book_entry(book)
        status, _ = look(browser, reverse("web:entry", args=[entry.year, entry.pk]))
        if status >= 500:
            broken[f"entry {book.slug}"] = status
    assert broken == {}


def test_an_entry_of_a_year_no_office_has_can_be_opened_and_cancelled(
    world: World, signed_in: SignedIn
) -> None:
    Entry.objects.filter(pk=world.letter.pk).update(year=1, occurred_on=date(1, 1, 1))
    browser = signed_in(world.cast.clerk)
    assert browser.get(f"/1/entri/{world.letter.pk}/").status_code == 200
    assert (
        browser.get(f"/{world.year}/entri/{world.letter.pk}/")["Location"] == f"/1/entri/{world.letter.pk}/"
    )
    assert browser.post(f"/1/entri/{world.letter.pk}/batal/", {"reason": "Salah tahun"}).status_code == 302
    world.letter.refresh_from_db()
    assert world.letter.state == CANCELLED
    for year in ("0001", "1", "226", "9999", "1944"):
        assert browser.get(f"/{year}/").status_code == 404


def test_the_first_year_of_leave_is_told_by_standing_proposals_only(cast: Cast) -> None:
    office = cast.office.pk
    old = factories.entry_of(_proposals(cast), cast)
    Entry.objects.filter(pk=old.pk).update(year=1)
    assert known_since(office) == clock.today().year
    Entry.objects.filter(pk=old.pk).update(year=2020)
    assert known_since(office) == 2020
    letter = factories.letter_of(cast)
    Entry.objects.filter(pk=letter.pk).update(year=1990)
    assert known_since(office) == 2020
    cancel_entry(entry=old, actor=cast.system, reason="uji")
    assert known_since(office) == clock.today().year


def _proposals(cast: Cast) -> type:
    return next(book for book in books_of(cast.office) if book.code == "proposal")


def test_leave_is_counted_however_far_back_the_book_seems_to_go() -> None:
    found = [
        balance(2026, Usage(), AnnualRules(), entitled_since=0, known_since=year).carried
        for year in (1, 226, 2026 - LONGEST_SERVICE, 1990)
    ]
    assert found == [12, 12, 12, 12]
