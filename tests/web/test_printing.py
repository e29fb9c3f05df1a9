"""Books on paper: the official columns, what the filters left out in words, the signature."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse

from takar.kernel.formatting import NOTHING
from takar.ledger.books import Book, all_books, book_named
from takar.ledger.display import shown
from takar.ledger.services import add_milestone, cancel_entry
from tests.factories import Cast, entry_of, letter_of
from tests.own_books import own_book
from tests.web.conftest import SignedIn
from tests.web.files import look
from tests.web.papers import pdf_text
from tests.web.screen import Screen, see

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]


def paper(book: type[Book], year: int = 2026) -> str:
    return reverse("web:entries-print", args=[year, book.slug])


def squeezed(text: str) -> str:
    """Without spaces and hyphens: narrow columns break words."""
    return re.sub(r"[\s\-‐]+", "", text).casefold()


@pytest.mark.parametrize("book", [*all_books(), None], ids=lambda book: book.slug if book else "own_book")
def test_every_book_prints_its_official_columns(
    cast: Cast, signed_in: SignedIn, book: type[Book] | None
) -> None:
    book = book or own_book(cast)
    entry = entry_of(book, cast)
    response = signed_in(cast.keeper(book)).get(paper(book))
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'inline; filename="{book.slug}-2026.pdf"'
    text = squeezed(pdf_text(response.content))
    for column in book.printed.columns:
        assert squeezed(column.label) in text, column.label
    for said in (book.printed.title, "Tahun 2026", "PEMERINTAH KABUPATEN MALANG", "KECAMATAN GEDANGAN",
                 "Drs. Suwito, M.Si.", "Camat", "19660801 198803 1 001", "Gedangan, 15 Juli 2026"):  # fmt: skip
        assert squeezed(said) in text, said
    stored = book.model._default_manager.get(pk=entry.pk)
    for column in book.printed.columns:
        cell = shown(book, stored, column.field)
        assert cell == NOTHING or squeezed(cell) in text, column.label


@pytest.mark.parametrize("book", [*all_books(), None], ids=lambda book: book.slug if book else "own_book")
def test_an_empty_book_prints_too(cast: Cast, signed_in: SignedIn, book: type[Book] | None) -> None:
    book = book or own_book(cast)
    status, content = look(signed_in(cast.keeper(book)), paper(book, 2024))
    assert status == 200
    assert squeezed(book.printed.title) in squeezed(pdf_text(content))


def test_filters_stand_on_the_paper_in_words(cast: Cast, signed_in: SignedIn) -> None:
    book = book_named("incoming_letter")
    letter_of(
        cast, title="Rapat Maret", occurred_on=date(2026, 3, 5), letter_date=None, area_id="kepegawaian"
    )
    letter_of(cast, title="Rapat Juli", occurred_on=date(2026, 7, 5), letter_date=None)
    client = signed_in(cast.clerk)
    page = see(client, "/2026/buku/surat-masuk/?bulan=3&kind=undangan&area=kepegawaian&q=rapat")
    text = pdf_text(look(client, page.links["Cetak"])[1])
    for said in ("Bulan Maret 2026", "Cari: rapat", "Jenis: Undangan", "Bidang: Kepegawaian", "Rapat Maret"):
        assert said in text, said
    assert "Rapat Juli" not in text
    assert "Tahun 2026;" not in text
    assert squeezed(book.printed.title) in squeezed(text)


def test_numbers_stand_in_their_order_and_cancelled_ones_are_marked(cast: Cast, signed_in: SignedIn) -> None:
    letters = [letter_of(cast, title=f"Perihal nomor {word}") for word in ("satu", "dua", "tiga")]
    cancel_entry(entry=letters[1], actor=cast.clerk.actor, reason="Keliru")
    text = pdf_text(look(signed_in(cast.clerk), paper(book_named("incoming_letter")))[1])
    places = [text.index(f"Perihal nomor {word}") for word in ("satu", "dua", "tiga")]
    assert places == sorted(places)
    assert "dibatalkan" in text.casefold()


def test_days_of_later_steps_are_printed(cast: Cast, signed_in: SignedIn) -> None:
    letter = entry_of("outgoing_letter", cast, occurred_on=date(2026, 7, 1))
    for what, day in (("signed", date(2026, 7, 2)), ("sent", date(2026, 7, 3))):
        add_milestone(entry=letter, what=what, on=day, actor=cast.clerk.actor)
    text = squeezed(pdf_text(look(signed_in(cast.clerk), paper(book_named("outgoing_letter")))[1]))
    assert squeezed(letter.number_label) in text
    assert squeezed("3 Jul 2026") in text


def test_long_words_break_no_page(cast: Cast, signed_in: SignedIn) -> None:
    letter_of(cast, title="Perihal " + "sangat panjang " * 30, sender="X" * 200, letter_number="9" * 200)
    status, content = look(signed_in(cast.clerk), paper(book_named("incoming_letter")))
    assert status == 200
    assert pdf_text(content).count("sangat panjang") == 30


def test_what_typesetting_would_take_for_commands_is_printed_as_written(
    cast: Cast, signed_in: SignedIn
) -> None:
    letter_of(cast, title='#sys.version *tebal* $x$ @rujuk \\ "kutip" <b> [a]', sender="#panic()")
    text = pdf_text(look(signed_in(cast.clerk), paper(book_named("incoming_letter")))[1])
    assert '#sys.version *tebal* $x$ @rujuk \\ "kutip" <b> [a]' in text
    assert "#panic()" in text


def test_too_many_rows_for_one_book_ask_for_a_month(
    cast: Cast, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("takar.web.books.printing.TOO_MANY", 2)
    for day in (1, 1, 2):
        letter_of(cast, occurred_on=date(2026, day + 3, 1), letter_date=None)
    client = signed_in(cast.clerk)
    book = book_named("incoming_letter")
    page = Screen(client.get(paper(book)))
    assert page.status == 422
    assert "saring per bulan" in page.text
    assert client.get(paper(book) + "?bulan=4").status_code == 200
