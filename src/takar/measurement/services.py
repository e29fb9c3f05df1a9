"""Binding a decree's indicators to the measures that Takar ships."""

from __future__ import annotations

from takar.catalogue.models import Decree, Indicator
from takar.catalogue.services import plain, require_operator
from takar.kernel.access import require
from takar.measurement.language import Polarity
from takar.measurement.loading import shipped_measures
from takar.measurement.models import Binding
from takar.organisation.actor import Actor


def bind_decree(*, decree: Decree, actor: Actor) -> int:
    """Bind every indicator whose words a shipped measure names; returns how many were bound.

    Position and name together decide: a number would silently bind the wrong row of another decree.
    """
    require_operator(actor, decree)
    wanted = {
        (plain(subject.position), plain(subject.name)): measure
        for measure in shipped_measures().values()
        for subject in measure.subjects
    }
    bindings = []
    for indicator in Indicator.objects.filter(decree=decree).select_related("objective__holder"):
        key = plain(indicator.objective.holder.title), plain(indicator.name)
        if key in wanted:
            bindings.append(
                Binding(indicator=indicator, measure=wanted[key].code, polarity=wanted[key].polarity)
            )
    Binding.objects.bulk_create(bindings, ignore_conflicts=True)
    return len(bindings)


def judge_as(*, binding: Binding, polarity: str, formula: str, actor: Actor) -> Binding:
    """Choose in which direction an indicator is better, and its formula. Numbers do not change, percents do."""
    require(actor, "change", binding, "Arah dan rumus capaian dipilih oleh pengelola pengaturan kantor.")
    binding.polarity = Polarity(polarity)
    binding.formula = Binding.Formula(formula)
    binding.save(update_fields=["polarity", "formula"])
    return binding
