"""The Buku Kas Umum and its monthly closings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from takar.ledger.books import (
    Book,
    Change,
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
from takar.ledger.models import Entry
from takar.registers.finance import selectors
from takar.registers.finance.models import CashClosing, CashEntry
from takar.registers.finance.rules import audit, closing, papers


@register
class CashEntries(Book[CashEntry]):
    code = "cash_entry"
    slug = "buku-kas-umum"
    group = Group.FINANCE
    label = "Buku Kas Umum"
    entry_label = "baris kas"
    icon = "wallet"
    purpose = (
        "Setiap penerimaan dan pengeluaran bendahara. Saldo dihitung sendiri menurut tanggal; "
        "bulan yang sudah ditutup tidak berubah lagi."
    )

    kinds = {
        "sp2d": "Pencairan SP2D",
        "belanja": "Belanja",
        "pajak_dipungut": "Pajak dipungut",
        "pajak_disetor": "Pajak disetor",
        "pindah_buku": "Pergeseran bank dan tunai",
        "panjar": "Panjar",
        "pengembalian": "Pengembalian atau setoran sisa",
        "saldo_awal": "Saldo awal",
        "pembetulan": "Pembetulan",
        "lainnya": "Lainnya",
    }
    milestones = (MilestoneSpec("recorded", "Dibukukan", initial=True, tone="done"),)
    sections = (
        Section(
            "Transaksi",
            Field("occurred_on", identity=True),
            Field("kind", "Jenis transaksi", required=True, filter=True),
            Field("title", required=True, search=True, identity=True),
            Field("proof_number", search=True, identity=True),
        ),
        Section(
            "Jumlah",
            Field("received", help="Isi penerimaan atau pengeluaran, salah satu."),
            "spent",
            Field("place", filter=True),
        ),
        Section(
            "Pembebanan",
            Field("account", search=True),
            "request",
            "corrects",
        ),
    )
    counting = Counting(by=("kind",))
    columns = (
        Column("number", numeric=True),
        Column("occurred_on", on_phone=True),
        Column("title", on_phone=True),
        Column("account"),
        Column("received_text", "Penerimaan (Rp)", numeric=True, on_phone=True),
        Column("spent_text", "Pengeluaran (Rp)", numeric=True, on_phone=True),
        Column("balance_text", "Saldo (Rp)", numeric=True),
    )
    printed = PrintedLayout(
        "Buku Kas Umum",
        (
            PrintedColumn("No.", "number", 0.6, numeric=True),
            PrintedColumn("Tanggal", "occurred_on", 1.1),
            PrintedColumn("Uraian", "title", 4),
            PrintedColumn("Kode rekening", "account", 1.8),
            PrintedColumn("Penerimaan (Rp)", "received_text", 1.5, numeric=True),
            PrintedColumn("Pengeluaran (Rp)", "spent_text", 1.5, numeric=True),
            PrintedColumn("Saldo (Rp)", "balance_text", 1.5, numeric=True),
        ),
    )

    @classmethod
    def prepare(cls, entry: CashEntry) -> None:
        papers.complete_cash_entry(entry)

    @classmethod
    def apply_change(cls, event: Event[CashEntry]) -> None:
        closing.keep_closed_months(event)

    @classmethod
    def refuses(cls, entry: Entry, change: Change) -> str:
        return closing.refusal(cls.detail(entry), change)

    @classmethod
    def read_together(cls, entries: Sequence[CashEntry]) -> None:
        selectors.fill_in(entries)


@register
class CashClosings(Book[CashClosing]):
    code = "cash_closing"
    slug = "penutupan-kas"
    group = Group.FINANCE
    label = "Penutupan kas"
    entry_label = "penutupan kas"
    icon = "book-lock"
    purpose = "Penutupan BKU tiap bulan: saldo buku dibandingkan dengan uang tunai dan rekening bank."

    recordable = False  # a month is closed on the page of the BKU, which shows its figures
    milestones = (
        MilestoneSpec("closed", "Ditutup bendahara", initial=True, tone="progress"),
        MilestoneSpec(
            "approved",
            "Disahkan",
            verb="Sahkan penutupan kas",
            after=("closed",),
            by=(Performer.LEADER,),
            second_pair_of_eyes=True,
            note_label="Catatan pemeriksaan",
            tone="done",
        ),
    )
    sections = (
        Section(
            "Buku",
            Field("occurred_on", "Tanggal penutupan"),
            Field("title", "Penutupan", required=True, search=True),
            "opening",
            "received",
            "spent",
        ),
        Section(
            "Perhitungan uang",
            "cash",
            "bank",
            Field("explanation", search=True),
        ),
    )
    counting = Counting(by=())
    more_facts = (
        Column("book_balance_text", "Saldo buku (Rp)"),
        Column("counted_text", "Uang yang dihitung (Rp)"),
        Column("difference_text", "Selisih (Rp)"),
    )
    columns = (
        Column("number", numeric=True),
        Column("occurred_on", "Tanggal", on_phone=True),
        Column("title", on_phone=True),
        Column("received", "Penerimaan (Rp)", numeric=True),
        Column("spent", "Pengeluaran (Rp)", numeric=True),
        Column("book_balance_text", "Saldo buku (Rp)", numeric=True, on_phone=True),
        Column("difference_text", "Selisih (Rp)", numeric=True),
    )
    printed = PrintedLayout(
        "Daftar Penutupan Kas",
        (
            PrintedColumn("No.", "number", 0.6, numeric=True),
            PrintedColumn("Tanggal penutupan", "occurred_on", 1.2),
            PrintedColumn("Bulan", "month_words", 1.6),
            PrintedColumn("Saldo awal (Rp)", "opening", 1.5, numeric=True),
            PrintedColumn("Penerimaan (Rp)", "received", 1.5, numeric=True),
            PrintedColumn("Pengeluaran (Rp)", "spent", 1.5, numeric=True),
            PrintedColumn("Saldo buku (Rp)", "book_balance_text", 1.5, numeric=True),
            PrintedColumn("Saldo kas (Rp)", "counted_text", 1.5, numeric=True),
            PrintedColumn("Selisih (Rp)", "difference_text", 1.2, numeric=True),
            PrintedColumn("Disahkan", "approved_on", 1.2),
        ),
    )

    @classmethod
    def prepare(cls, entry: CashClosing) -> None:
        closing.prepare_closing(entry)

    @classmethod
    def apply_change(cls, event: Event[CashClosing]) -> None:
        closing.close(event)

    @classmethod
    def refuses(cls, entry: Entry, change: Change) -> str:
        if change is Change.CANCELLED:
            return (
                "Penutupan kas tidak dibatalkan: bulan yang sudah ditutup tidak berubah. "
                "Catat baris pembetulan pada bulan yang masih terbuka."
            )
        if change in (Change.MOVED, Change.WITHDRAWN):
            return "Pengesahan penutupan kas tetap seperti ditandatangani atasan."
        if change is Change.CORRECTED and entry.state == "approved":
            return "Penutupan kas ini sudah disahkan atasan, jadi tidak dapat diubah."
        return ""

    @classmethod
    def audit(cls, office_id: int) -> Iterator[str]:
        return audit.wrong_closings(office_id)
