"""Numbers agree with counts written by hand, never count twice, and say when there is none."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from takar.catalogue.models import Indicator
from takar.kernel.errors import DomainError
from takar.kernel.period import Period
from takar.ledger.audit import verify
from takar.ledger.books import book_named, is_open
from takar.ledger.models import Entry
from takar.ledger.services import (
    add_milestone,
    cancel_entry,
    correct_entry,
    correct_milestone,
    withdraw_milestone,
)
from takar.measurement import selectors
from takar.measurement.engine import counting, facts, selecting
from takar.measurement.language.aggregates import COUNT
from takar.measurement.language.loading import BadDefinition, parse, shipped_measures
from takar.measurement.language.measure import Measure, Term
from takar.measurement.language.rules import faults
from takar.measurement.models import Binding
from takar.measurement.numbers.explaining import entries_behind, explain
from takar.measurement.selectors import State, realisation_of, realisations
from takar.registers.mail.services import dispose
from tests.factories import Cast, entry_of, letter_of
from tests.measurement.by_hand import BY_HAND, count_by_hand

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

MARCH = Period.of_month(2026, 3)


def count(measure: Measure, office_id: int, year: int = 2026) -> list[int]:
    found = counting.amounts_by_month([measure], office_ids=[office_id], year=year)
    return [month.size for month in found[office_id][measure.code]]


def measure_of(*terms: Term, code: str = "coba") -> Measure:
    return Measure(code, "Coba", "surat", COUNT, terms, ())


# ---- on any ledger ------------------------------------------------------------------------------


def live(cast: Cast, seed: int, steps: int = 60) -> None:
    """An office at work: whatever it may do, in any order; what is refused is refused."""
    dice = random.Random(seed)
    made: list[Entry] = []
    areas = [None, "kepegawaian", "diklat", "keuangan"]
    for _ in range(steps):
        day = date(2026, 7, 15) - timedelta(days=dice.randrange(260))
        entry = dice.choice(made) if made else None
        who = cast.clerk.actor
        with suppress(DomainError, LookupError):
            match dice.randrange(9):
                case 0 | 1:
                    made.append(
                        letter_of(cast, occurred_on=day, letter_date=None, area_id=dice.choice(areas))
                    )
                case 2:
                    kind = dice.choice(["keputusan", "surat_tugas", "undangan"])
                    area = dice.choice(areas)
                    made.append(entry_of("outgoing_letter", cast, occurred_on=day, kind=kind, area_id=area))
                case 3:
                    made.append(entry_of("archive_item", cast, occurred_on=day))
                case 4 if entry is not None and entry.book == "incoming_letter":
                    dispose(
                        letter=entry, actor=cast.camat.actor, receivers=[cast.section_head.position],  # type: ignore[arg-type]
                        instructions=["proses"], on=day,
                    )  # fmt: skip
                case 5 if entry is not None:
                    spec = dice.choice([s.code for s in entry.declaration.milestones])
                    add_milestone(entry=entry, what=spec, on=day, actor=who, note="x", by_service=True)
                case 6 if entry is not None:
                    values = {"area_id": dice.choice(areas)} if dice.random() < 0.5 else {"occurred_on": day}
                    correct_entry(entry=entry, actor=who, values=values, reason="x")
                case 7 if entry is not None:
                    row = dice.choice(list(entry.milestones.all()))
                    if dice.random() < 0.5:
                        withdraw_milestone(milestone=row, actor=who, reason="x")
                    else:
                        correct_milestone(milestone=row, on=day, actor=who, reason="x")
                case 8 if entry is not None and dice.random() < 0.5:
                    cancel_entry(entry=entry, actor=who, reason="x")


@pytest.mark.parametrize("seed", range(4))
def test_every_number_agrees_with_a_count_written_by_hand(cast: Cast, seed: int) -> None:
    live(cast, seed)
    office = cast.office.pk
    assert list(verify(office)) == []
    for code in BY_HAND:
        measure = shipped_measures()[code]
        for year in (2025, 2026):
            counted = count(measure, office, year)
            assert counted == count_by_hand(code, office, year)
            listed = [
                facts.entries(measure, office_id=office, period=Period.of_month(year, m)).count()
                for m in range(1, 13)
            ]
            assert counted == listed


@pytest.mark.parametrize("seed", range(3))
def test_a_union_never_counts_an_entry_twice(cast: Cast, seed: int) -> None:
    live(cast, seed)
    everything = Term("incoming_letter", "received")
    personnel = Term("incoming_letter", "received", {"area": ("kepegawaian",)})
    training = Term("incoming_letter", "received", {"area": ("diklat", "kepegawaian"), "kind": ("undangan",)})
    union = measure_of(everything, personnel, training)
    assert count(union, cast.office.pk) == count(measure_of(everything), cast.office.pk)
    behind = facts.entries(union, office_id=cast.office.pk, period=Period.of_year(2026))
    assert behind.values("entry_id").distinct().count() == behind.count() == sum(count(union, cast.office.pk))


def test_two_books_add_up(cast: Cast) -> None:
    letter_of(cast)
    entry_of("archive_item", cast)
    both = measure_of(Term("incoming_letter", "received"), Term("archive_item", "archived"))
    assert sum(count(both, cast.office.pk)) == 2


def test_several_offices_are_counted_in_one_query(cast: Cast) -> None:
    letter_of(cast)
    letter_of(cast)
    measure = measure_of(Term("incoming_letter", "received"))
    offices = [cast.office.pk, cast.neighbour_office.pk]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = counting.amounts_by_month([measure], office_ids=offices, year=2026)
    assert len(queries) == 1
    assert [sum(month.size for month in found[office]["coba"]) for office in offices] == [2, 1]


def test_villages_can_be_asked_for(cast: Cast) -> None:
    letter_of(cast, village=cast.village)
    letter_of(cast)
    term = Term("incoming_letter", "received", {"village": (str(cast.village.pk),)})
    assert list(faults(measure_of(term))) == []
    listed = facts.entries(measure_of(term), office_id=cast.office.pk, period=Period.of_year(2026)).count()
    assert sum(count(measure_of(term), cast.office.pk)) == listed == 1


# ---- of the decree ------------------------------------------------------------------------------

FROM_MAIL = {36, 39, 43, 44}


@pytest.fixture
def only_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if Takar kept no other books than mail yet."""

    def opened(code: str) -> bool:
        return is_open(code) and book_named(code).model.__module__.endswith("registers.mail.models")

    monkeypatch.setattr(selecting, "is_open", opened)
    monkeypatch.setattr(selectors, "is_open", opened)


