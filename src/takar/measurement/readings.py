"""Two readings of one indicator's words: which of them counts in a year, and who decided it.

The decree may say in its name what its formula does not count. The shipped measure follows one and
carries the other; the Camat may choose, from a year on and with a reason.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from takar.catalogue.models import Indicator
from takar.kernel.access import require, visible
from takar.kernel.errors import DomainError
from takar.kernel.spans import check_year
from takar.kernel.storable import UNSTORABLE, is_storable
from takar.measurement.language.measure import Measure
from takar.measurement.models import Binding, ReadingChoice
from takar.organisation.actor import Actor

FORBIDDEN = "Bacaan indikator dipilih oleh Camat."


def with_choice(bindings: QuerySet[Binding], year: int) -> QuerySet[Binding]:
    """Bindings with the reading that was ``chosen`` for a year: by the newest choice valid then, if any."""
    made = ReadingChoice.objects.filter(
        indicator=OuterRef("indicator"), measure=OuterRef("measure"), valid_from__lte=date(year, 1, 1)
    ).order_by("-pk")
    about = ReadingChoice.objects.filter(indicator=OuterRef("indicator"), measure=OuterRef("measure"))
    return bindings.annotate(chosen=Subquery(made.values("reading")[:1]), was_chosen=Exists(about))


def reading_in_force(measure: Measure, binding: Binding) -> Measure:
    """The reading that counts for a binding of :func:`with_choice`; what is not counted is its ``other``."""
    chosen = getattr(binding, "chosen", None) == ReadingChoice.Reading.OTHER
    return swapped(measure) if chosen and measure.other is not None else measure


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
    if not is_storable(why):
        raise DomainError(UNSTORABLE, field="why")
    check_year(year)
    return ReadingChoice.objects.create(
        indicator=indicator,
        measure=measure.main_code,
        reading=ReadingChoice.Reading(reading),
        valid_from=date(year, 1, 1),
        why=why.strip(),
        made_by_id=actor.user_id,
        made_by_name=actor.signature,
    )


def choices_about(actor: Actor, binding: Binding) -> list[ReadingChoice]:
    """Everything that was chosen about the readings of a binding, the newest first."""
    if not getattr(binding, "was_chosen", True):
        return []
    rows = visible(actor, ReadingChoice).filter(indicator=binding.indicator, measure=binding.measure)
    return list(rows.order_by("-pk"))
