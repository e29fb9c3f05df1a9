"""Whatever an office has, the next office sees none of it, through every model that has a policy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import models

from takar.agreements.models import AchievementRule
from takar.agreements.services import draft_agreement
from takar.catalogue.models import Decree, Indicator
from takar.kernel import clock
from takar.kernel.access import OfficeReference, SharedReference, policy_for, visible
from takar.kernel.period import Period
from takar.ledger.access import EntryPolicy
from takar.ledger.books import book_named, books_of
from takar.ledger.data_requests import receive_request
from takar.ledger.evidence import attach
from takar.ledger.importing import start_import, template_columns
from takar.ledger.models import BookReach, NumberFormat, ReadingRecord
from takar.ledger.reading import note_list
from takar.ledger.retention import decide_rule
from takar.measurement.models import BaseFigure, CheckRule
from takar.measurement.numbers.closing import close_period
from takar.measurement.readings import choose_reading
from takar.measurement.selectors import measure_of
from takar.organisation.accounts import open_guest_account, reset_password
from takar.organisation.actor import actor_for, system_actor
from takar.organisation.emergency import note_view, open_emergency
from takar.organisation.granting import give_grant
from takar.organisation.models import CalendarDay, User
from tests.factories import Cast, career_of, employee, entry_of, letter_of
from tests.ledger.files import png, upload
from tests.own_books import own_book

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]


def guarded() -> list[type[models.Model]]:
    found = []
    for model in apps.get_models():
        if model.__module__.startswith("takar."):
            try:
                policy_for(model)
            except LookupError:
                continue
            found.append(model)
    return found


def office_path(model: type[models.Model]) -> str:
    policy = policy_for(model)
    if isinstance(policy, OfficeReference):
        return policy.path
    if model is User:
        return "person__office_id"
    if isinstance(policy, EntryPolicy) and policy.prefix:
        return f"{policy.prefix}office_id"
    return "office_id"


@pytest.fixture
def full(cast: Cast, imported_decree: Decree) -> Cast:
    """The first office has at least one row of everything."""
    own_book(cast)
    for book in books_of(cast.office):
        entry_of(book, cast)
    attach(entry=letter_of(cast), actor=cast.clerk.actor, upload=upload(png(), "a.png"))
    BookReach.objects.create(office=cast.office, book="case", reads="office")
    reset_password(user=cast.clerk.user, actor=cast.planner.actor, reason="lupa")
    access = open_emergency(
        user=cast.planner.user, actor=cast.planner.actor, reason="Camat tidak dapat dihubungi", hours=1
    )
    note_view(
        actor=replace(cast.planner.actor, emergency_id=access.pk), method="GET", path="/", entry_number=1
    )
    guest, _ = open_guest_account(username="irban", name="Irban II", actor=system_actor(None))
    give_grant(
        user=guest, scope="inspector", offices=[cast.office], starts_on=date(2026, 7, 1),
        ends_on=date(2026, 8, 1), reason="Surat tugas 700/12", actor=system_actor(None),
    )  # fmt: skip
    CalendarDay.objects.create(office=cast.office, day=date(2026, 8, 18), kind="joint_leave")
    NumberFormat.objects.create(office=cast.office, book="outgoing_letter", template="{nomor}")
    book = book_named("incoming_letter")
    head = ";".join(template_columns(book, cast.clerk.actor))
    start_import(book=book, actor=cast.clerk.actor, content=head.encode(), filename="a.csv")
    career_of(employee(cast.office))
    AchievementRule.objects.create(
        office=cast.office, valid_from=date(2026, 1, 1), classes="A Baik > 80\nB Kurang"
    )
    _choose_reading(cast)
    BaseFigure.objects.create(
        office=cast.office,
        name="Penduduk",
        unit="jiwa",
        value=9000,
        valid_from=date(2026, 1, 1),
        source="Dukcapil",
    )
    CheckRule.objects.create(office=cast.office, code="terlambat", value=20, valid_from=date(2026, 1, 1))
    draft_agreement(position=cast.section_head.position, year=2026, actor=cast.planner.actor)
    close_period(period=Period.of_year(2025), actor=cast.camat.actor)
    camat = cast.camat.actor
    note_list(camat, book_named("service_request"), ReadingRecord.How.LIST, rows=1)
    decide_rule(
        actor=camat, code="case", purpose="Menangani", data="Nama", legal_basis="", verified=False, years=5
    )
    receive_request(
        actor=camat, kind="akses", asked_by="Siti", details="Semua", received_at=clock.now() - timedelta(1)
    )
    return cast


def _choose_reading(cast: Cast) -> None:
    indicator = Indicator.objects.select_related("decree").get(decree__office=cast.office, no=36)
    measure = measure_of(cast.camat.actor, indicator, year=2026)
    assert measure is not None
    choose_reading(
        indicator=indicator, measure=measure, reading="other", year=2026, why="Tugas jabatan",
        actor=cast.camat.actor,
    )  # fmt: skip


def test_the_neighbour_sees_nothing_of_ours(full: Cast) -> None:
    seen, empty = [], []
    for model in guarded():
        if isinstance(policy_for(model), SharedReference):
            continue
        ours = model._default_manager.filter(**{office_path(model): full.office.pk})
        if not ours.exists():
            empty.append(model.__name__)
        for outsider in (full.neighbour_camat.actor, full.neighbour_clerk.actor, actor_for(full.stranger)):
            if visible(outsider, model).filter(pk__in=ours.values("pk")).exists():
                seen.append(model.__name__)
    assert seen == []
    assert empty == [], "give the first office a row of these, or this test proves nothing"


def test_a_stranger_sees_nothing_but_what_all_share(full: Cast) -> None:
    stranger = actor_for(full.stranger)
    for model in guarded():
        if not isinstance(policy_for(model), SharedReference):
            assert not visible(stranger, model).exists(), model.__name__


def test_what_all_share_is_changed_by_nobody(full: Cast) -> None:
    shared = [model for model in guarded() if isinstance(policy_for(model), SharedReference)]
    assert shared
    for model in shared:
        assert visible(full.neighbour_clerk.actor, model).exists()
        assert not policy_for(model).may(full.planner.actor, "change", model)
