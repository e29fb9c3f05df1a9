"""What waits on Hari ini and is no step of an entry: proposals to prepare, grants to write into a history."""

from __future__ import annotations

from django.urls import reverse

from takar.kernel import clock
from takar.kernel.formatting import format_date
from takar.ledger.access import keeps
from takar.organisation.actor import Actor
from takar.registers.personnel.book import Proposals
from takar.registers.personnel.selectors.listing import DUE_WORDS
from takar.registers.personnel.selectors.workload import due_to_prepare, granted_to_record
from takar.web.personnel.links import into_history_url, propose_url
from takar.web.plugins import WaitingGroup, WaitingLine


def waiting(actor: Actor, year: int) -> list[WaitingGroup]:
    if not keeps(actor, Proposals):
        return []  # the keepers' own work; those above them read it under Penjagaan
    watch_url = reverse("web:watch", args=[year])
    due = due_to_prepare(actor, clock.today())
    proposals = [
        WaitingLine(
            f"{DUE_WORDS[row.due.what.value]} {row.profile.employee}",
            propose_url(row, year),
            f"TMT {format_date(row.due.on)}",
            row.due.on,
        )
        for row in due
    ]
    granted = list(granted_to_record(actor))
    grants = [
        WaitingLine(
            entry.title, into_history_url(entry), f"TMT {format_date(entry.effective_on)} · catat ke riwayat"
        )
        for entry in granted
    ]
    return [
        WaitingGroup("Usulan yang perlu disiapkan", len(due), watch_url, proposals),
        WaitingGroup("Dikabulkan, belum masuk riwayat pegawai", len(granted), watch_url, grants),
    ]
