"""Perjanjian Kinerja of every position: drafted, proposed, agreed and signed in January."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal
from functools import partial

from takar.agreements.models import Agreement
from takar.agreements.services import agree, draft_agreement, propose, set_targets, sign
from takar.demo.agenda import Diary, at
from takar.demo.cast import Cast, read_data
from takar.kernel import clock

PROPOSED, DRAFT = "kasi_trantib", "bahan"
"""This year's two that are not signed yet: one waits for the Camat, one is still being written."""


class Promises:
    def __init__(self, cast: Cast, diary: Diary) -> None:
        self.cast, self.diary = cast, diary
        self.targets = read_data("targets")
        self.above = {row["key"]: row["above"] for row in read_data("office")["positions"]}

    def plan(self, year: int, days: list[date]) -> None:
        current = year == self.diary.until.year
        for place, key in enumerate(k for k in self.cast.positions if k != "camat"):
            begun = at(days[7], time(9)) + timedelta(minutes=4 * place)
            if current and key in {PROPOSED, DRAFT}:
                # Prepared lately, so that what waits for a decision looks like it.
                recent = self.diary.days.after(self.diary.until.date() - timedelta(days=16), 0)
                begun = max(begun, at(recent, time(10)))
            self.diary.plan(begun, partial(self.draft, key, year, current))

    def draft(self, key: str, year: int, current: bool) -> None:
        operator = self.cast.actor("kasubag_perencanaan")
        agreement = draft_agreement(position=self.cast.positions[key], year=year, actor=operator)
        lines = list(agreement.targets.select_related("indicator"))
        if current and key == DRAFT:
            lines = lines[:1]
        set_targets(
            agreement=agreement,
            actor=operator,
            targets={line.pk: (self._target(line.indicator.no, year), line.unit) for line in lines},
        )
        if current and key == DRAFT:
            return
        self._next_day(1, partial(self.propose, agreement, key, current))

    def _target(self, no: int, year: int) -> Decimal:
        target = self.targets[no]
        if isinstance(target, dict):
            # Years after the last one in the list keep its target.
            target = target[max(known for known in target if known <= year)]
        return Decimal(target)

    def _next_day(self, days: int, deed: partial[None]) -> None:
        day = self.diary.days.after(clock.today(), days)
        self.diary.plan(at(day, time(10, 15)), deed)

    def propose(self, agreement: Agreement, key: str, current: bool) -> None:
        propose(agreement=agreement, actor=self.cast.actor(key))
        if not (current and key == PROPOSED):
            self._next_day(1, partial(self.agree, agreement, key))

    def agree(self, agreement: Agreement, key: str) -> None:
        agree(agreement=agreement, actor=self.cast.actor(self.above[key]))
        self._next_day(2, partial(self.sign, agreement))

    def sign(self, agreement: Agreement) -> None:
        sign(
            agreement=agreement,
            actor=self.cast.actor("kasubag_perencanaan"),
            signed_on=clock.today(),
            place=self.cast.office.seat,
        )
