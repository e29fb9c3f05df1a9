"""Every address as everybody: who gets in, who is sent to sign in, who learns nothing.

The table below must name every route; a new page without a row fails the suite.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from takar.kernel.period import Period
from takar.ledger.books import books_of
from takar.measurement.numbers.checks import findings
from takar.registers.custom.models import CustomBook
from tests import factories
from tests.web.conftest import SignedIn, World
from tests.web.files import look
from tests.web.unfitting import unfitting

Address = Callable[[World], str]

KEEPERS = frozenset(attribute for _, attribute, *_ in factories.KEEPERS)
EVERYONE = frozenset({"camat", "secretary", "section_head", "planner", *KEEPERS})
LEADERS = frozenset({"camat", "secretary"})
OPERATOR = frozenset({"planner"})
VERIFIERS = frozenset({"camat", "secretary", "section_head", "planner"})
OVERSEERS = LEADERS | OPERATOR
NOBODY: frozenset[str] = frozenset()


OWN_BOOK_WRITERS = LEADERS | {"clerk"}
"""The clerk keeps the book that the office declared itself (tests/own_books.py)."""


@dataclass(frozen=True)
class Page:
    """``opens`` may GET it; the rest of the office is refused. ``posts`` is for POST-only routes."""

    route: str
    address: Address
    opens: frozenset[str] = EVERYONE
    foreign: int = 404
    """What the neighbour's people get: 404 for a thing of this office, 200 for their own office's page."""
    shut: int = 403
    """What the rest of the office gets: 404 for an entry of a closed book, which looks absent to them."""
    keeper_of: str = ""
    """The one book whose keeper and those above may GET it."""

    def __post_init__(self) -> None:
        if self.keeper_of:
            object.__setattr__(self, "opens", LEADERS | {factories.keeper_name(self.keeper_of)})


def _year(name: str, *args: object) -> Address:
    return lambda w: reverse(f"web:{name}", args=[w.year, *args])


def _entry(name: str, pick: Callable[[World], int], *args: object) -> Address:
    return lambda w: reverse(f"web:{name}", args=[w.year, pick(w), *args])


def _year_of(name: str, pick: Callable[[World], int]) -> Address:
    return lambda w: reverse(f"web:{name}", args=[w.year, pick(w)])


def own_book_row(world: World) -> CustomBook:
    return CustomBook.objects.get(office=world.cast.office)


def _first_finding(w: World) -> str:
    """What the Camat is told first that has entries to open."""
    found = findings(w.cast.camat.actor, Period.of_year(w.year))
    return reverse("web:check-entries", args=[w.year, next(f.key for f in found if f.entries)])


PAGES = [
    Page("today", _year("today"), foreign=200),
    Page("search", lambda w: f"{reverse('web:search', args=[w.year])}?q=dinas", foreign=200),
    Page("date-read", lambda w: f"{reverse('web:date-read', args=[w.year])}?tanggal=kemarin", foreign=200),
    Page("letter-reserve", _year("letter-reserve"), keeper_of="outgoing_letter", foreign=200),
    Page("entries", _year("entries", "surat-masuk"), foreign=200),
    Page("entry-record", _year("entry-record", "surat-masuk"), keeper_of="incoming_letter", foreign=200),
    Page("entries-export", _year("entries-export", "surat-masuk", "xlsx"), foreign=200),
    Page("entries-export", _year("entries-export", "surat-masuk", "csv"), foreign=200),
    Page("entries-print", _year("entries-print", "surat-masuk"), foreign=200),
    Page("import", _year("import", "surat-masuk"), keeper_of="incoming_letter", foreign=200),
    Page("import-template", _year("import-template", "surat-masuk"), keeper_of="incoming_letter", foreign=200),
    Page("entry", _entry("entry", lambda w: w.letter.pk)),
    Page("action", _entry("action", lambda w: w.letter.pk, "ubah"), keeper_of="incoming_letter"),
    Page("action", _entry("action", lambda w: w.letter.pk, "batal"), keeper_of="incoming_letter"),
    Page(
        "action-part", _entry("action-part", lambda w: w.letter.pk, "langkah", "followed_up"),
        keeper_of="incoming_letter",
    ),
    Page("action", _entry("action", lambda w: w.letter.pk, "disposisi"), LEADERS),
    Page("action", _entry("action", lambda w: w.disposition.pk, "teruskan"), frozenset({"section_head"})),
    Page("disposition-sheet", _entry("disposition-sheet", lambda w: w.letter.pk)),
    Page("action", _entry("action", lambda w: w.letter.pk, "arsipkan"), keeper_of="archive_item"),
    Page("action", _entry("action", lambda w: w.reserved.pk, "isi"), keeper_of="outgoing_letter"),
    Page("action", _entry("action", lambda w: w.entries["work_document"].pk, "periksa"), LEADERS),
    Page("action", _entry("action", lambda w: w.entries["work_document"].pk, "kembalikan"), LEADERS),
    Page(
        "action", _entry("action", lambda w: w.entries["work_document"].pk, "versi"),
        keeper_of="work_document",
    ),
    Page(
        "action", _entry("action", lambda w: w.entries["dossier_check"].pk, "kelengkapan"),
        keeper_of="dossier_check",
    ),
    Page("documents-schedule", _year("documents-schedule"), foreign=200),
    Page(
        "action-part", _entry("action-part", lambda w: w.entries["service_request"].pk, "lengkap", "nik"),
        keeper_of="service_request", shut=404,
    ),
    Page(
        "action", _entry("action", lambda w: w.entries["service_request"].pk, "periksa-berkas"),
        keeper_of="service_request", shut=404,
    ),
    Page("queue", _year("queue"), foreign=200),
    Page("survey", _year("survey"), foreign=200),
    Page("survey", lambda w: f"{reverse('web:survey', args=[w.year])}?periode={w.year}-S2", foreign=200),
    Page("action", _entry("action", lambda w: w.entries["activity"].pk, "pelaksanaan"), keeper_of="activity"),
    Page("activities-calendar", _year("activities-calendar"), foreign=200),
    Page("activities-coverage", _year("activities-coverage"), foreign=200),
    Page("action", _entry("action", lambda w: w.entries["case"].pk, "penanganan"), keeper_of="case", shut=404),
    Page("cases-summary", _year("cases-summary"), foreign=200),
    Page("land-tax", _year("land-tax"), foreign=200),
    Page("land-tax-export", _year("land-tax-export"), foreign=200),
    Page("stock", _year("stock"), foreign=200),
    Page("stock-print", _year("stock-print"), foreign=200),
    Page("consumables-print", _year("consumables-print"), foreign=200),
    Page("stock-card", _year_of("stock-card", lambda w: w.entries["stock_receipt"].item_id)),
    Page("stock-card-print", _year_of("stock-card-print", lambda w: w.entries["stock_receipt"].item_id)),
    Page("supply-ask", _year("supply-ask"), foreign=200),
    Page(
        "action", _entry("action", lambda w: w.entries["supply_request"].pk, "setujui-permintaan"),
        LEADERS,
    ),
    Page(
        "action", _entry("action", lambda w: w.entries["stock_count"].pk, "hitungan"),
        keeper_of="stock_count",
    ),
    Page("count-print", _entry("count-print", lambda w: w.entries["stock_count"].pk)),
    Page("vehicles", _year("vehicles"), foreign=200),
    Page(
        "action", _entry("action", lambda w: w.entries["vehicle_renewal"].pk, "bayar"),
        keeper_of="vehicle_renewal",
    ),
    Page("inventory", _year("inventory"), foreign=200),
    Page("inventory-print", _year("inventory-print"), foreign=200),
    Page("inventory-print", lambda w: f"{reverse('web:inventory-print', args=[w.year])}?kib=b", foreign=200),
    Page("asset-labels", _year("asset-labels"), foreign=200),
    Page("room-print", _year_of("room-print", lambda w: w.entries["asset"].now_in_id)),
    Page(
        "inventory-report-print",
        _entry("inventory-report-print", lambda w: w.entries["inventory_report"].pk),
    ),
    Page("employees", _year("employees"), foreign=200),
    Page("watch", _year("watch"), keeper_of="proposal", foreign=200),
    Page("seniority", _year("seniority"), keeper_of="proposal", foreign=200),
    Page("leave", _year("leave"), foreign=200),
    Page("action", _entry("action", lambda w: w.entries["proposal"].pk, "berkas"), keeper_of="proposal", shut=404),
    Page(
        "action", _entry("action", lambda w: w.entries["attendance_recap"].pk, "rincian"),
        keeper_of="attendance_recap",
    ),
    Page(
        "action", _entry("action", lambda w: w.entries["list_edition"].pk, "hitung-ulang"),
        keeper_of="list_edition", shut=404,
    ),
    Page("survey-report-print", _entry("survey-report-print", lambda w: w.entries["survey_report"].pk)),
    Page(
        "personnel-print", _entry("personnel-print", lambda w: w.entries["list_edition"].pk),
        keeper_of="list_edition", shut=404,
    ),
    Page("cash-book", _year("cash-book"), foreign=200),
    Page("cash-book-print", _year("cash-book-print"), foreign=200),
    Page("cash-close", _year("cash-close"), keeper_of="cash_closing", foreign=200),
    Page("action", _entry("action", lambda w: w.entries["payment_request"].pk, "spm"), keeper_of="payment_request"),
    Page("action", _entry("action", lambda w: w.entries["cash_closing"].pk, "hitung-kas"), keeper_of="cash_closing"),
    Page("closing-print", _entry("closing-print", lambda w: w.entries["cash_closing"].pk)),
    Page("ict", _year("ict"), foreign=200),
    Page("waiting", lambda w: reverse("web:waiting"), foreign=200),
    Page("indicators", _year("indicators"), foreign=200),
    Page("indicator", _year("indicator", 43)),
    Page("indicator", _year("indicator", 2)),
    Page("indicator-export", _year("indicator-export", 43)),
    Page("indicator-people", _year("indicator-people", 43)),
    Page("checks", _year("checks"), VERIFIERS, foreign=200),
    Page("checks", lambda w: f"{reverse('web:checks', args=[w.year])}?periode={w.year}-Q3", VERIFIERS, foreign=200),
    Page("check-entries", _first_finding, VERIFIERS),
    Page("indicator-bind", _year("indicator-bind", 43), OPERATOR),
    Page("measures", _year("measures"), foreign=200),
    Page("measure", _year("measure", "surat_masuk_terdisposisi"), foreign=200),
    Page("measure", lambda w: reverse("web:measure", args=[w.year, w.measure.code])),
    Page("measure-new", _year("measure-new"), OPERATOR, foreign=200),
    Page("measure-edit", lambda w: reverse("web:measure-edit", args=[w.year, w.measure.code]), OPERATOR),
    Page("closings", _year("closings"), foreign=200),
    Page("closing", lambda w: reverse("web:closing", args=[w.year, w.closed]), foreign=200),
    # The other office has no decree, so there is nothing to print.
    Page("closing-numbers", lambda w: reverse("web:closing-numbers", args=[w.year, w.closed]), foreign=422),
    Page("closing-manifest", lambda w: reverse("web:closing-manifest", args=[w.year, w.closed, 1])),
    Page("closing-checkpoint", lambda w: reverse("web:closing-checkpoint", args=[w.year, w.closed])),
    Page("closing-value", lambda w: reverse("web:closing-value", args=[w.year, w.closed, 43])),
    Page("closing-value-export", lambda w: reverse("web:closing-value-export", args=[w.year, w.closed, 43])),
    Page("agreements", _year("agreements"), foreign=200),
    Page("agreement", _entry("agreement", lambda w: w.agreement.pk)),
    Page("agreement-print", _entry("agreement-print", lambda w: w.agreement.pk)),
    Page("office", _year("office"), foreign=200),
    Page("settings", _year("settings"), foreign=200),
    Page("decrees", _year("decrees"), foreign=200),
    Page("decree", _entry("decree", lambda w: w.decree.pk)),
    Page("decree-measures", _entry("decree-measures", lambda w: w.decree.pk), OPERATOR),
    Page("reference", _year("reference", "jabatan"), foreign=200),
    Page("reference-new", _year("reference-new", "pegawai"), OPERATOR, foreign=200),
    Page("reference-edit", lambda w: reverse("web:reference-edit", args=[w.year, "desa", w.cast.village.pk]), OPERATOR),
    Page("own-record", lambda w: reverse("web:own-record"), foreign=200),
    Page("accounts", _year("accounts"), OVERSEERS, foreign=200),
    Page("account-new", _year("account-new"), OPERATOR, foreign=200),
    Page("accounts-idle", _year("accounts-idle"), OVERSEERS, foreign=200),
    Page("account", _entry("account", lambda w: w.cast.clerk.user.pk), OVERSEERS),
    Page("emergency", _year("emergency"), OVERSEERS, foreign=200),
    Page("own-books", _year("own-books"), OPERATOR, foreign=200),
    Page("own-book-new", _year("own-book-new"), OPERATOR, foreign=200),
    Page("own-book", _entry("own-book", lambda w: own_book_row(w).pk), OPERATOR),
    Page("own-book-turn", _entry("own-book-turn", lambda w: own_book_row(w).pk), OPERATOR),
    Page("personal-data", _year("personal-data"), foreign=200),
    Page("personal-data-csv", _year("personal-data-csv"), foreign=200),
    Page("personal-data-edit", _year("personal-data-edit", "service_request"), LEADERS | OPERATOR, foreign=200),
    Page("readers", _year("readers"), foreign=200),
    Page("readers-csv", _year("readers-csv"), foreign=200),
    Page("data-requests", _year("data-requests"), LEADERS | OPERATOR, foreign=200),
    Page("retention-review", _year("retention-review"), LEADERS, foreign=200),
    Page("person-report", _year("person-report"), LEADERS, foreign=200),
    Page("entries", lambda w: reverse("web:entries", args=[w.year, w.own_book.slug])),
    Page("entry-record", lambda w: reverse("web:entry-record", args=[w.year, w.own_book.slug]), OWN_BOOK_WRITERS),
    Page("entries-export", lambda w: reverse("web:entries-export", args=[w.year, w.own_book.slug, "xlsx"])),
    Page("entries-print", lambda w: reverse("web:entries-print", args=[w.year, w.own_book.slug])),
    Page("import", lambda w: reverse("web:import", args=[w.year, w.own_book.slug]), OWN_BOOK_WRITERS),
    Page("import-template", lambda w: reverse("web:import-template", args=[w.year, w.own_book.slug]), OWN_BOOK_WRITERS),
    Page("entry", lambda w: reverse("web:entry", args=[w.year, w.book_entry(w.own_book).pk])),
    Page("evidence", lambda w: reverse("web:evidence", args=[w.evidence.pk])),
    Page("evidence-preview", lambda w: reverse("web:evidence-preview", args=[w.evidence.pk])),
    Page(
        "action-part",
        lambda w: reverse("web:action-part", args=[w.year, w.evidence.entry_id, "tarik-bukti", w.evidence.pk]),
        keeper_of="incoming_letter",
    ),
]  # fmt: skip

ELSEWHERE = {
    "choose-office": "test_guests.py",
    "emergency-views": "test_emergency.py",
    "home": "test_home_leads_to_this_year",
    "action-many": "test_bulk_actions.py",
    "import-preview": "test_import_pages.py",
    "starter": "test_document_pages.py",
    "employee": "test_personnel_pages.py",
    "employee-edit": "test_personnel_pages.py",
    "employee-history-new": "test_personnel_pages.py",
    "employee-history-edit": "test_personnel_pages.py",
    "leave-form": "test_personnel_pages.py",
    "own-book-preview": "test_own_book_pages.py",
    "own-book-preview-new": "test_own_book_pages.py",
    "indicator-judging": "test_judging_pages.py",
    "indicator-reading": "test_reading_pages.py",
    "indicator-unit": "test_unit_pages.py",
    "data-request": "test_privacy_pages.py",
}
"""Routes whose access is tried by tests of their own, because they need more than an address."""


def _routes(resolver: URLResolver) -> set[str]:
    found: set[str] = set()
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            found |= _routes(pattern)
        elif isinstance(pattern, URLPattern) and pattern.name:
            found.add(pattern.name)
    return found


def test_the_table_names_every_staff_page() -> None:
    resolver = get_resolver()
    web = next(p for p in resolver.url_patterns if isinstance(p, URLResolver) and p.namespace == "web")
    assert _routes(web) == {page.route for page in PAGES} | ELSEWHERE.keys()


def test_who_gets_in_and_reads_no_word_of_a_program(world: World, signed_in: SignedIn) -> None:
    """All pages in one world: building it is what takes time.

    What the whole office reads is tried by one keeper for all.
    """
    wrong = []
    for name in sorted(EVERYONE):
        client = signed_in(world.cast.members[name])
        for page in PAGES:
            if name in KEEPERS - {"clerk"} and page.opens == EVERYONE:
                continue
            status, body = look(client, page.address(world))
            expected = 200 if name in page.opens else page.shut
            if status != expected:
                wrong.append(f"{page.route} as {name}: {status}, expected {expected}")
            if b"<html" in body[:200]:
                wrong += [f"{page.route} as {name} says {words!r}" for words in unfitting(body)]
    assert wrong == []


def test_the_neighbour_learns_nothing(world: World, signed_in: SignedIn) -> None:
    """Camat and clerk of the other office, who may do everything at home."""
    wrong = []
    for member in (world.cast.neighbour_camat, world.cast.neighbour_clerk):
        client = signed_in(member)
        for page in PAGES:
            status, body = look(client, page.address(world))
            if status not in {page.foreign, 403 if page.opens != EVERYONE else page.foreign}:
                wrong.append(f"{page.route} as {member.person}: {status}")
            if b"Dinas Pendidikan" in body:
                wrong.append(f"{page.route} shows the letter to {member.person}")
    assert wrong == []


def test_a_stranger_is_told_that_no_office_is_theirs(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.cast.stranger)
    assert {look(client, page.address(world))[0] for page in PAGES} == {403}


def test_without_signing_in_every_page_asks_to(world: World, signed_in: SignedIn) -> None:
    client = signed_in(None)
    for page in PAGES:
        address = page.address(world)
        response = client.get(address)
        assert (response.status_code, response["Location"].split("?")[0]) == (302, "/masuk/"), page.route


def test_every_book_has_working_pages(world: World, signed_in: SignedIn) -> None:
    for book in books_of(world.cast.office):
        keeper = signed_in(world.cast.keeper(book))
        entry = world.book_entry(book)
        for address in (
            reverse("web:entries", args=[world.year, book.slug]),
            reverse("web:entries-print", args=[world.year, book.slug]),
            reverse("web:entries-export", args=[world.year, book.slug, "xlsx"]),
            reverse("web:entry", args=[entry.year, entry.pk]),
        ):
            assert keeper.get(address).status_code == 200, address
        expected = 200 if book.recordable else 404
        for name in ("entry-record", "import", "import-template"):
            address = reverse(f"web:{name}", args=[world.year, book.slug])
            assert keeper.get(address).status_code == expected, address


def test_every_kind_of_setting_has_working_pages(world: World, signed_in: SignedIn) -> None:
    from takar.web.reference_kinds import KINDS

    client = signed_in(world.cast.planner)
    for slug, kind in KINDS.items():
        assert client.get(reverse("web:reference", args=[world.year, slug])).status_code == 200, slug
        fixed = kind.shared or slug == "kantor"
        new = client.get(reverse("web:reference-new", args=[world.year, slug]))
        assert new.status_code == (404 if fixed else 200), slug


def test_home_leads_to_this_year(world: World, signed_in: SignedIn) -> None:
    response = signed_in(world.cast.clerk).get("/")
    assert response["Location"] == f"/{world.year}/"


@pytest.mark.parametrize("year", [2024, 2030])
def test_years_without_entries_are_calm(world: World, signed_in: SignedIn, year: int) -> None:
    client = signed_in(world.cast.camat)
    for page in (
        "today",
        "indicators",
        "agreements",
        "office",
        "stock",
        "inventory",
        "vehicles",
        "documents-schedule",
        "queue",
        "activities-calendar",
        "activities-coverage",
        "cases-summary",
        "land-tax",
        "survey",
        "employees",
        "watch",
        "seniority",
        "leave",
        "cash-book",
        "cash-book-print",
        "cash-close",
        "ict",
        "measures",
        "closings",
    ):
        assert client.get(reverse(f"web:{page}", args=[year])).status_code == 200
