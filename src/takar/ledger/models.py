"""The ledger: entries, what happened to them, and the evidence.

Every book keeps its rows as a subclass of :class:`Entry`. What happened to an entry is recorded by
append-only, sealed :class:`Milestone` rows; :class:`EffectiveMilestone` is what counts today,
derived from them and always rebuildable.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from takar.kernel import clock
from takar.kernel.columns import DayField
from takar.kernel.encrypted import EncryptedJson
from takar.kernel.errors import DomainError
from takar.kernel.reach import Reach
from takar.kernel.spans import FAR, PAST
from takar.ledger.checkpoint_models import StoredCheckpoint
from takar.ledger.entry_history import History
from takar.ledger.number_templates import check_template
from takar.ledger.privacy_models import DataRequest, ProcessingRule, ReadingRecord
from takar.ledger.reference_models import ReferenceChange
from takar.ledger.registry import book_named
from takar.organisation.models import Office, Person, Position, Retirable, User, Village

if TYPE_CHECKING:
    from takar.ledger.books import Book

__all__ = [
    "CANCELLED", "Area", "BookKeeper", "ChainHead", "DataRequest", "EffectiveMilestone", "Entry", "EntryLink",
    "Evidence", "EvidenceFile", "ImportBatch", "Milestone", "NumberFormat", "NumberSeries", "Participant",
    "ProcessingRule", "ReadingRecord", "ReferenceChange", "StoredCheckpoint", "Tally", "derived",
]  # fmt: skip

CANCELLED = "cancelled"

F = TypeVar("F")


def derived(column: F) -> F:
    """Mark an own column of a book that follows from other rows: it is not sealed with the entry,
    because it changes without a correction of the entry itself."""
    column.derived = True  # type: ignore[attr-defined]
    return column


class Area(Retirable):
    """Bidang: a small tree shared by all offices, so that numbers of two offices compare."""

    code = models.CharField("kode", max_length=40, primary_key=True)
    name = models.CharField("nama bidang", max_length=120)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="bagian dari"
    )
    order = models.PositiveSmallIntegerField("urutan", default=0)

    class Meta:
        verbose_name = "bidang"
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name


class Entry(models.Model):
    """What all books share. A book's own columns live in its subclass."""

    office = models.ForeignKey(
        Office, models.PROTECT, related_name="+", verbose_name="kantor", db_index=False
    )
    book = models.CharField("buku", max_length=40)
    year = models.PositiveSmallIntegerField("tahun buku")
    series = models.CharField("seri nomor", max_length=40, blank=True)
    number = models.PositiveIntegerField("nomor urut", null=True, blank=True)
    number_label = models.CharField("nomor", max_length=200, blank=True)
    occurred_on = DayField("tanggal", span=PAST)
    kind = models.CharField("jenis", max_length=40, blank=True)
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bidang"
    )
    village = models.ForeignKey(
        Village, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="desa"
    )
    title = models.CharField("uraian", max_length=500)
    position = models.ForeignKey(
        Position, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="penanggung jawab"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="pegawai"
    )
    state = models.CharField("keadaan", max_length=40)
    external_ref = models.CharField(
        "nomor di aplikasi lain",
        max_length=200,
        blank=True,
        help_text="Nomor yang diberikan SRIKANDI, SIPD atau SIASN, bila ada.",
    )
    restricted = models.BooleanField(
        "terbatas",
        default=False,
        help_text="Hanya pimpinan, pencatat dan yang ditugasi dapat membacanya.",
    )
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField("dicatat pada", default=clock.now, editable=False)
    version = models.PositiveIntegerField(default=1)
    """Grows with every correction; a form that was opened on an older version is sent back."""
    client_key = models.UUIDField(default=uuid.uuid4, editable=False)
    """Made by the form. The same form sent twice (lost connection) meets the entry already made."""
    client_digest = models.CharField(max_length=64, blank=True, editable=False)
    """What the form said when it was recorded: a key sent again with other content is not the same form.

    Corrections do not change it. Empty for entries from before it was kept."""
    search_text = models.TextField(editable=False, blank=True)

    class Meta:
        verbose_name = "entri"
        ordering = ["-year", "-number", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "book", "year", "series", "number"], name="entry_number_once"
            ),
            models.UniqueConstraint(fields=["office", "client_key"], name="entry_form_once"),
        ]
        indexes = [
            models.Index(fields=["office", "book", "year", "-number", "-id"], name="entry_list"),
            # What is open: a handful among all that was ever done, in the order of their days. Without the
            # day SQLite would rather read the whole book in that order (entry_days) than sort a handful.
            models.Index(fields=["office", "state", "book", "occurred_on"], name="entry_state"),
            # A book's days from .. to: months of the cash book, answers of a survey. With the state, so that
            # Kantor counts months without reading a row.
            models.Index(fields=["office", "book", "occurred_on", "state"], name="entry_days"),
            # The latest of all books, for the search.
            models.Index(fields=["office", "-occurred_on", "-id"], name="entry_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.number_label} {self.title}".strip()

    @property
    def declaration(self) -> type[Book]:
        return book_named(self.book)

    @property
    def is_cancelled(self) -> bool:
        return self.state == CANCELLED

    @property
    def history(self) -> History:
        """What happened to it, as the rows are now: asked for anew after every write."""
        return History(self.milestones.all(), counted=self.effective.all())

    def detail(self) -> Entry:
        """The same entry as an instance of its book's model, with the book's own columns."""
        model = self.declaration.model
        if isinstance(self, model):
            return self
        found: Entry = model._default_manager.get(pk=self.pk)
        return found


class Participant(models.Model):
    """A position with a part in an entry: it may read the entry even when it is confidential."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="participants")
    position = models.ForeignKey(Position, models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "position", "role"], name="participant_once")]


class EntryLink(models.Model):
    """One entry rests on another: the archive item on its letter, an activity on its surat tugas."""

    source = models.ForeignKey(Entry, models.PROTECT, related_name="links_out")
    target = models.ForeignKey(Entry, models.PROTECT, related_name="links_in")
    relation = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "target", "relation"], name="link_once")]


class Milestone(models.Model):
    """Something that happened to an entry on a day, recorded by somebody. Append-only and sealed.

    A correction is a new row that ``supersedes`` the old one and says why; a superseding row whose
    ``withdrawn`` is set takes the old one back. ``details`` holds columns before and after.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    seq = models.PositiveBigIntegerField()
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="milestones")
    what = models.CharField(max_length=40)
    on = DayField("tanggal", span=PAST)
    at = models.DateTimeField("dicatat pada")
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=200)
    position = models.ForeignKey(Position, models.PROTECT, null=True, related_name="+")
    note = models.TextField("catatan", blank=True)
    details = models.JSONField(default=dict)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    withdrawn = models.BooleanField(default=False)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["seq"]
        constraints = [models.UniqueConstraint(fields=["office", "seq"], name="milestone_seq_once")]
        indexes = [models.Index(fields=["entry", "seq"], name="milestone_entry")]

    def __str__(self) -> str:
        return f"{self.what} {self.on}"


