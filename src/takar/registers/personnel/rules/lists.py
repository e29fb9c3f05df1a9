"""Editions of the DUK and of the buku penjagaan."""

from __future__ import annotations

from takar.kernel.formatting import format_date_long
from takar.registers.personnel.models import ListEdition
from takar.registers.personnel.selectors import listing


def prepare_edition(edition: ListEdition, label: str) -> None:
    """While it is a draft the list is computed; an approved one stays as it was approved."""
    edition.area_id = edition.area_id or "kepegawaian"
    edition.as_of = edition.as_of or edition.occurred_on
    edition.title = edition.title or f"{label} per {format_date_long(edition.as_of)}"
    if edition.state != "drafted":
        return
    edition.rows = listing.rows_of(edition.kind, edition.office_id, edition.as_of)


def why_not_computed(edition: ListEdition) -> str:
    """Why an edition is not computed again; empty while it is a draft."""
    return "" if edition.state == "drafted" else "Edisi yang disahkan tidak dihitung lagi. Buat edisi baru."
