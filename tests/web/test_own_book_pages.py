"""Pengaturan, buku buatan sendiri: declared on a page, used on the next, by this office alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from takar.kernel import clock
from takar.ledger.audit import verify
from takar.ledger.books import book_named, books_of
from takar.ledger.models import BookKeeper, NumberFormat
from takar.organisation.models import Office
from takar.registers.custom.models import BookEdition, CustomBook, CustomEntry
from tests.factories import Cast, entry_of
from tests.own_books import own_book
from tests.web.conftest import SignedIn
from tests.web.files import look
from tests.web.screen import Screen, see, send, sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

LIST = "/2026/pengaturan/buku-sendiri/"
NEW = "/2026/pengaturan/buku-sendiri/baru/"
PREVIEW = "/2026/pengaturan/buku-sendiri/pratinjau/"


def guest_book(cast: Cast, **changes: Any) -> dict[str, Any]:
    """A guest book as a Kasubag types it."""
    return {
        "label": "Buku tamu",
        "entry_label": "kunjungan tamu",
        "purpose": "Siapa yang datang dan keperluannya.",
        "group": "Pelayanan",
        "icon": "door-open",
        "keepers": [str(cast.clerk.position.pk)],
        "date_label": "Tanggal",
        "title_label": "Keperluan",
        "new_options": "Dinas\nWarga\n",
        "numbered": "on",
        "number_format": "{nomor:03}",
        "kolom-TOTAL_FORMS": "3", "kolom-INITIAL_FORMS": "0",
        "kolom-0-label": "Nama tamu", "kolom-0-type": "teks", "kolom-0-width": "2", "kolom-0-order": "2",
        "kolom-0-required": "on", "kolom-0-in_list": "on", "kolom-0-searchable": "on", "kolom-0-printed": "on",
        "kolom-1-label": "Penerimaan", "kolom-1-type": "pilihan", "kolom-1-new_options": "Camat\nSekretaris",
        "kolom-1-width": "1,5", "kolom-1-order": "1", "kolom-1-filterable": "on", "kolom-1-in_list": "on",
        "kolom-2-label": "", "kolom-2-type": "teks", "kolom-2-width": "1,5", "kolom-2-order": "3",
        "kolom-2-in_list": "on", "kolom-2-printed": "on",
        "langkah-TOTAL_FORMS": "3", "langkah-INITIAL_FORMS": "0",
        "langkah-0-label": "Datang", "langkah-0-tone": "neutral", "langkah-0-order": "1", "langkah-0-by": "keeper",
        "langkah-1-label": "Diterima", "langkah-1-verb": "Tandai diterima", "langkah-1-after": "1",
        "langkah-1-tone": "done", "langkah-1-order": "2", "langkah-1-by": ["keeper", "responsible"],
        "langkah-2-label": "", "langkah-2-tone": "progress", "langkah-2-order": "3", "langkah-2-by": "keeper",
        **changes,
    }  # fmt: skip


def declare(client: Client, cast: Cast, **changes: Any) -> Any:
    return client.post(NEW, guest_book(cast, **changes))


def test_a_column_belongs_to_the_kinds_that_the_operator_names(cast: Cast, signed_in: SignedIn) -> None:
    operator, clerk = signed_in(cast.planner), signed_in(cast.clerk)
    refused = declare(operator, cast, **{"kolom-1-kinds": "Tamu dinas"})
    assert "Tidak ada jenis tamu dinas." in Screen(refused).text
    assert declare(operator, cast, **{"kolom-1-kinds": "Dinas"}).status_code == 302
    form = "/2026/buku/khas-buku-tamu/catat/"
    assert 'name="k_penerimaan"' in see(clerk, form).html  # the first kind is offered
    assert 'name="k_penerimaan"' not in see(clerk, f"{form}?kind=warga").html
    entry = sent(clerk, f"{form}?kind=warga", title="Mengurus surat", k_nama_tamu="Budi Santoso")
    assert "Penerimaan" not in entry.facts
    page = page_of(cast)
    assert see(operator, page).form()["kolom-0-kinds"] == "Dinas"
    renamed = answered(operator, page, option_dinas="Tamu dinas")
    assert renamed.status_code == 302, Screen(renamed).faults
    assert see(operator, page).form()["kolom-0-kinds"] == "Tamu dinas"


def row(cast: Cast) -> CustomBook:
    return CustomBook.objects.get(office=cast.office)


def page_of(cast: Cast) -> str:
    return reverse("web:own-book", args=[2026, row(cast).pk])


def answered(client: Client, address: str, **changes: Any) -> Any:
    """Send the page's form with some fields changed, those with several values among them."""
    form: dict[str, Any] = see(client, address).form()
    for n in range(9):
        if f"langkah-{n}-by" in form:
            form[f"langkah-{n}-by"] = ["keeper"]
    return client.post(address, form | changes)


