"""The five personnel books, declared."""

from __future__ import annotations

from django.db.models import Q

from takar.kernel.reach import Reach
from takar.ledger.books import (
    Book,
    Column,
    Counting,
    Event,
    Field,
    Group,
    MilestoneSpec,
    Performer,
    PrintedColumn,
    PrintedLayout,
    Privacy,
    Processing,
    Section,
    register,
)
from takar.registers.personnel.models import (
    AttendanceRecap,
    DataUpdate,
    ListEdition,
    Proposal,
    StaffDevelopment,
)
from takar.registers.personnel.rules import attendance, lists, proposals, staff
from takar.registers.personnel.selectors import listing
from takar.registers.personnel.selectors.workload import has_superior_here


@register
class AttendanceRecaps(Book[AttendanceRecap]):
    code = "attendance_recap"
    slug = "rekap-kehadiran"
    group = Group.PERSONNEL
    label = "Rekap kehadiran"
    entry_label = "rekap kehadiran"
    icon = "calendar-check-2"
    own_words = False
    purpose = "Rekap kehadiran pegawai setiap bulan: sakit, izin, cuti, dinas luar, tanpa keterangan."

    milestones = (
        MilestoneSpec("drafted", "Disusun", initial=True, tone="neutral"),
        MilestoneSpec(
            "checked",
            "Diperiksa",
            verb="Tandai diperiksa",
            after=("drafted",),
            second_pair_of_eyes=True,
            tone="done",
        ),
    )
    sections = (
        Section(
            "Rekap",
            Field(
                "month",
                "Bulan",
                search=True,
                identity=True,
                words="month_words",
                help="Misalnya 2026-07 untuk Juli 2026. Rincian pegawai diisi sesudah disimpan.",
            ),
            Field("occurred_on", "Tanggal disusun"),
            Field("title", search=True),
        ),
    )
    privacy = Privacy(
        about_staff=True,
        private_files=True,
        processing=Processing(
            "Pegawai: kehadiran, sakit, izin dan cuti sebulan", "UU 20/2023 (ASN)", retention_years=5
        ),
    )
    counting = Counting(by=())
    columns = (
        Column("number", numeric=True),
        Column("month_words", "Bulan", on_phone=True),
        Column("title", on_phone=True),
        Column("working_days", "Hari kerja", numeric=True),
        Column("sick", "S", numeric=True),
        Column("excused", "I", numeric=True),
        Column("leave", "C", numeric=True),
        Column("duty", "DL", numeric=True),
        Column("absent", "TK", numeric=True),
        Column("percent", "Kehadiran", numeric=True, on_phone=True),
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
        attendance.prepare_recap(entry)

    @classmethod
    def apply_change(cls, event: Event[AttendanceRecap]) -> None:
        attendance.apply_recap(event)


@register
class Proposals(Book[Proposal]):
    code = "proposal"
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
            second_pair_of_eyes=True,
            by_hand=False,
            note_label="Pertimbangan",
        ),
        MilestoneSpec(
            "granted",
            "Dikabulkan",
            verb="Tandai dikabulkan",
            after=("submitted",),
            unless=("refused",),
            by=(Performer.KEEPER, Performer.LEADER),
            second_pair_of_eyes=True,
            note_label="Nomor dan tanggal keputusan",
            tone="done",
        ),
        MilestoneSpec(
            "refused",
            "Ditolak",
            verb="Tandai ditolak",
            after=("submitted",),
            unless=("granted",),
            by=(Performer.KEEPER, Performer.LEADER),
            second_pair_of_eyes=True,
            note_label="Alasan penolakan",
            note_required=True,
            tone="warn",
        ),
    )
    sections = (
        Section(
            "Usulan",
            Field("kind", "Jenis usulan", required=True, filter=True),
            Field("employee", filter=True),
            Field("occurred_on", "Tanggal konsep"),
            Field(
                "effective_on",
                kinds=("kenaikan_pangkat", "kgb", "pensiun", "mutasi"),
                help="Untuk KGB, kenaikan pangkat, pensiun dan mutasi.",
            ),
            Field("target_grade", kinds=("kenaikan_pangkat",)),
            Field(
                "title",
                search=True,
                help="Boleh kosong: ditulis otomatis dari jenis dan nama. Jangan menulis keterangan kesehatan.",
            ),
        ),
        Section(
            "Untuk cuti",
            Field("leave_type", required=True),
            Field("leave_from", required=True),
            Field(
                "leave_until",
                required=True,
                help="Lamanya dihitung dari kalender kantor; hari libur tidak ikut.",
            ),
            Field("leave_address", personal=True),
            Field("leave_phone", masked=3),
            Field("letter_number", help="Hanya untuk cuti sakit. Sakitnya tidak perlu ditulis."),
            kinds=("cuti",),
        ),
        Section("Keterangan tambahan", "external_ref"),
    )
    unasked = (Field("person", search=True),)
    privacy = Privacy(
        reads=Reach.SECTION,
        about_staff=True,
        about_person=True,
        processing=Processing(
            "Pegawai: usulan kepegawaian; alamat dan telepon selama cuti",
            "UU 20/2023 (ASN) dan Peraturan BKN 24/2017 (cuti)",
            retention_years=5,
        ),
    )
    counting = Counting(by=("kind",), subject="employee")
    columns = (
        Column("number", numeric=True),
        Column("occurred_on", "Dikonsep", on_phone=True),
        Column("kind", "Jenis"),
        Column("person", on_phone=True),
        Column("title", on_phone=True),
        Column("effective_on", "TMT"),
    )
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
        proposals.prepare_proposal(entry, cls.kinds.get(entry.kind, ""))

    @classmethod
    def judged_outside(cls) -> Q:
        """Only the leave of somebody who has a superior here is decided in the office."""
        return ~Q(kind="cuti") | ~has_superior_here()

    @classmethod
    def apply_change(cls, event: Event[Proposal]) -> None:
        proposals.apply_proposal(event)


