"""A misspelt declaration never starts."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import checks

from takar.ledger.books import (
    Book,
    Column,
    Counting,
    Field,
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
from takar.registers.counter.book import ServiceRequests
from takar.registers.mail.models import IncomingLetter


class Sound(Book[IncomingLetter]):
    code = "sound"
    slug = "contoh"
    group = Group.MAIL
    label = "Contoh"
    entry_label = "contoh"
    icon = "inbox"
    purpose = "Buku contoh."
    milestones = (
        MilestoneSpec("received", "Diterima", initial=True),
        MilestoneSpec("sent", "Terkirim", verb="Kirim", after=("received",)),
    )
    kinds = {"dinas": "Surat dinas", "undangan": "Undangan"}
    sections = (
        Section("Surat", "occurred_on", "title", "sender"),
        Section("Undangan", Field("letter_date", required=("undangan",)), kinds=("undangan",)),
    )
    columns = (Column("title", "Perihal", on_phone=True), Column("area.name", "Bidang"))
    printed = PrintedLayout("Buku Contoh", (PrintedColumn("Perihal", "title"),))


def changed(**names: Any) -> type[Book]:
    return type("Broken", (Sound,), names)


BROKEN: list[tuple[str, dict[str, Any]]] = [
    *[("E001", {word: " "}) for word in ("label", "entry_label", "purpose", "slug", "icon")],
    ("E002", {"sections": (Section("Surat", "occurred_on", "pengirim"),)}),
    ("E002", {"unasked": (Field("jenis", filter=True),)}),
    ("E002", {"counting": Counting(by=("bidang",))}),
    ("E002", {"counting": Counting(category="golongan")}),
    ("E002", {"counting": Counting(subject="pegawai")}),
    ("E002", {"counting": Counting(facets=("mendesak",))}),
    ("E003", {"sections": (Section("Surat", Field("title", words="kata")),)}),
    ("E003", {"more_facts": (Column("judul", "Perihal"),)}),
    ("E003", {"columns": (Column("judul", "Perihal", on_phone=True),)}),
    ("E003", {"printed": PrintedLayout("Buku", (PrintedColumn("Perihal", "judul.nama"),))}),
    ("E004", {"columns": (Column("title", "Perihal"),)}),
    ("E005", {"milestones": (*Sound.milestones, MilestoneSpec("sent", "Lagi", verb="Lagi"))}),
    ("E006", {"milestones": (MilestoneSpec("sent", "Terkirim", verb="Kirim"),)}),
    ("E007", {"milestones": (*Sound.milestones, MilestoneSpec("x", "X", verb="X", after=("y",)))}),
    ("E007", {"milestones": (*Sound.milestones, MilestoneSpec("x", "X", verb="X", unless=("y",)))}),
    ("E008", {"milestones": (*Sound.milestones, MilestoneSpec("x", "X"))}),
    ("E009", {"unasked": (Field("area", kinds=("edaran",)),)}),
    ("E009", {"unasked": (Field("area", required=("edaran",)),)}),
    ("E010", {"printed": PrintedLayout("Buku", (), of_kinds={"edaran": Sound.printed})}),
    ("E011", {"unasked": (Field("external_ref", veiled=True, search=True),)}),
    ("E011", {"unasked": (Field("external_ref", veiled=True, identity=True),)}),
    ("E014", {"unasked": (Field("area", required=("dinas",), kinds=("undangan",)),)}),
    ("E015", {"unasked": (Field("sender", search=True),)}),
]


def test_a_sound_declaration_has_no_faults() -> None:
    assert list(faults(Sound)) == []


@pytest.mark.parametrize(("id_", "names"), BROKEN, ids=[f"{i}-{'-'.join(n)}" for i, n in BROKEN])
def test_a_broken_declaration_is_named_by_its_id(id_: str, names: dict[str, Any]) -> None:
    found = list(faults(changed(**names)))
    assert {found_id for found_id, _, _ in found} == {id_}
    assert all(text and hint for _, text, hint in found)


@pytest.mark.parametrize("mark", ["search", "filter"])
def test_an_encrypted_column_is_not_searched_by(mark: str) -> None:
    section = Section("Pemohon", Field("nik", personal=True, **{mark: True}))
    book = type("Encrypted", (ServiceRequests,), {"sections": (section,), "unasked": ()})
    assert [id_ for id_, _, _ in faults(book)] == ["E013"]


def test_what_is_hidden_is_personal() -> None:
    assert Field("nik", masked=4).personal
    assert Field("concerned", veiled=True).personal


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
