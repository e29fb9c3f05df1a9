"""The answer of the server is lost. What was typed afterwards must be recorded or asked about, never swallowed."""

from __future__ import annotations

import threading
from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from takar.registers.mail.models import IncomingLetter
from tests.browser.conftest import Complaints, Visit, choose, until, year
from tests.factories import Cast, letter_of

# The draft of whoever is signed in: its key begins with the account's number.
DRAFT = (
    "(localStorage.getItem(Object.keys(localStorage)"
    ".find(key => /^takar.draft.[0-9]+-catat-surat-masuk$/.test(key)) ?? ''))"
)


def address() -> str:
    return f"/{year()}/buku/surat-masuk/catat/"


def write(page: Page, title: str, sender: str = "Bappeda") -> None:
    page.get_by_label("Pengirim").fill(sender)
    page.get_by_label("Perihal").fill(title)
    until(page, f"({DRAFT} ?? '').includes({title!r})")


def press_save(page: Page) -> None:
    page.get_by_role("button", name="Simpan", exact=True).click()


def recorded_but_not_answered(route: Route) -> None:
    """The server records; its answer never reaches the browser."""
    if route.request.method == "POST":
        route.fetch(max_redirects=0)
        route.abort("connectionreset")
    else:
        route.continue_()


def lose_the_answer(page: Page) -> None:
    page.route("**/catat/", recorded_but_not_answered)
    press_save(page)
    page.wait_for_url("chrome-error://**")
    page.unroute("**/catat/")
    page.context.clear_cookies(name="messages")  # "tercatat" was in the lost answer


def titles(cast: Cast) -> list[str]:
    return list(
        IncomingLetter.objects.filter(office=cast.office).order_by("pk").values_list("title", flat=True)
    )


def test_a_restored_draft_overwritten_with_another_letter_records_both(
    cast: Cast, visit: Visit, complaints: Complaints
) -> None:
    complaints.expected.append("ERR_CONNECTION_RESET")
    page = visit(cast.clerk, address())
    write(page, "Lenyap satu")
    choose(page, "Jenis", "Laporan")
    lose_the_answer(page)
    assert titles(cast) == ["Lenyap satu"]

    page.goto(address())
    own_key = page.locator("[name=client_key]").input_value()
    page.get_by_role("button", name="Pulihkan isian").click()
    expect(page.get_by_label("Perihal")).to_have_value("Lenyap satu")
    assert page.locator("[name=client_key]").input_value() == own_key
    write(page, "Surat kedua", "Dinas Sosial")
    press_save(page)
    expect(page.locator("#pesan")).to_contain_text("nomor 2 tercatat")
    expect(page.get_by_role("heading", name="Surat kedua")).to_be_visible()
    assert titles(cast) == ["Lenyap satu", "Surat kedua"]
    assert page.evaluate(DRAFT) is None


def test_a_restored_draft_left_as_it_was_meets_the_letter_already_made(
    cast: Cast, visit: Visit, complaints: Complaints
) -> None:
    complaints.expected.append("ERR_CONNECTION_RESET")
    page = visit(cast.clerk, address())
    write(page, "Bantuan pangan")
    choose(page, "Jenis", "Laporan")
    lose_the_answer(page)
    page.goto(address())
    page.get_by_role("button", name="Pulihkan isian").click()
    press_save(page)
    expect(page.locator("#pesan")).to_contain_text("nomor 1 tercatat")
    assert titles(cast) == ["Bantuan pangan"]
    assert page.evaluate(DRAFT) is None


def test_a_typing_mistake_mended_while_waiting_is_asked_about(
    cast: Cast, visit: Visit, complaints: Complaints
) -> None:
    complaints.expected += ["ERR_ABORTED", "409"]
    page = visit(cast.clerk, address())
    page.clock.install()
    write(page, "Undangn rapat")
    choose(page, "Jenis", "Undangan")
    arrived = threading.Event()

    def never_answer(route: Route) -> None:
        if route.request.method == "POST" and not arrived.is_set():
            route.fetch(max_redirects=0)
            arrived.set()
            route.fulfill(status=204)  # "nothing to show": the browser stays on the form as if it waited
        else:
            route.continue_()

    page.route("**/catat/", never_answer)
    press_save(page)
    wait_for(page, arrived.is_set)
    assert titles(cast) == ["Undangn rapat"]
    page.clock.run_for(15_000)
    expect(page.locator("#pesan")).to_contain_text("Server belum menjawab")
    page.get_by_label("Perihal").fill("Undangan rapat")
    press_save(page)
    expect(page.get_by_role("alert")).to_contain_text("sudah tercatat dengan isi lain")
    expect(page.get_by_role("alert")).to_contain_text("Undangn rapat")
    expect(page.get_by_label("Perihal")).to_have_value("Undangan rapat")
    assert "Undangan rapat" in page.evaluate(DRAFT)

    page.get_by_role("button", name="Perbaiki yang tercatat").click()
    page.get_by_label("Alasan").fill("Salah ketik")
    press_save(page)
    expect(page.get_by_role("heading", name="Undangan rapat")).to_be_visible()
    assert titles(cast) == ["Undangan rapat"]


def test_a_message_about_something_else_leaves_the_draft(cast: Cast, visit: Visit) -> None:
    """Only the success of exactly this text drops it: not any green message in the same browser."""
    page = visit(cast.clerk, address())
    write(page, "Belum dikirim")
    other = page.context.new_page()
    letter = letter_of(cast)
    other.goto(f"/{letter.year}/entri/{letter.pk}/ubah/")
    other.get_by_label("Perihal").fill("Surat lain")
    other.get_by_label("Alasan").fill("Salah ketik")
    press_save(other)
    expect(other.locator("#pesan")).to_contain_text("Perbaikan tersimpan")
    assert "Belum dikirim" in page.evaluate(DRAFT)


def wait_for(page: Page, happened: Callable[[], bool]) -> None:
    for _ in range(200):
        if happened():
            return
        page.wait_for_timeout(25)
    raise AssertionError("it never happened")
