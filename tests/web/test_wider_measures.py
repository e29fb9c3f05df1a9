"""The wider ways of counting on the form: each asks what it needs, counts along and is kept as it was written."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from takar.ledger.services import add_milestone
from takar.measurement.models import BaseFigure, OfficeMeasure
from takar.organisation.models import Village
from tests.factories import Cast, entry_of, letter_of, own_measure
from tests.web.conftest import SignedIn
from tests.web.screen import Screen, see, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

NEW = reverse("web:measure-new", args=[2026])
HTMX = {"HX-Request": "true"}


def row(part: str, book: str, milestone: str) -> dict[str, str]:
    return {f"{part}-rows": "1", f"{part}-0-book": book, f"{part}-0-milestone": milestone}


def written(aggregate: str, **values: str) -> dict[str, Any]:
    return {"label": "Ukuran baru", "unit": "persen", "aggregate": aggregate, "polarity": "higher"} | values


def number(client: Client, sent: dict[str, Any]) -> str:
    """What the preview says; then it is saved and opened again, and says and asks the same."""
    page = Screen(client.post(NEW, {**sent, "act": "preview"}, headers=HTMX))
    found = words(page.soup.select_one(".explain strong"))
    saved = client.post(NEW, {**sent, "act": "save"})
    assert saved.status_code == 302, Screen(saved).faults or Screen(saved).alert
    assert found in see(client, saved["Location"]).text
    made = OfficeMeasure.objects.get(label=sent["label"])
    form = see(client, reverse("web:measure-edit", args=[2026, made.code])).form()
    kept = {name: value for name, value in sent.items() if name in form}
    assert kept.keys() >= {name for name, value in sent.items() if value and name != "polarity"}
    assert {name: form[name] for name in kept} == kept
    return found


@pytest.fixture
def client(cast: Cast, signed_in: SignedIn) -> Client:
    return signed_in(cast.planner)


def test_a_sum_is_divided_by_a_sum(cast: Cast, client: Client) -> None:
    entry_of("stock_receipt", cast, occurred_on=date(2026, 2, 1), quantity=Decimal(3), unit_price=Decimal(8))
    sent = written("ratio_of_sums", number="quantity", **row("count", "stock_receipt", "received"))
    page = Screen(client.post(NEW, {**sent, "act": "save"}))
    assert page.faults == {"per_number": "Pilih kolom angkanya."}
    assert "Harga satuan (Rp)" in page.choices("per_number").values()
    assert number(client, {**sent, "per_number": "unit_price"}) == "37,5 persen"


def test_a_sum_is_divided_by_the_sum_of_another_book(cast: Cast, client: Client) -> None:
    entry_of("stock_receipt", cast, occurred_on=date(2026, 2, 1), quantity=Decimal(3))
    entry_of("archive_item", cast, occurred_on=date(2026, 3, 1), quantity=12)
    sent = written("ratio_of_sums", number="quantity", per_number="quantity")
    sent |= row("count", "stock_receipt", "received") | row("per", "archive_item", "archived")
    assert number(client, sent) == "25 persen"


def test_villages_are_a_share_of_all_villages(cast: Cast, client: Client) -> None:
    Village.objects.create(office=cast.office, code="35.07.29.2009", name="Sumber")
    letter_of(
        cast,
        letter_date=None,
        occurred_on=date(2026, 1, 5),
        village=Village.objects.filter(office=cast.office).first(),
    )
    sent = written("distinct_ratio", distinct="village", base="villages")
    sent |= row("count", "incoming_letter", "received")
    assert number(client, sent) == "50 persen"
    page = Screen(client.post(NEW, {**sent, "act": "refresh"}, headers=HTMX))
    # Divided by a list of the office, so no books to divide by are asked for.
    assert page.soup.select("[name=per-0-book]") == []


def test_letters_for_each_thousand_inhabitants(cast: Cast, client: Client) -> None:
    sent = written("ratio", base="figure:Jumlah penduduk", scale="1000")
    sent |= {"unit": "per 1.000 penduduk"} | row("count", "incoming_letter", "received")
    page = Screen(client.post(NEW, {**sent, "act": "save"}))
    assert page.faults == {"base": "Angka dasar ini belum ada. Catat dahulu di Pengaturan, Angka dasar."}
    rows = reverse("web:reference-new", args=[2026, "angka-dasar"])
    figure = {
        "name": "Jumlah penduduk",
        "unit": "jiwa",
        "value": "4000",
        "valid_from": "01/01/2026",
        "source": "BPS",
    }
    assert client.post(rows, figure).status_code == 302
    assert BaseFigure.objects.get().office == cast.office
    letter_of(cast, letter_date=None, occurred_on=date(2026, 1, 5))
    assert number(client, sent) == "0,25 per 1.000 penduduk"


@pytest.mark.parametrize(
    ("aggregate", "more", "said"),
    [
        ("mean_time", {}, "3 hari kerja"),
        ("within_time", {"within": "2"}, "0 persen"),
        ("within_time", {"within": "3"}, "100 persen"),
    ],
)
def test_spans_between_two_steps(
    cast: Cast, client: Client, aggregate: str, more: dict[str, str], said: str
) -> None:
    sheet = entry_of(
        "disposition",
        cast,
        letter=letter_of(cast, letter_date=None, occurred_on=date(2026, 6, 8)),
        occurred_on=date(2026, 6, 8),
    )
    add_milestone(
        entry=sheet, what="completed", on=date(2026, 6, 11), note="Selesai", actor=cast.section_head.actor
    )
    sent = written(aggregate, unit=said.split(maxsplit=1)[1], time="working_days", **more) | row(
        "count", "disposition", "completed"
    )
    page = Screen(client.post(NEW, {**sent, "act": "save"}))
    assert page.faults["since"] == "Pilih sejak kapan lamanya dihitung."
    assert page.choices("since")["given"] == "diberikan"
    assert number(client, {**sent, "since": "given"}) == said


def test_a_limit_that_is_no_number_is_said_to_be_none(client: Client) -> None:
    sent = written("within_time", since="given", within="lima") | row("count", "disposition", "completed")
    page = Screen(client.post(NEW, {**sent, "act": "save"}))
    assert page.faults == {"within": "Tulis batas lamanya, misalnya 5."}
    shown = Screen(client.post(NEW, {**sent, "act": "preview"}, headers=HTMX))
    assert "Tulis batas lamanya, misalnya 5." in words(shown.soup)


def test_growth_takes_one_measure_and_no_weight(cast: Cast, client: Client) -> None:
    for day in (date(2025, 1, 5), date(2026, 1, 5), date(2026, 1, 6)):
        letter_of(cast, letter_date=None, occurred_on=day)
    inner = own_measure(cast.planner.actor, "Surat")
    sent = written("growth", **{"parts-rows": "1", "parts-0-measure": inner.code})
    page = Screen(client.post(NEW, {**sent, "act": "refresh"}, headers=HTMX))
    assert page.soup.select("[name=count-0-book], [name=parts-0-weight], [name=of]") == []
    assert number(client, sent) == "100 persen"


def test_an_index_of_weighted_measures(cast: Cast, client: Client) -> None:
    for day in (date(2026, 1, 5), date(2026, 1, 6)):
        letter_of(cast, letter_date=None, occurred_on=day)
    parts = [own_measure(cast.planner.actor, label).code for label in ("Satu", "Dua")]
    sent = written(
        "composite", **{"parts-rows": "2", "parts-0-measure": parts[0], "parts-1-measure": parts[1]}
    )
    sent["unit"] = "indeks"
    page = Screen(client.post(NEW, {**sent, "parts-0-weight": "40", "parts-1-weight": "50", "act": "save"}))
    assert "Bobot berjumlah 90, seharusnya 100." in page.alert
    page = Screen(
        client.post(NEW, {**sent, "parts-0-weight": "empat", "parts-1-weight": "50", "act": "save"})
    )
    assert page.status == 422
    more = Screen(client.post(NEW, {**sent, "act": "add-parts"}, headers=HTMX))
    assert len(more.soup.select("[name$=-weight]")) == 3
    less = Screen(client.post(NEW, {**sent, "act": "drop-parts-0"}, headers=HTMX))
    assert len(less.soup.select("[name$=-weight]")) == 1
    assert number(client, {**sent, "parts-0-weight": "37,5", "parts-1-weight": "62,5"}) == "2 indeks"


@pytest.mark.parametrize(
    "aggregate", ["ratio", "average", "index", "on_time", "growth", "composite", "within_time"]
)
def test_what_never_adds_up_is_not_added_up(client: Client, aggregate: str) -> None:
    sent = written(aggregate, over="sum") | row("count", "disposition", "completed")
    page = Screen(client.post(NEW, {**sent, "act": "save"}))
    assert page.status == 422
    assert "tidak pernah dijumlahkan antarbulan" in page.faults["over"]


def test_a_percentage_is_not_counted_up(client: Client) -> None:
    sent = written("count") | row("count", "incoming_letter", "received")
    page = Screen(client.post(NEW, {**sent, "act": "save"}))
    assert "tidak dapat dijumlahkan" in page.faults["unit"]


@pytest.mark.parametrize("aggregate", ["ratio", "ratio_of_sums", "distinct_ratio", "within_time", "growth"])
@pytest.mark.parametrize("unit", ["surat", "rupiah", "hari kerja"])
def test_a_share_is_no_number_of_letters_rupiah_or_days(client: Client, aggregate: str, unit: str) -> None:
    page = Screen(client.post(NEW, {**written(aggregate, unit=unit), "act": "save"}))
    assert page.faults["unit"].startswith(f"Angka cara ini bukan banyaknya {unit}. Tulis persen")
    fitting = Screen(client.post(NEW, {**written(aggregate, unit="surat per 1.000 penduduk"), "act": "save"}))
    assert "unit" not in fitting.faults


@pytest.mark.parametrize("unit", ["surat", "persen"])
def test_a_mean_span_is_told_in_days_or_hours(client: Client, unit: str) -> None:
    page = Screen(client.post(NEW, {**written("mean_time", unit=unit), "act": "save"}))
    assert page.faults["unit"] == f"Angka cara ini bukan banyaknya {unit}. Tulis hari kerja, hari atau jam."


def test_entries_that_count_unread_are_not_said_to_be_none(cast: Cast, client: Client) -> None:
    letter_of(cast, letter_date=None, occurred_on=date(2026, 5, 4), security="rahasia")
    sent = {**written("count", unit="surat"), **row("count", "incoming_letter", "received"), "act": "preview"}
    shown = words(Screen(client.post(NEW, sent, headers=HTMX)).soup)
    assert shown.startswith("1 surat")
    assert "Entri yang dihitung hanya terbaca pimpinan" in shown