@pytest.mark.usefixtures("only_mail", "imported_decree")
def test_with_the_mail_books_alone_four_of_67_indicators_are_measured(cast: Cast) -> None:
    found = realisations(cast.clerk.actor, year=2026)
    assert len(found) == 67
    assert {r.indicator.no for r in found if r.state is State.MEASURED} == FROM_MAIL
    for realisation in found:
        if realisation.indicator.no not in FROM_MAIL:
            assert realisation.total is None
            assert set(realisation.months) == {None}
            assert realisation.total_in(MARCH) is None
            assert realisation.why_not


@pytest.mark.usefixtures("only_mail", "imported_decree")
def test_a_union_with_a_book_that_is_not_kept_is_not_measured_and_says_why(cast: Cast) -> None:
    letter = letter_of(cast)
    entry_of("disposition", cast, letter=letter)
    second = realisations(cast.secretary.actor, year=2026)[1]
    assert second.indicator.no == 2
    assert second.state is State.NOT_MEASURED
    assert second.total is None
    assert second.why_not.startswith("Arsip, Surat keluar, Surat masuk sudah tercatat")


@pytest.mark.usefixtures("imported_decree")
def test_not_measured_is_not_nought(cast: Cast) -> None:
    by_number = {r.indicator.no: r for r in realisations(cast.clerk.actor, year=2026)}
    assert by_number[43].total == 0
    assert by_number[43].months == (0,) * 12
    for realisation in by_number.values():
        assert (realisation.total is None) == (realisation.state is State.NOT_MEASURED)


@pytest.mark.usefixtures("imported_decree")
def test_realisations_follow_the_books(cast: Cast) -> None:
    for day in (date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 1)):
        letter = letter_of(cast, occurred_on=day, letter_date=None, area_id="diklat")
        entry_of("disposition", cast, letter=letter, occurred_on=date(2026, 4, 2))
    by_number = {r.indicator.no: r for r in realisations(cast.clerk.actor, year=2026)}
    received, disposed = by_number[39], by_number[43]
    assert received.months == (1, 0, 1, 1, *[0] * 8)
    assert (received.total, disposed.total) == (3, 3)
    assert received.total_in(Period.of_quarter(2026, 1)) == 2
    assert disposed.total_in(Period.of_quarter(2026, 1)) == 0
    assert disposed.total_in(Period.of_quarter(2026, 2)) == 3
    alone = realisation_of(cast.clerk.actor, received.indicator, year=2026)
    assert (alone.months, alone.total) == (received.months, 3)


@pytest.mark.usefixtures("imported_decree")
def test_the_number_of_queries_does_not_grow_with_indicators_or_entries(cast: Cast) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            realisations(cast.clerk.actor, year=2026)
        return len(found)

    realisations(cast.clerk.actor, year=2026)  # fills the cache of areas
    before = queries()
    for _ in range(5):
        letter_of(cast)
    for indicator in Indicator.objects.exclude(pk__in=Binding.objects.values("indicator_id")):
        Binding.objects.create(indicator=indicator, measure="surat_masuk_kepegawaian")
    assert queries() == before <= 5
    assert sum(r.state is State.MEASURED for r in realisations(cast.clerk.actor, year=2026)) >= 65


def test_an_office_without_a_decree_has_no_indicators(cast: Cast) -> None:
    assert realisations(cast.clerk.actor, year=2026) == []
    from takar.organisation.actor import actor_for

    assert realisations(actor_for(cast.stranger), year=2026) == []


@pytest.mark.usefixtures("imported_decree")
def test_the_neighbour_has_no_numbers_of_ours(cast: Cast) -> None:
    assert realisations(cast.neighbour_camat.actor, year=2026) == []


