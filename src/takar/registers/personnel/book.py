"""The five personnel books, declared."""

from __future__ import annotations

from takar.kernel.reach import Reach
from takar.ledger.books import (
    Book,
    Column,
    Doer,
    Event,
    Group,
    MilestoneSpec,
    PrintedColumn,
    PrintedLayout,
    Processing,
    Section,
    register,
)
from takar.registers.personnel import listing, services
from takar.registers.personnel.models import (
    AttendanceRecap,
    DataUpdate,
    ListEdition,
    Proposal,
    StaffDevelopment,
)


@register
class AttendanceRecaps(Book[AttendanceRecap]):
    code = "attendance_recap"
    private_files = True
    slug = "rekap-kehadiran"
    group = Group.PERSONNEL
    label = "Rekap kehadiran"
    entry_label = "rekap kehadiran"
    icon = "calendar-check-2"
    purpose = "Rekap kehadiran pegawai setiap bulan: sakit, izin, cuti, dinas luar, tanpa keterangan."

    milestones = (
        MilestoneSpec("drafted", "Disusun", initial=True, tone="neutral"),
        MilestoneSpec("checked", "Diperiksa", verb="Tandai diperiksa", after=("drafted",), tone="done"),
    )
    labels = {"occurred_on": "Tanggal disusun", "title": "Uraian", "number": "No.", "month": "Bulan"}
    helps = {"month": "Misalnya 2026-07 untuk Juli 2026. Rincian pegawai diisi sesudah disimpan."}
    required = ("occurred_on",)
    sections = (Section("Rekap", ("month", "occurred_on", "title")),)
    columns = (
        Column("number", "No.", numeric=True),
        Column("month_words", "Bulan", on_phone=True),
        Column("title", "Uraian", on_phone=True),
        Column("working_days", "Hari kerja", numeric=True),
        Column("sick", "S", numeric=True),
        Column("excused", "I", numeric=True),
        Column("leave", "C", numeric=True),
        Column("duty", "DL", numeric=True),
        Column("absent", "TK", numeric=True),
        Column("percent", "Kehadiran", numeric=True, on_phone=True),
    )
    filters = ("state",)
    search = ("title", "month")
    dimensions = ()
    identity = ("month",)
    words_of = {"month": "month_words"}
    about_staff = True
    processing = Processing(
        "Pegawai: kehadiran, sakit, izin dan cuti sebulan", "UU 20/2023 (ASN)", retention_years=5
    )
    printed = PrintedLayout(
        "Rekap Kehadiran Pegawai",
        (
            PrintedColumn("No.", "number", 0.5, numeric=True),
            PrintedColumn("Bulan", "month_words", 2),
            PrintedColumn("Hari kerja", "working_days", 1, numeric=True),
            PrintedColumn("Sakit", "sick", 1, numeric=True),
            PrintedColumn("Izin", "excused", 1, numeric=True),
            PrintedColumn("Cuti", "leave", 1, numeric=True),
            PrintedColumn("Dinas luar", "duty", 1, numeric=True),
            PrintedColumn("Tanpa keterangan", "absent", 1.2, numeric=True),
            PrintedColumn("Kehadiran", "percent", 1.2, numeric=True),
            PrintedColumn("Ket.", "state", 1.4),
        ),
    )

    @classmethod
    def prepare(cls, entry: AttendanceRecap) -> None:
        services.prepare_recap(entry)

    @classmethod
    def settle(cls, event: Event[AttendanceRecap]) -> None:
        services.settle_recap(event)


