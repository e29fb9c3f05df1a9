"""A word of its own in every text of both offices: whoever reads it where they may not, is found out.

The words are written straight into the tables, so the chain of the ledger does not hold afterwards;
use a database of its own for what checks the chain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models

from takar.kernel.encrypted import EncryptedText
from takar.ledger.checkpoint_models import StoredCheckpoint
from takar.ledger.models import Entry
from takar.organisation.models import Office, User
from tests.proof.offices import Offices, Role, takes_part

WORD = re.compile(r"zq[a-z0-9]{5}qz")
NOT_TEXT = {
    "search_text", "number_label", "state", "book", "series", "kind", "what", "hash", "previous_hash",
    "ledger_hash", "sha256", "source_sha256", "media_type", "fingerprint", "template", "password", "username",
    "role", "relation", "category", "subject", "measure", "account", "sub_activity", "code", "key", "leave_phone",
    "service", "classes", "land_code", "village_names", "area",
}  # fmt: skip
"""Columns that programs read: codes, hashes, templates, places of the account plan."""
NARROWEST = 40
MORE_THAN_NUMBER = 9
"""Digits of a masked value that may be shown: fewer than this many in a row tell nobody who it is."""


@dataclass(frozen=True)
class Planted:
    """Where a word stands, and so who may read it."""

    office: int
    where: str
    """Model and column."""
    entry: Entry | None = None
    veiled: bool = False
    masked: bool = False

    @property
    def kind(self) -> str:
        if self.masked:
            return "masked"
        if self.veiled:
            return "veiled"
        if self.entry is None:
            return "reference"
        return "confidential" if self.entry.restricted else "open"


@dataclass
class Canaries:
    words: dict[str, Planted] = field(default_factory=dict)
    masked: dict[str, Planted] = field(default_factory=dict)
    _memory: dict[tuple[str, str], bool] = field(default_factory=dict)

    def plant(self, row: models.Model, column: str, planted: Planted) -> None:
        """Append a word to a column; a text that leaves no room for it loses its end."""
        word = f"zq{_code(len(self.words))}qz"
        room = row._meta.get_field(column).max_length
        text = str(getattr(row, column) or "")
        if room:
            text = text[: room - len(word) - 1]
        # Django's own update: rows that are only ever added refuse it from their own manager.
        same = type(row)._default_manager.filter(pk=row.pk)
        models.QuerySet.update(same, **{column: f"{text} {word}".strip()})
        self.words[word] = planted

    def found_in(self, text: str) -> Iterator[tuple[str, Planted]]:
        """Words and masked values in a text. Blanks and hyphens do not count: a narrow column of a PDF
        breaks words."""
        squeezed = re.sub(r"[\s\u00ad\u2011-]+", "", text).casefold()
        for word in set(WORD.findall(squeezed)):
            if word in self.words:
                yield word, self.words[word]
        if any(digit.isdigit() for digit in squeezed):
            for value, planted in self.masked.items():
                if value in squeezed:
                    yield value, planted

    def allows(self, role: Role, word: str, planted: Planted) -> bool:
        if (role.name, word) not in self._memory:
            self._memory[role.name, word] = may_read(role, planted)
        return self._memory[role.name, word]


def may_read(role: Role, planted: Planted) -> bool:
    """The most a role may ever read by opening pages. The product may show less."""
    if role.office is None or role.office.pk != planted.office or planted.masked:
        return False
    entry = planted.entry
    if role.guest:
        return entry is None or (not planted.veiled and (role.leads or not entry.restricted))
    if not role.positions:
        # Whose position ended keeps what is about themselves, and the frame of the pages.
        return entry is None or (role.person is not None and entry.person_id == role.person.pk)
    if entry is None or (not entry.restricted and not planted.veiled):
        return True
    return role.leads or takes_part(role, entry)


def plant_everywhere(offices: Offices) -> Canaries:
    found = Canaries()
    for model in apps.get_models():
        if not model.__module__.startswith("takar.") or model is StoredCheckpoint:
            continue  # a checkpoint is a signed text, in which nobody writes
        columns = list(_texts(model))
        path = path_to_office(model)
        if path is None or not (columns or issubclass(model, Entry)):
            continue
        rows = model._default_manager.filter(**{f"{path}__in": [office.pk for office in offices.both]})
        for row in rows:
            office = _follow(row, path)
            entry = _entry_of(row)
            for column in columns:
                if entry is not None and entry.declaration.field(column).masked:
                    continue  # shown by its last signs only; see _remember_masked
                veiled = entry is not None and entry.declaration.field(column).veiled
                found.plant(row, column, Planted(office, f"{model.__name__}.{column}", entry, veiled))
            if isinstance(row, Entry) and type(row) is not Entry:
                _plant_own(found, row, office)
                _remember_masked(found, row, office)
    return found


def _plant_own(found: Canaries, row: Entry, office: int) -> None:
    """Books whose columns are data keep them in one JSON column."""
    data = getattr(row, "data", None)
    if not isinstance(data, dict):
        return
    changed = dict(data)
    for name, value in data.items():
        described = row.declaration.find_field(name) or row.declaration.find_field(f"k_{name}")
        if (
            isinstance(value, str)
            and type(described) in (models.CharField, models.TextField)
            and not described.choices
        ):
            word = f"zq{_code(len(found.words))}qz"
            changed[name] = f"{value} {word}"
            found.words[word] = Planted(office, f"{row.book}.{name}", row)
    type(row)._default_manager.filter(pk=row.pk).update(data=changed)


def _remember_masked(found: Canaries, row: Entry, office: int) -> None:
    for name in row.declaration.marked("masked"):
        value = re.sub(r"\W+", "", str(getattr(row, name) or "")).casefold()
        if len(value) >= MORE_THAN_NUMBER:
            found.masked[value] = Planted(office, f"{row.book}.{name}", row, masked=True)


def _texts(model: type[models.Model]) -> Iterator[str]:
    for column in model._meta.local_concrete_fields:
        exact = type(column) in (models.CharField, models.TextField, EncryptedText)
        wide = column.max_length is None or column.max_length >= NARROWEST
        if exact and wide and not column.choices and column.name not in NOT_TEXT:
            yield column.name


def path_to_office(model: type[models.Model], deep: int = 4) -> str | None:
    """The shortest way over foreign keys from a row to its office; None for what all offices share."""
    if model is Office:
        return "pk"
    if model is User:
        return "person__office"
    if deep == 0:
        return None
    best: str | None = None
    for key in model._meta.concrete_fields:
        target = key.related_model
        if not key.is_relation or not isinstance(target, type) or target is model or target is User:
            continue
        if target is Office:
            return key.name
        further = path_to_office(target, deep - 1)
        if further and (best is None or further.count("__") + 1 < best.count("__")):
            best = f"{key.name}__{further}"
    return best


def _follow(row: models.Model, path: str) -> int:
    thing: Any = row
    for step in path.split("__"):
        thing = getattr(thing, step)
    return int(getattr(thing, "pk", thing))


def _entry_of(row: models.Model) -> Entry | None:
    if isinstance(row, Entry):
        return row
    for name in ("entry", "source"):
        found = getattr(row, name, None)
        if isinstance(found, Entry):
            return found
    return None


def _code(number: int) -> str:
    """Five signs, so that every word is equally long."""
    signs, text = "0123456789abcdefghijklmnop", ""
    for _ in range(5):
        number, rest = divmod(number, len(signs))
        text = signs[rest] + text
    return text
