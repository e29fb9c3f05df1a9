"""Two readings of one indicator's words: which of them counts in a year, and who decided it.

The decree may say in its name what its formula does not count. The shipped measure follows one and
carries the other; the Camat may choose, from a year on and with a reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from takar.catalogue.models import Indicator
from takar.kernel.access import require, visible
from takar.kernel.errors import DomainError
from takar.measurement.language.measure import Measure
from takar.measurement.models import ReadingChoice
from takar.organisation.actor import Actor

FORBIDDEN = "Bacaan indikator dipilih oleh Camat."


class Choices:
    """All choices about some indicators, read once."""

    def __init__(self, indicator_ids: Iterable[int]) -> None:
        self._made: dict[int, list[ReadingChoice]] = {}
        for row in ReadingChoice.objects.filter(indicator_id__in=list(indicator_ids)).order_by("-pk"):
            self._made.setdefault(row.indicator_id, []).append(row)

    def reading(self, indicator_id: int, measure: Measure, year: int) -> Measure:
        """The reading that counts in a year: the newest choice that is valid then, else the shipped one.

        What is not counted goes along as ``other``, so that both can be shown.
        """
        if measure.other is None:
            return measure
        row = next(
            (
                row
                for row in self._made.get(indicator_id, ())
                if row.measure == measure.code and row.valid_from.year <= year
            ),
            None,
        )
        chosen = row is not None and row.reading == ReadingChoice.Reading.OTHER
        return swapped(measure) if chosen else measure


def swapped(measure: Measure) -> Measure:
    """The other reading, with this one beside it."""
    assert measure.other is not None
    return replace(measure.other, other=replace(measure, other=None))


def choose_reading(
    *, indicator: Indicator, measure: Measure, reading: str, year: int, why: str, actor: Actor
) -> ReadingChoice:
    """The office's reading of an indicator from a year on. Closed numbers stay; they are told to differ."""
    require(actor, "choose", ReadingChoice, FORBIDDEN)
    if indicator.decree.office_id != actor.office_id:
        raise DomainError("Indikator ini bukan milik kantor Anda.")
    if measure.other is None:
        raise DomainError("Ukuran indikator ini hanya mempunyai satu bacaan.")
    if not why.strip():
        raise DomainError("Tulis mengapa bacaan ini yang dipakai.", field="why")
    if not date.min.year < year < date.max.year:
        raise DomainError("Tulis tahun mulai berlakunya.", field="year")
    return ReadingChoice.objects.create(
        indicator=indicator,
        measure=measure.main_code,
        reading=ReadingChoice.Reading(reading),
        valid_from=date(year, 1, 1),
        why=why.strip(),
        made_by_id=actor.user_id,
        made_by_name=f"{actor.name}, {actor.title}" if actor.title else actor.name,
    )


def choices_about(actor: Actor, indicator: Indicator) -> list[ReadingChoice]:
    """Everything that was chosen about an indicator, the newest first."""
    return list(visible(actor, ReadingChoice).filter(indicator=indicator).order_by("-pk"))