@register
class Proposals(Book[Proposal]):
    code = "proposal"
    reads = Reach.SECTION
    about_person = True
    slug = "usulan-kepegawaian"
    group = Group.PERSONNEL
    label = "Usulan kepegawaian"
    entry_label = "usulan kepegawaian"
    icon = "file-user"
    purpose = (
        "Usulan kenaikan pangkat, KGB, cuti, pensiun, karis/karsu, mutasi, ganti rugi dan hak keuangan, "
        "dengan berkas persyaratannya."
    )

    kinds = {
        "kenaikan_pangkat": "Kenaikan pangkat",
        "kgb": "Kenaikan gaji berkala",
        "cuti": "Cuti",
        "pensiun": "Pensiun",
        "karis_karsu": "Karis/Karsu",
        "mutasi": "Mutasi",
        "ganti_rugi": "Ganti rugi",
        "hak_keuangan": "Hak keuangan lain",
    }
    milestones = (
        MilestoneSpec("drafted", "Dikonsep", initial=True, tone="neutral"),
        MilestoneSpec("submitted", "Diajukan", verb="Tandai diajukan", after=("drafted",)),
        MilestoneSpec(
            "considered",
            "Dipertimbangkan atasan",
            after=("drafted",),
            by_hand=False,
            note_label="Pertimbangan",
        ),
        MilestoneSpec(
            "granted",
            "Dikabulkan",
            verb="Tandai dikabulkan",
            after=("submitted",),
            unless=("refused",),
            by=(Doer.KEEPER, Doer.LEADER),
            note_label="Nomor dan tanggal keputusan",
            tone="done",
        ),
        MilestoneSpec(
            "refused",
            "Ditolak",
            verb="Tandai ditolak",
            after=("submitted",),
            unless=("granted",),
            by=(Doer.KEEPER, Doer.LEADER),
            note_label="Alasan penolakan",
            note_required=True,
            tone="warn",
        ),
    )
    labels = {"occurred_on": "Tanggal konsep", "title": "Uraian", "number": "No.", "kind": "Jenis usulan"}
    helps = {
        "title": "Boleh kosong: ditulis otomatis dari jenis dan nama. Jangan menulis keterangan kesehatan.",
        "effective_on": "Untuk KGB, kenaikan pangkat, pensiun dan mutasi.",
        "leave_until": "Lamanya dihitung dari kalender kantor; hari libur tidak ikut.",
        "letter_number": "Hanya untuk cuti sakit. Sakitnya tidak perlu ditulis.",
    }
    required = ("occurred_on", "kind")
    sections = (
        Section("Usulan", ("kind", "employee", "occurred_on", "effective_on", "target_grade", "title")),
        Section(
            "Untuk cuti",
            ("leave_type", "leave_from", "leave_until", "leave_address", "leave_phone", "letter_number"),
        ),
        Section("Keterangan tambahan", ("external_ref",)),
    )
    columns = (
        Column("number", "No.", numeric=True),
        Column("occurred_on", "Dikonsep", on_phone=True),
        Column("kind", "Jenis"),
        Column("person", "Pegawai", on_phone=True),
        Column("title", "Uraian", on_phone=True),
        Column("effective_on", "TMT"),
    )
    filters = ("state", "kind", "employee")
    search = ("title", "person")
    dimensions = ("kind",)
    subject_field = "employee"
    personal = ("leave_address", "leave_phone")
    masked = {"leave_phone": 3}
    about_staff = True
    processing = Processing(
        "Pegawai: usulan kepegawaian; alamat dan telepon selama cuti",
        "UU 20/2023 (ASN) dan Peraturan BKN 24/2017 (cuti)",
        retention_years=5,
    )
    only_for = {
        "effective_on": ("kenaikan_pangkat", "kgb", "pensiun", "mutasi"),
        "target_grade": ("kenaikan_pangkat",),
        "leave_type": ("cuti",),
        "leave_from": ("cuti",),
        "leave_until": ("cuti",),
        "leave_address": ("cuti",),
        "leave_phone": ("cuti",),
        "letter_number": ("cuti",),
    }
    required_for = {"leave_type": ("cuti",), "leave_from": ("cuti",), "leave_until": ("cuti",)}
    printed = PrintedLayout(
        "Buku Usulan Kepegawaian",
        (
            PrintedColumn("No.", "number", 0.5, numeric=True),
            PrintedColumn("Tanggal konsep", "occurred_on", 1.1),
            PrintedColumn("Jenis usulan", "kind", 1.8),
            PrintedColumn("Nama pegawai", "person", 2.4),
            PrintedColumn("NIP", "person.printed_nip", 2.2),
            PrintedColumn("TMT", "effective_on", 1.1),
            PrintedColumn("Uraian", "title", 3),
            PrintedColumn("Keadaan", "state", 1.4),
        ),
    )

    @classmethod
    def prepare(cls, entry: Proposal) -> None:
        services.prepare_proposal(entry, cls.kinds.get(entry.kind, ""))

    @classmethod
    def settle(cls, event: Event[Proposal]) -> None:
        services.settle_proposal(event)


