"""An indicator on the screen: its number, the sentence that explains it, the entries behind it."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from takar.agreements.services import draft_agreement, set_targets
from takar.catalogue.models import Indicator
from takar.ledger.evidence import attach
from takar.ledger.services import cancel_entry
from takar.measurement import selectors
from takar.measurement.engine import selecting
from takar.measurement.models import Binding
from takar.measurement.selectors import State, realisations
from takar.registers.mail.models import IncomingLetter
from takar.registers.mail.services import dispose
from tests.factories import Cast, entry_of, letter_of
from tests.web.conftest import SignedIn
from tests.web.files import look, pdf_upload
from tests.web.papers import cells
from tests.web.screen import Screen, see, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear", "imported_decree")]

MEASURE = "surat_masuk_kepegawaian"


def bound(measure: str = MEASURE) -> Indicator:
    return Binding.objects.get(measure=measure).indicator


def page_of(indicator: Indicator, query: str = "", year: int = 2026) -> str:
    address = reverse("web:indicator", args=[year, indicator.no])
    return f"{address}?{query}" if query else address


def entries(page: Screen) -> list[str]:
    """The entries behind the number; other tables stand on the page too."""
    return [words(row) for row in page.soup.select("#entri tbody tr")]


def letter(cast: Cast, day: date, **more: object) -> IncomingLetter:
    return letter_of(cast, occurred_on=day, letter_date=None, area_id="kepegawaian", **more)


@pytest.fixture
def year_of_letters(cast: Cast) -> list[IncomingLetter]:
    """Three in March, two in July, one last December; one more was cancelled."""
    days = [date(2026, 3, 2), date(2026, 3, 12), date(2026, 3, 31), date(2026, 7, 1), date(2026, 7, 15)]
    letters = [letter(cast, day) for day in [*days, date(2025, 12, 31)]]
    mistake = letter(cast, date(2026, 4, 1), title="Keliru")
    cancel_entry(entry=mistake, actor=cast.clerk.actor, reason="Keliru")
    return letters


def test_the_number_stands_with_its_explanation(
    cast: Cast, year_of_letters: list[IncomingLetter], signed_in: SignedIn
) -> None:
    attach(entry=year_of_letters[0], actor=cast.clerk.actor, upload=pdf_upload("Surat"))
    page = see(signed_in(cast.clerk), page_of(bound()))
    found = words(page.soup.select_one(".explain"))
    assert found.startswith("5 surat , tahun 2026")
    assert (
        "Surat masuk yang diterima, bidang kepegawaian, antara 1 Januari 2026 dan 31 Desember 2026" in found
    )
    assert "1 entri dibatalkan tidak dihitung" in found
    assert "4 entri terhitung belum berbukti" in found
    assert "jadi surat masuk saja" in found
    assert words(page.soup.select_one(".indicator-figures")).split("Realisasi")[1].split()[0] == "5"


def test_the_entries_behind_it_are_as_many_as_the_number(
    cast: Cast, year_of_letters: list[IncomingLetter], signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    for query, number in (("", 5), ("periode=2026-03", 3), ("periode=2026-Q3", 2), ("periode=2026-S1", 3),
                          ("periode=2026-Q2", 0)):  # fmt: skip
        page = see(client, page_of(bound(), query))
        assert words(page.soup.select_one(".explain strong")) == f"{number} surat", query
        assert len(entries(page)) == number, query
    page = see(client, page_of(bound()))
    assert page.summary == "1–5 dari 5 entri terhitung"
    assert "Tidak ada entri terhitung pada masa ini" in see(client, page_of(bound(), "periode=2026-Q2")).text
    assert all("Diterima" in row for row in entries(page))
    assert entries(page)[0].startswith("15 Jul 2026")


def test_months_and_quarters_lead_to_their_entries(
    cast: Cast, year_of_letters: list[IncomingLetter], signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    page = see(client, page_of(bound()))
    months = {words(a): str(a["href"]) for a in page.soup.select(".month-strip a")}
    assert list(months)[:4] == ["Jan 0", "Feb 0", "Mar 3", "Apr 0"]
    assert len(entries(see(client, months["Mar 3"]))) == 3
    quarters = {words(a): str(a["href"]) for a in page.soup.select(".views a")}
    assert list(quarters) == [
        "Setahun", "Triwulan I 2026: 3", "Triwulan II 2026: 0", "Triwulan III 2026: 2", "Triwulan IV 2026: 0",
    ]  # fmt: skip
    march = see(client, quarters["Triwulan I 2026: 3"])
    assert "Triwulan I 2026" in words(march.soup.select_one(".explain"))
    back = {words(a): str(a["href"]) for a in march.soup.select(".views a")}["Setahun"]
    assert back == page_of(bound())


def test_another_year_is_another_page(
    cast: Cast, year_of_letters: list[IncomingLetter], signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    page = see(client, page_of(bound(), year=2025))
    assert words(page.soup.select_one(".explain strong")) == "1 surat"
    for query, said in (
        ("periode=2025-Q1", "bukan bagian dari tahun 2026"),
        ("periode=kapan", "tidak dikenal"),
    ):
        answer = Screen(client.get(page_of(bound(), query)))
        assert (answer.status, said in answer.text) == (422, True)
        export = Screen(client.get(reverse("web:indicator-export", args=[2026, bound().no]) + f"?{query}"))
        assert export.status == 422


def test_an_indicator_nobody_counts_says_why_and_shows_no_nought(
    cast: Cast, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(cast.camat)
    unbound = bound("duk_dan_penjagaan_disahkan")
    Binding.objects.filter(indicator=unbound).update(measure="")
    half = bound("tata_usaha_diselenggarakan")
    entry_of("archive_item", cast)
    # As if the book of activities were not kept yet.
    monkeypatch.setattr(selecting, "is_open", lambda code: code != "activity")
    monkeypatch.setattr(selectors, "is_open", lambda code: code != "activity")
    for indicator, why in (
        (unbound, "Belum ada ukuran yang menjawab indikator ini."),
        (half, "Surat masuk sudah tercatat, tetapi buku lain"),
    ):
        page = see(client, page_of(indicator))
        found = words(page.soup.select_one(".explain"))
        assert found.startswith("Belum diukur.")
        assert why in found
        figures = words(page.soup.select_one(".indicator-figures"))
        assert "Realisasi belum diukur" in figures
        assert "Capaian –" in figures
        assert (page.rows, page.soup.select(".month-strip")) == ([], [])
        assert "Belum diukur." in words(page.soup.select_one(".meter desc"))
        if indicator == unbound:
            export = reverse("web:indicator-export", args=[2026, indicator.no])
            assert client.get(export).status_code == 422


def test_the_list_is_by_position_and_narrows_to_ones_own(
    cast: Cast, year_of_letters: list[IncomingLetter], signed_in: SignedIn
) -> None:
    client = signed_in(cast.personnel_clerk)
    address = reverse("web:indicators", args=[2026])
    page = see(client, address)
    assert len(page.soup.select("li.indicator")) == 67
    mine = see(client, f"{address}?jabatan=saya")
    heads = [words(h) for h in mine.soup.select("#isi h2")]
    assert heads == ["Pengadministrasi Kepegawaian Joko Susilo"]
    row = next(
        words(r) for r in mine.soup.select("li.indicator") if "surat masuk dan surat keluar" in words(r)
    )
    assert "Realisasi 5" in row
    assert "Belum ada target" in row
    measured = sum(r.state is State.MEASURED for r in realisations(cast.camat.actor, year=2026))
    assert f"{measured} dari 67 indikator sudah dihitung" in page.text


def test_the_picture_of_the_months_is_told_in_one_sentence(
    cast: Cast, year_of_letters: list[IncomingLetter], signed_in: SignedIn
) -> None:
    """The reader of a screen hears it once, and no page carries a title for each bar of each row."""
    page = see(signed_in(cast.clerk), page_of(bound()))
    picture = page.soup.select_one("svg.spark")
    assert picture is not None
    assert picture["role"] == "img"
    assert words(picture.select_one("desc")) == (
        "Januari 0, Februari 0, Maret 3, April 0, Mei 0, Juni 0, Juli 2, sesudahnya belum tiba"
    )
    assert len(picture.select("title")) == 1
    bars, dots = (str(picture.select_one(f".spark-{name}")["d"]) for name in ("bar", "missing"))  # type: ignore[index]
    assert bars == "M21 32v-30h8v30zM61 32v-20h8v20z"
    assert dots.count("M") == 5


def test_progress_is_told_against_the_time_of_year(
    cast: Cast, year_of_letters: list[IncomingLetter], signed_in: SignedIn
) -> None:
    """Mid-July, 54 percent of the year: five letters against various targets."""
    agreement = draft_agreement(position=cast.personnel_clerk.position, year=2026, actor=cast.planner.actor)
    line = agreement.targets.get(indicator=bound())
    client = signed_in(cast.personnel_clerk)
    for target, percent, said in (
        (5, "100 %", "Tercapai"),
        (8, "62,5 %", "Sesuai jalur"),
        (50, "10 %", "Tertinggal"),
    ):
        set_targets(agreement=agreement, actor=cast.planner.actor, targets={line.pk: (target, "surat")})
        page = see(client, page_of(bound()))
        row = words(page.soup.select_one("li.indicator"))
        assert f"Target {target} surat" in row
        assert f"Capaian {percent}" in row
        assert said in row
        assert said in see(client, "/2026/").text
    draft_last_year = draft_agreement(
        position=cast.personnel_clerk.position, year=2025, actor=cast.planner.actor
    )
    last = draft_last_year.targets.get(indicator=bound())
    set_targets(agreement=draft_last_year, actor=cast.planner.actor, targets={last.pk: (5, "surat")})
    assert "Tidak tercapai" in see(client, page_of(bound(), year=2025)).text


def test_the_export_lists_the_same_entries(
    cast: Cast, year_of_letters: list[IncomingLetter], signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    page = see(client, page_of(bound(), "periode=2026-03"))
    address = page.links["Unduh daftar entri"]
    head, *rows = cells(look(client, address)[1])
    assert head == ["Buku", "Nomor", "Uraian", "Yang dihitung", "Tanggal", "Penutupan"]
    assert [row[4] for row in rows] == [date(2026, 3, 2), date(2026, 3, 12), date(2026, 3, 31)]
    assert {row[0] for row in rows} == {"Surat masuk"}


def test_from_any_number_to_the_evidence_in_two_clicks(
    cast: Cast, year_of_letters: list[IncomingLetter], signed_in: SignedIn
) -> None:
    evidence = attach(entry=year_of_letters[1], actor=cast.clerk.actor, upload=pdf_upload("Surat"))
    client = signed_in(cast.camat)
    page = see(client, page_of(bound()))
    entry = reverse("web:entry", args=[2026, year_of_letters[1].pk])
    assert entry in page.addresses
    file = reverse("web:evidence", args=[evidence.pk])
    assert file in see(client, entry).addresses
    assert look(client, file)[0] == 200


def test_what_counts_on_one_day_is_shown_with_that_day(cast: Cast, signed_in: SignedIn) -> None:
    """Received in June, disposed in July: the disposition counts in July."""
    mail = letter(cast, date(2026, 6, 30))
    dispose(letter=mail, actor=cast.camat.actor, receivers=[cast.section_head.position],
            instructions=["proses"], on=date(2026, 7, 1))  # fmt: skip
    indicator = bound("surat_masuk_terdisposisi")
    client = signed_in(cast.clerk)
    assert entries(see(client, page_of(indicator, "periode=2026-06"))) == []
    (row,) = entries(see(client, page_of(indicator, "periode=2026-07")))
    assert row.startswith("1 Jul 2026")
    assert row.endswith("Didisposisi belum berbukti")


def test_numbers_that_do_not_exist_are_not_found(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.clerk)
    assert client.get(reverse("web:indicator", args=[2026, 999])).status_code == 404
    assert client.get(reverse("web:indicator-export", args=[2026, 999])).status_code == 404
    neighbour = signed_in(cast.neighbour_clerk)
    assert neighbour.get(page_of(bound())).status_code == 404
    page = see(neighbour, reverse("web:indicators", args=[2026]))
    assert "Belum ada keputusan yang berlaku" in page.text
