"""What a declaration must keep to: the counterpart, on a page, of the system checks on books in code.

Every rule always runs, and each fault names the place it belongs to, so that the page shows it
beside the field.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from takar.kernel.errors import DomainError
from takar.ledger.books import Group, Performer
from takar.ledger.number_templates import check_template
from takar.registers.custom.declaration import (
    CLOSED,
    FILTERABLE,
    ICONS,
    SEARCHABLE,
    ColumnPlan,
    ColumnType,
    Option,
    Plan,
    StepPlan,
)

MOST_COLUMNS = 40
MOST_CLOSED = 12
"""Closed columns of a book, retired ones counted: together they must fit one column of what counts."""
MOST_OPTIONS = 60
MOST_STEPS = 12
LABEL = 60
"""Longest label, in signs: it must fit the head of a column."""
TONES = ("neutral", "progress", "done", "warn", "danger")

_STANDARD = (
    "Nomor urut",
    "Nomor lengkap",
    "Keadaan",
    "Dicatat pada",
    "No.",
    "Jenis",
    "Nomor di aplikasi lain",
    "Terbatas",
)
"""Words the book's pages and files use themselves."""


@dataclass(frozen=True)
class Fault:
    """A sentence, and where it belongs: ``("columns", 2, "label")`` or ``("label",)``."""

    place: tuple[str | int, ...]
    sentence: str


