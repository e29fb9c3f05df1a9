"""A misspelt declaration never starts."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import checks

from takar.ledger.books import (
    Book,
    Column,
    Group,
    MilestoneSpec,
    PrintedColumn,
    PrintedLayout,
    Section,
    all_books,
    book_at,
    book_named,
    register,
)
from takar.ledger.declaration_checks import check_books, faults
from takar.registers.mail.models import IncomingLetter


class Sound(Book):
    code = "sound"
    slug = "contoh"
    model = IncomingLetter
    group = Group.MAIL
    label = "Contoh"
    entry_label = "contoh"
    icon = "inbox"
    purpose = "Buku contoh."
    milestones = (
        MilestoneSpec("received", "Diterima", initial=True),
        MilestoneSpec("sent", "Terkirim", verb="Kirim", after=("received",)),
    )
    sections = (Section("Surat", ("occurred_on", "title", "sender")),)
    columns = (Column("title", "Perihal", on_phone=True), Column("area.name", "Bidang"))
    printed = PrintedLayout("Buku Contoh", (PrintedColumn("Perihal", "title"),))


def changed(**names: Any) -> type[Book]:
    return type("Broken", (Sound,), names)


BROKEN: list[tuple[str, dict[str, Any]]] = [
    *[("E001", {word: " "}) for word in ("label", "entry_label", "purpose", "slug", "icon")],
    ("E002", {"sections": (Section("Surat", ("occurred_on", "pengirim")),)}),
    ("E002", {"filters": ("jenis",)}),
    ("E002", {"search": ("judul",)}),
    ("E002", {"dimensions": ("bidang",)}),
    ("E002", {"identity": ("nomor",)}),
    ("E002", {"masked": {"nik": 4}, "personal": ("nik",)}),
    ("E002", {"residents": ("pemohon",)}),
    ("E012", {"masked": {"external_ref": 4}}),
    ("E002", {"ahead": ("batas",)}),
    ("E003", {"more_facts": (Column("judul", "Perihal"),)}),
    ("E002", {"required": ("tanggal",)}),
    ("E002", {"labels": {"perihal": "Perihal"}}),
    ("E002", {"helps": {"perihal": "Isi"}}),
    ("E003", {"columns": (Column("judul", "Perihal", on_phone=True),)}),
    ("E003", {"printed": PrintedLayout("Buku", (PrintedColumn("Perihal", "judul.nama"),))}),
    ("E004", {"columns": (Column("title", "Perihal"),)}),
    ("E005", {"milestones": (*Sound.milestones, MilestoneSpec("sent", "Lagi", verb="Lagi"))}),
    ("E006", {"milestones": (MilestoneSpec("sent", "Terkirim", verb="Kirim"),)}),
    ("E007", {"milestones": (*Sound.milestones, MilestoneSpec("x", "X", verb="X", after=("y",)))}),
    ("E007", {"milestones": (*Sound.milestones, MilestoneSpec("x", "X", verb="X", unless=("y",)))}),
    ("E008", {"milestones": (*Sound.milestones, MilestoneSpec("x", "X"))}),
]


def test_a_sound_declaration_has_no_faults() -> None:
    assert list(faults(Sound)) == []


@pytest.mark.parametrize(("id_", "names"), BROKEN, ids=[f"{i}-{'-'.join(n)}" for i, n in BROKEN])
def test_a_broken_declaration_is_named_by_its_id(id_: str, names: dict[str, Any]) -> None:
    found = list(faults(changed(**names)))
    assert {found_id for found_id, _, _ in found} == {id_}
    assert all(text and hint for _, text, hint in found)


def test_a_milestone_written_by_a_service_needs_no_verb() -> None:
    book = changed(milestones=(*Sound.milestones, MilestoneSpec("read", "Dibaca", by_hand=False)))
    assert list(faults(book)) == []


@pytest.mark.parametrize("book", all_books(), ids=lambda b: b.code)
def test_every_book_of_the_product_is_sound(book: type[Book]) -> None:
    assert list(faults(book)) == []


def test_the_system_check_reports_id_hint_and_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("takar.ledger.declaration_checks.all_books", lambda: [changed(icon="")])
    (error,) = check_books(None)
    assert isinstance(error, checks.Error)
    assert error.id == "takar.E001"
    assert error.hint
    assert "Broken" in error.msg


def test_two_books_never_share_a_code_or_a_slug() -> None:
    with pytest.raises(LookupError):
        register(changed(code="incoming_letter"))
    slugs = [book.slug for book in all_books()]
    assert len(set(slugs)) == len(slugs)
    assert all(book_at(book.slug) is book and book_named(book.code) is book for book in all_books())


def test_the_project_passes_its_own_checks() -> None:
    assert [m for m in checks.run_checks() if m.id and m.id.startswith("takar.")] == []
