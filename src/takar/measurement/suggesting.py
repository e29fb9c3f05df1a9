"""Which measures come nearest to an indicator's words: suggestions that an operator takes or leaves.

Nothing is bound from here. Names are compared by groups of three letters, weighed by how rare they
are, so that another spelling ("keterampilan", "ketrampilan") or another form of a word still counts
and "jumlah" or "kegiatan" hardly does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

from takar.catalogue.models import Indicator
from takar.catalogue.units import agree
from takar.catalogue.words import plain, position_key
from takar.measurement.language.measure import Measure

MOST = 3
NEAR = 0.3
"""Below this two names have only common words in common."""
SURE = 0.75
"""From here on a suggestion is offered ticked."""
_SAME_POSITION = 0.2
_OTHER_UNIT = 0.2

_COMMON = frozenset({"jumlah", "dengan", "dalam", "serta", "untuk", "sesuai", "selama", "tahun", "kegiatan"})

Vector = Mapping[str, float]


@dataclass(frozen=True)
class Suggestion:
    measure: Measure
    score: float
    reason: str
    fits: bool
    """Whether the units are of one kind."""

    @property
    def is_sure(self) -> bool:
        return self.fits and self.score >= SURE


class Suggester:
    """Compares indicators with a fixed set of measures; what can be worked out once is."""

    def __init__(self, measures: Iterable[Measure]) -> None:
        self._texts = [(measure, text, position) for measure in measures for text, position in _said(measure)]
        grams = [Counter(_grams(text)) for _, text, _ in self._texts]
        seen = Counter(gram for counted in grams for gram in counted)
        self._rarity = {gram: log((1 + len(grams)) / (1 + n)) + 0.1 for gram, n in seen.items()}
        self._unknown = log(1 + len(grams)) + 0.1
        self._vectors = [self._vector(counted) for counted in grams]

    def of(self, indicator: Indicator, title: str) -> list[Suggestion]:
        """The nearest measures, the best first; ``title`` is the position as the decree writes it."""
        name, formula = (self._vector(Counter(_grams(text))) for text in (indicator.name, indicator.formula))
        key = position_key(title)
        best: dict[str, Suggestion] = {}
        for (measure, text, position), vector in zip(self._texts, self._vectors, strict=True):
            likeness = max(_cosine(name, vector), 0.9 * _cosine(formula, vector))
            if likeness < NEAR:
                continue
            same = bool(position) and position_key(position) == key
            fits = agree(indicator.unit, measure.unit)
            score = likeness + (_SAME_POSITION if same else 0) - (0 if fits else _OTHER_UNIT)
            if measure.code not in best or best[measure.code].score < score:
                reason = _reason(likeness, text, indicator, same=same)
                best[measure.code] = Suggestion(measure, score, reason, fits)
        return sorted(best.values(), key=lambda found: (-found.score, found.measure.code))[:MOST]

    def _vector(self, counted: Counter[str]) -> Vector:
        weighed = {gram: n * self._rarity.get(gram, self._unknown) for gram, n in counted.items()}
        length = sqrt(sum(value * value for value in weighed.values())) or 1
        return {gram: value / length for gram, value in weighed.items()}


def _said(measure: Measure) -> Sequence[tuple[str, str]]:
    """What a measure may be recognised by: the words of the decree it answers, and its own label."""
    return [*((subject.name, subject.position) for subject in measure.subjects), (measure.label, "")]


def _grams(text: str) -> Iterable[str]:
    for word in plain(text).split():
        padded = f" {word} "
        yield from (padded[place : place + 3] for place in range(len(padded) - 2))


def _cosine(one: Vector, other: Vector) -> float:
    if len(other) < len(one):
        one, other = other, one
    return sum(value * other.get(gram, 0) for gram, value in one.items())


def _reason(likeness: float, text: str, indicator: Indicator, *, same: bool) -> str:
    if plain(text) == plain(indicator.name):
        words = "nama sama"
    else:
        said = set(plain(f"{indicator.name} {indicator.formula}").split())
        shared = sorted(
            (word for word in set(plain(text).split()) & said if len(word) > 4 and word not in _COMMON),
            key=len,
        )[-3:]
        words = f"mirip {round(100 * likeness)} persen"
        if shared:
            words += f" ({', '.join(reversed(shared))})"
    return f"jabatan sama, {words}" if same else words
