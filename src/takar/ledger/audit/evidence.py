"""Evidence against the history: which file proves which entry, and that its bytes are those of then."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from takar.ledger.audit.entries import same_moment
from takar.ledger.audit.guard import Damaged, streamed
from takar.ledger.audit.history import Replay, ToldEvidence
from takar.ledger.models import Evidence, EvidenceFile


def findings(office_id: int, replay: Replay) -> Iterator[str]:
    seen = set()
    for row in streamed(Evidence.objects.filter(entry__office_id=office_id).select_related("file")):
        if isinstance(row, Damaged):
            seen.add(row.key)
            yield f"Bukti {row.key} tidak dapat dibaca: {row.why}."
            continue
        seen.add(row.pk)
        told = replay.evidence.get(row.pk)
        if told is None:
            yield f"Entri {row.entry_id}: bukti {row.pk} ({row.name}) tidak tertulis dalam riwayat."
        else:
            yield from (f"Entri {told.entry}: bukti {row.pk} ({row.name}) {f}." for f in _faults(row, told))
    for pk in sorted(replay.evidence.keys() - seen):
        told = replay.evidence[pk]
        yield f"Entri {told.entry}: bukti {pk} ({told.details.get('name', '')}) hilang atau dipindahkan."
    yield from altered_files(office_id)


def _faults(row: Evidence, told: ToldEvidence) -> Iterator[str]:
    if row.entry_id != told.entry:
        yield f"dipindahkan ke entri {row.entry_id}"
    if row.file.sha256 != told.details.get("sha256"):
        yield "menunjuk berkas lain daripada yang disegel"
    if row.file.media_type != told.details.get("media_type", row.file.media_type):
        yield "berkasnya disebut berjenis lain daripada yang disegel"
    if row.withdrawn_at is None and told.withdrawn_at is not None:
        yield "sudah ditarik menurut riwayat, tetapi masih berlaku"
    elif row.withdrawn_at is not None and told.withdrawn_at is None:
        yield "ditarik tanpa catatan dalam riwayat"
    elif not same_moment(row.withdrawn_at, told.withdrawn_at):
        yield "ditarik pada waktu lain daripada yang tertulis dalam riwayat"
    for name in ("name", "caption"):
        # Older milestones tell no caption.
        if name in told.details and getattr(row, name) != told.details[name]:
            yield f"kolom {name} tidak sesuai riwayatnya"
    if row.added_by_id != told.added_by or not same_moment(row.added_at, told.added_at):
        yield "pemberi atau waktunya bukan yang tertulis dalam riwayat"


def altered_files(office_id: int) -> Iterator[str]:
    for stored in streamed(EvidenceFile.objects.filter(office_id=office_id)):
        if isinstance(stored, Damaged):
            yield f"Baris berkas bukti {stored.key} tidak dapat dibaca: {stored.why}."
            continue
        try:
            with stored.file.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            yield f"Berkas bukti {stored.file.name} hilang."
            continue
        except (OSError, ValueError) as error:
            yield f"Berkas bukti {stored.file.name} tidak dapat dibaca: {error}."
            continue
        if found != stored.sha256 or stored.file.size != stored.size:
            yield f"Berkas bukti {stored.file.name} bukan lagi berkas yang diunggah."
