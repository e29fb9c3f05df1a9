"""Evidence over the web: stored files leave only through the policy of their entry."""

from __future__ import annotations

from django.http import FileResponse

from takar.kernel.access import get_visible
from takar.kernel.errors import NotFound
from takar.ledger import access
from takar.ledger.file_names import honest_name
from takar.ledger.models import Evidence
from takar.web.http import StaffRequest
from takar.web.scans import SHOWN_INLINE


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