def test_a_book_is_declared_and_used_at_the_next_click(cast: Cast, signed_in: SignedIn) -> None:
    operator, clerk = signed_in(cast.planner), signed_in(cast.clerk)
    assert "Susun buku" in see(operator, LIST).links
    response = declare(operator, cast)
    assert response.status_code == 302, Screen(response).faults or Screen(response).alert
    page = see(operator, response["Location"])
    assert "siap dipakai" in page.messages
    (book,) = [b for b in books_of(Office.objects.get(pk=cast.office.pk)) if b.label == "Buku tamu"]
    assert book.slug == "khas-buku-tamu"
    assert BookKeeper.objects.filter(book=book.code, position=cast.clerk.position).exists()

    today = see(clerk, "/2026/")
    assert "/2026/buku/khas-buku-tamu/" in today.addresses
    form = see(clerk, "/2026/buku/khas-buku-tamu/catat/")
    assert list(form.choices("k_penerimaan").values()) == ["Tidak diisi", "Camat", "Sekretaris"]
    # The order of the form is the one the operator gave.
    assert form.html.index('name="k_penerimaan"') < form.html.index('name="k_nama_tamu"')
    wrong = send(clerk, "/2026/buku/khas-buku-tamu/catat/", title="Koordinasi")
    assert Screen(wrong).faults.keys() == {"kind", "k_nama_tamu"}
    entry = sent(
        clerk, "/2026/buku/khas-buku-tamu/catat/",
        title="Koordinasi", kind="dinas", k_nama_tamu="Budi Santoso", k_penerimaan="camat",
    )  # fmt: skip
    assert entry.facts["Nama tamu"] == "Budi Santoso"
    assert entry.facts["Penerimaan"] == "Camat"
    assert entry.steps[:1] == ["Tandai diterima"]
    assert "001" in entry.text
    assert see(clerk, "/2026/buku/khas-buku-tamu/?q=budi&k_penerimaan=camat&kind=dinas").rows
    assert not see(clerk, "/2026/buku/khas-buku-tamu/?k_penerimaan=sekretaris").rows
    assert "Budi Santoso" in look(clerk, "/2026/buku/khas-buku-tamu/ekspor.csv")[1].decode("utf-8-sig")
    assert "khas-buku-tamu" in see(signed_in(cast.camat), "/2026/kantor/").html
    assert list(verify(cast.office.pk)) == []


FAULTY: list[tuple[dict[str, Any], str, str]] = [
    ({"label": "Surat masuk"}, "label", "Sudah ada buku bernama"),
    ({"label": ""}, "label", ""),
    ({"keepers": []}, "keepers", ""),
    ({"number_format": "{tahun}"}, "number_format", "{nomor}"),
    ({"new_options": "Dinas\ndinas"}, "new_options", "tertulis dua kali"),
    ({"kolom-1-label": "nama tamu"}, "kolom-0-label", "sudah dipakai"),
    ({"kolom-0-label": ""}, "kolom-0-label", ""),
    ({"kolom-1-new_options": ""}, "kolom-1-new_options", "satu per baris"),
    ({"kolom-0-filterable": "on"}, "kolom-0-filterable", "penyaring"),
    ({"kolom-0-width": "30"}, "kolom-0-width", ""),
    ({"kolom-0-type": "gambar"}, "kolom-0-type", ""),
    ({"langkah-1-verb": ""}, "langkah-1-verb", "tombol"),
    ({"langkah-1-after": "7"}, "langkah-1-after", "Tidak ada langkah nomor 7"),
    ({"langkah-1-after": "pertama"}, "langkah-1-after", "Tulis nomor langkah"),
    ({"langkah-1-after": "2"}, "langkah-1-after", "dirinya sendiri"),
    ({"langkah-1-by": []}, "langkah-1-by", "siapa"),
]


