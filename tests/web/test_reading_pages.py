"""Two readings of an indicator: both counts on its page, and the Camat alone chooses between them."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from takar.kernel import clock
from takar.kernel.access import visible
from takar.kernel.errors import DomainError, Refused
from takar.kernel.period import Period
from takar.measurement.language.loading import shipped_measures
from takar.measurement.models import Binding, OfficeMeasure, ReadingChoice
from takar.measurement.numbers import closing
from takar.measurement.own.measures import measures_of
from takar.measurement.readings import choices_about, choose_reading
from takar.measurement.selectors import bound_measures, measure_of, realisation_of, realisations
from tests.config.commands import takar
from tests.factories import Cast, entry_of
from tests.web.conftest import SignedIn
from tests.web.screen import see, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear", "imported_decree")]

NO = 36
CODE = "konsep_sk_dan_surat_tugas_kepegawaian"


@pytest.fixture
def letters(cast: Cast) -> None:
    """Two decrees and three assignment letters in 2026; one of each in 2025."""
    for year, decrees, assignments in ((2026, 2, 3), (2025, 1, 1)):
        for kind, many in (("keputusan", decrees), ("surat_tugas", assignments)):
            for _ in range(many):
                entry_of(
                    "outgoing_letter", cast, kind=kind, area_id="kepegawaian", occurred_on=date(year, 3, 2)
                )


def choose(
    cast: Cast, reading: str, year: int = 2026, why: str = "Surat tugas juga konsep kepegawaian"
) -> None:
    binding = Binding.objects.select_related("indicator__decree").get(indicator__no=NO)
    measure = measure_of(cast.camat.actor, binding.indicator, year=year)
    assert measure is not None
    choose_reading(
        indicator=binding.indicator,
        measure=measure,
        reading=reading,
        year=year,
        why=why,
        actor=cast.camat.actor,
    )


def number(cast: Cast, year: int) -> object:
    return next(r.total for r in realisations(cast.camat.actor, year=year) if r.indicator.no == NO)


@pytest.mark.usefixtures("letters")
def test_the_page_tells_both_counts_once(cast: Cast, signed_in: SignedIn) -> None:
    page = see(signed_in(cast.clerk), reverse("web:indicator", args=[2026, NO]))
    said = words(page.soup.select_one("#bacaan"))
    assert "menurut rumus: 2 ." in said
    assert "Menurut nama: 5 ." in said
    assert page.soup.select_one("#bacaan form") is None
    alone = see(signed_in(cast.clerk), reverse("web:indicator", args=[2026, 23]))
    assert alone.soup.select_one("#bacaan") is None


@pytest.mark.usefixtures("letters")
def test_the_camat_chooses_from_a_year_on_and_the_choice_stays_readable(
    cast: Cast, signed_in: SignedIn
) -> None:
    client = signed_in(cast.camat)
    address = reverse("web:indicator-reading", args=[2026, NO])
    page = see(client, reverse("web:indicator", args=[2026, NO]))
    assert page.soup.select_one("#bacaan form") is not None
    said = {"reading": "other", "year": "2026", "why": "Tugas pokoknya menyebut keduanya"}
    assert client.post(address, said).status_code == 302
    assert (number(cast, 2025), number(cast, 2026)) == (1, 5)
    page = see(client, reverse("web:indicator", args=[2026, NO]))
    said_now = words(page.soup.select_one("#bacaan"))
    assert "menurut nama: 5 ." in said_now
    assert "Menurut rumus: 2 ." in said_now
    assert "Mulai 2026" in said_now
    assert "Tugas pokoknya menyebut keduanya" in said_now
    assert cast.camat.person.name in said_now
    explained = words(page.soup.select_one(".explain")).lower()
    assert "surat tugas" in explained
    assert "formulanya hanya" not in explained, "the shipped reason would contradict what is counted"
    # back again, from the same year: the newest decision counts, the one before stays readable
    assert client.post(address, said | {"reading": "main", "why": "Kembali ke rumus"}).status_code == 302
    assert number(cast, 2026) == 2
    binding = Binding.objects.get(indicator__no=NO)
    assert [row.why for row in choices_about(cast.clerk.actor, binding)] == [
        "Kembali ke rumus",
        "Tugas pokoknya menyebut keduanya",
    ]


def test_nobody_else_chooses_and_a_reason_is_asked(cast: Cast, signed_in: SignedIn) -> None:
    address = reverse("web:indicator-reading", args=[2026, NO])
    said = {"reading": "other", "year": "2026", "why": "x"}
    for member in (cast.clerk, cast.planner, cast.secretary, cast.section_head, cast.personnel_clerk):
        assert signed_in(member).post(address, said).status_code == 403
    assert signed_in(cast.camat).post(address, said | {"why": " "}).status_code == 422
    assert signed_in(cast.camat).post(address, said | {"reading": "mine"}).status_code == 422
    assert not ReadingChoice.objects.exists()
    binding = Binding.objects.select_related("indicator__decree").get(indicator__no=NO)
    measure = measure_of(cast.camat.actor, binding.indicator, year=2026)
    assert measure is not None
    with pytest.raises(Refused):
        choose_reading(
            indicator=binding.indicator, measure=measure, reading="other", year=2026, why="x",
            actor=cast.planner.actor,
        )  # fmt: skip
    with pytest.raises(DomainError):
        choose_reading(
            indicator=binding.indicator, measure=measure, reading="other", year=2026, why="x",
            actor=cast.neighbour_camat.actor,
        )  # fmt: skip


@pytest.mark.usefixtures("letters")
def test_a_choice_for_a_closed_year_changes_nothing_sealed_and_shows_as_redefined(cast: Cast) -> None:
    year = Period.of_year(2025)
    closing.close_period(period=year, actor=cast.camat.actor)
    assert closing.drifts(cast.camat.actor, year) == []
    choose(cast, "other", 2025)
    (drift,) = closing.drifts(cast.camat.actor, year)
    assert (drift.indicator.no, drift.redefined, drift.frozen.value, drift.number) == (NO, True, 1, 2)
    assert list(closing.verify(cast.office.pk)) == []


@pytest.mark.usefixtures("letters")
def test_every_place_follows_the_choice(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    choose(cast, "other")
    indicator = Binding.objects.get(indicator__no=NO).indicator
    alone = realisation_of(cast.camat.actor, indicator, year=2026)
    assert (alone.total, alone.beside_in(Period.of_year(2026))) == (5, 2)
    measure = next(m for i, m in bound_measures(cast.camat.actor, year=2026) if i.no == NO)
    assert measure.is_other
    assert measure.main_code == CODE
    answer = takar(capsys, "measure", "--office", cast.office.code, "--year", "2026", "--json")
    row = next(row for row in json.loads(answer.out)["indicators"] if row["no"] == NO)
    assert (row["total"], row["reading"]) == (5, "menurut nama")
    assert row["other_reading"] == {"said": "menurut rumus", "total": 2}
    assert "other_reading" not in next(row for row in json.loads(answer.out)["indicators"] if row["no"] == 23)


def test_another_measure_bound_later_is_not_touched_by_the_choice(cast: Cast) -> None:
    choose(cast, "other")
    Binding.objects.filter(indicator__no=NO).update(measure="surat_masuk_kepegawaian")
    measure = next(m for i, m in bound_measures(cast.camat.actor, year=2026) if i.no == NO)
    assert measure.code == "surat_masuk_kepegawaian"


def test_choices_are_read_in_their_own_office(cast: Cast) -> None:
    choose(cast, "other")
    assert visible(cast.clerk.actor, ReadingChoice).count() == 1
    assert not visible(cast.neighbour_camat.actor, ReadingChoice).exists()


@pytest.mark.usefixtures("letters")
def test_a_letter_and_its_archive_item_say_that_they_are_one_matter(cast: Cast, signed_in: SignedIn) -> None:
    with clock.set_to(datetime(2026, 7, 15, 5, tzinfo=UTC)):
        page = see(signed_in(cast.camat), reverse("web:indicator", args=[2026, 2]))
    assert "Surat dan arsipnya sendiri satu urusan" in words(page.soup.select_one(".explain"))
    assert "Surat dan arsipnya dihitung masing-masing" in words(page.soup.select_one("#bacaan"))


def test_a_copy_of_a_measure_keeps_what_is_one_matter(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.planner)
    address = f"{reverse('web:measure-new', args=[2026])}?salin=tata_usaha_diselenggarakan"
    page = see(client, address)
    assert page.soup.select_one("input[name=one_matter][checked]") is not None
    assert client.post(address, page.form() | {"act": "save"}).status_code == 302
    made = OfficeMeasure.objects.get(label__contains="salinan")
    assert measures_of(cast.office.pk)[made.code].one_matter == ("arsip_dari",)
    assert (
        measures_of(cast.office.pk)[made.code].fingerprint
        == shipped_measures()["tata_usaha_diselenggarakan"].fingerprint
    )


@pytest.mark.usefixtures("letters")
def test_a_closed_number_stands_beside_the_reading_of_today_without_contradiction(
    cast: Cast, signed_in: SignedIn, capsys: pytest.CaptureFixture[str]
) -> None:
    choose(cast, "other")
    closing.close_period(period=Period.of_quarter(2026, 1), actor=cast.camat.actor)
    choose(cast, "main", why="Kembali ke rumus")
    changed = "cara menghitung berubah sejak ditutup"
    address = reverse("web:indicator", args=[2026, NO])
    page = see(signed_in(cast.clerk), f"{address}?periode=2026-Q1")
    assert "buku kini 2" in words(page.soup.select_one(".official"))
    assert changed in words(page.soup.select_one(".official"))
    assert "Menurut buku hari ini yang dihitung, menurut rumus: 2 ." in words(page.soup.select_one("#bacaan"))
    year = see(signed_in(cast.clerk), address)
    assert changed in words(year.soup.select_one(".official")), "the open year tells why its number fell"
    line = takar(capsys, "measure", "--office", cast.office.code, "--year", "2026", "--period", "2026-Q1")
    assert changed in line.out
    unchanged = see(signed_in(cast.clerk), f"{reverse('web:indicator', args=[2026, 23])}?periode=2026-Q1")
    assert changed not in unchanged.text
