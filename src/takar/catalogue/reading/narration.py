"""A decree described in plain Indonesian, for a terminal."""

from __future__ import annotations

from takar.catalogue.reading.model import DecreeText, PositionText

_NONE = "(tidak ditemukan)"


def describe(decree: DecreeText) -> str:
    lines = [
        f"{decree.office or 'Kecamatan ' + _NONE}, {decree.regency or 'kabupaten ' + _NONE}",
        f"Keputusan nomor {decree.number or _NONE}",
        f"Nomor urut: {decree.serial or 'kosong'}; tahun: {decree.year or _NONE}"
        + (f"; tahun pada sampul: {decree.cover_year}" if decree.cover_year else ""),
        _total(decree),
        "",
    ]
    for position in decree.positions:
        lines += _position(position)
    if decree.warnings:
        lines.append(f"Yang perlu diperiksa ({len(decree.warnings)}):")
        lines += [f"  - {doubt}" for doubt in decree.warnings]
    else:
        lines.append("Tidak ada yang perlu diperiksa.")
    return "\n".join(lines)


def _total(decree: DecreeText) -> str:
    duties, functions, objectives, indicators = (
        sum(counts) for counts in zip(*(_counts(position) for position in decree.positions), strict=True)
    )
    return (
        f"{len(decree.positions)} jabatan, {duties} tugas, {functions} fungsi, {objectives} sasaran, "
        f"{indicators} indikator"
    )


def _counts(position: PositionText) -> tuple[int, int, int, int]:
    return (
        len(position.duties),
        len(position.functions),
        len(position.objectives),
        len(position.indicators),
    )


def _position(position: PositionText) -> list[str]:
    duties, functions, objectives, indicators = _counts(position)
    lines = [
        f"{position.order}. {position.title or '(tanpa nama jabatan)'}: {duties} tugas, {functions} fungsi, "
        f"{objectives} sasaran, {indicators} indikator"
    ]
    for objective in position.objectives:
        lines.append(f"   Sasaran: {objective.name or '(tidak disebut)'}")
        lines += [f"   {indicator.no:>4}. {indicator.name}" for indicator in objective.indicators]
    return [*lines, ""]
