"""Of how many a share is told, from its unit; what kind of number a unit means says takar.catalogue.units."""

from __future__ import annotations

import re

from takar.catalogue.units import Quantity, quantity_of

SCALES = {100: "per 100 (persen)", 1_000: "per 1.000", 10_000: "per 10.000", 100_000: "per 100.000"}
_THOUSANDS = re.compile(r"\b(?:per|tiap|setiap)[ -](1[. ]?000|10[. ]?000|100[. ]?000|seribu)\b")


def scale_of(unit: str) -> int | None:
    """ "persen": 100, "per 1.000 penduduk": 1000; None for what is no share."""
    if found := _THOUSANDS.search(" ".join(unit.casefold().split())):
        return 1_000 if found[1] == "seribu" else int(re.sub(r"\D", "", found[1]))
    return 100 if quantity_of(unit) is Quantity.PERCENT else None


def adds_up(unit: str) -> bool:
    """Whether two numbers in this unit may be added: two percentages or two marks never make a third."""
    return quantity_of(unit).adds_up
