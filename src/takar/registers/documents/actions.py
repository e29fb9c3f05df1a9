"""What people do with a work document: check it, send it back, bring a new version, approve it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from takar.ledger.actions import Action, Outcome, for_book, turns
from takar.ledger.actions.base import UNSENT, Sent
from takar.ledger.actions.checklist import ChecklistForm, named
from takar.ledger.actions.forms import UploadForm
from takar.ledger.actions.general import Advance
from takar.ledger.models import Entry
from takar.organisation.actor import Actor
from takar.registers.documents import services
from takar.registers.documents.book import WorkDocuments
from takar.registers.documents.models import WorkDocument
from takar.registers.documents.rules import not_its_judge
from takar.registers.documents.selectors.documents import guideline_for, last_ticked


class _OnDocument(Action[WorkDocument]):
    due = "due_on"

    def about(self, entry: WorkDocument) -> str:
        return f"{entry.position or ''} · {entry.period_label}".strip(" ·")


class _Judging(_OnDocument):
    """Keepers and those above them judge; never whoever wrote or recorded it."""

    def no_right(self, actor: Actor, entry: WorkDocument) -> str:
        return not_its_judge(actor, entry)


@for_book(WorkDocuments)
class CheckDocument(_Judging):
    code = "check"
    slug = "periksa"
    label = "Periksa menurut pedoman"
    milestones = ("checked",)
    waits_in = ("drafted",)
    waits_as = "Dokumen menunggu diperiksa"

    def turn(self, actor: Actor) -> Q | None:
        return turns.keepers_or_their_heads(actor, self.book)

    def not_now(self, actor: Actor, entry: WorkDocument) -> str:
        if {"checked", "approved"} & set(entry.history.days):
            return "Dokumen ini sudah diperiksa dan sesuai pedoman."
        return super().not_now(actor, entry)

    def lead(self, actor: Actor, entry: WorkDocument) -> str:
        guideline = guideline_for(entry)
        if guideline is None:
            kind = WorkDocuments.kinds[entry.kind]
            return (
                f"Belum ada pedoman untuk {kind}. Pengelola pengaturan menambahkannya di Pengaturan, "
                "Pedoman dokumen."
            )
        return named(guideline, "Bila ada butir wajib yang kurang, dokumen kembali kepada penyusun.")

    def submit(self, entry: WorkDocument) -> str:
        return "Simpan hasil pemeriksaan"

    def form(self, actor: Actor, entry: WorkDocument, sent: Sent = UNSENT) -> forms.BaseForm | None:
        guideline = guideline_for(entry)
        if guideline is None:
            return None
        points, have = guideline.lines(), last_ticked(entry)
        return ChecklistForm(sent.data, points=points, label="Centang yang terpenuhi", have=have)

    def perform(self, actor: Actor, entry: WorkDocument, cleaned: dict[str, Any]) -> Outcome:
        result = services.check_document(document=entry, actor=actor, **cleaned)
        if result.what == "checked":
            return Outcome("Semua butir wajib terpenuhi: dokumen sesuai pedoman.")
        return Outcome("Ada butir yang kurang: dokumen dikembalikan kepada penyusun.", tone="warning")


@for_book(WorkDocuments)
class ApproveDocument(Advance[Entry], _OnDocument):
    code = "approve"
    milestones = ("approved",)
    waits_in = ("checked",)
    waits_as = "Dokumen menunggu persetujuan"

    def turn(self, actor: Actor) -> Q | None:
        return turns.leaders(actor)


@for_book(WorkDocuments)
class ReturnDocument(_Judging):
    code = "return"
    slug = "kembalikan"
    label = "Kembalikan kepada penyusun"

    def not_now(self, actor: Actor, entry: WorkDocument) -> str:
        if "approved" in entry.history:
            return "Dokumen ini sudah disetujui. Tarik dahulu persetujuannya."
        return super().not_now(actor, entry)

    def form_options(self, actor: Actor, entry: WorkDocument) -> dict[str, Any]:
        return {"note_label": self.book.spec("returned").note_label, "note_required": True}

    def submit(self, entry: WorkDocument) -> str:
        return "Kembalikan dokumen"

    def perform(self, actor: Actor, entry: WorkDocument, cleaned: dict[str, Any]) -> Outcome:
        services.send_back(document=entry, actor=actor, **cleaned)
        return Outcome("Dokumen dikembalikan kepada penyusun.")


class VersionForm(UploadForm):
    """The new file and what changed in it."""

    note = forms.CharField(label="Yang berubah", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    field_order = ["file", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["caption"]


@for_book(WorkDocuments)
class NewVersion(_OnDocument):
    code = "new_version"
    slug = "versi"
    label = "Unggah versi baru"
    form_class = VersionForm
    waits_in = ("returned",)
    waits_as = "Dokumen yang dikembalikan"

    def turn(self, actor: Actor) -> Q | None:
        return turns.responsible(actor)

    def no_right(self, actor: Actor, entry: WorkDocument) -> str:
        """Keepers, and the position whose document it is."""
        return super().no_right(actor, entry) if entry.position_id not in actor.position_ids else ""

    def not_now(self, actor: Actor, entry: WorkDocument) -> str:
        if "approved" in entry.history:
            return "Dokumen ini sudah disetujui; catat perubahannya sebagai dokumen baru."
        return super().not_now(actor, entry)

    def heading(self, entry: WorkDocument) -> str:
        return f"Unggah versi {entry.edition + 1}"

    def lead(self, actor: Actor, entry: WorkDocument) -> str:
        return "Hasil pemeriksaan versi sebelumnya tidak berlaku bagi versi baru; dokumen diperiksa lagi."

    def submit(self, entry: WorkDocument) -> str:
        return "Simpan versi baru"

    def perform(self, actor: Actor, entry: WorkDocument, cleaned: dict[str, Any]) -> Outcome:
        changed = services.add_version(
            document=entry, actor=actor, upload=cleaned["file"], note=cleaned["note"]
        )
        return Outcome(f"Versi {changed.edition} tersimpan; versi sebelumnya tetap ada.")
