"""A book's list: searched, narrowed, sorted, paged; and the address says all of it."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from takar.ledger.books import Book, all_books
from takar.registers.mail.models import IncomingLetter
from takar.registers.mail.services import dispose
from tests.factories import Cast, entry_of, filing_code, letter_of, stock_item
from tests.own_books import own_book
from tests.web.conftest import SignedIn
from tests.web.files import look
from tests.web.papers import cells, csv_rows
from tests.web.screen import Screen, see, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

LETTERS = "/2026/buku/surat-masuk/"


def list_of(book: type[Book], year: int = 2026) -> str:
    return reverse("web:entries", args=[year, book.slug])


@pytest.fixture
def letters(cast: Cast) -> list[IncomingLetter]:
    """Three letters that differ in everything a list can be asked."""
    a = letter_of(
        cast,
        title="Undangan rapat RKPD",
        sender="Bappeda",
        kind="undangan",
        area_id="perencanaan",
        occurred_on=date(2026, 3, 2),
        letter_date=None,
        urgency="segera",
        letter_number="005/11",
    )
    b = letter_of(
        cast,
        title="Permintaan data aset",
        sender="Inspektorat",
        kind="surat_dinas",
        area_id="diklat",
        occurred_on=date(2026, 3, 9),
        letter_date=None,
        letter_number="700/22",
    )
    c = letter_of(cast, title="Edaran jam kerja", sender="Bupati Malang", kind="edaran", area_id="kepegawaian",
                  occurred_on=date(2026, 7, 1), letter_date=None, letter_number="800/33")  # fmt: skip
    dispose(letter=c, actor=cast.camat.actor, receivers=[cast.section_head.position],
            instructions=["ketahui"], on=date(2026, 7, 2))  # fmt: skip
    return [a, b, c]


def numbers(page: Screen) -> list[int]:
    """Running numbers in the order they are shown."""
    return [int(row.split()[0]) for row in page.rows]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [3, 2, 1]),
        ("q=rkpd", [1]),
        ("q=RAPAT+undangan", [1]),
        ("q=inspektorat", [2]),
        ("q=800/33", [3]),
        ("q=rapat+aset", []),
        ("q=%25", []),
        ("q=_", []),
        ("bulan=3", [2, 1]),
        ("bulan=3&q=aset", [2]),
        ("kind=edaran", [3]),
        ("area=kepegawaian", [3, 2]),
        ("area=diklat", [2]),
        ("urgency=segera", [1]),
        ("state=received", [2, 1]),
        ("state=dispositioned&bulan=7", [3]),
        ("urut=occurred_on", [1, 2, 3]),
        ("urut=-sender", [2, 3, 1]),
        ("urut=title", [3, 2, 1]),
        ("urut=password", [3, 2, 1]),
        ("urut=recorded_by__password", [3, 2, 1]),
    ],
)
def test_the_address_decides_what_is_shown(
    cast: Cast, letters: list[IncomingLetter], signed_in: SignedIn, query: str, found: list[int]
) -> None:
    assert numbers(see(signed_in(cast.clerk), f"{LETTERS}?{query}")) == found


def test_nonsense_in_the_address_does_no_harm(
    cast: Cast, letters: list[IncomingLetter], signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    for query in ("bulan=13", "bulan=x", "kind=pantun", "area=x", "hal=999", "hal=x", "hal=-1", "baris=7",
                  "baris=x", "urut=", "urut=-", "q=" + "x" * 3000):  # fmt: skip
        assert client.get(f"{LETTERS}?{query}").status_code == 200, query


def test_every_filter_of_every_book_can_be_used(cast: Cast, signed_in: SignedIn) -> None:
    for book in [*all_books(), own_book(cast)]:
        entry_of(book, cast)
        client = signed_in(cast.camat)
        page = see(client, list_of(book))
        for name in ("bulan", *book.filters()):
            choices = [value for value in page.choices(name) if value]
            assert choices or name in {"village"}, (book.slug, name)
            for value in choices[:1]:
                assert client.get(list_of(book), {name: value}).status_code == 200, (book.slug, name, value)


def test_every_heading_of_every_book_sorts_both_ways(cast: Cast, signed_in: SignedIn) -> None:
    for book in [*all_books(), own_book(cast)]:
        entry_of(book, cast)
        client = signed_in(cast.camat)
        page = see(client, list_of(book))
        for heading in page.soup.select("thead a"):
            once = see(client, str(heading["href"]))
            assert once.rows, (book.slug, words(heading))
            (sorted_by,) = once.soup.select("th[aria-sort]")
            assert (words(sorted_by), sorted_by["aria-sort"]) == (words(heading), "ascending")
        twice = see(client, str(sorted_by.a["href"]))
        assert twice.soup.select_one("th[aria-sort]")["aria-sort"] == "descending"


def test_filters_that_are_on_stand_as_chips_that_take_them_off(
    cast: Cast, letters: list[IncomingLetter], signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    page = see(client, f"{LETTERS}?q=rapat&bulan=3&kind=undangan&area=perencanaan&state=received&hal=1")
    assert [chip.removeprefix("Lepas saringan ") for chip in page.chips] == [
        "Cari: rapat", "Bulan: Maret", "Keadaan: Diterima", "Jenis: Undangan",
        "Bidang: Perencanaan, evaluasi dan pelaporan",
    ]  # fmt: skip
    for chip in page.soup.select(".chips .chip:not(.chip-clear)"):
        fewer = see(client, str(chip["href"]))
        assert len(fewer.chips) == 4
        assert words(chip) not in fewer.chips
    assert page.soup.select_one(".chip-clear")["href"] == LETTERS
    assert page.value("bulan") == "3"
    assert page.value("q") == "rapat"


def test_an_empty_book_says_what_it_is_for(cast: Cast, imported_decree: object, signed_in: SignedIn) -> None:
    for book in [*all_books(), own_book(cast)]:
        page = see(signed_in(cast.keeper(book)), list_of(book, 2024))
        assert f"Belum ada {book.entry_label} tahun 2024" in page.text
        assert book.purpose in page.text
        assert (f"Catat {book.entry_label}" in page.links) == book.recordable
    page = see(signed_in(cast.planner), LETTERS)
    assert "Catat surat masuk" not in page.links
    assert "Dihitung untuk" in page.text
    assert "Memproses surat masuk sesuai dengan prosedur" in page.text


def test_a_narrowed_list_without_rows_offers_the_way_back(
    cast: Cast, letters: list[IncomingLetter], signed_in: SignedIn
) -> None:
    page = see(signed_in(cast.clerk), f"{LETTERS}?q=tidakada")
    assert "Tidak ada yang cocok" in page.text
    assert page.links["Lepas semua saringan"] == LETTERS
    assert "Belum ada surat masuk" not in page.text


def test_searching_while_typing_gets_the_list_alone(
    cast: Cast, letters: list[IncomingLetter], signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    part = Screen(client.get(f"{LETTERS}?q=rkpd", headers={"HX-Request": "true"}))
    assert part.soup.find("nav") is None
    assert part.soup.find(id="cari") is None
    assert numbers(part) == [1]
    assert [chip.removeprefix("Lepas saringan ") for chip in part.chips] == ["Cari: rkpd"]
    boosted = Screen(client.get(LETTERS, headers={"HX-Request": "true", "HX-Boosted": "true"}))
    assert boosted.soup.find(id="cari") is not None


def test_a_cached_page_is_never_taken_for_a_part_of_one(cast: Cast, signed_in: SignedIn) -> None:
    """Back and forward must not show the bare list: caches have to tell the two answers apart."""
    response = signed_in(cast.clerk).get(LETTERS)
    vary = response.get("Vary", "")
    control = response.get("Cache-Control", "")
    assert "HX-Request" in vary or "no-store" in control


def test_pages_keep_filters_and_remember_their_size(cast: Cast, signed_in: SignedIn) -> None:
    for n in range(30):
        letter_of(
            cast, title=f"Surat {n}", occurred_on=date(2026, 7, 1) + timedelta(days=n % 10), letter_date=None
        )
    client = signed_in(cast.clerk)
    page = see(client, f"{LETTERS}?q=surat")
    assert (len(page.rows), page.summary) == (25, "1–25 dari 30 surat masuk")
    assert numbers(page)[0] == 30
    following = page.soup.select_one("a[rel=next]")["href"]
    assert parse_qs(urlsplit(str(following)).query) == {"q": ["surat"], "hal": ["2"]}
    rest = see(client, str(following))
    assert (len(rest.rows), rest.summary) == (5, "26–30 dari 30 surat masuk")
    assert rest.soup.select_one("a[rel=next]") is None
    sizes = {words(a): str(a["href"]) for a in page.soup.select(".list-sizes a")}
    assert parse_qs(urlsplit(sizes["50"]).query) == {"q": ["surat"], "baris": ["50"]}
    assert len(see(client, sizes["50"]).rows) == 30
    # The next list, without asking again; nobody else's lists.
    assert len(see(client, LETTERS).rows) == 30
    assert len(see(signed_in(cast.secretary), LETTERS).rows) == 25


def test_what_is_downloaded_is_what_is_seen(
    cast: Cast, letters: list[IncomingLetter], signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    page = see(client, f"{LETTERS}?bulan=3&q=aset")
    download = page.links["Unduh"]
    assert parse_qs(urlsplit(download).query) == {"bulan": ["3"], "q": ["aset"]}
    head, *rows = cells(look(client, download)[1])
    assert head[:3] == ["Nomor urut", "Nomor lengkap", "Pengirim"]
    assert {"Perihal", "Tanggal terima", "Bidang", "Keadaan"} <= set(head)
    (row,) = rows
    values = dict(zip(head, row, strict=True))
    assert values["Pengirim"] == "Inspektorat"
    assert values["Tanggal terima"] == date(2026, 3, 9)
    assert values["Keadaan"] == "Diterima"
    as_csv = client.get(download.replace("ekspor.xlsx", "ekspor.csv"))
    assert as_csv["Content-Type"].startswith("text/csv")
    assert 'filename="surat-masuk-2026-' in as_csv["Content-Disposition"]
    assert [row[2] for row in csv_rows(as_csv.content)] == ["Pengirim", "Inspektorat"]
    assert client.get(download.replace("xlsx", "pdf")).status_code == 404


def test_what_a_stranger_wrote_is_no_formula_in_the_download(cast: Cast, signed_in: SignedIn) -> None:
    letter_of(cast, title='=HYPERLINK("http://x")', sender="+62 811")
    content = look(signed_in(cast.clerk), reverse("web:entries-export", args=[2026, "surat-masuk", "csv"]))[1]
    flat = [cell for row in csv_rows(content) for cell in row]
    assert not [cell for cell in flat if cell.startswith(("=", "+"))]


def test_what_people_write_is_shown_and_never_run(cast: Cast, signed_in: SignedIn) -> None:
    nasty = '<script>alert(1)</script> & "kutip"'
    letter = letter_of(cast, title=nasty, sender="<b>Bappeda</b>")
    client = signed_in(cast.clerk)
    for address in (LETTERS, f"{LETTERS}?q=%3Cscript%3E", "/2026/cari/?q=%3Cscript%3E", "/2026/",
                    reverse("web:entry", args=[2026, letter.pk]),
                    reverse("web:action", args=[2026, letter.pk, "ubah"])):  # fmt: skip
        page = see(client, address)
        assert "<script>alert" not in page.html, address
        assert "<b>Bappeda" not in page.html, address
    assert nasty in see(client, LETTERS).rows[0]


def test_the_year_is_a_place(cast: Cast, letters: list[IncomingLetter], signed_in: SignedIn) -> None:
    client = signed_in(cast.clerk)
    page = see(client, LETTERS)
    years = {words(a): str(a["href"]) for a in page.soup.select(".topbar-year a")}
    assert list(years)[:2] == ["2026", "2025"]
    assert years["2025"] == LETTERS.replace("2026", "2025")
    assert see(client, years["2025"]).rows == []


def test_the_search_looks_into_all_books_and_years(cast: Cast, signed_in: SignedIn) -> None:
    old = letter_of(cast, title="Rapat tahunan", occurred_on=date(2025, 12, 1), letter_date=None)
    out = entry_of("outgoing_letter", cast, title="Undangan rapat tahunan", filing_code=filing_code())
    receipt = entry_of("stock_receipt", cast, item=stock_item(cast.office, "Map rapat tahunan"), title="")
    client = signed_in(cast.planner)
    page = see(client, "/2026/cari/?q=tahunan+rapat")
    assert "3 entri cocok" in page.text
    shown = {reverse("web:entry", args=[e.year, e.pk]) for e in (old, out, receipt)}
    assert shown <= page.addresses
    page = see(client, f"/2026/cari/?q={out.number_label}")
    assert reverse("web:entry", args=[2026, out.pk]) in page.addresses
    assert "Tidak ada yang cocok" in see(client, "/2026/cari/?q=tidakada").text
    assert see(client, "/2026/cari/").rows == []
    assert see(client, "/2026/cari/?q=+++").rows == []
    assert see(signed_in(cast.neighbour_clerk), "/2026/cari/?q=rapat+tahunan").rows == []


def test_the_stock_list_follows_the_two_books(cast: Cast, signed_in: SignedIn) -> None:
    paper = stock_item(cast.office, "Kertas A4")
    stock_item(cast.office, "Tinta")
    entry_of("stock_receipt", cast, item=paper, quantity=1250)
    entry_of("stock_issue", cast, item=paper, quantity=50)
    client = signed_in(cast.stock_clerk)
    page = see(client, "/2026/persediaan/")
    assert page.rows[0].startswith("Kertas A4 Alat tulis kantor 1.200 rim")
    assert "habis" in page.rows[1]
    card = see(client, page.links["Kertas A4"])
    for book, moved in (("Penerimaan", "1.250"), ("Pengeluaran", "50")):
        moves = see(client, card.links[book])
        assert moves.chips
        assert len(moves.rows) == 1
        assert moved in moves.rows[0]
    assert "Catat penerimaan" in page.links
    assert "Catat penerimaan" not in see(signed_in(cast.clerk), "/2026/persediaan/").links


def test_years_beyond_any_calendar_are_not_found(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.camat)
    for year in (0, 1, 9999, 10000, 99999999):
        for page in ("", "indikator/", "perjanjian/", "kantor/", "buku/surat-masuk/", "persediaan/",
                     "buku/surat-masuk/cetak.pdf", "pengaturan/"):  # fmt: skip
            assert client.get(f"/{year}/{page}").status_code in {200, 404}, (year, page)
