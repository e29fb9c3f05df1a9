"""Definitions read as data: the shipped YAML, and what the offices declared."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

import yaml

from takar.measurement.models import OWN, Binding, MeasureVersion

Definition = Mapping[str, Any]

STATED = {"book": "stated_value", "milestone": "verified"}
SHARES = {"persen": 100, "%": 100, "per 1.000": 1000}
LEVELS = {"indeks", "nilai"}
UNUSED = {
    "aggregate": "count", "polarity": "higher", "number": "", "due": "", "count": [], "per": [], "per_number": "",
    "base": "", "distinct": "subject", "scale": 100, "since": "", "time": "working_days", "within": None,
    "inner": [], "one_matter": [],
}  # fmt: skip
DECIDING = (*UNUSED, "over", "unit")


@cache
def shipped() -> dict[str, Definition]:
    """The shipped definitions as they are written, with what they are made "of"."""
    folder = resources.files("takar.measurement").joinpath("definitions")
    rows = {
        row["code"]: row
        for file in folder.iterdir()
        if file.name.endswith(".yaml")
        for row in yaml.safe_load(file.read_text(encoding="utf-8"))
    }

    def terms(code: str) -> list[Any]:
        found = list(rows[code].get("count", []))
        for other in rows[code].get("of", []):
            found += [term for term in terms(other) if term not in found]
        return found

    return {code: {**row, "count": terms(code)} for code, row in rows.items()}


def definitions(decree_id: int) -> dict[int, Definition | None]:
    """Indicator id -> the definition that answers it now, with those it is made of."""
    own: dict[str, Definition] = {}
    for version in MeasureVersion.objects.order_by("number"):
        own[f"{OWN}{version.measure_id}"] = _stated(version.measure_id, version.definition)
    known = {**shipped(), **own}

    def whole(definition: Definition) -> Definition:
        parts = definition.get("parts", [])
        inner = [whole(known[part["measure"]]) for part in parts]
        return {**definition, "inner": inner, "weights": [Decimal(part.get("weight", 100)) for part in parts]}

    bound = Binding.objects.filter(indicator__decree_id=decree_id)
    return {row.indicator_id: whole(known[row.measure]) if row.measure else None for row in bound}


def _stated(pk: int, definition: Definition) -> Definition:
    """What a stated measure takes; its unit says how it is stated, and what its months make."""
    if definition.get("aggregate") != "manual":
        return definition
    found = {**definition, "count": [{**STATED, "where": {"subject": [str(pk)]}}], "number": "value"}
    if definition["unit"] in SHARES:
        found |= {"number": "numerator", "per_number": "denominator", "scale": SHARES[definition["unit"]]}
    return found


def way_over(definition: Definition) -> str:
    """How months make a longer period, where the definition does not say."""
    usual = "last" if definition.get("aggregate") == "index" else "whole"
    if definition.get("aggregate") == "manual":
        usual = "last" if definition["unit"] in LEVELS else "whole" if definition["unit"] in SHARES else "sum"
    way: str = definition.get("over") or usual
    return way


def deciding(definition: Definition | None) -> Any:
    """What decides the number, and nothing that only explains it."""
    if definition is None:
        return None
    words = {**UNUSED, **definition, "over": way_over(definition)}
    found = {word: words[word] for word in DECIDING}
    found["inner"] = [deciding(inner) for inner in words["inner"]]
    found["within"] = None if words["within"] is None else Decimal(words["within"])
    return found, tuple(words.get("weights", ()))


def kind(definition: Definition | None) -> Any:
    """What is worked out, of whichever entries."""
    if definition is None:
        return None
    return deciding(
        {**definition, "count": [], "per": [], "one_matter": [], "over": "whole", "polarity": "higher"}
    )
