"""What cases add to the entry page."""

from __future__ import annotations

from typing import Any

from takar.kernel.formatting import format_date
from takar.ledger.access import involved
from takar.ledger.models import Entry
from takar.organisation.actor import Actor
from takar.registers.cases.models import Case
from takar.web.tables import Row, Table


def case(actor: Actor, entry: Entry) -> dict[str, Any]:
    assert isinstance(entry, Case)
    found: dict[str, Any] = {"tables": [_steps(entry)]}
    if not involved(actor, entry):
        found["page_note"] = "Orang yang terkait dan bukti hanya dibaca pimpinan dan yang menangani."
    return found


def _steps(entry: Case) -> Table:
    """Every step that stands, oldest first, with who helped."""
    rows = list(entry.milestones.all())
    replaced = {row.supersedes_id for row in rows}
    by_id = {row.pk: row for row in rows}
    lines = []
    for row in rows:
        if row.what != "handled" or row.pk in replaced or row.withdrawn:
            continue
        told = row
        while told.supersedes_id is not None:  # moved to another day: what was done stands in the old row
            told = by_id[told.supersedes_id]
        helpers = [*told.details.get("positions", []), told.details.get("helpers", "")]
        lines.append(
            Row(
                title=told.note,
                cells=[
                    format_date(row.on),
                    "; ".join(part for part in helpers if part) or "–",
                    told.actor_name,
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
