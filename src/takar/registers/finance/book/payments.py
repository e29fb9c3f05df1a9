"""The register of SPP, SPM and SP2D."""

from __future__ import annotations

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
    Section,
    register,
)
from takar.registers.finance.models import PaymentKind, PaymentRequest
from takar.registers.finance.rules import closing, papers


@register
class PaymentRequests(Book[PaymentRequest]):
    code = "payment_request"
    slug = "spp-spm-sp2d"
    group = Group.FINANCE
    label = "SPP, SPM dan SP2D"
    entry_label = "pengajuan SPP"
    icon = "file-input"
    purpose = (
        "Catatan kantor atas pengajuan GJ, UP, GU, GU Nihil, TU dan LS. "
        "Nomor SPP, SPM dan SP2D diberikan SIPD dan di sini disimpan sebagai acuan."
    )

    kinds = dict(PaymentKind.choices)
    milestones = (
        MilestoneSpec("drafted", "SPP disusun", initial=True, tone="neutral"),
        MilestoneSpec(
            "verified",
            "Diverifikasi",
            verb="Verifikasi",
            after=("drafted",),
            by=(Performer.KEEPER, Performer.LEADER),
            second_pair_of_eyes=True,
            note_label="Catatan verifikasi",
        ),
        MilestoneSpec("issued", "SPM terbit", verb="Catat SPM terbit", after=("verified",), by_hand=False),
        MilestoneSpec(
            "paid", "SP2D terbit", verb="Catat SP2D terbit", after=("issued",), tone="done", by_hand=False
        ),
    )
    sections = (
        Section(
            "Pengajuan",
            Field("kind", "Jenis pengajuan", required=True, filter=True),
            Field("occurred_on", "Tanggal SPP"),
            Field("spp_number", search=True, identity=True),
            Field("title", required=True, search=True),
            Field("payee", search=True),
        ),
        Section(
            "Jumlah",
            "gross",
            Field("vat", help="UP, TU dan pengajuan nihil tidak memakai potongan."),
            "income_tax",
            "other_deductions",
            "deduction_note",
        ),
        Section(
            "Pembebanan",
            "sub_activity",
            Field("account", search=True, help="UP belum memakai kode rekening."),
            Field("report", help="Untuk GU, GU Nihil dan TU Nihil: SPJ yang diganti atau dinihilkan."),
        ),
        Section(
            "Nomor berikutnya dari SIPD",
            Field("spm_number", search=True, help="Diisi saat SPM terbit."),
            Field("sp2d_number", search=True, help="Diisi saat SP2D terbit."),
        ),
    )
    counting = Counting(by=("kind",))
    more_facts = (
        Column("deductions_text", "Jumlah potongan (Rp)"),
        Column("net_text", "Jumlah bersih (Rp)"),
    )
    columns = (
        Column("number", numeric=True),
        Column("occurred_on", on_phone=True),
        Column("kind", "Jenis"),
        Column("title", on_phone=True),
        Column("payee"),
        Column("gross", "Kotor (Rp)", numeric=True, on_phone=True),
        Column("net_text", "Bersih (Rp)", numeric=True),
    )
    printed = PrintedLayout(
        "Register SPP, SPM dan SP2D",
        (
            PrintedColumn("No.", "number", 0.6, numeric=True),
            PrintedColumn("Tanggal SPP", "occurred_on", 1.1),
            PrintedColumn("Nomor SPP", "spp_number", 2.2),
            PrintedColumn("Jenis", "kind", 1.4),
            PrintedColumn("Uraian", "title", 3),
            PrintedColumn("Jumlah kotor (Rp)", "gross", 1.4, numeric=True),
            PrintedColumn("Potongan (Rp)", "deductions_text", 1.2, numeric=True),
            PrintedColumn("Jumlah bersih (Rp)", "net_text", 1.4, numeric=True),
            PrintedColumn("Tanggal SPM", "issued_on", 1.1),
            PrintedColumn("Nomor SPM", "spm_number", 2.2),
            PrintedColumn("Tanggal SP2D", "paid_on", 1.1),
            PrintedColumn("Nomor SP2D", "sp2d_number", 2.2),
            PrintedColumn("Ket.", "state", 1.1),
        ),
    )

    @classmethod
    def prepare(cls, entry: PaymentRequest) -> None:
        papers.complete_request(entry)

    @classmethod
    def apply_change(cls, event: Event[PaymentRequest]) -> None:
        closing.keep_one_float(event)