@pytest.mark.parametrize(("changes", "field", "sentence"), FAULTY, ids=lambda v: str(v)[:40])
def test_a_fault_stands_beside_its_field_and_nothing_is_stored(
    cast: Cast, signed_in: SignedIn, changes: dict[str, Any], field: str, sentence: str
) -> None:
    response = declare(signed_in(cast.planner), cast, **changes)
    assert response.status_code == 422
    page = Screen(response)
    assert page.faults.keys() == {field}
    assert sentence in page.faults[field]
    assert page.value("purpose") == "Siapa yang datang dan keperluannya."
    assert not CustomBook.objects.exists()


def test_steps_in_a_circle_are_refused(cast: Cast, signed_in: SignedIn) -> None:
    changes = {
        "langkah-1-after": "3", "langkah-2-label": "Pulang", "langkah-2-verb": "Tandai pulang",
        "langkah-2-after": "2",
    }  # fmt: skip
    page = Screen(declare(signed_in(cast.planner), cast, **changes))
    assert page.faults.keys() == {"langkah-1-after", "langkah-2-after"}


def test_more_rows_keep_what_was_written_and_blame_nobody(cast: Cast, signed_in: SignedIn) -> None:
    response = declare(signed_in(cast.planner), cast, more="kolom", purpose="")
    page = Screen(response)
    assert (page.status, page.faults) == (200, {})
    assert page.value("kolom-0-label") == "Nama tamu"
    assert page.soup.select('[name="kolom-4-label"]')
    assert page.value("kolom-TOTAL_FORMS") == "5"
    assert not CustomBook.objects.exists()


def test_the_preview_shows_the_form_and_stores_nothing(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.planner)
    page = Screen(client.post(PREVIEW, guest_book(cast)))
    assert page.status == 200
    for said in ("Catat kunjungan tamu", "Nama tamu", "Penerimaan", "Datang", "Tandai diterima"):
        assert said in page.soup.get_text()
    assert (
        "Tulis kata pada tombol"
        in client.post(PREVIEW, guest_book(cast, **{"langkah-1-verb": ""})).content.decode()
    )
    assert not CustomBook.objects.exists()
    own_book(cast)
    form = see(client, page_of(cast)).form()
    assert "Pelapor" in client.post(f"{page_of(cast)}pratinjau/", form).content.decode()
    assert client.get(PREVIEW).status_code == 405
    for member, expected in ((cast.clerk, 403), (cast.camat, 403)):
        assert signed_in(member).post(PREVIEW, guest_book(cast)).status_code == expected
    outsider = signed_in(cast.neighbour_clerk)
    assert outsider.post(f"{page_of(cast)}pratinjau/", form).status_code == 404
    assert outsider.post(page_of(cast), form).status_code == 404
    assert outsider.post(f"{page_of(cast)}tutup/", {"reason": "x"}).status_code == 404


