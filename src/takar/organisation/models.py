"""The office, its places, and who held which position when."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac

from takar.kernel.columns import DayField, LastDayField
from takar.kernel.errors import BadInput
from takar.kernel.identifiers import Nip
from takar.kernel.spans import FAR, PLAN
from takar.organisation.access_models import AccessGrant as AccessGrant
from takar.organisation.access_models import AccessGrantEnd as AccessGrantEnd
from takar.organisation.access_models import AccountAct as AccountAct
from takar.organisation.access_models import EmergencyAccess as EmergencyAccess
from takar.organisation.access_models import EmergencyView as EmergencyView


class Retirable(models.Model):
    """Reference rows are retired, never deleted: old papers keep pointing at them."""

    retired_on = DayField("tidak dipakai sejak", null=True, blank=True, span=PLAN)

    class Meta:
        abstract = True

    def is_retired_on(self, day: date) -> bool:
        return self.retired_on is not None and self.retired_on <= day


class Office(models.Model):
    """A kecamatan office: the tenant. Everything an office owns refers to it."""

    code = models.CharField("kode wilayah (Kemendagri)", max_length=13, unique=True)
    bps_code = models.CharField("kode BPS", max_length=10, blank=True)
    name = models.CharField("nama kantor", max_length=120)
    regency = models.CharField("kabupaten/kota", max_length=120)
    province = models.CharField("provinsi", max_length=120, blank=True)
    seat = models.CharField("tempat penandatanganan", max_length=80, blank=True)
    address = models.CharField("alamat", max_length=240, blank=True)
    contact = models.CharField("telepon, surel, kode pos", max_length=240, blank=True)
    books_stamp = models.CharField(max_length=32, blank=True, editable=False)
    """Another word with every change of the books the office declares itself; empty while it has
    none. Every request reads the office's row anyway, so a server process knows for nothing whether
    what it remembers of those books still holds."""

    class Meta:
        verbose_name = "kantor"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def regency_code(self) -> str:
        """``35.07`` of ``35.07.29`` (Kemendagri)."""
        return self.code.rpartition(".")[0]


class Unit(Retirable):
    """Sekretariat, a seksi, a sub bagian."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="units", verbose_name="kantor")
    name = models.CharField("nama unit", max_length=160)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name="bagian dari")

    class Meta:
        verbose_name = "unit kerja"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["office", "name"], name="unit_name_once")]

    def __str__(self) -> str:
        return self.name


class Village(Retirable):
    office = models.ForeignKey(Office, models.PROTECT, related_name="villages", verbose_name="kantor")
    code = models.CharField("kode desa (Kemendagri)", max_length=13)
    bps_code = models.CharField("kode BPS", max_length=10, blank=True)
    name = models.CharField("nama desa", max_length=80)

    class Meta:
        verbose_name = "desa"
        ordering = ["code"]
        # Once per office: a refusal must not tell what another office has.
        constraints = [
            models.UniqueConstraint(
                fields=["office", "code"],
                name="village_code_once",
                violation_error_message="Desa dengan kode ini sudah tercatat di kantor Anda.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Position(Retirable):
    """A post of the office, whoever holds it: duties, indicators and targets belong to it."""

    class Level(models.TextChoices):
        HEAD = "head", "Camat"
        SECRETARY = "secretary", "Sekretaris"
        SECTION = "section", "Kepala Seksi"
        SUBSECTION = "subsection", "Kepala Sub Bagian"
        STAFF = "staff", "Pelaksana / Fungsional"

    office = models.ForeignKey(Office, models.PROTECT, related_name="positions", verbose_name="kantor")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, verbose_name="unit kerja")
    title = models.CharField("nama jabatan", max_length=160)
    level = models.CharField("tingkat", max_length=12, choices=Level.choices)
    reports_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="subordinates", verbose_name="atasan"
    )
    order = models.PositiveSmallIntegerField("urutan", default=0)
    operator = models.BooleanField(
        "mengelola pengaturan",
        default=False,
        help_text="Pemegang jabatan ini mengatur jabatan, pegawai, buku dan keputusan di Takar.",
    )
    second_factor = models.BooleanField(
        "wajib langkah kedua",
        default=False,
        help_text="Pemegang jabatan ini masuk dengan kata sandi dan kode dari telepon, atau dengan kunci masuk.",
    )

    class Meta:
        verbose_name = "jabatan"
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "title"],
                name="position_title_once",
                violation_error_message="Jabatan dengan nama ini sudah ada di kantor Anda.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        above = self.reports_to
        while above is not None:
            if self.pk is not None and above.pk == self.pk:
                raise ValidationError({"reports_to": "Jabatan tidak dapat menjadi atasan dirinya sendiri."})
            above = above.reports_to


