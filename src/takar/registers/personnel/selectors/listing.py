"""The rows of the DUK and of the buku penjagaan in their official columns, as plain words.

An edition keeps these words and no keys: it must read the same when somebody has left.
Columns: SE Kepala BAKN 03/SE/1980 for the DUK.
"""

from __future__ import annotations

from datetime import date

from takar.kernel.formatting import format_date, format_number
from takar.registers.personnel.models import Employee
from takar.registers.personnel.selectors.due_dates import DueRow, due_rows
from takar.registers.personnel.selectors.profiles import Profile
from takar.registers.personnel.selectors.seniority import seniority_list

DUK = "duk"
WATCH = "buku_penjagaan"

DUK_COLUMNS = (
    "No.", "Nama", "NIP", "Pangkat, gol/ruang", "TMT pangkat", "Jabatan", "TMT jabatan", "Masa kerja",
    "Latihan jabatan", "Tahun; jam", "Pendidikan", "Lulus", "Usia", "Ket.",
)  # fmt: skip
WATCH_COLUMNS = (
    "No.", "Nama", "NIP", "Pangkat, gol/ruang", "TMT pangkat", "Gaji pokok", "TMT KGB", "Penjagaan",
    "Jatuh tempo", "Disiapkan mulai", "Ket.",
)  # fmt: skip

DUE_WORDS = {
    "kgb": "Kenaikan gaji berkala",
    "kenaikan_pangkat": "Kenaikan pangkat",
    "pensiun": "Pensiun",
}


def columns_of(kind: str) -> tuple[str, ...]:
    return DUK_COLUMNS if kind == DUK else WATCH_COLUMNS


def rows_of(kind: str, office_id: int, on: date) -> list[list[str]]:
    if kind == DUK:
        return [duk_cells(row.place, row.profile) for row in seniority_list(office_id, on)]
    within = on.replace(year=on.year + 2, day=min(on.day, 28))
    due = [row for row in due_rows(office_id, on) if row.due.on < within]
    return [watch_cells(place, row) for place, row in enumerate(due, start=1)]


def duk_cells(place: int, known: Profile) -> list[str]:
    rank, post, training, school = known.rank, known.post, known.training, known.education
    lesson = ""
    if training is not None:
        lesson = f"{training.starts_on.year}" + (f"; {training.hours} jam" if training.hours else "")
    return [
        str(place),
        known.employee.person.name,
        known.employee.person.printed_nip,
        str(rank.grade) if rank else "",
        format_date(rank.starts_on) if rank else "",
        post.title if post else "",
        format_date(post.starts_on) if post else "",
        known.service_words,
        training.name if training else "",
        lesson,
        str(school) if school else "",
        str(school.starts_on.year) if school else "",
        f"{known.age} th" if known.age is not None else "",
        "",
    ]


def watch_cells(place: int, row: DueRow) -> list[str]:
    known = row.profile
    salary = known.pay.salary if known.pay and known.pay.salary else None
    return [
        str(place),
        known.employee.person.name,
        known.employee.person.printed_nip,
        (known.rank.grade.code if known.employee.kind == Employee.Kind.CONTRACT else str(known.rank.grade))
        if known.rank
        else "",
        format_date(known.rank.starts_on) if known.rank else "",
        format_number(salary) if salary else "",
        format_date(known.pay.starts_on) if known.pay else "",
        DUE_WORDS[row.due.what.value],
        format_date(row.due.on),
        format_date(row.due.prepare_from),
        row.detail,
    ]
