"""Named reads of dossiers."""

from __future__ import annotations

from takar.ledger.checklists import in_force
from takar.registers.dossiers.models import DossierCheck, DossierChecklist


def checklist_for(dossier: DossierCheck) -> DossierChecklist | None:
    """The list that held on the day the dossier came in."""
    return in_force(DossierChecklist, office_id=dossier.office_id, kind=dossier.kind, on=dossier.occurred_on)
