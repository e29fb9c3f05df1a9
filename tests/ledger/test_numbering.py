"""Numbers run without a gap, per office, book, series and year."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction

from takar.kernel.errors import DomainError
from takar.ledger.books import book_named
from takar.ledger.models import NumberFormat, NumberSeries
from takar.ledger.number_templates import check_template
from takar.ledger.numbering import format_for, next_number, take_number
from takar.ledger.services import record_entry
from tests.factories import Cast, entry_of, filing_code, letter_of, values_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]


def test_numbers_count_up_from_one_in_every_book_year_and_office(cast: Cast) -> None:
    assert [letter_of(cast).number for _ in range(3)] == [1, 2, 3]
    assert entry_of("archive_item", cast).number == 1
    assert letter_of(cast, occurred_on=date(2025, 12, 31), letter_date=None).number == 1
    assert letter_of(cast).number == 4
    assert letter_of(cast, actor=cast.neighbour_clerk.actor).number == 2


def test_the_next_number_is_told_without_being_taken(cast: Cast) -> None:
    place = {"office_id": cast.office.pk, "book": "incoming_letter", "series": "", "year": 2026}
    assert next_number(**place) == 1  # type: ignore[arg-type]
    assert next_number(**place) == 1  # type: ignore[arg-type]
    assert take_number(**place) == 1  # type: ignore[arg-type]
    assert next_number(**place) == 2  # type: ignore[arg-type]


def test_a_rolled_back_entry_gives_its_number_back(cast: Cast) -> None:
    letter_of(cast)
    undo = transaction.savepoint()
    assert letter_of(cast).number == 2
    transaction.savepoint_rollback(undo)
    assert letter_of(cast).number == 2


def test_an_entry_that_breaks_a_rule_takes_no_number(cast: Cast) -> None:
    with pytest.raises(DomainError):
        letter_of(cast, letter_date=date(2026, 7, 16))
    with pytest.raises(DomainError):
        entry_of("outgoing_letter", cast, filing_code=None)
    assert not NumberSeries.objects.filter(office=cast.office).exists()


def test_the_shipped_number_of_a_letter_has_code_number_unit_and_year(cast: Cast) -> None:
    letter = entry_of("outgoing_letter", cast)
    assert letter.number_label == "800.1.11/001/35.07.29/2026"


def test_an_office_writes_its_numbers_its_own_way(cast: Cast) -> None:
    NumberFormat.objects.create(
        office=cast.office, book="outgoing_letter", template="{kode}/{nomor}/{jenis}/{unit}/{bulan}/{tahun}"
    )
    letter = entry_of("outgoing_letter", cast, kind="keputusan", filing_code=filing_code("100.3.3.6"))
    assert letter.number_label == "100.3.3.6/1/KEP/35.07.29/VII/2026"
    assert "100.3.3.6/1/kep" in letter.search_text


def test_a_kind_may_have_its_own_series(cast: Cast) -> None:
    NumberFormat.objects.create(
        office=cast.office,
        book="outgoing_letter",
        kind="keputusan",
        template="188/{nomor:04}",
        own_series=True,
    )
    book = book_named("outgoing_letter")
    plain = [entry_of(book, cast).number for _ in range(2)]
    decrees = [entry_of(book, cast, kind="keputusan") for _ in range(2)]
    assert plain == [1, 2]
    assert [d.number for d in decrees] == [1, 2]
    assert [d.number_label for d in decrees] == ["188/0001", "188/0002"]
    assert entry_of(book, cast).number == 3


def test_a_kind_may_have_its_own_form_in_the_common_series(cast: Cast) -> None:
    NumberFormat.objects.create(
        office=cast.office, book="outgoing_letter", kind="keputusan", template="188/{nomor}"
    )
    book = book_named("outgoing_letter")
    assert entry_of(book, cast).number == 1
    assert entry_of(book, cast, kind="keputusan").number_label == "188/2"
    assert format_for(book, office_id=cast.neighbour_office.pk, kind="keputusan") == (
        "{kode}/{nomor:03}/{unit}/{tahun}",
        "",
    )


@pytest.mark.parametrize(
    "template", ["{nomor}", "{kode}/{nomor:03}/{jenis}/{unit}/{bulan}/{tahun}", "No. {nomor:9}x"]
)
def test_a_good_template_passes(template: str) -> None:
    if template.startswith("No"):
        with pytest.raises(DomainError):
            check_template(template)  # a width is written :09
    else:
        check_template(template)


@pytest.mark.parametrize(
    "template",
    [
        "",
        "{kode}",
        "{nomor}{kota}",
        "{nomor",
        "nomor}",
        "{nomor!r}",
        "{nomor.__class__}",
        "{0}{nomor}",
        "{nomor:00}",
    ],
)
def test_a_template_with_an_unknown_part_or_without_number_is_refused(template: str) -> None:
    with pytest.raises(DomainError) as caught:
        check_template(template)
    assert caught.value.field == "template"


def test_a_correction_never_changes_the_number(cast: Cast) -> None:
    from takar.ledger.services import correct_entry

    letter = entry_of("outgoing_letter", cast)
    label = letter.number_label
    changed = correct_entry(
        entry=letter, actor=cast.clerk.actor, values={"filing_code": filing_code("900"), "kind": "keputusan"},
        reason="Salah klasifikasi",
    )  # fmt: skip
    assert (changed.number, changed.number_label) == (letter.number, label)


def test_a_book_without_numbers_takes_none(cast: Cast) -> None:
    entry = entry_of("disposition", cast)
    assert entry.number is None
    assert entry.number_label == ""


def test_a_long_number_is_not_cut(cast: Cast) -> None:
    NumberSeries.objects.create(office=cast.office, book="outgoing_letter", year=2026, last=12344)
    book = book_named("outgoing_letter")
    entry = record_entry(book=book, actor=cast.clerk.actor, values=values_for(book, cast.office))
    assert entry.number_label == "800.1.11/12345/35.07.29/2026"
