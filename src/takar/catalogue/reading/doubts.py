"""Collects what the reader is unsure of, and looks over what it understood for more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from takar.catalogue.reading.comparison import formula_copied_from, left_out_by_formula
from takar.catalogue.reading.model import Doubt, IndicatorText, PositionText
from takar.catalogue.reading.raw import Piece, RawPosition
from takar.catalogue.reading.typing_errors import is_cut_off, typing_errors_in

# A verb after a semicolon inside one item: two duties under one letter.
_SECOND_DUTY = re.compile(r";\s+me[a-z]{4,}\b", re.IGNORECASE)
_LONGEST_QUOTE = 90


class Doubts:
    """The same thing on the same line is said once."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, int], Doubt] = {}

    def add(self, code: str, message: str, line: int) -> None:
        self._found.setdefault((code, message, line), Doubt(code, message, line))

    def in_order(self) -> tuple[Doubt, ...]:
        """By line; what concerns the same line stays in the order it was noticed."""
        return tuple(sorted(self._found.values(), key=lambda doubt: doubt.line))


def quote(text: str) -> str:
    return f'"{text}"' if len(text) <= _LONGEST_QUOTE else f'"{text[: _LONGEST_QUOTE - 2].rstrip()} …"'


def review(raw: Sequence[RawPosition], positions: Sequence[PositionText], doubts: Doubts) -> None:
    _review_headings(raw, positions, doubts)
    titles: dict[str, int] = {}
    for found, position in zip(raw, positions, strict=True):
        _review_parts(found, position, doubts)
        first = titles.setdefault(position.title.casefold(), found.line)
        if first != found.line and position.title:
            doubts.add("title_twice", f'Jabatan "{position.title}" sudah ada di baris {first}.', found.line)
        for text, line in _texts(found, position):
            for typing_error in typing_errors_in(text):
                doubts.add(typing_error.code, typing_error.message, line)
        _review_items(found, doubts)
        _review_table(position, doubts)


def _review_headings(raw: Sequence[RawPosition], positions: Sequence[PositionText], doubts: Doubts) -> None:
    # A decree that prints its heading once is built that way; only an exception among headings matters.
    if sum(found.has_heading for found in raw) * 2 <= len(raw):
        return
    for found, position in zip(raw, positions, strict=True):
        if not found.has_heading:
            doubts.add(
                "heading_missing",
                f'Jabatan "{position.title}" tidak didahului judul "INDIKATOR KINERJA INDIVIDU"; '
                "dibaca sebagai jabatan tersendiri.",
                found.line,
            )


def _review_parts(found: RawPosition, position: PositionText, doubts: Doubts) -> None:
    who = f'Jabatan "{position.title}"'
    if not position.title:
        who = "Jabatan ini"
        doubts.add("title_missing", "Nama jabatan kosong.", found.line)
    if not position.duties:
        doubts.add("duties_missing", f"{who} tidak mempunyai tugas.", found.line)
    if found.functions_state == "absent":
        doubts.add("functions_missing", f'{who} tidak mempunyai bagian "Fungsi".', found.line)
    elif found.functions_state == "blank":
        doubts.add(
            "functions_blank", f'Bagian "Fungsi" dari {who[0].lower()}{who[1:]} kosong.', found.functions_line
        )
    if not found.has_table:
        doubts.add("table_missing", f"{who} tidak mempunyai tabel indikator.", found.line)
    elif not position.indicators:
        doubts.add(
            "indicators_missing", f"Tabel {who[0].lower()}{who[1:]} tidak berisi indikator.", found.line
        )


def _review_items(found: RawPosition, doubts: Doubts) -> None:
    for what, pieces in (("Tugas", found.duties), ("Fungsi", found.functions)):
        for piece in pieces:
            _cut_off(f"{what}", piece, doubts)
            if _SECOND_DUTY.search(piece.text):
                doubts.add(
                    "two_in_one",
                    f"Satu butir {what.lower()} memuat titik koma di tengah, mungkin dua butir: "
                    f"{quote(piece.text)}.",
                    piece.line,
                )


def _review_table(position: PositionText, doubts: Doubts) -> None:
    for objective in position.objectives:
        if objective.name[:1].islower():
            doubts.add(
                "small_letter",
                f"Sasaran dimulai dengan huruf kecil: {quote(objective.name)}.",
                objective.line,
            )
        _cut_off("Sasaran", Piece(objective.name, objective.line), doubts)
        for indicator in objective.indicators:
            if indicator.name[:1].islower():
                doubts.add(
                    "small_letter",
                    f"Indikator nomor {indicator.no} dimulai dengan huruf kecil dan dibaca sebagai indikator "
                    f"tersendiri, bukan sambungan baris di atasnya: {quote(indicator.name)}.",
                    indicator.line,
                )
            _cut_off(f"Indikator nomor {indicator.no}", Piece(indicator.name, indicator.line), doubts)
            _compare(indicator, position.indicators, doubts)
            _cut_off(
                f"Formulasi indikator nomor {indicator.no}", Piece(indicator.formula, indicator.line), doubts
            )


def _compare(indicator: IndicatorText, siblings: Sequence[IndicatorText], doubts: Doubts) -> None:
    for pair, counted in left_out_by_formula(indicator.name, indicator.formula):
        doubts.add(
            "name_wider",
            f'Nama indikator nomor {indicator.no} menyebut "{pair}", formulasinya hanya "{counted}"; '
            "pastikan mana yang dihitung.",
            indicator.line,
        )
    earlier = [sibling for sibling in siblings if sibling.no < indicator.no]
    source = formula_copied_from(indicator, earlier)
    if source is not None:
        doubts.add(
            "formula_copied",
            f"Formulasi indikator nomor {indicator.no} mungkin salinan dari nomor {source.no}: "
            f"tidak sesuai dengan namanya, {quote(indicator.name)}.",
            indicator.line,
        )


def _cut_off(what: str, piece: Piece, doubts: Doubts) -> None:
    if is_cut_off(piece.text):
        end = piece.text.split()[-1]
        doubts.add("cut_off", f'{what} tampak terpotong sesudah "{end}": {quote(piece.text)}.', piece.line)


def _texts(found: RawPosition, position: PositionText) -> Iterator[tuple[str, int]]:
    yield found.printed_title, found.line
    for piece in (*found.duties, *found.functions):
        yield piece.text, piece.line
    for objective in position.objectives:
        yield objective.name, objective.line
        for indicator in objective.indicators:
            yield indicator.name, indicator.line
            yield indicator.formula, indicator.line
            for source in indicator.sources:
                yield source, indicator.line
