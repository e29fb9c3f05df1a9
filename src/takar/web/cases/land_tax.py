"""Realisasi dan tunggakan PBB-P2: what each village owes, paid month by month, and what is overdue."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render

from takar.kernel import clock
from takar.kernel.formatting import (
    MONTHS_SHORT,
    NOTHING,
    format_amount,
    format_date,
    format_percent,
    format_rupiah,
    percent_of,
)
from takar.ledger.access import may_record
from takar.registers.cases.book import LandTaxAssessments, LandTaxPayments
from takar.registers.cases.selectors import TaxLine, arrears, tax_lines
from takar.reporting.documents.provenance import about
from takar.reporting.writers.spreadsheet import Column, write_xlsx
from takar.web.addresses import book_url
from takar.web.http import StaffRequest
from takar.web.responses import xlsx_response
from takar.web.tables import Row, Table


def overview(request: StaffRequest, year: int) -> HttpResponse:
    """The pages' year is the tax year."""
    lines = tax_lines(request.actor, tax_year=year)
    today = clock.today()
    due, paid = sum((row.due for row in lines), Decimal(0)), sum((row.paid for row in lines), Decimal(0))
    late = [row for row in lines if row.is_overdue(today)]
    owed = arrears(request.actor)
    pays = may_record(request.actor, LandTaxPayments)
    recorded_in = min(year, today.year)
    context: dict[str, Any] = {
        "year": year,
        "tiles": [
            {"label": "Baku", "value": format_rupiah(due), "wide": True},
            {
                "label": "Realisasi",
                "value": format_rupiah(paid),
                "unit": format_percent(percent_of(paid, due)) if due else "",
                "tone": "done" if due and paid == due else "",
                "wide": True,
            },
            {"label": "Sisa", "value": format_rupiah(due - paid), "wide": True},
            {
                "label": "Desa lewat jatuh tempo",
                "value": str(len(late)),
                "unit": f"dari {len(lines)}",
                "tone": "danger" if late else "",
            },
        ],
        "months": MONTHS_SHORT,
        "rows": [_row(line, today, year, recorded_in, pays=pays) for line in lines],
        "totals": _totals(lines),
        "has_baku": any(line.assessment for line in lines),
        "arrears": Table(
            title="Tunggakan semua tahun pajak",
            first="Desa",
            columns=["Tahun pajak", "Jatuh tempo", "Baku (Rp)", "Tunggakan (Rp)"],
            numeric=frozenset({2, 3}),
            rows=[
                Row(
                    title=row.village.name,
                    cells=[
                        str(row.tax_year),
                        format_date(row.due_on),
                        format_amount(row.due),
                        format_amount(row.left),
                    ],
                    meta=f"Tahun {row.tax_year}: {format_rupiah(row.left)}",
                    action="Catat setoran" if pays else "",
                    action_url=_pay_url(row.village.pk, row.tax_year, today.year) if pays else "",
                )
                for row in owed
            ],
            empty="Tidak ada tunggakan.",
            note=f"Jumlah tunggakan {format_rupiah(sum((row.left for row in owed), Decimal(0)))}."
            if owed
            else "",
        ),
        "baku_url": book_url(LandTaxAssessments, recorded_in, "entry-record")
        if may_record(request.actor, LandTaxAssessments)
        else "",
        "pay_url": book_url(LandTaxPayments, recorded_in, "entry-record") if pays else "",
        "export_url": f"{request.path}ekspor.xlsx",
    }
    return render(request, "web/cases/land_tax.html", context)


def _pay_url(village_id: int, tax_year: int, recorded_in: int) -> str:
    query = urlencode({"village": village_id, "tax_year": tax_year})
    return f"{book_url(LandTaxPayments, recorded_in, 'entry-record')}?{query}"


def _row(line: TaxLine, today: Any, year: int, recorded_in: int, *, pays: bool) -> dict[str, Any]:
    if line.assessment is None:
        label, tone = "Baku belum dicatat", "neutral"
    elif line.left <= 0:
        label, tone = "Lunas", "done"
    elif line.is_overdue(today):
        label, tone = "Lewat jatuh tempo", "danger"
    else:
        label, tone = f"Sampai {format_date(line.assessment.due_on)}", "progress"
    percent = line.percent
    return {
        "name": line.village.name,
        "url": f"{book_url(LandTaxPayments, recorded_in)}?village={line.village.pk}",
        "pay_url": _pay_url(line.village.pk, year, today.year)
        if pays and line.assessment and line.left > 0
        else "",
        "months": [format_amount(month) if month else NOTHING for month in line.months],
        "later": format_amount(line.later) if line.later else NOTHING,
        "due": format_amount(line.due) if line.assessment else NOTHING,
        "paid": format_amount(line.paid),
        "left": format_amount(line.left),
        "percent": format_percent(percent),
        "bar": "" if percent is None else str(min(round(percent), 100)),
        "label": label,
        "tone": tone,
    }


def _totals(lines: list[TaxLine]) -> dict[str, Any]:
    months = [sum((line.months[place] for line in lines), Decimal(0)) for place in range(12)]
    due = sum((line.due for line in lines), Decimal(0))
    paid = sum((line.paid for line in lines), Decimal(0))
    return {
        "due": format_amount(due),
        "months": [format_amount(month) if month else NOTHING for month in months],
        "later": format_amount(sum((line.later for line in lines), Decimal(0))),
        "paid": format_amount(paid),
        "left": format_amount(due - paid),
        "percent": format_percent(percent_of(paid, due)),
    }


def export(request: StaffRequest, year: int) -> HttpResponse:
    """The same table with typed cells."""
    columns = [
        Column("Desa", "text", 18),
        Column("Baku (Rp)", "money", 16),
        *(Column(month, "money", 12) for month in MONTHS_SHORT),
        Column(f"Setelah {year} (Rp)", "money", 14),
        Column("Realisasi (Rp)", "money", 16),
        Column("Sisa (Rp)", "money", 16),
        Column("Jatuh tempo", "date"),
    ]
    rows = (
        [
            line.village.name,
            line.due,
            *line.months,
            line.later,
            line.paid,
            line.left,
            line.assessment.due_on if line.assessment else None,
        ]
        for line in tax_lines(request.actor, tax_year=year)
    )
    provenance = about(request.actor, contents=f"PBB-P2 tahun {year}")
    return xlsx_response(write_xlsx(f"PBB-P2 {year}", columns, rows, about=provenance), f"pbb-p2-{year}")
