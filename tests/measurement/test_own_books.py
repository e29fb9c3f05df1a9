"""Measures over a book the office declared itself: counted with the others, in the same one query."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from takar.catalogue.models import Decree, Indicator
from takar.kernel.period import Period
from takar.ledger.books import Book
from takar.ledger.facets import Facets, read
from takar.ledger.models import EffectiveMilestone, Tally
from takar.ledger.services import add_milestone, cancel_entry, correct_entry
from takar.measurement import selectors
from takar.measurement.engine import counting, facts
from takar.measurement.engine.selecting import takes
from takar.measurement.language.loading import parse, shipped_measures
from takar.measurement.language.measure import Measure
from takar.measurement.language.rules import faults
from takar.measurement.models import Binding
from takar.measurement.numbers.explaining import explain
from takar.measurement.own.measures import measures_of
from takar.organisation.actor import Actor
from tests.config.commands import takar
from tests.factories import Cast, entry_of
from tests.own_books import own_book

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

TEXT = """
- code: kejadian_berat_ditangani
  label: Kejadian berat dan mendesak yang ditangani
  unit: kejadian
  count:
    - book: {code}
      milestone: ditangani
      where: {{kind: [bencana], k_tingkat: [berat, sedang], k_mendesak: [ya]}}
- code: kejadian_desa
  label: Kejadian menurut desa dan bidang
  unit: kejadian
  count:
    - book: {code}
      milestone: dilaporkan
      where: {{village: ["{village}"], area: [kepegawaian]}}
- code: kejadian_ringan
  label: Kejadian ringan
  unit: kejadian
  count:
    - book: {code}
      milestone: dilaporkan
      where: {{k_tingkat: [ringan]}}
- code: semua_kejadian
  label: Semua kejadian
  unit: kejadian
  count:
    - book: {code}
      milestone: dilaporkan
- code: petugas_kejadian
  label: Petugas yang menangani kejadian
  unit: orang
  aggregate: distinct
  count:
    - book: {code}
      milestone: dilaporkan
