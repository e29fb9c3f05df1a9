"""How far somebody reads: the one list that policies, books and accounts speak of.

UU 27/2022 (personal data): nobody reads more than their work needs. A reach follows from the position
held today or from a grant, never from having had one.
"""

from __future__ import annotations

from enum import StrEnum


class Reach(StrEnum):
    OWN = "own"
    """Nobody's position today: what is about oneself, read only."""
    SECTION = "section"
    """A position of the office: its open books, and the closed ones of the own section."""
    OFFICE = "office"
    """The whole office, what is confidential included: Camat, Sekretaris, the program itself."""
    REGENCY = "regency"
    """From outside, read only: open books, numbers and closed periods."""
    INSPECTOR = "inspector"
    """From outside, read only: everything an inspection looks at; personal columns stay masked."""


WRITING = frozenset({Reach.SECTION, Reach.OFFICE})
OUTSIDE = frozenset({Reach.REGENCY, Reach.INSPECTOR})
