"""Every measure once more, written by hand in SQL from the tables that tell what happened.

Nothing of the engine, of the definitions or of the derived rows is used: the milestones themselves
are asked, with what was taken back and what was cancelled worked out here again.
"""

from __future__ import annotations

from django.db import connection

_STANDING = """
    SELECT e.id AS entry, e.area_id AS area, e.kind AS kind, e.person_id AS person, MIN(m."on") AS day
    FROM ledger_entry e
    JOIN ledger_milestone m ON m.entry_id = e.id AND m.what = '{what}' AND NOT m.withdrawn
    WHERE e.book = '{book}' AND e.office_id = %s
      AND NOT EXISTS (SELECT 1 FROM ledger_milestone s WHERE s.supersedes_id = m.id)
      AND NOT EXISTS (SELECT 1 FROM ledger_milestone c WHERE c.entry_id = e.id AND c.what = 'cancelled')
    GROUP BY e.id, e.area_id, e.kind, e.person_id
"""
_PERSONNEL = "area IN ('kepegawaian', 'diklat', 'kesejahteraan_pegawai')"

BY_HAND: dict[str, tuple[str, str, str]] = {
    "surat_masuk_kepegawaian": ("incoming_letter", "received", _PERSONNEL),
    "surat_masuk_terdisposisi": ("incoming_letter", "dispositioned", "1 = 1"),
    "konsep_sk_dan_surat_tugas_kepegawaian": (
        "outgoing_letter",
        "drafted",
        f"kind IN ('keputusan', 'surat_tugas') AND {_PERSONNEL}",
    ),
    "dokumen_diarsipkan": ("archive_item", "archived", "1 = 1"),
    "usulan_hak_pegawai": (
        "proposal",
        "drafted",
        "kind IN ('kenaikan_pangkat', 'kgb', 'ganti_rugi', 'hak_keuangan')",
    ),
    "rekap_kehadiran_diperiksa": ("attendance_recap", "checked", "1 = 1"),
    "usulan_kepegawaian_dikonsep": (
        "proposal",
        "drafted",
        "kind IN ('kenaikan_pangkat', 'kgb', 'cuti', 'pensiun', 'karis_karsu')",
    ),
    "duk_dan_penjagaan_disahkan": ("list_edition", "approved", "kind IN ('duk', 'buku_penjagaan')"),
    "pegawai_dimutakhirkan": ("data_update", "updated", "1 = 1"),
    "pemutakhiran_data_pegawai": ("data_update", "updated", "1 = 1"),
}

DISTINCT_PEOPLE = {"pegawai_dimutakhirkan"}
"""Measures whose month counts each person once."""


def count_by_hand(measure: str, office_id: int, year: int) -> list[int]:
    """Twelve counts."""
    book, what, condition = BY_HAND[measure]
    found: list[list[int]] = [[] for _ in range(12)]
    with connection.cursor() as cursor:
        inner = _STANDING.format(book=book, what=what)
        cursor.execute(f"SELECT day, person, entry FROM ({inner}) told WHERE {condition}", [office_id])
        for day, person, entry in cursor.fetchall():
            text = day if isinstance(day, str) else day.isoformat()
            if int(text[:4]) == year:
                found[int(text[5:7]) - 1].append(person if measure in DISTINCT_PEOPLE else entry)
    return [len(set(month)) for month in found]
