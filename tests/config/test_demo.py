"""The demo, thinned out: complete, believable in its order, and the same when asked for again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from takar.agreements.models import Agreement
from takar.catalogue.models import Indicator
from takar.demo import DEMO_PASSWORD, SHOWN_ACCOUNTS
from takar.demo.build import build
from takar.kernel import clock
from takar.kernel.errors import DomainError
from takar.kernel.period import Period
from takar.ledger import audit
from takar.ledger.books import books_of
from takar.ledger.models import Entry, Milestone
from takar.measurement.selectors import State, realisations
from takar.organisation.actor import system_actor
from takar.organisation.models import Assignment, Office, Person, Position, User, Village
from tests.config.commands import takar

NOW = datetime(2026, 2, 27, 15, 30, tzinfo=ZoneInfo("Asia/Jakarta"))


@pytest.fixture
def office(db: None) -> Iterator[Office]:
    """A twentieth of the entries, told until the end of February."""
    with clock.set_to(NOW):
        build(say=lambda line: None, scale=0.05)
        yield Office.objects.get()


def test_the_demo_is_whole_and_a_second_one_changes_nothing(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    assert Village.objects.count() == 8
    assert Position.objects.count() == 19, "the decree's positions are the office's own"
    assert Person.objects.count() == 19
    assert Person.objects.filter(nip=None).count() == 1
    assert Assignment.objects.filter(capacity=Assignment.Capacity.ACTING).count() == 1
    assert Indicator.objects.count() == 67
    assert Agreement.objects.filter(year=2025, state=Agreement.State.SIGNED).count() == 18
    states = set(Agreement.objects.filter(year=2026).values_list("state", flat=True))
    assert states == {"signed", "proposed", "draft"}

    office.refresh_from_db()
    recorded = {book.code for book in books_of(office) if Entry.objects.filter(book=book.code).exists()}
    assert recorded >= {"incoming_letter", "outgoing_letter", "disposition", "archive_item", "stock_issue"}
    assert any(code.endswith("_buku_tamu") for code in recorded), "a book of the office's own"
    assert list(audit.verify(office.pk)) == []

    # Nobody writes for the system: every step has a person with a position behind it.
    assert not Milestone.objects.filter(actor=None).exists()
    # Numbers follow the days, in every book, year and series.
    seen: dict[tuple[str, int, str], Entry] = {}
    for entry in Entry.objects.exclude(number=None).order_by("book", "year", "series", "number"):
        before = seen.get((entry.book, entry.year, entry.series))
        assert before is None or before.occurred_on <= entry.occurred_on
        assert entry.recorded_at <= NOW
        seen[entry.book, entry.year, entry.series] = entry

    found = realisations(system_actor(office), year=2025, both=True)
    counted = [r for r in found if r.state is State.MEASURED]
    assert len(counted) == 67
    # Of the rare kinds that a formula names alone, a twentieth of a year may hold none.
    rare = [r.indicator.no for r in counted if not r.total]
    assert set(rare) <= {36, 51}
    assert all(r.total or r.beside_in(Period.of_year(2025)) for r in counted)

    for name in SHOWN_ACCOUNTS:
        assert User.objects.get(username=name).check_password(DEMO_PASSWORD)
    last = Milestone.objects.latest("seq").hash, Entry.objects.count(), User.objects.count()
    assert takar(capsys, "demo").status == 0
    assert (Milestone.objects.latest("seq").hash, Entry.objects.count(), User.objects.count()) == last


def test_the_demo_keeps_out_of_an_office_that_is_in_use(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    Office.objects.create(code="35.07.29", name="Kecamatan Gedangan", regency="Kabupaten Malang")
    answer = takar(capsys, "demo")
    assert answer.status == 2
    assert "bukan kantor contoh" in answer.err
    assert not User.objects.exists()


def test_an_interrupted_demo_leaves_nothing(db: None) -> None:
    def interrupt(line: str) -> None:
        if line.startswith("Keputusan"):
            raise DomainError("listrik padam")

    with clock.set_to(NOW), pytest.raises(DomainError):
        build(say=interrupt, scale=0.01)
    assert not Office.objects.exists()
    assert not User.objects.exists()