"""


def measures(book: type[Book], cast: Cast) -> dict[str, Measure]:
    text = TEXT.format(code=book.code, village=cast.village.pk)
    return {measure.code: measure for measure in parse(text, "coba.yaml")}


@pytest.fixture
def book(cast: Cast) -> type[Book]:
    return own_book(cast)


@pytest.fixture
def filled_book(book: type[Book], cast: Cast) -> type[Book]:
    """Incidents of March, some of them dealt with in April."""
    clerk = cast.clerk.actor
    march, april = date(2026, 3, 31), date(2026, 4, 1)
    for level, urgent, kind in (
        ("berat", True, "bencana"),
        ("sedang", True, "bencana"),
        ("ringan", True, "bencana"),
        ("berat", False, "bencana"),
        ("berat", None, "bencana"),
        ("berat", True, "ketertiban"),
    ):
        entry = entry_of(
            book,
            cast,
            k_tingkat=level,
            k_mendesak=urgent,
            kind=kind,
            occurred_on=march,
            k_tanggal_kejadian=march,
        )
        add_milestone(entry=entry, what="ditangani", on=april, actor=clerk)
    cancelled = entry_of(book, cast, occurred_on=march)
    add_milestone(entry=cancelled, what="ditangani", on=april, actor=clerk)
    cancel_entry(entry=cancelled, actor=clerk, reason="Dua kali")
    return book


def count(found: Mapping[str, Measure], cast: Cast, year: int = 2026) -> dict[str, list[int]]:
    amounts = counting.amounts_by_month(list(found.values()), office_ids=[cast.office.pk], year=year)
    return {code: [month.size for month in months] for code, months in amounts[cast.office.pk].items()}


def test_filters_on_closed_columns_count_what_a_hand_counts(filled_book: type[Book], cast: Cast) -> None:
    found = measures(filled_book, cast)
    assert [sentence for measure in found.values() for sentence in faults(measure)] == []
    counted = count(found, cast)
    assert counted["kejadian_berat_ditangani"] == [0, 0, 0, 2, *[0] * 8]
    assert counted["kejadian_desa"] == [0, 0, 6, *[0] * 9]
    assert counted["kejadian_ringan"] == [0, 0, 1, *[0] * 9]
    assert counted["semua_kejadian"] == [0, 0, 6, *[0] * 9]
    with connection.cursor() as cursor:  # by another way: out of the entries themselves
        cursor.execute(
            "SELECT e.kind, c.data FROM custom_customentry c JOIN ledger_entry e ON e.id = c.entry_ptr_id "
            "WHERE e.book = %s AND e.state = 'ditangani'",
            [filled_book.code],
        )
        rows = [
            (kind, data if isinstance(data, dict) else json.loads(data)) for kind, data in cursor.fetchall()
        ]
    hand = [
        row
        for kind, row in rows
        if kind == "bencana" and row["k_tingkat"] in {"berat", "sedang"} and row.get("k_mendesak") is True
    ]
    assert sum(counted["kejadian_berat_ditangani"]) == len(hand)


def test_the_list_behind_a_number_is_the_number(filled_book: type[Book], cast: Cast) -> None:
    for measure in measures(filled_book, cast).values():
        behind = facts.entries(measure, office_id=cast.office.pk, period=Period.of_year(2026))
        if measure.code != "petugas_kejadian":
            assert behind.count() == sum(count({measure.code: measure}, cast)[measure.code]), measure.code
        happened = EffectiveMilestone.objects.filter(book=filled_book.code)
        assert {row.pk for row in happened if takes(measure, row)} == {row.pk for row in behind}


def test_subjects_are_the_persons_of_the_book(filled_book: type[Book], cast: Cast) -> None:
    measure = measures(filled_book, cast)["petugas_kejadian"]
    amounts = counting.amounts_by_month([measure], office_ids=[cast.office.pk], year=2026)
    assert amounts[cast.office.pk]["petugas_kejadian"][2].subjects == {str(cast.clerk.person.pk)}


def test_own_books_are_counted_in_the_one_query_of_all(filled_book: type[Book], cast: Cast) -> None:
    shipped, own = shipped_measures(), measures(filled_book, cast)

    def queries(found: Mapping[str, Measure]) -> int:
        with CaptureQueriesContext(connection) as asked:
            count(found, cast)
        return len(asked)

    assert queries({**shipped, **own}) == queries(shipped)
    assert queries({code: m for code, m in own.items() if code != "petugas_kejadian"}) == 1


def test_numbers_and_days_of_own_columns_are_added_up_and_compared(
    filled_book: type[Book], cast: Cast
) -> None:
    text = f"""
- {{code: rugi, label: Kerugian, unit: rupiah, aggregate: sum, number: k_taksiran_kerugian,
    count: [{{book: {filled_book.code}, milestone: ditangani, where: {{k_tingkat: [berat]}}}}]}}
- {{code: tepat, label: Tepat waktu, unit: "%", aggregate: on_time, due: k_tanggal_kejadian,
    count: [{{book: {filled_book.code}, milestone: dilaporkan}}]}}
