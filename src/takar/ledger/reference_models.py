"""The other kind of link in an office's chain: a row that numbers rest on was saved or removed."""

from __future__ import annotations

from django.db import models

from takar.organisation.models import Office, User


class ReferenceChange(models.Model):
    """Append-only and sealed like a milestone, in one sequence with the milestones of the office."""

    class What(models.TextChoices):
        SAVED = "saved", "Disimpan"
        REMOVED = "removed", "Dihapus"
        ADOPTED = "adopted", "Disegel pertama kali"

    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    seq = models.PositiveBigIntegerField()
    what = models.CharField(max_length=8, choices=What.choices)
    table = models.CharField(max_length=80, blank=True)
    """``app.Model``; empty where rows of several tables were adopted together."""
    key = models.CharField(max_length=64, blank=True)
    """The row's key; empty where the link tells of several rows."""
    content = models.JSONField()
    """Table -> key -> columns as they stand from here on, or null for a row that was removed."""
    at = models.DateTimeField()
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=200)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["seq"]
        constraints = [models.UniqueConstraint(fields=["office", "seq"], name="reference_seq_once")]

    def __str__(self) -> str:
        return f"{self.what} {self.table} {self.key}".strip()
