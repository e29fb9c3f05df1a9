"""The office itself, its people and its books, in Pengaturan."""

from __future__ import annotations

from takar.ledger.models import BookKeeper, BookReach, NumberFormat
from takar.organisation.models import Assignment, CalendarDay, Office, Person, Position, Unit, Village
from takar.web.reference_kinds import Kind, register

register(
    Kind(
        "kantor",
        Office,
        "Kantor",
        "Nama, alamat dan tempat yang tercetak pada dokumen.",
        ("name", "regency", "address"),
        ("name", "regency", "province", "seat", "address", "contact"),
    ),
    Kind(
        "jabatan",
        Position,
        "Jabatan",
        "Siapa melapor kepada siapa. Jabatan tidak dihapus; isi tanggal bila tidak dipakai lagi.",
        ("title", "level", "reports_to", "operator", "second_factor", "retired_on"),
        ("title", "level", "unit", "reports_to", "order", "operator", "second_factor", "retired_on"),
    ),
    Kind(
        "pegawai",
        Person,
        "Pegawai",
        "Orang yang bekerja di kantor, dengan atau tanpa NIP.",
        ("name", "nip", "rank", "retired_on"),
        ("name", "nip", "rank", "retired_on"),
    ),
    Kind(
        "penugasan",
        Assignment,
        "Penugasan",
        "Siapa memegang jabatan apa, sejak dan sampai kapan, termasuk Plt. dan Plh.",
        ("position", "person", "capacity", "starts_on", "ends_on"),
        ("position", "person", "capacity", "starts_on", "ends_on", "decree_number"),
    ),
    Kind(
        "unit",
        Unit,
        "Unit kerja",
        "Sekretariat, seksi dan sub bagian.",
        ("name", "parent", "retired_on"),
        ("name", "parent", "retired_on"),
    ),
    Kind(
        "desa",
        Village,
        "Desa",
        "Desa di wilayah kecamatan dengan kode resminya.",
        ("code", "bps_code", "name", "retired_on"),
        ("code", "bps_code", "name", "retired_on"),
    ),
    Kind(
        "kalender",
        CalendarDay,
        "Kalender kerja",
        "Cuti bersama, libur setempat, atau hari kerja pengganti. Hari libur nasional sudah diketahui.",
        ("day", "kind", "name"),
        ("day", "kind", "name"),
    ),
    Kind(
        "pemegang-buku",
        BookKeeper,
        "Pemegang buku",
        "Jabatan yang mencatat dalam tiap buku. Atasannya boleh ikut mencatat.",
        ("book", "position"),
        ("book", "position"),
    ),
    Kind(
        "pembaca-buku",
        BookReach,
        "Pembaca buku",
        "Buku berisi data warga atau pegawai dibaca pemegangnya, unitnya, atasannya dan pimpinan. Tambah baris "
        "untuk membuka atau menutup sebuah buku; angkanya tetap dihitung.",
        ("book", "reads"),
        ("book", "reads"),
    ),
    Kind(
        "susunan-nomor",
        NumberFormat,
        "Susunan nomor",
        "Bentuk nomor tiap buku dan jenis surat.",
        ("book", "kind", "template", "own_series"),
        ("book", "kind", "template", "own_series"),
    ),
)
