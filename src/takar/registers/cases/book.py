"""The register of cases and the two books of land tax, declared."""

from __future__ import annotations

from collections.abc import Iterator

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
from takar.ledger.models import Entry
from takar.registers.cases import rules
from takar.registers.cases.models import Case, CaseKind, LandTaxAssessment, LandTaxPayment


@register
class Cases(Book):
    code = "case"
    reads = Reach.SECTION
    slug = "masalah"
    model = Case
    group = Group.ACTIVITIES
    label = "Penanganan masalah"
    entry_label = "masalah"
    icon = "siren"
    purpose = (
        "Register masalah trantib, PBB, sosial dan bencana yang dilaporkan desa: "
        "apa yang dilakukan, siapa membantu, dan berapa lama sampai selesai."
    )

    kinds = dict(CaseKind.choices)
    milestones = (
        MilestoneSpec("reported", "Dilaporkan", initial=True, tone="warn"),
        MilestoneSpec(
            "handled",
            "Ditangani",
            verb="Catat penanganan",
            after=("reported",),
            unless=("resolved",),
            by=(Doer.KEEPER, Doer.RESPONSIBLE),
            note_label="Tindakan",
            note_required=True,
            repeats=True,
        ),
        MilestoneSpec(
            "resolved",
            "Selesai",
            verb="Tandai selesai",
            after=("handled",),
            by=(Doer.KEEPER, Doer.RESPONSIBLE),
            note_label="Hasil penyelesaian",
            note_required=True,
            tone="done",
        ),
    )
    labels = {
        "occurred_on": "Tanggal dilaporkan",
        "title": "Masalah",
        "kind": "Jenis masalah",
        "number": "No.",
        "position": "Penanggung jawab",
        "village": "Desa",
    }
    helps = {
        "title": "Singkat, tanpa nama orang. Misalnya: Perselisihan batas tanah antarwarga.",
        "position": "Jabatan yang menangani. Bila dikosongkan, jabatan yang mencatat.",
    }
    required = ("occurred_on", "title", "kind", "village")
    sections = (
        Section("Laporan", ("kind", "incident", "title", "occurred_on", "source", "severity")),
        Section("Kejadian", ("village", "place", "happened_on", "account")),
        Section("Yang terkait (hanya dibaca yang menangani)", ("reporter", "concerned", "contact")),
        Section("Penanganan", ("position", "external_ref")),
        Section(
            "Khusus bencana: korban dan kerusakan",
            (
                *("cause", "deaths", "injured", "missing", "displaced", "houses_heavy", "houses_medium"),
                *("houses_light", "facilities", "loss", "needs"),
            ),
            kinds=(CaseKind.DISASTER,),
        ),
    )
    columns = (
        Column("number", "No.", numeric=True),
        Column("occurred_on", "Dilaporkan", on_phone=True),
        Column("title", "Masalah", on_phone=True),
        Column("kind", "Jenis", on_phone=True),
        Column("incident", "Kejadian"),
        Column("village", "Desa", on_phone=True),
        Column("severity", "Tingkat"),
        Column("position", "Penanggung jawab"),
    )
    more_facts = (
        Column("days_to_handle", "Hari sampai ditangani"),
        Column("days_to_resolve", "Hari sampai selesai"),
    )
    filters = ("state", "kind", "incident", "severity", "village")
    search = ("title", "place", "account")
    veiled = ("reporter", "concerned", "contact")
    personal = ("reporter", "concerned", "contact")
    processing = Processing(
        "Pelapor dan orang yang terkait suatu masalah: nama, NIK, alamat, telepon",
        "Tugas umum pemerintahan kecamatan, PP 17/2018",
        retention_years=5,
    )
    photos = True
    dimensions = ("kind", "area", "village", "incident")
    category_field = "incident"
    identity = ("occurred_on", "kind", "village", "title")
    printed_from = ("effective", "milestones")
    printed = PrintedLayout(
        "Register Penanganan Masalah",
        (
            PrintedColumn("No.", "number", 0.6, numeric=True),
            PrintedColumn("Tanggal lapor", "occurred_on", 1.1),
            PrintedColumn("Jenis", "kind", 1.4),
            PrintedColumn("Kejadian", "incident", 1.5),
            PrintedColumn("Masalah", "title", 2.8),
            PrintedColumn("Desa", "village", 1.3),
            PrintedColumn("Tingkat", "severity", 0.9),
            PrintedColumn("Korban dan kerusakan", "harm", 1.7),
            PrintedColumn("Tindakan", "handling", 3.2),
            PrintedColumn("Ditangani", "handled_on", 1.1),
            PrintedColumn("Selesai", "resolved_on", 1.1),
            PrintedColumn("Lama (hari)", "days_to_resolve", 0.8, numeric=True),
            PrintedColumn("Ket.", "state", 1.1),
        ),
    )

    @classmethod
    def prepare(cls, entry: Entry) -> None:
        assert isinstance(entry, Case)
        rules.complete(entry)

    @classmethod
    def settle(cls, event: Event) -> None:
        rules.kind_stays(event)
        rules.resolved_after_every_step(event)


