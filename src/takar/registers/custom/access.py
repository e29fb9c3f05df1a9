"""Declarations of an office's own books: read by its people, written by its operators."""

from __future__ import annotations

from takar.kernel.access import OfficeReference, register_policy
from takar.registers.custom.models import BookEdition, CustomBook


def register() -> None:
    register_policy(CustomBook, OfficeReference())
    register_policy(BookEdition, OfficeReference("book__office_id"))
