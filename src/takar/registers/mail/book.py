"""The four mail books, declared."""

from __future__ import annotations

from takar.kernel.errors import DomainError
from takar.ledger.books import (
    Book,
    Column,
    Event,
    Field,
    Group,
    MilestoneSpec,
    Numbering,
    Performer,
    PrintedColumn,
    PrintedLayout,
    Section,
    register,
)
from takar.registers.mail import rules
from takar.registers.mail.models import (
    INSTRUCTIONS as INSTRUCTIONS,  # also named here, for those who read the declaration
)
from takar.registers.mail.models import (
    ArchiveItem,
    Disposition,
    IncomingLetter,
    Letter,
    OutgoingLetter,
    Security,
)


def mark_confidential(letter: Letter) -> None:
    """What is not open is confidential in the ledger's sense, for every list, count and file."""
    letter.restricted = letter.security != Security.OPEN


@register
class IncomingLetters(Book[IncomingLetter]):
    code = "incoming_letter"
    slug = "surat-masuk"
    group = Group.MAIL
    label = "Surat masuk"
    entry_label = "surat masuk"
    icon = "inbox"
    purpose = "Buku agenda surat yang diterima kantor: dari siapa, tentang apa, didisposisi ke mana."

    kinds = {
        "surat_dinas": "Surat dinas",
        "undangan": "Undangan",
        "edaran": "Surat edaran",
        "keputusan": "Keputusan",
        "nota_dinas": "Nota dinas",
        "permohonan": "Permohonan",
        "laporan": "Laporan",
        "lainnya": "Lainnya",
    }
    milestones = (
        MilestoneSpec("received", "Diterima", initial=True, tone="neutral"),
        MilestoneSpec(
            "dispositioned",
            "Didisposisi",
            verb="Disposisikan",
            after=("received",),
            by=(Performer.LEADER,),
            by_hand=False,
        ),
        MilestoneSpec(
            "followed_up",
            "Ditindaklanjuti",
            verb="Tandai ditindaklanjuti",
            after=("dispositioned",),
            note_label="Tindak lanjut",
            note_required=True,
            tone="done",
        ),
        MilestoneSpec(
            "archived", "Diarsipkan", verb="Arsipkan", after=("received",), tone="done", by_hand=False
        ),
    )
    sections = (
        Section(
            "Surat",
            Field("sender", search=True, identity=True),
            Field("letter_number", search=True, identity=True),
            Field("letter_date", identity=True),
            Field("title", "Perihal", required=True, search=True),
            "attachments",
        ),
        Section(
            "Penerimaan",
            Field("occurred_on", "Tanggal terima"),
            Field("kind", required=True, filter=True),
            Field("area", filter=True, help="Bidang menentukan indikator mana yang menghitung surat ini."),
            Field("urgency", filter=True),
            "security",
        ),
        Section("Keterangan tambahan", "filing_code", "village", "external_ref"),
    )
    numbering = Numbering(label="No. agenda")
    columns = (
        Column("number", numeric=True),
        Column("occurred_on", "Diterima", on_phone=True),
        Column("sender", on_phone=True),
        Column("title", on_phone=True),
        Column("letter_number"),
        Column("area"),
    )
    printed = PrintedLayout(
        "Buku Agenda Surat Masuk",
        (
            PrintedColumn("No.", "number", 0.6, numeric=True),
            PrintedColumn("Tanggal terima", "occurred_on", 1.2),
            PrintedColumn("Pengirim", "sender", 2.4),
            PrintedColumn("Tanggal surat", "letter_date", 1.2),
            PrintedColumn("Nomor surat", "letter_number", 2),
            PrintedColumn("Isi ringkas", "title", 4),
            PrintedColumn("Lampiran", "attachments", 1),
            PrintedColumn("Keterangan", "state", 1.3),
        ),
    )

    @classmethod
    def prepare(cls, entry: IncomingLetter) -> None:
        if entry.letter_date and entry.letter_date > entry.occurred_on:
            raise DomainError("Tanggal surat tidak dapat sesudah tanggal terima.", field="letter_date")
        mark_confidential(entry)

    @classmethod
    def apply_change(cls, event: Event[IncomingLetter]) -> None:
        rules.follow_letter(event)


