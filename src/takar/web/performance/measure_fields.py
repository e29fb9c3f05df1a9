"""The fields of a measure's form: drawn from a draft, with the choices its books leave and its faults in place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms

from takar.kernel.access import visible
from takar.ledger.books import Book, book_named, books_of, is_open
from takar.ledger.models import Area
from takar.measurement.language.aggregates import Need, all_aggregates
from takar.measurement.language.measure import Distinguishes, Measure, Polarity, TimeUnit
from takar.measurement.language.over import Over
from takar.measurement.language.rules import BASES, FIGURE, ONE_MATTER, Fault, closed_list, since_of
from takar.measurement.language.units import SCALES
from takar.measurement.models import BaseFigure
from takar.organisation.actor import Actor
from takar.organisation.models import Village
from takar.web.asked import number_of
from takar.web.performance.measure_draft import FILTERS, WORDS, Draft, Row, empty_row, filters_of

POLARITIES = {Polarity.HIGHER: "Makin tinggi makin baik", Polarity.LOWER: "Makin rendah makin baik"}


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
    one_matter = forms.MultipleChoiceField(
        label="Satu urusan", required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(relation, sentence) for relation, sentence in ONE_MATTER.items()],
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
            name: getattr(draft, name)
            for name in ("label", "unit", "of", "one_matter", "why", "reason", *WORDS)
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
        # Only entries of different books can be one matter.
        if draft.aggregate.is_stated or not (draft.one_matter or len(books) > 1):
            del self.fields["one_matter"]
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
        count = draft.count or (empty_row(),)
        per = draft.per or (empty_row(),)
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