@register
class ListEditions(Book[ListEdition]):
    code = "list_edition"
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
            by=(Performer.KEEPER, Performer.LEADER),
            second_pair_of_eyes=True,
            tone="done",
        ),
    )
    sections = (
        Section(
            "Edisi",
            Field("kind", "Jenis daftar", required=True, filter=True),
            Field("occurred_on", "Tanggal konsep"),
            Field("as_of", help="Kosongkan untuk keadaan pada tanggal konsep."),
            Field("title", "Judul", search=True, help="Boleh kosong: ditulis otomatis."),
        ),
    )
    privacy = Privacy(
        reads=Reach.SECTION,
        about_staff=True,
        processing=Processing(
            "Pegawai: pangkat, jabatan, masa kerja, pensiun", "UU 20/2023 (ASN)", retention_years=5
        ),
    )
    counting = Counting(by=("kind",))
    columns = (
        Column("number", numeric=True),
        Column("occurred_on", "Dikonsep", on_phone=True),
        Column("kind", "Daftar"),
        Column("title", on_phone=True),
        Column("as_of", "Keadaan per"),
        Column("size", "Baris", numeric=True, on_phone=True),
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
        lists.prepare_edition(entry, cls.kinds.get(entry.kind, ""))


@register
class StaffDevelopments(Book[StaffDevelopment]):
    code = "staff_development"
    slug = "diklat-dan-kesejahteraan"
    group = Group.PERSONNEL
    label = "Diklat dan kesejahteraan"
    entry_label = "diklat atau kesejahteraan"
    icon = "graduation-cap"
    any_day = True
    purpose = "Pendidikan, pelatihan dan kesejahteraan pegawai: direncanakan, lalu dilaksanakan."

    kinds = {"diklat": "Diklat", "kesejahteraan": "Kesejahteraan"}
    milestones = (
        MilestoneSpec("planned", "Direncanakan", initial=True, tone="neutral"),
        MilestoneSpec("held", "Dilaksanakan", verb="Tandai dilaksanakan", after=("planned",), tone="done"),
    )
    sections = (
        Section(
            "Kegiatan",
            Field("title", "Nama kegiatan", required=True, search=True),
            Field("kind", required=True, filter=True),
            Field("occurred_on", "Tanggal dicatat"),
            Field("organiser", search=True),
            "place",
        ),
        Section(
            "Pelaksanaan",
            "starts_on",
            "ends_on",
            "hours",
            Field("attendees", search=True),
            "attendee_count",
        ),
        Section(
            "Keterangan tambahan",
            Field("area", filter=True),
            "external_ref",
        ),
    )
    privacy = Privacy(
        reads=Reach.SECTION,
        about_staff=True,
        about_person=True,
        processing=Processing(
            "Pegawai: diklat dan kesejahteraan yang diikuti", "UU 20/2023 (ASN)", retention_years=5
        ),
    )
    counting = Counting(by=("kind", "area"))
    columns = (
        Column("number", numeric=True),
        Column("starts_on", "Mulai", on_phone=True),
        Column("kind"),
        Column("title", "Kegiatan", on_phone=True),
        Column("organiser"),
        Column("attendee_count", "Peserta", numeric=True),
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
        staff.prepare_development(entry)


@register
class DataUpdates(Book[DataUpdate]):
    code = "data_update"
    slug = "pemutakhiran-data"
    group = Group.PERSONNEL
    label = "Pemutakhiran data pegawai"
    entry_label = "pemutakhiran data"
    icon = "refresh-cw"
    any_day = True
    own_words = False
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
    sections = (
        Section(
            "Pemutakhiran",
            Field("employee", filter=True),
            Field("kind", "Data yang dimutakhirkan", required=True, filter=True),
            Field("system", filter=True),
            Field("occurred_on", "Tanggal dimutakhirkan"),
            Field(
                "title", "Keterangan", search=True, help="Boleh kosong. Tulis hal yang diubah, bukan isinya."
            ),
            "external_ref",
        ),
    )
    unasked = (Field("person", search=True),)
    privacy = Privacy(
        reads=Reach.SECTION,
        about_staff=True,
        about_person=True,
        processing=Processing(
            "Pegawai: data kepegawaian yang dimutakhirkan", "UU 20/2023 (ASN)", retention_years=5
        ),
    )
    counting = Counting(by=("kind",), category="system", subject="employee")
    columns = (
        Column("number", numeric=True),
        Column("occurred_on", "Tanggal", on_phone=True),
        Column("person", on_phone=True),
        Column("kind", "Data", on_phone=True),
        Column("system"),
        Column("title"),
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
        staff.prepare_update(entry, cls.kinds.get(entry.kind, ""))