@register
class Dispositions(Book[Disposition]):
    code = "disposition"
    slug = "disposisi"
    group = Group.MAIL
    label = "Disposisi"
    entry_label = "disposisi"
    icon = "corner-down-right"
    any_day = True
    purpose = "Perintah pimpinan atas surat masuk: kepada siapa, sampai kapan, sudah dijawab atau belum."
    recordable = False

    milestones = (
        MilestoneSpec("given", "Diberikan", initial=True, tone="warn"),
        MilestoneSpec(
            "read", "Dibaca", after=("given",), by=(Performer.RESPONSIBLE,), by_hand=False, tone="progress"
        ),
        MilestoneSpec(
            "completed",
            "Selesai",
            verb="Laporkan selesai",
            after=("given",),
            by=(Performer.RESPONSIBLE,),
            note_label="Jawaban atau hasil tindak lanjut",
            note_required=True,
            tone="done",
        ),
    )
    sections = (
        Section(
            "Disposisi",
            "letter",
            Field("title", "Perihal surat", required=True, search=True),
            Field("occurred_on", "Tanggal disposisi"),
            Field("position", "Diteruskan kepada", filter=True),
            Field("instruction", search=True),
            "due_on",
        ),
    )
    unasked = (Field("giver_name", search=True),)
    numbering = None
    columns = (
        Column("occurred_on", "Diberikan", on_phone=True),
        Column("title", on_phone=True),
        Column("giver_name", "Dari"),
        Column("position", "Kepada", on_phone=True),
        Column("instruction_text", "Isi disposisi"),
        Column("due_on"),
    )
    printed = PrintedLayout(
        "Daftar Disposisi",
        (
            PrintedColumn("Tanggal", "occurred_on", 1.2),
            PrintedColumn("Surat", "title", 4),
            PrintedColumn("Dari", "giver_name", 2),
            PrintedColumn("Kepada", "position", 2),
            PrintedColumn("Isi disposisi", "instruction_text", 3),
            PrintedColumn("Batas waktu", "due_on", 1.2),
            PrintedColumn("Keterangan", "state", 1.2),
        ),
    )

    @classmethod
    def apply_change(cls, event: Event[Disposition]) -> None:
        rules.keep_letter_in_step(event)


@register
class OutgoingLetters(Book[OutgoingLetter]):
    code = "outgoing_letter"
    slug = "surat-keluar"
    group = Group.MAIL
    label = "Surat keluar"
    entry_label = "surat keluar"
    icon = "send"
    purpose = (
        "Buku nomor surat yang dibuat kantor, dari konsep sampai terkirim. Tidak ada nomor yang terlewat."
    )

    kinds = {
        "surat_dinas": "Surat dinas",
        "surat_tugas": "Surat tugas",
        "keputusan": "Keputusan (SK)",
        "undangan": "Undangan",
        "nota_dinas": "Nota dinas",
        "pengantar": "Surat pengantar",
        "edaran": "Surat edaran",
        "keterangan": "Surat keterangan",
        "lainnya": "Lainnya",
    }
    milestones = (
        MilestoneSpec("reserved", "Nomor dicadangkan", initial=True, tone="warn"),
        MilestoneSpec(
            "drafted",
            "Dikonsep",
            verb="Isi suratnya",
            initial=True,
            after=("reserved",),
            tone="neutral",
            by_hand=False,
        ),
        MilestoneSpec("signed", "Ditandatangani", verb="Tandai ditandatangani", after=("drafted",)),
        MilestoneSpec("sent", "Terkirim", verb="Tandai terkirim", after=("signed",), tone="done"),
    )
    sections = (
        Section(
            "Surat",
            Field("kind", required=True, filter=True),
            Field("filing_code", help="Kode klasifikasi menjadi bagian nomor surat."),
            Field("occurred_on", "Tanggal surat"),
            Field("title", "Perihal", required=True, search=True),
            Field("recipient", required=True, search=True),
            "attachments",
        ),
        Section(
            "Penanggung jawab",
            Field("area", filter=True, help="Bidang menentukan indikator mana yang menghitung surat ini."),
            "signer",
            "copies",
        ),
        Section("Keterangan tambahan", "reply_to", "urgency", "security", "village", "external_ref"),
    )
    numbering = Numbering("{kode}/{nomor:03}/{unit}/{tahun}", label="No. urut")
    columns = (
        Column("number", numeric=True),
        Column("number_label", "Nomor surat", on_phone=True),
        Column("occurred_on", "Tanggal", on_phone=True),
        Column("kind"),
        Column("title", on_phone=True),
        Column("recipient", "Kepada"),
    )
    printed = PrintedLayout(
        "Buku Agenda Surat Keluar",
        (
            PrintedColumn("No.", "number", 0.6, numeric=True),
            PrintedColumn("Nomor surat", "number_label", 2.2),
            PrintedColumn("Tanggal surat", "occurred_on", 1.2),
            PrintedColumn("Tanggal kirim", "sent_on", 1.2),
            PrintedColumn("Dikirim kepada", "recipient", 2.6),
            PrintedColumn("Isi ringkas", "title", 4),
            PrintedColumn("Jenis", "kind", 1.3),
            PrintedColumn("Keterangan", "state", 1.4),
        ),
    )

    @classmethod
    def initial(cls) -> MilestoneSpec:
        """A letter usually starts as a draft; reserving a number is the exception."""
        return cls.spec("drafted")

    @classmethod
    def number_parts(cls, entry: OutgoingLetter) -> dict[str, str]:
        short = {"keputusan": "KEP", "surat_tugas": "ST", "nota_dinas": "ND", "undangan": "UND"}
        return {
            "kode": entry.filing_code.code if entry.filing_code else "",
            "jenis": short.get(entry.kind, ""),
        }

    @classmethod
    def prepare(cls, entry: OutgoingLetter) -> None:
        if entry.filing_code is None:
            raise DomainError(
                "Pilih klasifikasi arsip: kodenya bagian dari nomor surat.", field="filing_code"
            )
        mark_confidential(entry)


