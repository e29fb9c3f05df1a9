"""Every page, looked at by a browser: readable by everyone, fitting a small phone, silent console.

The addresses come from the table of all routes, so a new page is looked at as well.
"""

from __future__ import annotations

from collections.abc import Iterator

from axe_playwright_python.base import AXE_SCRIPT
from django.urls import reverse
from playwright.sync_api import Page

from takar.ledger.books import all_books, book_named
from takar.ledger.importing import start_import
from takar.ledger.services import add_milestone, cancel_entry
from takar.web.reference_kinds import KINDS
from tests.browser.conftest import Complaints, Visit
from tests.factories import entry_of, letter_of
from tests.web.conftest import World
from tests.web.test_every_page import PAGES

NO_PAGES = ("evidence", "waiting", "date-read")
"""A file, and a part that pages take in once they stand."""
FILES = (".pdf", ".xlsx", ".csv", ".jpg", ".json", ".txt")
ROLES = ("clerk", "camat", "section_head", "planner")
LONG = "Penyelenggaraan koordinasi perencanaan pembangunan dan pemberdayaan masyarakat tingkat kecamatan " * 3

Stop = tuple[str, str]
"""As whom, and the address."""


def stops(world: World) -> Iterator[Stop]:
    year, cast = world.year, world.cast
    for page in PAGES:
        address = page.address(world)
        if page.route not in NO_PAGES and not address.split("?")[0].endswith(FILES):
            yield next(role for role in ROLES if role in page.opens), address
    for book in all_books():
        yield "camat", reverse("web:entries", args=[year, book.slug])
        yield "camat", reverse("web:entry", args=[year, world.book_entry(book).pk])
        if book.recordable:
            yield "camat", reverse("web:entry-record", args=[year, book.slug])
    for slug in KINDS:
        yield "planner", reverse("web:reference", args=[year, slug])
    letters = reverse("web:entries", args=[year, "surat-masuk"])
    yield from (
        ("camat", reverse("web:today", args=[year])),
        ("section_head", reverse("web:today", args=[year])),
        ("section_head", reverse("web:agreement", args=[year, world.agreement.pk])),
        ("clerk", reverse("web:indicator", args=[year, 43]) + f"?periode={year}-Q1"),
        ("clerk", letters + "?q=tidakada"),
        ("clerk", letters + "?bulan=1&kind=undangan&q=rapat"),
        ("clerk", reverse("web:search", args=[year])),
        ("clerk", reverse("account_change_password")),
        ("clerk", reverse("account_reauthenticate")),
        ("clerk", reverse("mfa_index")),
        ("clerk", reverse("mfa_activate_totp")),
        ("clerk", reverse("mfa_add_webauthn")),
        ("clerk", reverse("own_sessions")),
        ("planner", reverse("web:today", args=[2024])),
        ("planner", reverse("web:entry-record", args=[year, "surat-masuk"])),
        ("planner", reverse("web:entry", args=[year, 99999])),
        ("planner", "/tidak/ada/"),
        ("nobody", "/masuk/"),
        ("clerk", "/keluar/"),
    )
    batch = start_import(
        book=book_named("incoming_letter"), actor=cast.clerk.actor, filename="agenda.csv",
        content=f"Tanggal terima;Jenis;Perihal;Pengirim\nhari ini;Undangan;{LONG};A\nx;y;;\n".encode(),
    )  # fmt: skip
    yield "clerk", reverse("web:import-preview", args=[year, "surat-masuk", batch.pk])
    cancelled = letter_of(cast, title=LONG[:480], sender="X" * 200, letter_number="Y" * 200)
    cancel_entry(entry=cancelled, actor=cast.clerk.actor, reason="Keliru")
    yield "clerk", reverse("web:entry", args=[year, cancelled.pk])
    yield "clerk", letters + "?state=cancelled"
    sent = entry_of("outgoing_letter", cast)
    step = add_milestone(entry=sent, what="signed", on=sent.occurred_on, actor=cast.clerk.actor)
    yield "clerk", reverse("web:action-part", args=[year, sent.pk, "riwayat", step.pk])
    yield "clerk", reverse("web:entry", args=[year, sent.pk])


def violations(page: Page, *rules: str) -> list[str]:
    """Serious and critical findings of axe, each with the first place it was found."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options: dict[str, object] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = list(rules)
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [
        f"{v['id']} at {v['nodes'][0]['target']} ({len(v['nodes'])} places)"
        for v in found
        if v["impact"] in {"serious", "critical"}
    ]


def look_at(page: Page, address: str) -> list[str]:
    """The faults of one page, in both colours and on the smallest phone."""
    page.set_viewport_size({"width": 1366, "height": 768})
    page.emulate_media(color_scheme="light")
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    faults = [f"light: {fault}" for fault in violations(page)]
    page.emulate_media(color_scheme="dark")
    # Only colours differ in the dark.
    faults += [f"dark: {fault}" for fault in violations(page, "color-contrast", "link-in-text-block")]
    page.set_viewport_size({"width": 360, "height": 740})
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > 360:
        faults.append(f"{wide} pixels wide on a phone of 360")
    return [f"{address}: {fault}" for fault in faults]


def test_every_page_is_readable_fits_a_phone_and_keeps_the_console_silent(
    world: World, visit: Visit, complaints: Complaints
) -> None:
    # The two refusals among the stops are meant.
    complaints.expected += ["status of 403", "status of 404"]
    pages = {role: visit(world.cast.members[role]) for role in ROLES} | {"nobody": visit(None)}
    faults: list[str] = []
    for who, address in dict.fromkeys(stops(world)):
        faults += look_at(pages[who], address)
    assert faults == []


def test_forms_that_came_back_are_readable_too(world: World, visit: Visit, complaints: Complaints) -> None:
    complaints.expected += ["status of 422"]
    faults = []
    for who, address in (
        ("clerk", reverse("web:entry-record", args=[world.year, "surat-masuk"])),
        ("clerk", reverse("web:action", args=[world.year, world.letter.pk, "ubah"])),
        ("camat", reverse("web:action", args=[world.year, world.letter.pk, "disposisi"])),
        ("planner", reverse("web:reference-new", args=[world.year, "pegawai"])),
    ):
        page = visit(world.cast.members[who], address)
        page.locator("#isi form[method=post] button.btn-primary").first.click()
        page.get_by_role("alert").first.wait_for()
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            faults += [f"{address} {scheme}: {fault}" for fault in violations(page)]
    assert faults == []
