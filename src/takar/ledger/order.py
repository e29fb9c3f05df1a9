"""The order of milestones: what must have happened before one may be recorded."""

from __future__ import annotations

from collections.abc import Container

from takar.ledger.books import Book, MilestoneSpec


def not_yet(book: type[Book], spec: MilestoneSpec, happened: Container[str]) -> str:
    """Why this milestone cannot be added to what has happened; empty when it can.

    Pages ask before they offer a step, services before they write it: one rule for both.
    """
    if spec.code in happened and not spec.repeats:
        return f"“{spec.label}” sudah tercatat."
    if reason := lacking(book, spec, happened):
        return reason
    for code in spec.unless:
        if code in happened:
            return f"“{spec.label}” tidak dapat dicatat: sudah tercatat “{book.spec(code).label}”."
    return ""


def lacking(book: type[Book], spec: MilestoneSpec, happened: Container[str]) -> str:
    """What the milestone still needs before it; empty when nothing is missing."""
    # A milestone that may also begin an entry needs nothing before it.
    if not spec.after or spec.initial or any(code in happened for code in spec.after):
        return ""
    names = " atau ".join(f"“{book.spec(code).label}”" for code in spec.after)
    return f"“{spec.label}” baru dapat dicatat setelah {names}."