class Faulty(DomainError):
    """A declaration was refused; ``faults`` holds everything wrong with it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(" ".join(fault.sentence for fault in faults))
        self.faults = list(faults)


def faults(plan: Plan, *, before: Plan | None = None, taken: Collection[str] = ()) -> list[Fault]:
    """Everything wrong with a declaration whose keys are made.

    ``before`` is the edition it follows; ``taken`` the labels of the office's other books.
    """
    found = [*_words(plan, taken), *_kinds(plan), *_columns(plan), *_steps(plan)]
    if before is not None:
        found += _losses(plan, before)
    return found


def _words(plan: Plan, taken: Collection[str]) -> Iterator[Fault]:
    for name, words in (
        ("label", "Tulis nama buku, misalnya “Buku tamu”."),
        ("entry_label", "Tulis sebutan satu entri, misalnya “kunjungan tamu”."),
        ("purpose", "Tulis satu kalimat tentang guna buku ini."),
        ("date_label", "Tulis nama kolom tanggal."),
        ("title_label", "Tulis nama kolom uraian."),
    ):
        if not str(getattr(plan, name)).strip():
            yield Fault((name,), words)
    for name in ("label", "entry_label", "date_label", "title_label"):
        if len(getattr(plan, name)) > LABEL:
            yield Fault((name,), f"Paling panjang {LABEL} huruf.")
    if plan.label.strip().casefold() in {label.casefold() for label in taken}:
        yield Fault(("label",), f"Sudah ada buku bernama “{plan.label}”. Pilih nama lain.")
    if plan.group not in {group.value for group in Group}:
        yield Fault(("group",), "Pilih kelompok menu dari daftar.")
    if plan.icon not in ICONS:
        yield Fault(("icon",), "Pilih gambar dari daftar.")
    try:
        check_template(plan.number_format)
    except DomainError as error:
        yield Fault(("number_format",), error.message)


def _options(options: Sequence[Option], place: tuple[str | int, ...], what: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for option in options:
        label = option.label.strip()
        if not label:
            yield Fault(place, f"Ada {what} tanpa nama.")
        elif len(label) > LABEL:
            yield Fault(place, f"“{label[:20]}…”: paling panjang {LABEL} huruf.")
        elif not option.retired and label.casefold() in seen:
            yield Fault(place, f"{what.capitalize()} “{label}” tertulis dua kali.")
        if not option.retired:
            seen.add(label.casefold())
    if len({option.key for option in options}) != len(options):
        yield Fault(place, f"Dua {what} bertanda sama.")
    if len(options) > MOST_OPTIONS:
        yield Fault(place, f"Paling banyak {MOST_OPTIONS} {what}.")


def _kinds(plan: Plan) -> Iterator[Fault]:
    yield from _options(plan.kinds, ("kinds",), "jenis")
    if plan.kinds and all(kind.retired for kind in plan.kinds):
        yield Fault(("kinds",), "Sisakan sekurang-kurangnya satu jenis yang masih dipakai.")


def _columns(plan: Plan) -> Iterator[Fault]:
    seen = {word.casefold() for word in _STANDARD}
    seen |= {plan.date_label.strip().casefold(), plan.title_label.strip().casefold()}
    if plan.date_label.strip().casefold() == plan.title_label.strip().casefold():
        yield Fault(("title_label",), "Kolom uraian dan kolom tanggal tidak boleh bernama sama.")
    keys: set[str] = set()
    for place, column in enumerate(plan.columns):
        at: tuple[str | int, ...] = ("columns", place)
        label = column.label.strip()
        if not label:
            yield Fault((*at, "label"), "Tulis nama kolom.")
        elif len(label) > LABEL:
            yield Fault((*at, "label"), f"Paling panjang {LABEL} huruf.")
        elif not column.retired and label.casefold() in seen:
            yield Fault(
                (*at, "label"), f"Nama kolom “{label}” sudah dipakai. Setiap kolom perlu nama sendiri."
            )
        if not column.retired:
            seen.add(label.casefold())
        if column.name in keys:
            yield Fault((*at, "label"), "Dua kolom bertanda sama.")
        keys.add(column.name)
        yield from _column(column, at)
        if unknown := set(column.kinds) - {kind.key for kind in plan.kinds}:
            yield Fault((*at, "kinds"), f"Tidak ada jenis {', '.join(sorted(unknown))}.")
    if len(plan.columns) > MOST_COLUMNS:
        yield Fault(("columns",), f"Paling banyak {MOST_COLUMNS} kolom, termasuk yang tidak dipakai lagi.")
    if sum(column.type in CLOSED for column in plan.columns) > MOST_CLOSED:
        yield Fault(("columns",), f"Paling banyak {MOST_CLOSED} kolom pilihan dan ya atau tidak.")


def _column(column: ColumnPlan, at: tuple[str | int, ...]) -> Iterator[Fault]:
    if column.type is ColumnType.CHOICE:
        yield from _options(column.options, (*at, "options"), "pilihan")
        if not any(not option.retired for option in column.options):
            yield Fault((*at, "options"), "Tulis pilihannya, satu per baris.")
    elif column.options:
        yield Fault((*at, "options"), "Hanya kolom bertipe Pilihan yang mempunyai daftar pilihan.")
    if column.type is ColumnType.AREA and column.stored_in != "area":
        yield Fault((*at, "type"), "Satu buku hanya mempunyai satu kolom bidang.")
    if column.searchable and column.type not in SEARCHABLE:
        yield Fault((*at, "searchable"), f"Kolom {column.type.label.lower()} tidak dapat dicari dengan kata.")
    if column.filterable and column.type not in FILTERABLE:
        yield Fault((*at, "filterable"), f"Kolom {column.type.label.lower()} tidak dapat menjadi penyaring.")
    if not 0.3 <= column.width <= 8:
        yield Fault((*at, "width"), "Lebar cetak antara 0,3 dan 8.")


def _steps(plan: Plan) -> Iterator[Fault]:
    if not plan.steps:
        yield Fault(("steps",), "Tulis langkah pertama: apa yang terjadi saat entri dicatat.")
        return
    known = {step.key: step for step in plan.steps}
    if len(known) != len(plan.steps):
        yield Fault(("steps",), "Dua langkah bertanda sama.")
    if len(plan.steps) > MOST_STEPS:
        yield Fault(("steps",), f"Paling banyak {MOST_STEPS} langkah.")
    seen: set[str] = set()
    for place, step in enumerate(plan.steps):
        at: tuple[str | int, ...] = ("steps", place)
        label = step.label.strip()
        if not label:
            yield Fault((*at, "label"), "Tulis nama langkah sebagai keadaan, misalnya “Diterima”.")
        elif len(label) > LABEL:
            yield Fault((*at, "label"), f"Paling panjang {LABEL} huruf.")
        elif not step.retired and label.casefold() in seen:
            yield Fault((*at, "label"), f"Langkah “{label}” tertulis dua kali.")
        if not step.retired:
            seen.add(label.casefold())
        yield from _first(step, at) if place == 0 else _later(step, at, known)
        for word in step.by:
            if word not in set(Performer):
                yield Fault((*at, "by"), "Pilih pelaku dari daftar.")
        if step.tone not in TONES:
            yield Fault((*at, "tone"), "Pilih warna dari daftar.")
    yield from _loops(plan)


def _first(step: StepPlan, at: tuple[str | int, ...]) -> Iterator[Fault]:
    if step.retired:
        yield Fault((*at, "retired"), "Langkah pertama tidak dapat dihentikan: ia menandai entri tercatat.")
    if step.after or step.unless:
        yield Fault((*at, "after"), "Langkah pertama tidak menunggu langkah lain.")


def _later(step: StepPlan, at: tuple[str | int, ...], known: dict[str, StepPlan]) -> Iterator[Fault]:
    if not step.verb.strip():
        yield Fault((*at, "verb"), "Tulis kata pada tombol, misalnya “Tandai diterima”.")
    if not step.by:
        yield Fault((*at, "by"), "Pilih siapa yang boleh mencatat langkah ini.")
    for name, keys in (("after", step.after), ("unless", step.unless)):
        if unknown := [key for key in keys if key not in known]:
            yield Fault((*at, name), f"Tidak ada langkah {', '.join(unknown)}.")
        if step.key in keys:
            yield Fault((*at, name), "Langkah tidak dapat menunjuk dirinya sendiri.")
    waited = [known[key] for key in step.after if key in known]
    if not step.retired and waited and all(other.retired for other in waited):
        yield Fault(
            (*at, "after"), "Langkah yang ditunggu tidak dipakai lagi, jadi langkah ini tidak tercapai."
        )


def _loops(plan: Plan) -> Iterator[Fault]:
    """A step that can only follow itself is never reached."""
    reached = {plan.steps[0].key} | {step.key for step in plan.steps if not step.after}
    grown = True
    while grown:
        more = {s.key for s in plan.steps if s.key not in reached and set(s.after) & reached}
        reached |= more
        grown = bool(more)
    known = {step.key for step in plan.steps}
    for place, step in enumerate(plan.steps):
        if step.key not in reached and set(step.after) <= known and step.key not in step.after:
            yield Fault(
                ("steps", place, "after"),
                f"Langkah melingkar: “{step.label}” menunggu langkah yang menunggunya juga.",
            )


def _losses(plan: Plan, before: Plan) -> Iterator[Fault]:
    """Nothing that was once saved disappears or becomes something else."""
    for old in before.columns:
        place = next((i for i, column in enumerate(plan.columns) if column.key == old.key), None)
        if place is None:
            yield Fault(("columns",), f"Kolom “{old.label}” hilang. Tandai tidak dipakai lagi.")
            continue
        new = plan.columns[place]
        if (new.type, new.stored_in) != (old.type, old.stored_in):
            yield Fault(
                ("columns", place, "type"),
                f"Tipe kolom “{old.label}” tidak dapat diganti. Hentikan kolom ini dan buat kolom baru.",
            )
        if lost := {o.key for o in old.options} - {o.key for o in new.options}:
            words = ", ".join(o.label for o in old.options if o.key in lost)
            yield Fault(("columns", place, "options"), f"Pilihan {words} hilang. Tandai tidak dipakai lagi.")
    if lost := {kind.key for kind in before.kinds} - {kind.key for kind in plan.kinds}:
        words = ", ".join(kind.label for kind in before.kinds if kind.key in lost)
        yield Fault(("kinds",), f"Jenis {words} hilang. Tandai tidak dipakai lagi.")
    if lost := {step.key for step in before.steps} - {step.key for step in plan.steps}:
        words = ", ".join(step.label for step in before.steps if step.key in lost)
        yield Fault(("steps",), f"Langkah {words} hilang. Tandai tidak dipakai lagi.")
    if plan.steps and plan.steps[0].key != before.steps[0].key:
        yield Fault(("steps", 0, "label"), f"Langkah pertama tetap “{before.steps[0].label}”.")
    if plan.numbered != before.numbered:
        yield Fault(("numbered",), "Bernomor atau tidaknya buku tidak dapat diganti.")