class ChainHead(models.Model):
    """The last link of an office's chain; the row that writers lock to append."""

    office = models.OneToOneField(Office, models.PROTECT, primary_key=True, related_name="+")
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)


class EffectiveMilestone(models.Model):
    """What counts today: one row per entry and milestone, none for cancelled entries.

    Derived (see projection.py). It repeats what measures group and filter by, so that one covering
    index answers every indicator of an office.
    """

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="effective")
    what = models.CharField(max_length=40)
    on = DayField(span=PAST)
    month = models.PositiveIntegerField()
    """``year * 100 + month`` of ``on``: stored, because computing it per row doubles a count."""
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", db_index=False)
    book = models.CharField(max_length=40)
    kind = models.CharField(max_length=40, blank=True)
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    village = models.ForeignKey(
        Village, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )

    category = models.CharField(max_length=640, blank=True)
    """A second division beside ``kind``, where the book declares one (``category_field``), or all of
    its ``facets`` together (takar.ledger.facets)."""
    subject = models.CharField(max_length=40, blank=True)
    """What the entry is about, for measures that count distinct things (``Counting.subject``)."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "what"], name="effective_once")]
        indexes = [
            models.Index(
                fields=["office", "book", "what", "month", "kind", "category", "area", "village", "subject"],
                name="effective_covering",
            )
        ]


class Tally(models.Model):
    """How many effective milestones there are of each shape: what every count reads.

    Derived from :class:`EffectiveMilestone` and kept by tally.py in the transaction of every write,
    so a year's page adds up a few hundred rows instead of all that happened. Plain columns with
    blanks instead of nulls, because a unique key takes two nulls for different.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", db_index=False)
    book = models.CharField(max_length=40)
    what = models.CharField(max_length=40)
    month = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    category = models.CharField(max_length=640)
    area = models.CharField(max_length=40)
    village = models.PositiveBigIntegerField()
    subject = models.CharField(max_length=40)
    size = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "book", "what", "month", "kind", "category", "area", "village", "subject"],
                name="tally_once",
            )
        ]


