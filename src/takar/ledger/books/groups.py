"""What a book says about itself in groups: its shelf, and why it keeps personal data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
