"""Rows of one position's table become objectives and indicators; rows split by a page break are joined."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from takar.catalogue.reading.cells import has_list, is_blank, items, plain
from takar.catalogue.reading.doubts import Doubts
from takar.catalogue.reading.model import IndicatorText, ObjectiveText
from takar.catalogue.reading.raw import RawRow, Role
from takar.catalogue.reading.typing_errors import is_cut_off

_LONGEST_HEAD = 80
_BULLET = re.compile(r"^[-–•]\s+")


def columns_of(cells: Sequence[str]) -> dict[Role, int] | None:
    """Which column holds what, when these cells are a table's head; None otherwise."""
    found: dict[Role, int] = {}
    for index, cell in enumerate(cells):
        words = plain(cell).upper()
        if not words or len(words) > _LONGEST_HEAD:
            continue
        role = _role_of(words)
        if role is not None and role not in found:
            found[role] = index
    # Sasaran and indikator alone could be a data row that happens to use both words.
    return found if "objective" in found and "name" in found and len(found) >= 3 else None


def _role_of(head: str) -> Role | None:
    if head.startswith("SUMBER"):
        return "source"
    if head.startswith(("PENJELASAN", "FORMULA", "RUMUS", "CARA PE", "PERHITUNGAN", "PENGHITUNGAN")):
        return "formula"
    if head.startswith("INDIKATOR") or head in ("IKU", "IKI"):
        return "name"
    if head.startswith(("SASARAN", "KINERJA UTAMA", "KINERJA INDIVIDU", "TUJUAN")):
        return "objective"
    return None


@dataclass
class _Indicator:
    line: int
    name: str
    formula: str
    source: str


@dataclass
class _Objective:
    line: int
    name: str
    indicators: list[_Indicator] = field(default_factory=list)


class TableReader:
    """Reads one position's rows; ``first_no`` is the number its first indicator gets."""

    def __init__(self, first_no: int, doubts: Doubts) -> None:
        self._first_no = first_no
        self._doubts = doubts
        self._objectives: list[_Objective] = []
        self._count = 0

    def read(self, rows: Sequence[RawRow]) -> tuple[ObjectiveText, ...]:
        for row in rows:
            self._take(row)
        no = self._first_no
        objectives = []
        for objective in self._objectives:
            indicators = []
            for indicator in objective.indicators:
                indicators.append(self._finish(indicator, no))
                no += 1
            if not indicators:
                self._doubts.add(
                    "objective_empty",
                    f'Sasaran "{objective.name}" tidak mempunyai indikator.',
                    objective.line,
                )
            objectives.append(ObjectiveText(objective.name, tuple(indicators), objective.line))
        return tuple(objectives)

    def _take(self, row: RawRow) -> None:
        objective, name, formula = (_words(cell) for cell in (row.objective, row.name, row.formula))
        source = "" if is_blank(plain(row.source)) else row.source.strip()
        last = self._last()
        if not (objective or name or formula or source):
            return
        if last is not None and self._continues(row, objective, name, formula, source, last):
            self._join(row, objective, name, formula, source, last)
            return
        if objective:
            self._open_objective(objective, row.line, alone=not (name or formula or source))
        if not (name or formula or source):
            return
        if not self._objectives:
            self._doubts.add(
                "objective_missing",
                "Baris pertama tabel tidak menyebut sasaran; indikatornya tetap dibaca.",
                row.line,
            )
            self._objectives.append(_Objective(row.line, ""))
        if last is not None:
            # A merged cell of a Word table says its text once for all the rows it covers.
            formula = formula or (last.formula if "formula" in row.merged else "")
            source = source or (last.source if "source" in row.merged else "")
        self._count += 1
        self._objectives[-1].indicators.append(_Indicator(row.line, name, formula, source))

    def _open_objective(self, objective: str, line: int, *, alone: bool) -> None:
        current = self._objectives[-1] if self._objectives else None
        if current is not None and current.name.casefold() == objective.casefold():
            return  # repeated on every row instead of merged
        if current is not None and alone and objective[0].islower():
            current.name = f"{current.name} {objective}"
            return
        self._objectives.append(_Objective(line, objective))

    def _continues(
        self, row: RawRow, objective: str, name: str, formula: str, source: str, last: _Indicator
    ) -> bool:
        """Is this the rest of the row above? The danger both ways is a wrong count: 68 indicators, or 66."""
        if objective and not objective[0].islower():
            return False
        if not name:
            return bool(formula or source)
        if source and not is_cut_off(plain(last.source)):
            return False  # a row with a source of its own is an indicator, even if it starts in small letters
        if not (name[0].islower() or is_cut_off(last.name)):
            return False
        if not formula:
            return True
        return row.after_gap and (formula[0].islower() or is_cut_off(last.formula))

    def _join(
        self, row: RawRow, objective: str, name: str, formula: str, source: str, last: _Indicator
    ) -> None:
        if objective:
            self._objectives[-1].name = f"{self._objectives[-1].name} {objective}"
        last.name = f"{last.name} {name}".strip()
        last.formula = f"{last.formula} {formula}".strip()
        last.source = f"{last.source}\n{source}".strip()
        no = self._first_no + self._count - 1
        pieces = ", ".join(f'"{piece}"' for piece in (objective, name, formula, plain(source)) if piece)
        self._doubts.add(
            "row_joined",
            f"{pieces} dibaca sebagai sambungan indikator nomor {no} (baris {last.line}) yang terpotong, "
            "misalnya oleh pergantian halaman.",
            row.line,
        )

    def _last(self) -> _Indicator | None:
        for objective in reversed(self._objectives):
            if objective.indicators:
                return objective.indicators[-1]
        return None

    def _finish(self, indicator: _Indicator, no: int) -> IndicatorText:
        sources = items(indicator.source)
        if has_list(indicator.source):
            listed = "; ".join(f'"{source}"' for source in sources)
            self._doubts.add(
                "html_list",
                f"Sumber data indikator nomor {no} memuat sisa tanda daftar HTML; "
                f"dibaca sebagai {len(sources)} sumber: {listed}.",
                indicator.line,
            )
        for code, value, what in (
            ("name_missing", indicator.name, "nama"),
            ("formula_missing", indicator.formula, "formulasi penghitungan"),
            ("source_missing", sources, "sumber data"),
        ):
            if not value:
                self._doubts.add(code, f"Indikator nomor {no} tidak mempunyai {what}.", indicator.line)
        return IndicatorText(no, indicator.name, indicator.formula, sources, indicator.line)


def _words(cell: str) -> str:
    words = _BULLET.sub("", plain(cell))
    return "" if is_blank(words) else words
