"""Nilai manual on the screen: what is asked depends on how the number is stated, and both numbers are shown."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories import Cast, own_measure
from tests.measurement.test_stated import measure_in
from tests.web.conftest import SignedIn
from tests.web.papers import csv_rows, pdf_text
from tests.web.screen import Screen, see, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]


def test_the_form_asks_both_numbers_of_a_percentage_and_every_paper_shows_them(
    cast: Cast, signed_in: SignedIn
) -> None:
    share, counts = measure_in(cast, "persen"), own_measure(cast.planner.actor, "Surat")
    client = signed_in(cast.keeper("stated_value"))
    new = reverse("web:entry-record", args=[2026, "nilai-manual"])
    page = see(client, f"{new}?kind=fraction")
    assert {"numerator", "denominator"} <= page.form().keys()
    assert "value" not in page.form()
    assert {"numerator", "denominator"}.isdisjoint(see(client, f"{new}?kind=plain").form())
    offered = page.choices("measure")
    assert share.label in offered.values()
    assert counts.label not in offered.values()
    answer = send(
        client, new, kind="fraction", measure=share.pk, occurred_on="31/01/2026", numerator="12", denominator="14",
        title="Rekap",
    )  # fmt: skip
    assert answer.status_code == 302, Screen(answer).faults
    page = see(client, answer["Location"])
    assert "85,71 (12 dari 14)" in page.text
    page = see(client, reverse("web:entries", args=[2026, "nilai-manual"]))
    assert "12 dari 14" in page.text
    (row,) = csv_rows(client.get(reverse("web:entries-export", args=[2026, "nilai-manual", "csv"])).content)[
        1:
    ]
    assert {"12", "14", "85,71"} <= {cell.removesuffix(",00") for cell in row}
    printed = client.get(reverse("web:entries-print", args=[2026, "nilai-manual"]))
    text = pdf_text(printed.getvalue())
    assert "85,71" in text
    assert "Penyebut" in text
