"""What people do with the treasurer's papers; one module for each kind of paper, as in ``book``."""

from takar.registers.finance.actions import cash, payments, reports

__all__ = ["cash", "payments", "reports"]
