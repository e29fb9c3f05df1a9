"""States of an office's log that were signed and are kept."""

from __future__ import annotations

from django.db import models

from takar.kernel import clock
from takar.organisation.models import Office


class StoredCheckpoint(models.Model):
    """A signed state of the log: what the books of then are proven with (takar.ledger.log).

    Whoever can write here can also delete here. What counts is the copy elsewhere: on paper, with an
    inspector, at a witness.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    size = models.PositiveBigIntegerField()
    root = models.CharField(max_length=64)
    note = models.TextField()
    """The checkpoint with all its signatures, in the text form of C2SP."""
    peaks = models.JSONField()
    """The whole subtrees at this size, so that a later state needs only later links. Never trusted:
    every check reads the whole chain."""
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "titik periksa"
        ordering = ["-size"]
        constraints = [models.UniqueConstraint(fields=["office", "size"], name="checkpoint_size_once")]

    def __str__(self) -> str:
        return f"{self.size} {self.root[:16]}"
