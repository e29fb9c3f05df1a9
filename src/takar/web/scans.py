"""Files that a browser shows itself, and the warning for those that nobody can look at."""

from __future__ import annotations

from typing import Final

from django.contrib import messages

from takar.kernel.access import visible
from takar.ledger.models import Entry, Evidence
from takar.web.http import StaffRequest

SHOWN_INLINE: Final = frozenset({"application/pdf", "image/jpeg", "image/png", "image/webp"})


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
