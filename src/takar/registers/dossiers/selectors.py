"""Named reads of dossiers."""

from __future__ import annotations

from takar.kernel.dated import in_force
from takar.registers.dossiers.models import DossierCheck, DossierChecklist


def checklist_for(dossier: DossierCheck) -> DossierChecklist | None:
    """The list that held on the day the dossier came in."""
    rows = DossierChecklist.objects.filter(office_id=dossier.office_id, kind=dossier.kind)
    return in_force(rows, dossier.occurred_on)
