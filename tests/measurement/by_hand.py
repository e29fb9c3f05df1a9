"""Every measure once more, written by hand in SQL from the tables that tell what happened.

Nothing of the engine, of the definitions or of the derived rows is used: the milestones themselves
are asked, with what was taken back and what was cancelled worked out here again.
"""

from __future__ import annotations

from django.db import connection

_STANDING = """
    SELECT e.id AS entry, e.area_id AS area, e.kind AS kind, e.person_id AS person, w.category AS category,
           COALESCE((SELECT r.item_id FROM goods_stockreceipt r WHERE r.entry_ptr_id = e.id),
                    (SELECT i.item_id FROM goods_stockissue i WHERE i.entry_ptr_id = e.id)) AS item,
           (SELECT v.vehicle_id FROM goods_vehiclerenewal v WHERE v.entry_ptr_id = e.id) AS vehicle,
           MIN(m."on") AS day
    FROM ledger_entry e
    LEFT JOIN documents_workdocument w ON w.entry_ptr_id = e.id
    JOIN ledger_milestone m ON m.entry_id = e.id AND m.what = '{what}' AND NOT m.withdrawn
    WHERE e.book = '{book}' AND e.office_id = %s
      AND NOT EXISTS (SELECT 1 FROM ledger_milestone s WHERE s.supersedes_id = m.id)
      AND NOT EXISTS (SELECT 1 FROM ledger_milestone c WHERE c.entry_id = e.id AND c.what = 'cancelled')
    GROUP BY e.id, e.area_id, e.kind, e.person_id, w.category
"""
_DEVELOPMENT = (
    "area IN ('pembangunan_pemberdayaan', 'ekonomi_pembangunan', 'pembangunan_desa', 'ukm', 'lingkungan',"
    " 'penghijauan', 'pencemaran', 'sanitasi', 'drainase', 'air_bersih')"
)
_GENERAL = (
    "area IN ('umum', 'persuratan', 'penggandaan', 'kearsipan', 'perpustakaan', 'rumah_tangga', 'protokol',"
    " 'perjalanan_dinas', 'ketatalaksanaan', 'administrasi_perkantoran', 'kepegawaian',"
    " 'kesejahteraan_pegawai', 'diklat', 'keuangan', 'pembukuan', 'pertanggungjawaban', 'verifikasi',"
    " 'perhitungan_anggaran', 'perlengkapan', 'pemeliharaan', 'kebersihan',"
    " 'keamanan_kantor')"
)
_SOCIAL = (
    "area IN ('kesos_kepemudaan', 'kesejahteraan_sosial', 'bencana', 'kepemudaan', 'olahraga', 'pariwisata',"
    " 'kesehatan_masyarakat', 'keluarga_berencana')"
)
_PERSONNEL = "area IN ('kepegawaian', 'diklat', 'kesejahteraan_pegawai')"
_SERVICES = (
    "entry IN (SELECT r.entry_ptr_id FROM services_servicerequest r"
    " JOIN services_servicetype t ON t.id = r.service_id WHERE t.category IN ({}))"
)

_HELD = ("activity", "held")
_TOPICS = (
    "entry IN (SELECT a.entry_ptr_id FROM activities_activity a WHERE a.topics LIKE '%%|rpjmdes|%%'"
    " OR a.topics LIKE '%%|apbdes|%%' OR a.topics LIKE '%%|add_dd|%%')"
)
_SUPPLIES = "'perlengkapan', 'pemeliharaan', 'kebersihan', 'keamanan_kantor'"

