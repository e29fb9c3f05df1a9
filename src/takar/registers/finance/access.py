"""Finance rules and the state of the cash book: read by the office; rules are changed by operators.

The cash book itself is moved by closings alone, so nobody changes its row by hand.
"""

from __future__ import annotations

from typing import Any

from takar.kernel.access import OfficeReference, register_policy
from takar.registers.finance.models import CashBook, FinanceRule


class ClosedBook(OfficeReference):
    def may(self, actor: Any, action: str, thing: Any) -> bool:
        return action == "view" and super().may(actor, action, thing)


def register() -> None:
    register_policy(FinanceRule, OfficeReference())
    register_policy(CashBook, ClosedBook())
