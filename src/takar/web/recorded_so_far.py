"""What a failed request may truthfully say about what was stored."""

from __future__ import annotations

import errno

from django.db.utils import DatabaseError
from django.http import HttpRequest

from takar.kernel.access import visible
from takar.ledger import committed
from takar.ledger.models import Entry

CHECK_FIRST = (
    "Bila Anda baru menyimpan sesuatu, belum tentu tersimpan: periksa daftarnya sebelum mencatat lagi."
)
NAMED = 3
"""More entries than this are counted, not named."""


def recorded_so_far(request: HttpRequest, error: BaseException | None) -> str:
    """One or two sentences for the page of a failure.

    What was committed is known exactly. That nothing was, is only known when the disk was full: a
    database whose connection broke during the commit may have made it all the same.
    """
    if request.method != "POST":
        return ""
    if found := committed.entries():
        return (
            f"Sudah tersimpan sebelum gangguan: {_named(request, found)}. Buka dahulu sebelum mencatat lagi."
        )
    if is_disk_full(error):
        return (
            "Tidak ada entri yang tercatat dari kiriman ini. Kembali ke formulirnya dan kirim lagi setelah "
            "ada ruang; isian yang sama tidak tercatat dua kali."
        )
    return CHECK_FIRST


def is_disk_full(error: BaseException | None) -> bool:
    """Whether a write failed for want of space: the file system's, SQLite's and PostgreSQL's words for it."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        if getattr(error, "sqlstate", None) == "53100" or "disk is full" in str(error):
            return True
        error = error.__cause__
    return False


def _named(request: HttpRequest, found: tuple[int, ...]) -> str:
    if len(found) > NAMED:
        return f"{len(found)} entri"
    try:
        rows = list(visible(request.actor, Entry).filter(pk__in=found))  # type: ignore[attr-defined]
    except (AttributeError, DatabaseError):  # no actor yet, or the database is what failed
        rows = []
    labels = [f"{row.declaration.entry_label} nomor {row.number_label or row.pk}" for row in rows]
    return ", ".join(labels) or f"{len(found)} entri"
