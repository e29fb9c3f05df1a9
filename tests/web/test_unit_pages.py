"""Units on the screen: nothing prints a percentage as letters, and an operator can put a unit right."""

from __future__ import annotations

import pytest
from auditlog.models import LogEntry
from django.urls import reverse

from takar.agreements.services import draft_agreement
from takar.catalogue.models import Decree, Indicator
from takar.measurement.models import Binding
from takar.measurement.services import bind_indicator, declare_measure
from tests.factories import Cast, letter_of
from tests.web.conftest import SignedIn
from tests.web.screen import Screen, see, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear", "imported_decree")]

NO = 39


@pytest.fixture
def share(cast: Cast) -> str:
    """A percentage: two thirds of the letters are about personnel."""
    for area in ("kepegawaian", "kepegawaian", "keuangan"):
        letter_of(cast, area_id=area)
    received = {"book": "incoming_letter", "milestone": "received"}
    made = declare_measure(
        label="Bagian surat kepegawaian",
        definition={
            "unit": "persen",
            "aggregate": "ratio",
            "count": [{**received, "where": {"area": ["kepegawaian"]}}],
            "per": [received],
        },
        actor=cast.planner.actor,
    )
    return made.code


def indicator() -> Indicator:
    return Indicator.objects.select_related("decree").get(no=NO)


def test_the_list_of_measures_tells_another_unit_before_it_is_bound(
    cast: Cast, share: str, signed_in: SignedIn
) -> None:
    client = signed_in(cast.planner)
    address = reverse("web:indicator-bind", args=[2026, NO])
    page = see(client, address)
    last = page.soup.select("select[name=measure] optgroup")[-1]
    assert last["label"] == "Satuannya lain dari indikator ini (surat)"
    assert share in [option["value"] for option in last.select("option")]
    answer = Screen(client.post(address, {"measure": share}, follow=True))
    assert "satuan ukurannya “persen”" in answer.messages


def test_a_percentage_is_never_printed_as_letters(cast: Cast, share: str, signed_in: SignedIn) -> None:
    bind_indicator(indicator=indicator(), measure=share, actor=cast.planner.actor)
    agreement = draft_agreement(position=cast.personnel_clerk.position, year=2026, actor=cast.planner.actor)
    assert agreement.targets.get(indicator=indicator()).unit == "persen"
    agreement.targets.filter(indicator=indicator()).update(unit="surat", target=90)
    address = reverse("web:indicator", args=[2026, NO])
    page = see(signed_in(cast.planner), address)
    assert words(page.soup.select_one(".explain strong")) == "66,67 persen"
    assert words(page.soup.select_one(".indicator-figures .unit")) == "persen"
    assert "satuan ukurannya “persen”" in words(page.soup.select_one("#satuan"))
    assert see(signed_in(cast.clerk), address).soup.select_one("#satuan") is None
    paper = see(signed_in(cast.planner), reverse("web:agreement", args=[2026, agreement.pk]))
    line = agreement.targets.get(indicator=indicator())
    assert paper.soup.select_one(f"input[name=unit-{line.pk}]")["value"] == "persen"


def test_an_operator_puts_the_unit_right_and_the_log_tells_it(
    cast: Cast, share: str, signed_in: SignedIn
) -> None:
    bind_indicator(indicator=indicator(), measure=share, actor=cast.planner.actor)
    address = reverse("web:indicator-unit", args=[2026, NO])
    for member in (cast.clerk, cast.camat):
        assert signed_in(member).post(address, {"unit": "persen"}).status_code == 403
    client = signed_in(cast.planner)
    assert client.post(address, {"unit": "  persen "}).status_code == 302
    assert indicator().unit == "persen"
    change = LogEntry.objects.get_for_object(indicator()).first()
    assert change is not None
    assert change.changes_dict == {"unit": ["surat", "persen"]}
    page = see(client, reverse("web:indicator", args=[2026, NO]))
    assert page.soup.select_one("#satuan .doubt") is None
    assert client.post(address, {"unit": "x" * 41}).status_code == 422


def test_a_decree_shows_bound_suggested_and_none_and_takes_what_is_ticked(
    cast: Cast, signed_in: SignedIn
) -> None:
    decree = Decree.objects.get()
    Binding.objects.filter(indicator__no__in=[43, 44, NO]).delete()
    strange = Indicator.objects.get(no=44)
    strange.name, strange.formula, strange.unit = "Nilai AKIP", "", "nilai"
    strange.save()
    client = signed_in(cast.planner)
    address = reverse("web:decree-measures", args=[2026, decree.pk])
    page = see(client, address)
    assert "64 indikator terikat ukuran, 2 mempunyai saran, 1 belum ada" in page.text
    ticked = [box["value"] for box in page.soup.select("input[name=use][checked]")]
    assert ticked == [
        f"{Indicator.objects.get(no=NO).pk}:surat_masuk_kepegawaian",
        f"{Indicator.objects.get(no=43).pk}:surat_masuk_terdisposisi",
    ]
    assert (
        Screen(client.post(address, {"use": ticked}, follow=True)).messages == "2 indikator terikat ukuran."
    )
    assert Binding.objects.get(indicator__no=43).measure == "surat_masuk_terdisposisi"
    one = f"{strange.pk}:surat_masuk_terdisposisi"
    assert client.post(address, {"one": one}).status_code == 302
    assert Binding.objects.get(indicator=strange).measure == "surat_masuk_terdisposisi"
    assert client.post(address, {"use": ["999999:surat_masuk_terdisposisi"]}).status_code == 422
    assert client.post(address, {"use": [f"{strange.pk}:tidak_ada"]}).status_code == 422
    assert signed_in(cast.camat).get(address).status_code == 403


def test_the_list_says_why_there_is_no_number(cast: Cast, signed_in: SignedIn) -> None:
    Binding.objects.filter(indicator__no__in=[43, 44]).delete()
    page = see(signed_in(cast.planner), reverse("web:indicators", args=[2026]))
    assert "2 belum terikat ukuran." in page.text
    assert "bukunya belum dibuka" not in page.text
    assert reverse("web:decree-measures", args=[2026, Decree.objects.get().pk]) in page.addresses
    assert "Pilih ukurannya" not in see(signed_in(cast.clerk), reverse("web:indicators", args=[2026])).text


def test_the_nearest_measures_stand_first_with_their_number(
    cast: Cast, share: str, signed_in: SignedIn
) -> None:
    Binding.objects.filter(indicator__no=NO).delete()
    client = signed_in(cast.planner)
    address = reverse("web:indicator-bind", args=[2026, NO])
    page = see(client, address)
    nearest = words(page.soup.select_one(".suggestions li"))
    assert nearest.startswith("Surat masuk bidang kepegawaian yang diregistrasi 2 surat, 2026")
    assert "jabatan sama, nama sama" in nearest
    groups = [group["label"] for group in page.soup.select("select[name=measure] optgroup")]
    assert groups[0] == "Terdekat"
    assert "Kasi Pemerintahan" in groups
    assert client.post(address, {"one": "surat_masuk_kepegawaian"}).status_code == 302
    assert Binding.objects.get(indicator__no=NO).measure == "surat_masuk_kepegawaian"