class NumberSeries(models.Model):
    """The last number given in an office's book (or in one series of it) in a year."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    book = models.CharField(max_length=40)
    series = models.CharField(max_length=40, blank=True)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "book", "series", "year"], name="number_series_once")
        ]


class NumberFormat(models.Model):
    """How an office writes the numbers of a book, for one kind or for all kinds of it."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name="kantor")
    book = models.CharField("buku", max_length=40)
    kind = models.CharField("jenis", max_length=40, blank=True)
    template = models.CharField(
        "susunan nomor",
        max_length=200,
        help_text="Unsur yang dapat dipakai: {kode} {nomor} {nomor:03} {jenis} {unit} {bulan} {tahun}.",
    )
    own_series = models.BooleanField(
        "hitungan sendiri", default=False, help_text="Nomor urut jenis ini dihitung terpisah dari jenis lain."
    )

    class Meta:
        verbose_name = "susunan nomor"
        ordering = ["book", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "book", "kind"],
                name="number_format_once",
                violation_error_message="Susunan nomor untuk jenis ini sudah ada.",
            )
        ]

    def __str__(self) -> str:
        return self.template

    def clean(self) -> None:
        try:
            check_template(self.template)
        except DomainError as error:
            raise ValidationError({"template": error.message}) from error


class BookKeeper(models.Model):
    """A position that keeps a book. Those above it in the reporting tree may write in it too."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name="kantor")
    book = models.CharField("buku", max_length=40)
    position = models.ForeignKey(Position, models.PROTECT, related_name="+", verbose_name="jabatan")

    class Meta:
        verbose_name = "pemegang buku"
        ordering = ["book", "position__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "book", "position"],
                name="book_keeper_once",
                violation_error_message="Jabatan ini sudah memegang buku tersebut.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.book}: {self.position}"


class BookReach(models.Model):
    """The office's own word on who reads a book, in place of what the book declares."""

    class Reads(models.TextChoices):
        OFFICE = Reach.OFFICE.value, "Seluruh kantor"
        SECTION = Reach.SECTION.value, "Pemegang buku, unitnya, atasannya dan pimpinan"

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name="kantor")
    book = models.CharField("buku", max_length=40)
    reads = models.CharField("dibaca oleh", max_length=8, choices=Reads.choices)

    class Meta:
        verbose_name = "pembaca buku"
        ordering = ["book"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "book"],
                name="book_reach_once",
                violation_error_message="Pembaca buku ini sudah ditentukan; ubah baris yang ada.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.book}: {self.get_reads_display()}"


class EvidenceFile(models.Model):
    """A stored file, kept once per office however many entries it supports."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    file = models.FileField(max_length=200)
    preview = models.FileField(max_length=200, blank=True)
    stored_at = models.DateTimeField(auto_now_add=True)
    words = models.CharField(max_length=64, blank=True, editable=False)
    """A digest of what a PDF says, whatever its bytes; see :mod:`takar.kernel.foreign.likeness`."""
    look = models.CharField(max_length=64, blank=True, editable=False)
    """How it looks, as 256 bits: near-identical pictures differ in few."""
    taken_on = DayField(null=True, editable=False, span=FAR)
    """The day a photo says it was taken."""
    examined = models.BooleanField(default=False, editable=False)
    """Whether these three were looked for."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "sha256"], name="evidence_file_once")]


class Evidence(models.Model):
    """A file that proves an entry. Taking it back leaves the row, with who, when and why."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="evidence")
    file = models.ForeignKey(EvidenceFile, models.PROTECT, related_name="uses")
    name = models.CharField("nama berkas", max_length=200)
    caption = models.CharField("keterangan", max_length=200, blank=True)
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(default=clock.now, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "bukti"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "file"],
                condition=Q(withdrawn_at__isnull=True),
                name="evidence_once_per_entry",
            )
        ]

    def __str__(self) -> str:
        return self.caption or self.name


class ImportBatch(models.Model):
    """An uploaded spreadsheet, read and judged row by row, waiting for the clerk's yes."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    book = models.CharField(max_length=40)
    filename = models.CharField(max_length=200)
    uploaded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    rows = EncryptedJson(default=list)
    """Encrypted, because an upload holds whatever people wrote, residents' numbers included."""
    imported_at = models.DateTimeField(null=True, blank=True)
    imported = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "impor"
        ordering = ["-pk"]
