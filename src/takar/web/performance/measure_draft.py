"""A measure on its form: what was typed, as data for the language and as fields for the page.

What is typed may be unfinished while rows come and go and the preview counts along, so nothing is
judged here: the rules of the language do that, and their faults are put beside the fields.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.http import QueryDict

from takar.kernel.formatting import format_number
from takar.ledger.books import Book, book_named, is_open
from takar.measurement.language.aggregates import COUNT, Aggregate, Need, aggregate_named
from takar.measurement.language.measure import Distinguishes, Polarity, TimeUnit
from takar.measurement.language.over import Over
from takar.measurement.language.rules import dimensions
from takar.web.asked import number_of

FILTERS = {"kind": "Jenis", "category": "Kategori", "area": "Bidang", "village": "Desa"}
"""Closed lists a term may be narrowed by; the declaration of a book says which of them it has."""
MOST_ROWS = 20

Row = dict[str, Any]
"""A term as typed: ``book``, ``milestone`` and ``where``, any of them still empty."""


@dataclass(frozen=True)
class Draft:
    label: str = ""
    unit: str = ""
    aggregate: Aggregate = COUNT
    count: tuple[Row, ...] = ()
    per: tuple[Row, ...] = ()
    of: tuple[str, ...] = ()
    number: str = ""
    due: str = ""
    per_number: str = ""
    base: str = ""
    distinct: str = Distinguishes.SUBJECT.value
    scale: str = "100"
    since: str = ""
    time: str = TimeUnit.WORKING_DAYS.value
    within: str = ""
    parts: tuple[Row, ...] = ()
    over: Over | None = None
    one_matter: tuple[str, ...] = ()
    polarity: Polarity = Polarity.HIGHER
    why: str = ""
    reason: str = ""

    @property
    def named(self) -> set[str]:
        """Other measures it is made of."""
        return {*self.of, *(row["measure"] for row in self.parts)}

    @property
    def usual_over(self) -> Over:
        return self.aggregate.in_unit(self.unit).usual_over

    @classmethod
    def of_definition(cls, label: str, definition: Mapping[str, Any]) -> Draft:
        return cls(
            label=label,
            unit=definition["unit"],
            aggregate=aggregate_named(definition.get("aggregate", COUNT.code)) or COUNT,
            count=tuple(definition.get("count", ())),
            per=tuple(definition.get("per", ())),
            of=tuple(definition.get("of", ())),
            parts=tuple(
                {"measure": part["measure"], "weight": format_number(Decimal(part.get("weight", 100)))}
                for part in definition.get("parts", ())
            ),
            **{name: str(definition.get(name) or usual) for name, usual in WORDS.items()},
            over=Over(definition["over"]) if definition.get("over") else None,
            one_matter=tuple(definition.get("one_matter", ())),
            polarity=Polarity(definition.get("polarity", Polarity.HIGHER)),
            why=definition.get("why", ""),
        )

    @classmethod
    def of_post(cls, sent: QueryDict) -> Draft:
        return cls(
            label=sent.get("label", "").strip(),
            unit=sent.get("unit", "").strip(),
            aggregate=aggregate_named(sent.get("aggregate", "")) or COUNT,
            count=_rows(sent, "count"),
            per=_rows(sent, "per"),
            of=tuple(dict.fromkeys(sent.getlist("of"))),
            parts=_parts(sent),
            **{name: sent.get(name) or usual for name, usual in WORDS.items()},
            over=_word(Over, sent.get("over"), None),
            one_matter=tuple(dict.fromkeys(sent.getlist("one_matter"))),
            polarity=_word(Polarity, sent.get("polarity"), Polarity.HIGHER),
            why=sent.get("why", "").strip(),
            reason=sent.get("reason", "").strip(),
        )

    def after(self, act: str) -> Draft:
        """With a row more or less: ``add-count``, ``drop-per-2``."""
        word, _, rest = act.partition("-")
        part, _, place = rest.partition("-")
        if part not in {"count", "per", "parts"}:
            return self
        rows: tuple[Row, ...] = getattr(self, part)
        empty = {"measure": "", "weight": ""} if part == "parts" else empty_row()
        if word == "add" and len(rows) < MOST_ROWS:
            # The page shows an empty row where there is none, so one more is a second one then.
            rows = (*(rows or (empty,)), empty)
        elif word == "drop" and number_of(place) is not None:
            rows = tuple(row for n, row in enumerate(rows) if n != int(place))
        changed: dict[str, Any] = {part: rows}
        return replace(self, **changed)

    def without_empty_rows(self) -> Draft:
        """Without rows in which no book was chosen: what was left empty is not asked for."""
        return replace(
            self,
            count=tuple(row for row in self.count if row["book"]),
            per=tuple(row for row in self.per if row["book"]),
            parts=tuple(row for row in self.parts if row["measure"]),
        )

    def definition(self) -> dict[str, Any]:
        """What the language reads. Words that the chosen way of counting does not use are left out."""
        own = self.without_empty_rows()
        asked = self.aggregate.asks
        stated = self.aggregate.is_stated or Need.PARTS in asked
        divided = Need.PER in asked
        return {
            "unit": self.unit,
            "aggregate": self.aggregate.code,
            "count": [] if stated else list(own.count),
            "per": list(own.per) if divided and not self.base else [],
            "of": [] if stated else list(self.of),
            "number": self.number if Need.NUMBER in asked else "",
            "due": self.due if Need.DUE in asked else "",
            "per_number": self.per_number if Need.PER_NUMBER in asked and not self.base else "",
            "base": self.base if divided else "",
            "distinct": self.distinct if Need.SUBJECT in asked else Distinguishes.SUBJECT.value,
            "scale": number_of(self.scale) or 100 if Need.SCALE in asked else 100,
            "since": self.since if Need.TIME in asked else "",
            "time": self.time if Need.TIME in asked else TimeUnit.WORKING_DAYS.value,
            "within": _typed(self.within) if Need.WITHIN in asked else None,
            "parts": self._parts() if Need.PARTS in asked else [],
            "over": (self.over or self.usual_over).value,
            "polarity": self.polarity.value,
            "why": self.why,
            **({"one_matter": list(self.one_matter)} if self.one_matter and not stated else {}),
        }

    def _parts(self) -> list[dict[str, str]]:
        rows = self.without_empty_rows().parts
        if getattr(self.aggregate, "looks_back", False):
            return [{"measure": row["measure"]} for row in rows[:1]]
        return [{"measure": row["measure"], "weight": row["weight"].replace(",", ".") or "0"} for row in rows]


WORDS = {
    "number": "", "due": "", "per_number": "", "base": "", "distinct": Distinguishes.SUBJECT.value, "scale": "100",
    "since": "", "time": TimeUnit.WORKING_DAYS.value, "within": "",
}  # fmt: skip
"""Single words of the definition, with what stands where nothing was chosen."""


_NUMBER = re.compile(r"\d{1,6}(?:[.,]\d{1,4})?")


def _typed(text: str) -> str | None:
    """ "37,5" as the language writes it; None for what is no number, so that the rules ask for one."""
    found = text.strip()
    return found.replace(",", ".") if _NUMBER.fullmatch(found) else None


def _parts(sent: QueryDict) -> tuple[Row, ...]:
    size = number_of(sent.get("parts-rows", "")) or 0
    return tuple(
        {"measure": sent.get(f"parts-{n}-measure", ""), "weight": sent.get(f"parts-{n}-weight", "").strip()}
        for n in range(min(size, MOST_ROWS))
    )


def filters_of(book: type[Book]) -> list[str]:
    """What a term of this book may be narrowed by on the form, in the order it is asked."""
    known = dimensions(book)
    return [name for name in (*FILTERS, *book.counting.facets) if name in known]


def _word(kind: Any, typed: str | None, usual: Any) -> Any:
    return kind(typed) if typed in set(kind) else usual


def empty_row() -> Row:
    return {"book": "", "milestone": "", "where": {}}


def _rows(sent: QueryDict, part: str) -> tuple[Row, ...]:
    size = number_of(sent.get(f"{part}-rows", "")) or 0
    found = []
    for place in range(min(size, MOST_ROWS)):
        name = f"{part}-{place}"
        book = sent.get(f"{name}-book", "")
        # What another book was narrowed by goes when the book changes.
        where = {
            dimension: list(dict.fromkeys(values))
            for dimension in (filters_of(book_named(book)) if is_open(book) else ())
            if (values := sent.getlist(f"{name}-{dimension}"))
        }
        found.append({"book": book, "milestone": sent.get(f"{name}-milestone", ""), "where": where})
    return tuple(found)
