"""What a supply request says: lines of ``2 rim Kertas HVS F4``, understood or refused by line."""

from __future__ import annotations

import re
from decimal import Decimal
from difflib import get_close_matches

from takar.kernel.errors import DomainError
from takar.kernel.formatting import format_number
from takar.ledger.books import Change, Event
from takar.ledger.models import CANCELLED, Entry, EntryLink
from takar.registers.goods.models import StockItem, SupplyRequest

_QUANTITY = re.compile(
    r"(?P<quantity>\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?|\d+(?:,\d{1,2})?)\s*[x×]?\s*(?P<rest>.+)"
)
ISSUE_OF = "supply_request"
"""Relation of an issue to the request it answers."""


def understand(office_id: int, text: str) -> list[dict[str, object]]:
    """The lines of a request with the items they name; a line that names none is refused by number."""
    items = list(StockItem.objects.filter(office_id=office_id, retired_on=None))
    found: dict[int, dict[str, object]] = {}
    for number, said in enumerate((line for line in text.splitlines() if line.strip()), start=1):
        match = _QUANTITY.fullmatch(" ".join(said.split()))
        if match is None:
            raise DomainError(
                f"Baris {number}: mulai dengan banyaknya, misalnya “2 rim Kertas HVS F4”.", field="wanted"
            )
        quantity = Decimal(match["quantity"].replace(".", "").replace(",", "."))
        item = _named(items, match["rest"])
        if item is None:
            raise DomainError(
                f"Baris {number}: tidak ada barang persediaan bernama “{match['rest']}”."
                f"{_nearest(items, match['rest'])}",
                field="wanted",
            )
        if not 0 < quantity < 100_000:
            raise DomainError(f"Baris {number}: banyaknya harus antara nol dan 100.000.", field="wanted")
        if item.pk in found:
            raise DomainError(f"Baris {number}: {item.name} sudah ditulis di baris lain.", field="wanted")
        found[item.pk] = {
            "item": item.pk,
            "name": item.name,
            "unit": item.unit,
            "quantity": f"{quantity.normalize():f}",
        }
    if not found:
        raise DomainError("Tulis sekurang-kurangnya satu barang.", field="wanted")
    return list(found.values())


def _named(items: list[StockItem], words: str) -> StockItem | None:
    """By its name, with or without the unit before it; the beginning is enough where one item alone has it.

    Nearly alike is not enough: Kertas A4 is not Kertas F4.
    """
    said = words.casefold()
    names = {item.pk: (item.name.casefold(), f"{item.unit} {item.name}".casefold()) for item in items}
    for item in items:
        if said in names[item.pk]:
            return item
    begun = [item for item in items if any(name.startswith(f"{said} ") for name in names[item.pk])]
    return begun[0] if len(begun) == 1 else None


def _nearest(items: list[StockItem], words: str) -> str:
    names = {item.name.casefold(): item.name for item in items}
    best = get_close_matches(words.casefold(), names, n=2, cutoff=0.4)
    return f" Mungkin maksudnya: {', '.join(names[name] for name in best)}." if best else ""


def written(lines: list[dict[str, object]]) -> str:
    return "\n".join(
        f"{format_number(Decimal(str(line['quantity'])))} {line['unit']} {line['name']}" for line in lines
    )


def prepare(entry: SupplyRequest) -> None:
    """Understand the lines; the kind follows from the items unless it was chosen."""
    entry.lines = understand(entry.office_id, entry.wanted)
    entry.wanted = written(entry.lines)
    if not entry.kind:
        items = StockItem.objects.filter(pk__in=[line["item"] for line in entry.lines])
        categories = {item.category for item in items}
        entry.kind = categories.pop() if len(categories) == 1 else StockItem.Category.OTHER


def apply_change(event: Event[SupplyRequest]) -> None:
    """What was approved or handed out does not change any more."""
    entry = event.entry
    decided = entry.state in ("approved", "issued", "refused")
    if event.change is Change.CORRECTED and decided and event.before["lines"] != entry.lines:
        raise DomainError(
            "Permintaan ini sudah diputuskan; barangnya tidak dapat diubah lagi. Buat permintaan baru.",
            field="wanted",
        )


def why_not_cancelled(entry: Entry) -> str:
    """Goods that were handed out are taken back first. Handing out locks the request, as cancelling does."""
    links = EntryLink.objects.filter(target_id=entry.pk, relation=ISSUE_OF)
    if links.exclude(source__state=CANCELLED).exists():
        return "Barangnya sudah dikeluarkan. Batalkan dahulu pengeluarannya."
    return ""
