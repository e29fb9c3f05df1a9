"""What people do with a dossier: check its papers until nothing is lacking."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from takar.ledger.actions import Action, Outcome, for_book, turns
from takar.ledger.actions.base import UNSENT, Sent
from takar.ledger.actions.checklist import ChecklistForm, named
from takar.organisation.actor import Actor
from takar.registers.dossiers import services
from takar.registers.dossiers.book import DossierChecks
from takar.registers.dossiers.models import DossierCheck
from takar.registers.dossiers.selectors import checklist_for


@for_book(DossierChecks)
class CheckPapers(Action[DossierCheck]):
    code = "check"
    slug = "kelengkapan"
    label = "Periksa kelengkapan"
    milestones = ("checked", "completed")
    waits_in = ("received", "checked")
    waits_as = "Berkas menunggu diperiksa"

    def turn(self, actor: Actor) -> Q | None:
        return turns.keepers(actor, self.book)

    def about(self, entry: DossierCheck) -> str:
        lacking = f" · masih {entry.finding}" if entry.lacking else ""
        return f"{super().about(entry)}{lacking}"

    def button(self, entry: DossierCheck) -> str:
        return "Catat kekurangan yang dicukupi" if entry.state == "checked" else self.label

    def heading(self, entry: DossierCheck) -> str:
        return "Periksa kelengkapan berkas"

    def lead(self, actor: Actor, entry: DossierCheck) -> str:
        papers = checklist_for(entry)
        if papers is None:
            kind = DossierChecks.kinds[entry.kind]
            return (
                f"Belum ada daftar kelengkapan untuk {kind}. Pengelola pengaturan menambahkannya di "
                "Pengaturan, Kelengkapan berkas."
            )
        return named(papers, "Berkas dinyatakan lengkap bila semua yang wajib ada.")

    def submit(self, entry: DossierCheck) -> str:
        return "Simpan hasil pemeriksaan"

    def form(self, actor: Actor, entry: DossierCheck, sent: Sent = UNSENT) -> forms.BaseForm | None:
        papers = checklist_for(entry)
        if papers is None:
            return None
        return ChecklistForm(sent.data, points=papers.lines(), label="Centang yang ada", have=entry.present)

    def perform(self, actor: Actor, entry: DossierCheck, cleaned: dict[str, Any]) -> Outcome:
        found = services.check_papers(dossier=entry, actor=actor, **cleaned)
        if found.lacking:
            return Outcome(f"Tercatat, masih {len(found.lacking)} kelengkapan yang kurang.", tone="warning")
        return Outcome("Berkas lengkap.")
