"""What cases add to the entry page."""

from __future__ import annotations

from typing import Any

from takar.kernel.formatting import format_date
from takar.ledger.access import involved
from takar.organisation.actor import Actor
from takar.registers.cases.models import Case
from takar.web.tables import Row, Table


def case(actor: Actor, entry: Case) -> dict[str, Any]:
    found: dict[str, Any] = {"tables": [_steps(entry)]}
    if not involved(actor, entry):
        found["page_note"] = "Orang yang terkait dan bukti hanya dibaca pimpinan dan yang menangani."
    return found


def _steps(entry: Case) -> Table:
    """Every step that stands, oldest first, with who helped."""
    history = entry.history
    lines = []
    for row in history.all("handled"):
        first_row = history.first_of(row)
        helpers = [*first_row.details.get("positions", []), first_row.details.get("helpers", "")]
        lines.append(
            Row(
                title=first_row.note,
                cells=[
                    format_date(row.on),
                    "; ".join(part for part in helpers if part) or "–",
                    first_row.actor_name,
                ],
                meta=format_date(row.on),
            )
        )
    return Table(
        title="Penanganan",
        first="Tindakan",
        columns=["Tanggal", "Dibantu", "Dicatat oleh"],
        rows=lines,
        empty="Belum ada penanganan.",
    )
