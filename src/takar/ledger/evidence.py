"""Evidence: files that prove an entry. Stored once per office, typed by their bytes, never deleted."""

from __future__ import annotations

import hashlib
import io
import zipfile
from typing import Any, Final

import filetype
import pypdfium2
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from PIL import Image, ImageOps

from takar.kernel import clock
from takar.kernel.access import require_pen
from takar.kernel.errors import DomainError, Refused
from takar.ledger import access, chain
from takar.ledger.models import Entry, Evidence, EvidenceFile
from takar.ledger.services import EVIDENCE_ADDED, EVIDENCE_WITHDRAWN, new_milestone
from takar.organisation.actor import Actor

MAX_BYTES: Final = 20 * 1024 * 1024
PREVIEW_EDGE: Final = 640
"""Longest edge of a preview, in pixels."""

_OFFICE_PARTS = {
    "word/document.xml": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xl/workbook.xml": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
_PLAIN = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
}
ACCEPTED: Final = "PDF, foto (JPG, PNG, WebP), Word (DOCX) atau Excel (XLSX)"


def sniff(content: bytes) -> tuple[str, str]:
    """``(extension, media type)`` from the bytes; the file's name is not asked, it may lie."""
    kind = filetype.guess(content[:8192])
    if kind is not None and kind.mime in _PLAIN:
        return _PLAIN[kind.mime], kind.mime
    if content[:4] == b"PK\x03\x04":
        try:
            names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
        except zipfile.BadZipFile:
            names = set()
        for part, found in _OFFICE_PARTS.items():
            if part in names:
                return found
    raise DomainError(f"Jenis berkas ini tidak diterima. Unggah {ACCEPTED}.", field="file")


def preview_of(content: bytes, media_type: str) -> bytes | None:
    """A JPEG of the picture or of the PDF's first page; None when there is nothing to show.

    A broken file must not lose the evidence, so any decoding fault only means: no preview.
    """
    try:
        if media_type == "application/pdf":
            document = pypdfium2.PdfDocument(content)
            try:
                page = document[0]
                picture = page.render(scale=PREVIEW_EDGE / max(page.get_size())).to_pil()
            finally:
                document.close()
        elif media_type.startswith("image/"):
            picture = ImageOps.exif_transpose(Image.open(io.BytesIO(content)))
        else:
            return None
        picture.thumbnail((PREVIEW_EDGE, PREVIEW_EDGE))
        out = io.BytesIO()
        picture.convert("RGB").save(out, "JPEG", quality=80)
    except Exception:  # decoders raise whatever they like on damaged bytes, SyntaxError included
        return None
    return out.getvalue()


def attach(
    *, entry: Entry, actor: Actor, upload: UploadedFile[Any], caption: str = "", by_service: bool = False
) -> Evidence:
    """Store the file (once per office) and make it evidence of the entry; told by a sealed milestone."""
    access.require_own(actor, entry)
    require_pen(actor)
    involved = entry.position_id in actor.position_ids
    if not (by_service or involved or access.may_record(actor, entry.declaration)):
        raise Refused("Bukti ditambahkan oleh pemegang buku atau penanggung jawab entri.")
    if (upload.size or 0) > MAX_BYTES:
        raise DomainError("Berkas lebih besar dari 20 MB. Perkecil atau bagi dahulu.", field="file")
    content = upload.read()
    if not content:
        raise DomainError("Berkas ini kosong.", field="file")
    extension, media_type = sniff(content)
    sha256 = hashlib.sha256(content).hexdigest()
    stored = EvidenceFile.objects.filter(office_id=entry.office_id, sha256=sha256).first()
    written: EvidenceFile | None = None
    if stored is None:
        # Files are written before the transaction: slow disks must not hold the ledger's locks.
        written = EvidenceFile(
            office_id=entry.office_id, sha256=sha256, media_type=media_type, size=len(content)
        )
        folder = f"{entry.office_id}/{sha256[:2]}/{sha256}"
        written.file.save(f"{folder}.{extension}", ContentFile(content), save=False)
        if picture := preview_of(content, media_type):
            written.preview.save(f"{folder}-preview.jpg", ContentFile(picture), save=False)
    with transaction.atomic():
        if Entry.objects.select_for_update().get(pk=entry.pk).is_cancelled:
            raise DomainError("Entri yang dibatalkan tidak menerima bukti baru.")
        if written is not None:
            EvidenceFile.objects.bulk_create([written], ignore_conflicts=True)
            stored = EvidenceFile.objects.get(office_id=entry.office_id, sha256=sha256)
        assert stored is not None
        if Evidence.objects.filter(entry_id=entry.pk, file=stored, withdrawn_at=None).exists():
            raise DomainError("Berkas yang sama sudah menjadi bukti entri ini.", field="file")
        evidence = Evidence.objects.create(
            entry_id=entry.pk,
            file=stored,
            name=(upload.name or f"bukti.{extension}")[:200],
            caption=caption.strip()[:200],
            added_by_id=actor.user_id,
        )
        details = {"evidence": evidence.pk, "sha256": sha256, "name": evidence.name}
        chain.append([new_milestone(entry, EVIDENCE_ADDED, clock.today(), actor, details=details)])
    return evidence


def withdraw(*, evidence: Evidence, actor: Actor, reason: str) -> None:
    """Take evidence back with a reason. Row and file remain for whoever audits."""
    access.require_own(actor, evidence.entry)
    if not access.may_record(actor, evidence.entry.declaration):
        raise Refused("Bukti ditarik oleh pemegang buku.")
    if not reason.strip():
        raise DomainError("Tulis alasan penarikan.", field="reason")
    with transaction.atomic():
        Entry.objects.select_for_update().get(pk=evidence.entry_id)
        fresh = Evidence.objects.filter(pk=evidence.pk, withdrawn_at=None)
        if not fresh.update(withdrawn_at=clock.now()):
            raise DomainError("Bukti ini sudah ditarik.")
        details = {"evidence": evidence.pk, "sha256": evidence.file.sha256, "name": evidence.name}
        chain.append(
            [
                new_milestone(
                    evidence.entry, EVIDENCE_WITHDRAWN, clock.today(), actor, note=reason, details=details
                )
            ]
        )
