"""Checking the papers of a dossier, as often as it takes until nothing is lacking."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from takar.kernel.errors import DomainError, Refused
from takar.kernel.starters import add_missing
from takar.ledger import services as ledger
from takar.ledger.access import may_record, require_own
from takar.ledger.models import Entry
from takar.ledger.starters import starter
from takar.organisation.actor import Actor
from takar.organisation.models import Office
from takar.registers.dossiers.book import DossierChecks
from takar.registers.dossiers.models import DossierCheck, DossierChecklist
from takar.registers.dossiers.selectors import checklist_for


def check_papers(
    *, dossier: DossierCheck, actor: Actor, ticked: Sequence[str], on: date, note: str = ""
) -> DossierCheck:
    """Tell which papers are there. The first time makes it ``checked``; nothing lacking, ``completed``.

    Every finding stays in the sealed history: the first in the milestone, the later ones as corrections
    of what is present and lacking.
    """
    require_own(actor, dossier)
    if not may_record(actor, DossierChecks):
        raise Refused(f"Buku {DossierChecks.label} dipegang jabatan lain di kantor Anda.")
    papers = checklist_for(dossier)
    if papers is None:
        kind = DossierChecks.kinds[dossier.kind]
        raise DomainError(f"Belum ada daftar kelengkapan untuk {kind}. Tambahkan di Pengaturan.")
    known = papers.lines()
    if set(ticked) - set(known):
        raise DomainError("Daftar kelengkapan baru saja berubah. Buka lagi halaman ini.", field="ticked")
    present = [line for line in known if line in set(ticked)]
    lacking = papers.lacking(ticked)
    with transaction.atomic():
        Entry.objects.select_for_update().get(pk=dossier.pk)
        history = dossier.history
        if "completed" in history:
            raise DomainError("Berkas ini sudah dinyatakan lengkap.")
        said = f"Kurang: {'; '.join(lacking)}." if lacking else "Semua kelengkapan ada."
        said = f"{said} {note.strip()}".strip()
        details = {
            "checklist": papers.name,
            "legal_basis": papers.legal_basis,
            "present": present,
            "lacking": lacking,
        }
        found = ledger.correct_entry(
            entry=dossier,
            actor=actor,
            values={"present": present, "lacking": lacking},
            # The milestone that follows records the first finding; later findings are recorded here.
            reason=said if "checked" in history else f"{len(present)} dari {len(known)} kelengkapan ada.",
            told_as="Diperiksa lagi" if "checked" in history else "Kelengkapan diperiksa",
        )
        if "checked" not in history:
            ledger.add_milestone(
                entry=found, what="checked", on=on, actor=actor, note=said, details=details, by_service=True
            )
        if not lacking:
            ledger.add_milestone(
                entry=found, what="completed", on=on, actor=actor, note=said, details=details, by_service=True
            )
    return found


@starter
def load_starter(*, office: Office) -> int:
    """Bring in the shipped lists of papers for kinds the office has none for; returns how many."""
    return add_missing(DossierChecklist, "takar.registers.dossiers", "checklists", office=office, key="kind")