def test_renaming_retiring_and_bringing_back_on_the_page(cast: Cast, signed_in: SignedIn) -> None:
    book = own_book(cast)
    entry = entry_of(book, cast)
    client = signed_in(cast.planner)
    unchanged = answered(client, page_of(cast))
    assert unchanged.status_code == 302
    # The steps of the sample are told by others too; only that was changed.
    edition = row(cast).edition
    response = answered(
        client, page_of(cast),
        **{"kolom-0-label": "Nama pelapor", "kolom-1-retired": "on", "kolom-7-option_ringan": "Enteng",
           "kolom-7-gone_berat": "on", "kolom-7-new_options": "Gawat", "note": "SE Bupati 5/2026"},
    )  # fmt: skip
    assert response.status_code == 302, Screen(response).faults
    page = see(client, page_of(cast))
    assert "SE Bupati 5/2026" in page.text
    assert row(cast).edition == edition + 1
    form = see(signed_in(cast.clerk), f"/2026/buku/{book.slug}/catat/")
    assert "Nama pelapor" in form.text
    assert not form.soup.select('[name="k_kronologi"]')
    assert list(form.choices("k_tingkat")) == ["", "ringan", "sedang", "gawat"]
    shown = see(signed_in(cast.clerk), reverse("web:entry", args=[2026, entry.pk]))
    assert shown.facts["Kronologi"] == "Hujan tiga hari."
    assert shown.facts["Tingkat"] == "Berat"
    fields = see(client, page_of(cast)).form()
    assert fields["kolom-1-retired"] == "on"
    del fields["kolom-1-retired"]
    for n in range(3):
        fields[f"langkah-{n}-by"] = ["keeper"]  # type: ignore[assignment]
    assert client.post(page_of(cast), fields).status_code == 302
    again = see(signed_in(cast.clerk), f"/2026/buku/{book.slug}/catat/")
    assert again.soup.select('[name="k_kronologi"]')


def test_a_row_left_out_of_the_form_is_not_lost(cast: Cast, signed_in: SignedIn) -> None:
    own_book(cast)
    client = signed_in(cast.planner)
    response = answered(client, page_of(cast), **{"kolom-TOTAL_FORMS": "4"})
    assert response.status_code == 422
    assert "Tandai tidak dipakai lagi" in Screen(response).alert
    assert BookEdition.objects.count() == 1


def test_two_operators_at_once(cast: Cast, signed_in: SignedIn) -> None:
    own_book(cast)
    client = signed_in(cast.planner)
    form = see(client, page_of(cast)).form()
    assert answered(client, page_of(cast), purpose="Yang pertama.").status_code == 302
    for n in range(3):
        form[f"langkah-{n}-by"] = ["keeper"]  # type: ignore[assignment]
    late = client.post(page_of(cast), form | {"purpose": "Yang kedua."})
    assert late.status_code == 422
    assert "baru saja diubah" in Screen(late).alert


def test_closing_and_opening_again(cast: Cast, signed_in: SignedIn) -> None:
    book = own_book(cast)
    entry = entry_of(book, cast)
    operator, clerk = signed_in(cast.planner), signed_in(cast.clerk)
    turn = f"{page_of(cast)}tutup/"
    assert Screen(send(operator, turn, reason="")).faults.keys() == {"reason"}
    page = sent(operator, turn, reason="Diganti aplikasi provinsi")
    assert "Ditutup untuk entri baru" in page.text
    assert clerk.get(f"/2026/buku/{book.slug}/catat/").status_code == 422
    assert clerk.get(f"/2026/buku/{book.slug}/impor/").status_code == 422
    listed = see(clerk, f"/2026/buku/{book.slug}/")
    assert listed.rows
    assert "Catat kejadian" not in listed.links
    shown = see(clerk, reverse("web:entry", args=[2026, entry.pk]))
    assert "Tandai ditangani" in shown.steps
    assert f"/2026/buku/{book.slug}/catat/" not in see(clerk, "/2026/").addresses
    assert "Ditutup" in see(operator, LIST).text
    sent(operator, turn, reason="Masih diminta")
    assert clerk.get(f"/2026/buku/{book.slug}/catat/").status_code == 200


