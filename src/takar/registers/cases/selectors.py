"""Named reads of cases and of the land tax."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from statistics import median

from django.db.models import Q

from takar.kernel import clock
from takar.kernel.access import visible
from takar.kernel.formatting import percent_of
from takar.ledger.models import CANCELLED, EffectiveMilestone
from takar.organisation.actor import Actor
from takar.organisation.models import Village
from takar.registers.cases.models import Case, CaseKind, LandTaxAssessment, LandTaxPayment

OPEN = ("reported", "handled")


@dataclass(frozen=True)
class Pace:
    """How quickly the cases of one kind reported in a year were dealt with."""

    kind: str
    reported: int
    handled: int
    resolved: int
    days_to_handle: float | None
    """Median, in days from the report; None when no case got so far."""
    days_to_resolve: float | None


def pace(actor: Actor, *, year: int) -> list[Pace]:
    """By kind, in the book's order. Two queries."""
    if actor.office_id is None:
        return []
    rows = visible(actor, Case).filter(book="case", year=year).exclude(state=CANCELLED)
    cases = list(rows.order_by().values_list("pk", "kind", "occurred_on"))
    reached: dict[tuple[int, str], date] = {
        (pk, what): on
        for pk, what, on in EffectiveMilestone.objects.filter(
            entry_id__in=rows.order_by().values("pk"), what__in=("handled", "resolved")
        ).values_list("entry_id", "what", "on")
    }
    found: defaultdict[str, list[tuple[int, date]]] = defaultdict(list)
    for pk, kind, on in cases:
        found[kind].append((pk, on))

    def days(kind: str, what: str) -> list[int]:
        return [(reached[pk, what] - on).days for pk, on in found[kind] if (pk, what) in reached]

    made = []
    for kind in CaseKind.values:
        if kind not in found:
            continue
        to_handle, to_resolve = days(kind, "handled"), days(kind, "resolved")
        made.append(
            Pace(
                kind=kind,
                reported=len(found[kind]),
                handled=len(to_handle),
                resolved=len(to_resolve),
                days_to_handle=median(to_handle) if to_handle else None,
                days_to_resolve=median(to_resolve) if to_resolve else None,
            )
        )
    return made


# ---- land tax -------------------------------------------------------------------------------------


@dataclass
class TaxLine:
    """One village's land tax of one tax year (rupiah)."""

    village: Village
    assessment: LandTaxAssessment | None = None
    months: list[Decimal] = field(default_factory=lambda: [Decimal(0)] * 12)
    """Paid in each month of the tax year."""
    later: Decimal = Decimal(0)
    """Paid in other years: what was overdue and came in afterwards."""
    fine: Decimal = Decimal(0)

    @property
    def due(self) -> Decimal:
        return self.assessment.amount if self.assessment else Decimal(0)

    @property
    def paid(self) -> Decimal:
        return sum(self.months, self.later)

    @property
    def left(self) -> Decimal:
        return self.due - self.paid

    @property
    def percent(self) -> Fraction | None:
        return percent_of(self.paid, self.due)

    def is_overdue(self, today: date) -> bool:
        return self.assessment is not None and self.left > 0 and self.assessment.due_on < today


def tax_lines(actor: Actor, *, tax_year: int) -> list[TaxLine]:
    """Every village with its baku and what it paid, by month. Three queries.

    Decimals are added here and not in SQL, because SQLite would add them as floating point.
    """
    lines = {row.pk: TaxLine(row) for row in visible(actor, Village).order_by("code")}
    assessed = visible(actor, LandTaxAssessment).filter(tax_year=tax_year).exclude(state=CANCELLED)
    for baku in assessed:
        assert baku.village_id is not None
        lines[baku.village_id].assessment = baku
    paid = visible(actor, LandTaxPayment).filter(tax_year=tax_year).exclude(state=CANCELLED)
    for village, on, amount, fine in paid.order_by().values_list(
        "village_id", "occurred_on", "amount", "fine"
    ):
        line = lines[village]
        line.fine += fine
        if on.year == tax_year:
            line.months[on.month - 1] += amount
        else:
            line.later += amount
    return [
        line for line in lines.values() if line.assessment or line.paid or line.village.retired_on is None
    ]


@dataclass(frozen=True)
class Arrears:
    """What a village still owes of a tax year whose day has passed."""

    village: Village
    tax_year: int
    due_on: date
    due: Decimal
    left: Decimal


def arrears(actor: Actor, *, today: date | None = None) -> list[Arrears]:
    """Everything overdue of every tax year, the oldest first. Two queries."""
    day = today or clock.today()
    paid: defaultdict[tuple[int | None, int], Decimal] = defaultdict(Decimal)
    payments = visible(actor, LandTaxPayment).exclude(state=CANCELLED).order_by()
    for village, year, amount in payments.values_list("village_id", "tax_year", "amount"):
        paid[village, year] += amount
    rows = (
        visible(actor, LandTaxAssessment)
        .filter(due_on__lt=day)
        .exclude(Q(state=CANCELLED) | Q(village=None))
        .select_related("village")
        .order_by("tax_year", "village__code")
    )
    found = []
    for baku in rows:
        left = baku.amount - paid[baku.village_id, baku.tax_year]
        if left > 0 and baku.village is not None:
            found.append(Arrears(baku.village, baku.tax_year, baku.due_on, baku.amount, left))
    return found
