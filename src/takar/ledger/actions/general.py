"""Actions that every book has: the plain step, correcting, cancelling, moving a step, evidence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from takar.kernel.access import get_visible
from takar.kernel.errors import NotFound
from takar.ledger import disclosure, evidence, services
from takar.ledger.actions.base import UNSENT, Action, E, Outcome, Sent
from takar.ledger.actions.forms import DayAndNoteForm, MoveForm, ReasonForm, UploadForm
from takar.ledger.books import Book, Change
from takar.ledger.forms import EntryForm, form_class
from takar.ledger.models import Entry, Evidence, Milestone
from takar.ledger.privacy_models import REMOVED
from takar.organisation.actor import Actor


class Advance(Action[E]):
    """A milestone that needs a day and a note and nothing else. ``part``: its code.

    Every milestone with a verb has one; a family subclasses it, with ``milestones`` and a code of its
    own, to say for whom it waits.
    """

    code = "advance"
    slug = "langkah"

    def __init__(self, book: type[Book], part: str = "") -> None:
        super().__init__(book, part or self.milestones[0])
        self.spec = book.spec(self.part)
        self.label = self.spec.verb
        self.milestones = (self.spec.code,)

    def form_options(self, actor: Actor, entry: E) -> dict[str, Any]:
        return {"note_label": self.spec.note_label, "note_required": self.spec.note_required}

    def bulk_form(self, actor: Actor, data: Any = None) -> forms.BaseForm:
        return DayAndNoteForm(data, note_label=self.spec.note_label, note_required=self.spec.note_required)

    def perform(self, actor: Actor, entry: E, cleaned: dict[str, Any]) -> Outcome:
        services.add_milestone(
            entry=entry, what=self.spec.code, on=cleaned["on"], note=cleaned["note"], actor=actor
        )
        return Outcome(f"“{self.spec.label}” tercatat.")


class Correct(Action[Entry]):
    """Other values for columns, with a reason; what they were stays readable."""

    code = "correct"
    slug = "ubah"
    label = "Perbaiki isian"
    change = Change.CORRECTED

    def no_right(self, actor: Actor, entry: Entry) -> str:
        return super().no_right(actor, entry) or (
            "" if self.book.recordable else f"Isi {self.book.entry_label} mengikuti buku asalnya."
        )

    def heading(self, entry: Entry) -> str:
        return f"Perbaiki {self.book.entry_label} {entry.number_label}".strip()

    def submit(self, entry: Entry) -> str:
        return "Simpan"

    def form(self, actor: Actor, entry: Entry, sent: Sent = UNSENT) -> forms.BaseForm | None:
        kind = kind_of_form(self.book, sent.data, sent.prefill, entry)
        made = form_class(self.book, actor, kind=kind)
        columns = made(sent.data, instance=entry, initial={"kind": kind} if kind else None)
        return CorrectionForm(sent.data, entry=columns, kind=kind, version=entry.version)

    def perform(self, actor: Actor, entry: Entry, cleaned: dict[str, Any]) -> Outcome:
        services.correct_entry(
            entry=entry,
            actor=actor,
            values=cleaned["values"],
            reason=cleaned["reason"],
            version=cleaned["version"],
        )
        return Outcome("Perbaikan tersimpan; isi sebelumnya tetap terbaca di riwayat.")


class CorrectionForm(ReasonForm):
    """Why an entry changes, together with the entry's own form and the version it was opened on."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, data: Any = None, *, entry: EntryForm, kind: str | None, version: int) -> None:
        # Without a reason nothing was sent yet: the words come from a form that asked what was meant.
        super().__init__(data if data is None or "reason" in data else None)
        self.entry_form = entry
        self.kind = kind
        self.current = version
        self.shown_version = version

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("version") is None:
            data["version"] = self.current
        self.shown_version = data["version"]
        if self.entry_form.is_valid():
            data["values"] = self.entry_form.values()
        return data

    def is_valid(self) -> bool:
        mine, columns = super().is_valid(), self.entry_form.is_valid()
        return mine and columns

    def add_error(self, field: str | None, error: Any) -> None:
        """A rule of the domain also lands on a column of the entry."""
        if isinstance(
            error, str
        ):  # from the service: before saving again, the user has seen what changed meanwhile
            self.shown_version = self.current
        if field in self.fields:
            super().add_error(field, error)
        else:
            self.entry_form.add_error(field, error)

    def place_of(self, field: str | None) -> str | None:
        """The field on which an error may stand."""
        return field if field in self.fields or field in self.entry_form.fields else None


def kind_of_form(
    book: type[Book],
    data: Mapping[str, str] | None,
    prefill: Mapping[str, str] | None,
    entry: Entry | None = None,
) -> str | None:
    """The kind whose form is shown, where forms of a book differ by kind."""
    if not book.by_kind():
        return None
    said = (data or {}).get("kind") or (prefill or {}).get("kind")
    if said in book.kinds:
        return said
    return entry.kind if entry else next(iter(book.offered_kinds()))


class Cancel(Action[Entry]):
    """The entry keeps its number, stays visible, and no longer counts."""

    code = "cancel"
    slug = "batal"
    label = "Batalkan entri ini"
    change = Change.CANCELLED
    danger = True
    form_class = ReasonForm

    def heading(self, entry: Entry) -> str:
        return f"Batalkan {self.book.entry_label} {entry.number_label}".strip()

    def lead(self, actor: Actor, entry: Entry) -> str:
        return "Nomornya tetap dan entri tetap terlihat, tetapi tidak lagi dihitung."

    def submit(self, entry: Entry) -> str:
        return "Batalkan entri"

    def perform(self, actor: Actor, entry: Entry, cleaned: dict[str, Any]) -> Outcome:
        services.cancel_entry(entry=entry, actor=actor, reason=cleaned["reason"])
        return Outcome(f"Entri {entry.number_label} dibatalkan; nomornya tetap.")