@register
class LandTaxAssessments(Book):
    code = "land_tax_assessment"
    slug = "baku-pbb"
    model = LandTaxAssessment
    group = Group.ACTIVITIES
    label = "Baku PBB-P2"
    entry_label = "baku PBB-P2"
    icon = "land-plot"
    purpose = "Ketetapan pokok PBB-P2 tiap desa dan tahun pajak, serta jatuh temponya."

    milestones = (MilestoneSpec("assessed", "Ditetapkan", initial=True, tone="done"),)
    labels = {"occurred_on": "Tanggal dicatat", "title": "Keterangan", "village": "Desa", "number": "No."}
    helps = {"title": "Kosongkan bila cukup nama desa dan tahunnya."}
    required = ("occurred_on", "village")
    sections = (
        Section("Baku", ("village", "tax_year", "amount", "notices", "due_on")),
        Section("Keterangan", ("occurred_on", "title", "external_ref")),
    )
    columns = (
        Column("number", "No.", numeric=True),
        Column("village", "Desa", on_phone=True),
        Column("tax_year", "Tahun pajak", on_phone=True),
        Column("amount", "Baku (Rp)", numeric=True, on_phone=True),
        Column("notices", "SPPT", numeric=True),
        Column("due_on", "Jatuh tempo"),
        Column("title", "Keterangan"),
    )
    filters = ("village",)
    dimensions = ("village",)
    ahead = ("due_on",)
    identity = ("village", "tax_year")
    printed = PrintedLayout(
        "Buku Baku PBB-P2",
        (
            PrintedColumn("No.", "number", 0.6, numeric=True),
            PrintedColumn("Tanggal", "occurred_on", 1.1),
            PrintedColumn("Desa", "village", 2),
            PrintedColumn("Tahun pajak", "tax_year", 1),
            PrintedColumn("Jumlah SPPT", "notices", 1, numeric=True),
            PrintedColumn("Baku (Rp)", "amount", 1.6, numeric=True),
            PrintedColumn("Jatuh tempo", "due_on", 1.2),
            PrintedColumn("Ket.", "state", 1.2),
        ),
    )

    @classmethod
    def prepare(cls, entry: Entry) -> None:
        assert isinstance(entry, LandTaxAssessment)
        rules.one_assessment(entry)

    @classmethod
    def settle(cls, event: Event) -> None:
        rules.settle_assessment(event)

    @classmethod
    def audit(cls, office_id: int) -> Iterator[str]:
        return rules.overpaid(office_id)


@register
class LandTaxPayments(Book):
    code = "land_tax_payment"
    slug = "setoran-pbb"
    model = LandTaxPayment
    group = Group.ACTIVITIES
    label = "Setoran PBB-P2"
    entry_label = "setoran PBB-P2"
    icon = "hand-coins"
    purpose = "Realisasi PBB-P2: setoran tiap desa, dibandingkan dengan bakunya."

    milestones = (MilestoneSpec("paid", "Disetor", initial=True, tone="done"),)
    labels = {"occurred_on": "Tanggal setor", "title": "Keterangan", "village": "Desa", "number": "No."}
    helps = {"title": "Kosongkan bila cukup nama desa dan tahunnya."}
    required = ("occurred_on", "village")
    sections = (
        Section("Setoran", ("village", "tax_year", "occurred_on", "amount", "fine", "notices")),
        Section("Keterangan", ("receipt", "title", "external_ref")),
    )
    columns = (
        Column("number", "No.", numeric=True),
        Column("occurred_on", "Tanggal setor", on_phone=True),
        Column("village", "Desa", on_phone=True),
        Column("tax_year", "Tahun pajak"),
        Column("amount", "Pokok (Rp)", numeric=True, on_phone=True),
        Column("fine", "Denda (Rp)", numeric=True),
        Column("notices", "SPPT lunas", numeric=True),
        Column("receipt", "Bukti setor"),
    )
    filters = ("village",)
    search = ("title", "receipt")
    dimensions = ("village",)
    identity = ("village", "tax_year", "occurred_on", "amount", "receipt")
    printed = PrintedLayout(
        "Buku Setoran PBB-P2",
        (
            PrintedColumn("No.", "number", 0.6, numeric=True),
            PrintedColumn("Tanggal setor", "occurred_on", 1.2),
            PrintedColumn("Desa", "village", 2),
            PrintedColumn("Tahun pajak", "tax_year", 1),
            PrintedColumn("SPPT lunas", "notices", 1, numeric=True),
            PrintedColumn("Pokok (Rp)", "amount", 1.6, numeric=True),
            PrintedColumn("Denda (Rp)", "fine", 1.3, numeric=True),
            PrintedColumn("Bukti setor", "receipt", 1.8),
            PrintedColumn("Ket.", "state", 1.2),
        ),
    )

    @classmethod
    def prepare(cls, entry: Entry) -> None:
        assert isinstance(entry, LandTaxPayment)
        rules.within_assessment(entry)

    @classmethod
    def settle(cls, event: Event) -> None:
        rules.settle_payment(event)
