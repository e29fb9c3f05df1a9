"""The entries of the five personnel books."""

from __future__ import annotations

from datetime import date

from django.db import models

from takar.kernel.columns import DayField
from takar.kernel.encrypted import EncryptedText
from takar.kernel.formatting import format_date_long, format_percent, percent_of
from takar.kernel.months import a_month, month_words
from takar.kernel.period import Period
from takar.kernel.spans import PLAN
from takar.ledger.models import Entry
from takar.registers.personnel.calculation.attendance import Line
from takar.registers.personnel.models.people import Employee
from takar.registers.personnel.models.reference import LeaveType, RankGrade


class AttendanceRecap(Entry):
    """Rekap kehadiran of one month, one line per employee.

    The lines are a column and no table of their own, so that they are sealed with the entry: a day
    of absence changed afterwards is seen.
    """

    month = models.CharField("bulan (tahun-bulan)", max_length=7, validators=[a_month])
    working_days = models.PositiveSmallIntegerField("hari kerja efektif", default=0)
    lines = models.JSONField("rincian", default=list)

    class Meta:
        verbose_name = "rekap kehadiran"

    @property
    def period(self) -> Period:
        return Period.parse(self.month)

    @property
    def month_words(self) -> str:
        return month_words(self.month)

    @property
    def people(self) -> list[Line]:
        return [Line.from_json(line) for line in self.lines]

    def total(self, what: str) -> int:
        return sum(int(getattr(line, what)) for line in self.people)

    @property
    def sick(self) -> int:
        return self.total("sick")

    @property
    def excused(self) -> int:
        return self.total("excused")

    @property
    def leave(self) -> int:
        return self.total("leave")

    @property
    def duty(self) -> int:
        return self.total("duty")

    @property
    def absent(self) -> int:
        return self.total("absent")

    @property
    def percent(self) -> str:
        """Present days (duty travel is presence) of all days everybody had to be there."""
        due = self.working_days * len(self.lines)
        missing = self.sick + self.excused + self.leave + self.absent
        return format_percent(percent_of(due - missing, due)) if due else ""


DECIDED = ("granted", "refused")
"""States of a proposal that has its answer."""

ANSWER_SEEN = "answer_seen"
"""In the history of a leave: whoever asked for it has read the answer."""


class Proposal(Entry):
    """Usulan kepegawaian. ``occurred_on`` is the day it was drafted.

    Of sick leave only dates and the number of the doctor's letter are kept (UU 27/2022: health is
    specific personal data).
    """

    employee = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name="diusulkan untuk")
    effective_on = DayField("TMT yang diusulkan", null=True, blank=True, span=PLAN)
    target_grade = models.ForeignKey(
        RankGrade, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="pangkat diusulkan"
    )
    leave_type = models.ForeignKey(
        LeaveType, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="jenis cuti"
    )
    leave_from = DayField("cuti mulai", null=True, blank=True, span=PLAN)
    leave_until = DayField("cuti sampai dengan", null=True, blank=True, span=PLAN)
    leave_days = models.PositiveSmallIntegerField("lama cuti (hari)", default=0, editable=False)
    leave_address = models.CharField("alamat selama cuti", max_length=240, blank=True)
    leave_phone = EncryptedText("telepon selama cuti", max_length=40, blank=True)
    letter_number = models.CharField("nomor surat keterangan dokter", max_length=120, blank=True)
    papers = models.JSONField("berkas yang ada", default=list, editable=False)

    class Meta:
        verbose_name = "usulan kepegawaian"
        indexes = [models.Index(fields=["employee", "leave_from"], name="proposal_leave")]

    @property
    def leave_words(self) -> str:
        if self.leave_from is None or self.leave_until is None:
            return ""
        return span_words(self.leave_from, self.leave_until)


def span_words(first: date, last: date) -> str:
    """``3 s.d. 7 Desember 2026``, as a letter writes it; both ends included."""
    if first == last:
        return format_date_long(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} s.d. {format_date_long(last)}"
    return f"{format_date_long(first)} s.d. {format_date_long(last)}"


class ListEdition(Entry):
    """An edition of the DUK or the buku penjagaan, as it was on a day.

    The rows are computed while it is a draft; what was approved is never computed again.
    """

    as_of = DayField("keadaan per tanggal", null=True, blank=True, span=PLAN)
    rows = models.JSONField("isi daftar", default=list, editable=False)

    class Meta:
        verbose_name = "edisi daftar"

    @property
    def size(self) -> int:
        return len(self.rows)


class StaffDevelopment(Entry):
    """Diklat or welfare of the office's people."""

    organiser = models.CharField("penyelenggara", max_length=200, blank=True)
    place = models.CharField("tempat", max_length=200, blank=True)
    starts_on = DayField("pelaksanaan mulai", null=True, blank=True, span=PLAN)
    ends_on = DayField("pelaksanaan sampai", null=True, blank=True, span=PLAN)
    hours = models.PositiveSmallIntegerField("lama (jam pelajaran)", null=True, blank=True)
    attendees = models.CharField("peserta", max_length=500, blank=True, help_text="Nama, dipisah koma.")
    attendee_count = models.PositiveSmallIntegerField("jumlah peserta", default=0)

    class Meta:
        verbose_name = "pengembangan pegawai"


class DataUpdate(Entry):
    """Which fact of which employee was brought up to date in the central application, and when."""

    class System(models.TextChoices):
        SIMPEG = "simpeg", "SIMPEG"
        SIASN = "siasn", "SIASN / MyASN"
        OTHER = "lainnya", "Aplikasi lain"

    employee = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name="data pegawai")
    system = models.CharField("aplikasi", max_length=10, choices=System.choices, default=System.SIMPEG)

    class Meta:
        verbose_name = "pemutakhiran data"
