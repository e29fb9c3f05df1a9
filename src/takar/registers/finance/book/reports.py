"""SPJ and financial reports."""

from __future__ import annotations

from takar.ledger.books import (
    Book,
    Column,
    Counting,
    Field,
    Group,
    MilestoneSpec,
    Performer,
    PrintedColumn,
    PrintedLayout,
    Section,
    register,
)
from takar.registers.finance.models import AccountabilityReport, FinancialReport
from takar.registers.finance.rules import papers

_DRAFTED = MilestoneSpec("drafted", "Disusun", initial=True, tone="neutral")
_APPROVED = MilestoneSpec(
    "approved",
    "Disetujui",
    verb="Setujui",
    after=("drafted",),
    by=(Performer.LEADER,),
    second_pair_of_eyes=True,
    tone="done",
)


@register
class AccountabilityReports(Book[AccountabilityReport]):
    code = "accountability_report"
    slug = "spj"
    group = Group.FINANCE
    label = "Surat pertanggungjawaban (SPJ)"
    entry_label = "SPJ"
    icon = "receipt-text"
    purpose = (
        "SPJ administratif, fungsional dan belanja tiap bulan: kapan disusun, disetujui, dan batas waktunya."
    )

    kinds = {
        "administratif": "SPJ administratif",
        "fungsional": "SPJ fungsional",
        "gu": "SPJ belanja GU",
        "tu": "SPJ belanja TU",
        "ls": "SPJ belanja LS",
        "lainnya": "SPJ lain",
    }
    milestones = (_DRAFTED, _APPROVED)
    sections = (
        Section(
            "SPJ",
            Field("kind", "Jenis SPJ", required=True, filter=True, identity=True),
            Field("month", identity=True),
            Field("title", required=True, search=True, identity=True),
            "amount",
            Field("sub_activity", search=True),
        ),
        Section(
            "Waktu",
            Field("occurred_on", "Tanggal disusun"),
            Field("due_on", ahead=True),
        ),
        Section("Keterangan tambahan", "position", "external_ref"),
    )
    counting = Counting(by=("kind",))
    columns = (
        Column("number", numeric=True),
        Column("occurred_on", "Disusun", on_phone=True),
        Column("kind", "Jenis"),
        Column("title", on_phone=True),
        Column("month_words", "Bulan"),
        Column("amount", "Jumlah (Rp)", numeric=True, on_phone=True),
        Column("due_on"),
    )
    printed = PrintedLayout(
        "Register Surat Pertanggungjawaban",
        (
            PrintedColumn("No.", "number", 0.6, numeric=True),
            PrintedColumn("Tanggal", "occurred_on", 1.2),
            PrintedColumn("Jenis SPJ", "kind", 1.6),
            PrintedColumn("Bulan", "month_words", 1.4),
            PrintedColumn("Uraian", "title", 3.6),
            PrintedColumn("Jumlah (Rp)", "amount", 1.6, numeric=True),
            PrintedColumn("Batas waktu", "due_on", 1.2),
            PrintedColumn("Disetujui", "approved_on", 1.2),
            PrintedColumn("Ket.", "state", 1.1),
        ),
    )

    @classmethod
    def prepare(cls, entry: AccountabilityReport) -> None:
        papers.complete_accountability(entry)


@register
class FinancialReports(Book[FinancialReport]):
    code = "financial_report"
    slug = "laporan-keuangan"
    group = Group.FINANCE
    label = "Laporan keuangan"
    entry_label = "laporan keuangan"
    icon = "chart-column"
    purpose = "Laporan keuangan semester dan tahunan kantor: LRA, LO, LPE, Neraca dan CaLK, serta laporan berkalanya."

    kinds = {
        "lengkap": "Laporan keuangan lengkap",
        "lra": "Laporan Realisasi Anggaran (LRA)",
        "lo": "Laporan Operasional (LO)",
        "lpe": "Laporan Perubahan Ekuitas (LPE)",
        "neraca": "Neraca",
        "calk": "Catatan atas Laporan Keuangan (CaLK)",
        "realisasi": "Laporan realisasi bulanan atau triwulan",
        "prognosis": "Prognosis",
        "lainnya": "Laporan lain",
    }
    milestones = (_DRAFTED, _APPROVED)
    sections = (
        Section(
            "Laporan",
            Field("kind", required=True, filter=True, identity=True),
            Field("period", search=True, identity=True),
            Field("title", "Nama laporan", required=True, search=True, identity=True),
        ),
        Section("Angka pokok", "budget", "realised", "realised_before"),
        Section(
            "Waktu",
            Field("occurred_on", "Tanggal disusun"),
            Field("due_on", ahead=True),
        ),
        Section("Keterangan tambahan", "position", "external_ref"),
    )
    counting = Counting(by=("kind",))
    more_facts = (Column("percent", "Realisasi terhadap anggaran"),)
    columns = (
        Column("number", numeric=True),
        Column("occurred_on", "Disusun", on_phone=True),
        Column("title", on_phone=True),
        Column("kind"),
        Column("period_words", "Masa", on_phone=True),
        Column("due_on"),
    )
    printed = PrintedLayout(
        "Register Laporan Keuangan",
        (
            PrintedColumn("No.", "number", 0.6, numeric=True),
            PrintedColumn("Tanggal", "occurred_on", 1.2),
            PrintedColumn("Nama laporan", "title", 3.4),
            PrintedColumn("Masa", "period_words", 1.5),
            PrintedColumn("Anggaran (Rp)", "budget", 1.6, numeric=True),
            PrintedColumn("Realisasi (Rp)", "realised", 1.6, numeric=True),
            PrintedColumn("%", "percent", 0.8, numeric=True),
            PrintedColumn("Realisasi tahun lalu (Rp)", "realised_before", 1.6, numeric=True),
            PrintedColumn("Batas waktu", "due_on", 1.2),
            PrintedColumn("Disetujui", "approved_on", 1.2),
        ),
    )

    @classmethod
    def prepare(cls, entry: FinancialReport) -> None:
        papers.complete_financial(entry)
