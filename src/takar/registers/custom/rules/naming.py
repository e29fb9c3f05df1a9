"""Keys: made once from the words people wrote, and never changed when the words are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import replace

from takar.registers.custom.declaration import SHARED, ColumnPlan, Option, Plan, StepPlan

KEY_LENGTH = 24


def key_of(label: str, taken: Collection[str]) -> str:
    """A key for a label, different from those taken: "Asal tamu" -> ``asal_tamu``, ``asal_tamu_2``."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:KEY_LENGTH].strip("_") or "isian"
    if stem.endswith("_id"):
        stem = f"{stem[:-3]}_nomor"[:KEY_LENGTH]  # "_id" ends the names of references
    key, number = stem, 1
    while key in taken:
        number += 1
        key = f"{stem[: KEY_LENGTH - 3]}_{number}"
    return key


def keyed_options(options: Collection[Option]) -> tuple[Option, ...]:
    taken = {option.key for option in options if option.key}
    found = []
    for option in options:
        if not option.key:
            option = replace(option, key=key_of(option.label, taken))
            taken.add(option.key)
        found.append(option)
    return tuple(found)


def keyed_columns(columns: Collection[ColumnPlan]) -> tuple[ColumnPlan, ...]:
    """New columns get their key and their place: a shared column of the ledger where one is free."""
    taken = {column.key for column in columns if column.key}
    used = {column.stored_in for column in columns if column.key}
    found = []
    for column in columns:
        column = replace(column, options=keyed_options(column.options))
        if not column.key:
            shared = SHARED.get(column.type, "")
            stored = shared if shared not in used else ""
            used.add(stored)
            column = replace(column, key=key_of(column.label, taken), stored_in=stored)
            taken.add(column.key)
        found.append(column)
    return tuple(found)


def keyed_steps(labels: Collection[StepPlan]) -> tuple[StepPlan, ...]:
    taken = {step.key for step in labels if step.key} | LEDGERS_OWN
    found = []
    for step in labels:
        if not step.key:
            step = replace(step, key=key_of(step.label, taken))
            taken.add(step.key)
        found.append(step)
    return tuple(found)


LEDGERS_OWN = frozenset({"corrected", "cancelled", "evidence_added", "evidence_withdrawn", "disclosed"})
"""Milestones of the ledger itself; no step of a book may be called so."""


def keyed(plan: Plan) -> Plan:
    """The declaration with a key for everything new. ``after`` and ``unless`` name keys already."""
    return replace(
        plan,
        kinds=keyed_options(plan.kinds),
        columns=keyed_columns(plan.columns),
        steps=keyed_steps(plan.steps),
    )
