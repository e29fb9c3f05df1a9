"""What files look like and say, noted when they come in, so that near-identical proof is found later."""

from __future__ import annotations

from datetime import date
from typing import Final

from takar.kernel.errors import BadInput
from takar.kernel.quarantine import read_foreign
from takar.ledger.models import EvidenceFile

_READER: Final = "takar.kernel.foreign.likeness"


def note(file: EvidenceFile, content: bytes) -> None:
    """Fill in the marks of a file that is not stored yet. Read in quarantine; a broken file has none."""
    file.examined = True
    if file.media_type != "application/pdf" and not file.media_type.startswith("image/"):
        return
    try:
        match read_foreign(_READER, content, media_type=file.media_type):
            case {"words": str(words), "look": str(look), "taken": str(taken)}:
                file.words, file.look = words[:64], look[:64]
                file.taken_on = date.fromisoformat(taken) if taken else None
    except (BadInput, ValueError):
        pass  # the file stays evidence; it is only compared with no other


def examine_old(at_most: int) -> int:
    """Note the marks of files from before they were kept; returns how many were looked at, newest first.

    Bounded, because each takes some hundredths of a second; called again it goes on.
    """
    rows = EvidenceFile.objects.filter(examined=False).order_by("-pk")[:at_most]
    count = 0
    for file in rows:
        try:
            with file.file.open("rb") as stream:
                note(file, stream.read())
        except OSError:
            file.examined = True  # gone from the disk: told by Pemeriksaan, looked for no more
        file.save(update_fields=["words", "look", "taken_on", "examined"])
        count += 1
    return count
