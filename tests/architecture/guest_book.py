"""An office uses the guest book of the how-to: run in a process of its own by test_how_to.py.

Its settings have the app ``guests`` on the list of installed apps; its database is migrated but for that app.
"""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import reverse

from takar.kernel import clock
from takar.ledger.audit import verify
from takar.ledger.books import book_named
from tests.conftest import MIDYEAR
from tests.factories import Cast, Member, build_cast
from tests.web.files import look
from tests.web.papers import cells, pdf_text
from tests.web.screen import Screen, see, send, sent, words

YEAR = 2026
SLUG = "buku-tamu"
VISIT = {"occurred_on": "hari ini", "kind": "dinas", "visitor": "Budi Santoso", "origin": "Kecamatan Bantur",
         "visitors": "3", "title": "Koordinasi batas desa"}  # fmt: skip


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def of_book(route: str, *more: str) -> str:
    return reverse(f"web:{route}", args=[YEAR, SLUG, *more])


def install() -> None:
    call_command("makemigrations", "guests", name="guest_visits", verbosity=0)
    call_command("migrate", verbosity=0)
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    call_command("check")


def keeps_the_book(keeper: Client) -> str:
    """Form, rule, list, menu; the address of the entry."""
    refused = Screen(send(keeper, of_book("entry-record"), **VISIT | {"kind": "warga"}))
    assert refused.faults == {"village": "Pilih desa asal warga."}, refused.faults
    page = sent(keeper, of_book("entry-record"), **VISIT)
    assert page.facts["Nama tamu"] == "Budi Santoso"
    assert page.steps[:1] == ["Terima tamu"], page.steps
    listed = see(keeper, of_book("entries"))
    assert [VISIT["title"] in row for row in listed.rows] == [True]
    assert of_book("entries") in listed.addresses
    return next(address for words_of, address in listed.links.items() if VISIT["title"] in words_of)


def imports(keeper: Client) -> None:
    """The example file has the columns that the import takes."""
    page = see(keeper, of_book("import"))
    (head,) = cells(look(keeper, page.links["Unduh contoh berkas"])[1])
    row = {"Tanggal datang": "13/7/2026", "Jenis": "Tamu dinas", "Nama tamu": "Siti Aminah",
           "Asal": "BPS", "Jumlah tamu": "2", "Keperluan": "Data desa"}  # fmt: skip
    assert set(row) <= set(head), head
    lines = "\r\n".join([";".join(head), ";".join(row.get(column, "") for column in head)])
    preview = keeper.post(of_book("import"), {"file": SimpleUploadedFile("tamu.csv", lines.encode())})
    done = Screen(keeper.post(preview["Location"], follow=True))
    assert "1 kunjungan tamu dari tamu.csv tercatat" in done.messages, done.text


def exports_and_prints(keeper: Client) -> None:
    exported = look(keeper, of_book("entries-export", "csv"))[1].decode()
    assert "Siti Aminah" in exported
    assert "Kecamatan Bantur" in exported
    printed = pdf_text(look(keeper, of_book("entries-print"))[1])
    assert "BUKU TAMU" in printed.upper()
    assert "Siti" in printed


def receives(cast: Cast, address: str) -> None:
    """The action: whose turn it is, its form, what it says, and what is left of its waiting afterwards."""
    keeper, today = signed_in(cast.counter_clerk), reverse("web:today", args=[YEAR])
    waiting = see(keeper, today)
    assert "Tamu yang menunggu 2" in waiting.text, waiting.text
    link = f"{of_book('entries')}?menunggu=receive"
    assert len(see(keeper, link).rows) == 2
    assert "Tamu yang menunggu" not in see(signed_in(cast.clerk), today).text
    assert "Terima tamu" not in see(signed_in(cast.clerk), address).steps
    action = f"{address}terima/"
    assert signed_in(cast.clerk).get(action).status_code == 403
    assert Screen(send(keeper, action)).faults.keys() == {"host"}
    done = sent(keeper, action, on="hari ini", host="Sekretaris", result="Batas disepakati")
    assert "tamu diterima Sekretaris" in done.messages
    assert "Ditemui oleh Sekretaris." in done.text
    assert "Terima tamu" not in done.steps
    assert len(see(keeper, link).rows) == 1
    ticked = see(keeper, of_book("entries")).soup.select('input[name="pilih"]')
    many = {"pilih": [str(box["value"]) for box in ticked], "do": "1", "on": "hari ini", "host": "Camat"}
    at_once = Screen(keeper.post(of_book("action-many", "terima"), many, follow=True))
    assert "Terima tamu: 1 kunjungan tamu selesai." in at_once.messages, at_once.messages


def adds_to_the_pages(keeper: Client, address: str) -> None:
    """The panel names the guest's other visits; the menu leads to the page of months."""
    sent(keeper, of_book("entry-record"), **VISIT | {"title": "Mengambil berkas", "visitors": "1"})
    page = see(keeper, address)
    assert "Kunjungan lain" in page.text
    assert any("Mengambil berkas" in label for label in page.links)
    assert reverse("web:guest-months", args=[YEAR]) in page.addresses
    months = see(keeper, reverse("web:guest-months", args=[YEAR]))
    assert [row.split()[:2] for row in months.rows] == [["Juli", "6"]], months.rows


def counts(cast: Cast) -> None:
    """The operator writes a measure of the book on the page, and sees its number."""
    operator = signed_in(cast.planner)
    form = {"act": "save", "label": "Tamu kedinasan", "unit": "kunjungan", "aggregate": "count",
            "count-rows": "1", "count-0-book": "guest_visit", "count-0-milestone": "received",
            "count-0-kind": ["dinas"], "over": "whole", "polarity": "higher", "why": ""}  # fmt: skip
    answer = operator.post(reverse("web:measure-new", args=[YEAR]), form)
    assert answer.status_code == 302, Screen(answer).text
    page = see(operator, answer["Location"])
    assert words(page.soup.select_one(".explain strong")) == "2 kunjungan", page.text


def stays_inside(cast: Cast, address: str) -> None:
    neighbour = signed_in(cast.neighbour_clerk)
    assert neighbour.get(address).status_code == 404
    assert see(neighbour, of_book("entries")).rows == []
    report = verify(cast.office.pk)
    assert list(report) == [], report


def main() -> None:
    install()
    setup_test_environment()
    with clock.set_to(MIDYEAR):
        cast = build_cast()
        keeper = signed_in(cast.counter_clerk)
        assert cast.keeper(book_named("guest_visit")) is cast.counter_clerk
        address = keeps_the_book(keeper)
        imports(keeper)
        exports_and_prints(keeper)
        receives(cast, address)
        adds_to_the_pages(keeper, address)
        counts(cast)
        stays_inside(cast, address)