By = tuple[str, str, str]
BY_HAND: dict[str, By | list[By]] = {
    "surat_masuk_kepegawaian": ("incoming_letter", "received", _PERSONNEL),
    "surat_masuk_terdisposisi": ("incoming_letter", "dispositioned", "1 = 1"),
    "konsep_sk_dan_surat_tugas_kepegawaian": (
        "outgoing_letter",
        "drafted",
        f"kind = 'keputusan' AND {_PERSONNEL}",
    ),
    "dokumen_diarsipkan": ("archive_item", "archived", "1 = 1"),
    "dokumen_ekonomi_pembangunan": ("work_document", "approved", _DEVELOPMENT),
    "dokumen_trantib": (
        "work_document",
        "approved",
        "area IN ('trantib', 'pbb', 'sosial_politik', 'ideologi', 'linmas')",
    ),
    "dokumen_kesos_kepemudaan": ("work_document", "approved", _SOCIAL),
    "dokumen_perencanaan_disetujui": ("work_document", "approved", "category = 'perencanaan'"),
    "dokumen_pelaporan_disetujui": ("work_document", "approved", "category = 'pelaporan'"),
    "rencana_kegiatan_umum_disetujui": (
        "work_document",
        "approved",
        f"category = 'rencana_kegiatan' AND {_GENERAL}",
    ),
    "konsep_rencana_kegiatan_umum": (
        "work_document",
        "drafted",
        f"category = 'rencana_kegiatan' AND {_GENERAL}",
    ),
    "dokumen_tata_usaha_kepegawaian": (
        "work_document",
        "approved",
        f"category = 'tata_usaha' AND {_PERSONNEL}",
    ),
    "laporan_kegiatan_camat": ("work_document", "approved", "kind = 'laporan_kegiatan_camat'"),
    "bahan_evaluasi_perencanaan": (
        "work_document",
        "approved",
        "category = 'evaluasi' AND area = 'perencanaan'",
    ),
    "konsep_program_kerja": ("work_document", "drafted", "category = 'perencanaan' AND area = 'perencanaan'"),
    "konsep_bahan_pembinaan_desa": (
        "work_document",
        "drafted",
        "category = 'bahan_pembinaan' AND area IN ('pemerintahan_desa', 'perangkat_desa', 'keuangan_desa')",
    ),
    "berkas_dicukupi": ("dossier_check", "completed", "1 = 1"),
    "dokumen_pembangunan_pemberdayaan": ("work_document", "drafted", _DEVELOPMENT),
    "konsep_perencanaan_benar": ("work_document", "checked", "category = 'perencanaan'"),
    "konsep_laporan_evaluasi": ("work_document", "drafted", "category = 'evaluasi'"),
    "konsep_pelaporan_benar": ("work_document", "checked", "category = 'pelaporan'"),
    "pelayanan_umum_dan_kependudukan": (
        "service_request",
        "received",
        _SERVICES.format("'kependudukan'"),
    ),
    "pelayanan_perizinan": ("service_request", "received", _SERVICES.format("'perizinan'")),
    "pertanggungjawaban_disetujui": ("accountability_report", "approved", "1 = 1"),
    "dokumen_pengajuan_pembayaran": (
        "payment_request",
        "drafted",
        "kind IN ('gj', 'up', 'gu', 'gu_nihil')",
    ),
    "laporan_keuangan_disetujui": ("financial_report", "drafted", "1 = 1"),
    "pertanggungjawaban_disusun": ("accountability_report", "drafted", "1 = 1"),
    "konferensi_video_dan_peralatan": (
        "support_job",
        "done",
        "kind IN ('konferensi_video', 'peralatan')",
    ),
    "gangguan_jaringan_teratasi": ("support_job", "resolved", "kind = 'jaringan'"),
    "data_pelayanan_paten": (
        "service_request",
        "received",
        _SERVICES.format("'perizinan', 'nonperizinan'"),
    ),
    "laporan_skm": ("survey_report", "published", "1 = 1"),
    "draft_skm": ("survey_report", "drafted", "1 = 1"),
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
    "laporan_barang_disetujui": ("inventory_report", "approved", "1 = 1"),
    "pengajuan_atk": ("supply_request", "submitted", "kind = 'atk'"),
    "atk_dikelola": [
        ("stock_receipt", "received", "kind = 'atk'"),
        ("stock_issue", "issued", "kind = 'atk'"),
    ],
    "kendaraan_diajukan_perpanjangan": ("vehicle_renewal", "submitted", "1 = 1"),
    "pengadaan_dilaporkan": ("procurement", "reported", "1 = 1"),
    "tata_usaha_diselenggarakan": [
        ("incoming_letter", "dispositioned", "1 = 1"),
        ("outgoing_letter", "sent", "1 = 1"),
        ("archive_item", "archived", "1 = 1"),
        (*_HELD, "area IN ('penggandaan', 'perpustakaan')"),
    ],
    "dokumen_pelayanan_publik": [
        (*_HELD, "kind = 'koordinasi' AND area = 'pelayanan_publik'"),
        ("work_document", "approved", "area = 'pelayanan_publik'"),
    ],
    "koordinasi_perencanaan": (
        *_HELD,
        "kind IN ('koordinasi', 'monitoring', 'evaluasi') AND area = 'perencanaan'",
    ),
    "pengelolaan_perlengkapan": (*_HELD, f"area IN ({_SUPPLIES})"),
    "pembinaan_perangkat_desa": (*_HELD, "kind = 'pembinaan' AND area = 'perangkat_desa'"),
    "musyawarah_desa": (*_HELD, f"kind = 'musyawarah_desa' AND {_TOPICS}"),
    "pemberdayaan_ukm": (*_HELD, "kind = 'pemberdayaan' AND area = 'ukm'"),
    "pembinaan_pembangunan_desa": (
        *_HELD,
        "kind IN ('pembinaan', 'monitoring', 'evaluasi', 'musrenbang') AND area = 'pembangunan_desa'",
    ),
    "pembinaan_lingkungan": (*_HELD, "kind = 'pembinaan' AND area IN ('penghijauan', 'pencemaran')"),
    "monitoring_pbb": (*_HELD, "kind = 'monitoring' AND area = 'pbb'"),
    "koordinasi_sosial_politik": (
        *_HELD,
        "kind = 'koordinasi' AND area IN ('sosial_politik', 'ideologi', 'linmas')",
    ),
    "pelayanan_kesejahteraan_sosial": (*_HELD, "kind = 'pelayanan' AND area = 'kesejahteraan_sosial'"),
    "pembinaan_olahraga_kesehatan": (
        *_HELD,
        "kind = 'pembinaan'"
        " AND area IN ('olahraga', 'pariwisata', 'kesehatan_masyarakat', 'keluarga_berencana')",
    ),
    "pembinaan_pemuda": (*_HELD, "kind IN ('pembinaan', 'penyuluhan') AND area = 'kepemudaan'"),
    "koordinasi_kepegawaian": (*_HELD, f"kind = 'koordinasi' AND {_PERSONNEL}"),
    "pembinaan_ketatalaksanaan": (
        *_HELD,
        "kind = 'pembinaan' AND area IN ('ketatalaksanaan', 'persuratan', 'kearsipan', 'rumah_tangga',"
        f" 'perjalanan_dinas', 'protokol', {_SUPPLIES})",
    ),
    "koordinasi_perkantoran": (*_HELD, "kind = 'koordinasi' AND area = 'administrasi_perkantoran'"),
    "koordinasi_keuangan": (
        *_HELD,
        "kind = 'koordinasi' AND area IN ('keuangan', 'pembukuan', 'pertanggungjawaban', 'verifikasi',"
        " 'perhitungan_anggaran')",
    ),
    "rapat_dokumen_perencanaan": (*_HELD, "kind = 'rapat' AND area = 'perencanaan'"),
    "jadwal_sosialisasi_kependudukan": (
        "activity",
        "planned",
        "kind = 'pembinaan' AND area IN ('pemerintahan_desa', 'perangkat_desa', 'keuangan_desa')",
    ),
    "masalah_trantib_selesai": ("case", "resolved", "kind = 'trantib'"),
    "masalah_sosial_bencana_ditangani": ("case", "handled", "kind IN ('sosial', 'bencana')"),
    "pengelolaan_kepegawaian": [
        (*_HELD, f"kind = 'koordinasi' AND {_PERSONNEL}"),
        ("proposal", "drafted", "kind IN ('kenaikan_pangkat', 'kgb', 'ganti_rugi', 'hak_keuangan')"),
        ("staff_development", "held", "1 = 1"),
    ],
    "pengelolaan_keuangan_dan_aset": [
        ("inventory_report", "approved", "1 = 1"),
        (
            *_HELD,
            "kind = 'koordinasi' AND area IN ('keuangan', 'pembukuan', 'pertanggungjawaban', 'verifikasi',"
            " 'perhitungan_anggaran')",
        ),
        ("accountability_report", "approved", "1 = 1"),
    ],
}

