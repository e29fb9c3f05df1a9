"""Reading a recap and a machine's log into the lines of a month."""

from __future__ import annotations

from datetime import date

import pytest

from takar.registers.personnel.calculation.attendance import Line, Reading, faults, read

ANI = Line(1, "Ani Lestari, S.E.")
BUDI = Line(2, "Budi Santoso", leave=2)
NIPS = {"199001012015012001": 1}
DAYS = [date(2026, 6, day) for day in range(1, 6)]


def working(day: date) -> bool:
    return day != date(2026, 6, 1)


def read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def reading(*rows: list[str]) -> Reading:
    return read(rows, [ANI, BUDI], NIPS, is_working=working, days=DAYS, read_day=read_day)


def test_percent_and_presence() -> None:
    line = Line(1, "Ani", sick=1, excused=1, leave=2, duty=3, absent=1)
    assert (line.away, line.present(20), line.percent(20)) == (5, 12, 75)
    assert line.percent(0) is None
    assert faults([line], 8) == []
    assert faults([line], 7) == ["Ani: 8 hari melebihi 7 hari kerja."]


def test_a_recap_replaces_the_columns_it_has() -> None:
    found = reading(
        ["NIP", "Nama", "S", "DL"], ["19900101 201501 2 001", "", "1", ""], ["", "budi santoso", "", "3"]
    )
    assert found.problems == []
    assert found.taken == 2
    assert found.lines == [Line(1, ANI.name, sick=1), Line(2, BUDI.name, leave=2, duty=3)]


def test_titles_behind_a_name_do_not_matter() -> None:
    assert reading(["Nama", "TK"], ["Ani Lestari", "2"]).lines[0].absent == 2


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([], "kosong"),
        ([["S", "I"], ["1", "2"]], "NIP atau Nama"),
        ([["Nama", "Umur"], ["Ani Lestari", "30"]], "Tidak ada kolom"),
        ([["Nama", "S"], ["Candra", "1"]], "Baris 2: “Candra” bukan pegawai kantor ini"),
        ([["Nama", "S"], ["Ani Lestari", "satu"]], "Baris 2: S “satu” bukan bilangan hari"),
        ([["Nama", "Tanggal", "Kode"], ["Ani Lestari", "2026-07-01", "S"]], "bukan tanggal dalam bulan ini"),
        ([["Nama", "Tanggal", "Kode"], ["Ani Lestari", "2026-06-02", "Z"]], "kode “z” tidak dikenal"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line(rows: list[list[str]], says: str) -> None:
    found = reading(*rows)
    assert any(says in problem for problem in found.problems)
    assert found.lines == [ANI, BUDI]


def test_a_log_with_codes_counts_working_days_without_a_row_as_absent() -> None:
    found = reading(
        ["Nama", "Tanggal", "Kode"],
        ["Ani Lestari", "2026-06-01", "S"],  # a day off counts nothing
        ["Ani Lestari", "2026-06-02", "H"],
        ["Ani Lestari", "2026-06-03", "Sakit"],
        ["Ani Lestari", "2026-06-04", "dl"],
    )
    assert found.lines[0] == Line(1, ANI.name, sick=1, duty=1, absent=1)
    assert found.lines[1] == BUDI


def test_a_machine_log_counts_days_with_any_time_as_present() -> None:
    found = reading(
        ["Nama", "Tanggal", "Jam masuk", "Jam pulang"],
        ["Ani Lestari", "2026-06-02", "07:29", "16:01"],
        ["Ani Lestari", "2026-06-03", "", "16:00"],
        ["Ani Lestari", "2026-06-04", "", ""],
        ["Ani Lestari", "2026-06-05", "07:31", ""],
    )
    assert found.lines[0].absent == 1