class Person(Retirable):
    """Someone who works at the office, with or without NIP (honorer have none)."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="people", verbose_name="kantor")
    name = models.CharField("nama lengkap dengan gelar", max_length=160)
    # NULL and not "": many have none, and only what is there must be the only one.
    nip = models.CharField("NIP", max_length=18, null=True, blank=True)  # noqa: DJ001
    rank = models.CharField("pangkat, golongan/ruang", max_length=80, blank=True)

    class Meta:
        verbose_name = "pegawai"
        ordering = ["name"]
        # Once per office: who moves is recorded at both, and a refusal tells nothing of the other.
        constraints = [
            models.UniqueConstraint(
                fields=["office", "nip"],
                name="nip_once",
                violation_error_message="Pegawai dengan NIP ini sudah tercatat di kantor Anda.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if not self.nip:
            self.nip = None
            return
        try:
            self.nip = Nip.parse(self.nip).digits
        except BadInput as error:
            raise ValidationError({"nip": error.message}) from error

    @property
    def printed_nip(self) -> str:
        return str(Nip.parse(self.nip)) if self.nip else ""


class Assignment(models.Model):
    """A person holds a position from a day until (not including) a day.

    Source of the capacities: definitif, Pelaksana Tugas (post vacant), Pelaksana Harian (holder away).
    """

    class Capacity(models.TextChoices):
        DEFINITIVE = "definitive", "Definitif"
        ACTING = "acting", "Plt."
        DAILY = "daily", "Plh."

    position = models.ForeignKey(Position, models.PROTECT, related_name="assignments", verbose_name="jabatan")
    person = models.ForeignKey(Person, models.PROTECT, related_name="assignments", verbose_name="pegawai")
    capacity = models.CharField(
        "status", max_length=12, choices=Capacity.choices, default=Capacity.DEFINITIVE
    )
    starts_on = DayField("mulai tanggal", span=PLAN)
    ends_on = LastDayField(
        "sampai tanggal",
        null=True,
        blank=True,
        help_text="Hari terakhir menjabat. Kosongkan bila masih menjabat.",
        span=FAR,
    )
    decree_number = models.CharField("nomor keputusan/surat perintah", max_length=120, blank=True)

    class Meta:
        verbose_name = "penugasan"
        ordering = ["position__order", "starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="assignment_ends_after_start",
                violation_error_message="Tanggal akhir tidak dapat mendahului tanggal mulai.",
            )
        ]
        indexes = [models.Index(fields=["person", "starts_on"], name="assignment_person")]

    def __str__(self) -> str:
        return f"{self.person}, {self.title}"

    @property
    def title(self) -> str:
        """``Plt. Sekretaris Kecamatan``: the title with the capacity people must read."""
        return titled(self.position.title, self.capacity)

    def covers(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)

    def clean(self) -> None:
        """At most one definitive holder of a position on any day; one office on both sides."""
        if self.position_id and self.person_id and self.position.office_id != self.person.office_id:
            raise ValidationError({"person": "Pegawai ini bukan pegawai kantor pemilik jabatan."})
        if self.capacity != self.Capacity.DEFINITIVE or not self.position_id or not self.starts_on:
            return
        others = Assignment.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gt=self.starts_on),
            position_id=self.position_id,
            capacity=self.Capacity.DEFINITIVE,
        ).exclude(pk=self.pk)
        if self.ends_on:
            others = others.filter(starts_on__lt=self.ends_on)
        clash = others.select_related("person").first()
        if clash is not None:
            raise ValidationError(
                {"starts_on": f"Jabatan ini masih dipegang {clash.person} pada tanggal tersebut."}
            )


def titled(title: str, capacity: str) -> str:
    """A position's title as whoever holds it in that capacity writes it."""
    held = Assignment.Capacity(capacity)
    return title if held is Assignment.Capacity.DEFINITIVE else f"{held.label} {title}"


class CalendarDay(models.Model):
    """A day on which the office's calendar differs from weekdays and national holidays."""

    class Kind(models.TextChoices):
        JOINT_LEAVE = "joint_leave", "Cuti bersama"
        HOLIDAY = "holiday", "Libur setempat"
        WORKING = "working", "Hari kerja"

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name="kantor")
    day = DayField("tanggal", span=PLAN)
    kind = models.CharField("jenis hari", max_length=12, choices=Kind.choices)
    name = models.CharField("keterangan", max_length=160, blank=True)

    class Meta:
        verbose_name = "hari khusus"
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "day"],
                name="calendar_day_once",
                violation_error_message="Tanggal ini sudah ada dalam kalender.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.get_kind_display()}"


class User(AbstractUser):
    """A sign-in. What it may do comes from the positions its person holds today."""

    person = models.OneToOneField(
        Person, models.PROTECT, null=True, blank=True, related_name="user", verbose_name="pegawai"
    )
    must_change_password = models.BooleanField(default=False, editable=False)
    """Somebody else knows the password (a printed slip), so nothing opens before it is changed."""
    sessions_ended = models.PositiveIntegerField(default=0, editable=False)
    """Counted up to end every session of the account at once."""
    emergency = models.ForeignKey(
        EmergencyAccess, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    """The latest emergency access; open while its time is not over."""

    class Meta:
        verbose_name = "pengguna"

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session is bound to: the password, and also what must end every session at once.

        Ending them (an account closed) and the retirement of the person change it. Nobody has to look
        for sessions, wherever they are kept.
        """
        retired = self.person.retired_on if self.person is not None else None
        return salted_hmac(
            "takar.organisation.User.session",
            f"{self.password}|{self.sessions_ended}|{retired or ''}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()