OTHER_BY_HAND: dict[str, By | list[By]] = {
    "tata_usaha_diselenggarakan": BY_HAND["tata_usaha_diselenggarakan"],
    "konsep_sk_dan_surat_tugas_kepegawaian": (
        "outgoing_letter",
        "drafted",
        f"kind IN ('keputusan', 'surat_tugas') AND {_PERSONNEL}",
    ),
    "surat_masuk_kepegawaian": [
        ("incoming_letter", "received", _PERSONNEL),
        ("outgoing_letter", "drafted", _PERSONNEL),
    ],
    "surat_masuk_terdisposisi": ("incoming_letter", "received", "1 = 1"),
    "dokumen_diarsipkan": ("incoming_letter", "archived", "1 = 1"),
    "pembinaan_pembangunan_desa": (*_HELD, "kind = 'pembinaan' AND area = 'pembangunan_desa'"),
    "pembinaan_lingkungan": (
        *_HELD,
        "kind = 'pembinaan' AND area IN"
        " ('lingkungan', 'penghijauan', 'pencemaran', 'sanitasi', 'drainase', 'air_bersih')",
    ),
    "monitoring_pbb": (*_HELD, "kind IN ('koordinasi', 'monitoring') AND area = 'pbb'"),
    "koordinasi_sosial_politik": (
        "activity",
        "planned",
        "kind = 'koordinasi' AND area IN ('sosial_politik', 'ideologi', 'linmas')",
    ),
    "rapat_dokumen_perencanaan": (*_HELD, "kind IN ('rapat', 'koordinasi') AND area = 'perencanaan'"),
    "jadwal_sosialisasi_kependudukan": (
        "activity",
        "planned",
        "kind = 'sosialisasi' AND area = 'kependudukan'",
    ),
    "pelayanan_umum_dan_kependudukan": (
        "service_request",
        "received",
        _SERVICES.format("'kependudukan', 'administrasi_umum'"),
    ),
    "rekap_kehadiran_diperiksa": ("attendance_recap", "drafted", "1 = 1"),
    "duk_dan_penjagaan_disahkan": ("list_edition", "drafted", "kind IN ('duk', 'buku_penjagaan')"),
    "pertanggungjawaban_disetujui": (*_HELD, "kind = 'koordinasi' AND area = 'pertanggungjawaban'"),
    "dokumen_pengajuan_pembayaran": ("payment_request", "drafted", "1 = 1"),
    "laporan_keuangan_disetujui": ("financial_report", "approved", "1 = 1"),
    "pertanggungjawaban_disusun": ("cash_entry", "recorded", "1 = 1"),
    "masalah_trantib_selesai": ("case", "reported", "kind = 'trantib'"),
    "atk_dikelola": ("stock_receipt", "received", "kind = 'atk'"),
    "kendaraan_diajukan_perpanjangan": ("vehicle_renewal", "submitted", "1 = 1"),
    "dokumen_kesos_kepemudaan": ("work_document", "drafted", _SOCIAL),
    "rencana_kegiatan_umum_disetujui": (
        "work_document",
        "drafted",
        f"category = 'rencana_kegiatan' AND {_GENERAL}",
    ),
    "dokumen_tata_usaha_kepegawaian": (
        "work_document",
        "drafted",
        f"category = 'tata_usaha' AND {_PERSONNEL}",
    ),
    "laporan_kegiatan_camat": ("work_document", "drafted", "kind = 'laporan_kegiatan_camat'"),
    "bahan_evaluasi_perencanaan": (
        "work_document",
        "drafted",
        "category = 'evaluasi' AND area = 'perencanaan'",
    ),
    "berkas_dicukupi": ("dossier_check", "checked", "1 = 1"),
    "dokumen_perencanaan_disetujui": ("work_document", "drafted", "category = 'perencanaan'"),
    "dokumen_pelaporan_disetujui": ("work_document", "drafted", "category = 'pelaporan'"),
}
"""The second readings, under the code of their measure."""

