"""What a verifier should look at before signing: evidence, honest dates, sudden jumps, silent sources.

Nothing here is an accusation and nothing blocks: each finding is a sentence with its numbers and the
entries to open. Only entries the reader may read are looked at, so a sentence and its list agree.

What matters first comes first: a finding weighs as much as its share of the number it touches most. A fixed
number of queries, however many entries and indicators there are, and no pairwise comparison: each kind is one
pass over the entries of the period, or a sort of them (n log n).
"""

from __future__ import annotations

from takar.kernel import clock
from takar.kernel.period import Period
from takar.measurement.numbers.checks import crowds, days, people, proof, texts
from takar.measurement.numbers.checks.findings import Finding, FlaggedEntry, Kind
from takar.measurement.numbers.checks.rows import Look, look_at
from takar.organisation.actor import Actor

__all__ = ["Finding", "FlaggedEntry", "Kind", "findings", "may_check"]

_CHECKS = (
    people.one_person, proof.missing, proof.shared, proof.alike, proof.photo_days, days.moved_back,
    crowds.jumps, days.late, people.on_leave, days.days_off, texts.repeated, days.out_of_order, crowds.silent,
    proof.unproved,
)  # fmt: skip
"""The rarer and graver first: so stand findings of the same weight."""


def may_check(actor: Actor) -> bool:
    """Whoever verifies or answers for the numbers: leaders, operators, those with people under them, and
    inspectors."""
    if actor.office_id is None:
        return False
    return actor.reads_all or actor.is_operator or bool(actor.below)


def findings(actor: Actor, period: Period, *, position_id: int | None = None) -> list[Finding]:
    """Everything worth a look in a period; with a position, only in the numbers of its indicators."""
    if not may_check(actor) or period.start > clock.today():
        return []
    look: Look | None = look_at(actor, period, position_id)
    if look is None:
        return []
    found = [look.weighed(finding) for check in _CHECKS for finding in check(look)]
    return sorted(
        found, key=lambda finding: -finding.share
    )  # a stable sort: of equal weight the graver first
