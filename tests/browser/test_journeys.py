"""What people do with Takar, from their first key to the number that moved."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from takar.agreements.models import Agreement
from takar.agreements.services import draft_agreement
from takar.catalogue.models import Decree
from takar.ledger.evidence import attach
from takar.measurement.models import Binding
from takar.registers.mail.models import IncomingLetter
from tests.browser.conftest import PHONE, Complaints, Visit, choose, path_of, sign_in, until, year
from tests.factories import PASSWORD, Cast, Member, letter_of
from tests.web.files import pdf_bytes, pdf_upload


def said(page: Page) -> Any:
    return page.locator("#pesan")


def focused(page: Page) -> str:
    """The name of the field the keyboard is in."""
    return str(page.evaluate("document.activeElement.name || document.activeElement.id || ''"))


def tab_to(page: Page, name: str, most: int = 40) -> None:
    for _ in range(most):
        if focused(page) == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {name!r}; it is in {focused(page)!r}")


# ---- recording ----------------------------------------------------------------------------------


def test_a_letter_is_recorded_with_the_keyboard_alone(cast: Cast, visit: Visit) -> None:
    page = visit(None, "/")
    tab_to(page, "login")
    page.keyboard.type("umum")
    tab_to(page, "password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Hari ini", level=1)).to_be_visible()

    page.wait_for_load_state()
    page.keyboard.press("c")  # the shortcut for "Catat"
    sheet = page.locator("#catat")
    expect(sheet.get_by_role("link", name="surat masuk")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Catat surat masuk")).to_be_visible()

    expect(page.locator("[name=sender]")).to_be_focused()
    page.keyboard.type("Dinas Kesehatan")
    page.keyboard.press("Tab")
    page.keyboard.type("440/17/2026")
    page.keyboard.press("Tab")
    page.keyboard.type("kemarin")
    page.keyboard.press("Tab")
    assert focused(page) == "title"
    page.keyboard.type("Rapat lintas sektor")
    tab_to(page, "occurred_on")
    page.keyboard.type("hari ini")
    page.keyboard.press("Tab")
    page.keyboard.type("Un")  # a plain select takes the first letters
    tab_to(page, "id_area")
    page.keyboard.type("kepeg")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")

    expect(said(page)).to_contain_text("nomor 1 tercatat")
    letter = IncomingLetter.objects.get(office=cast.office)
    today = timezone.localdate()
    assert (letter.sender, letter.kind, letter.area_id) == ("Dinas Kesehatan", "undangan", "kepegawaian")
    assert (letter.occurred_on, letter.letter_date) == (today, today - timedelta(days=1))

    page.goto(f"/{year()}/buku/surat-masuk/")
    row = page.get_by_role("row", name="Rapat lintas sektor")
    expect(row).to_contain_text("Dinas Kesehatan")
    row.get_by_role("link").press("Enter")
    expect(page.get_by_role("heading", name="Rapat lintas sektor")).to_be_visible()


def test_a_form_with_a_fault_leads_to_the_field_and_keeps_the_rest(
    cast: Cast, visit: Visit, complaints: Complaints
) -> None:
    complaints.expected.append("422")
    page = visit(cast.clerk, f"/{year()}/buku/surat-masuk/catat/")
    page.get_by_label("Pengirim").fill("Bappeda")
    page.get_by_label("Tanggal terima").fill("besok pagi")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("Belum tersimpan")
    assert focused(page) == "title"
    expect(page.get_by_label("Pengirim")).to_have_value("Bappeda")
    page.keyboard.type("Undangan rapat")
    page.get_by_label("Tanggal terima").fill("hari ini")
    choose(page, "Jenis", "Undangan")
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(said(page)).to_contain_text("tercatat")


def test_pressing_save_twice_records_once(cast: Cast, visit: Visit) -> None:
    page = visit(cast.clerk, f"/{year()}/buku/surat-masuk/catat/")
    page.get_by_label("Pengirim").fill("Bappeda")
    page.get_by_label("Perihal").fill("Undangan")
    choose(page, "Jenis", "Undangan")
    page.get_by_role("button", name="Simpan", exact=True).dblclick()
    expect(said(page)).to_contain_text("tercatat")
    assert IncomingLetter.objects.filter(office=cast.office).count() == 1


def draft_of(member: Member) -> str:
    """Where the browser keeps the unsaved letter of one account."""
    return f"takar.draft.{member.user.pk}-catat-surat-masuk"


def test_what_was_typed_comes_back_after_the_page_was_left(cast: Cast, visit: Visit) -> None:
    address = f"/{year()}/buku/surat-masuk/catat/"
    page = visit(cast.clerk, address)
    page.get_by_label("Pengirim").fill("Dinas Sosial")
    page.get_by_label("Perihal").fill("Bantuan pangan")
    until(page, f"localStorage.getItem('{draft_of(cast.clerk)}')?.includes('pangan')")
    page.goto(f"/{year()}/")
    page.goto(address)
    expect(page.get_by_label("Perihal")).to_have_value("")
    page.get_by_role("button", name="Pulihkan isian").click()
    expect(page.get_by_label("Perihal")).to_have_value("Bantuan pangan")
    expect(page.get_by_label("Pengirim")).to_have_value("Dinas Sosial")
    choose(page, "Jenis", "Laporan")
    page.keyboard.press("Control+Enter")
    expect(said(page)).to_contain_text("tercatat")
    # Saved is saved: nothing is offered for the next letter.
    page.goto(address)
    expect(page.get_by_label("Perihal")).to_be_visible()
    expect(page.get_by_role("button", name="Pulihkan isian")).to_have_count(0)


def test_what_was_typed_comes_back_after_the_server_did_not_answer(
    cast: Cast, visit: Visit, complaints: Complaints
) -> None:
    complaints.expected += ["ERR_CONNECTION_REFUSED", "ERR_INTERNET_DISCONNECTED"]
    address = f"/{year()}/buku/surat-masuk/catat/"
    page = visit(cast.clerk, address)
    page.get_by_label("Pengirim").fill("Dinas Sosial")
    page.get_by_label("Perihal").fill("Bantuan pangan")
    choose(page, "Jenis", "Laporan")
    page.context.set_offline(True)
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(said(page)).to_contain_text("Sambungan terputus")
    expect(page.get_by_label("Perihal")).to_have_value("Bantuan pangan")
    page.context.set_offline(False)

    # The network is there, the server is not: the browser shows its own page.
    page.route("**/catat/", lambda route: route.abort("connectionrefused"))
    page.get_by_role("button", name="Simpan", exact=True).click()
    page.wait_for_url("chrome-error://**")
    page.unroute("**/catat/")
    page.goto(address)
    page.get_by_role("button", name="Pulihkan isian").click()
    expect(page.get_by_label("Perihal")).to_have_value("Bantuan pangan")
    page.keyboard.press("Control+Enter")
    expect(said(page)).to_contain_text("tercatat")
    assert IncomingLetter.objects.filter(office=cast.office).count() == 1


def test_the_next_person_at_the_counter_is_not_offered_the_last_ones_text(cast: Cast, visit: Visit) -> None:
    """The session ended by itself, so nobody pressed "Keluar" and the draft is still in the browser."""
    address = f"/{year()}/buku/surat-masuk/catat/"
    page = visit(cast.clerk, address)
    page.get_by_label("Perihal").fill("Rahasia orang lain")
    until(page, f"localStorage.getItem('{draft_of(cast.clerk)}') !== null")
    sign_in(page.context, page.evaluate("location.origin"), cast.camat.user)
    page.goto(address)
    expect(page.get_by_label("Perihal")).to_have_value("")
    expect(page.get_by_role("button", name="Pulihkan isian")).to_have_count(0)


def test_signing_out_leaves_no_drafts_behind(cast: Cast, visit: Visit) -> None:
    page = visit(cast.clerk, f"/{year()}/buku/surat-masuk/catat/")
    page.get_by_label("Perihal").fill("Rahasia orang lain")
    until(page, f"localStorage.getItem('{draft_of(cast.clerk)}') !== null")
    page.locator(".topbar-person").click()
    page.get_by_role("button", name="Keluar").click()
    expect(page.get_by_role("heading", name="Masuk")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('takar.draft.'))") == []


# ---- finding ------------------------------------------------------------------------------------


def test_searching_while_typing_changes_list_and_address(cast: Cast, visit: Visit) -> None:
    for title in ("Rapat RKPD", "Data aset", "Edaran jam kerja"):
        letter_of(cast, title=title)
    page = visit(cast.clerk, f"/{year()}/buku/surat-masuk/")
    rows = page.locator("#daftar tbody tr")
    expect(rows).to_have_count(3)
    page.wait_for_load_state()
    page.keyboard.press("/")
    page.locator("#q").press_sequentially("aset", delay=30)
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Data aset")
    page.wait_for_url("**/surat-masuk/?q=aset**")
    # A filter chosen now keeps the word; the address opens the same view elsewhere.
    page.reload()
    expect(rows).to_have_count(1)
    # With a filter on, the others lie open.
    page.locator(".toolbar-filters").get_by_label("Jenis").select_option(label="Undangan")
    page.get_by_role("button", name="Terapkan").click()
    expect(page.locator(".chips")).to_contain_text("Undangan")
    expect(page.locator(".chips")).to_contain_text("aset")
    expect(rows).to_have_count(1)
    page.get_by_role("link", name="Data aset").click()
    expect(page.get_by_role("heading", name="Data aset")).to_be_visible()
    page.go_back()
    expect(page.locator("#q")).to_have_value("aset")
    expect(page.locator("header.topbar")).to_be_visible()


# ---- from the Camat's phone to the number -------------------------------------------------------


def test_a_disposition_on_the_phone_moves_the_number(
    cast: Cast, imported_decree: Decree, visit: Visit
) -> None:
    letter = letter_of(cast, title="Undangan musrenbang")
    attach(entry=letter, actor=cast.clerk.actor, upload=pdf_upload("Pindaian"), caption="Pindaian undangan")
    number = Binding.objects.get(measure="surat_masuk_terdisposisi").indicator.no
    indicator = f"/{year()}/indikator/{number}/"
    watcher = visit(cast.planner, indicator)
    expect(watcher.locator(".explain strong")).to_have_text("0 surat")

    camat = visit(cast.camat, "/", **PHONE)
    camat.get_by_role("link", name="Undangan musrenbang").tap()
    camat.get_by_role("link", name="Disposisikan").tap()
    camat.get_by_label("Kasi Pemerintahan").check()
    camat.get_by_label("Proses lebih lanjut").check()
    camat.get_by_label("Batas waktu").fill("besok")
    camat.get_by_role("button", name="Teruskan").tap()
    expect(said(camat)).to_contain_text("1 penerima")
    assert camat.evaluate("document.documentElement.scrollWidth <= innerWidth")

    head = visit(cast.section_head, "/")
    head.get_by_role("link", name="Undangan musrenbang").first.click()
    head.get_by_role("link", name="Laporkan selesai").click()
    head.get_by_label("Jawaban atau hasil tindak lanjut").fill("Telah dihadiri")
    head.get_by_role("button", name="Laporkan selesai").click()
    expect(said(head)).to_contain_text("tercatat")
    head.get_by_role("link", name="Undangan musrenbang").last.click()
    expect(head.locator(".page-meta .state")).to_have_text("Ditindaklanjuti")

    watcher.reload()
    expect(watcher.locator(".explain strong")).to_have_text("1 surat")
    watcher.get_by_role("link", name="Undangan musrenbang").click()
    with watcher.expect_request("**/bukti/*/") as asked:
        watcher.get_by_role("link", name="Pindaian undangan").click()
    answer = asked.value.response()
    assert answer is not None
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")


# ---- importing ----------------------------------------------------------------------------------


def test_a_spreadsheet_comes_in_after_its_rows_were_looked_at(
    cast: Cast, visit: Visit, tmp_path: Path
) -> None:
    table = tmp_path / "agenda.csv"
    table.write_text(
        "Tanggal terima;Jenis;Perihal;Pengirim\n"
        "hari ini;Undangan;Rapat pertama;Bappeda\n"
        "kapan-kapan;Undangan;Rapat kedua;Bappeda\n"
    )
    page = visit(cast.clerk, f"/{year()}/buku/surat-masuk/")
    page.get_by_role("link", name="Impor").click()
    page.get_by_label("Berkas XLSX atau CSV").set_input_files(table)
    expect(page.locator(".file-preview")).to_contain_text("agenda.csv")
    page.get_by_role("button", name="Periksa berkas").click()
    expect(page.get_by_text("1 baris akan dicatat")).to_be_visible()
    expect(page.get_by_text("“kapan-kapan” bukan tanggal")).to_be_visible()
    assert IncomingLetter.objects.filter(office=cast.office).count() == 0
    page.get_by_role("button", name="Catat 1 baris").click()
    expect(said(page)).to_contain_text("1 surat masuk dari agenda.csv tercatat")
    expect(page.get_by_role("row", name="Rapat pertama")).to_be_visible()


def test_a_photo_is_shown_small_before_it_is_sent(cast: Cast, visit: Visit, tmp_path: Path) -> None:
    from PIL import Image

    photo = tmp_path / "foto.jpg"
    Image.new("RGB", (800, 600), "teal").save(photo)
    paper = tmp_path / "surat.pdf"
    paper.write_bytes(pdf_bytes("Surat"))
    page = visit(cast.clerk, f"/{year()}/buku/surat-masuk/catat/", **PHONE)
    field = page.get_by_label("Berkas bukti")
    field.set_input_files(photo)
    expect(page.locator(".file-preview canvas")).to_be_visible()
    field.set_input_files(paper)
    expect(page.locator(".file-preview")).to_contain_text("surat.pdf")
    page.get_by_label("Pengirim").fill("Bappeda")
    page.get_by_label("Perihal").fill("Undangan")
    choose(page, "Jenis", "Undangan")
    page.get_by_role("button", name="Simpan", exact=True).tap()
    picture = page.locator(".evidence img")
    expect(picture).to_be_visible()
    until(page, "document.querySelector('.evidence img').naturalWidth > 100")


# ---- agreements ---------------------------------------------------------------------------------


def test_an_agreement_is_proposed_agreed_and_signed(
    cast: Cast, imported_decree: Decree, visit: Visit, complaints: Complaints
) -> None:
    complaints.expected.append("422")
    draft = draft_agreement(position=cast.section_head.position, year=year(), actor=cast.planner.actor)
    address = f"/{year()}/perjanjian/{draft.pk}/"
    head = visit(cast.section_head, address)
    fields = head.get_by_label("Target indikator")
    for index in range(fields.count()):
        fields.nth(index).fill("1.250" if index else "banyak")
    head.get_by_role("button", name="Simpan dan ajukan").click()
    expect(head.get_by_role("alert")).to_contain_text("bukan angka")
    expect(fields.nth(0)).to_have_value("banyak")
    fields.nth(0).fill("12")
    head.get_by_role("button", name="Simpan dan ajukan").click()
    expect(said(head)).to_contain_text("diajukan")

    camat = visit(cast.camat, "/", **PHONE)
    camat.get_by_role("link", name="Kasi Pemerintahan").tap()
    camat.get_by_role("button", name="Setujui").tap()
    expect(said(camat)).to_contain_text("disetujui")

    operator = visit(cast.planner, address)
    operator.get_by_label("Tanggal penandatanganan").fill("hari ini")
    operator.get_by_role("button", name="Catat tanda tangan").click()
    expect(operator.locator(".page-meta .state")).to_have_text("Ditandatangani")
    draft.refresh_from_db()
    assert (draft.state, draft.signed_on) == (Agreement.State.SIGNED, timezone.localdate())


# ---- the person's own choices -------------------------------------------------------------------


def theme(page: Page) -> str:
    return str(page.evaluate("document.documentElement.dataset.bsTheme"))


def test_the_chosen_look_stays(cast: Cast, visit: Visit) -> None:
    page = visit(cast.clerk, f"/{year()}/", color_scheme="light")
    assert theme(page) == "light"
    page.locator(".topbar-person").click()
    page.get_by_role("button", name="Gelap").click()
    assert theme(page) == "dark"
    page.goto(f"/{year()}/buku/surat-masuk/")
    assert theme(page) == "dark"
    page.emulate_media(color_scheme="light")
    assert theme(page) == "dark"
    page.locator(".topbar-person").click()
    expect(page.get_by_role("button", name="Gelap")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Ikuti sistem").click()
    assert theme(page) == "light"
    page.emulate_media(color_scheme="dark")
    until(page, "document.documentElement.dataset.bsTheme === 'dark'")


def test_the_year_is_chosen_above_and_changes_the_page(cast: Cast, visit: Visit) -> None:
    page = visit(cast.clerk, f"/{year()}/buku/surat-masuk/")
    page.locator(".topbar-year button").click()
    page.locator(".topbar-year").get_by_role("link", name=str(year() - 1)).click()
    assert path_of(page) == f"/{year() - 1}/buku/surat-masuk/"


def test_single_keys_can_be_switched_off(cast: Cast, visit: Visit) -> None:
    page = visit(cast.clerk, f"/{year()}/")
    page.locator(".topbar-person").click()
    page.get_by_role("button", name="Pintasan papan ketik").click()
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    expect(page.locator("#catat")).not_to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_recording_works_with_and_without_scripts(cast: Cast, visit: Visit, script: bool) -> None:
    page = visit(cast.clerk, f"/{year()}/buku/surat-masuk/catat/", java_script_enabled=script)
    page.locator("[name=sender]").fill("Bappeda")
    page.locator("[name=title]").fill("Undangan")
    page.locator("[name=occurred_on]").fill("hari ini")
    if script:
        choose(page, "Jenis", "Undangan")
    else:
        page.locator("[name=kind]").select_option(label="Undangan")
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(said(page)).to_contain_text("tercatat")


def test_a_suggested_measure_is_taken_with_the_mouse(
    cast: Cast, imported_decree: Decree, visit: Visit
) -> None:
    """The link that covers a row must not cover the button in it."""
    page = visit(cast.planner, f"/{year()}/indikator/5/ukuran/")
    button = page.get_by_role("button", name="Pakai").first
    code = button.get_attribute("value")
    button.click(timeout=5000)
    expect(said(page)).to_contain_text("Ukuran indikator tersimpan")
    assert Binding.objects.get(indicator__no=5).measure == code