# ---- the entries behind a number ----------------------------------------------------------------


def test_confidential_entries_count_but_stay_unread(cast: Cast) -> None:
    measure = shipped_measures()["surat_masuk_kepegawaian"]
    secret = letter_of(cast, area_id="kepegawaian", security="rahasia")
    open_one = letter_of(cast, area_id="kepegawaian")
    year = Period.of_year(2026)
    assert sum(count(measure, cast.office.pk)) == 2
    assert set(entries_behind(cast.camat.actor, measure, year).values_list("pk", flat=True)) == {
        secret.pk,
        open_one.pk,
    }
    assert set(entries_behind(cast.planner.actor, measure, year).values_list("pk", flat=True)) == {
        open_one.pk
    }
    said = explain(cast.planner.actor, measure, year)
    assert any("1 entri terbatas ikut dihitung" in text for text in said.left_out)
    assert not any("terbatas" in text for text in explain(cast.camat.actor, measure, year).left_out)


def test_the_explanation_says_what_between_which_days_and_what_was_left_out(cast: Cast) -> None:
    measure = shipped_measures()["konsep_sk_dan_surat_tugas_kepegawaian"]
    for _ in range(2):
        entry = entry_of("outgoing_letter", cast, kind="keputusan", area_id="kepegawaian")
    cancel_entry(entry=entry, actor=cast.clerk.actor, reason="x")
    said = explain(cast.clerk.actor, measure, Period.of_quarter(2026, 3))
    (sentence,) = said.counted
    assert sentence == (
        "Surat keluar yang dikonsep, jenis keputusan (sk), bidang kepegawaian, "
        "antara 1 Juli 2026 dan 30 September 2026"
    )
    assert "1 entri dibatalkan tidak dihitung" in said.left_out
    assert "1 entri terhitung belum berbukti" in said.left_out
    assert said.why.startswith("Nama indikator menyebut")


def test_the_explanation_names_the_category(cast: Cast) -> None:
    measure = shipped_measures()["konsep_program_kerja"]
    (sentence,) = explain(cast.clerk.actor, measure, Period.of_quarter(2026, 3)).counted
    assert sentence.startswith(
        "Dokumen kerja yang disusun, golongan dokumen perencanaan, bidang perencanaan, evaluasi dan pelaporan"
    )


@pytest.mark.usefixtures("imported_decree")
def test_the_indicators_of_documents_dossiers_activities_and_cases_are_bound(cast: Cast) -> None:
    by_number = {r.indicator.no: r for r in realisations(cast.clerk.actor, year=2026)}
    counted = {
        2,
        *range(4, 10),
        11,
        *range(13, 17),
        *range(18, 22),
        28,
        29,
        31,
        33,
        47,
        51,
        10,
        12,
        17,
        25,
        26,
        27,
        40,
        42,
        45,
        46,
        48,
        49,
        50,
        61,
        65,
        66,
        67,
    }
    assert {no for no in counted if by_number[no].state is not State.MEASURED} == set()


# ---- definitions --------------------------------------------------------------------------------


def test_every_shipped_measure_is_sound_and_answers_an_indicator() -> None:
    for measure in shipped_measures().values():
        assert list(faults(measure)) == [], measure.place
        assert measure.subjects, measure.place


@pytest.mark.parametrize(
    ("term", "says"),
    [
        (Term("surat", "received"), "unknown book 'surat'"),
        (Term("incoming_letter", "sent"), "has no milestone 'sent'"),
        (Term("incoming_letter", "received", {"sender": ("x",)}), "cannot be filtered by 'sender'"),
        (Term("stock_issue", "issued", {"area": ("umum",)}), "cannot be filtered by 'area'"),
        (Term("incoming_letter", "received", {"kind": ("sajak",)}), "has no kind sajak"),
        (Term("incoming_letter", "received", {"area": ("sihir",)}), "no area is called sihir"),
    ],
)
def test_a_measure_that_names_something_wrong_is_faulted(term: Term, says: str) -> None:
    assert any(says in fault for fault in faults(measure_of(term)))


def test_a_measure_of_nothing_is_faulted() -> None:
    assert any("counts nothing" in fault for fault in faults(measure_of()))


GOOD = "- {code: a, label: A, unit: surat, count: [{book: incoming_letter, milestone: received}]}"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- {code: a}", "uji.yaml:1: a measure needs"),
        (f"{GOOD}\n- just words", "a measure needs"),
        (GOOD.replace("label: A", "label: A, warna: merah"), "uji.yaml:1: unknown words warna"),
        (GOOD.replace("milestone: received", "milestone: received, kapan: x"), "unknown words kapan"),
    ],
)
def test_a_definition_that_cannot_be_read_names_file_and_line(text: str, says: str) -> None:
    with pytest.raises(BadDefinition, match=says):
        list(parse(text, "uji.yaml"))


def test_a_definition_remembers_where_it_stands() -> None:
    first, second = parse(f"{GOOD}\n{GOOD.replace('code: a', 'code: b')}", "uji.yaml")
    assert (first.place, second.place) == ("uji.yaml:1", "uji.yaml:2")
