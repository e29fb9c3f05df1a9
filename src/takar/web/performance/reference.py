"""The classes of achievement, the office's own numbers and the bounds of Pemeriksaan, in Pengaturan."""

from __future__ import annotations

from typing import Any

from takar.agreements.achievement import shipped_rule, write_classes
from takar.agreements.models import AchievementRule
from takar.kernel import clock
from takar.kernel.formatting import format_number
from takar.measurement import thresholds
from takar.measurement.models import BaseFigure, CheckRule
from takar.web.reference_kinds import Kind, register
from takar.web.tables import Row, Table


def _usual_bounds() -> Table:
    reasons = thresholds.usual_reasons()
    return Table(
        "Nilai bawaan",
        ("Nilai", "Alasan"),
        [
            Row(CheckRule.Code(code).label, (format_number(value), reasons[code]), meta=format_number(value))
            for code, value in thresholds.usual().items()
        ],
        first="Yang dinilai",
        numeric=frozenset({0}),
    )


def _usual_rule() -> dict[str, Any]:
    """The classes in force until the office writes its own, to be corrected rather than typed."""
    today = clock.today()
    return {
        "valid_from": today.replace(month=1, day=1),
        "classes": write_classes(shipped_rule(today).classes),
    }


register(
    Kind(
        "aturan-capaian",
        AchievementRule,
        "Aturan capaian",
        "Kelas capaian dan batas tertingginya, menurut masa berlaku. Selama belum ada baris di sini "
        "dipakai kelas bawaan, yang terisi pada formulir tambah; cocokkan dengan aturan kabupaten.",
        ("valid_from", "classes", "cap", "legal_basis", "verified", "retired_on"),
        ("valid_from", "classes", "cap", "legal_basis", "verified", "retired_on"),
        initial=_usual_rule,
    ),
    Kind(
        "angka-dasar",
        BaseFigure,
        "Angka dasar",
        "Angka yang menjadi pembagi ukuran: jumlah penduduk, keluarga, wajib pajak. Nilai baru adalah baris "
        "baru dengan nama yang sama; angka tahun lalu tetap memakai nilai yang berlaku waktu itu.",
        ("name", "value", "unit", "valid_from", "source", "retired_on"),
        ("name", "unit", "value", "valid_from", "source", "retired_on"),
    ),
)

register(
    Kind(
        "batas-pemeriksaan",
        CheckRule,
        "Batas pemeriksaan",
        "Sejak kapan Pemeriksaan menunjuk sesuatu: keterlambatan, kemiripan berkas, kepadatan minggu terakhir. "
        "Angka realisasi tidak bergantung padanya. Yang tidak diisi memakai nilai bawaan.",
        ("code", "value", "valid_from", "reason", "retired_on"),
        ("code", "value", "valid_from", "reason", "retired_on"),
        usual=_usual_bounds,
    ),
)
