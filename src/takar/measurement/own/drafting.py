"""A measure that is being written: made whole, or refused with every fault where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from takar.catalogue.units import quantity_of
from takar.kernel.access import visible
from takar.kernel.errors import DomainError
from takar.ledger.books import books_of, is_open
from takar.measurement.language import rules
from takar.measurement.language.loading import BadDefinition, whole
from takar.measurement.language.measure import Measure
from takar.measurement.language.rules import FIGURE, Fault
from takar.measurement.language.units import scale_of
from takar.measurement.models import BaseFigure, OfficeMeasure
from takar.measurement.own.measures import as_written, measures_of
from takar.organisation.actor import Actor
from takar.organisation.models import Village


class Faulty(DomainError):
    """A measure cannot be kept as it is written; ``faults`` say why, each with its field."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(" ".join(dict.fromkeys(fault.said for fault in faults)))
        self.faults = tuple(faults)


def drafted(
    actor: Actor, *, label: str, definition: Mapping[str, Any], row: OfficeMeasure | None = None
) -> Measure:
    """The measure these data make in the actor's office. Raises :class:`Faulty` with every fault.

    ``row`` is the measure that is being changed: it keeps its code, so others may be made of it.
    """
    assert actor.office_id is not None
    known = measures_of(actor.office_id)
    row = row or OfficeMeasure(pk=0, office_id=actor.office_id, label=label)
    try:
        measure = as_written(OfficeMeasure(pk=row.pk, office_id=actor.office_id, label=label), definition)
    except BadDefinition as error:
        raise Faulty([Fault("", str(error), "Susunan ukuran ini tidak dapat dibaca.")]) from error
    found = [*_words(label, measure), *_chain(measure, known), *_books(actor, measure)]
    found += [*_villages(actor, measure), *_figures(actor, measure)]
    if not found:
        measure = whole(measure, known)
        found = [_placed(fault, definition) for fault in rules.found(measure)]
        found += _followers({**known, measure.code: measure}, measure.code)
    if found:
        raise Faulty(found)
    return measure


def _fault(field: str, said: str) -> Fault:
    return Fault(field, said, said)


def _words(label: str, measure: Measure) -> list[Fault]:
    found = []
    if not label.strip():
        found.append(_fault("label", "Beri nama ukuran ini."))
    if not measure.unit.strip():
        found.append(_fault("unit", "Tulis satuannya: surat, dokumen, kegiatan."))
    if quantity_of(measure.unit) in measure.aggregate.no_units:
        said = f"Angka cara ini bukan banyaknya {measure.unit.strip()}. Tulis {measure.aggregate.usual_unit}."
        found.append(_fault("unit", said))
    if measure.aggregate.is_stated and (measure.of or measure.per):
        found.append(_fault("of", "Nilai manual tidak dihitung dari ukuran lain."))
    if measure.aggregate.grows and not measure.aggregate.is_stated and scale_of(measure.unit) is not None:
        found.append(
            _fault(
                "unit",
                f"Cara ini menjumlahkan, dan “{measure.unit}” tidak dapat dijumlahkan. Pilih cara lain.",
            )
        )
    return found


def _chain(measure: Measure, known: Mapping[str, Measure]) -> list[Fault]:
    """Measures it is made of: they exist, and the way through them does not lead back."""
    if unknown := [code for code in measure.rests_on if code not in known and code != measure.code]:
        field = "parts" if measure.parts else "of"
        return [_fault(field, f"Ukuran {', '.join(unknown)} tidak ada atau tidak dapat dihitung lagi.")]
    loop = _way_back(measure.code, {**known, measure.code: measure}, measure.code, ())
    if not loop:
        combined = [known[code].label for code in measure.of if code in known and known[code].parts]
        said = f"Ukuran gabungan tidak mempunyai entri sendiri: {', '.join(combined)}. Lepaskan."
        return [_fault("of", said)] if combined else []
    names = " → ".join(measure.label if code == measure.code else known[code].label for code in loop)
    return [
        _fault("parts" if measure.parts else "of", f"Ukuran saling memuat: {names}. Lepaskan salah satunya.")
    ]


def _way_back(code: str, known: Mapping[str, Measure], start: str, path: tuple[str, ...]) -> tuple[str, ...]:
    for other in known[code].rests_on if code in known else ():
        if other == start:
            return (*path, code, start)
        if other not in path and (found := _way_back(other, known, start, (*path, code))):
            return found
    return ()


def _placed(fault: Fault, definition: Mapping[str, Any]) -> Fault:
    """A fault of a term that another measure brought along belongs to the choice of that measure."""
    part, _, rest = fault.field.partition("-")
    place = rest.partition("-")[0]
    if part == "count" and place.isdecimal() and int(place) >= len(definition.get("count", [])):
        return replace(fault, field="of")
    return fault


def _books(actor: Actor, measure: Measure) -> list[Fault]:
    """A book that another office declared itself does not exist here."""
    own = {book.code for book in books_of(actor.office)}
    if any(is_open(code) and code not in own for code in measure.books):
        return [_fault("count", "Pilih buku dari daftar buku kantor ini.")]
    return []


def _villages(actor: Actor, measure: Measure) -> list[Fault]:
    """Villages are rows of one office, so no closed list of the language names them."""
    named = {
        value
        for term in (*measure.terms, *measure.per)
        for value in term.where.get("village", ())
    }  # fmt: skip
    own = {str(pk) for pk in visible(actor, Village).values_list("pk", flat=True)} if named else set()
    return [_fault("count", "Pilih desa dari daftar desa kantor ini.")] if named - own else []


def _figures(actor: Actor, measure: Measure) -> list[Fault]:
    """The office's own numbers are rows of one office too."""
    if not measure.base.startswith(FIGURE):
        return []
    names = {name.casefold() for name in visible(actor, BaseFigure).values_list("name", flat=True)}
    if measure.base.removeprefix(FIGURE).casefold() in names:
        return []
    return [_fault("base", "Angka dasar ini belum ada. Catat dahulu di Pengaturan, Angka dasar.")]


def _followers(known: Mapping[str, Measure], code: str) -> list[Fault]:
    """Measures made of this one must stay possible with what it counts now."""
    found = []
    for other in known.values():
        if other.code != code and _way_back(other.code, known, code, ()):
            faults = list(rules.found(whole(other, known)))
            if faults:
                said = f"Ukuran “{other.label}” memuat ukuran ini dan tidak dapat dihitung lagi: {faults[0].said}"
                found.append(_fault("", said))
    return found
