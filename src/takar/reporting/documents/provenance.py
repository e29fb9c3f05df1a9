"""Every export and print says who made it, when, for which office and for what purpose."""

from __future__ import annotations

from django.utils import timezone

from takar.kernel import clock
from takar.kernel.errors import DomainError
from takar.kernel.formatting import format_moment, format_number
from takar.ledger import log
from takar.organisation.actor import Actor
from takar.organisation.models import Office
from takar.reporting.writers.stamp import Stamp

About = list[tuple[str, str]]
"""Lines of the sheet "Tentang berkas ini"."""


def printed_by(actor: Actor) -> str:
    """The small line at the foot of a printed list."""
    return f"dicetak {format_moment(timezone.localtime(clock.now()))} oleh {actor.signature}"


def books_stamp(office: Office) -> Stamp:
    """The signed state of the books in the foot of a paper: the QR code is the checkpoint itself.

    Whoever keeps the paper can prove later that the books of that day were not rewritten since.
    """
    try:
        point = log.head(office)
    except (DomainError, OSError):
        # A paper must come out all the same; that it lacks this is said on it.
        return Stamp(
            (), ("Titik periksa buku tidak dapat dibuat; pengelola menjalankan “takar audit verify”.",)
        )
    return Stamp(
        (str(point),),
        (
            f"Buku {point.origin}, {format_number(point.size)} langkah, akar {point.short_root}",
            "Titik periksa bertanda tangan dalam kode QR; periksa dengan “takar audit verify --against”",
        ),
    )


def about(
    actor: Actor, *, contents: str, purpose: str = "", narrowed: str = "", personal: bool = False
) -> About:
    """What the second sheet of an export says; the first stays a plain table that Takar reads back."""
    lines = [
        ("Isi", contents),
        ("Kantor", f"{actor.office.name} ({actor.office.code})" if actor.office else ""),
        ("Diunduh oleh", actor.signature),
        ("Waktu", format_moment(timezone.localtime(clock.now()))),
        ("Saringan", narrowed or "tidak ada"),
    ]
    if purpose:
        lines.append(("Kegunaan", purpose))
    if personal:
        lines.append(
            (
                "Data pribadi",
                "Memuat data pribadi (UU 27/2022). Pakai hanya untuk keperluan dinas dan hapus bila selesai.",
            )
        )
    return lines