@register
class ListEditions(Book[ListEdition]):
    code = "list_edition"
    reads = Reach.SECTION
    slug = "duk-dan-penjagaan"
    group = Group.PERSONNEL
    label = "DUK dan buku penjagaan"
    entry_label = "edisi daftar"
    icon = "list-ordered"
    purpose = "Edisi Daftar Urut Kepangkatan dan Buku Penjagaan: dihitung saat dikonsep, tetap saat disahkan."

    kinds = {listing.DUK: "Daftar Urut Kepangkatan", listing.WATCH: "Buku Penjagaan"}
    milestones = (
        MilestoneSpec("drafted", "Dikonsep", initial=True, tone="neutral"),
        MilestoneSpec(
            "approved",
            "Disahkan",
            verb="Sahkan",
            after=("drafted",),
            by=(Doer.KEEPER, Doer.LEADER),
            tone="done",
        ),
    )
    labels = {"occurred_on": "Tanggal konsep", "title": "Judul", "number": "No.", "kind": "Jenis daftar"}
    helps = {
        "as_of": "Kosongkan untuk keadaan pada tanggal konsep.",
        "title": "Boleh kosong: ditulis otomatis.",
    }
    required = ("occurred_on", "kind")
    sections = (Section("Edisi", ("kind", "occurred_on", "as_of", "title")),)
    columns = (
        Column("number", "No.", numeric=True),
        Column("occurred_on", "Dikonsep", on_phone=True),
        Column("kind", "Daftar"),
        Column("title", "Judul", on_phone=True),
        Column("as_of", "Keadaan per"),
        Column("size", "Baris", numeric=True, on_phone=True),
    )
    filters = ("state", "kind")
    search = ("title",)
    dimensions = ("kind",)
    about_staff = True
    processing = Processing(
        "Pegawai: pangkat, jabatan, masa kerja, pensiun", "UU 20/2023 (ASN)", retention_years=5
    )
    printed = PrintedLayout(
        "Daftar Edisi DUK dan Buku Penjagaan",
        (
            PrintedColumn("No.", "number", 0.5, numeric=True),
            PrintedColumn("Tanggal konsep", "occurred_on", 1.2),
            PrintedColumn("Jenis daftar", "kind", 2),
            PrintedColumn("Judul", "title", 4),
            PrintedColumn("Keadaan per", "as_of", 1.2),
            PrintedColumn("Jumlah baris", "size", 1, numeric=True),
            PrintedColumn("Ket.", "state", 1.2),
        ),
    )

    @classmethod
    def prepare(cls, entry: ListEdition) -> None:
        services.prepare_edition(entry, cls.kinds.get(entry.kind, ""))


