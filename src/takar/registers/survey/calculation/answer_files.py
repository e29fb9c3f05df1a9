"""Raw answers from a file of the field or of a form service, read in quarantine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from takar.kernel.quarantine import read_foreign
from takar.registers.survey.calculation.skm import REGULATION_ORDER

_ANSWERS: Final = "takar.registers.survey.calculation.answer_table"


def read_answers(content: bytes, *, order: Sequence[str] = REGULATION_ORDER) -> list[list[int | None]]:
    """Rows of nine answers in the order of ``KEYS``; empty cells are None.

    Other columns (number, sex, service) may stand beside the nine. Raises BadInput with row and
    column for whatever is no answer; rows count as the file does, the header being row 1.
    """
    rows: list[list[int | None]] = read_foreign(_ANSWERS, content, order=list(order))
    return rows
