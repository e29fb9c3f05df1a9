"""The five books of the treasurer, declared; one module for each kind of paper."""

from takar.registers.finance.book.cash import CashClosings, CashEntries
from takar.registers.finance.book.payments import PaymentRequests
from takar.registers.finance.book.reports import AccountabilityReports, FinancialReports

__all__ = ["AccountabilityReports", "CashClosings", "CashEntries", "FinancialReports", "PaymentRequests"]
