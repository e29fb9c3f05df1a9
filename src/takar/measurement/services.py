"""An office's own measures, and which measure answers which indicator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, models, transaction

from takar.catalogue.models import Decree, Indicator
from takar.catalogue.services import activate, require_operator
from takar.catalogue.words import name_key, position_key
from takar.kernel import clock
from takar.kernel.access import require
from takar.kernel.errors import DomainError
from takar.kernel.sealed_rows import bulk
from takar.measurement.language.loading import shipped_measures
from takar.measurement.language.measure import Polarity
from takar.measurement.models import Binding, MeasureVersion, OfficeMeasure
from takar.measurement.own.drafting import drafted
from takar.measurement.own.measures import measures_of
from takar.organisation.actor import Actor

FORBIDDEN = "Ukuran disusun oleh pengelola pengaturan kantor."


def bind_decree(*, decree: Decree, actor: Actor) -> int:
    """Bind every indicator whose words a shipped measure names; returns how many were bound.

    Position and name together decide: a number would silently bind the wrong row of another decree. Other
    spellings of a title are one position; a name that is only near is suggested and not bound.
    """
    require_operator(actor, decree)
    wanted = {
        (position_key(subject.position), name_key(subject.name)): measure
        for measure in shipped_measures().values()
        for subject in measure.subjects
    }
    bindings = []
    for indicator in Indicator.objects.filter(decree=decree).select_related("objective__holder"):
        key = position_key(indicator.objective.holder.title), name_key(indicator.name)
        if key in wanted:
            bindings.append(
                Binding(indicator=indicator, measure=wanted[key].code, polarity=wanted[key].polarity)
            )
    with bulk(Binding, indicator__decree=decree):
        Binding.objects.bulk_create(bindings, ignore_conflicts=True)
    return len(bindings)


def put_into_force(*, decree: Decree, actor: Actor) -> None:
    """Bind a decree's indicators and let it be the one that counts: both or neither."""
    with transaction.atomic():
        bind_decree(decree=decree, actor=actor)
        activate(decree=decree, actor=actor)


def judge_as(*, binding: Binding, polarity: str, formula: str, actor: Actor) -> Binding:
    """Choose in which direction an indicator is better, and its formula. Numbers do not change, percents do."""
    require(actor, "change", binding, "Arah dan rumus capaian dipilih oleh pengelola pengaturan kantor.")
    binding.polarity = Polarity(polarity)
    binding.formula = Binding.Formula(formula)
    with transaction.atomic():  # the row and its link in the chain: both or neither
        binding.save(update_fields=["polarity", "formula"])
    return binding


def bind_indicator(*, indicator: Indicator, measure: str, actor: Actor) -> Binding:
    """Let a measure answer an indicator, or none (``""``): it is not measured then.

    Another measure brings its own direction; :func:`judge_as` changes that.
    """
    require_operator(actor, indicator.decree)
    known = measures_of(indicator.decree.office_id)
    if measure and measure not in known:
        raise DomainError("Ukuran ini tidak ada atau tidak dapat dihitung lagi.", field="measure")
    with transaction.atomic():
        binding = Binding.objects.select_for_update().filter(indicator=indicator).first()
        binding = binding or Binding(indicator=indicator)
        if measure and measure != binding.measure:
            binding.polarity = known[measure].polarity
        binding.measure = measure
        binding.bound_at = clock.now()
        binding.save()
    return binding


# ---- measures of an office's own --------------------------------------------------------------------


def declare_measure(
    *, label: str, definition: Mapping[str, Any], actor: Actor, reason: str = ""
) -> OfficeMeasure:
    """A new measure of the actor's office. Raises :class:`~takar.measurement.own.drafting.Faulty`."""
    _require(actor, OfficeMeasure)
    drafted(actor, label=label, definition=definition)
    with transaction.atomic():
        row = _named(OfficeMeasure(office=actor.office), label)
        _record_version(row, definition, reason, actor)
    return row


def revise_measure(
    *, measure: OfficeMeasure, label: str, definition: Mapping[str, Any], reason: str, actor: Actor
) -> OfficeMeasure:
    """Count otherwise from now on: a new version with its reason; the versions before stay readable."""
    _require(actor, measure)
    if not reason.strip():
        raise DomainError("Tulis mengapa ukuran ini diubah.", field="reason")
    with transaction.atomic():
        row = OfficeMeasure.objects.select_for_update(no_key=True).get(pk=measure.pk)
        drafted(actor, label=label, definition=definition, row=row)
        _record_version(_named(row, label), definition, reason.strip(), actor)
    return row


def retire_measure(*, measure: OfficeMeasure, actor: Actor) -> OfficeMeasure:
    """Take a measure out of use. One that still answers an indicator, or is part of another, stays."""
    _require(actor, measure)
    answered = (
        Binding.objects.filter(measure=measure.code, indicator__decree__state=Decree.State.ACTIVE)
        .order_by("indicator__no")
        .values_list("indicator__no", flat=True)
    )
    if answered:
        numbers = ", ".join(str(no) for no in answered)
        raise DomainError(f"Ukuran ini masih menjawab indikator {numbers}. Ikat dahulu ke ukuran lain.")
    known = measures_of(measure.office_id)
    if holding := [other.label for other in known.values() if measure.code in other.rests_on]:
        raise DomainError(f"Ukuran ini masih dimuat oleh {', '.join(holding)}. Lepaskan dahulu di sana.")
    return _retired(measure, retired_on=clock.today())


def resume_measure(*, measure: OfficeMeasure, actor: Actor) -> OfficeMeasure:
    """Put a retired measure back into use."""
    _require(actor, measure)
    return _retired(measure, retired_on=None)


def _retired(measure: OfficeMeasure, **values: Any) -> OfficeMeasure:
    measure.retired_on = values["retired_on"]
    with transaction.atomic():  # the row and its link in the chain: both or neither
        measure.save(update_fields=["retired_on"])
    return measure


def _require(actor: Actor, thing: models.Model | type[models.Model]) -> None:
    if actor.user_id is not None:
        require(actor, "change", thing, FORBIDDEN)


def _named(row: OfficeMeasure, label: str) -> OfficeMeasure:
    row.label = label.strip()
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise DomainError("Ukuran dengan nama ini sudah ada. Pilih nama lain.", field="label") from error
    return row


def _record_version(row: OfficeMeasure, definition: Mapping[str, Any], reason: str, actor: Actor) -> None:
    last = row.versions.order_by("-number").first()
    kept = {name: value for name, value in definition.items() if name not in {"code", "label"}}
    MeasureVersion.objects.create(
        measure=row,
        number=last.number + 1 if last else 1,
        definition=kept,
        reason=reason,
        made_by_id=actor.user_id,
        made_by_name=actor.signature,
    )
