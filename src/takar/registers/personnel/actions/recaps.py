"""The recap of a month: its days are typed in, or read from a file and looked over; then it is checked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Q

from takar.kernel import clock
from takar.kernel.access import visible
from takar.kernel.errors import BadInput
from takar.ledger.actions import Action, Outcome, for_book, turns
from takar.ledger.actions.base import UNSENT, Sent
from takar.ledger.actions.general import Advance
from takar.ledger.books import Change
from takar.ledger.fields import read_date
from takar.ledger.importing import read_table, table_bytes
from takar.organisation.actor import Actor
from takar.organisation.calendar import WorkingCalendar
from takar.registers.personnel import services
from takar.registers.personnel.book import AttendanceRecaps
from takar.registers.personnel.calculation.attendance import CODES, Line, Reading, read
from takar.registers.personnel.models import AttendanceRecap, Employee
from takar.registers.personnel.rules.attendance import why_not_checked

READ = "baca"
"""The button that only reads a file into the table; nothing is stored until the table is saved."""
MOST_STAMPS = 20_000
"""Rows of a machine's log: a hundred people, four times a day, and a month with six-day weeks, twice over."""


class TableUpload(forms.Form):
    """A spreadsheet or a machine's log for a recap."""

    file = forms.FileField(
        label="Berkas rekap atau mesin absensi",
        help_text="XLSX atau CSV. Rekap: kolom NIP atau Nama, lalu S, I, C, DL, TK. "
        "Mesin: kolom NIP atau Nama, Tanggal, lalu Kode atau Jam masuk dan Jam pulang.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
    )

    def __init__(self, data: Any = None, files: Any = None, *, actor: Actor, recap: AttendanceRecap) -> None:
        super().__init__(data, files)
        self.actor = actor
        self.recap = recap
        self.reading: Reading | None = None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if file := data.get("file"):
            try:
                self.reading = _read(self.actor, self.recap, file)
            except BadInput as error:
                self.add_error("file", error.message)  # always the file: it is what the user has to correct
        return data


def _read(actor: Actor, recap: AttendanceRecap, file: Any) -> Reading:
    table = read_table(table_bytes(file), file.name, most_rows=MOST_STAMPS)
    period = recap.period
    today = clock.today()
    days = [period.start + timedelta(n) for n in range((period.end - period.start).days)]
    nips = visible(actor, Employee).exclude(person__nip=None).values_list("person__nip", "pk")
    calendar = WorkingCalendar(recap.office_id, period)
    return read(
        table,
        recap.people,
        {str(nip): pk for nip, pk in nips},
        is_working=calendar.is_working,
        days=[day for day in days if day <= today],
        read_day=lambda text: read_date(text, today=today),
    )


class DaysForm(forms.Form):
    """A number of days for everybody and every code; an empty cell is nothing."""

    reason = forms.CharField(label="Alasan perbaikan", required=False, max_length=500)

    def __init__(self, data: Any = None, *, lines: Sequence[Line], upload: TableUpload) -> None:
        super().__init__(data)
        self.lines = lines
        self.upload = upload

    def is_valid(self) -> bool:
        return not self.upload.errors and super().is_valid()

    def cell(self, line: Line, name: str) -> str:
        """What stands in a cell: as it was typed, else as the line has it."""
        if self.is_bound and READ not in self.data:
            return str(self.data.get(self.cell_name(line, name), "")).strip()
        return str(getattr(line, name) or "")

    @staticmethod
    def cell_name(line: Line, name: str) -> str:
        return f"{name}-{line.person}"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        found = []
        for line in self.lines:
            counts = {}
            for name, code in CODES.items():
                said = self.cell(line, name)
                if said and not (said.isascii() and said.isdecimal() and len(said) < 3):
                    self.add_error(None, f"{line.name}, {code}: “{said}” bukan bilangan hari.")
                else:
                    counts[name] = int(said or 0)
            found.append(line.with_days(counts))
        return data | {"lines": found}


@for_book(AttendanceRecaps)
class FillRecap(Action[AttendanceRecap]):
    code = "fill"
    slug = "rincian"
    label = "Isi rincian"
    change = Change.CORRECTED

    def heading(self, entry: AttendanceRecap) -> str:
        return f"Rincian kehadiran {entry.month_words}"

    def lead(self, actor: Actor, entry: AttendanceRecap) -> str:
        return f"{entry.working_days} hari kerja efektif. Tulis banyaknya hari; yang tidak ditulis dianggap hadir."

    def submit(self, entry: AttendanceRecap) -> str:
        return "Simpan rincian"

    def form(self, actor: Actor, entry: AttendanceRecap, sent: Sent = UNSENT) -> forms.BaseForm | None:
        if sent.data is None or READ not in sent.data:
            return DaysForm(sent.data, lines=entry.people, upload=TableUpload(actor=actor, recap=entry))
        upload = TableUpload(sent.data, sent.files, actor=actor, recap=entry)
        if upload.is_valid() and upload.reading is not None:
            return DaysForm(lines=upload.reading.lines, upload=upload)
        return DaysForm(sent.data, lines=entry.people, upload=upload)

    def perform(self, actor: Actor, entry: AttendanceRecap, cleaned: dict[str, Any]) -> Outcome:
        services.fill_recap(recap=entry, actor=actor, lines=cleaned["lines"], reason=cleaned["reason"])
        return Outcome(f"Rincian {entry.month_words} tersimpan.")


@for_book(AttendanceRecaps)
class CheckRecap(Advance[AttendanceRecap]):
    """Waits for the superiors of the keepers once the month is over."""

    code = "check"
    milestones = ("checked",)
    waits_in = ("drafted",)
    waits_as = "Rekap kehadiran menunggu diperiksa"

    def turn(self, actor: Actor) -> Q | None:
        mine = turns.superiors(actor, self.book)
        if mine is None:
            return None
        return mine & Q(month__lt=f"{clock.today():%Y-%m}") & ~Q(lines=[])

    def not_now(self, actor: Actor, entry: AttendanceRecap) -> str:
        return super().not_now(actor, entry) or why_not_checked(entry)
