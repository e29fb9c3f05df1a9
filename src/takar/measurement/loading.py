"""From the shipped YAML to measures. Every fault is listed with file and line; none is guessed away."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

import yaml

from takar.measurement.language import Aggregate, Measure, Subject, Term

_LINE = "__line__"
_ALLOWED = {"code", "label", "unit", "aggregate", "count", "indicators", "why", _LINE}


class _LinedLoader(yaml.SafeLoader):
    """Safe YAML that remembers the line on which each mapping begins."""


def _mapping(loader: _LinedLoader, node: yaml.MappingNode) -> dict[str, Any]:
    found = {str(key): value for key, value in loader.construct_mapping(node, deep=True).items()}
    found[_LINE] = node.start_mark.line + 1
    return found


_LinedLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


class BadDefinition(ValueError):
    """A definition file cannot be read; the message names file and line."""


@cache
def shipped_measures() -> dict[str, Measure]:
    """The measures that come with Takar, by code."""
    folder = resources.files("takar.measurement").joinpath("definitions")
    found: dict[str, Measure] = {}
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name.endswith(".yaml"):
            for measure in parse(file.read_text(encoding="utf-8"), file.name):
                if measure.code in found:
                    raise BadDefinition(f"{measure.place}: {measure.code} stands in two places")
                found[measure.code] = measure
    return found


def parse(text: str, name: str) -> Iterator[Measure]:
    """The measures of one file. Raises BadDefinition for what is no definition at all."""
    for row in yaml.load(text, _LinedLoader) or []:  # noqa: S506 - a SafeLoader
        place = f"{name}:{row.get(_LINE, 0)}" if isinstance(row, dict) else name
        if not isinstance(row, dict) or not {"code", "label", "unit", "count"} <= row.keys():
            raise BadDefinition(f"{place}: a measure needs code, label, unit and count")
        if unknown := row.keys() - _ALLOWED:
            raise BadDefinition(f"{place}: unknown words {', '.join(sorted(unknown))}")
        yield Measure(
            code=row["code"],
            label=row["label"],
            unit=row["unit"],
            aggregate=_aggregate(row.get("aggregate", Aggregate.COUNT), place),
            terms=tuple(_term(term, place) for term in row["count"]),
            subjects=tuple(Subject(s["position"], s["name"]) for s in row.get("indicators", [])),
            why=row.get("why", ""),
            place=place,
        )


def _aggregate(word: str, place: str) -> Aggregate:
    if word not in set(Aggregate):
        raise BadDefinition(f"{place}: unknown aggregate {word!r}")
    return Aggregate(word)


def _term(row: dict[str, Any], place: str) -> Term:
    if unknown := row.keys() - {"book", "milestone", "where", _LINE}:
        raise BadDefinition(f"{place}: unknown words {', '.join(sorted(unknown))}")
    where = {name: tuple(values) for name, values in row.get("where", {}).items() if name != _LINE}
    return Term(book=row["book"], milestone=row["milestone"], where=where)
