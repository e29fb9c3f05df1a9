"""Filing codes, in Pengaturan."""

from __future__ import annotations

from takar.registers.mail.models import FilingCode
from takar.web.reference_kinds import Kind, register

register(
    Kind(
        "klasifikasi-arsip",
        FilingCode,
        "Klasifikasi arsip",
        "Kode untuk nomor surat dan arsip beserta retensinya; berlaku bagi semua kantor.",
        ("code", "name", "scheme", "active_years", "inactive_years", "fate", "verified"),
        (),
        shared=True,
    ),
)
