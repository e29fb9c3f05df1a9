"""One way to print a percent: page, command, JSON and the judging of it never disagree."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from takar.agreements.models import AgreedTarget
from takar.agreements.services import draft_agreement
from takar.kernel.period import Period
from takar.measurement.models import FrozenValue
from takar.measurement.numbers.closing import close_period
from tests.config.commands import takar
from tests.factories import Cast
from tests.web.conftest import SignedIn
from tests.web.screen import see, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear", "imported_decree")]

NO = 39

CASES = [
    # target, realisation, as printed, for programs, class, progress
    ("103", 67, "65,05 %", 65.05, "S", "Tidak tercapai"),
    ("23", 24, "104,35 %", 104.35, "ST", "Tercapai"),
    ("113", 110, "97,35 %", 97.35, "ST", "Tidak tercapai"),
    ("74.41", 67, "90,04 %", 90.04, "ST", "Tidak tercapai"),
    ("24.01", 24, "99,96 %", 99.96, "ST", "Tidak tercapai"),
    ("24001", 24000, "100 %", 100, "ST", "Tercapai"),
    ("10", 9, "90 %", 90, "T", "Tidak tercapai"),
    ("99999", 90000, "90 %", 90, "T", "Tidak tercapai"),
    ("3", 2, "66,67 %", 66.67, "S", "Tidak tercapai"),
    ("800", 1, "0,13 %", 0.13, "SR", "Tidak tercapai"),
    ("1000", 650, "65 %", 65, "R", "Tidak tercapai"),
]


@pytest.mark.parametrize(("target", "realisation", "text", "number", "grade", "state"), CASES)
def test_one_percent_in_every_place(
    cast: Cast, signed_in: SignedIn, capsys: pytest.CaptureFixture[str],
    target: str, realisation: int, text: str, number: float, grade: str, state: str,
) -> None:  # fmt: skip
    agreement = draft_agreement(position=cast.personnel_clerk.position, year=2025, actor=cast.planner.actor)
    AgreedTarget.objects.filter(agreement=agreement, indicator__no=NO).update(target=Decimal(target))
    # A year closed with this number: what is compared is how it is printed and judged.
    close_period(period=Period.of_year(2025), actor=cast.camat.actor)
    FrozenValue.objects.filter(indicator__no=NO).update(value=realisation, state="measured")
    client = signed_in(cast.personnel_clerk)
    for address in (
        reverse("web:indicators", args=[2025]),
        reverse("web:indicator", args=[2025, NO]),
        reverse("web:today", args=[2025]),
    ):
        rows = [words(row) for row in see(client, address).soup.select(".indicator")]
        (row,) = [row for row in rows if row.startswith(f"{NO} ")]
        assert f"Capaian {text} " in row
        assert f"Tercapai {text} dari target." in row
        assert f" {grade} · " in row
        assert f" {state} " in row
    page = see(client, reverse("web:agreement", args=[2025, agreement.pk]))
    (line,) = [row for row in page.rows if f"{NO}. " in row]
    assert f" {text} {grade} · " in line

    asked = ("measure", "--office", cast.office.code, "--year", "2025")
    (said,) = [row for row in takar(capsys, *asked).out.splitlines() if row.startswith(f" {NO} ")]
    assert f"  {text}  {state}" in said
    told: dict[str, Any] = next(
        row for row in takar(capsys, *asked, "--json").document["indicators"] if row["no"] == NO
    )
    assert (told["percent"], told["progress"] == "reached") == (number, state == "Tercapai")

    alone = ("achievement", f"--target={target}", f"--realisation={realisation}", "--polarity", "higher")
    assert takar(capsys, *alone, "--json").document == {"percent": number, "class": grade}
    assert takar(capsys, *alone).out.startswith(f"Capaian {text}, {grade} (")
