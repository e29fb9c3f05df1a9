"""Perjanjian Kinerja: who may do what when, and what stays as it was signed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from auditlog.models import LogEntry
from django.core.exceptions import ValidationError
from tests.factories import Cast, Member

from takar.agreements.achievement import Target, shipped_rule
from takar.agreements.models import AchievementRule, AgreedTarget, Agreement
from takar.agreements.selectors import (
    agreements_of,
    awaiting_decision,
    judge_of,
    rule_in_force,
    targets_by_indicator,
)
from takar.agreements.services import (
    agree,
    draft_agreement,
    parties_of,
    propose,
    return_to_draft,
    revise,
    set_targets,
    sign,
)
from takar.catalogue.models import Decree, Indicator, Objective
from takar.kernel.access import visible
from takar.kernel.errors import DomainError, NotFound, Refused
from takar.measurement.models import Binding
from takar.measurement.services import judge_as
from takar.organisation.models import Assignment, Office
from takar.organisation.services import assign

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear", "imported_decree")]

TODAY = date(2026, 7, 15)
State = Agreement.State


def draft(cast: Cast, who: Member | None = None) -> Agreement:
    return draft_agreement(position=(who or cast.section_head).position, year=2026, actor=cast.planner.actor)


def fill(cast: Cast, agreement: Agreement) -> Agreement:
    targets = {line.pk: (Decimal(12), "") for line in agreement.targets.all()}
    set_targets(agreement=agreement, actor=cast.planner.actor, targets=targets)
    return agreement


def signed(cast: Cast, who: Member | None = None, on: date = TODAY) -> Agreement:
    agreement = propose(agreement=fill(cast, draft(cast, who)), actor=cast.planner.actor)
    agreement = agree(agreement=agreement, actor=cast.camat.actor)
    return sign(agreement=agreement, actor=cast.planner.actor, signed_on=on, place=" Gedangan ")


# ---- drafting -----------------------------------------------------------------------------------


def test_a_draft_has_a_line_for_each_indicator_of_the_position_in_the_decree_s_words(cast: Cast) -> None:
    agreement = draft(cast)
    assert (agreement.person, agreement.superior) == (cast.section_head.person, cast.camat.person)
    lines = list(agreement.targets.all())
    printed = list(
        Indicator.objects.filter(position=cast.section_head.position).values_list(
            "name", "objective__name", "unit"
        )
    )
    assert [(t.indicator_text, t.objective_text, t.unit) for t in lines] == printed
    assert len(lines) == 2
    assert all(t.target is None for t in lines)


def test_a_draft_needs_a_holder_an_indicator_and_to_be_the_first(cast: Cast) -> None:
    draft(cast)
    with pytest.raises(DomainError, match="sudah ada"):
        draft(cast)
    with pytest.raises(DomainError, match="tidak memuat indikator"):
        draft(cast, cast.camat)
    Assignment.objects.filter(position=cast.planner.position).update(ends_on=date(2026, 1, 2))
    with pytest.raises(DomainError, match="belum ada pemegangnya"):
        draft(cast, cast.planner)
    assert Agreement.objects.count() == 1


def test_only_operators_draft_and_only_in_their_own_office(cast: Cast) -> None:
    for name in ("camat", "section_head", "clerk"):
        with pytest.raises(Refused):
            draft_agreement(position=cast.section_head.position, year=2026, actor=cast.members[name].actor)
    with pytest.raises((NotFound, Refused)):
        draft_agreement(position=cast.section_head.position, year=2026, actor=cast.neighbour_clerk.actor)


# ---- the life of an agreement -------------------------------------------------------------------


def test_drafted_proposed_agreed_signed(cast: Cast) -> None:
    agreement = fill(cast, draft(cast))
    assert agreement.is_open
    agreement = propose(agreement=agreement, actor=cast.section_head.actor)
    assert agreement.state == State.PROPOSED
    assert list(awaiting_decision(cast.camat.actor)) == [agreement]
    assert list(awaiting_decision(cast.secretary.actor)) == []
    agreement = agree(agreement=agreement, actor=cast.camat.actor)
    agreement = sign(agreement=agreement, actor=cast.section_head.actor, signed_on=TODAY, place="Gedangan")
    assert (agreement.state, agreement.signed_on, agreement.place) == (State.SIGNED, TODAY, "Gedangan")


def test_an_agreement_with_an_empty_target_is_not_proposed(cast: Cast) -> None:
    agreement = draft(cast)
    with pytest.raises(DomainError, match="Isi target semua"):
        propose(agreement=agreement, actor=cast.section_head.actor)


def test_the_second_party_returns_it_with_a_reason_and_it_may_be_changed_again(cast: Cast) -> None:
    agreement = propose(agreement=fill(cast, draft(cast)), actor=cast.section_head.actor)
    with pytest.raises(DomainError) as caught:
        return_to_draft(agreement=agreement, actor=cast.camat.actor, note=" ")
    assert caught.value.field == "note"
    with pytest.raises(DomainError, match="sudah diajukan"):
        fill(cast, agreement)
    agreement = return_to_draft(agreement=agreement, actor=cast.camat.actor, note="Target terlalu rendah")
    assert (agreement.state, agreement.note) == (State.RETURNED, "Target terlalu rendah")
    agreement = propose(agreement=fill(cast, agreement), actor=cast.section_head.actor)
    assert agree(agreement=agreement, actor=cast.camat.actor).note == ""


Step = Callable[[Agreement, Cast], Any]
STEPS: dict[str, tuple[Step, set[str]]] = {
    "propose": (lambda a, c: propose(agreement=a, actor=c.planner.actor), {"draft", "returned"}),
    "agree": (lambda a, c: agree(agreement=a, actor=c.camat.actor), {"proposed"}),
    "return": (
        lambda a, c: return_to_draft(agreement=a, actor=c.camat.actor, note="x"),
        {"proposed", "agreed"},
    ),
    "sign": (lambda a, c: sign(agreement=a, actor=c.planner.actor, signed_on=TODAY, place="x"), {"agreed"}),
    "revise": (lambda a, c: revise(agreement=a, actor=c.planner.actor, reason="strategy"), {"signed"}),
}


def test_every_step_is_taken_from_its_own_states_only(cast: Cast) -> None:
    agreement = fill(cast, draft(cast))
    for name, (step, allowed) in STEPS.items():
        for state in set(State.values) - allowed:
            Agreement.objects.filter(pk=agreement.pk).update(state=state)
            with pytest.raises(DomainError, match="muat ulang halaman"):
                step(agreement, cast)
            assert Agreement.objects.get(pk=agreement.pk).state == state, name


def test_who_may_write_and_who_may_decide(cast: Cast) -> None:
    agreement = fill(cast, draft(cast))
    lines: dict[int, tuple[Decimal | None, str]] = {t.pk: (Decimal(1), "") for t in agreement.targets.all()}
    for outsider in (cast.clerk, cast.camat, cast.secretary, cast.neighbour_clerk, cast.neighbour_camat):
        for attempt in (
            lambda who=outsider: set_targets(agreement=agreement, actor=who.actor, targets=lines),
            lambda who=outsider: propose(agreement=agreement, actor=who.actor),
        ):
            with pytest.raises(Refused):
                attempt()
    set_targets(agreement=agreement, actor=cast.section_head.actor, targets=lines)
    agreement = propose(agreement=agreement, actor=cast.section_head.actor)
    for outsider in (cast.section_head, cast.planner, cast.secretary, cast.neighbour_camat):
        with pytest.raises(Refused):
            agree(agreement=agreement, actor=outsider.actor)
        with pytest.raises(Refused):
            return_to_draft(agreement=agreement, actor=outsider.actor, note="x")
    agree(agreement=agreement, actor=cast.camat.actor)


def test_whoever_acts_for_the_camat_that_day_decides(cast: Cast) -> None:
    agreement = propose(agreement=fill(cast, draft(cast)), actor=cast.planner.actor)
    assign(
        position=cast.camat.position, person=cast.secretary.person, starts_on=date(2026, 7, 14),
        ends_on=date(2026, 7, 21), capacity=Assignment.Capacity.DAILY, actor=cast.planner.actor,
    )  # fmt: skip
    assert agree(agreement=agreement, actor=cast.secretary.fresh()).state == State.AGREED


def test_targets_are_whole_or_part_numbers_from_nought(cast: Cast) -> None:
    agreement = draft(cast)
    line = agreement.targets.first()
    assert line is not None
    with pytest.raises(DomainError) as caught:
        set_targets(agreement=agreement, actor=cast.planner.actor, targets={line.pk: (Decimal(-1), "")})
    assert caught.value.field == f"target-{line.pk}"
    set_targets(
        agreement=agreement, actor=cast.planner.actor, targets={line.pk: (Decimal("2.5"), " dokumen ")}
    )
    line.refresh_from_db()
    assert (line.target, line.unit) == (Decimal("2.5"), "dokumen")
    set_targets(agreement=agreement, actor=cast.planner.actor, targets={line.pk: (None, " ")})
    line.refresh_from_db()
    assert (line.target, line.unit) == (None, "dokumen")


def test_lines_of_another_agreement_are_not_touched(cast: Cast) -> None:
    ours, other = draft(cast), draft(cast, cast.clerk)
    line = other.targets.first()
    assert line is not None
    set_targets(agreement=ours, actor=cast.planner.actor, targets={line.pk: (Decimal(99), "")})
    line.refresh_from_db()
    assert line.target is None


# ---- what was signed stays ----------------------------------------------------------------------


def test_what_was_signed_stays_as_it_was_signed(cast: Cast) -> None:
    agreement = signed(cast)
    assert agreement.parties == {
        "first": {"name": "Agus Salim", "position": "Kasi Pemerintahan", "rank": "Penata Tingkat I (III/d)", "nip": ""},
        "second": {
            "name": "Drs. Suwito, M.Si.", "position": "Camat", "rank": "Penata Tingkat I (III/d)",
            "nip": "19660801 198803 1 001",
        },
    }  # fmt: skip
    texts = list(agreement.targets.values_list("indicator_text", "objective_text"))
    for member, name in ((cast.section_head, "Agus Salim, S.H."), (cast.camat, "Camat Baru")):
        member.person.name = name
        member.person.save()
        member.position.title += " (baru)"
        member.position.save()
    Indicator.objects.update(name="Nama lain")
    Objective.objects.update(name="Sasaran lain")
    after = Agreement.objects.get(pk=agreement.pk)
    assert after.parties == agreement.parties
    assert list(after.targets.values_list("indicator_text", "objective_text")) == texts


def test_the_place_is_trimmed_and_the_day_may_not_be_in_the_future(cast: Cast) -> None:
    assert signed(cast).place == "Gedangan"
    other = propose(agreement=fill(cast, draft(cast, cast.planner)), actor=cast.planner.actor)
    other = agree(agreement=other, actor=cast.secretary.actor)
    with pytest.raises(DomainError) as caught:
        sign(agreement=other, actor=cast.planner.actor, signed_on=date(2026, 7, 16), place="x")
    assert caught.value.field == "signed_on"


def test_an_acting_superior_signs_with_the_capacity_people_must_read(cast: Cast) -> None:
    Assignment.objects.filter(position=cast.camat.position).update(ends_on=date(2026, 7, 1))
    assign(
        position=cast.camat.position, person=cast.secretary.person, starts_on=date(2026, 7, 1),
        capacity=Assignment.Capacity.ACTING, actor=cast.planner.actor,
    )  # fmt: skip
    agreement = draft(cast)
    assert parties_of(agreement, on=TODAY)["second"]["position"] == "Plt. Camat"
    assert agreement.superior == cast.secretary.person


def test_the_camat_promises_to_the_bupati(cast: Cast, imported_decree: Decree) -> None:
    _give_indicator(imported_decree, cast.camat)
    agreement = propose(agreement=fill(cast, draft(cast, cast.camat)), actor=cast.planner.actor)
    assert agreement.superior is None
    with pytest.raises(Refused):
        agree(agreement=agreement, actor=cast.section_head.actor)
    agreement = agree(agreement=agreement, actor=cast.planner.actor)
    agreement = sign(agreement=agreement, actor=cast.camat.actor, signed_on=TODAY, place="Kepanjen")
    assert agreement.parties["second"] == {"name": "", "position": "Bupati Malang", "rank": "", "nip": ""}
    cast.office.regency = "Kota Batu"
    agreement.office = cast.office
    assert parties_of(agreement, on=TODAY)["second"]["position"] == "Wali Kota Batu"


def _give_indicator(decree: Decree, who: Member) -> None:
    objective = Objective.objects.filter(holder__decree=decree).first()
    assert objective is not None
    Indicator.objects.create(
        objective=objective,
        decree=decree,
        position=who.position,
        no=68,
        name="Nilai SAKIP",
        formula="",
        unit="nilai",
    )


# ---- revisions ----------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", ["strategy", "priority"])
def test_a_revision_carries_the_lines_over_and_replaces_at_signing(cast: Cast, reason: str) -> None:
    old = signed(cast)
    new = revise(agreement=old, actor=cast.planner.actor, reason=reason)
    assert (new.revision, new.previous, new.state, new.revision_reason) == (1, old, State.DRAFT, reason)
    assert [t.target for t in new.targets.all()] == [Decimal(12)] * 2
    assert Agreement.objects.get(pk=old.pk).state == State.SIGNED
    new = agree(agreement=propose(agreement=new, actor=cast.planner.actor), actor=cast.camat.actor)
    new = sign(agreement=new, actor=cast.planner.actor, signed_on=TODAY, place="Gedangan")
    assert Agreement.objects.get(pk=old.pk).state == State.REVISED
    assert list(agreements_of(cast.clerk.actor, year=2026)) == [new]
    assert old.targets.count() == 2


def test_there_are_three_reasons_for_a_revision_and_no_other(cast: Cast) -> None:
    assert len(Agreement.RevisionReason.values) == 3
    agreement = signed(cast)
    for reason in ("", "lain", "malas"):
        with pytest.raises(DomainError) as caught:
            revise(agreement=agreement, actor=cast.planner.actor, reason=reason)
        assert caught.value.field == "reason"


def test_one_revision_at_a_time(cast: Cast) -> None:
    agreement = signed(cast)
    revise(agreement=agreement, actor=cast.planner.actor, reason="strategy")
    with pytest.raises(DomainError, match="sudah disiapkan"):
        revise(agreement=agreement, actor=cast.planner.actor, reason="priority")


# ---- reading ------------------------------------------------------------------------------------


def test_the_target_that_counts_is_the_signed_one_until_the_revision_is_signed(cast: Cast) -> None:
    old = signed(cast)
    new = revise(agreement=old, actor=cast.planner.actor, reason="priority")
    line = new.targets.first()
    assert line is not None
    set_targets(agreement=new, actor=cast.planner.actor, targets={line.pk: (Decimal(20), "")})
    assert targets_by_indicator(cast.clerk.actor, year=2026)[line.indicator_id].target == 12
    new = agree(agreement=propose(agreement=new, actor=cast.planner.actor), actor=cast.camat.actor)
    sign(agreement=new, actor=cast.planner.actor, signed_on=TODAY, place="x")
    assert targets_by_indicator(cast.clerk.actor, year=2026)[line.indicator_id].target == 20
    assert targets_by_indicator(cast.clerk.actor, year=2025) == {}


def test_the_neighbour_sees_no_agreement(cast: Cast) -> None:
    signed(cast)
    for who in (cast.neighbour_camat, cast.neighbour_clerk):
        assert not visible(who.actor, Agreement).exists()
        assert targets_by_indicator(who.actor, year=2026) == {}


def test_an_agreed_target_below_nought_is_refused_by_the_database(cast: Cast) -> None:
    from django.db import IntegrityError, transaction

    line = draft(cast).targets.first()
    assert line is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        AgreedTarget.objects.filter(pk=line.pk).update(target=-1)


# ---- a change of official -------------------------------------------------------------------------


def test_a_change_of_official_is_between_those_who_hold_the_positions_today(cast: Cast) -> None:
    old = signed(cast)
    successor = cast.government_clerk
    held = Assignment.objects.get(position=cast.section_head.position, ends_on=None)
    held.ends_on = TODAY
    held.save()
    Assignment.objects.create(position=cast.section_head.position, person=successor.person, starts_on=TODAY)
    new = revise(agreement=old, actor=successor.fresh(), reason="official")
    assert (new.person, new.superior) == (successor.person, cast.camat.person)
    assert new.superior_position == cast.camat.position
    assert [t.target for t in new.targets.all()] == [Decimal(12)] * 2
    assert Agreement.objects.get(pk=old.pk).person == cast.section_head.person
    for outsider in (cast.clerk, cast.neighbour_camat):
        with pytest.raises((Refused, NotFound)):
            revise(agreement=old, actor=outsider.actor, reason="strategy")


def test_a_change_of_superior_is_a_change_of_official_too(cast: Cast) -> None:
    old = signed(cast)
    held = Assignment.objects.get(position=cast.camat.position, ends_on=None)
    held.ends_on = TODAY
    held.save()
    Assignment.objects.create(position=cast.camat.position, person=cast.secretary.person, starts_on=TODAY)
    new = revise(agreement=old, actor=cast.planner.actor, reason="official")
    assert (new.person, new.superior) == (cast.section_head.person, cast.secretary.person)


def test_no_change_of_official_while_the_same_people_hold_the_positions(cast: Cast) -> None:
    agreement = signed(cast)
    with pytest.raises(DomainError, match="masih sama") as caught:
        revise(agreement=agreement, actor=cast.planner.actor, reason="official")
    assert caught.value.field == "reason"
    Assignment.objects.filter(position=cast.section_head.position).update(ends_on=TODAY)
    with pytest.raises(DomainError, match="belum ada pemegangnya"):
        revise(agreement=agreement, actor=cast.planner.actor, reason="official")
    assert not Agreement.objects.filter(previous=agreement).exists()


def test_who_has_an_agreement_already_gets_no_second_one(cast: Cast) -> None:
    old = signed(cast)
    Assignment.objects.filter(position=cast.section_head.position).update(ends_on=TODAY)
    Assignment.objects.create(
        position=cast.section_head.position, person=cast.government_clerk.person, starts_on=TODAY
    )
    draft(cast)
    with pytest.raises(DomainError, match="sudah punya perjanjian"):
        revise(agreement=old, actor=cast.planner.actor, reason="official")


# ---- ranges, direction, and the office's own rule -------------------------------------------------


def test_a_target_may_be_a_range_and_a_revision_keeps_it(cast: Cast) -> None:
    agreement = fill(cast, draft(cast))
    line = agreement.targets.first()
    assert line is not None
    seven_to_eight = Target(Decimal(7), Decimal(8))
    set_targets(agreement=agreement, actor=cast.planner.actor, targets={line.pk: (seven_to_eight, "bulan")})
    line.refresh_from_db()
    assert (line.target, line.target_to, line.promised) == (7, 8, seven_to_eight)
    assert line.target_words == "7 s.d. 8"
    agreement = agree(
        agreement=propose(agreement=agreement, actor=cast.planner.actor), actor=cast.camat.actor
    )
    agreement = sign(agreement=agreement, actor=cast.planner.actor, signed_on=TODAY, place="Gedangan")
    again = revise(agreement=agreement, actor=cast.planner.actor, reason="strategy")
    first = again.targets.first()
    assert first is not None
    assert first.promised == seven_to_eight
    set_targets(agreement=again, actor=cast.planner.actor, targets={first.pk: (Decimal(9), "")})
    first.refresh_from_db()
    assert (first.target, first.target_to) == (9, None)


def test_a_range_that_falls_is_refused_by_the_database(cast: Cast) -> None:
    from django.db import IntegrityError, transaction

    line = draft(cast).targets.first()
    assert line is not None
    for low, high in ((8, 7), (8, 8), (None, 8)):
        with pytest.raises(IntegrityError), transaction.atomic():
            AgreedTarget.objects.filter(pk=line.pk).update(target=low, target_to=high)


def test_an_indicator_is_judged_in_its_own_direction(cast: Cast) -> None:
    binding = Binding.objects.select_related("indicator__decree").first()
    assert binding is not None
    line = AgreedTarget(target=Decimal(10))

    def judged(realisation: int) -> Decimal | int | None:
        return judge_of(cast.clerk.actor, year=2026).of(binding.indicator_id, realisation, line).raw

    assert judged(8) == 80
    judge_as(binding=binding, polarity="lower", formula="standard", actor=cast.planner.actor)
    assert judged(8) == 120
    judge_as(binding=binding, polarity="lower", formula="ratio", actor=cast.planner.actor)
    assert judged(8) == 125
    for outsider in (cast.clerk, cast.camat, cast.neighbour_clerk):
        with pytest.raises(Refused):
            judge_as(binding=binding, polarity="higher", formula="standard", actor=outsider.actor)
    changes = LogEntry.objects.get_for_object(binding)
    assert [entry.changes_dict for entry in changes] == [
        {"formula": ["standard", "ratio"]},
        {"polarity": ["higher", "lower"]},
    ]


def test_the_rule_of_the_office_holds_from_its_day_and_only_there(cast: Cast) -> None:
    def rule(office: Office, since: date, text: str, cap: int | None = None) -> AchievementRule:
        row = AchievementRule(office=office, valid_from=since, classes=text, cap=cap)
        row.full_clean()
        row.save()
        return row

    rule(cast.neighbour_office, date(2020, 1, 1), "X Lain > 1\nY Sisa")
    assert rule_in_force(cast.clerk.actor, year=2026) == shipped_rule(TODAY)
    rule(cast.office, date(2025, 7, 1), "A Baik > 80\nB Kurang", 110)
    later = rule(cast.office, date(2026, 7, 1), "M Memenuhi > 99\nB Belum")
    rule(cast.office, date(2026, 12, 1), "Z Nanti > 10\nN Nol")
    actor = cast.clerk.actor
    assert [c.code for c in rule_in_force(actor, year=2024).classes] == ["ST", "T", "S", "R", "SR"]
    assert [c.code for c in rule_in_force(actor, year=2025).classes] == ["A", "B"]
    assert rule_in_force(actor, year=2025).cap == 110
    assert [c.code for c in rule_in_force(actor, year=2026).classes] == ["M", "B"]
    later.retired_on = date(2026, 7, 10)
    later.save()
    assert [c.code for c in rule_in_force(actor, year=2026).classes] == ["A", "B"]


def test_a_rule_that_leaves_a_gap_is_refused(cast: Cast) -> None:
    row = AchievementRule(office=cast.office, valid_from=TODAY, classes="A Baik > 80\nB Kurang > 10")
    with pytest.raises(ValidationError) as caught:
        row.full_clean()
    assert "tanpa batas" in str(caught.value.message_dict["classes"])
