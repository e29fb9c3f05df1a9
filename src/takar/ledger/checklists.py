"""Dated checklists: what a document or a dossier must fulfil, kept by the office as reference data.

A guideline changes while papers are under way, so each list says from when until when it holds, and
what was ticked is sealed in the history in words and not by reference.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from takar.kernel.dated import Expiring
from takar.organisation.models import Office, Retirable

OPTIONAL = "(bila ada)"
"""A line that ends so may stay unticked."""


@dataclass(frozen=True)
class Point:
    """One line of a checklist."""

    text: str
    required: bool


class Checklist(Expiring, Retirable):
    """Points to tick for one kind of paper, one per line, in force from a day until a day."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name="kantor")
    name = models.CharField("nama", max_length=200)
    legal_basis = models.CharField("dasar hukum", max_length=300, blank=True)
    points = models.TextField(
        "butir yang diperiksa",
        help_text=f"Satu butir per baris. Akhiri dengan {OPTIONAL} bila butir itu tidak wajib.",
    )
    verified = models.BooleanField(
        "sudah diperiksa",
        default=False,
        help_text="Tandai setelah isinya dicocokkan dengan aturan yang berlaku di kabupaten.",
    )

    class Meta:
        abstract = True
        ordering = ["kind", "-valid_from", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="%(class)s_ends_after_start",
                violation_error_message="Akhir masa berlaku tidak dapat mendahului awalnya.",
            ),
            models.UniqueConstraint(
                fields=["office", "kind", "valid_from"],
                name="%(class)s_once",
                violation_error_message="Sudah ada daftar untuk jenis ini yang berlaku mulai tanggal tersebut.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        lines = self.lines()
        if not lines:
            raise ValidationError({"points": "Tulis sekurang-kurangnya satu butir."})
        if len({line.casefold() for line in lines}) < len(lines):
            raise ValidationError({"points": "Ada butir yang tertulis dua kali."})
        self.points = "\n".join(lines)

    def lines(self) -> list[str]:
        return [" ".join(line.split()) for line in self.points.splitlines() if line.strip()]

    def checklist(self) -> list[Point]:
        return [Point(line, not line.endswith(OPTIONAL)) for line in self.lines()]

    def lacking(self, ticked: Iterable[str]) -> list[str]:
        """Required points that are not ticked, in the order of the list."""
        have = set(ticked)
        return [point.text for point in self.checklist() if point.required and point.text not in have]
