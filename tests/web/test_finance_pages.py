"""The cash book's own pages: a month with its balance, closing it, and both on paper."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pypdfium2
import pytest
from django.urls import reverse

from takar.ledger.services import add_milestone
from takar.registers.finance.models import CashClosing, CashEntry, PaymentRequest
from takar.registers.finance.services import issue_order, pay
from tests.factories import Cast, close_cash_month, entry_of
from tests.web.conftest import SignedIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]


def row(cast: Cast, day: date, **values: Any) -> CashEntry:
    amounts = {"received": Decimal(0), "spent": Decimal(0)} | values
    found: CashEntry = entry_of("cash_entry", cast, occurred_on=day, **amounts)
    return found


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def june(cast: Cast) -> list[CashEntry]:
    return [
        row(cast, date(2026, 5, 29), received=Decimal(5_000_000)),
        row(cast, date(2026, 6, 30), spent=Decimal("1250000.50"), title="Perjalanan dinas"),
        row(cast, date(2026, 6, 2), spent=Decimal(250_000), title="Alat tulis"),
    ]


def test_a_month_shows_its_rows_by_day_with_the_balance_after_each(cast: Cast, signed_in: SignedIn) -> None:
    june(cast)
    body = signed_in(cast.treasurer).get(reverse("web:cash-book", args=[2026]) + "?bulan=6").content.decode()
    order = ["Saldo bulan lalu", "5.000.000", "Alat tulis", "4.750.000", "Perjalanan dinas", "3.499.999,50"]
    table = body[body.index("<tbody") :]
    places = [table.index(words) for words in order]
    assert places == sorted(places)
    assert "Jumlah sampai dengan bulan ini" in table
    assert "1.500.000,50" in table


def test_the_neighbour_sees_an_empty_book_of_their_own(cast: Cast, signed_in: SignedIn) -> None:
    june(cast)
    client = signed_in(cast.neighbour_camat)
    for address in (
        reverse("web:cash-book", args=[2026]) + "?bulan=6",
        reverse("web:entries", args=[2026, "buku-kas-umum"]) + "?q=alat",
        reverse("web:search", args=[2026]) + "?q=perjalanan",
    ):
        assert b"Perjalanan dinas" not in client.get(address).content
    assert "Perjalanan" not in text_of(
        client.get(reverse("web:cash-book-print", args=[2026]) + "?bulan=6").content
    )
    csv = client.get(reverse("web:entries-export", args=[2026, "buku-kas-umum", "csv"]))
    content = b"".join(csv) if csv.streaming else csv.content
    assert b"Perjalanan dinas" not in content


def test_a_month_that_is_none_is_refused_politely(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.treasurer)
    for said in ("13", "0", "juni", "٣", "9" * 5000):
        assert client.get(reverse("web:cash-book", args=[2026]), {"bulan": said}).status_code == 404


def test_closing_asks_for_the_money_and_for_a_reason_when_it_differs(cast: Cast, signed_in: SignedIn) -> None:
    row(cast, date(2026, 6, 2), received=Decimal(1_000_000))
    client = signed_in(cast.treasurer)
    address = reverse("web:cash-close", args=[2026])
    assert "Tutup BKU Juni 2026" in client.get(address).content.decode()
    form = {"month": "2026-06", "on": "15/7/2026", "bank": "700.000", "d100000": "2", "d50000": "1"}
    answer = client.post(address, form)
    assert answer.status_code == 422
    assert "kurang Rp50.000" in answer.content.decode()
    assert not CashClosing.objects.filter(office=cast.office).exists()
    answer = client.post(address, form | {"explanation": "Kuitansi belum dibukukan"})
    closing = CashClosing.objects.get(office=cast.office)
    assert answer["Location"] == reverse("web:entry", args=[2026, closing.pk])
    assert (closing.cash, closing.bank, closing.difference) == (250_000, 700_000, 50_000)
    # The form that was open while somebody else closed the month tells so.
    late = client.post(address, form)
    assert CashClosing.objects.filter(office=cast.office).count() == 1
    assert late.status_code in {200, 422}


def test_counting_again_ends_with_the_superiors_signature(cast: Cast, signed_in: SignedIn) -> None:
    row(cast, date(2026, 6, 2), received=Decimal(100_000))
    closing = close_cash_month(cast, None, {"month": "2026-06"})
    client = signed_in(cast.treasurer)
    address = reverse("web:closing-count", args=[2026, closing.pk])
    answer = client.post(address, {"bank": "0", "d100000": "1", "reason": "Salah hitung"})
    assert answer.status_code == 302
    assert CashClosing.objects.get(pk=closing.pk).cash == 100_000
    page = client.get(reverse("web:entry", args=[2026, closing.pk])).content.decode()
    assert "Perbaiki hasil hitung" in page
    assert "Batalkan entri ini" not in page
    add_milestone(entry=closing, what="approved", on=date(2026, 7, 15), actor=cast.camat.actor)
    assert client.get(address).status_code == 403
    assert (
        "Perbaiki hasil hitung"
        not in client.get(reverse("web:entry", args=[2026, closing.pk])).content.decode()
    )


def test_a_row_of_a_closed_month_offers_a_correcting_row_and_nothing_else(
    cast: Cast, signed_in: SignedIn
) -> None:
    wrong = row(cast, date(2026, 6, 30), spent=Decimal(125_000), title="Alat tulis")
    close_cash_month(cast, None, {"month": "2026-06", "bank": Decimal(0), "explanation": "Kas kosong"})
    client = signed_in(cast.treasurer)
    page = client.get(reverse("web:entry", args=[2026, wrong.pk])).content.decode()
    assert "BKU bulan Juni 2026 sudah ditutup" in page
    assert "Perbaiki isian" not in page
    assert "Batalkan entri ini" not in page
    link = next(part.split('"')[0] for part in page.split('href="') if "corrects=" in part)
    form = client.get(link.replace("&amp;", "&")).content.decode()
    assert "Pembetulan BKU no. 1/2026: Alat tulis" in form
    assert 'value="125.000"' in form
    # Whoever goes there by address is told as well.
    answer = client.post(reverse("web:entry-cancel", args=[2026, wrong.pk]), {"reason": "x"})
    assert answer.status_code == 422
    assert "Catat baris pembetulan" in answer.content.decode()


def test_the_book_on_paper_has_a_page_for_each_month_and_its_closing(cast: Cast, signed_in: SignedIn) -> None:
    june(cast)
    close_cash_month(cast, None, {"month": "2026-05"})
    client = signed_in(cast.camat)
    pdf = client.get(reverse("web:cash-book-print", args=[2026])).content
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 2
    document.close()
    text = text_of(pdf)
    for words in ("Bulan Mei 2026", "Bulan Juni 2026", "3.499.999,50", "BKU bulan Juni 2026 belum ditutup",
                  "lima juta rupiah", "Jumlah sampai dengan bulan lalu", "Wiwik Handayani", "Drs. Suwito"):  # fmt: skip
        assert words in text, words


def test_the_closing_register_prints_book_and_money(cast: Cast, signed_in: SignedIn) -> None:
    row(cast, date(2026, 6, 2), received=Decimal(500_000))
    values = {
        "month": "2026-06",
        "counts": {50_000: 4},
        "bank": Decimal(290_000),
        "explanation": "Biaya bank",
    }
    closing = close_cash_month(cast, None, values)
    text = text_of(
        signed_in(cast.treasurer).get(reverse("web:closing-print", args=[2026, closing.pk])).content
    )
    for words in ("REGISTER PENUTUPAN KAS", "Juni 2026", "Rp50.000", "200.000", "290.000", "490.000", "10.000",
                  "Biaya bank", "lima ratus ribu rupiah", "belum disahkan atasan"):  # fmt: skip
        assert words in text, words


def test_the_list_shows_and_prints_the_running_balance(cast: Cast, signed_in: SignedIn) -> None:
    june(cast)
    client = signed_in(cast.treasurer)
    address = reverse("web:entries", args=[2026, "buku-kas-umum"])
    # Even when a filter hides rows, the balance is that of the whole book.
    assert "3.499.999,50" in client.get(address, {"q": "perjalanan"}).content.decode()
    assert "3.499.999,50" in text_of(
        client.get(reverse("web:entries-print", args=[2026, "buku-kas-umum"])).content
    )


def test_spm_and_sp2d_are_told_on_their_pages_and_lead_into_the_cash_book(
    cast: Cast, signed_in: SignedIn
) -> None:
    request: PaymentRequest = entry_of("payment_request", cast)
    add_milestone(entry=request, what="verified", on=date(2026, 7, 15), actor=cast.general_head.actor)
    client = signed_in(cast.treasurer)
    for name, number, state in (("request-issue", "SPM-7", "issued"), ("request-pay", "SP2D-9", "paid")):
        address = reverse(f"web:{name}", args=[2026, request.pk])
        assert client.post(address, {"number": "", "on": "15/7/2026"}).status_code == 422
        assert client.post(address, {"number": number, "on": "15/7/2026"}).status_code == 302
        assert PaymentRequest.objects.get(pk=request.pk).state == state
    page = client.get(reverse("web:entry", args=[2026, request.pk])).content.decode()
    assert "SPM-7" in page
    assert "SP2D-9" in page
    assert "Bukukan dalam BKU" in page
    entry_of("cash_entry", cast, request=request, received=request.net, spent=Decimal(0), kind="sp2d")
    assert (
        "Bukukan dalam BKU" not in client.get(reverse("web:entry", args=[2026, request.pk])).content.decode()
    )


def test_papers_that_wait_for_the_leader_stand_on_hari_ini(cast: Cast, signed_in: SignedIn) -> None:
    entry_of("accountability_report", cast, title="SPJ Juni menunggu")
    paid = entry_of("payment_request", cast, title="Sudah dibayar")
    add_milestone(entry=paid, what="verified", on=date(2026, 7, 15), actor=cast.general_head.actor)
    issue_order(request=paid, actor=cast.treasurer.actor, number="1", on=date(2026, 7, 15))
    pay(request=paid, actor=cast.treasurer.actor, number="2", on=date(2026, 7, 15))
    address = reverse("web:today", args=[2026])
    body = signed_in(cast.camat).get(address).content.decode()
    assert "SPJ menunggu persetujuan" in body
    assert "SPJ Juni menunggu" in body
    assert "SPP menunggu verifikasi" not in body
    assert "SPJ menunggu persetujuan" not in signed_in(cast.treasurer).get(address).content.decode()
