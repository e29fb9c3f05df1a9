"""A measure on its form: what was typed, as data for the language and as fields for the page.

What is typed may be unfinished while rows come and go and the preview counts along, so nothing is
judged here: the rules of the language do that, and their faults are put beside the fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict

from takar.kernel.access import visible
from takar.kernel.formatting import format_number
from takar.ledger.books import Book, book_named, books_of, is_open
from takar.ledger.models import Area
from takar.measurement.language.aggregates import COUNT, Aggregate, Need, aggregate_named, all_aggregates
from takar.measurement.language.measure import Distinguishes, Measure, Polarity, TimeUnit
from takar.measurement.language.over import Over
from takar.measurement.language.rules import BASES, FIGURE, Fault, closed_list, dimensions, since_of
from takar.measurement.language.units import SCALES
from takar.measurement.models import BaseFigure
from takar.organisation.actor import Actor
from takar.organisation.models import Village
from takar.web.asked import number_of

POLARITIES = {Polarity.HIGHER: "Makin tinggi makin baik", Polarity.LOWER: "Makin rendah makin baik"}
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
            **{name: str(definition.get(name) or usual) for name, usual in _WORDS.items()},
            over=Over(definition["over"]) if definition.get("over") else None,
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
            **{name: sent.get(name) or usual for name, usual in _WORDS.items()},
            over=_word(Over, sent.get("over"), None),
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
        empty = {"measure": "", "weight": ""} if part == "parts" else _empty()
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
            "within": self.within.replace(",", ".") or None if Need.WITHIN in asked else None,
            "parts": self._parts() if Need.PARTS in asked else [],
            "over": (self.over or self.usual_over).value,
            "polarity": self.polarity.value,
            "why": self.why,
        }

    def _parts(self) -> list[dict[str, str]]:
        rows = self.without_empty_rows().parts
        if getattr(self.aggregate, "looks_back", False):
            return [{"measure": row["measure"]} for row in rows[:1]]
        return [{"measure": row["measure"], "weight": row["weight"].replace(",", ".") or "0"} for row in rows]


_WORDS = {
    "number": "", "due": "", "per_number": "", "base": "", "distinct": Distinguishes.SUBJECT.value, "scale": "100",
    "since": "", "time": TimeUnit.WORKING_DAYS.value, "within": "",
}  # fmt: skip
"""Single words of the definition, with what stands where nothing was chosen."""


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


def _empty() -> Row:
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


# ---- fields -----------------------------------------------------------------------------------------


class MeasureFields(forms.Form):
    """Filled from a draft and never bound: the draft is what was sent."""

    label = forms.CharField(label="Nama ukuran", max_length=200, help_text="Apa yang dihitung.")
    unit = forms.CharField(label="Satuan", max_length=40, help_text="Surat, dokumen, kegiatan, persen.")
    aggregate = forms.ChoiceField(
        label="Cara menghitung", choices=lambda: [(a.code, a.label) for a in all_aggregates()]
    )
    number = forms.ChoiceField(label="Kolom angka", help_text="Angka yang ada pada semua buku yang dipilih.")
    due = forms.ChoiceField(
        label="Batas waktu", help_text="Tepat waktu: terjadi paling lambat pada tanggal ini."
    )
    distinct = forms.ChoiceField(
        label="Yang dibedakan", choices=[(one.value, one.label) for one in Distinguishes]
    )
    base = forms.ChoiceField(
        label="Dibagi dengan", help_text="Entri dari buku di bawah, atau angka pada akhir masa yang dihitung."
    )
    per_number = forms.ChoiceField(label="Kolom angka pembagi", help_text="Jumlah kolom ini menjadi pembagi.")
    scale = forms.ChoiceField(
        label="Dinyatakan per", choices=[(str(n), words) for n, words in SCALES.items()]
    )
    since = forms.ChoiceField(
        label="Dihitung sejak",
        help_text="Sampai langkah yang dipilih di atas; tanggal langkah itu menentukan bulannya.",
    )
    time = forms.ChoiceField(label="Dalam", choices=[(unit.value, unit.label) for unit in TimeUnit])
    within = forms.CharField(
        label="Paling lama", max_length=8, help_text="5 untuk 5 hari kerja, 48 untuk 2 × 24 jam."
    )
    of = forms.MultipleChoiceField(
        label="Memuat ukuran lain", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Entri ukuran yang dipilih ikut dihitung; entri yang sama tetap satu kali.",
    )  # fmt: skip
    over = forms.ChoiceField(
        label="Untuk triwulan, semester dan tahun", choices=[(over.value, over.label) for over in Over]
    )
    polarity = forms.ChoiceField(label="Arah", choices=[(p.value, w) for p, w in POLARITIES.items()])
    why = forms.CharField(
        label="Mengapa dihitung begini", required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Tampil di bawah angka, bagi yang membacanya.",
    )  # fmt: skip
    reason = forms.CharField(
        label="Alasan perubahan", max_length=300, widget=forms.Textarea(attrs={"rows": 2, "maxlength": 300})
    )

    def __init__(
        self, draft: Draft, known: Mapping[str, Measure], figures: Sequence[str], *, revising: bool
    ) -> None:
        over = draft.over or draft.usual_over
        definition = {
            name: getattr(draft, name) for name in ("label", "unit", "of", "why", "reason", *_WORDS)
        }
        super().__init__(
            initial={
                **definition, "aggregate": draft.aggregate.code, "over": over.value, "polarity": draft.polarity.value
            }
        )  # fmt: skip
        books = _books_of(draft.count, draft.of, known)
        divides = _books_of(draft.per, (), known) or books
        self._choices("number", draft.number, _common(books, lambda book: book.numbers()))
        self._choices("per_number", draft.per_number, _common(divides, lambda book: book.numbers()))
        self._choices("since", draft.since, _beginnings(books))
        self._bases(draft.base, figures)
        self._choices("due", draft.due, _common(books, lambda book: book.due_dates()))
        self._choices("of", None, {code: m.label for code, m in known.items() if not m.parts})
        for need, name in _ASKED.items():
            if need not in draft.aggregate.asks:
                del self.fields[name]
        if Need.TIME not in draft.aggregate.asks:
            del self.fields["time"]
        if draft.base:
            self.fields.pop("per_number", None)
        if draft.aggregate.is_stated or Need.PARTS in draft.aggregate.asks:
            del self.fields["of"]
        if not revising:
            del self.fields["reason"]

    def _bases(self, chosen: str, figures: Sequence[str]) -> None:
        chooser = self.fields["base"]
        assert isinstance(chooser, forms.ChoiceField)
        offered = {"": "Entri dari buku", **BASES, **{f"{FIGURE}{name}": name for name in figures}}
        offered.setdefault(chosen, f"{chosen.removeprefix(FIGURE)} (tidak ada lagi)")
        chooser.choices = list(offered.items())

    def _choices(self, name: str, chosen: str | None, offered: Mapping[str, str]) -> None:
        chooser = self.fields[name]
        assert isinstance(chooser, forms.ChoiceField)
        head = [] if chosen is None else [("", "Pilih")]
        # What was chosen before the books changed stays in sight until something else is chosen.
        if chosen and chosen not in offered:
            head.append((chosen, f"{chosen} (tidak ada pada semua buku)"))
        chooser.choices = [*head, *offered.items()]


_ASKED = {
    Need.NUMBER: "number", Need.DUE: "due", Need.PER: "base", Need.PER_NUMBER: "per_number",
    Need.SUBJECT: "distinct", Need.SCALE: "scale", Need.TIME: "since", Need.WITHIN: "within",
}  # fmt: skip
"""What an aggregate needs -> the field that asks for it."""


def _books_of(rows: Sequence[Row], of: Sequence[str], known: Mapping[str, Measure]) -> list[type[Book]]:
    codes = {row["book"] for row in rows if is_open(row["book"])}
    for code in of:
        codes |= {book for book in known[code].books if is_open(book)} if code in known else set()
    return [book_named(code) for code in sorted(codes)]


def _common(books: list[type[Book]], columns: Any) -> dict[str, str]:
    """Columns every book has, in the words of the first."""
    if not books:
        return {}
    first, *others = books
    return {
        name: first.field_label(name) for name in columns(first) if all(name in columns(b) for b in others)
    }


def _beginnings(books: list[type[Book]]) -> dict[str, str]:
    """Where a span may begin in every book, in the words of the first."""
    if not books:
        return {}
    first, *others = books
    words = since_of(first)
    return {name: word for name, word in words.items() if all(name in since_of(book) for book in others)}


class PartFields(forms.Form):
    """One part of a measure that is made of others."""

    measure = forms.ChoiceField(label="Ukuran")
    weight = forms.CharField(label="Bobot", max_length=6)

    def __init__(self, row: Row, prefix: str, known: Mapping[str, Measure], *, weighted: bool) -> None:
        super().__init__(prefix=prefix, initial=row)
        chooser = self.fields["measure"]
        assert isinstance(chooser, forms.ChoiceField)
        offered = {"": "Pilih ukuran", **{code: measure.label for code, measure in known.items()}}
        offered.setdefault(row["measure"], f"{row['measure']} (tidak ada lagi)")
        chooser.choices = list(offered.items())
        if not weighted:
            del self.fields["weight"]


class TermFields(forms.Form):
    """One row: a book, what happened in it, and what it is narrowed to."""

    book = forms.ChoiceField(label="Buku")
    milestone = forms.ChoiceField(label="Yang terjadi")

    def __init__(self, row: Row, prefix: str, lists: Lists) -> None:
        super().__init__(
            prefix=prefix, initial={"book": row["book"], "milestone": row["milestone"], **row["where"]}
        )
        books = [
            ("", "Pilih buku"),
            *((book.code, f"{book.group.value}: {book.label}") for book in lists.books),
        ]
        if row["book"] and not is_open(row["book"]):
            books.append((row["book"], f"{row['book']} (belum dibuka)"))
        self._offer("book", books)
        if not is_open(row["book"]):
            if row["book"]:
                self._offer("milestone", [(row["milestone"], row["milestone"])])
            else:
                del self.fields["milestone"]
            return
        book = book_named(row["book"])
        self._offer("milestone", [("", "Pilih"), *((spec.code, spec.label) for spec in book.milestones)])
        offered = lists.of(book)
        for dimension in filters_of(book):
            if not offered[dimension]:
                continue
            column = book.counting.category if dimension == "category" else dimension
            named = FILTERS[dimension] if column in FILTERS else book.field_label(column)
            chosen = [
                words
                for value, words in offered[dimension].items()
                if value in row["where"].get(dimension, [])
            ]
            self.fields[dimension] = forms.MultipleChoiceField(
                label=f"{named}: {', '.join(chosen) if chosen else 'semua'}",
                choices=list(offered[dimension].items()),
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        chooser = self.fields[name]
        assert isinstance(chooser, forms.ChoiceField)
        chooser.choices = choices

    @property
    def narrowing(self) -> list[Any]:
        return [self[name] for name in self.fields if name not in {"book", "milestone"}]


class Lists:
    """The closed lists, read once for all rows of a page."""

    def __init__(self, actor: Actor) -> None:
        self.books = books_of(actor.office)
        areas = visible(actor, Area)
        self._areas = {
            area.code: f"{area.parent.name} › {area.name}" if area.parent else area.name
            for area in areas.select_related("parent")
        }
        villages = visible(actor, Village).filter(retired_on=None)
        self._villages = {str(pk): name for pk, name in villages.values_list("pk", "name")}
        names = visible(actor, BaseFigure).filter(retired_on=None).values_list("name", flat=True)
        self.figures = list(dict.fromkeys(names))

    def of(self, book: type[Book]) -> dict[str, Mapping[str, str]]:
        own = {name: closed_list(book, name) for name in filters_of(book)}
        return own | {"area": self._areas, "village": self._villages}


@dataclass
class Fields:
    """Everything the page draws of a draft, with its faults in their places."""

    main: MeasureFields
    count: list[TermFields]
    per: list[TermFields]
    parts: list[PartFields] = field(default_factory=list)
    many_parts: bool = False
    faults: dict[str, str] = field(default_factory=dict)
    """Faults of a whole part (``count``, ``per``) or of no field at all (``""``)."""
    faulty: bool = False

    @classmethod
    def of(
        cls,
        actor: Actor,
        draft: Draft,
        known: Mapping[str, Measure],
        *,
        revising: bool,
        faults: Iterable[Fault] = (),
    ) -> Fields:
        lists = Lists(actor)
        count = draft.count or (_empty(),)
        per = draft.per or (_empty(),)
        made = cls(
            MeasureFields(draft, known, lists.figures, revising=revising),
            [TermFields(row, f"count-{n}", lists) for n, row in enumerate(count)]
            if not draft.aggregate.is_stated and Need.PARTS not in draft.aggregate.asks
            else [],
            [TermFields(row, f"per-{n}", lists) for n, row in enumerate(per)]
            if Need.PER in draft.aggregate.asks and not draft.base
            else [],
        )
        if Need.PARTS in draft.aggregate.asks:
            made.many_parts = not getattr(draft.aggregate, "looks_back", False)
            rows = draft.parts or ({"measure": "", "weight": ""},)
            made.parts = [
                PartFields(row, f"parts-{n}", known, weighted=made.many_parts)
                for n, row in enumerate(rows if made.many_parts else rows[:1])
            ]
        for fault in faults:
            made._place(fault)
        return made

    def _place(self, fault: Fault) -> None:
        self.faulty = True
        part, _, rest = fault.field.partition("-")
        place, _, name = rest.partition("-")
        rows = {"count": self.count, "per": self.per}.get(part, [])
        if (at := number_of(place)) is not None and at < len(rows):
            _add_error(rows[int(place)], name if name in rows[int(place)].fields else "book", fault.said)
        elif fault.field in self.main.fields:
            _add_error(self.main, fault.field, fault.said)
        else:
            self.faults[fault.field if fault.field in {"count", "per", "parts"} else ""] = fault.said


def _add_error(form: forms.Form, name: str, said: str) -> None:
    """An unbound form keeps what its draft says and still shows what is wrong."""
    if not hasattr(form, "cleaned_data"):
        form.full_clean()
        form.cleaned_data = {}
    if said not in form.errors.get(name, []):
        form.add_error(name, said)
