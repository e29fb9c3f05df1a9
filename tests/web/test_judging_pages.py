"""Judging on the screen: ranges, direction, classes, cap, forecast, and the checks before signing."""

from __future__ import annotations

from datetime import date

import pytest
from auditlog.models import LogEntry
from django.urls import reverse

from takar.agreements.models import AchievementRule, AgreedTarget, Agreement
from takar.agreements.services import agree, draft_agreement, propose, set_targets
from takar.ledger.evidence import attach
from takar.measurement.models import Binding
from tests.factories import Cast, letter_of
from tests.web.conftest import SignedIn
from tests.web.files import look, pdf_upload
from tests.web.screen import Screen, see, sent, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear", "imported_decree")]

MEASURE = "surat_masuk_kepegawaian"


def binding() -> Binding:
    return Binding.objects.select_related("indicator").get(measure=MEASURE)


def indicator_page(year: int = 2026) -> str:
    return reverse("web:indicator", args=[year, binding().indicator.no])


def letters(cast: Cast, *days: date) -> list[int]:
    return [letter_of(cast, occurred_on=day, letter_date=None, area_id="kepegawaian").pk for day in days]


@pytest.fixture
def line(cast: Cast) -> AgreedTarget:
    agreement = draft_agreement(position=cast.personnel_clerk.position, year=2026, actor=cast.planner.actor)
    set_targets(
        agreement=agreement, actor=cast.planner.actor,
        targets={each.pk: (12, each.unit) for each in agreement.targets.all()},
    )  # fmt: skip
    return agreement.targets.get(indicator=binding().indicator)


def row_of(page: Screen) -> str:
    return words(page.soup.select_one("li.indicator"))


def test_the_row_tells_class_and_forecast_in_words(
    cast: Cast, line: AgreedTarget, signed_in: SignedIn
) -> None:
    letters(cast, *[date(2026, month, 2) for month in range(2, 8)])
    client = signed_in(cast.clerk)
    page = see(client, indicator_page())
    found = row_of(page)
    assert "Capaian 50 %" in found
    assert "SR · Sangat Rendah, sementara" in found
    assert "Dengan laju sekarang diperkirakan 11 dari target 12" in found
    assert "hari kerja telah lewat" in words(page.soup.select_one(".explain"))
    assert "Sesuai jalur" in found


def test_years_that_are_over_have_a_class_and_no_forecast(cast: Cast, signed_in: SignedIn) -> None:
    letters(cast, date(2025, 3, 3))
    agreement = draft_agreement(position=cast.personnel_clerk.position, year=2025, actor=cast.planner.actor)
    own = agreement.targets.get(indicator=binding().indicator)
    set_targets(agreement=agreement, actor=cast.planner.actor, targets={own.pk: (1, "surat")})
    found = row_of(see(signed_in(cast.clerk), indicator_page(2025)))
    assert "ST · Sangat Tinggi" in found
    assert "sementara" not in found
    assert "diperkirakan" not in found


def test_the_operator_chooses_the_direction_and_the_change_is_kept(
    cast: Cast, line: AgreedTarget, signed_in: SignedIn
) -> None:
    letters(cast, *[date(2026, month, 2) for month in range(2, 8)])
    address = reverse("web:indicator-judging", args=[2026, binding().indicator.no])
    for who in (cast.clerk, cast.camat):
        client = signed_in(who)
        assert see(client, indicator_page()).soup.select(f'form[action="{address}"]') == []
        assert client.post(address, {"polarity": "lower", "formula": "ratio"}).status_code == 403
    assert (
        signed_in(cast.neighbour_clerk).post(address, {"polarity": "lower", "formula": "ratio"}).status_code
        == 404
    )
    planner = signed_in(cast.planner)
    assert planner.get(address).status_code == 405
    assert planner.post(address, {"polarity": "sideways", "formula": "ratio"}).status_code == 422
    answer = planner.post(address, {"polarity": "lower", "formula": "standard"})
    page = see(planner, answer["Location"])
    assert "Arah dan rumus capaian tersimpan" in page.messages
    assert "Capaian 150 %" in row_of(page)
    assert page.facts["Arah"].startswith("Makin rendah makin baik, capaian = (2 × target")
    # Half of the limit at half of the year: on the way to it, not done with it.
    assert "Sesuai jalur" in row_of(page)
    change = LogEntry.objects.get_for_object(binding()).first()
    assert change is not None
    assert change.actor == cast.planner.user


def test_less_is_better_is_told_as_a_limit(cast: Cast, line: AgreedTarget, signed_in: SignedIn) -> None:
    Binding.objects.filter(pk=binding().pk).update(polarity="lower")
    client = signed_in(cast.camat)
    letters(cast, *[date(2026, 3, day) for day in range(1, 11)])
    assert "Terancam lewat" in row_of(see(client, indicator_page()))
    letters(cast, date(2026, 4, 1), date(2026, 4, 2), date(2026, 4, 3))
    assert "Melewati batas" in row_of(see(client, indicator_page()))


