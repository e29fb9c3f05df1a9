"""From data to measures: the shipped YAML, and what an office declared. Every fault is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib import resources
from typing import Any, TypeVar

import yaml

from takar.measurement.language.aggregates import COUNT, Aggregate, aggregate_named
from takar.measurement.language.measure import (
    OTHER,
    Distinguishes,
    Measure,
    Part,
    Polarity,
    Subject,
    Term,
    TimeUnit,
)
from takar.measurement.language.over import Over
from takar.measurement.language.units import SCALES, scale_of

Word = TypeVar("Word", Over, Polarity, Distinguishes, TimeUnit)

_LINE = "__line__"
_NEEDED = {"code", "label", "unit"}
_ALLOWED = _NEEDED | {
    "aggregate", "count", "of", "per", "number", "due", "over", "polarity", "indicators", "why", "one_matter",
    "said", "other_reading", "per_number", "base", "distinct", "scale", "since", "time", "within", "parts", "inner",
    _LINE,
}  # fmt: skip
_OTHER_ALLOWED = {
    "said",
    "label",
    "aggregate",
    "count",
    "of",
    "per",
    "number",
    "due",
    "over",
    "one_matter",
    "per_number",
    "base",
    "distinct",
    "scale",
    "since",
    "time",
    "within",
    "parts",
    _LINE,
}
"""What a reading by other words may say itself; unit, direction and reason it shares."""


class _LinedLoader(yaml.SafeLoader):
    """Safe YAML that remembers the line on which each mapping begins."""


def _mapping(loader: _LinedLoader, node: yaml.MappingNode) -> dict[str, Any]:
    found = {str(key): value for key, value in loader.construct_mapping(node, deep=True).items()}
    found[_LINE] = node.start_mark.line + 1
    return found


_LinedLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


class BadDefinition(ValueError):
    """A definition cannot be read; the message names file and line."""


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
    return joined(found)


def parse(text: str, name: str) -> Iterator[Measure]:
    """The measures of one file. Raises BadDefinition for what is no definition at all."""
    for row in yaml.load(text, _LinedLoader) or []:  # noqa: S506 - a SafeLoader
        place = f"{name}:{row.get(_LINE, 0)}" if isinstance(row, dict) else name
        if not isinstance(row, dict):
            raise BadDefinition(f"{place}: a measure needs code, label and unit")
        yield read(row, place)


def read(row: Mapping[str, Any], place: str) -> Measure:
    """One measure from its data; ``of`` is not followed yet (see :func:`joined`)."""
    if not row.keys() >= _NEEDED:
        raise BadDefinition(f"{place}: a measure needs code, label and unit")
    if unknown := row.keys() - _ALLOWED:
        raise BadDefinition(f"{place}: unknown words {', '.join(sorted(unknown))}")
    aggregate = _aggregate(row.get("aggregate", COUNT.code), place).in_unit(row["unit"])
    made = Measure(
        code=row["code"],
        label=row["label"],
        unit=row["unit"],
        aggregate=aggregate,
        terms=tuple(_term(term, place) for term in row.get("count", [])),
        subjects=tuple(Subject(s["position"], s["name"]) for s in row.get("indicators", [])),
        why=row.get("why", ""),
        of=tuple(row.get("of", [])),
        per=tuple(_term(term, place) for term in row.get("per", [])),
        number=row.get("number", ""),
        due=row.get("due", ""),
        over=_one_of(Over, row.get("over", aggregate.usual_over), "over", place),
        one_matter=tuple(row.get("one_matter", [])),
        polarity=_one_of(Polarity, row.get("polarity", Polarity.HIGHER), "polarity", place),
        said=row.get("said", ""),
        per_number=row.get("per_number", ""),
        base=row.get("base", ""),
        distinct=_one_of(Distinguishes, row.get("distinct", Distinguishes.SUBJECT), "distinct", place),
        scale=_scale(row, aggregate, place),
        since=row.get("since", ""),
        time=_one_of(TimeUnit, row.get("time", TimeUnit.WORKING_DAYS), "time", place),
        within=_decimal(row.get("within"), "within", place),
        parts=tuple(_part(part, place) for part in row.get("parts", [])),
        inner=tuple(read(part, place) for part in row.get("inner", [])),
        place=place,
    )
    return replace(made, other=_other(row, made)) if row.get("other_reading") else made


def _other(row: Mapping[str, Any], made: Measure) -> Measure:
    said = row["other_reading"]
    if unknown := said.keys() - _OTHER_ALLOWED:
        raise BadDefinition(f"{made.place}: unknown words {', '.join(sorted(unknown))} in other_reading")
    if not said.get("said") or not made.said:
        raise BadDefinition(f"{made.place}: both readings need “said”")
    shared = {name: row[name] for name in ("label", "unit", "why", "polarity") if name in row}
    return read({**shared, **said, "code": made.code + OTHER}, made.place)


def written(measure: Measure) -> dict[str, Any]:
    """The data :func:`read` makes the same measure of, with all that it is made of spelled out, so that a
    sealed definition can be read when the measures it names have long changed."""
    return {
        "code": measure.code,
        "label": measure.label,
        "unit": measure.unit,
        "aggregate": measure.aggregate.code,
        "count": [_written(term) for term in measure.terms],
        "of": [],
        "per": [_written(term) for term in measure.per],
        "number": measure.number,
        "due": measure.due,
        "over": measure.over.value,
        "polarity": measure.polarity.value,
        "why": measure.why,
        **({"one_matter": list(measure.one_matter)} if measure.one_matter else {}),
        "per_number": measure.per_number,
        "base": measure.base,
        "distinct": measure.distinct.value,
        "scale": measure.scale,
        "since": measure.since,
        "time": measure.time.value,
        "within": None if measure.within is None else f"{measure.within:f}",
        "parts": [{"measure": part.measure, "weight": f"{part.weight:f}"} for part in measure.parts],
        "inner": [written(inner) for inner in measure.inner],
    }


def joined(measures: Mapping[str, Measure]) -> dict[str, Measure]:
    """Every measure with the terms of those it is made "of" and with its parts. A loop is refused."""
    done: dict[str, Measure] = {}

    def follow(code: str, path: tuple[str, ...]) -> Measure:
        if code in path:
            loop = " -> ".join([*path[path.index(code) :], code])
            raise BadDefinition(f"{measures[path[0]].place}: the chain of “of” loops: {loop}")
        if code not in done:
            measure = measures[code]
            made_of = (*measure.rests_on, *(measure.other.rests_on if measure.other else ()))
            if unknown := [other for other in made_of if other not in measures]:
                raise BadDefinition(
                    f"{measure.place}: {code} is made of unknown measures {', '.join(unknown)}"
                )
            below = {other: follow(other, (*path, code)) for other in made_of}
            done[code] = whole(measure, below)
            if measure.other is not None:
                done[code] = replace(done[code], other=whole(measure.other, below))
        return done[code]

    return {code: follow(code, ()) for code in measures}


def whole(measure: Measure, known: Mapping[str, Measure]) -> Measure:
    """With the entries of the measures it is made of and with its parts, which are whole themselves."""
    inner = tuple(known[part.measure] for part in measure.parts)
    terms = list(measure.terms)
    for other in (*(known[code] for code in measure.of), *inner):
        terms += [term for term in other.terms if term not in terms]
    return replace(measure, terms=tuple(terms), inner=inner)


def _aggregate(word: str, place: str) -> Aggregate:
    found = aggregate_named(word)
    if found is None:
        raise BadDefinition(f"{place}: unknown aggregate {word!r}")
    return found


def _scale(row: Mapping[str, Any], aggregate: Aggregate, place: str) -> int:
    """Of how many a share is told. A stated one has no word for it but its unit."""
    found = row.get("scale") or (scale_of(row["unit"]) if aggregate.is_stated else None) or 100
    if found not in SCALES:
        raise BadDefinition(f"{place}: unknown scale {found!r}")
    return int(found)


def _decimal(written: Any, name: str, place: str) -> Decimal | None:
    if written in (None, ""):
        return None
    try:
        found = Decimal(str(written))
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise BadDefinition(f"{place}: {name} is no number: {written!r}")
    return found


def _part(row: Mapping[str, Any], place: str) -> Part:
    if unknown := row.keys() - {"measure", "weight", _LINE}:
        raise BadDefinition(f"{place}: unknown words {', '.join(sorted(unknown))}")
    weight = _decimal(row.get("weight"), "weight", place)
    return Part(row["measure"], Decimal(100) if weight is None else weight)


def _one_of(kind: type[Word], word: str, name: str, place: str) -> Word:
    if word not in set(kind):
        raise BadDefinition(f"{place}: unknown {name} {word!r}")
    return kind(word)


def _term(row: Mapping[str, Any], place: str) -> Term:
    if unknown := row.keys() - {"book", "milestone", "where", _LINE}:
        raise BadDefinition(f"{place}: unknown words {', '.join(sorted(unknown))}")
    where = {name: tuple(values) for name, values in row.get("where", {}).items() if name != _LINE}
    return Term(book=row["book"], milestone=row["milestone"], where=where)


def _written(term: Term) -> dict[str, Any]:
    return {
        "book": term.book,
        "milestone": term.milestone,
        "where": {name: list(values) for name, values in term.where.items()},
    }