def test_keepers_and_number_formats_know_the_book(cast: Cast, signed_in: SignedIn) -> None:
    book = own_book(cast)
    client = signed_in(cast.planner)
    new = reverse("web:reference-new", args=[2026, "susunan-nomor"])
    assert see(client, new).choices("book")[book.code] == "Register kejadian"
    sent(client, new, book=book.code, kind="bencana", template="B-{nomor}/{tahun}", own_series="on")
    assert NumberFormat.objects.filter(book=book.code).exists()
    assert entry_of(book, cast).number_label == "B-1/2026"
    assert "Register kejadian" in see(client, reverse("web:reference", args=[2026, "pemegang-buku"])).text
    theirs = signed_in(cast.neighbour_clerk)
    assert book.code not in see(theirs, new).choices("book")
    refused = send(theirs, new, book=book.code, template="{nomor}")
    assert Screen(refused).faults.keys() == {"book"}


def test_the_neighbour_finds_the_book_nowhere(cast: Cast, signed_in: SignedIn) -> None:
    book = own_book(cast)
    entry = entry_of(book, cast)
    for member in (cast.neighbour_camat, cast.neighbour_clerk):
        client = signed_in(member)
        for address in ("/2026/", "/2026/kantor/", "/2026/cari/?q=longsor", "/2026/indikator/"):
            html = see(client, address).html
            assert book.slug not in html
            assert "Register kejadian" not in html
        for address in (f"/2026/buku/{book.slug}/", f"/2026/buku/{book.slug}/ekspor.xlsx",
                        f"/2026/buku/{book.slug}/catat/", reverse("web:entry", args=[2026, entry.pk])):  # fmt: skip
            assert client.get(address).status_code == 404, address


def test_what_an_operator_writes_is_shown_and_never_run(cast: Cast, signed_in: SignedIn) -> None:
    evil = "<script>alert(1)</script>"
    response = declare(
        signed_in(cast.planner),
        cast,
        **{"kolom-0-label": "<b>Nama</b>", "kolom-0-help": evil, "purpose": evil},
    )
    assert response.status_code == 302, Screen(response).faults
    html = see(signed_in(cast.clerk), "/2026/buku/khas-buku-tamu/catat/").html
    html += see(signed_in(cast.clerk), "/2026/buku/khas-buku-tamu/").html
    html += see(signed_in(cast.planner), page_of(cast)).html
    html += signed_in(cast.planner).post(PREVIEW, guest_book(cast, **{"kolom-0-help": evil})).content.decode()
    assert evil not in html
    assert "<b>Nama</b>" not in html


def test_the_menu_of_an_office_without_own_books_asks_nothing_more(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.clerk)
    address = "/2026/buku/surat-masuk/"

    def cost() -> int:
        see(client, address)
        with CaptureQueriesContext(connection) as queries:
            see(client, address)
        return len(queries)

    before = cost()
    own_book(cast)
    assert cost() == before  # the declaration is remembered by now


def test_an_import_brings_every_type_of_column(cast: Cast, signed_in: SignedIn) -> None:
    from io import BytesIO

    book = own_book(cast)
    client = signed_in(cast.clerk)
    text = (
        "Tanggal lapor;Jenis;Kejadian;Pelapor;Jumlah korban;Taksiran kerugian;Mendesak;Tingkat;Desa asal\r\n"
        "1/7/2026;Bencana;Banjir;Sumiati;1.200;Rp 2.500.000;Ya;Berat;Gedangan\r\n"
        "2/7/2026;Bencana;Angin;Sumiati;dua;1;Mungkin;Gawat;Kepanjen\r\n"
    )
    file = BytesIO(text.encode())
    file.name = "kejadian.csv"
    preview = client.post(f"/2026/buku/{book.slug}/impor/", {"file": file})["Location"]
    page = see(client, preview)
    wrong = next(line for line in page.rows if "Angin" in line)
    for column in ("Jumlah korban", "Mendesak", "Tingkat", "Desa asal"):
        assert f"Kolom {column}:" in wrong
    assert send(client, preview).status_code == 302
    entry = CustomEntry.objects.get(title="Banjir")
    assert (entry.k_jumlah_korban, entry.k_mendesak, entry.k_desa_asal) == (1200, True, cast.village)
    assert entry.occurred_on < clock.today()
    assert book_named(entry.book).label == "Register kejadian"
