"""Whose decree it is: office, regency, number and years, from the lines around the positions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from takar.catalogue.reading.cells import one_line, without_marks
from takar.catalogue.reading.doubts import Doubts
from takar.catalogue.reading.labels import label_of
from takar.catalogue.reading.raw import Line
from takar.catalogue.reading.titles import readable

_REGENCY_FOLLOWS = r"(?=\s*,?\s+(?:KABUPATEN|KOTA)\s|\s+NOMOR\b|$)"
_DECREE_OF = re.compile(
    rf"\bKEPUTUSAN\s+CAMAT\s+(?!(?:NOMOR|TENTANG|INI|TERSEBUT)\b)(.+?){_REGENCY_FOLLOWS}", re.IGNORECASE
)
_OFFICE = re.compile(rf"^(?:PEMERINTAH\s+|KANTOR\s+)?KECAMATAN\s+(.+?){_REGENCY_FOLLOWS}", re.IGNORECASE)
# Capitals decide: "penataan kota dan desa" names no regency. And "Kecamatan Kota Kudus" is a sub-district.
_REGENCY = re.compile(
    r"(?:^|(?<!KECAMATAN)(?<!Kecamatan)(?<!CAMAT)(?<!Camat)\s)"
    r"((?:KABUPATEN|Kabupaten|KOTA|Kota)\s+[A-Z][^\d,;:]*)$"
)
_NUMBER = re.compile(r"(?:^|\s)NOMOR\s*:\s*(.*)$", re.IGNORECASE)
_COVER_YEAR = re.compile(r"^TAHUN\s+(?:ANGGARAN\s+)?((?:19|20)\d\d)$", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_SIGNED = re.compile(r"\bpada\s+tanggal\b.*?\b((?:19|20)\d\d)\b", re.IGNORECASE)
_SERIAL = re.compile(r"^\d{1,5}(?:[.\s-]?[A-Za-z])?$")
# Longer lines are sentences of the decree's body ("Kecamatan Gedangan adalah ..."), not names.
_LONGEST_NAME = 7
_LONGEST_TITLE = 14


@dataclass(frozen=True)
class Heading:
    office: str
    regency: str
    number: str
    serial: str | None
    year: int | None
    cover_year: int | None


def read_heading(lines: Sequence[Line], doubts: Doubts) -> Heading:
    prose = [line for line in lines if line.text and len([cell for cell in line.cells if cell.strip()]) < 3]
    first = next((at for at, line in enumerate(prose) if _opens_position(line)), len(prose))
    before, everywhere = prose[:first], prose

    office = (
        _first(_DECREE_OF, before, _LONGEST_TITLE) or _first(_OFFICE, before) or _first(_OFFICE, everywhere)
    )
    regency = _first(_REGENCY, before) or _first(_REGENCY, everywhere)
    if not office:
        doubts.add("office_missing", 'Nama kecamatan tidak ditemukan (dicari: "KECAMATAN ...").', 0)
    if not regency:
        doubts.add(
            "regency_missing", 'Nama kabupaten atau kota tidak ditemukan (dicari: "KABUPATEN ...").', 0
        )
    number, line = _number(before)
    serial = _serial(number)
    year = _year(number, everywhere)
    _doubt_number(number, line, serial, year, doubts)
    return Heading(
        office=readable(f"KECAMATAN {office}" if office.isupper() else f"Kecamatan {office}")
        if office
        else "",
        regency=readable(regency),
        number=number,
        serial=serial,
        year=year,
        cover_year=_cover_year(everywhere, year, doubts),
    )


def _opens_position(line: Line) -> bool:
    label = label_of(line.text)
    return label is not None and label[0] == "position"


def _first(pattern: re.Pattern[str], lines: Sequence[Line], longest: int = _LONGEST_NAME) -> str:
    for line in lines:
        found = pattern.search(line.text)
        if found is not None and len(line.text.split()) <= longest:
            return found[1].strip(" .,;:")
    return ""


def _number(lines: Sequence[Line]) -> tuple[str, int]:
    for line in lines:
        if _NUMBER.search(line.text):
            # From the raw line: the blank left for the serial is part of the number as printed.
            found = _NUMBER.search(without_marks(line.raw).strip())
            return (found[1].strip() if found else ""), line.number
    return "", 0


def _serial(number: str) -> str | None:
    """188.45/12/KEP/35.07.29/2022 -> 12; a place left blank, dotted or filled with another part -> None."""
    parts = [one_line(part) for part in number.split("/")]
    if len(parts) > 2:
        return parts[1] if _SERIAL.match(parts[1]) else None
    plain = re.match(r"^(\d{1,5})\s+TAHUN\s", number, re.IGNORECASE)
    return plain[1] if plain else None


def _year(number: str, lines: Sequence[Line]) -> int | None:
    years = _YEAR.findall(number)
    if years:
        return int(years[-1])
    signed = _first(_SIGNED, lines)
    return int(signed) if signed else None


def _doubt_number(number: str, line: int, serial: str | None, year: int | None, doubts: Doubts) -> None:
    if not number:
        doubts.add("number_missing", 'Nomor keputusan tidak ditemukan (dicari: "NOMOR : ...").', line)
    elif serial is None:
        doubts.add("serial_missing", f'Nomor urut keputusan kosong: "{number}".', line)
    if year is None:
        doubts.add("year_missing", "Tahun keputusan tidak ditemukan pada nomornya.", line)


def _cover_year(lines: Sequence[Line], year: int | None, doubts: Doubts) -> int | None:
    found = [(int(match[1]), line.number) for line in lines if (match := _COVER_YEAR.match(line.text))]
    seen: set[int] = set()
    for cover_year, line in found:
        if year is not None and cover_year != year and cover_year not in seen:
            seen.add(cover_year)
            doubts.add(
                "year_differs",
                f"Nomor keputusan menyebut tahun {year}, tetapi sampul menyebut tahun {cover_year}; "
                f"yang dipakai sebagai tahun keputusan adalah {year}.",
                line,
            )
    return found[0][0] if found else None
