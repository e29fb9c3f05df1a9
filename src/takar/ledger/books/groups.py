"""What a book says about itself in groups: shelf, number, what is counted, who reads it and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from takar.kernel.reach import Reach


class Group(StrEnum):
    """Shelves of the menu, in the order the menu shows them."""

    MAIL = "Persuratan"
    PERSONNEL = "Kepegawaian"
    SERVICES = "Pelayanan"
    ACTIVITIES = "Kegiatan"
    DOCUMENTS = "Dokumen"
    GOODS = "Barang"
    FINANCE = "Keuangan"
    ICT = "TIK"


@dataclass(frozen=True)
class Processing:
    """A line of the register of processing (UU 27/2022 art. 31), before an office changes it."""

    data: str
    """Whose data and which, in words."""
    legal_basis: str
    retention_years: int
    """Years after the last thing that happened to the entry. Our proposal; the archives schedule (JRA)
    of the office decides."""


@dataclass(frozen=True)
class Privacy:
    """Who reads the entries of a book. What single columns hide, they say themselves."""

    reads: Reach = Reach.OFFICE
    """``Reach.SECTION`` closes the book (residents' or personnel data): only its keepers, those above
    them, their unit, the leaders and those involved in an entry read it. It counts as before. An office
    may decide otherwise (:class:`takar.ledger.models.BookReach`)."""
    about_staff: bool = False
    """Entries are about employees: reading another's is noted (takar.ledger.reading)."""
    about_person: bool = False
    """An entry is about the employee it names (leave, a proposal). It belongs to their own record, which
    they read also after their last day."""
    private_files: bool = False
    """A file shows more than the page does (everybody's absences), so whoever does not write in the book
    reads the files of those entries only in which they are involved."""
    processing: Processing | None = None
    """Why and how long the book keeps personal data, until the office says otherwise."""


@dataclass(frozen=True)
class Counting:
    """What measures may ask of a book."""

    by: tuple[str, ...] = ("kind", "area", "village")
    """The shared columns they filter by."""
    category: str = ""
    """Own column that measures know as ``category``."""
    facets: tuple[str, ...] = ()
    """Own closed columns (a choice, yes or no) that measures filter by, each by its own name. They take
    the place of ``category`` where one division is not enough."""
    subject: str = ""
    """Own column whose distinct values a measure may count (an employee, a vehicle)."""


@dataclass(frozen=True)
class Numbering:
    """The running number of a book's entries; an office's own :class:`NumberFormat` wins."""

    template: str = "{nomor}"
    label: str = "No."
    """What the number is called: "No. agenda"."""
