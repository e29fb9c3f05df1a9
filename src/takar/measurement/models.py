"""Which measure answers which indicator."""

from __future__ import annotations

from django.db import models

from takar.catalogue.models import Indicator


class Binding(models.Model):
    """An indicator of the decree and the measure that counts it."""

    indicator = models.OneToOneField(Indicator, models.CASCADE, related_name="+")
    measure = models.CharField("ukuran", max_length=80)
    bound_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "ikatan ukuran"

    def __str__(self) -> str:
        return self.measure