@register
class Archive(Book[ArchiveItem]):
    code = "archive_item"
    slug = "arsip"
    group = Group.MAIL
    label = "Arsip"
    entry_label = "arsip"
    icon = "archive"
    purpose = "Daftar arsip kantor: di mana disimpan, masih aktif atau inaktif, dan kapan boleh dinilai."

    kinds = {
        "surat_masuk": "Surat masuk",
        "surat_keluar": "Surat keluar",
        "dokumen": "Dokumen",
        "berkas_pegawai": "Berkas pegawai",
        "foto": "Foto/rekaman",
    }
    milestones = (
        MilestoneSpec("archived", "Aktif", initial=True, tone="neutral"),
        MilestoneSpec("moved_inactive", "Inaktif", verb="Pindahkan ke inaktif", after=("archived",)),
        MilestoneSpec(
            "disposed",
            "Disusutkan",
            verb="Catat penyusutan",
            after=("moved_inactive",),
            note_label="Nasib akhir dan nomor berita acara",
            note_required=True,
            tone="done",
        ),
    )
    sections = (
        Section(
            "Arsip",
            Field("occurred_on", "Tanggal diarsipkan"),
            Field("kind", required=True, filter=True),
            "filing_code",
            Field("title", required=True, search=True),
            "span",
            "quantity",
            "copy_level",
        ),
        Section(
            "Tempat simpan",
            Field("room", search=True),
            Field("cabinet", search=True),
            "drawer",
            Field("folder", search=True),
        ),
        Section(
            "Retensi",
            "closed_on",
            "active_years",
            "inactive_years",
            Field("fate", filter=True),
        ),
        Section("Keterangan tambahan", "area", "village", "restricted", "external_ref"),
    )
    numbering = Numbering(label="No. berkas")
    columns = (
        Column("number", numeric=True),
        Column("occurred_on", "Diarsipkan", on_phone=True),
        Column("filing_code.code", "Kode"),
        Column("title", on_phone=True),
        Column("location", "Tempat simpan", on_phone=True),
        Column("active_until", "Aktif sampai"),
    )
    printed = PrintedLayout(
        "Daftar Arsip",
        (
            PrintedColumn("No. berkas", "number", 0.7, numeric=True),
            PrintedColumn("Kode klasifikasi", "filing_code.code", 1.2),
            PrintedColumn("Uraian", "title", 4),
            PrintedColumn("Kurun waktu", "span", 1.4),
            PrintedColumn("Jumlah", "quantity", 0.7, numeric=True),
            PrintedColumn("Tingkat perkembangan", "copy_level", 1.2),
            PrintedColumn("Lokasi", "location", 2.2),
            PrintedColumn("Nasib akhir", "fate", 1.2),
            PrintedColumn("Keterangan", "state", 1.1),
        ),
    )

    @classmethod
    def prepare(cls, entry: ArchiveItem) -> None:
        entry.follow_filing_code()
