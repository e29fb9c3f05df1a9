"""The calendar and the lists of points of documents and dossiers, in Pengaturan."""

from __future__ import annotations

from takar.registers.documents.models import DocumentSchedule, Guideline
from takar.registers.dossiers.models import DossierChecklist
from takar.web.reference_kinds import Kind, register

register(
    Kind(
        "jadwal-dokumen",
        DocumentSchedule,
        "Jadwal dokumen",
        "Dokumen yang harus ada tiap tahun, triwulan atau bulan, batas waktunya dan penanggung jawabnya.",
        ("name", "every", "due_month", "due_day", "position", "verified", "retired_on"),
        (
            *("name", "kind", "area", "every", "due_month", "due_day", "due_year", "position"),
            *("reminder_days", "first_year", "legal_basis", "verified", "retired_on"),
        ),
    ),
    Kind(
        "pedoman-dokumen",
        Guideline,
        "Pedoman dokumen",
        "Butir yang harus terpenuhi agar dokumen dinyatakan sesuai pedoman, menurut jenis dan masa berlaku.",
        ("name", "kind", "legal_basis", "valid_from", "valid_until", "verified"),
        ("kind", "name", "legal_basis", "valid_from", "valid_until", "points", "verified", "retired_on"),
    ),
    Kind(
        "kelengkapan-berkas",
        DossierChecklist,
        "Kelengkapan berkas",
        "Kelengkapan tiap jenis berkas administrasi pemerintahan yang diperiksa kecamatan.",
        ("name", "kind", "legal_basis", "valid_from", "valid_until", "verified"),
        ("kind", "name", "legal_basis", "valid_from", "valid_until", "points", "verified", "retired_on"),
    ),
)
