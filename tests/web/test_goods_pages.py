"""The store room and the inventory as people use them: asking, approving, handing out, counting, labels."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from takar.ledger.models import Entry
from takar.registers.goods.book import Assets
from takar.registers.goods.models import Asset, StockAdjustment, StockCount, StockIssue, SupplyRequest
from takar.registers.goods.services import approve_request, fill_count
from tests.factories import Cast, asset_of, entry_of, room, stock_item, vehicle_values
from tests.registers.test_goods import issue, receive
from tests.web.conftest import SignedIn
from tests.web.papers import pdf_text
from tests.web.screen import Screen, see, see_sent_on, send, sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]


def text_of(response: Any) -> str:
    assert response.status_code == 200
    return pdf_text(response.content)


def page(name: str, *args: Any) -> str:
    return reverse(f"web:{name}", args=[2026, *args])


def test_from_asking_on_the_phone_to_the_issue_book(cast: Cast, signed_in: SignedIn) -> None:
    paper = stock_item(cast.office)
    receive(cast, paper, "10", unit_price=Decimal(50_000))
    asks = signed_in(cast.government_clerk)
    made = sent(asks, page("supply-ask"), **{f"q{paper.pk}": "3", "purpose": "Bahan pembinaan"})
    assert "nomor 1 diajukan" in made.messages
    assert made.steps == []
    (request,) = SupplyRequest.objects.filter(office=cast.office)

    head = signed_in(cast.general_head)
    waits = see(head, page("today"))
    assert "Permintaan barang menunggu persetujuan" in waits.text
    approve = page("action", request.pk, "setujui-permintaan")
    assert see(head, approve).value(f"q{paper.pk}") == "3"
    assert "disetujui" in sent(head, approve, **{f"q{paper.pk}": "2"}).messages

    keeper = signed_in(cast.stock_clerk)
    assert "Permintaan barang siap dikeluarkan" in see(keeper, page("today")).text
    hand_out = page("action", request.pk, "keluarkan")
    form = see(keeper, hand_out)
    assert (form.value(f"q{paper.pk}"), form.value("receiver")) == ("2", "Yuni Kartika")
    done = sent(keeper, hand_out)
    assert "1 pengeluaran tercatat" in done.messages
    assert "Kertas HVS F4" in done.text
    (out,) = StockIssue.objects.filter(office=cast.office)
    assert (out.quantity, out.receiver, out.purpose) == (2, "Yuni Kartika", "Bahan pembinaan")
    shown = see(keeper, page("entry", out.pk))
    assert "Rp100.000" in shown.text
    assert page("entry", request.pk) in shown.addresses


def test_the_same_request_sent_twice_is_one(cast: Cast, signed_in: SignedIn) -> None:
    paper = stock_item(cast.office)
    client = signed_in(cast.government_clerk)
    form = see(client, page("supply-ask")).form() | {f"q{paper.pk}": "1", "purpose": "Rapat"}
    assert {client.post(page("supply-ask"), form).status_code for _ in range(2)} == {302}
    assert SupplyRequest.objects.filter(office=cast.office).count() == 1


def test_an_empty_request_and_too_much_come_back_with_words(cast: Cast, signed_in: SignedIn) -> None:
    paper = stock_item(cast.office)
    client = signed_in(cast.government_clerk)
    empty = send(client, page("supply-ask"), purpose="Rapat")
    assert empty.status_code == 422
    assert "sekurang-kurangnya satu barang" in empty.content.decode()
    request = entry_of("supply_request", cast, wanted="2 Kertas HVS F4")
    head = signed_in(cast.general_head)
    more = send(head, page("action", request.pk, "setujui-permintaan"), **{f"q{paper.pk}": "5"})
    assert more.status_code == 422
    assert "antara nol dan 2 rim" in more.content.decode()


def test_a_count_is_filled_in_and_approved(cast: Cast, signed_in: SignedIn) -> None:
    paper = stock_item(cast.office)
    receive(cast, paper, "10")
    count = entry_of("stock_count", cast)
    keeper = signed_in(cast.stock_clerk)
    fill = page("action", count.pk, "hitungan")
    lacking = send(keeper, fill, **{f"q{paper.pk}": "9"})
    assert "selisih -1 rim harus dijelaskan" in lacking.content.decode()
    found = sent(keeper, fill, **{f"q{paper.pk}": "9", f"r{paper.pk}": "Rusak kena air"})
    assert any("berselisih" in row for row in found.rows)
    head = signed_in(cast.general_head)
    assert "Opname menunggu pengesahan" in see(head, page("today")).text
    done = sent(head, page("action", count.pk, "sahkan-opname"))
    assert "1 penyesuaian tercatat" in done.messages
    assert not any("Perbaiki langkah" in step and "Disahkan" in step for step in done.timeline)
    (change,) = StockAdjustment.objects.filter(office=cast.office)
    assert change.title == "Rusak kena air"
    assert "sudah disahkan atau dibatalkan" in see_sent_on(keeper, fill).messages
    late = keeper.post(fill, {f"q{paper.pk}": "8", f"r{paper.pk}": "Hilang"})
    assert late.status_code == 422
    assert "sudah disahkan atau dibatalkan" in late.content.decode()
    paper_text = text_of(keeper.get(page("count-print", count.pk)))
    assert "Rusak kena air" in paper_text
    assert "konsep" not in paper_text
    assert StockCount.objects.get(pk=count.pk).state == "approved"


def test_the_card_of_an_item_and_its_paper(cast: Cast, signed_in: SignedIn) -> None:
    paper = stock_item(cast.office, minimum=Decimal(9))
    receive(cast, paper, "10", unit_price=Decimal(50_000), supplier="CV Maju", occurred_on=date(2026, 6, 1))
    issue(cast, paper, "4", purpose="loket")
    client = signed_in(cast.clerk)
    stock = see(client, page("stock"))
    assert "menipis 6" in stock.text
    assert "Rp300.000" in stock.text
    card = see(client, page("stock-card", paper.pk))
    assert "sisa 6 rim, nilai Rp300.000" in card.text
    printed = text_of(client.get(page("stock-card-print", paper.pk)))
    for words in ("KARTU PERSEDIAAN BARANG", "CV Maju", "Kasi: loket", "300.000", "Bertambah", "10"):
        assert words in printed, words
    assert "Diserahkan kepada" in text_of(client.get(page("consumables-print")))
    assert "Kertas HVS F4" in text_of(client.get(page("stock-print")))


def test_the_form_of_an_asset_follows_its_kind(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.stock_clerk)
    address = page("entry-record", "aset")
    land = see(client, address)
    assert 'name="land_right"' in land.html
    assert 'name="plate"' not in land.html
    machine = see(client, f"{address}?kind=b")
    assert 'name="plate"' in machine.html
    done = sent(
        client, f"{address}?kind=b", title="Sepeda motor", code="1.3.2.02.01.04.001", plate="n 12 ab",
        occurred_on="1/2/2020", price="18.650.000",
    )  # fmt: skip
    assert done.facts["Nomor polisi"] == "N 12 AB"
    assert "Luas lantai (m²)" not in done.facts
    assert Asset.objects.get(office=cast.office).register == "0001"
    wrong = client.post(address, {"kind": "c", "title": "Gedung"})
    assert wrong.status_code == 422
    assert 'name="floor_m2"' in wrong.content.decode()


KIB_HEADS = {
    "a": [
        "Jenis barang/Nama barang",
        "Kode barang",
        "Register",
        "Luas (m²)",
        "Letak/alamat",
        "Hak",
        "Penggunaan",
    ],
    "b": [
        "Merk/tipe",
        "Ukuran/CC",
        "Bahan",
        "Pabrik",
        "Rangka",
        "Mesin",
        "Polisi",
        "BPKB",
        "Asal usul",
        "Ket.",
    ],
    "c": ["Luas lantai", "Dokumen gedung", "Status tanah"],
    "d": ["Panjang (km)", "Lebar (m)", "Konstruksi"],
    "e": ["Buku perpustakaan", "Spesifikasi", "Jumlah"],
    "f": ["Asal usul pembiayaan", "Nilai kontrak"],
}
SIZES = {"a": 14, "b": 16, "c": 17, "d": 17, "e": 16, "f": 15}
"""How many columns the official forms have."""


@pytest.mark.parametrize("kib", SIZES)
def test_each_card_prints_its_official_columns(cast: Cast, signed_in: SignedIn, kib: str) -> None:
    code = {"a": "1.3.1.01", "b": "1.3.2.01"}.get(kib, "1.3.3.01")
    asset_of(cast.office, kind=kib, code=code, title="Barang contoh", price=Decimal(8_750_000))
    assert len(Assets.layout(kib).columns) == SIZES[kib]
    client = signed_in(cast.clerk)
    own = text_of(client.get(f"{page('inventory-print')}?kib={kib}"))
    by_list = text_of(client.get(f"{page('entries-print', 'aset')}?kind={kib}"))
    for printed in (own, by_list):
        flat = " ".join(printed.split())
        assert f"KARTU INVENTARIS BARANG (KIB) {kib.upper()}" in flat
        assert "8.750" in flat
        for head in KIB_HEADS[kib]:
            assert head.split("/")[0].replace(" ", "") in flat.replace(" ", ""), head


def test_a_room_s_list_and_the_book_of_all(cast: Cast, signed_in: SignedIn) -> None:
    service = room(cast.office)
    service.keeper = cast.stock_clerk.position
    service.save()
    asset_of(cast.office, title="Laptop", room=service, condition="RR")
    asset_of(cast.office, title="Genset", room=None)
    client = signed_in(cast.clerk)
    printed = " ".join(text_of(client.get(page("room-print", service.pk))).split())
    assert "KARTU INVENTARIS RUANGAN" in printed
    assert "Laptop" in printed
    assert "Genset" not in printed
    assert "Tri Utami" in printed
    book = " ".join(text_of(client.get(page("inventory-print"))).split())
    assert "BUKU INVENTARIS" in book
    assert "Genset" in book
    assert client.get(f"{page('inventory-print')}?kib=z").status_code == 404


def test_labels_name_the_asset_and_stay_in_the_office(cast: Cast, signed_in: SignedIn) -> None:
    made = asset_of(cast.office, title="Proyektor", register="0042")
    labels = f"{page('asset-labels')}?aset={made.pk}"
    printed = text_of(signed_in(cast.clerk).get(labels))
    assert f"{made.code}.0042" in printed
    assert "Proyektor" in printed
    for outsider in (cast.neighbour_camat, cast.neighbour_clerk):
        client = signed_in(outsider)
        assert "Proyektor" not in text_of(client.get(labels))
        assert "Tidak ada aset" in text_of(client.get(labels))
        assert client.get(reverse("web:entry", args=[made.year, made.pk])).status_code == 404
        for address in ("inventory", "vehicles", "stock"):
            assert "Proyektor" not in see(client, page(address)).text
        assert "Proyektor" not in text_of(client.get(page("inventory-print")))
    assert signed_in(cast.clerk).get(f"{page('asset-labels')}?aset=x").status_code == 200


def test_the_code_on_a_label_says_the_page_of_the_asset(
    cast: Cast, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def note(text: str) -> str:
        said.append(text)
        return qr(text)

    from takar.reporting.writers import labels as writer

    qr = writer.qr_svg
    monkeypatch.setattr(writer, "qr_svg", note)
    made = asset_of(cast.office)
    signed_in(cast.clerk).get(f"{page('asset-labels')}?aset={made.pk}")
    assert said == [f"http://testserver/2026/entri/{made.pk}/"]


def test_vehicles_show_what_is_due_and_the_form_is_filled_in(cast: Cast, signed_in: SignedIn) -> None:
    made = asset_of(cast.office, **(vehicle_values() | {"plate": "N 7 GD", "tax_due": date(2026, 7, 20)}))
    keeper = signed_in(cast.stock_clerk)
    assert "Surat kendaraan jatuh tempo" in see(keeper, page("today")).text
    assert "Surat kendaraan jatuh tempo" not in see(signed_in(cast.clerk), page("today")).text
    overview = see(keeper, page("vehicles"))
    assert any("N 7 GD" in row and "5 hari lagi" in row for row in overview.rows)
    form = overview.links["Ajukan perpanjangan"]
    assert see(keeper, form).value("vehicle") == str(made.pk)
    submitted = sent(keeper, form)
    assert submitted.facts["Jatuh tempo"] == "20 Jul 2026"
    (renewal,) = Entry.objects.filter(office=cast.office, book="vehicle_renewal")
    pay = page("action", renewal.pk, "bayar")
    assert see(keeper, pay).value("valid_until") == "20/07/2027"
    paid = sent(keeper, pay, tax="184.000", levy="35.000")
    assert "berlaku sampai 20 Juli 2027" in paid.messages
    assert "Surat kendaraan jatuh tempo" not in see(keeper, page("today")).text
    assert any("20 Jul 2027" in row for row in see(keeper, page("vehicles")).rows)


def test_what_was_bought_is_not_typed_again(cast: Cast, signed_in: SignedIn) -> None:
    bought = entry_of(
        "procurement", cast, title="Laptop", quantity=Decimal(2), unit_price=Decimal(13_500_000)
    )
    keeper: Client = signed_in(cast.stock_clerk)
    shown = see(keeper, page("entry", bought.pk))
    form = see(keeper, shown.links["Catat sebagai aset"])
    found = ("Laptop", "27000000", "2", "b")
    assert tuple(form.value(name) for name in ("title", "price", "pieces", "kind")) == found


def test_a_report_shows_and_prints_its_figures(cast: Cast, signed_in: SignedIn) -> None:
    asset_of(cast.office, occurred_on=date(2026, 3, 1), price=Decimal(8_750_000))
    report = entry_of("inventory_report", cast)
    client = signed_in(cast.clerk)
    shown = see(client, page("entry", report.pk))
    assert "8.750.000" in shown.text
    assert "Masih konsep" in shown.text
    printed = text_of(client.get(page("inventory-report-print", report.pk)))
    assert "(konsep)" in printed
    assert "8.750.000" in printed


def test_who_opens_the_pages_that_hand_out_and_approve(cast: Cast, signed_in: SignedIn) -> None:
    paper = stock_item(cast.office)
    receive(cast, paper, "10")
    request = entry_of("supply_request", cast, wanted="2 Kertas HVS F4")
    approve_request(request=request, actor=cast.general_head.actor, granted={}, on=request.occurred_on)
    count = entry_of("stock_count", cast)
    fill_count(count=count, actor=cast.stock_clerk.actor, counted={paper.pk: Decimal(10)}, reasons={})
    above = {"camat", "secretary", "general_head"}
    for address, opens in (
        (page("action", request.pk, "keluarkan"), above | {"stock_clerk"}),
        (page("action", count.pk, "hitungan"), above | {"stock_clerk"}),
        (page("action", count.pk, "sahkan-opname"), above),
    ):
        for name, member in cast.members.items():
            assert signed_in(member).get(address).status_code == (200 if name in opens else 403), name
        assert signed_in(cast.neighbour_camat).get(address).status_code == 404


def test_goods_handed_out_twice_are_handed_out_once(cast: Cast, signed_in: SignedIn) -> None:
    paper = stock_item(cast.office)
    receive(cast, paper, "10")
    request = entry_of("supply_request", cast, wanted="2 Kertas HVS F4")
    approve_request(request=request, actor=cast.general_head.actor, granted={}, on=request.occurred_on)
    keeper = signed_in(cast.stock_clerk)
    address = page("action", request.pk, "keluarkan")
    form = see(keeper, address).form()
    assert keeper.post(address, form).status_code == 302
    again = keeper.post(address, form)
    assert again.status_code == 422
    assert "“Dikeluarkan” sudah tercatat" in again.content.decode()
    assert "“Dikeluarkan” sudah tercatat" in see_sent_on(keeper, address).messages
    assert StockIssue.objects.filter(office=cast.office).count() == 1


def test_what_runs_out_is_exactly_what_the_link_opens(cast: Cast, signed_in: SignedIn) -> None:
    for plate, due in (
        ("N 1 AA", date(2026, 7, 20)),
        ("N 2 BB", date(2026, 7, 1)),
        ("N 3 CC", date(2027, 7, 1)),
    ):
        asset_of(cast.office, **(vehicle_values() | {"plate": plate, "tax_due": due, "papers_until": None}))
    keeper = signed_in(cast.stock_clerk)
    today = see(keeper, page("today"))
    assert "Surat kendaraan jatuh tempo 2 N 2 BB" in today.text
    assert "Lewat 14 hari" in today.text
    due_only = see(keeper, f"{page('vehicles')}?jatuh-tempo=1")
    assert [row.split()[:3] for row in due_only.rows] == [["N", "2", "BB"], ["N", "1", "AA"]]
    assert len(see(keeper, due_only.links["Semua kendaraan"]).rows) == 3


def test_one_proposal_names_many_assets(cast: Cast, signed_in: SignedIn) -> None:
    assets = [asset_of(cast.office, title=f"Kursi {n}") for n in range(3)]
    keeper = signed_in(cast.stock_clerk)
    listed = see(keeper, page("entries", "aset"))
    (address,) = {
        str(button["formaction"])
        for button in listed.soup.select("button[formaction]")
        if "Usulkan penghapusan" in button.text
    }
    ticked = {"pilih": [made.pk for made in assets]}
    assert "Usulkan penghapusan: 3 aset" in Screen(keeper.post(address, ticked)).text
    values = {"do": "1", "on": "hari ini", "note": "Usulan 030/7/2026"}
    keeper.post(address, ticked | values)
    assert {Asset.objects.get(pk=made.pk).state for made in assets} == {"proposed"}
    assert "Aset menunggu keputusan penghapusan 3" in see(keeper, page("today")).text
    assert signed_in(cast.clerk).post(address, ticked).status_code == 302
