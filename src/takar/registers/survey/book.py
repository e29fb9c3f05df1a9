"""The three survey books: answers, reports, and the plans that follow from them."""

from __future__ import annotations

from typing import Any

from takar.kernel.errors import DomainError
from takar.ledger.books import (
    Book,
    Change,
    Column,
    Counting,
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
from takar.ledger.models import Evidence
from takar.organisation.actor import system_actor
from takar.registers.survey import rules
from takar.registers.survey.calculation import skm
from takar.registers.survey.calculation.elements import BY_KEY, ELEMENTS, KEYS
from takar.registers.survey.models import FollowUp, SurveyReport, SurveyResponse
from takar.registers.survey.selectors import GROUPS, RESULTS, breakdowns, groups_as_json

SERVICE_GROUPS = {
    "perizinan": "Perizinan",
    "nonperizinan": "Nonperizinan",
    "kependudukan": "Kependudukan",
    "administrasi_umum": "Administrasi umum",
}


@register
class SurveyResponses(Book[SurveyResponse]):
    code = "survey_response"
    slug = "jawaban-skm"
    group = Group.SERVICES
    label = "Jawaban SKM"
    entry_label = "jawaban SKM"
    icon = "clipboard-list"
    any_day = True
    own_words = False
    purpose = "Jawaban responden survei kepuasan masyarakat, tanpa nama: sembilan unsur, skala 1 sampai 4."

    kinds = SERVICE_GROUPS
    milestones = (MilestoneSpec("answered", "Dijawab", initial=True, tone="done"),)
    sections = (
        Section(
            "Responden",
            Field("occurred_on", "Tanggal menjawab"),
            Field("kind", "Kelompok layanan", required=True, filter=True),
            Field("service", search=True),
            Field("sex", filter=True),
            Field("age", filter=True),
            Field("education", filter=True),
            Field("work", filter=True),
            Field("village", "Desa responden", filter=True),
        ),
        Section(
            "Jawaban",
            "answers",
            *KEYS,
        ),
        Section(
            "Saran",
            Field("suggestion", search=True),
            Field("title", "Keterangan", search=True),
        ),
    )
    numbering = Numbering(label="No. responden")
    counting = Counting(by=("kind", "village"))
    columns = (
        Column("number", "No.", numeric=True),
        Column("occurred_on", "Tanggal", on_phone=True),
        Column("title", "Layanan", on_phone=True),
        Column("respondent", "Responden", on_phone=True),
        Column("answers", "Jawaban"),
        Column("suggestion"),
    )
    printed = PrintedLayout(
        "Tabulasi Jawaban Survei Kepuasan Masyarakat",
        (
            PrintedColumn("No. responden", "number", 0.8, numeric=True),
            PrintedColumn("Tanggal", "occurred_on", 1.2),
            PrintedColumn("Layanan", "title", 2.4),
            PrintedColumn("Jenis kelamin", "sex", 1.1),
            PrintedColumn("Usia", "age", 1.2),
            PrintedColumn("Pendidikan", "education", 1.3),
            PrintedColumn("Pekerjaan", "work", 1.5),
            *(
                PrintedColumn(f"U{place} {element.short}", f"scores.{element.key}", 0.9, numeric=True)
                for place, element in enumerate(ELEMENTS, start=1)
            ),
        ),
    )

    @classmethod
    def prepare(cls, entry: SurveyResponse) -> None:
        rules.apply_answers(entry)
        entry.title = (
            entry.title or entry.service or f"Layanan {SERVICE_GROUPS.get(entry.kind, 'kecamatan').lower()}"
        )


@register
class SurveyReports(Book[SurveyReport]):
    code = "survey_report"
    slug = "laporan-skm"
    group = Group.SERVICES
    label = "Laporan SKM"
    entry_label = "laporan SKM"
    icon = "chart-column"
    purpose = "Laporan survei kepuasan masyarakat tiap periode; hasilnya tetap sejak dipublikasikan."

    milestones = (
        MilestoneSpec("drafted", "Disusun", initial=True, tone="neutral"),
        MilestoneSpec(
            "published",
            "Dipublikasikan",
            verb="Tandai dipublikasikan",
            after=("drafted",),
            note_label="Tempat publikasi",
            note_required=True,
            tone="done",
        ),
    )
    sections = (
        Section(
            "Laporan",
            Field("period", search=True, identity=True, words="period_words"),
            "population",
            Field("occurred_on", "Tanggal disusun"),
            Field("title", "Judul", search=True),
        ),
        Section("Keterangan tambahan", "external_ref"),
    )
    counting = Counting(by=())
    columns = (
        Column("number", numeric=True),
        Column("title", "Laporan", on_phone=True),
        Column("period_words", "Periode", on_phone=True),
        Column("occurred_on", "Disusun", on_phone=True),
        Column("population", "Pengguna layanan", numeric=True),
    )
    printed = PrintedLayout(
        "Daftar Laporan Survei Kepuasan Masyarakat",
        (
            PrintedColumn("No.", "number", 0.6, numeric=True),
            PrintedColumn("Laporan", "title", 4),
            PrintedColumn("Periode", "period_words", 1.2),
            PrintedColumn("Tanggal disusun", "occurred_on", 1.4),
            PrintedColumn("Pengguna layanan", "population", 1.2, numeric=True),
            PrintedColumn("Keterangan", "state", 1.4),
        ),
    )

    @classmethod
    def prepare(cls, entry: SurveyReport) -> None:
        rules.apply_period(entry)

    @classmethod
    def apply_change(cls, event: Event[SurveyReport]) -> None:
        """What was published stays what it was: period and population are part of the result."""
        report = event.entry
        if event.what == "published" and event.change is not Change.MOVED:
            # Another day for the publication leaves what was published as it was.
            report.index = None
            if event.change is Change.ADVANCED:
                if reason := rules.why_not_published(report):
                    raise DomainError(reason)
                report.index = rules.result_to_publish(report).index
            SurveyReport.objects.filter(pk=report.pk).update(index=report.index)
        if event.change is not Change.CORRECTED or report.state != "published":
            return
        if any(event.before[name] != getattr(report, name) for name in ("period", "population")):
            raise DomainError(
                "Hasil laporan ini sudah dipublikasikan. Batalkan laporannya dan susun yang baru bila keliru."
            )

    @classmethod
    def sealed_with(cls, event: Event[SurveyReport]) -> dict[str, Any]:
        """Publication freezes the result: answers written up later do not change what was told."""
        if event.what != "published":
            return {}
        report = event.entry
        results = skm.to_dict(rules.result_to_publish(report))
        groups = breakdowns(system_actor(report.office), report.span, SERVICE_GROUPS)
        return {RESULTS: results, GROUPS: groups_as_json(groups)}


@register
class FollowUps(Book[FollowUp]):
    code = "survey_follow_up"
    slug = "tindak-lanjut-skm"
    group = Group.SERVICES
    label = "Tindak lanjut SKM"
    entry_label = "rencana tindak lanjut"
    icon = "list-checks"
    purpose = "Apa yang diperbaiki setelah survei: unsur, program, siapa, sampai kapan, dan buktinya."

    milestones = (
        MilestoneSpec("planned", "Direncanakan", initial=True, tone="progress"),
        MilestoneSpec(
            "done",
            "Selesai",
            verb="Laporkan selesai",
            after=("planned",),
            by=(Performer.KEEPER, Performer.RESPONSIBLE),
            note_label="Hasil",
            note_required=True,
            tone="done",
        ),
    )
    sections = (
        Section(
            "Rencana",
            Field("report", filter=True),
            Field("element", filter=True),
            Field("title", "Program/kegiatan", required=True, search=True),
            Field("position", required=True, filter=True),
            Field("due_on", ahead=True),
            Field("occurred_on", "Tanggal direncanakan"),
        ),
        Section("Keterangan tambahan", "external_ref"),
    )
    counting = Counting(by=())
    columns = (
        Column("number", numeric=True),
        Column("element", on_phone=True),
        Column("title", on_phone=True),
        Column("position"),
        Column("due_on", on_phone=True),
        Column("report.title", "Laporan"),
    )
    printed = PrintedLayout(
        "Rencana Tindak Lanjut Survei Kepuasan Masyarakat",
        (
            PrintedColumn("No.", "number", 0.6, numeric=True),
            PrintedColumn("Prioritas unsur", "element", 2.4),
            PrintedColumn("Program/kegiatan", "title", 4),
            PrintedColumn("Waktu", "due_on", 1.2),
            PrintedColumn("Penanggung jawab", "position", 2.4),
            PrintedColumn("Laporan", "report.title", 2.2),
            PrintedColumn("Keterangan", "state", 1.2),
        ),
    )

    @classmethod
    def prepare(cls, entry: FollowUp) -> None:
        if entry.element and entry.element not in BY_KEY:
            raise DomainError("Unsur ini tidak ada.", field="element")
        if entry.due_on < entry.occurred_on:
            raise DomainError("Batas waktu tidak dapat mendahului tanggal direncanakan.", field="due_on")

    @classmethod
    def apply_change(cls, event: Event[FollowUp]) -> None:
        """A follow-up is done only with evidence; PermenPANRB 14/2017 asks that the follow-up be shown."""
        if event.change is not Change.ADVANCED or event.what != "done":
            return
        if not Evidence.objects.filter(entry_id=event.entry.pk, withdrawn_at=None).exists():
            raise DomainError("Tambahkan dahulu bukti bahwa rencana ini sudah dikerjakan.", field="file")
