"""What the mail books do beyond recording: dispose, pass on, answer, reserve a number, archive."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from takar.kernel import clock
from takar.kernel.errors import DomainError, Refused
from takar.ledger import services as ledger
from takar.ledger.access import require_own
from takar.ledger.form_keys import SentBefore
from takar.ledger.models import CANCELLED, Entry, EntryLink
from takar.organisation.actor import Actor
from takar.organisation.models import Position
from takar.registers.mail.book import Archive, Dispositions, OutgoingLetters
from takar.registers.mail.models import (
    INSTRUCTIONS,
    ArchiveItem,
    Disposition,
    IncomingLetter,
    OutgoingLetter,
)

RECEIVER = "penerima_disposisi"
ARCHIVED_FROM = "arsip_dari"


def dispose(
    *,
    letter: IncomingLetter,
    actor: Actor,
    receivers: Sequence[Position],
    instructions: Sequence[str] = (),
    instruction: str = "",
    on: date,
    due_on: date | None = None,
    parent: Disposition | None = None,
    client_key: uuid.UUID | None = None,
) -> list[Disposition]:
    """Give one sheet to several receivers. The first sheet makes the letter "didisposisi".

    Camat and Sekretaris dispose; whoever received a disposition may pass it on (``parent``) to the
    positions below theirs. The same ``client_key`` again returns the sheet that was given.
    """
    require_own(actor, letter)
    _check_may_dispose(actor, receivers, parent)
    if parent is not None and parent.letter_id != letter.pk:
        raise DomainError("Disposisi yang diteruskan milik surat lain.")
    if parent is not None and parent.is_cancelled:
        raise DomainError("Disposisi yang diteruskan sudah dibatalkan.")
    if not receivers:
        raise DomainError("Pilih sekurang-kurangnya satu penerima.", field="receivers")
    if unknown := set(instructions) - set(INSTRUCTIONS):
        raise DomainError(f"Perintah tidak dikenal: {', '.join(sorted(unknown))}.", field="instructions")
    if not instructions and not instruction.strip():
        raise DomainError("Pilih perintah atau tulis catatan.", field="instruction")
    if due_on is not None and due_on < on:
        raise DomainError("Batas waktu tidak dapat mendahului tanggal disposisi.", field="due_on")
    if on < (parent.occurred_on if parent else letter.occurred_on):
        raise DomainError("Tanggal disposisi tidak dapat mendahului penerimaan surat.", field="on")
    sheet = client_key or uuid.uuid4()
    with transaction.atomic():
        current = Entry.objects.select_for_update().get(pk=letter.pk)
        if current.is_cancelled:
            raise DomainError("Surat ini sudah dibatalkan.")
        if parent is not None and "completed" in parent.history:
            raise DomainError("Disposisi ini sudah selesai.")
        # Looked up under the letter's lock: the same form sent twice at one moment is one sheet.
        if sent := list(Disposition.objects.filter(sheet=sheet)):
            return _same_sheet(
                sent, actor, letter, parent, receivers, list(instructions), instruction.strip(), due_on
            )
        given = []
        for receiver in dict.fromkeys(receivers):
            entry = ledger.record_entry(
                book=Dispositions,
                actor=actor,
                keepers_only=False,
                values={
                    "letter": letter,
                    "parent": parent,
                    "sheet": sheet,
                    "giver_id": actor.main.position_id if actor.main else None,
                    "giver_name": actor.signature,
                    "instructions": list(instructions),
                    "instruction": instruction.strip(),
                    "due_on": due_on,
                    "occurred_on": on,
                    "title": letter.title,
                    "area_id": letter.area_id,
                    "village_id": letter.village_id,
                    "restricted": letter.restricted,
                    "position": receiver,
                },
                # The receiver reads the letter (also a confidential one); the giver goes on reading the sheet.
                participants=[
                    ledger.Part([receiver.pk], RECEIVER, entry=letter),
                    ledger.Part([actor.main.position_id] if actor.main else [], "pemberi"),
                ],
            )
            given.append(entry)
        if "dispositioned" not in letter.history:
            ledger.add_milestone(entry=letter, what="dispositioned", on=on, actor=actor, by_service=True)
    return given


def _same_sheet(
    sent: list[Disposition],
    actor: Actor,
    letter: IncomingLetter,
    parent: Disposition | None,
    receivers: Sequence[Position],
    instructions: list[str],
    instruction: str,
    due_on: date | None,
) -> list[Disposition]:
    """The sheet that this form made already; raises SentBefore when the form says something else now."""
    first = sent[0]
    same = (
        first.recorded_by_id == actor.user_id
        and (first.letter_id, first.parent_id) == (letter.pk, parent.pk if parent else None)
        and {d.position_id for d in sent} == {position.pk for position in receivers}
        and (list(first.instructions), first.instruction, first.due_on) == (instructions, instruction, due_on)
        and not any(d.is_cancelled for d in sent)
    )
    if same:
        return sent
    raise SentBefore(
        "Formulir ini sudah terkirim sebagai disposisi dengan isi lain. Kirim sekali lagi bila yang sekarang "
        "memang disposisi tambahan."
    )


def _check_may_dispose(actor: Actor, receivers: Sequence[Position], parent: Disposition | None) -> None:
    if actor.user_id is None:
        return
    if any(receiver.office_id != actor.office_id for receiver in receivers):
        raise Refused("Penerima disposisi harus jabatan di kantor Anda.")
    if parent is not None:
        if parent.position_id not in actor.position_ids:
            raise Refused("Disposisi ini ditujukan kepada jabatan lain.")
        if any(receiver.pk not in actor.below for receiver in receivers):
            raise Refused("Disposisi diteruskan kepada jabatan di bawah Anda.")
    elif not actor.is_leader:
        raise Refused("Surat didisposisi oleh Camat atau Sekretaris.")


def mark_read(*, disposition: Disposition, actor: Actor) -> None:
    """Record once that the receiver opened it, without a message. Other readers change nothing."""
    if disposition.position_id in actor.position_ids and disposition.state == "given":
        ledger.add_milestone(entry=disposition, what="read", on=clock.today(), actor=actor, by_service=True)


def reserve_number(*, actor: Actor, values: Mapping[str, Any]) -> OutgoingLetter:
    """Keep a number for a letter still to be written; it is seen as reserved until filled."""
    return ledger.record_entry(book=OutgoingLetters, actor=actor, values=values, initial="reserved")


def fill_reserved(*, letter: OutgoingLetter, actor: Actor, values: Mapping[str, Any]) -> OutgoingLetter:
    """Write the letter of a reserved number: its columns, and that it is now drafted."""
    with transaction.atomic():
        filled = ledger.correct_entry(
            entry=letter, actor=actor, values=values, reason="Mengisi nomor yang dicadangkan."
        )
        ledger.add_milestone(
            entry=filled, what="drafted", on=filled.occurred_on, actor=actor, by_service=True
        )
    return filled


def is_archived(letter: Entry) -> bool:
    filed = EntryLink.objects.filter(target_id=letter.pk, relation=ARCHIVED_FROM)
    return filed.exclude(source__state=CANCELLED).exists()


def archive_values(letter: IncomingLetter | OutgoingLetter) -> dict[str, Any]:
    """What the archive takes over from a letter, by column."""
    incoming = isinstance(letter, IncomingLetter)
    return {
        "occurred_on": clock.today(),
        "kind": "surat_masuk" if incoming else "surat_keluar",
        "filing_code": letter.filing_code,
        "title": letter.title,
        "span": str(letter.year),
        "copy_level": "asli" if incoming else "pertinggal",
        "area": letter.area,
        "village": letter.village,
        "restricted": letter.restricted,
        "quantity": 1,
    }


def archive_letter(
    *, letter: IncomingLetter | OutgoingLetter, actor: Actor, values: Mapping[str, Any]
) -> ArchiveItem:
    """File a letter: an archive item that rests on it; an incoming letter also becomes "diarsipkan".

    What is filed of a confidential letter is confidential too.
    """
    if not values.get("filing_code"):
        raise DomainError("Pilih kode klasifikasi.", field="filing_code")
    with transaction.atomic():
        Entry.objects.select_for_update().get(pk=letter.pk)
        if is_archived(letter):
            raise DomainError("Surat ini sudah diarsipkan.")
        restricted = letter.restricted or bool(values.get("restricted"))
        item = ledger.record_entry(
            book=Archive,
            actor=actor,
            values={**values, "restricted": restricted},
            links=[(letter, ARCHIVED_FROM)],
        )
        if isinstance(letter, IncomingLetter):
            ledger.add_milestone(
                entry=letter,
                what="archived",
                on=item.occurred_on,
                actor=actor,
                note=f"Berkas arsip nomor {item.number_label}. {item.location}".strip(),
                by_service=True,
            )
    return item
