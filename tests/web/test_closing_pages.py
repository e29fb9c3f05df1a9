"""Penutupan on the screen: closing, the official number with its lock, drift with reasons, restating."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from takar.agreements.services import draft_agreement
from takar.catalogue.models import Decree
from takar.kernel.period import Period
from takar.ledger.models import Entry
from takar.ledger.services import cancel_entry
from takar.measurement.models import Binding, FrozenValue, PeriodClosing
from takar.measurement.numbers.closing import close_period, restate
from takar.organisation.models import Assignment, Person, Position
from tests.config.commands import takar
from tests.factories import WHY_LATE, Cast, letter_of
from tests.web.conftest import SignedIn
from tests.web.screen import Screen, see, send, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear", "imported_decree")]

QUARTER = Period.of_quarter(2026, 2)
NO = 39
"""Letters of personnel matters received."""


def page_of(code: str = "2026-Q2", no: int | None = None) -> str:
    if no is None:
        return reverse("web:closing", args=[int(code[:4]), code])
    return reverse("web:closing-value", args=[int(code[:4]), code, no])


def received(cast: Cast, day: date = date(2026, 5, 4), **more: Any) -> Any:
    return letter_of(cast, occurred_on=day, letter_date=None, area_id="kepegawaian", **more)


def indicator(year: int = 2026, period: str = "") -> str:
    address = reverse("web:indicator", args=[year, NO])
    return f"{address}?periode={period}" if period else address


def test_the_year_shows_its_periods_and_what_can_be_closed(cast: Cast, signed_in: SignedIn) -> None:
    close_period(period=QUARTER, actor=cast.camat.actor)
    page = see(signed_in(cast.clerk), reverse("web:closings", args=[2026]))
    assert len(page.rows) == 19
    states = {row.split("2026")[0].strip(): row for row in page.rows}
    assert "Belum berakhir" in states["Tahun"]
    assert cast.camat.person.name in states["Triwulan II"]
    assert "Belum ditutup" in states["Triwulan I"]
    assert len(page.timeline) == 1


def test_a_leader_closes_after_seeing_what_is_not_measured(cast: Cast, signed_in: SignedIn) -> None:
    received(cast)
    Binding.objects.filter(indicator__no=2).update(measure="")
    client = signed_in(cast.secretary)
    page = see(client, page_of())
    assert "indikator mempunyai angka. Yang berikut ditutup sebagai belum diukur" in page.text
    assert any(row.startswith("2. ") for row in page.rows)
    assert not any(row.startswith(f"{NO}. ") for row in page.rows)
    response = send(client, page_of(), act="close", note="Laporan Triwulan II")
    page = see(client, response["Location"])
    assert "ditutup" in page.messages
    assert page.facts["Catatan"] == "Laporan Triwulan II"
    assert page.facts["Segel penutupan"].startswith(PeriodClosing.objects.get().hash)
    (row,) = [row for row in page.rows if row.startswith(f"{NO}. ")]
    assert " 1 1 Ditutup " in row


def test_what_is_not_over_cannot_be_closed_and_readers_see_no_button(cast: Cast, signed_in: SignedIn) -> None:
    leader = signed_in(cast.camat)
    assert see(leader, page_of("2026-Q4")).soup.select("#isi form") == []
    refused = leader.post(page_of("2026-Q4"), {"act": "close", "note": ""})
    assert refused.status_code == 422
    assert "belum berakhir" in Screen(refused).alert
    clerk = signed_in(cast.clerk)
    assert see(clerk, page_of()).soup.select("#isi form") == []
    assert clerk.post(page_of(), {"act": "close", "note": ""}).status_code == 403
    assert not PeriodClosing.objects.exists()
    assert clerk.get(page_of("2026-13")).status_code == 422
    assert clerk.get(reverse("web:closing", args=[2025, "2026-Q1"])).status_code == 404


def test_one_closed_number_opens_onto_its_entries_definition_and_seal(
    cast: Cast, signed_in: SignedIn
) -> None:
    letter = received(cast)
    hidden = received(cast, security="rahasia", title="Perihal rahasia")
    close_period(period=QUARTER, actor=cast.camat.actor)
    frozen = FrozenValue.objects.get(indicator__no=NO)
    page = see(signed_in(cast.section_head), page_of(no=NO))
    assert page.facts["Angka yang ditutup"].startswith("2")
    assert page.facts["Sidik cara menghitung"] == frozen.fingerprint
    assert page.facts["Segel penutupan"] == frozen.act.hash
    assert page.facts["Ukuran"].startswith("Surat masuk bidang kepegawaian")
    assert reverse("web:entry", args=[2026, letter.pk]) in page.addresses
    assert any("Entri terbatas" in row and str(hidden.pk) in row for row in page.rows)
    assert "Perihal rahasia" not in page.html


@pytest.fixture
def drifted(cast: Cast, imported_decree: Decree) -> dict[str, Entry]:
    """Closed with two letters; one is cancelled since, another came late."""
    found = {"kept": received(cast), "gone": received(cast)}
    close_period(period=QUARTER, actor=cast.camat.actor)
    cancel_entry(entry=found["gone"], actor=cast.clerk.actor, reason="Tercatat dua kali")
    for _ in range(2):
        found["come"] = received(cast, date(2026, 6, 30))
    return found


def test_what_the_books_say_since_stands_beside_with_entries_and_reasons(
    cast: Cast, signed_in: SignedIn, drifted: dict[str, Entry]
) -> None:
    client = signed_in(cast.clerk)
    page = see(client, page_of())
    (row,) = [row for row in page.rows if "Tercatat dua kali" in row]
    assert row.startswith(f"{NO}. ")
    assert " 2 3 1 2 Tercatat dua kali" in row
    value = see(client, page_of(no=NO))
    assert "Buku kini mengatakan 3." in value.text
    assert f"Alasan yang tercatat: Tercatat dua kali; {WHY_LATE}." in value.text
    for entry in drifted.values():
        assert reverse("web:entry", args=[2026, entry.pk]) in value.addresses
    assert "Tidak dihitung lagi" in value.text
    assert "Dibatalkan" in value.text


@pytest.mark.usefixtures("drifted")
def test_the_indicator_keeps_the_closed_number_with_a_lock(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.clerk)
    page = see(client, indicator(period="2026-Q2"))
    assert words(page.soup.select_one(".explain strong")) == "2 surat"
    assert "buku kini 3" in words(page.soup.select_one(".official"))
    assert page_of(no=NO) in page.addresses
    quarters = [words(link) for link in page.soup.select(".views a")]
    assert "Triwulan II 2026: 2 buku kini 3" in quarters
    # The year is open: its number is what the books say, and how much of it came after the closing.
    year = see(client, indicator())
    assert words(year.soup.select_one(".explain strong")) == "3 surat"
    assert words(year.soup.select_one(".official")) == "termasuk 1 sesudah penutupan Triwulan II 2026"


def test_a_closed_year_is_cited_by_every_page(cast: Cast, signed_in: SignedIn) -> None:
    received(cast, date(2025, 3, 3))
    close_period(period=Period.of_year(2025), actor=cast.camat.actor)
    client = signed_in(cast.camat)
    (row,) = [r for r in see(client, reverse("web:indicators", args=[2025])).soup.select(".indicator")
              if words(r).startswith(f"{NO} ")]  # fmt: skip
    assert row.select_one(".closed-mark") is not None
    assert row.select_one(".books-say") is None
    received(cast, date(2025, 4, 4))
    for address in (reverse("web:indicators", args=[2025]), reverse("web:indicator", args=[2025, NO])):
        (row,) = [r for r in see(client, address).soup.select(".indicator") if words(r).startswith(f"{NO} ")]
        figures = words(row.select_one(".indicator-figures"))
        assert "Realisasi 1" in figures
        assert "buku kini 2" in figures
    agreement = draft_agreement(
        position=Position.objects.get(office=cast.office, title="Pengadministrasi Kepegawaian"),
        year=2025, actor=cast.planner.actor,
    )  # fmt: skip
    page = see(client, reverse("web:agreement", args=[2025, agreement.pk]))
    (line,) = [row for row in page.rows if f"{NO}. " in row]
    assert " 1 " in f"{line} "
    assert line.endswith(" 1 buku kini 2 –")


@pytest.mark.usefixtures("drifted")
def test_a_restatement_needs_a_reason_and_is_told(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.planner)
    refused = send(client, page_of(), act="restate", reason="")
    assert refused.status_code == 422
    assert Screen(refused).faults["reason"]
    page = see(client, send(client, page_of(), act="restate", reason="Temuan inspektorat")["Location"])
    assert "Tidak ada yang berubah sejak ditutup." in page.text
    assert len(page.timeline) == 2
    assert any("Temuan inspektorat" in step for step in page.timeline)
    (row,) = [row for row in page.rows if row.startswith(f"{NO}. ")]
    assert " 3 3 Disajikan kembali" in row
    assert words(see(client, indicator(period="2026-Q2")).soup.select_one(".explain strong")) == "3 surat"


@pytest.mark.usefixtures("drifted")
def test_the_neighbour_sees_nothing_closed(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.neighbour_camat)
    assert client.get(page_of(no=NO)).status_code == 404
    page = see(client, page_of())
    assert "Belum ditutup" in page.text
    assert see(client, reverse("web:closings", args=[2026])).timeline == []


@pytest.mark.usefixtures("drifted")
def test_the_command_line_tells_the_closed_number_beside_the_books(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    def row(*more: str) -> dict[str, Any]:
        answer = takar(
            capsys, "measure", "--office", cast.office.code, "--year", "2026", "--json", *more
        ).document
        found: dict[str, Any] = next(r for r in answer["indicators"] if r["no"] == NO)
        return found

    assert "closed" not in row()
    assert (row()["total"], row()["after_closing"]) == (3, 1)
    closed = row("--period", "2026-Q2")
    assert (closed["total"], closed["books"]) == (2, 3)
    assert (closed["closed"]["value"], closed["closed"]["restated"]) == (2, False)
    assert closed["closed"]["at"].startswith("2026-")
    restate(period=QUARTER, actor=cast.camat.actor, reason="Dibetulkan")
    assert row("--period", "2026-Q2")["closed"] | {"at": ""} == {"value": 3, "at": "", "restated": True}


# ---- people who move --------------------------------------------------------------------------------


@pytest.fixture
def follower(cast: Cast, imported_decree: Decree) -> Person:
    """The personnel clerk leaves on 11 May; a week later somebody else follows as Plt."""
    position = Position.objects.get(office=cast.office, title="Pengadministrasi Kepegawaian")
    Assignment.objects.filter(position=position).update(ends_on=date(2026, 5, 11))
    person = Person.objects.create(office=cast.office, name="Budi Hartono")
    Assignment.objects.create(
        position=position, person=person, starts_on=date(2026, 5, 18), capacity=Assignment.Capacity.ACTING
    )
    for day in (10, 11, 17, 18, 19):
        received(cast, date(2026, 5, day))
    return person


def people_page(period: str = "2026") -> str:
    return f"{reverse('web:indicator-people', args=[2026, NO])}?periode={period}"


@pytest.mark.usefixtures("follower")
def test_holders_share_the_number_by_the_day(cast: Cast, signed_in: SignedIn) -> None:
    page = see(signed_in(cast.section_head), people_page())
    assert "Menurut pemegang jabatan" in page.text
    block = next(s for s in page.soup.select("section.block") if words(s.h2).startswith("Menurut pemegang"))
    parts = [[words(cell) for cell in row.select("td")][:4] for row in block.select("tbody tr")]
    before = Assignment.objects.get(
        position__title="Pengadministrasi Kepegawaian", ends_on__isnull=False
    ).person
    assert parts == [
        [before.name, "1 Jan 2026", "10 Mei 2026", "1"],
        ["Jabatan kosong 7 hari", "11 Mei 2026", "17 Mei 2026", "2"],
        ["Budi Hartono Plt.", "18 Mei 2026", "31 Des 2026", "2"],
        ["Seluruh masa", "", "", "5"],
    ]
    # In a month with one holder there is nothing to divide.
    assert "Menurut pemegang jabatan" not in see(signed_in(cast.clerk), people_page("2026-06")).text


@pytest.mark.usefixtures("follower")
def test_a_closed_period_is_divided_as_it_was_sealed(cast: Cast, signed_in: SignedIn) -> None:
    close_period(period=QUARTER, actor=cast.camat.actor)
    received(cast, date(2026, 5, 5))
    page = see(signed_in(cast.section_head), people_page("2026-Q2"))
    block = next(s for s in page.soup.select("section.block") if words(s.h2).startswith("Menurut pemegang"))
    parts = [[words(cell) for cell in row.select("td")][3] for row in block.select("tbody tr")]
    assert parts == ["1", "2", "2", "5"]


@pytest.mark.usefixtures("follower")
def test_who_worked_on_it_is_told_with_the_overlap(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.clerk)
    # The indicator's page takes this in once it stands.
    assert people_page() in see(client, indicator()).addresses
    page = see(client, people_page())
    block = next(s for s in page.soup.select("section.block") if words(s.h2).startswith("Yang ikut"))
    assert "penanggung jawab" in words(block)
    assert "boleh melebihi angka indikator" in words(block)


def test_an_agreement_shows_the_own_time_beside_the_whole(
    cast: Cast, follower: Person, signed_in: SignedIn
) -> None:
    position = Position.objects.get(office=cast.office, title="Pengadministrasi Kepegawaian")
    agreement = draft_agreement(position=position, year=2026, actor=cast.planner.actor)
    assert agreement.person == follower
    client = signed_in(cast.camat)
    address = reverse("web:agreement", args=[2026, agreement.pk])
    (line,) = [row for row in see(client, address).rows if f"{NO}. " in row]
    assert "5 masa Budi Hartono: 2" in line
    Assignment.objects.filter(position=position).exclude(person=follower).update(ends_on=date(2025, 1, 1))
    Assignment.objects.filter(person=follower).update(starts_on=date(2025, 1, 1))
    assert "masa Budi" not in see(client, address).text


def test_the_same_bytes_come_from_the_page_and_from_the_command(
    cast: Cast, signed_in: SignedIn, capsys: pytest.CaptureFixture[str]
) -> None:
    received(cast)
    act = close_period(period=QUARTER, actor=cast.camat.actor)
    address = reverse("web:closing-manifest", args=[2026, "2026-Q2", act.seq])
    page = signed_in(cast.camat).get(reverse("web:closing", args=[2026, "2026-Q2"]))
    assert address in page.content.decode()
    assert act.manifest_sha256 in page.content.decode()
    answer = signed_in(cast.clerk).get(address)
    assert hashlib.sha256(answer.content).hexdigest() == act.manifest_sha256
    assert "penutupan-2026-Q2-1.json" in answer["Content-Disposition"]
    assert signed_in(cast.neighbour_camat).get(address).status_code == 404
    said = takar(capsys, "audit", "manifest", "--office", "35.07.29", "--period", "2026-Q2")
    assert said.out.strip().encode() == answer.content
    missing = takar(capsys, "audit", "manifest", "--office", "35.07.29", "--period", "2025")
    assert (missing.status, "belum ditutup" in missing.err) == (2, True)
