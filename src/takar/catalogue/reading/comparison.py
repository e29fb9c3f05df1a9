"""Where an indicator's name and its formula speak of different things.

The formula is what gets counted, so a reader of the name expects a number nobody will produce. Only patterns
that were right for every row of a real decree are kept; a wider net catches ordinary differences in wording.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from takar.catalogue.reading.model import IndicatorText

_WORD = re.compile(r"[^\W\d_]+(?:[-/][^\W\d_]+)*")
_PAIR = re.compile(r"\b([^\W\d_][\w/-]+) (?:dan|serta) ([^\W\d_][\w/-]+)(?: ([^\W\d_][\w/-]+))?")
# Words that stand in every formula and so say nothing about where one came from.
_COMMON = frozenset(
    {"jumlah", "yang", "selama", "dalam", "satu", "tahun", "dan", "atau", "tentang", "untuk", "di"}
)
_SHORTEST_COPY = 5


def left_out_by_formula(name: str, formula: str) -> Iterator[tuple[str, str]]:
    """Pairs in the name of which the formula counts one half.

    ("surat masuk dan surat keluar", "surat masuk"), for example.
    """
    name, formula = name.lower(), formula.lower()
    words = set(_WORD.findall(formula))
    for found in _PAIR.finditer(name):
        left, right, after = found[1], found[2], found[3]
        head = name[: found.start()].split()[-1:]
        if head == [right] and after is not None:
            # "surat masuk dan surat keluar": the same word stands before both halves
            halves = (f"{right} {left}", f"{right} {after}")
            present = [half for half in halves if half in formula]
            if len(present) == 1:
                yield f"{right} {found.group()}", present[0]
        elif (left in words) != (right in words):
            yield f"{left} {found.group().split()[1]} {right}", left if left in words else right


def formula_copied_from(indicator: IndicatorText, earlier: Sequence[IndicatorText]) -> IndicatorText | None:
    """The row above whose formula was copied unadapted: the shared words fit its name, not this one's."""
    words = _WORD.findall(indicator.formula.lower())
    name = set(_WORD.findall(indicator.name.lower()))
    for other in reversed(earlier):
        others = _WORD.findall(other.formula.lower())
        run = SequenceMatcher(None, words, others, autojunk=False).find_longest_match()
        shared = set(words[run.a : run.a + run.size]) - _COMMON
        if len(shared) < _SHORTEST_COPY:
            continue
        other_name = set(_WORD.findall(other.name.lower()))
        if len(shared & other_name) * 10 >= len(shared) * 6 and len(shared & name) * 4 <= len(shared):
            return other
    return None
