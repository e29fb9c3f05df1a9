"""Books that an office declares itself, and their entries.

A declaration is kept as editions: each change is a new row and none is rewritten, so what a book
asked for on any day can be read back. The values of the office's own columns lie in one JSON column
of the entry, judged by the declaration; no table is made while the program runs (decision 0020).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models.query import ModelIterable

from takar.kernel import clock
from takar.kernel.encrypted import EncryptedJson, EncryptedText
from takar.ledger.books import book_named
from takar.ledger.models import Entry
from takar.organisation.models import Office, User
from takar.registers.custom.declaration import OWN, TOLD, Plan, from_json

if TYPE_CHECKING:
    from takar.ledger.books import Book


class CustomBook(models.Model):
    """A book of one office's own. What it asks for stands in its youngest edition."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name="kantor")
    code = models.CharField("kode", max_length=40, unique=True)
    slug = models.SlugField("alamat", max_length=60)
    edition = models.PositiveIntegerField(default=1)
    """Number of the edition in force; raised with every change."""

    class Meta:
        verbose_name = "buku buatan sendiri"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["office", "slug"], name="custom_book_slug_once")]

    def __str__(self) -> str:
        return self.code


class BookEdition(models.Model):
    """What a book asked for since somebody changed it. Append-only."""

    book = models.ForeignKey(CustomBook, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    made_at = models.DateTimeField(default=clock.now, editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_by_name = models.CharField(max_length=200)
    note = models.CharField("yang berubah", max_length=500, blank=True)

    class Meta:
        verbose_name = "susunan buku"
        ordering = ["book", "-number"]
        constraints = [models.UniqueConstraint(fields=["book", "number"], name="book_edition_once")]

    def __str__(self) -> str:
        return f"{self.book} {self.number}"

    @property
    def plan(self) -> Plan:
        return from_json(self.content)


class Circle:
    """What rows read together share: their books, and the people and places their values name.

    A reference in JSON cannot be joined. So the first row that is asked for its village loads all
    villages of the office, once for the whole list.
    """

    def __init__(self) -> None:
        self._books: dict[str, type[Book]] = {}
        self._rows: dict[tuple[type[models.Model], int], dict[int, models.Model]] = {}

    def book(self, code: str) -> type[Book]:
        if code not in self._books:
            self._books[code] = book_named(code)
        return self._books[code]

    def row(self, model: type[models.Model], office_id: int, pk: int) -> models.Model | None:
        key = (model, office_id)
        if key not in self._rows:
            rows = model._default_manager.filter(office_id=office_id)
            self._rows[key] = {row.pk: row for row in rows}
        return self._rows[key].get(pk)


class _Together(ModelIterable[Any]):
    """Rows of one query know of each other."""

    def __iter__(self) -> Iterator[Any]:
        circle = Circle()
        for row in super().__iter__():
            row._circle = circle
            yield row


class CustomEntryQuerySet(models.QuerySet["CustomEntry"]):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._iterable_class = _Together


class CustomEntry(Entry):
    """An entry of an office's own book. ``k_asal`` reads the column ``asal`` out of ``data``."""

    data = models.JSONField(default=dict, editable=False)
    private = EncryptedJson(default=dict, editable=False)
    """Values of the book's columns for personal data."""

    objects: ClassVar[models.Manager[Any]] = CustomEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "entri buku buatan sendiri"

    @property
    def circle(self) -> Circle:
        found: Circle | None = self.__dict__.get("_circle")
        if found is None:
            found = self.__dict__["_circle"] = Circle()
        return found

    @property
    def declaration(self) -> type[Book]:
        return self.circle.book(self.book)

    def __getattr__(self, name: str) -> Any:
        """Values of the book's own columns (``k_...``) and days of its steps (``t_...``)."""
        if name.startswith(OWN):
            return self._value(name)
        if name.startswith(TOLD):
            return self.history.day(name.removeprefix(TOLD))
        raise AttributeError(f"{type(self).__name__} has no attribute {name!r}")

    def _value(self, name: str) -> Any:
        is_key = name.endswith("_id")
        name = name.removesuffix("_id")
        field = self.declaration.find_field(name)
        value = (self.private if isinstance(field, EncryptedText) else self.data).get(name)
        if field is None:
            raise AttributeError(f"{self.book} has no column {name!r}")
        if isinstance(field, models.ForeignKey):
            if is_key or value is None:
                return value
            return self.circle.row(field.remote_field.model, self.office_id, value)
        if value is None:
            return "" if isinstance(field, models.CharField) else None
        return field.to_python(value)
