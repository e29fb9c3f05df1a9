"""Pemeriksaan on the screen: kinds with their counts and reasons, how much each finding weighs, the filter."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from takar.measurement.models import CheckRule
from tests.factories import Cast, letter_of
from tests.web.conftest import SignedIn
from tests.web.screen import see, sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear", "imported_decree")]


def test_kinds_are_grouped_weighed_and_filtered(cast: Cast, signed_in: SignedIn) -> None:
    for day in (date(2026, 6, 7), date(2026, 6, 8), date(2026, 6, 9)):
        letter_of(cast, occurred_on=day, letter_date=None, area_id="kepegawaian")
    client = signed_in(cast.camat)
    address = reverse("web:checks", args=[2026])
    page = see(client, address)
    assert "Semua (3)" in page.text
    assert "Buku ini biasanya hanya terisi pada hari kerja." in page.text
    assert "1 dari 3 entri indikator 39 (33,33 %)" in page.text
    assert "3 dari 3 entri indikator 39 (100 %)" in page.text
    off = see(client, page.links["Pada hari libur (1)"])
    assert "bertanggal pada hari libur kantor" in off.text
    assert "belum berbukti" not in off.text
    behind = see(client, off.links["1 dari 3 entri Surat masuk bertanggal pada hari libur kantor."])
    assert len(behind.rows) == 1
    assert "biarkan" in behind.text
    # A kind that nobody found, or that is none, shows everything or says so.
    assert see(client, f"{address}?jenis=sembarang").text.count("belum berbukti") == page.text.count(
        "belum berbukti"
    )
    assert "Tidak ada temuan" in see(client, f"{address}?jenis=berkas-hilang").text


def test_the_bounds_are_settings_of_the_office(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.planner)
    address = reverse("web:reference-new", args=[2026, "batas-pemeriksaan"])
    sent(client, address, code="terlambat", value="20", valid_from="1/1/2026", reason="Laporan bulanan")
    row = CheckRule.objects.get(office=cast.office)
    assert (row.code, row.value) == ("terlambat", 20)
    assert "Dicatat terlambat" in see(client, reverse("web:reference", args=[2026, "batas-pemeriksaan"])).text
    refused = client.post(address, {"code": "kemiripan", "value": "16", "valid_from": "1/1/2026"})
    assert refused.status_code == 422
    assert "paling banyak 15" in refused.content.decode()
