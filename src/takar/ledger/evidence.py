"""Evidence: files that prove an entry. Stored once per office, typed by their bytes, never deleted."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from takar.kernel import clock
from takar.kernel.access import require_pen
from takar.kernel.errors import BadInput, DomainError, Refused
from takar.kernel.quarantine import read_foreign
from takar.ledger import access, chain, likeness
from takar.ledger.file_names import honest_name
from takar.ledger.models import Entry, Evidence, EvidenceFile, Milestone
from takar.ledger.services import EVIDENCE_ADDED, EVIDENCE_WITHDRAWN, new_milestone
from takar.organisation.actor import Actor

MAX_BYTES: Final = 20 * 1024 * 1024
PREVIEW_EDGE: Final = 640
"""Longest edge of a preview, in pixels."""
_KINDS: Final = "takar.kernel.foreign.kinds"
_PICTURES: Final = "takar.kernel.foreign.pictures"
_JPEG: Final = b"\xff\xd8\xff"


def sniff(content: bytes) -> tuple[str, str]:
    """``(extension, media type)`` from the bytes; the file's name is not asked, it may lie.

    Raises BadInput for kinds that are not accepted, for office files with macros and for pictures that
    unfold to more than memory holds. Read in quarantine.
    """
    extension, media_type = read_foreign(_KINDS, content)
    return extension, media_type


def preview_of(content: bytes, media_type: str) -> bytes | None:
    """A JPEG of the picture or of the PDF's first page; None when there is nothing to show.

    A broken file must not lose the evidence, so any decoding fault only means: no preview. A decoder
    that had to be ended is reported to the security log. Read in quarantine.
    """
    if media_type != "application/pdf" and not media_type.startswith("image/"):
        return None
    try:
        picture = read_foreign(_PICTURES, content, media_type=media_type, edge=PREVIEW_EDGE)
    except BadInput:
        return None
    return picture if isinstance(picture, bytes) and picture.startswith(_JPEG) else None


@dataclass(frozen=True)
class Ready:
    """An upload that was judged and is on the disk, but proves nothing yet."""

    stored: EvidenceFile
    """Its row; without a key when the office does not have this file yet."""
    name: str


def make_ready(*, office_id: int, uploads: Sequence[UploadedFile[Any]]) -> list[Ready]:
    """Judge uploads and force their bytes to the disk.

    Call it before the transaction of the write: a slow disk must not hold the ledger's locks, a refused
    file stops the write before anything is recorded, and no row ever names a file that a power cut took.
    A file whose write is then refused stays behind without a row.
    """
    found: dict[str, Ready] = {}
    for upload in uploads:
        ready = _make_ready(office_id, upload)
        found.setdefault(ready.stored.sha256, ready)  # chosen twice is one file
    return list(found.values())


def _make_ready(office_id: int, upload: UploadedFile[Any]) -> Ready:
    if (upload.size or 0) > MAX_BYTES:
        raise DomainError("Berkas lebih besar dari 20 MB. Perkecil atau bagi dahulu.", field="file")
    content = upload.read()
    if not content:
        raise DomainError("Berkas ini kosong.", field="file")
    extension, media_type = sniff(content)
    sha256 = hashlib.sha256(content).hexdigest()
    stored = EvidenceFile.objects.filter(office_id=office_id, sha256=sha256).first()
    if stored is None or not _is_whole(stored):
        fresh = EvidenceFile(office_id=office_id, sha256=sha256, media_type=media_type, size=len(content))
        folder = f"{office_id}/{sha256[:2]}/{sha256}"
        fresh.file.save(f"{folder}.{extension}", ContentFile(content), save=False)
        if stored is None:
            likeness.note(fresh, content)
            if picture := preview_of(content, media_type):
                fresh.preview.save(f"{folder}-preview.jpg", ContentFile(picture), save=False)
            stored = fresh
    return Ready(stored, honest_name(upload.name or "bukti", media_type))


def _is_whole(stored: EvidenceFile) -> bool:
    """Whether the file is there in its full length; older versions may have lost it in a power cut."""
    try:
        return stored.file.size == stored.size
    except OSError:
        return False


def attach(
    *, entry: Entry, actor: Actor, upload: UploadedFile[Any], caption: str = "", by_service: bool = False
) -> Evidence:
    """Store the file (once per office) and make it evidence of the entry, recorded as a sealed milestone."""
    found = attach_all(entry=entry, actor=actor, uploads=[upload], caption=caption, by_service=by_service)
    return found[0]


def attach_all(
    *,
    entry: Entry,
    actor: Actor,
    uploads: Sequence[UploadedFile[Any]],
    caption: str = "",
    by_service: bool = False,
) -> list[Evidence]:
    """Make several uploads evidence of the entry, all or none."""
    _require_may_attach(entry, actor, by_service)
    ready = make_ready(office_id=entry.office_id, uploads=uploads)
    return attach_ready(entry=entry, actor=actor, ready=ready, caption=caption, by_service=by_service)


def attach_ready(
    *,
    entry: Entry,
    actor: Actor,
    ready: Sequence[Ready],
    caption: str = "",
    by_service: bool = False,
    again: bool = False,
) -> list[Evidence]:
    """Make files of :func:`make_ready` evidence of the entry, all or none.

    ``by_service``: the caller checked who may. ``again``: a form may be sent a second time; a file it
    brought the first time is passed over, also when it was withdrawn since.
    """
    _require_may_attach(entry, actor, by_service)
    made = []
    now = clock.now()
    with transaction.atomic():
        cancelled = Entry.objects.select_for_update().get(pk=entry.pk).is_cancelled
        # In one order for every writer, or two that bring the same files would block each other.
        for file in sorted(ready, key=lambda file: file.stored.sha256):
            stored = _row_of(file)
            uses = Evidence.objects.filter(entry_id=entry.pk, file=stored)
            if again and uses.exists():
                continue
            if cancelled:
                raise DomainError("Entri yang dibatalkan tidak menerima bukti baru.")
            if uses.filter(withdrawn_at=None).exists():
                raise DomainError("Berkas yang sama sudah menjadi bukti entri ini.", field="file")
            made.append(
                Evidence.objects.create(
                    entry_id=entry.pk,
                    file=stored,
                    name=file.name,
                    caption=caption.strip()[:200],
                    added_by_id=actor.user_id,
                    added_at=now,
                )
            )
        if made:
            chain.append([_added_milestone(entry, item, actor) for item in made])
    return made


def _require_may_attach(entry: Entry, actor: Actor, by_service: bool) -> None:
    access.require_own(actor, entry)
    require_pen(actor)
    involved = entry.position_id in actor.position_ids
    if not (by_service or involved or access.may_record(actor, entry.declaration)):
        raise Refused("Bukti ditambahkan oleh pemegang buku atau penanggung jawab entri.")


def _row_of(file: Ready) -> EvidenceFile:
    """The office's row of the file; somebody else may have brought the same file a moment earlier."""
    if file.stored.pk is not None:
        return file.stored
    EvidenceFile.objects.bulk_create([file.stored], ignore_conflicts=True)
    return EvidenceFile.objects.get(office_id=file.stored.office_id, sha256=file.stored.sha256)


def _added_milestone(entry: Entry, evidence: Evidence, actor: Actor) -> Milestone:
    details = {
        "evidence": evidence.pk,
        "sha256": evidence.file.sha256,
        "name": evidence.name,
        "caption": evidence.caption,
        "media_type": evidence.file.media_type,
    }
    return new_milestone(entry, EVIDENCE_ADDED, clock.today(), actor, details=details, at=evidence.added_at)


def withdraw(*, evidence: Evidence, actor: Actor, reason: str) -> None:
    """Take evidence back with a reason. Row and file remain for the audit."""
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
