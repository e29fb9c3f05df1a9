"""Every measure once more, written by hand in SQL from the tables that tell what happened.

Nothing of the engine, of the definitions or of the derived rows is used: the milestones themselves
are asked, with what was taken back and what was cancelled worked out here again.
"""

from __future__ import annotations

from django.db import connection

_STANDING = """
    SELECT e.id AS entry, e.area_id AS area, e.kind AS kind, MIN(m."on") AS day
    FROM ledger_entry e
    JOIN ledger_milestone m ON m.entry_id = e.id AND m.what = '{what}' AND NOT m.withdrawn
    WHERE e.book = '{book}' AND e.office_id = %s
      AND NOT EXISTS (SELECT 1 FROM ledger_milestone s WHERE s.supersedes_id = m.id)
      AND NOT EXISTS (SELECT 1 FROM ledger_milestone c WHERE c.entry_id = e.id AND c.what = 'cancelled')
    GROUP BY e.id, e.area_id, e.kind
"""
_PERSONNEL = "area IN ('kepegawaian', 'diklat', 'kesejahteraan_pegawai')"
_SERVICES = (
    "entry IN (SELECT r.entry_ptr_id FROM services_servicerequest r"
    " JOIN services_servicetype t ON t.id = r.service_id WHERE t.category IN ({}))"
)

BY_HAND: dict[str, tuple[str, str, str]] = {
    "surat_masuk_kepegawaian": ("incoming_letter", "received", _PERSONNEL),
    "surat_masuk_terdisposisi": ("incoming_letter", "dispositioned", "1 = 1"),
    "konsep_sk_dan_surat_tugas_kepegawaian": (
        "outgoing_letter",
        "drafted",
        f"kind IN ('keputusan', 'surat_tugas') AND {_PERSONNEL}",
    ),
    "dokumen_diarsipkan": ("archive_item", "archived", "1 = 1"),
    "pelayanan_umum_dan_kependudukan": (
        "service_request",
        "received",
        _SERVICES.format("'kependudukan', 'administrasi_umum'"),
    ),
    "pelayanan_perizinan": ("service_request", "received", _SERVICES.format("'perizinan'")),
    "data_pelayanan_paten": (
        "service_request",
        "received",
        _SERVICES.format("'perizinan', 'nonperizinan'"),
    ),
    "laporan_skm": ("survey_report", "published", "1 = 1"),
    "draft_skm": ("survey_report", "drafted", "1 = 1"),
}


def count_by_hand(measure: str, office_id: int, year: int) -> list[int]:
    """Twelve counts."""
    book, what, condition = BY_HAND[measure]
    found = [0] * 12
    with connection.cursor() as cursor:
        inner = _STANDING.format(book=book, what=what)
        cursor.execute(f"SELECT day FROM ({inner}) told WHERE {condition}", [office_id])
        for (day,) in cursor.fetchall():
            text = day if isinstance(day, str) else day.isoformat()
            if int(text[:4]) == year:
                found[int(text[5:7]) - 1] += 1
    return found
