"""What signing in must remember between requests, processes and machines."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class SignInCounter(models.Model):
    """How many wrong passwords in a row, for one account, address or device.

    The key is a keyed hash, so the table holds neither names nor addresses (see ``limits``).
    """

    key = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(db_index=True)


class KnownAddress(models.Model):
    """An address from which an account signed in lately. Removed after ``limits.ADDRESS_DAYS`` days."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    address = models.CharField(max_length=45)
    last_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "address"], name="known_address_once")]


class CacheRow(models.Model):
    """The table of Django's database cache, so that a plain ``migrate`` makes it.

    In the database because the processes of several machines must agree on it, and because adding a
    row there is all or nothing: a code used twice in the same instant is accepted once.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "takar_cache"
