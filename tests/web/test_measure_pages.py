"""Own measures on the screen: rows come and go, the preview counts along, faults stand in their places."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from takar.ledger.services import add_milestone, record_entry
from takar.measurement.models import Binding, MeasureVersion, OfficeMeasure
from takar.measurement.own.measures import measures_of
from takar.measurement.selectors import realisations
from takar.organisation.models import Position
from tests.factories import Cast, entry_of, letter_of, own_measure
from tests.own_books import own_book, values
from tests.web.conftest import SignedIn
from tests.web.screen import Screen, see, send, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear", "imported_decree")]

NEW = reverse("web:measure-new", args=[2026])
LABEL = "Undangan yang diterima"
HTMX = {"HX-Request": "true"}


def filled(**changes: str | list[str]) -> dict[str, Any]:
    """The form as somebody fills it: letters received."""
    return {
        "act": "save",
        "label": LABEL,
        "unit": "surat",
        "aggregate": "count",
        "count-rows": "1",
        "count-0-book": "incoming_letter",
        "count-0-milestone": "received",
        "over": "whole",
        "polarity": "higher",
        "why": "",
    } | changes


def the_measure(label: str = LABEL) -> OfficeMeasure:
    return OfficeMeasure.objects.get(label=label)


def ask(client: Client, act: str, **changes: str | list[str]) -> Screen:
    """What htmx brings in after a change on the form."""
    response = client.post(NEW, filled(act=act, **changes), headers=HTMX)
    assert response.status_code == 200
    return Screen(response)


def received(cast: Cast, day: date, **more: object) -> Any:
    return letter_of(cast, occurred_on=day, letter_date=None, **more)


@pytest.fixture
def letters(cast: Cast) -> None:
    for day, kind in (
        (date(2026, 1, 5), "undangan"),
        (date(2026, 3, 2), "undangan"),
        (date(2026, 3, 3), "laporan"),
    ):
        received(cast, day, kind=kind)
    received(cast, date(2025, 12, 31), kind="undangan")


@pytest.mark.usefixtures("letters")
def test_the_preview_counts_what_is_being_written(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.planner)
    page = ask(client, "preview")
    assert words(page.soup.select_one(".explain strong")) == "3 surat"
    assert "Surat masuk yang diterima, antara 1 Januari 2026 dan 31 Desember 2026" in words(page.soup)
    assert [words(month) for month in page.soup.select(".month-strip li")][:3] == ["Jan 1", "Feb 0", "Mar 2"]
    assert len(page.soup.select(".work-list li")) == 3
    narrowed = ask(client, "preview", **{"count-0-kind": ["undangan"]})
    assert words(narrowed.soup.select_one(".explain strong")) == "2 surat"
    assert "jenis undangan" in words(narrowed.soup)
    assert OfficeMeasure.objects.filter(label=LABEL).count() == 0


@pytest.mark.usefixtures("letters")
def test_the_preview_shows_twenty_entries_and_says_of_how_many(cast: Cast, signed_in: SignedIn) -> None:
    for _ in range(20):
        received(cast, date(2026, 4, 1))
    page = ask(signed_in(cast.planner), "preview")
    assert len(page.soup.select(".work-list li")) == 20
    assert words(page.soup.select_one(".preview-note")) == "20 entri terbaru dari 23 yang dihitung"


def test_an_unfinished_measure_says_what_it_lacks(cast: Cast, signed_in: SignedIn) -> None:
    page = ask(signed_in(cast.planner), "preview", **{"count-0-milestone": ""})
    assert "Belum dapat dihitung" in words(page.soup)
    assert "Pilih langkah surat masuk yang dihitung." in words(page.soup)


def test_a_book_brings_its_own_choices(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.planner)
    page = ask(client, "refresh", **{"count-0-book": "stock_receipt"}, aggregate="sum")
    assert "Diterima" in words(page.soup.select_one("[name=count-0-milestone]"))
    assert page.soup.select("[name=count-0-kind][value=undangan]") == []
    assert page.soup.select("[name=count-0-kind][value=atk]") != []
    numbers = [option["value"] for option in page.soup.select("[name=number] option")]
    assert "quantity" in numbers
    assert page.soup.find(id="pratinjau")["hx-swap-oob"] == "true"
    mixed = ask(
        client, "refresh", aggregate="sum",
        **{"count-rows": "2", "count-1-book": "stock_receipt", "count-1-milestone": "received"},
    )  # fmt: skip
    assert [option["value"] for option in mixed.soup.select("[name=number] option")] == [""]


def test_rows_are_added_and_removed_on_the_server(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.planner)
    page = ask(client, "add-count")
    assert page.soup.select_one("[name=count-rows]")["value"] == "2"
    two = {"count-rows": "2", "count-1-book": "archive_item", "count-1-milestone": "archived"}
    page = ask(client, "drop-count-0", **two)
    assert page.soup.select_one("[name=count-rows]")["value"] == "1"
    assert page.soup.select_one("[name=count-0-book] option[selected]")["value"] == "archive_item"
    # The same button without JavaScript gives the whole page, with everything as it was typed.
    plain = Screen(client.post(NEW, filled(act="add-count")))
    assert plain.title == "Ukuran baru"
    assert plain.value("label") == "Undangan yang diterima"
    assert ask(client, "drop-count-x").soup.select_one("[name=count-rows]")["value"] == "1"


SUMS = {"count-0-book": "stock_receipt", "aggregate": "sum", "number": "quantity"}
AGGREGATES: dict[str, dict[str, Any]] = {
    "count": {},
    "distinct": {"aggregate": "distinct", "count-0-book": "data_update", "count-0-milestone": "updated"},
    "sum": SUMS,
    "average": SUMS | {"aggregate": "average"},
    "index": SUMS | {"aggregate": "index", "over": "last"},
    "ratio": {"aggregate": "ratio", "unit": "persen", "count-0-kind": ["undangan"], "per-rows": "1",
              "per-0-book": "incoming_letter", "per-0-milestone": "received"},
    "on_time": {"aggregate": "on_time", "unit": "persen", "due": "due_on", "count-0-book": "disposition",
                "count-0-milestone": "completed"},
    "manual": {"aggregate": "manual", "count-rows": "0"},
}  # fmt: skip


@pytest.mark.parametrize("aggregate", AGGREGATES)
def test_every_way_of_counting_can_be_saved_and_opened_again(
    cast: Cast, signed_in: SignedIn, aggregate: str
) -> None:
    client = signed_in(cast.planner)
    response = client.post(NEW, filled(**AGGREGATES[aggregate]))
    assert response.status_code == 302, Screen(response).text
    made = the_measure()
    kept = measures_of(cast.office.pk)[made.code]
    assert kept.aggregate.code == aggregate
    assert see(client, response["Location"]).title == "Undangan yang diterima"
    edit = reverse("web:measure-edit", args=[2026, made.code])
    again = send(client, edit, act="save", label="Nama lain", reason="Nama resmi")
    assert again.status_code == 302, Screen(again).text
    assert measures_of(cast.office.pk)[made.code].fingerprint == kept.fingerprint
    assert [v.number for v in MeasureVersion.objects.filter(measure=made)] == [1, 2]


def test_faults_stand_beside_their_fields_and_nothing_is_stored(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.planner)
    typed = {"count-0-milestone": "", "aggregate": "sum"}
    response = client.post(NEW, filled(unit="", **typed))
    page = Screen(response)
    assert response.status_code == 422
    assert page.faults == {"unit": "Tulis satuannya: surat, dokumen, kegiatan."}
    page = Screen(client.post(NEW, filled(**typed)))
    assert page.faults == {
        "count-0-milestone": "Pilih langkah surat masuk yang dihitung.",
        "number": "Pilih kolom angkanya.",
    }
    page = Screen(client.post(NEW, filled(**{"count-0-book": ""})))
    assert "Pilih sekurang-kurangnya satu buku." in page.alert
    assert OfficeMeasure.objects.filter(label=LABEL).count() == 0


def test_a_value_outside_the_closed_lists_is_refused(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.planner)
    page = Screen(client.post(NEW, filled(**{"count-0-kind": ["undngan"]})))
    assert "tidak mempunyai pilihan undngan" in page.text
    foreign = (
        cast.neighbour_office.village_set.first() if hasattr(cast.neighbour_office, "village_set") else None
    )
    page = Screen(client.post(NEW, filled(**{"count-0-village": [str(foreign.pk if foreign else 999999)]})))
    assert "Pilih desa dari daftar desa kantor ini." in page.alert


def test_a_name_is_given_once(cast: Cast, signed_in: SignedIn) -> None:
    own_measure(cast.planner.actor, "Undangan yang diterima")
    page = Screen(signed_in(cast.planner).post(NEW, filled()))
    assert page.faults == {"label": "Ukuran dengan nama ini sudah ada. Pilih nama lain."}


def test_measures_that_hold_each_other_are_refused_by_name(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.planner)
    first = own_measure(cast.planner.actor, "Pertama")
    second = own_measure(cast.planner.actor, "Kedua", of=[first.code])
    third = own_measure(cast.planner.actor, "Ketiga", of=[second.code])
    edit = reverse("web:measure-edit", args=[2026, first.code])
    page = Screen(send(client, edit, act="save", of=third.code, reason="Uji"))
    assert page.status == 422
    assert "Ukuran saling memuat: Pertama → Ketiga → Kedua → Pertama." in page.text
    assert MeasureVersion.objects.filter(measure=first).count() == 1


def test_a_change_needs_a_reason_and_moves_every_number(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.planner)
    made = own_measure(cast.planner.actor)
    Binding.objects.filter(indicator__no=39).update(measure=made.code)
    letter = received(cast, date(2026, 2, 2))
    add_milestone(
        entry=letter, what="dispositioned", on=date(2026, 3, 3), actor=cast.clerk.actor, by_service=True
    )

    def months() -> tuple[Any, ...]:
        return next(r.months for r in realisations(cast.camat.actor, year=2026) if r.indicator.no == 39)

    assert months()[:3] == (0, 1, 0)
    edit = reverse("web:measure-edit", args=[2026, made.code])
    page = Screen(send(client, edit, **{"act": "save", "count-0-milestone": "dispositioned"}))
    assert page.faults == {"reason": "Tulis mengapa ukuran ini diubah."}
    found = send(
        client,
        edit,
        **{"act": "save", "count-0-milestone": "dispositioned", "reason": "Formula dibaca ulang"},
    )
    assert found.status_code == 302
    assert months()[:3] == (0, 0, 1)
    page = see(client, found["Location"])
    assert any("Formula dibaca ulang" in step for step in page.timeline)
    assert "39. " in " ".join(page.links)


def test_a_change_that_breaks_a_measure_made_of_it_is_refused(cast: Cast, signed_in: SignedIn) -> None:
    stock = [{"book": "stock_receipt", "milestone": "received", "where": {}}]
    inner = own_measure(cast.planner.actor, "Penerimaan", count=stock)
    own_measure(
        cast.planner.actor, "Banyak barang", count=[], of=[inner.code], aggregate="sum", number="quantity"
    )
    edit = reverse("web:measure-edit", args=[2026, inner.code])
    changed = {"count-0-book": "incoming_letter", "count-0-milestone": "received"}
    page = Screen(send(signed_in(cast.planner), edit, act="save", reason="Uji", **changed))
    assert page.status == 422
    assert "“Banyak barang” memuat ukuran ini" in page.alert


def test_a_copy_of_a_shipped_measure_counts_the_same(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.planner)
    address = f"{NEW}?salin=surat_masuk_kepegawaian"
    found = send(client, address, act="save", label="Surat kepegawaian")
    assert found.status_code == 302
    known = measures_of(cast.office.pk)
    made = known[the_measure("Surat kepegawaian").code]
    assert made.fingerprint == known["surat_masuk_kepegawaian"].fingerprint


def test_a_measure_in_use_stays_and_another_is_retired_and_resumed(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.planner)
    made = own_measure(cast.planner.actor)
    address = reverse("web:measure", args=[2026, made.code])
    Binding.objects.filter(indicator__no=39).update(measure=made.code)
    assert (
        "masih menjawab indikator 39" in Screen(client.post(address, {"act": "retire"}, follow=True)).messages
    )
    Binding.objects.filter(indicator__no=39).update(measure="surat_masuk_kepegawaian")
    assert "tidak dipakai lagi" in Screen(client.post(address, {"act": "retire"}, follow=True)).messages
    bind = reverse("web:indicator-bind", args=[2026, 39])
    assert made.code not in see(client, bind).choices("measure")
    assert "dipakai lagi" in Screen(client.post(address, {"act": "resume"}, follow=True)).messages
    assert made.code in see(client, bind).choices("measure")


def test_an_operator_binds_an_indicator_and_the_history_tells_it(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.planner)
    made = own_measure(cast.planner.actor, "Semua surat masuk")
    received(cast, date(2026, 2, 2))
    bind = reverse("web:indicator-bind", args=[2026, 39])
    assert send(client, bind, measure=made.code).status_code == 302
    page = see(client, reverse("web:indicator", args=[2026, 39]))
    assert words(page.soup.select_one(".explain strong")).startswith("1 ")
    assert "Semua surat masuk" in page.links
    (step,) = see(client, bind).timeline
    assert "Semua surat masuk" in step
    assert cast.planner.person.name in step
    assert "Sebelumnya: Surat masuk bidang kepegawaian" in step
    assert send(client, bind, measure="").status_code == 302
    assert "Belum terikat ukuran" in see(client, reverse("web:indicator", args=[2026, 39])).text


def test_everybody_reads_and_only_operators_write(cast: Cast, signed_in: SignedIn) -> None:
    made = own_measure(cast.planner.actor)
    address = reverse("web:measure", args=[2026, made.code])
    for member in (cast.clerk, cast.section_head, cast.camat):
        client = signed_in(member)
        page = see(client, address)
        assert not {"Ubah", "Salin"} & page.links.keys()
        assert any(
            row.startswith("Surat masuk Banyaknya")
            for row in see(client, reverse("web:measures", args=[2026])).rows
        )
        assert client.post(address, {"act": "retire"}).status_code == 403
        assert client.post(NEW, filled()).status_code == 403
        assert client.post(reverse("web:indicator-bind", args=[2026, 39]), {"measure": ""}).status_code == 403
    assert the_measure("Surat masuk").retired_on is None


def test_the_neighbour_knows_nothing_of_it(cast: Cast, signed_in: SignedIn) -> None:
    made = own_measure(cast.planner.actor, "Rahasia kantor")
    Position.objects.filter(pk=cast.neighbour_camat.position.pk).update(operator=True)
    client = signed_in(cast.neighbour_camat)
    assert client.get(reverse("web:measure", args=[2026, made.code])).status_code == 404
    assert client.get(reverse("web:measure-edit", args=[2026, made.code])).status_code == 404
    assert client.get(f"{NEW}?salin={made.code}").status_code == 404
    assert "Rahasia kantor" not in see(client, reverse("web:measures", args=[2026])).html
    page = Screen(client.post(NEW, filled(of=[made.code])))
    assert "tidak ada atau tidak dapat dihitung lagi" in page.text


def test_a_measure_built_on_what_is_gone_stops_no_page(cast: Cast, signed_in: SignedIn) -> None:
    made = own_measure(cast.planner.actor)
    upon = own_measure(cast.planner.actor, "Di atasnya", of=[made.code])
    MeasureVersion.objects.filter(measure=made).update(
        definition={"unit": "x", "count": [{"book": "incoming_letter", "milestone": "gone"}]}
    )
    Binding.objects.filter(indicator__no=39).update(measure=upon.code)
    client = signed_in(cast.planner)
    assert see(client, reverse("web:indicators", args=[2026]))
    assert any("Perlu diubah" in row for row in see(client, reverse("web:measures", args=[2026])).rows)
    assert "tidak ada lagi" in see(client, reverse("web:measure", args=[2026, made.code])).text


def test_a_book_of_the_office_is_offered_with_its_own_divisions(cast: Cast, signed_in: SignedIn) -> None:
    book = own_book(cast)
    for number, weight in enumerate(("berat", "berat", "ringan"), start=1):
        found = values(cast, number) | {"k_tingkat": weight, "occurred_on": date(2026, 2, number)}
        record_entry(book=book, actor=cast.clerk.fresh(), values=found)
    client = signed_in(cast.planner)
    mine = {
        "count-0-book": book.code,
        "count-0-milestone": book.initial().code,
        "count-0-k_tingkat": ["berat"],
    }
    page = ask(client, "preview", unit="kejadian", **mine)
    assert words(page.soup.select_one(".explain strong")) == "2 kejadian"
    assert "tingkat berat" in words(page.soup)
    assert ask(client, "refresh", **mine).soup.select("[name=count-0-k_mendesak]") != []
    assert client.post(NEW, filled(**mine)).status_code == 302
    Position.objects.filter(pk=cast.neighbour_camat.position.pk).update(operator=True)
    stranger = signed_in(cast.neighbour_camat)
    assert book.label not in see(stranger, NEW).html
    assert "Pilih buku dari daftar buku kantor ini." in Screen(stranger.post(NEW, filled(**mine))).alert


def test_stated_values_are_previewed_once_they_are_checked(cast: Cast, signed_in: SignedIn) -> None:
    entry = entry_of("stated_value", cast)
    client = signed_in(cast.planner)
    page = see(client, reverse("web:measure", args=[2026, entry.measure.code]))
    assert "Ajukan nilai di buku Nilai manual" in page.links
    assert "Belum ada nilai manual yang diperiksa." in page.text
