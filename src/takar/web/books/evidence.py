"""Evidence over the web: stored files leave only through the policy of their entry."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from takar.kernel.access import get_visible, visible
from takar.kernel.errors import DomainError, NotFound, Refused
from takar.ledger import access
from takar.ledger import evidence as files
from takar.ledger.file_names import honest_name
from takar.ledger.models import Entry, Evidence
from takar.web.addresses import entry_url
from takar.web.forms import ReasonForm, UploadForm, blame
from takar.web.http import StaffRequest

SHOWN_INLINE = {"application/pdf", "image/jpeg", "image/png", "image/webp"}


@require_POST
def attach(request: StaffRequest, year: int, entry_id: int) -> HttpResponse:
    entry = get_visible(request.actor, Entry, pk=entry_id).detail()
    form = UploadForm(request.POST, request.FILES, camera=entry.declaration.photos)
    if form.is_valid():
        try:
            files.attach_all(
                entry=entry,
                actor=request.actor,
                uploads=form.files_told(),
                caption=form.cleaned_data["caption"],
            )
        except Refused:
            raise
        except DomainError as error:
            blame(form, error)
        else:
            messages.success(request, "Bukti tersimpan.")
            warn_of_unreadable(request, entry)
            return redirect(f"{entry_url(entry)}#bukti")
    context = {
        "title": "Tambah bukti",
        "entry": entry,
        "book": entry.declaration,
        "subject": f"{entry.number_label} {entry.title}".strip(),
        "form": form,
        "submit": "Simpan bukti",
        "back_url": entry_url(entry),
        "multipart": True,
    }
    return render(request, "web/books/small_form.html", context, status=422)


def warn_of_unreadable(request: StaffRequest, entry: Entry) -> None:
    """Whoever holds the paper must not throw it away because of a scan that nobody can look at."""
    scans = visible(request.actor, Evidence).filter(
        entry=entry, withdrawn_at=None, file__preview="", file__media_type__in=SHOWN_INLINE
    )
    for scan in scans:
        messages.warning(
            request,
            f"{scan.name} tersimpan, tetapi tidak dapat ditampilkan. Buka dan periksa; bila rusak, unggah lagi.",
        )


def _readable(request: StaffRequest, evidence_id: int) -> Evidence:
    """Evidence was often withdrawn because it should not be seen: then only keepers still read it."""
    evidence = get_visible(request.actor, Evidence, pk=evidence_id)
    if evidence.withdrawn_at and not access.may_record(request.actor, evidence.entry.declaration):
        raise NotFound("Bukti ini sudah ditarik.")
    return evidence


def show(request: StaffRequest, evidence_id: int) -> FileResponse:
    evidence = _readable(request, evidence_id)
    media_type = evidence.file.media_type
    return _file_response(evidence.file.file.open("rb"), media_type, honest_name(evidence.name, media_type))


def preview(request: StaffRequest, evidence_id: int) -> FileResponse:
    evidence = _readable(request, evidence_id)
    if not evidence.file.preview:
        raise NotFound("Berkas ini tidak mempunyai gambar kecil.")
    response = _file_response(evidence.file.preview.open("rb"), "image/jpeg", "kecil.jpg")
    response["Cache-Control"] = "private, max-age=86400, immutable"
    return response


def _file_response(file: object, media_type: str, name: str) -> FileResponse:
    """Only harmless types open in the browser; the file itself may never run anything."""
    response = FileResponse(
        file, content_type=media_type, filename=name, as_attachment=media_type not in SHOWN_INLINE
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def withdraw(request: StaffRequest, evidence_id: int) -> HttpResponse:
    evidence = get_visible(request.actor, Evidence, pk=evidence_id)
    entry = evidence.entry
    if not access.may_record(request.actor, entry.declaration):
        raise Refused("Bukti ditarik oleh pemegang buku.")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        files.withdraw(evidence=evidence, actor=request.actor, reason=form.cleaned_data["reason"])
        messages.success(request, "Bukti ditarik; berkas dan alasannya tetap tersimpan.")
        return redirect(f"{entry_url(entry)}#bukti")
    context = {
        "title": f"Tarik bukti “{evidence}”",
        "entry": entry,
        "book": entry.declaration,
        "subject": f"{entry.number_label} {entry.title}".strip(),
        "form": form,
        "submit": "Tarik bukti",
        "danger": True,
        "back_url": entry_url(entry),
    }
    failed = request.method == "POST"
    return render(request, "web/books/small_form.html", context, status=422 if failed else 200)