ONE_MATTER = {"tata_usaha_diselenggarakan"}
"""Measures for which a letter and its own archive item are one."""

DISTINCT = {
    "pegawai_dimutakhirkan": "person",
    "atk_dikelola": "item",
    "kendaraan_diajukan_perpanjangan": "vehicle",
}
"""Measures whose month counts each person, item or vehicle once."""
OTHER_DISTINCT = {"atk_dikelola": "item"}


def count_by_hand(measure: str, office_id: int, year: int, *, other: bool = False) -> list[int]:
    """Twelve counts; ``other`` by the second reading."""
    by_hand = (OTHER_BY_HAND if other else BY_HAND)[measure]
    what_counts = (OTHER_DISTINCT if other else DISTINCT).get(measure, "entry")
    told: list[tuple[str, int]] = []
    for book, what, condition in by_hand if isinstance(by_hand, list) else [by_hand]:
        with connection.cursor() as cursor:
            inner = _STANDING.format(book=book, what=what)
            cursor.execute(f"SELECT day, {what_counts} FROM ({inner}) told WHERE {condition}", [office_id])
            told += [
                (day if isinstance(day, str) else day.isoformat(), key) for day, key in cursor.fetchall()
            ]
    if measure in ONE_MATTER and not other:
        told = _once_per_matter(told)
    found: list[list[int]] = [[] for _ in range(12)]
    for day, counted in told:
        if int(day[:4]) == year:
            found[int(day[5:7]) - 1].append(counted)
    return [len(set(month)) for month in found]


def _once_per_matter(told: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Of a letter and the archive items that rest on it, only the earliest."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT source_id, target_id FROM ledger_entrylink WHERE relation = 'arsip_dari'")
        letter_of = dict(cursor.fetchall())
    earliest: dict[int, str] = {}
    for day, entry in told:
        matter = letter_of.get(entry, entry)
        earliest[matter] = min(day, earliest.get(matter, day))
    return [(day, matter) for matter, day in earliest.items()]
