"""Reads an "Indikator Kinerja Individu" decree: a text or Word file in, plain data out; writes nothing.

The reader keeps every word as the office printed it and says aloud what it is not sure of.
The words are taken apart in quarantine (``reader`` and what it imports); only ``files`` calls it.
It imports no Django, so the command line and tests read a decree without a database.
"""

from __future__ import annotations

from takar.catalogue.reading.files import read_decree
from takar.catalogue.reading.model import (
    DecreeText,
    Doubt,
    IndicatorText,
    NotADecree,
    ObjectiveText,
    PositionText,
)
from takar.catalogue.reading.narration import describe

__all__ = [
    "DecreeText",
    "Doubt",
    "IndicatorText",
    "NotADecree",
    "ObjectiveText",
    "PositionText",
    "describe",
    "read_decree",
]
