"""What was done to accounts, and what was granted beyond a position. Rows are added, never changed."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.db.models import F, Q

from takar.kernel.columns import DayField, LastDayField
from takar.kernel.reach import Reach
from takar.kernel.spans import PLAN


class _Added(models.QuerySet[Any]):
    def update(self, **values: Any) -> NoReturn:
        raise TypeError("these rows are added, never changed")

    def delete(self) -> NoReturn:
        raise TypeError("these rows are added, never deleted")


class AppendOnly(models.Model):
    """A record for whoever looks into it later: no code of ours changes or deletes it."""

    objects = _Added.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("these rows are added, never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("these rows are added, never deleted")


class AccountAct(AppendOnly):
    """One thing done to an account: by whom, when, why. ``by`` is empty for the command line."""

    class What(models.TextChoices):
        OPENED = "opened", "Akun dibuat"
        CLOSED = "closed", "Akun ditutup"
        REOPENED = "reopened", "Akun dibuka kembali"
        PASSWORD_RESET = "password_reset", "Kata sandi sementara dicetak"
        LINK_MADE = "link_made", "Tautan kata sandi dibuat"
        PASSWORD_CHOSEN = "password_chosen", "Kata sandi diganti pemilik akun"
        HELP_ASKED = "help_asked", "Lupa kata sandi, minta bantuan"
        EMERGENCY = "emergency", "Akses darurat dibuka"
        EMERGENCY_ENDED = "emergency_ended", "Akses darurat diakhiri"

    office = models.ForeignKey("organisation.Office", models.PROTECT, null=True, related_name="+")
    """Empty for the account of a guest, who belongs to no office."""
    user = models.ForeignKey("organisation.User", models.PROTECT, related_name="acts")
    what = models.CharField(max_length=16, choices=What.choices)
    at = models.DateTimeField()
    by = models.ForeignKey("organisation.User", models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=200)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = "riwayat akun"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["user", "what"], name="account_act_what")]

    def __str__(self) -> str:
        return self.get_what_display()


class AccessGrant(AppendOnly):
    """Reading from outside: an inspector or the regency reads one office, or all of a regency.

    The row is the act of giving; ending it early is an act of its own (:class:`AccessGrantEnd`).
    """

    class Scope(models.TextChoices):
        REGENCY = Reach.REGENCY.value, "Pembina kabupaten"
        INSPECTOR = Reach.INSPECTOR.value, "Pemeriksa"

    user = models.ForeignKey("organisation.User", models.PROTECT, related_name="grants")
    scope = models.CharField("lingkup", max_length=10, choices=Scope.choices)
    office = models.ForeignKey("organisation.Office", models.PROTECT, null=True, related_name="grants")
    regency_code = models.CharField("kode kabupaten", max_length=5, blank=True)
    starts_on = DayField("mulai tanggal", span=PLAN)
    ends_on = LastDayField("sampai tanggal", span=PLAN)
    reason = models.CharField("dasar", max_length=500)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey("organisation.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "izin baca dari luar"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(office__isnull=False, regency_code="")
                | (Q(office__isnull=True) & ~Q(regency_code="")),
                name="grant_names_one_place",
            ),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="grant_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.get_scope_display()} {self.user}"


class AccessGrantEnd(AppendOnly):
    """A grant taken back before its time."""

    grant = models.OneToOneField(AccessGrant, models.PROTECT, related_name="end")
    at = models.DateTimeField()
    by = models.ForeignKey("organisation.User", models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=500)

    class Meta:
        verbose_name = "akhir izin baca"


class EmergencyAccess(AppendOnly):
    """Confidential reading for some hours, when nobody with the right to it can be reached."""

    office = models.ForeignKey("organisation.Office", models.PROTECT, related_name="+")
    user = models.ForeignKey("organisation.User", models.PROTECT, related_name="+")
    begins_at = models.DateTimeField("dibuka")
    until = models.DateTimeField("berakhir")
    reason = models.CharField("alasan", max_length=500)
    given_by = models.ForeignKey("organisation.User", models.PROTECT, null=True, related_name="+")
    """Empty where the command line opened it."""

    class Meta:
        verbose_name = "akses darurat"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.user} {self.begins_at}"


class EmergencyView(AppendOnly):
    """A page that was opened under an emergency access, written before it was shown."""

    access = models.ForeignKey(EmergencyAccess, models.PROTECT, related_name="views")
    at = models.DateTimeField()
    method = models.CharField(max_length=8)
    path = models.CharField(max_length=500)
    entry_number = models.PositiveBigIntegerField(null=True)
    """Primary key of the entry opened, where it was one."""

    class Meta:
        verbose_name = "halaman yang dibuka"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.path
