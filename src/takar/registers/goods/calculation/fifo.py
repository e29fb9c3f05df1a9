"""First in, first out: which delivery pays for which hand-out. Pure arithmetic, no rows.

The oldest goods leave first; within a day deliveries come before hand-outs, because the papers of a
day do not tell the hour. (FIFO is one of the methods that Permendagri 64/2013 practice allows; whether an
office must use it is local policy, unverified.)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

NONE = Decimal(0)


@dataclass(frozen=True)
class Line:
    """One movement. ``quantity`` is above zero for goods that came in; ``price`` counts only for those."""

    key: int
    on: date
    quantity: Decimal
    price: Decimal = NONE

    @property
    def order(self) -> tuple[date, bool, int]:
        return self.on, self.quantity < 0, self.key


@dataclass(frozen=True)
class Use:
    """A part of a hand-out and the delivery it came from."""

    layer: int
    quantity: Decimal
    price: Decimal

    @property
    def cost(self) -> Decimal:
        return self.quantity * self.price


@dataclass
class Outcome:
    """What is left of each delivery, and what each hand-out is made of."""

    remaining: dict[int, Decimal] = field(default_factory=dict)
    uses: defaultdict[int, list[Use]] = field(default_factory=lambda: defaultdict(list))

    def cost(self, key: int) -> Decimal:
        """Rupiah, exact: quantities and prices have two decimals each."""
        return sum((use.cost for use in self.uses[key]), NONE)


class NotEnough(Exception):
    """On ``on`` only ``have`` was there to hand out."""

    def __init__(self, key: int, on: date, have: Decimal) -> None:
        super().__init__(f"{have} on {on}")
        self.key, self.on, self.have = key, on, have


def replay(lines: Iterable[Line]) -> Outcome:
    """The whole life of one item from its first movement on. Raises :class:`NotEnough`."""
    found = Outcome()
    layers: list[Line] = []
    oldest = 0
    for line in sorted(lines, key=lambda line: line.order):
        if line.quantity >= 0:
            layers.append(line)
            found.remaining[line.key] = line.quantity
            continue
        wanted = -line.quantity
        while wanted:
            if oldest == len(layers):
                raise NotEnough(line.key, line.on, -line.quantity - wanted)
            layer = layers[oldest]
            taken = min(wanted, found.remaining[layer.key])
            if taken:
                found.uses[line.key].append(Use(layer.key, taken, layer.price))
                found.remaining[layer.key] -= taken
                wanted -= taken
            if not found.remaining[layer.key]:
                oldest += 1
    return found
