"""What people do with entries of the personnel books, and for whom it waits."""

from takar.registers.personnel.actions import leave, lists, proposals, recaps

__all__ = ["leave", "lists", "proposals", "recaps"]
