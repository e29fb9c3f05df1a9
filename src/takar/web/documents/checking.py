"""Checking a document or a dossier point by point, sending a document back, handing in a new version."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from takar.kernel import clock
from takar.kernel.access import get_visible
from takar.kernel.errors import DomainError, NotFound, Refused
from takar.ledger.access import may_advance, may_record
from takar.ledger.checklists import Checklist
from takar.ledger.fields import OfficeDateField
from takar.ledger.models import Entry
from takar.registers.documents import services as documents
from takar.registers.documents.book import WorkDocuments
from takar.registers.documents.models import WorkDocument
from takar.registers.documents.selectors import guideline_for, last_ticked
from takar.registers.dossiers import services as dossiers
from takar.registers.dossiers.book import DossierChecks
from takar.registers.dossiers.models import DossierCheck
from takar.registers.dossiers.selectors import checklist_for
from takar.web.addresses import entry_url
from takar.web.forms import MilestoneForm, UploadForm, blame
from takar.web.http import StaffRequest


class ChecklistForm(forms.Form):
    """The points of a list to tick, the day, and room for a note."""

    ticked = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    on = OfficeDateField(label="Tanggal pemeriksaan", initial=clock.today)
    note = forms.CharField(
        label="Catatan", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self, *args: Any, checklist: Checklist, label: str, have: Sequence[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["ticked"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(line, line) for line in checklist.lines()]
        field.initial = list(have)
        field.label = label


class VersionForm(UploadForm):
    """The new file and what changed in it."""

    note = forms.CharField(label="Yang berubah", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    field_order = ["file", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["caption"]


def check_document(request: StaffRequest, year: int, entry_id: int) -> HttpResponse:
    document = _judged(request, entry_id)
    if {"checked", "approved"} & set(document.history.days):
        raise NotFound("Dokumen ini sudah diperiksa dan sesuai pedoman.")
    guideline = guideline_for(document)
    if guideline is None:
        return _page(
            request,
            document,
            None,
            title=f"Belum ada pedoman untuk {WorkDocuments.kinds[document.kind]}",
            lead="Pengelola pengaturan menambahkannya di Pengaturan, Pedoman dokumen.",
        )
    form = ChecklistForm(
        request.POST or None,
        checklist=guideline,
        label="Centang yang terpenuhi",
        have=last_ticked(document),
    )
    if request.method == "POST" and form.is_valid():
        try:
            told = documents.check_document(document=document, actor=request.actor, **form.cleaned_data)
        except DomainError as error:
            blame(form, error)
        else:
            if told.what == "checked":
                messages.success(request, "Semua butir wajib terpenuhi: dokumen sesuai pedoman.")
            else:
                messages.warning(request, "Ada butir yang kurang: dokumen dikembalikan kepada penyusun.")
            return redirect(entry_url(document))
    return _page(
        request,
        document,
        form,
        title="Periksa menurut pedoman",
        lead=_basis(guideline, "Bila ada butir wajib yang kurang, dokumen kembali kepada penyusun."),
        submit="Simpan hasil pemeriksaan",
    )


def return_document(request: StaffRequest, year: int, entry_id: int) -> HttpResponse:
    document = _judged(request, entry_id)
    form = MilestoneForm(request.POST or None)
    form.fields["note"].label = WorkDocuments.spec("returned").note_label
    form.fields["note"].required = True
    if request.method == "POST" and form.is_valid():
        try:
            documents.send_back(document=document, actor=request.actor, **form.cleaned_data)
        except DomainError as error:
            blame(form, error)
        else:
            messages.success(request, "Dokumen dikembalikan kepada penyusun.")
            return redirect(entry_url(document))
    return _page(request, document, form, title="Kembalikan kepada penyusun", submit="Kembalikan dokumen")


def new_version(request: StaffRequest, year: int, entry_id: int) -> HttpResponse:
    document = get_visible(request.actor, WorkDocument, pk=entry_id)
    _require_keeper(request, may_record(request.actor, WorkDocuments), WorkDocuments.label)
    form = VersionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            changed = documents.add_version(
                document=document,
                actor=request.actor,
                upload=form.cleaned_data["file"],
                note=form.cleaned_data["note"],
            )
        except DomainError as error:
            blame(form, error)
        else:
            messages.success(request, f"Versi {changed.edition} tersimpan; versi sebelumnya tetap ada.")
            return redirect(entry_url(document))
    return _page(
        request,
        document,
        form,
        title=f"Unggah versi {document.edition + 1}",
        lead="Hasil pemeriksaan versi sebelumnya tidak berlaku bagi versi baru; dokumen diperiksa lagi.",
        submit="Simpan versi baru",
        multipart=True,
    )


def check_dossier(request: StaffRequest, year: int, entry_id: int) -> HttpResponse:
    dossier = get_visible(request.actor, DossierCheck, pk=entry_id)
    _require_keeper(request, may_record(request.actor, DossierChecks), DossierChecks.label)
    if dossier.is_cancelled or dossier.state == "completed":
        raise NotFound("Berkas ini tidak sedang diperiksa.")
    papers = checklist_for(dossier)
    if papers is None:
        return _page(
            request,
            dossier,
            None,
            title=f"Belum ada daftar kelengkapan untuk {DossierChecks.kinds[dossier.kind]}",
            lead="Pengelola pengaturan menambahkannya di Pengaturan, Kelengkapan berkas.",
        )
    form = ChecklistForm(
        request.POST or None, checklist=papers, label="Centang yang ada", have=dossier.present
    )
    if request.method == "POST" and form.is_valid():
        try:
            found = dossiers.check_papers(dossier=dossier, actor=request.actor, **form.cleaned_data)
        except DomainError as error:
            blame(form, error)
        else:
            if found.lacking:
                messages.warning(request, f"Tercatat, masih {len(found.lacking)} kelengkapan yang kurang.")
            else:
                messages.success(request, "Berkas lengkap.")
            return redirect(entry_url(dossier))
    return _page(
        request,
        dossier,
        form,
        title="Periksa kelengkapan berkas",
        lead=_basis(papers, "Berkas dinyatakan lengkap bila semua yang wajib ada."),
        submit="Simpan hasil pemeriksaan",
    )


def _judged(request: StaffRequest, entry_id: int) -> WorkDocument:
    """A document this actor may judge: keepers and those above them, never its author."""
    document = get_visible(request.actor, WorkDocument, pk=entry_id)
    if document.is_cancelled:
        raise NotFound("Dokumen ini sudah dibatalkan.")
    if not may_advance(request.actor, document, WorkDocuments.spec("checked")):
        raise Refused("Dokumen diperiksa pemegang buku atau atasannya, bukan penyusunnya sendiri.")
    return document


def _require_keeper(request: StaffRequest, allowed: bool, label: str) -> None:
    if not allowed:
        raise Refused(f"Buku {label} dipegang jabatan lain di kantor Anda.")


def _basis(checklist: Checklist, rule: str) -> str:
    law = f" ({checklist.legal_basis})" if checklist.legal_basis else ""
    return f"{checklist.name}{law}. {rule}"


def _page(request: StaffRequest, entry: Entry, form: forms.Form | None, **context: Any) -> HttpResponse:
    context |= {
        "entry": entry,
        "book": entry.declaration,
        "form": form,
        "subject": f"{entry.number_label} {entry.title}".strip(),
        "back_url": entry_url(entry),
        "year": entry.year,
    }
    failed = request.method == "POST"
    return render(request, "web/books/small_form.html", context, status=422 if failed else 200)
