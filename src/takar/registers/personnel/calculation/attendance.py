"""Lines of the attendance recap, and reading them from a spreadsheet or a machine's log. Pure.

Codes of the recap: S sakit, I izin, C cuti, DL dinas luar, TK tanpa keterangan; H hadir is what is
left of the effective working days.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from takar.kernel.formatting import percent_of

CODES = {"sick": "S", "excused": "I", "leave": "C", "duty": "DL", "absent": "TK"}
LABELS = {
    "sick": "Sakit",
    "excused": "Izin",
    "leave": "Cuti",
    "duty": "Dinas luar",
    "absent": "Tanpa keterangan",
}
_PRESENT = {"h", "hadir"}
_WORDS = {
    word: name for name, code in CODES.items() for word in (code.casefold(), LABELS[name].casefold(), name)
} | {"alpa": "absent", "a": "absent", "tugas luar": "duty"}


@dataclass(frozen=True)
class Line:
    """One employee's month in days."""

    person: int
    name: str
    sick: int = 0
    excused: int = 0
    leave: int = 0
    duty: int = 0
    absent: int = 0

    @property
    def away(self) -> int:
        """Days not counted as presence; duty travel is presence."""
        return self.sick + self.excused + self.leave + self.absent

    def present(self, working_days: int) -> int:
        """Days at the office itself."""
        return working_days - self.away - self.duty

    def percent(self, working_days: int) -> Fraction | None:
        return percent_of(working_days - self.away, working_days)

    def with_days(self, counts: Mapping[str, int]) -> Line:
        """The same employee with some of the numbers put in."""
        return Line.from_json({**self.as_json(), **counts})

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, line: Mapping[str, Any]) -> Line:
        return cls(**line)


def faults(lines: Collection[Line], working_days: int) -> list[str]:
    """Sentences for lines that cannot be: more days than the month had."""
    return [
        f"{line.name}: {line.away + line.duty} hari melebihi {working_days} hari kerja."
        for line in lines
        if line.away + line.duty > working_days
    ]


@dataclass
class Reading:
    """What a file says, over the lines that were there before."""

    lines: list[Line]
    problems: list[str] = field(default_factory=list)
    """Rows that were left out, each with its line number and the reason."""
    taken: int = 0


def read(
    table: Sequence[Sequence[str]],
    lines: Sequence[Line],
    nips: Mapping[str, int],
    *,
    is_working: Callable[[date], bool],
    days: Sequence[date],
    read_day: Callable[[str], date | None],
) -> Reading:
    """Lines with the numbers of a file put in.

    Two layouts are understood: a recap (a row per employee, a column per code) and a log (a row per
    employee and day, with a code or the times a machine noted). In a log, a working day of an
    employee who appears in it, without any row, is TK.
    """
    filled = [
        (no, [c.strip() for c in row]) for no, row in enumerate(table, 1) if any(c.strip() for c in row)
    ]
    if not filled:
        return Reading(list(lines), ["Berkas ini kosong."])
    head = [_plain(cell) for cell in filled[0][1]]
    who = next((i for i, cell in enumerate(head) if cell in {"nip", "id"}), None)
    name = next((i for i, cell in enumerate(head) if cell in {"nama", "nama pegawai", "pegawai"}), None)
    if who is None and name is None:
        return Reading(list(lines), ["Baris judul harus memuat kolom NIP atau Nama."])
    people = _People(lines, nips, who, name)
    day = next((i for i, cell in enumerate(head) if cell in {"tanggal", "tgl"}), None)
    if day is None:
        return _recap(filled, head, people)
    return _log(filled, head, people, day, is_working, days, read_day)