@register
class StaffDevelopments(Book[StaffDevelopment]):
    code = "staff_development"
    reads = Reach.SECTION
    about_person = True
    slug = "diklat-dan-kesejahteraan"
    group = Group.PERSONNEL
    label = "Diklat dan kesejahteraan"
    entry_label = "diklat atau kesejahteraan"
    icon = "graduation-cap"
    purpose = "Pendidikan, pelatihan dan kesejahteraan pegawai: direncanakan, lalu dilaksanakan."

    kinds = {"diklat": "Diklat", "kesejahteraan": "Kesejahteraan"}
    milestones = (
        MilestoneSpec("planned", "Direncanakan", initial=True, tone="neutral"),
        MilestoneSpec("held", "Dilaksanakan", verb="Tandai dilaksanakan", after=("planned",), tone="done"),
    )
    labels = {"occurred_on": "Tanggal dicatat", "title": "Nama kegiatan", "number": "No."}
    required = ("occurred_on", "title", "kind")
    sections = (
        Section("Kegiatan", ("title", "kind", "occurred_on", "organiser", "place")),
        Section("Pelaksanaan", ("starts_on", "ends_on", "hours", "attendees", "attendee_count")),
        Section("Keterangan tambahan", ("area", "external_ref")),
    )
    columns = (
        Column("number", "No.", numeric=True),
        Column("starts_on", "Mulai", on_phone=True),
        Column("kind", "Jenis"),
        Column("title", "Kegiatan", on_phone=True),
        Column("organiser", "Penyelenggara"),
        Column("attendee_count", "Peserta", numeric=True),
    )
    filters = ("state", "kind", "area")
    search = ("title", "organiser", "attendees")
    dimensions = ("kind", "area")
    about_staff = True
    processing = Processing(
        "Pegawai: diklat dan kesejahteraan yang diikuti", "UU 20/2023 (ASN)", retention_years=5
    )
    printed = PrintedLayout(
        "Buku Diklat dan Kesejahteraan Pegawai",
        (
            PrintedColumn("No.", "number", 0.5, numeric=True),
            PrintedColumn("Mulai", "starts_on", 1.1),
            PrintedColumn("Sampai", "ends_on", 1.1),
            PrintedColumn("Kegiatan", "title", 3.4),
            PrintedColumn("Jenis", "kind", 1.3),
            PrintedColumn("Penyelenggara", "organiser", 2),
            PrintedColumn("Jam", "hours", 0.7, numeric=True),
            PrintedColumn("Peserta", "attendees", 3),
            PrintedColumn("Ket.", "state", 1.2),
        ),
    )

    @classmethod
    def prepare(cls, entry: StaffDevelopment) -> None:
        services.prepare_development(entry)


@register
class DataUpdates(Book[DataUpdate]):
    code = "data_update"
    reads = Reach.SECTION
    about_person = True
    slug = "pemutakhiran-data"
    group = Group.PERSONNEL
    label = "Pemutakhiran data pegawai"
    entry_label = "pemutakhiran data"
    icon = "refresh-cw"
    purpose = "Data pegawai mana yang dimutakhirkan di SIMPEG atau SIASN, dan kapan."

    kinds = {
        "pangkat": "Pangkat",
        "jabatan": "Jabatan",
        "kgb": "Gaji berkala",
        "pendidikan": "Pendidikan",
        "diklat": "Diklat",
        "keluarga": "Keluarga",
        "kinerja": "Kinerja (SKP)",
        "pribadi": "Data pribadi",
        "lainnya": "Lainnya",
    }
    milestones = (MilestoneSpec("updated", "Dimutakhirkan", initial=True, tone="done"),)
    labels = {
        "occurred_on": "Tanggal dimutakhirkan",
        "title": "Keterangan",
        "number": "No.",
        "kind": "Data yang dimutakhirkan",
    }
    helps = {"title": "Boleh kosong. Tulis hal yang diubah, bukan isinya."}
    required = ("occurred_on", "kind")
    sections = (
        Section("Pemutakhiran", ("employee", "kind", "system", "occurred_on", "title", "external_ref")),
    )
    columns = (
        Column("number", "No.", numeric=True),
        Column("occurred_on", "Tanggal", on_phone=True),
        Column("person", "Pegawai", on_phone=True),
        Column("kind", "Data", on_phone=True),
        Column("system", "Aplikasi"),
        Column("title", "Keterangan"),
    )
    filters = ("kind", "system", "employee")
    search = ("title", "person")
    dimensions = ("kind", "system")
    category_field = "system"
    subject_field = "employee"
    about_staff = True
    processing = Processing(
        "Pegawai: data kepegawaian yang dimutakhirkan", "UU 20/2023 (ASN)", retention_years=5
    )
    printed = PrintedLayout(
        "Buku Pemutakhiran Data Kepegawaian",
        (
            PrintedColumn("No.", "number", 0.5, numeric=True),
            PrintedColumn("Tanggal", "occurred_on", 1.1),
            PrintedColumn("Nama pegawai", "person", 2.6),
            PrintedColumn("NIP", "person.printed_nip", 2.2),
            PrintedColumn("Data", "kind", 1.6),
            PrintedColumn("Aplikasi", "system", 1.3),
            PrintedColumn("Keterangan", "title", 3),
        ),
    )

    @classmethod
    def prepare(cls, entry: DataUpdate) -> None:
        services.prepare_update(entry, cls.kinds.get(entry.kind, ""))
