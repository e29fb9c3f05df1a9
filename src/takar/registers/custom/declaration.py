"""What an office says of a book it declares itself: plain data, written to JSON and read back.

A declaration only grows. A column, a choice, a kind or a step that was once saved keeps its key for
ever and is at most *retired*: whatever an old entry holds can always be named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from takar.ledger.books import Group

OWN = "k_"
"""Begins the name of every column whose values lie in the entry's own JSON; no shared column does."""
TOLD = "t_"
"""Begins the name under which the day of a step is printed."""


class ColumnType(StrEnum):
    """The closed list of what a column can hold."""

    TEXT = "teks"
    LONG_TEXT = "teks_panjang"
    WHOLE = "bulat"
    DECIMAL = "desimal"
    MONEY = "rupiah"
    DATE = "tanggal"
    YES_NO = "ya_tidak"
    CHOICE = "pilihan"
    VILLAGE = "desa"
    PERSON = "pegawai"
    POSITION = "jabatan"
    AREA = "bidang"
    PERSONAL = "pribadi"
    """A resident's number, telephone or the like: encrypted, masked, never searched by."""

    @property
    def label(self) -> str:
        return TYPE_LABELS[self]


TYPE_LABELS = {
    ColumnType.TEXT: "Teks pendek",
    ColumnType.LONG_TEXT: "Teks panjang",
    ColumnType.WHOLE: "Bilangan bulat",
    ColumnType.DECIMAL: "Bilangan desimal",
    ColumnType.MONEY: "Rupiah",
    ColumnType.DATE: "Tanggal",
    ColumnType.YES_NO: "Ya atau tidak",
    ColumnType.CHOICE: "Pilihan",
    ColumnType.VILLAGE: "Desa",
    ColumnType.PERSON: "Pegawai",
    ColumnType.POSITION: "Jabatan",
    ColumnType.AREA: "Bidang",
    ColumnType.PERSONAL: "Data pribadi (NIK, telepon)",
}

SEARCHABLE = {
    ColumnType.TEXT,
    ColumnType.LONG_TEXT,
    ColumnType.VILLAGE,
    ColumnType.PERSON,
    ColumnType.POSITION,
}
FILTERABLE = {
    *(ColumnType.YES_NO, ColumnType.CHOICE, ColumnType.VILLAGE),
    *(ColumnType.PERSON, ColumnType.POSITION, ColumnType.AREA),
}
CLOSED = {ColumnType.YES_NO, ColumnType.CHOICE}
"""Types whose values are few and known: measures filter by them."""
SHARED = {
    ColumnType.VILLAGE: "village",
    ColumnType.PERSON: "person",
    ColumnType.POSITION: "position",
    ColumnType.AREA: "area",
}
"""Types for which every entry of the ledger already has a column. The first such column of a book
takes it, so that measures, filters and rights know it as in any other book."""

ICONS = {
    "notebook-pen": "Buku catatan",
    "door-open": "Pintu",
    "lightbulb": "Gagasan",
    "megaphone": "Pengaduan",
    "handshake": "Kerja sama",
    "users": "Orang",
    "calendar-check": "Kegiatan",
    "map-pin": "Tempat",
    "heart-pulse": "Kesehatan",
    "sprout": "Pertanian",
    "building-2": "Bangunan",
    "truck": "Kendaraan",
    "shield-check": "Keamanan",
    "wallet": "Uang",
    "file-text": "Berkas",
}


@dataclass(frozen=True)
class Option:
    """A choice of a column, or a kind of the book."""

    key: str
    label: str
    retired: bool = False


@dataclass(frozen=True)
class ColumnPlan:
    """A column of the book."""

    key: str
    label: str
    type: ColumnType
    help: str = ""
    required: bool = False
    in_list: bool = False
    searchable: bool = False
    filterable: bool = False
    printed: bool = False
    width: float = 1.0
    """Share of the paper's width."""
    options: tuple[Option, ...] = ()
    kinds: tuple[str, ...] = ()
    """Keys of the kinds that have the column; empty: all."""
    stored_in: str = ""
    """The shared column that holds it; empty: the entry's own values."""
    retired: bool = False

    @property
    def name(self) -> str:
        return self.stored_in or OWN + self.key


@dataclass(frozen=True)
class StepPlan:
    """Something that can happen to an entry."""

    key: str
    label: str
    verb: str = ""
    after: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    by: tuple[str, ...] = ("keeper",)
    tone: str = "progress"
    note_required: bool = False
    printed: bool = False
    retired: bool = False


@dataclass(frozen=True)
class Plan:
    """The whole declaration of a book. The first step is the one recording an entry writes."""

    label: str
    entry_label: str
    purpose: str
    group: str = Group.SERVICES.value
    icon: str = "notebook-pen"
    date_label: str = "Tanggal"
    title_label: str = "Uraian"
    printed_title: str = ""
    number_format: str = "{nomor}"
    numbered: bool = True
    tells_doubles: bool = False
    with_reference: bool = False
    with_restricted: bool = False
    closed: bool = False
    kinds: tuple[Option, ...] = ()
    columns: tuple[ColumnPlan, ...] = ()
    steps: tuple[StepPlan, ...] = field(default=(StepPlan("tercatat", "Tercatat", tone="neutral"),))

    @property
    def live_columns(self) -> list[ColumnPlan]:
        return [column for column in self.columns if not column.retired]

    @property
    def live_steps(self) -> list[StepPlan]:
        return [step for step in self.steps if not step.retired]

    def column(self, key: str) -> ColumnPlan | None:
        return next((column for column in self.columns if column.key == key), None)

    def step(self, key: str) -> StepPlan | None:
        return next((step for step in self.steps if step.key == key), None)


def to_json(plan: Plan) -> dict[str, Any]:
    return asdict(plan)


def from_json(content: Mapping[str, Any]) -> Plan:
    """The declaration that was written; words added to the language since then take their defaults."""
    values = dict(content)
    values["kinds"] = _options(values.get("kinds", ()))
    values["columns"] = tuple(
        ColumnPlan(
            **{
                **row,
                "type": ColumnType(row["type"]),
                "options": _options(row.get("options", ())),
                "kinds": tuple(row.get("kinds", ())),
            }
        )
        for row in values.get("columns", ())
    )
    values["steps"] = tuple(
        StepPlan(**{**row, **{name: tuple(row[name]) for name in ("after", "unless", "by") if name in row}})
        for row in values["steps"]
    )
    return Plan(**values)


def _options(rows: Iterable[Mapping[str, Any]]) -> tuple[Option, ...]:
    return tuple(Option(**row) for row in rows)