class MoveMilestone(Action[Entry]):
    """Another date for something that was recorded, or taking it back. ``part``: the milestone's key."""

    code = "move"
    slug = "riwayat"
    label = "Perbaiki langkah"
    change = Change.MOVED
    form_class = MoveForm

    def milestone(self, actor: Actor, entry: Entry) -> Milestone:
        found = next((row for row in entry.milestones.all() if str(row.pk) == self.part), None)
        return found or get_visible(actor, Milestone, pk=self.part, entry_id=entry.pk)

    def not_now(self, actor: Actor, entry: Entry) -> str:
        if reason := super().not_now(actor, entry):
            return reason
        row = self.milestone(actor, entry)
        return services.why_not_moved(entry, row)

    def heading(self, entry: Entry) -> str:
        what = next((row.what for row in entry.milestones.all() if str(row.pk) == self.part), "")
        spec = next((s for s in self.book.milestones if s.code == what), None)
        return f"Perbaiki langkah “{spec.label if spec else what}”"

    def submit(self, entry: Entry) -> str:
        return "Simpan perbaikan"

    def form_options(self, actor: Actor, entry: Entry) -> dict[str, Any]:
        return {"initial": {"on": self.milestone(actor, entry).on}}

    def perform(self, actor: Actor, entry: Entry, cleaned: dict[str, Any]) -> Outcome:
        row = self.milestone(actor, entry)
        if cleaned["withdraw"]:
            services.withdraw_milestone(milestone=row, actor=actor, reason=cleaned["reason"])
        else:
            services.correct_milestone(milestone=row, on=cleaned["on"], actor=actor, reason=cleaned["reason"])
        return Outcome("Riwayat diperbaiki; catatan lama tetap terbaca.")


class Disclose(Action[Entry]):
    """The whole value of a masked column: asked for with a reason, recorded in the history, shown once."""

    code = "disclose"
    slug = "lengkap"
    label = "Lihat nilai lengkap"
    form_class = ReasonForm

    def no_right(self, actor: Actor, entry: Entry) -> str:
        if self.part not in self.book.marked("masked"):
            raise NotFound("Kolom ini tidak disamarkan.")
        if disclosure.may_disclose(actor, entry):
            return ""
        return f"Nilai lengkap hanya dibaca pemegang buku {self.book.label}."

    def not_now(self, actor: Actor, entry: Entry) -> str:
        """Also of a cancelled entry: what it holds is still personal data that somebody may have to check."""
        if getattr(entry, self.part) in ("", None, REMOVED):
            return f"{self.book.field_label(self.part)} tidak tersimpan."
        return ""

    def heading(self, entry: Entry) -> str:
        return f"Lihat {self.book.field_label(self.part)} lengkap"

    def lead(self, actor: Actor, entry: Entry) -> str:
        return "Siapa yang membaca, kapan dan untuk apa tercatat dalam riwayat entri."

    def submit(self, entry: Entry) -> str:
        return "Tampilkan"

    def form(self, actor: Actor, entry: Entry, sent: Sent = UNSENT) -> forms.BaseForm | None:
        form = ReasonForm(sent.data)
        form.fields["reason"].label = "Keperluan"
        return form

    def perform(self, actor: Actor, entry: Entry, cleaned: dict[str, Any]) -> Outcome:
        value = disclosure.disclose(entry=entry, field=self.part, actor=actor, reason=cleaned["reason"])
        return Outcome("", shown_once=(self.book.field_label(self.part), value))


class AddEvidence(Action[Entry]):
    """A file that proves the entry, from its keepers or from the position responsible for it."""

    code = "add_evidence"
    slug = "bukti"
    label = "Tambah bukti"

    def no_right(self, actor: Actor, entry: Entry) -> str:
        return super().no_right(actor, entry) if entry.position_id not in actor.position_ids else ""

    def submit(self, entry: Entry) -> str:
        return "Simpan bukti"

    def form(self, actor: Actor, entry: Entry, sent: Sent = UNSENT) -> forms.BaseForm | None:
        return UploadForm(sent.data, sent.files, camera=self.book.photos)

    def perform(self, actor: Actor, entry: Entry, cleaned: dict[str, Any]) -> Outcome:
        evidence.attach_all(entry=entry, actor=actor, uploads=cleaned["uploads"], caption=cleaned["caption"])
        return Outcome("Bukti tersimpan.")


class WithdrawEvidence(Action[Entry]):
    """A file that does not belong to the entry after all; it stays stored with the reason."""

    code = "withdraw_evidence"
    slug = "tarik-bukti"
    label = "Tarik bukti"
    danger = True
    form_class = ReasonForm

    def no_right(self, actor: Actor, entry: Entry) -> str:
        return "Bukti ditarik oleh pemegang buku." if super().no_right(actor, entry) else ""

    def not_now(self, actor: Actor, entry: Entry) -> str:
        """Also from a cancelled entry: a picture that shows too much must go from there as well."""
        return "Bukti ini sudah ditarik." if self.evidence(actor, entry).withdrawn_at else ""

    def lead(self, actor: Actor, entry: Entry) -> str:
        return f"Berkas: {self.evidence(actor, entry)}."

    def evidence(self, actor: Actor, entry: Entry) -> Evidence:
        return get_visible(actor, Evidence, pk=self.part, entry_id=entry.pk)

    def perform(self, actor: Actor, entry: Entry, cleaned: dict[str, Any]) -> Outcome:
        evidence.withdraw(evidence=self.evidence(actor, entry), actor=actor, reason=cleaned["reason"])
        return Outcome("Bukti ditarik; berkas dan alasannya tetap tersimpan.")