"""
    rugi, tepat = parse(text, "coba.yaml")
    assert [*faults(rugi), *faults(tepat)] == []
    amounts = counting.amounts_by_month([rugi, tepat], office_ids=[cast.office.pk], year=2026)[cast.office.pk]
    assert amounts["rugi"][3].total == 4 * Decimal("12500000.50")
    assert (amounts["tepat"][2].size, amounts["tepat"][2].base) == (6, 6)


def test_the_neighbour_counts_nothing_of_it(filled_book: type[Book], cast: Cast) -> None:
    found = list(measures(filled_book, cast).values())
    offices = [cast.office.pk, cast.neighbour_office.pk]
    counted = counting.amounts_by_month(found, office_ids=offices, year=2026)
    assert all(month.size == 0 for year in counted[cast.neighbour_office.pk].values() for month in year)
    assert sum(month.size for month in counted[cast.office.pk]["semua_kejadian"]) == 6


def test_a_correction_and_a_retired_column_keep_the_count(filled_book: type[Book], cast: Cast) -> None:
    found = measures(filled_book, cast)
    entry = filled_book.model._default_manager.filter(kind="bencana").order_by("pk")[0]
    correct_entry(entry=entry, actor=cast.clerk.actor, values={"k_tingkat": "ringan"}, reason="Salah baca")
    assert sum(count(found, cast)["kejadian_berat_ditangani"]) == 1
    assert sum(count(found, cast)["kejadian_ringan"]) == 2
    assert Tally.objects.filter(book=filled_book.code, category__contains=";k_tingkat=ringan;").exists()


def test_bound_to_an_indicator_it_shows_on_its_page_and_on_the_command_line(
    filled_book: type[Book],
    cast: Cast,
    imported_decree: Decree,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = measures(filled_book, cast)
    known = {**measures_of(cast.office.pk), **found}
    monkeypatch.setattr(selectors, "measures_of", lambda office_id: known)
    monkeypatch.setattr(selectors, "measures_named", lambda office_id, codes: known)
    indicator = Indicator.objects.filter(decree=imported_decree).order_by("no").last()
    assert indicator is not None
    Binding.objects.update_or_create(indicator=indicator, defaults={"measure": "kejadian_berat_ditangani"})
    actor: Actor = cast.camat.fresh()
    (row,) = [r for r in selectors.realisations(actor, year=2026) if r.indicator == indicator]
    assert (row.total, row.months[3]) == (2, 2)
    explained = explain(actor, found["kejadian_berat_ditangani"], Period.of_year(2026))
    assert explained.counted[0].startswith(
        "Register kejadian yang ditangani, jenis bencana, mendesak ya, tingkat berat, sedang"
    )
    incidents = filled_book.model._default_manager.filter(state="ditangani")
    one = next(e for e in incidents if e.kind == "bencana" and e.k_tingkat == "berat" and e.k_mendesak)
    assert indicator in [i for i, _ in selectors.indicators_counting(actor, one)]
    answer = takar(capsys, "measure", "--office", cast.office.code, "--year", "2026", "--json")
    (line,) = [i for i in answer.document["indicators"] if i["no"] == indicator.no]
    assert (line["state"], line["total"]) == ("measured", 2)


WRONG = [
    ("k_tingkat", "gawat", "has no k_tingkat gawat"),
    ("k_mendesak", "mungkin", "has no k_mendesak mungkin"),
    ("k_pelapor", "Sumiati", "cannot be filtered by 'k_pelapor'"),
    ("kind", "lain", "has no kind lain"),
]


@pytest.mark.parametrize(("name", "value", "sentence"), WRONG)
def test_a_measure_names_only_what_the_book_declares(
    book: type[Book], name: str, value: str, sentence: str
) -> None:
    term = f"{{book: {book.code}, milestone: selesai, where: {{{name}: [{value}]}}}}"
    text = f"- {{code: x, label: x, unit: x, count: [{term}]}}"
    (measure,) = parse(text, "coba.yaml")
    assert [fault.removeprefix(f"{book.code} ") for fault in faults(measure)] == [sentence]


def test_facets_are_compared_whole() -> None:
    held = ";k_a=berat;k_b=ya;"
    assert read(held) == {"k_a": "berat", "k_b": "ya"}
    assert held in Facets({"k_a": frozenset({"berat"}), "k_b": frozenset({"ya", "tidak"})})
    assert held not in Facets({"k_a": frozenset({"ber"})})
    assert "" not in Facets({"k_a": frozenset({"berat"})})
