"""What leaves the office of a period: its numbers on paper, their passport, the signed state of the books."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from takar.catalogue.selectors import active_decree
from takar.kernel.errors import DomainError, NotFound
from takar.kernel.formatting import format_number
from takar.kernel.period import Period
from takar.measurement.models import PeriodClosing
from takar.measurement.numbers import closing, passports
from takar.measurement.numbers.seals import acts_of_year
from takar.reporting.documents.numbers import official_numbers_pdf
from takar.web.addresses import check_address
from takar.web.http import StaffRequest
from takar.web.responses import pdf_response, text_response


def period_in(year: int, code: str) -> Period:
    """The period an address names; NotFound where it lies in another year."""
    period = Period.parse(code)
    if period.start.year != year or period.code != code:
        raise NotFound(f"Masa {code} tidak ada pada tahun {year}.")
    return period


def paper_facts(period: Period, act: PeriodClosing) -> list[dict[str, Any]]:
    """Passport and checkpoint of the newest act; none of acts from before there were any."""
    facts: list[dict[str, Any]] = []
    if (passport := passports.of_act(act)) is not None:
        facts.append(
            {
                "label": "Paspor angka",
                "value": str(passport),
                "url": reverse("public:check", args=[passport.code]),
                "note": "Siapa pun yang memegang kode ini dapat memeriksa angkanya tanpa akun.",
            }
        )
    if (point := closing.checkpoint_of(act)) is not None:
        facts.append(
            {
                "label": "Titik periksa buku",
                "value": f"{format_number(point.size)} langkah, akar {point.short_root}",
                "url": reverse("web:closing-checkpoint", args=[period.start.year, period.code]),
                "note": "Unduh dan simpan di luar kantor: dengan ini terbukti kelak bila buku ditulis ulang.",
                "wide": True,
            }
        )
    return facts


def print_numbers(request: StaffRequest, year: int, code: str) -> HttpResponse:
    """The official numbers of a period on paper, closed or not."""
    period = period_in(year, code)
    if active_decree(request.actor) is None:
        raise DomainError("Belum ada keputusan indikator yang berlaku, jadi belum ada angka.")
    paper = official_numbers_pdf(request.actor, period, check_at=check_address(request))
    return pdf_response(paper, f"angka-kinerja-{period.code}")


def checkpoint(request: StaffRequest, year: int, code: str) -> HttpResponse:
    """The checkpoint of the period's newest act, as "takar audit verify --against" reads it."""
    period = period_in(year, code)
    acts = [act for act in acts_of_year(request.actor, year) if act.period == period.code]
    point = closing.checkpoint_of(acts[-1]) if acts else None
    if point is None:
        raise NotFound(f"Belum ada titik periksa untuk {period.describe()}.")
    return text_response(str(point), f"titik-periksa-{period.code}")
