"""Named reads of agreements and their targets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from takar.agreements.achievement import Achievement, Formula, Rule, shipped_rule, way_words
from takar.agreements.models import AchievementRule, AgreedTarget, Agreement
from takar.kernel import clock
from takar.kernel.access import visible
from takar.kernel.dated import in_force
from takar.kernel.period import Period
from takar.measurement.language.amounts import Number
from takar.measurement.language.measure import Polarity
from takar.measurement.models import Binding
from takar.measurement.selectors import units_of
from takar.organisation.actor import Actor


def agreements_of(actor: Actor, *, year: int) -> QuerySet[Agreement]:
    """The year's agreements that have not been replaced, in the order of the office."""
    return (
        visible(actor, Agreement)
        .filter(year=year)
        .exclude(state=Agreement.State.REVISED)
        .select_related("position", "person", "superior", "superior_position", "office")
        .order_by("position__order", "revision")
    )


def targets_by_indicator(actor: Actor, *, year: int) -> dict[int, AgreedTarget]:
    """Indicator id -> the target that counts: of the signed agreement, else of the newest draft."""
    found: dict[int, AgreedTarget] = {}
    lines = (
        AgreedTarget.objects.filter(agreement__in=agreements_of(actor, year=year), target__isnull=False)
        .select_related("agreement")
        .order_by("agreement__revision", "pk")
    )
    for line in sorted(lines, key=lambda t: t.agreement.state == Agreement.State.SIGNED):
        found[line.indicator_id] = line
    return found


def rule_in_force(actor: Actor, *, year: int) -> Rule:
    """How the office judges a year: the youngest rule in force on its last day, or today while it runs."""
    day = min(clock.today(), Period.of_year(year).last_day)
    row = in_force(visible(actor, AchievementRule), day)
    return shipped_rule(day) if row is None else row.rule()


@dataclass(frozen=True)
class Judge:
    """An office's rule with the direction and formula of each of its indicators."""

    rule: Rule
    ways: Mapping[int, tuple[str, str]]
    """Indicator id -> polarity and formula."""

    def polarity_of(self, indicator_id: int) -> Polarity:
        return Polarity(self.ways.get(indicator_id, (Polarity.HIGHER, ""))[0])

    def of(self, indicator_id: int, realisation: Number | None, line: AgreedTarget | None) -> Achievement:
        polarity, formula = self.ways.get(indicator_id, (Polarity.HIGHER, Formula.STANDARD))
        promised = line.promised if line is not None else None
        return self.rule.judge(promised, realisation, polarity=polarity, formula=formula)

    def way_of(self, indicator_id: int, realisation: Number | None, line: AgreedTarget | None) -> str:
        """By which rule the percent was worked out, in words."""
        polarity, formula = self.ways.get(indicator_id, (Polarity.HIGHER, Formula.STANDARD))
        promised = line.promised if line is not None else None
        return way_words(promised, realisation, polarity=polarity, formula=formula)


def judge_of(actor: Actor, *, year: int, bindings: Iterable[Binding] | None = None) -> Judge:
    """What judges the year's numbers. Two queries, however many indicators; one where the bindings of
    the indicators are at hand."""
    rows = visible(actor, Binding) if bindings is None else bindings
    return Judge(
        rule_in_force(actor, year=year), {row.indicator_id: (row.polarity, row.formula) for row in rows}
    )


def awaiting_decision(actor: Actor) -> QuerySet[Agreement]:
    """Proposed agreements that wait for the actor as second party."""
    return (
        visible(actor, Agreement)
        .filter(state=Agreement.State.PROPOSED, superior_position_id__in=actor.position_ids)
        .select_related("position", "person")
    )


def shown_units(agreement: Agreement, lines: Sequence[AgreedTarget]) -> dict[int, str]:
    """Indicator id -> the unit of its target. What was signed stays as it was signed; a draft follows the
    measure where its own unit would be wrong for the number."""
    units = {line.indicator_id: line.unit for line in lines}
    signed = agreement.state in {Agreement.State.SIGNED, Agreement.State.REVISED}
    return units if signed else units_of(agreement.office_id, units)
