"""ICT support: what colleagues ask for, conferences set up, equipment looked after, faults resolved."""

from __future__ import annotations

from django.db import models

from takar.kernel.columns import MomentField
from takar.kernel.formatting import NOTHING
from takar.kernel.spans import PLAN
from takar.ledger.models import Entry
from takar.organisation.models import Position

NETWORK = "jaringan"
CONFERENCE = "konferensi_video"


class SupportJob(Entry):
    """A piece of ICT support. ``occurred_on`` is the day it was asked for or noticed.

    For a network fault ``started_at`` and ``ended_at`` are when the network went and came back; for a
    conference, when it begins and ends.
    """

    requester = models.ForeignKey(
        Position, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="diminta oleh"
    )
    place = models.CharField("tempat", max_length=160, blank=True, help_text="Ruang, loket atau perangkat.")
    started_at = MomentField(
        "mulai", null=True, blank=True, help_text="Tanggal dan jam, misalnya 12/3/2026 08.30.", span=PLAN
    )
    ended_at = MomentField("selesai", null=True, blank=True, span=PLAN)
    platform = models.CharField("aplikasi atau tautan", max_length=200, blank=True)
    equipment = models.CharField(
        "peralatan",
        max_length=240,
        blank=True,
        help_text="Misalnya kamera, mikrofon, proyektor, sakelar jaringan.",
    )
    layout = models.CharField(
        "tata letak", max_length=160, blank=True, help_text="Misalnya kelas, U, teater."
    )
    cause = models.CharField("penyebab", max_length=240, blank=True)
    solution = models.CharField("penanganan", max_length=500, blank=True)

    class Meta:
        verbose_name = "layanan TIK"
        indexes = [models.Index(fields=["started_at"], name="support_started")]

    @property
    def duration(self) -> str:
        """``2 jam 15 menit``: of a fault, how long the network was down."""
        if self.started_at is None or self.ended_at is None:
            return NOTHING
        return lasting(int((self.ended_at - self.started_at).total_seconds()) // 60)

    @property
    def downtime(self) -> str:
        return self.duration if self.kind == NETWORK else NOTHING

    @property
    def is_open(self) -> bool:
        return self.state == "requested"


def lasting(minutes: int) -> str:
    """``90`` -> ``1 jam 30 menit``; whole days are named from 24 hours on."""
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    parts = [f"{count} {word}" for count, word in ((days, "hari"), (hours, "jam"), (left, "menit")) if count]
    return " ".join(parts) or "0 menit"