def test_a_range_is_typed_shown_and_judged(cast: Cast, line: AgreedTarget, signed_in: SignedIn) -> None:
    letters(cast, *[date(2026, month, 2) for month in range(1, 8)])
    client = signed_in(cast.planner)
    page = reverse("web:agreement", args=[2026, line.agreement_id])
    for text in ("7..8", "7 s.d. 8"):
        after = sent(client, page, act="targets", **{f"target-{line.pk}": text})
        assert after.value(f"target-{line.pk}") == "7 s.d. 8"
    assert any("100 %" in row for row in after.rows)
    assert "Target 7 s.d. 8" in row_of(see(client, indicator_page()))
    again = sent(client, page, act="targets")
    assert again.value(f"target-{line.pk}") == "7 s.d. 8"
    for wrong in ("8..7", "7..", "-3", "banyak"):
        answer = Screen(client.post(page, {"act": "targets", f"target-{line.pk}": wrong}))
        assert answer.status == 422, wrong
        assert "Indikator “" in answer.alert
        assert answer.value(f"target-{line.pk}") == wrong
    line.refresh_from_db()
    assert (line.target, line.target_to) == (7, 8)
    assert see(client, indicator_page()).facts["Capaian dihitung"] == "di dalam rentang 7 s.d. 8: 100 %"
    letters(cast, date(2026, 7, 3), date(2026, 7, 6))
    above = see(client, indicator_page())
    assert "Capaian 112,5 %" in row_of(above)
    assert above.facts["Capaian dihitung"] == (
        "di atas rentang 7 s.d. 8 dengan arah makin tinggi makin baik: realisasi ÷ batas atas"
    )
    assert look(client, reverse("web:agreement-print", args=[2026, line.agreement_id]))[0] == 200


def test_the_office_sets_its_classes_and_its_cap(cast: Cast, line: AgreedTarget, signed_in: SignedIn) -> None:
    letters(cast, *[date(2026, month, day) for month in range(1, 8) for day in (2, 3)])
    client = signed_in(cast.planner)
    new = reverse("web:reference-new", args=[2026, "aturan-capaian"])
    assert see(client, new).value("classes").startswith("ST Sangat Tinggi > 90")
    wrong = Screen(client.post(new, {"valid_from": "1/1/2026", "classes": "A Baik > 80\nB Kurang > 10"}))
    assert wrong.status == 422
    assert "tanpa batas" in wrong.text
    assert "Capaian 116,67 %" in row_of(see(client, indicator_page()))
    listed = sent(client, new, classes="M Memenuhi > 99,5\nB Belum", cap="100")
    assert "M Memenuhi > 99,5" in listed.text
    found = row_of(see(client, indicator_page()))
    assert "Capaian 100 % asli 116,67 %" in found
    assert "M · Memenuhi" in found
    assert LogEntry.objects.get_for_object(AchievementRule.objects.get()).count() == 1


# ---- checks ---------------------------------------------------------------------------------------


def test_from_the_overview_to_the_scan_in_two_clicks(cast: Cast, signed_in: SignedIn) -> None:
    own = letters(cast, *[date(2026, 4, day) for day in (1, 6, 7)])
    from takar.ledger.models import Entry

    proofs = [
        attach(entry=Entry.objects.get(pk=pk).detail(), actor=cast.clerk.actor, upload=pdf_upload("Sama"))
        for pk in own
    ]
    client = signed_in(cast.camat)
    overview = see(client, reverse("web:indicators", args=[2026]))
    address = overview.links["Pemeriksaan"]
    page = see(client, f"{address}?periode=2026-Q2")
    (sentence,) = [text for text in page.links if text.startswith("Satu berkas")]
    assert "bagi 3 entri: 3 Surat masuk" in sentence
    shown = see(client, page.links[sentence])
    assert len(shown.rows) == 3
    scan = reverse("web:evidence", args=[proofs[0].pk])
    assert scan in shown.addresses
    assert look(client, scan)[0] == 200
    assert reverse("web:entry", args=[2026, own[0]]) in shown.addresses
    assert "Pemeriksaan" not in see(signed_in(cast.clerk), reverse("web:indicators", args=[2026])).links


def test_wrong_words_in_the_address_are_refused_politely(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.camat)
    address = reverse("web:checks", args=[2026])
    for query, status in (
        ("periode=2025-Q1", 422),
        ("periode=kapan", 422),
        (f"jabatan={cast.neighbour_camat.position.pk}", 404),
        ("jabatan=x", 404),
    ):
        assert client.get(f"{address}?{query}").status_code == status, query
    assert client.get(reverse("web:check-entries", args=[2026, "tanpa-bukti-tiada"])).status_code == 404
    assert "Tidak ada temuan" in see(client, address).text


def test_whoever_decides_an_agreement_sees_the_findings_first(
    cast: Cast, line: AgreedTarget, signed_in: SignedIn
) -> None:
    letters(cast, date(2026, 4, 1))
    address = reverse("web:agreement", args=[2026, line.agreement_id])
    head = "Lihat dahulu sebelum menyetujui atau menandatangani"
    decider = signed_in(cast.general_head)
    assert head not in see(decider, address).text
    agreement = propose(agreement=Agreement.objects.get(pk=line.agreement_id), actor=cast.planner.actor)
    page = see(decider, address)
    assert head in page.text
    sentence = "Satu-satunya entri Surat masuk yang terhitung belum berbukti."
    assert len(see(decider, page.links[sentence]).rows) == 1
    assert f"jabatan={cast.personnel_clerk.position.pk}" in page.links["Pemeriksaan"]
    assert head not in see(signed_in(cast.personnel_clerk), address).text
    agree(agreement=agreement, actor=cast.general_head.actor)
    assert head in see(signed_in(cast.planner), address).text
