"""From a file to a decree: the steps in their order, and the refusals between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from takar.catalogue.reading.doubts import Doubts, review
from takar.catalogue.reading.heading import read_heading
from takar.catalogue.reading.model import DecreeText, NotADecree, PositionText
from takar.catalogue.reading.raw import Line, RawPosition
from takar.catalogue.reading.sources import file_lines
from takar.catalogue.reading.structure import Walk
from takar.catalogue.reading.table import TableReader
from takar.catalogue.reading.titles import readable


def read(content: bytes, name: str) -> dict[str, Any]:
    """A decree's annex from the bytes of a text or Word file; raises NotADecree when it is none."""
    return asdict(parse_lines(file_lines(content, name), name))


def parse_lines(lines: Sequence[Line], name: str) -> DecreeText:
    doubts = Doubts()
    raw = Walk(doubts).read(lines)
    if not raw:
        raise NotADecree(
            f"Berkas {name} bukan keputusan indikator kinerja individu: tidak ada jabatan. Yang dicari: "
            'baris "Jabatan : ..." yang diikuti "Tugas :" dan tabel indikator.'
        )
    if not any(position.has_table for position in raw):
        raise NotADecree(
            f"Berkas {name} tidak memuat tabel indikator. Yang dicari: baris kepala SASARAN, INDIKATOR, "
            "PENJELASAN/FORMULASI PENGHITUNGAN, SUMBER DATA, dengan kolom yang dipisahkan tab."
        )
    positions = _positions(raw, doubts)
    if not any(position.indicators for position in positions):
        raise NotADecree(
            f"Berkas {name} memuat kepala tabel tetapi tidak satu pun indikator. Yang dicari: baris di bawah "
            "kepala SASARAN, INDIKATOR, FORMULASI, SUMBER DATA, dengan kolom yang dipisahkan tab."
        )
    heading = read_heading(lines, doubts)
    review(raw, positions, doubts)
    return DecreeText(
        office=heading.office,
        regency=heading.regency,
        number=heading.number,
        serial=heading.serial,
        year=heading.year,
        cover_year=heading.cover_year,
        positions=positions,
        warnings=doubts.in_order(),
    )


def _positions(raw: Sequence[RawPosition], doubts: Doubts) -> tuple[PositionText, ...]:
    positions: list[PositionText] = []
    no = 1
    for order, found in enumerate(raw, start=1):
        objectives = TableReader(no, doubts).read(found.rows)
        no += sum(len(objective.indicators) for objective in objectives)
        positions.append(
            PositionText(
                order=order,
                title=readable(found.printed_title),
                duties=tuple(piece.text for piece in found.duties),
                functions=tuple(piece.text for piece in found.functions),
                objectives=objectives,
                printed_title=found.printed_title,
                line=found.line,
            )
        )
    return tuple(positions)
