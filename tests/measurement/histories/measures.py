"""What each office of the histories declares itself, as it would on its own page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def term(book: str, milestone: str, **where: list[str]) -> dict[str, Any]:
    return {"book": book, "milestone": milestone, "where": where}


LETTERS = term("incoming_letter", "received")
SEEN = term("incoming_letter", "dispositioned")
RECEIPTS = term("stock_receipt", "received")
ISSUES = term("stock_issue", "issued")
REPORTS = term("financial_report", "drafted")

CASES = term("case", "reported")
SHEETS = term("disposition", "completed")

MEASURES: Mapping[str, Mapping[str, Any]] = {
    "surat bidang": {
        "unit": "surat",
        "count": [term("incoming_letter", "received", area=["kepegawaian", "persuratan"])],
    },
    "surat atau disposisi": {"unit": "surat", "count": [SEEN, LETTERS]},
    "surat keluar rata-rata": {
        "unit": "surat",
        "over": "average",
        "count": [term("outgoing_letter", "sent"), term("outgoing_letter", "drafted", kind=["surat_tugas"])],
    },
    "surat terbanyak": {"unit": "surat", "over": "max", "count": [LETTERS]},
    "surat bulan terakhir": {"unit": "surat", "over": "last", "count": [LETTERS]},
    "surat dan arsipnya": {
        "unit": "surat",
        "one_matter": ["arsip_dari"],
        "count": [LETTERS, term("archive_item", "archived")],
    },
    "barang berbeda": {"unit": "barang", "aggregate": "distinct", "count": [RECEIPTS]},
    "pegawai tiap bulan": {
        "unit": "pegawai",
        "aggregate": "distinct",
        "over": "sum",
        "count": [term("data_update", "updated")],
    },
    "barang masuk keluar": {
        "unit": "rim", "aggregate": "sum", "number": "quantity", "count": [RECEIPTS, ISSUES],
    },
    "harga rata-rata": {
        "unit": "rupiah", "aggregate": "average", "number": "unit_price", "count": [RECEIPTS],
    },
    "harga rata-rata bulanan": {
        "unit": "rupiah", "aggregate": "average", "over": "average", "number": "unit_price", "count": [RECEIPTS],
    },
    "surat terdisposisi": {"unit": "persen", "aggregate": "ratio", "count": [SEEN], "per": [LETTERS]},
    "kasus selesai per surat": {
        "unit": "persen",
        "aggregate": "ratio",
        "over": "last",
        "count": [term("case", "resolved"), term("case", "handled", kind=["sosial"])],
        "per": [LETTERS, CASES],
    },
    "kasus per penduduk": {
        "unit": "per 1.000", "aggregate": "ratio", "scale": 1000, "base": "figure:Jumlah penduduk", "count": [CASES],
    },
    "anggaran terserap": {
        "unit": "persen", "aggregate": "ratio_of_sums", "number": "realised", "per_number": "budget",
        "count": [REPORTS],
    },
    "barang keluar dari masuk": {
        "unit": "persen", "aggregate": "ratio_of_sums", "over": "average", "number": "quantity", "count": [ISSUES],
        "per": [RECEIPTS], "per_number": "quantity",
    },
    "desa berkasus": {
        "unit": "persen", "aggregate": "distinct_ratio", "distinct": "village", "base": "villages", "count": [CASES],
    },
    "desa berkasus bulanan": {
        "unit": "persen", "aggregate": "distinct_ratio", "over": "average", "distinct": "village",
        "base": "villages", "count": [CASES],
    },
    "desa selesai dari berkasus": {
        "unit": "persen", "aggregate": "distinct_ratio", "distinct": "village",
        "count": [term("case", "handled")], "per": [CASES],
    },
    "pegawai dimutakhirkan": {
        "unit": "persen", "aggregate": "distinct_ratio", "base": "employees",
        "count": [term("data_update", "updated")],
    },
    "disposisi tepat waktu": {"unit": "persen", "aggregate": "on_time", "due": "due_on", "count": [SHEETS]},
    "lama disposisi": {"unit": "hari kerja", "aggregate": "mean_time", "since": "given", "count": [SHEETS]},
    "disposisi 48 jam": {
        "unit": "persen", "aggregate": "within_time", "since": "entry", "time": "hours", "within": "48",
        "count": [SEEN, term("case", "handled")],
    },
    "lewat batas": {
        "unit": "persen", "aggregate": "within_time", "over": "max", "since": "column:due_on", "time": "days",
        "within": "3", "count": [SHEETS],
    },
    "harga terbaru": {"unit": "rupiah", "aggregate": "index", "number": "unit_price", "count": [RECEIPTS]},
    "pertumbuhan surat": {
        "unit": "persen", "aggregate": "growth", "parts": [{"measure": "surat atau disposisi"}],
    },
    "pertumbuhan tertinggi": {
        "unit": "persen", "aggregate": "growth", "over": "max", "parts": [{"measure": "barang masuk keluar"}],
    },
    "indeks surat": {
        "unit": "indeks", "aggregate": "composite",
        "parts": [
            {"measure": "surat terdisposisi", "weight": "40"}, {"measure": "surat terbanyak", "weight": "35.5"},
            {"measure": "surat bidang", "weight": "24.5"},
        ],
    },
    "nilai dinyatakan": {"unit": "kegiatan", "aggregate": "manual"},
    "indeks dinyatakan": {"unit": "indeks", "aggregate": "manual"},
    "persen dinyatakan": {"unit": "persen", "aggregate": "manual"},
}  # fmt: skip
"""What each office declares itself: every aggregate, over months in many ways."""