class _People:
    """Finds the line a row speaks of, by NIP or by name."""

    def __init__(
        self, lines: Sequence[Line], nips: Mapping[str, int], who: int | None, name: int | None
    ) -> None:
        self.by_person = {line.person: line for line in lines}
        self.by_nip, self.who, self.name = nips, who, name
        self.by_name: dict[str, int] = {}
        for line in lines:
            # "Budi Santoso, S.E." is written "Budi Santoso" on a machine.
            self.by_name[_plain(line.name)] = line.person
            self.by_name.setdefault(_plain(line.name.split(",")[0]), line.person)

    def find(self, cells: Sequence[str]) -> int | None:
        if self.who is not None and self.who < len(cells):
            digits = re.sub(r"\D", "", cells[self.who])
            if digits in self.by_nip:
                return self.by_nip[digits]
        if self.name is not None and self.name < len(cells):
            said = _plain(cells[self.name])
            return self.by_name.get(said) or self.by_name.get(said.split(",")[0])
        return None

    def unknown(self, cells: Sequence[str]) -> str:
        places = [i for i in (self.name, self.who) if i is not None and i < len(cells) and cells[i]]
        said = cells[places[0]] if places else ""
        return f"“{said}” bukan pegawai kantor ini" if said else "tanpa NIP atau nama"


def _recap(filled: Sequence[tuple[int, list[str]]], head: list[str], people: _People) -> Reading:
    columns = {i: _WORDS[cell] for i, cell in enumerate(head) if cell in _WORDS}
    reading = Reading([])
    if not columns:
        reading.problems.append("Tidak ada kolom S, I, C, DL atau TK.")
    for no, cells in filled[1:]:
        person = people.find(cells)
        if person is None or person not in people.by_person:
            reading.problems.append(f"Baris {no}: {people.unknown(cells)}.")
            continue
        said = {name: cells[i] if i < len(cells) else "" for i, name in columns.items()}
        wrong = [f"{CODES[n]} “{text}”" for n, text in said.items() if text and not text.isdecimal()]
        if wrong:
            reading.problems.append(f"Baris {no}: {', '.join(wrong)} bukan bilangan hari.")
            continue
        counts = {name: int(text or 0) for name, text in said.items()}
        people.by_person[person] = people.by_person[person].with_days(counts)
        reading.taken += 1
    reading.lines = list(people.by_person.values())
    return reading


def _log(
    filled: Sequence[tuple[int, list[str]]],
    head: list[str],
    people: _People,
    day_column: int,
    is_working: Callable[[date], bool],
    days: Sequence[date],
    read_day: Callable[[str], date | None],
) -> Reading:
    code_column = next((i for i, c in enumerate(head) if c in {"kode", "status", "keterangan"}), None)
    time_columns = [i for i, c in enumerate(head) if c.startswith(("jam", "masuk", "pulang", "scan"))]
    month = set(days)
    remarks: defaultdict[int, dict[date, str]] = defaultdict(dict)
    reading = Reading([])
    for no, cells in filled[1:]:
        person = people.find(cells)
        if person is None or person not in people.by_person:
            reading.problems.append(f"Baris {no}: {people.unknown(cells)}.")
            continue
        text = cells[day_column] if day_column < len(cells) else ""
        day = read_day(text)
        if day is None or day not in month:
            reading.problems.append(f"Baris {no}: “{text}” bukan tanggal dalam bulan ini.")
            continue
        code = _plain(cells[code_column]) if code_column is not None and code_column < len(cells) else ""
        if code and code not in _WORDS and code not in _PRESENT:
            reading.problems.append(f"Baris {no}: kode “{code}” tidak dikenal.")
            continue
        seen = any(i < len(cells) and cells[i] for i in time_columns)
        # A machine writes a row without times for who did not come.
        said = _WORDS.get(code) or ("" if seen or code or not time_columns else "absent")
        remarks[person][day] = said
        reading.taken += 1
    for person, by_day in remarks.items():
        counts = dict.fromkeys(CODES, 0)
        for day in days:
            if is_working(day) and (what := by_day.get(day, "absent")):
                counts[what] += 1
        people.by_person[person] = people.by_person[person].with_days(counts)
    reading.lines = list(people.by_person.values())
    return reading


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
