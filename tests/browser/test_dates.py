"""A short date typed into a field becomes the day the server understood, and that day is kept."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from playwright.sync_api import expect

from takar.kernel.formatting import format_date_long
from takar.ledger.fields import read_date
from takar.registers.mail.models import Disposition, IncomingLetter
from tests.browser.conftest import Complaints, Visit, choose, year
from tests.factories import Cast


def short(day: date) -> str:
    return f"{day.day}/{day.month}"


def test_a_time_limit_looks_ahead_and_an_ordinary_date_looks_back(cast: Cast, visit: Visit) -> None:
    """The day after today is last year's for what has happened, the day before it next year's for a limit."""
    today = timezone.localdate()
    past, ahead = date(today.year, 12, 31), date(today.year, 1, 1)
    written, due = (
        read_date(short(past), today=today),
        read_date(short(ahead), today=today, ahead=True),
    )
    assert written is not None
    assert due is not None
    assert written <= today <= due

    page = visit(cast.clerk, f"/{year()}/buku/surat-masuk/catat/")
    page.locator("[name=sender]").fill("Dinas Kesehatan")
    page.locator("[name=title]").fill("Rapat")
    field = page.locator("[name=letter_date]")
    field.fill(short(past))
    field.press("Tab")
    expect(field).to_have_value(f"{written:%d/%m/%Y}")
    echo = page.locator(".field", has=field).locator(".date-echo")
    expect(echo).to_contain_text(format_date_long(written))
    day = page.locator("[name=occurred_on]")
    expect(page.locator(".field", has=day).locator(".date-echo")).to_contain_text(format_date_long(today))
    choose(page, "Jenis", "Undangan")
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.locator("#pesan")).to_contain_text("tercatat")
    letter = IncomingLetter.objects.get(office=cast.office)
    assert letter.letter_date == written

    page = visit(cast.camat, f"/{year()}/entri/{letter.pk}/disposisi/")
    field = page.locator("[name=due_on]")
    field.fill(short(ahead))
    field.press("Tab")
    expect(field).to_have_value(f"{due:%d/%m/%Y}")
    expect(page.locator(".field", has=field).locator(".date-echo")).to_contain_text(format_date_long(due))
    page.get_by_label("Kasi Pemerintahan").check()
    page.get_by_label("Proses lebih lanjut").check()
    page.get_by_role("button", name="Teruskan").click()
    expect(page.locator("#pesan")).to_contain_text("1 penerima")
    assert Disposition.objects.get(letter=letter).due_on == due


def test_what_is_no_date_stays_as_it_was_typed_with_the_servers_sentence(cast: Cast, visit: Visit) -> None:
    page = visit(cast.clerk, f"/{year()}/buku/surat-masuk/catat/")
    field = page.locator("[name=letter_date]")
    echo = page.locator(".field", has=field).locator(".date-echo")
    field.fill("nanti saja")
    field.press("Tab")
    expect(echo).to_contain_text("“nanti saja” bukan tanggal")
    expect(field).to_have_value("nanti saja")
    field.fill("kemarin")
    field.press("Tab")
    expect(echo).not_to_contain_text("bukan tanggal")
    expect(field).not_to_have_value("kemarin")


def test_without_an_answer_the_text_is_left_to_the_form(
    cast: Cast, visit: Visit, complaints: Complaints
) -> None:
    complaints.expected += ["/tanggal/", "ERR_FAILED"]
    page = visit(cast.clerk, f"/{year()}/buku/surat-masuk/catat/")
    page.route("**/tanggal/**", lambda route: route.abort())
    field = page.locator("[name=letter_date]")
    field.fill("kemarin")
    field.press("Tab")
    page.locator("[name=sender]").fill("Dinas Kesehatan")
    page.locator("[name=title]").fill("Rapat")
    expect(field).to_have_value("kemarin")
    choose(page, "Jenis", "Undangan")
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.locator("#pesan")).to_contain_text("tercatat")
    assert IncomingLetter.objects.get(office=cast.office).letter_date is not None
