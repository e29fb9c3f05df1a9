"""The register of cases and the two books of land tax, declared."""

from __future__ import annotations

from collections.abc import Iterator

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
from takar.registers.cases import rules
from takar.registers.cases.models import Case, CaseKind, LandTaxAssessment, LandTaxPayment


@register
class Cases(Book[Case]):
    code = "case"
    slug = "masalah"
    group = Group.ACTIVITIES
    label = "Penanganan masalah"
    entry_label = "masalah"
    icon = "siren"
    any_day = True
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
            by=(Performer.KEEPER, Performer.RESPONSIBLE),
            note_label="Tindakan",
            note_required=True,
            repeats=True,
            by_hand=False,
        ),
        MilestoneSpec(
            "resolved",
            "Selesai",
            verb="Tandai selesai",
            after=("handled",),
            by=(Performer.KEEPER, Performer.RESPONSIBLE),
            note_label="Hasil penyelesaian",
            note_required=True,
            tone="done",
        ),
    )
    sections = (
        Section(
            "Laporan",
            Field("kind", "Jenis masalah", required=True, filter=True, identity=True),
            Field("incident", filter=True),
            Field(
                "title",
                "Masalah",
                required=True,
                search=True,
                identity=True,
                help="Singkat, tanpa nama orang. Misalnya: Perselisihan batas tanah antarwarga.",
            ),
            Field("occurred_on", "Tanggal dilaporkan", identity=True),
            "source",
            Field("severity", filter=True),
        ),
        Section(
            "Kejadian",
            Field("village", required=True, filter=True, identity=True),
            Field("place", search=True),
            "happened_on",
            Field("account", search=True),
        ),
        Section(
            "Yang terkait (hanya dibaca yang menangani)",
            Field("reporter", veiled=True),
            Field("concerned", veiled=True),
            Field("contact", veiled=True),
        ),
        Section(
            "Penanganan",
            Field("position", help="Jabatan yang menangani. Bila dikosongkan, jabatan yang mencatat."),
            "external_ref",
        ),
        Section(
            "Khusus bencana: korban dan kerusakan",
            "cause",
            "deaths",
            "injured",
            "missing",
            "displaced",
            "houses_heavy",
            "houses_medium",
            "houses_light",
            "facilities",
            "loss",
            "needs",
            kinds=(CaseKind.DISASTER,),
        ),
    )
    privacy = Privacy(
        reads=Reach.SECTION,
        processing=Processing(
            "Pelapor dan orang yang terkait suatu masalah: nama, NIK, alamat, telepon",
            "Tugas umum pemerintahan kecamatan, PP 17/2018",
            retention_years=5,
        ),
    )
    counting = Counting(category="incident")
    columns = (
        Column("number", numeric=True),
        Column("occurred_on", "Dilaporkan", on_phone=True),
        Column("title", on_phone=True),
        Column("kind", "Jenis", on_phone=True),
        Column("incident"),
        Column("village", on_phone=True),
        Column("severity"),
        Column("position"),
    )
    more_facts = (
        Column("days_to_handle", "Hari sampai ditangani"),
        Column("days_to_resolve", "Hari sampai selesai"),
    )
    photos = True
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
        fetched=("effective", "milestones"),
    )

    @classmethod
    def prepare(cls, entry: Case) -> None:
        rules.complete(entry)

    @classmethod
    def apply_change(cls, event: Event[Case]) -> None:
        rules.kind_stays(event)
        rules.resolved_after_every_step(event)


@register
class LandTaxAssessments(Book[LandTaxAssessment]):
    code = "land_tax_assessment"
    slug = "baku-pbb"
    group = Group.ACTIVITIES
    label = "Baku PBB-P2"
    entry_label = "baku PBB-P2"
    icon = "land-plot"
    purpose = "Ketetapan pokok PBB-P2 tiap desa dan tahun pajak, serta jatuh temponya."

    milestones = (MilestoneSpec("assessed", "Ditetapkan", initial=True, tone="done"),)
    sections = (
        Section(
            "Baku",
            Field("village", required=True, filter=True, identity=True),
            Field("tax_year", identity=True),
            "amount",
            "notices",
            Field("due_on", ahead=True),
        ),
        Section(
            "Keterangan",
            Field("occurred_on", "Tanggal dicatat"),
            Field("title", "Keterangan", search=True, help="Kosongkan bila cukup nama desa dan tahunnya."),
            "external_ref",
        ),
    )
    counting = Counting(by=("village",))
    columns = (
        Column("number", numeric=True),
        Column("village", on_phone=True),
        Column("tax_year", on_phone=True),
        Column("amount", "Baku (Rp)", numeric=True, on_phone=True),
        Column("notices", "SPPT", numeric=True),
        Column("due_on"),
        Column("title"),
    )
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
    def prepare(cls, entry: LandTaxAssessment) -> None:
        rules.one_assessment(entry)

    @classmethod
    def apply_change(cls, event: Event[LandTaxAssessment]) -> None:
        rules.apply_assessment(event)

    @classmethod
    def audit(cls, office_id: int) -> Iterator[str]:
        return rules.overpaid(office_id)


@register
class LandTaxPayments(Book[LandTaxPayment]):
    code = "land_tax_payment"
    slug = "setoran-pbb"
    group = Group.ACTIVITIES
    label = "Setoran PBB-P2"
    entry_label = "setoran PBB-P2"
    icon = "hand-coins"
    own_words = False
    purpose = "Realisasi PBB-P2: setoran tiap desa, dibandingkan dengan bakunya."

    milestones = (MilestoneSpec("paid", "Disetor", initial=True, tone="done"),)
    sections = (
        Section(
            "Setoran",
            Field("village", required=True, filter=True, identity=True),
            Field("tax_year", identity=True),
            Field("occurred_on", "Tanggal setor", identity=True),
            Field("amount", identity=True),
            "fine",
            "notices",
        ),
        Section(
            "Keterangan",
            Field("receipt", search=True, identity=True),
            Field("title", "Keterangan", search=True, help="Kosongkan bila cukup nama desa dan tahunnya."),
            "external_ref",
        ),
    )
    counting = Counting(by=("village",))
    columns = (
        Column("number", numeric=True),
        Column("occurred_on", on_phone=True),
        Column("village", on_phone=True),
        Column("tax_year"),
        Column("amount", "Pokok (Rp)", numeric=True, on_phone=True),
        Column("fine", numeric=True),
        Column("notices", "SPPT lunas", numeric=True),
        Column("receipt", "Bukti setor"),
    )
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
    def prepare(cls, entry: LandTaxPayment) -> None:
        rules.within_assessment(entry)

    @classmethod
    def apply_change(cls, event: Event[LandTaxPayment]) -> None:
        rules.apply_payment(event)
