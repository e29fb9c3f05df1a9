"""Dossiers: what is there, what is lacking, and when nothing is."""

from __future__ import annotations

from datetime import date

import pytest
from tests.factories import Cast, entry_of, ticked_papers

from takar.kernel.errors import DomainError, NotFound, Refused
from takar.ledger.audit import verify
from takar.ledger.display import shown
from takar.ledger.services import add_milestone, correct_entry, withdraw_milestone
from takar.registers.dossiers.book import DossierChecks
from takar.registers.dossiers.models import DossierCheck, DossierChecklist, DossierKind
from takar.registers.dossiers.services import check_papers, load_starter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

TODAY = date(2026, 7, 15)


def dossier(cast: Cast, **values: object) -> DossierCheck:
    made: DossierCheck = entry_of(DossierChecks, cast, **values)
    return made


def check(cast: Cast, made: DossierCheck, ticked: list[str], on: date = TODAY) -> DossierCheck:
    return check_papers(dossier=made, actor=cast.document_clerk.actor, ticked=ticked, on=on)


def test_what_is_lacking_is_told_until_nothing_is(cast: Cast) -> None:
    made = dossier(cast)
    papers = ticked_papers(made)
    assert shown(DossierChecks, made, "finding") == "Belum diperiksa"
    first = check(cast, made, papers[2:])
    assert (first.state, first.lacking) == ("checked", papers[:2])
    assert first.finding == f"2 kurang: {papers[0]}; {papers[1]}"
    milestone = made.milestones.get(what="checked")
    assert (milestone.details["present"], milestone.details["lacking"]) == (papers[2:], papers[:2])
    second = check(cast, first, papers[1:])
    assert (second.state, second.lacking) == ("checked", papers[:1])
    last = check(cast, second, papers)
    assert (last.state, last.finding) == ("completed", "Tidak ada kekurangan")
    changes = [row.details["changes"]["lacking"] for row in made.milestones.filter(what="corrected")]
    assert changes == [[[], papers[:2]], [papers[:2], papers[:1]], [papers[:1], []]]
    assert list(verify(cast.office.pk)) == []


def test_a_dossier_that_lacks_nothing_is_complete_at_once(cast: Cast) -> None:
    made = dossier(cast)
    papers = ticked_papers(made)
    assert papers[-1].endswith("(bila ada)")
    found = check(cast, made, papers[:-1])
    assert found.state == "completed"
    assert set(made.milestones.values_list("what", flat=True)) >= {"received", "checked", "completed"}


def test_complete_is_not_told_past_the_list(cast: Cast) -> None:
    made = check(cast, dossier(cast), [])
    with pytest.raises(Refused):
        add_milestone(entry=made, what="completed", on=TODAY, actor=cast.document_clerk.actor)
    with pytest.raises(DomainError, match="Berkas belum lengkap"):
        add_milestone(
            entry=made, what="completed", on=TODAY, actor=cast.document_clerk.actor, by_service=True
        )


def test_a_complete_dossier_is_not_checked_again_before_that_is_taken_back(cast: Cast) -> None:
    made = dossier(cast)
    papers = ticked_papers(made)
    found = check(cast, made, papers)
    with pytest.raises(DomainError, match="sudah dinyatakan lengkap"):
        check(cast, found, papers[1:])
    withdraw_milestone(
        milestone=made.milestones.get(what="completed"), actor=cast.document_clerk.actor, reason="Palsu"
    )
    assert check(cast, made, papers[1:]).lacking == papers[:1]
    assert list(verify(cast.office.pk)) == []


def test_only_keepers_check_and_only_their_own_office_s(cast: Cast) -> None:
    made = dossier(cast)
    with pytest.raises(Refused):
        check_papers(dossier=made, actor=cast.section_head.actor, ticked=[], on=TODAY)
    with pytest.raises(NotFound):
        check_papers(dossier=made, actor=cast.neighbour_clerk.actor, ticked=[], on=TODAY)


def test_days_keep_their_order(cast: Cast) -> None:
    made = dossier(cast, occurred_on=date(2026, 7, 10))
    with pytest.raises(DomainError):
        check(cast, made, [], on=date(2026, 7, 9))
    with pytest.raises(DomainError):
        check(cast, made, [], on=date(2026, 7, 16))
    assert DossierCheck.objects.get(pk=made.pk).lacking == []


def test_the_list_must_exist_and_hold_what_is_ticked(cast: Cast) -> None:
    made = dossier(cast, kind="bpd")
    with pytest.raises(DomainError, match="baru saja berubah"):
        check(cast, made, ["Karangan"])
    DossierChecklist.objects.filter(kind="bpd").delete()
    with pytest.raises(DomainError, match="Belum ada daftar kelengkapan"):
        check(cast, made, [])


def test_a_checked_dossier_stays_of_its_kind(cast: Cast) -> None:
    made = check(cast, dossier(cast), [])
    with pytest.raises(DomainError) as caught:
        correct_entry(entry=made, actor=cast.document_clerk.actor, values={"kind": "lpj"}, reason="x")
    assert caught.value.field == "kind"


def test_the_starter_lists_cover_every_kind_and_are_loaded_once(cast: Cast) -> None:
    assert load_starter(office=cast.office) == 0
    rows = DossierChecklist.objects.filter(office=cast.office)
    assert {row.kind for row in rows} == set(DossierKind.values)
    for row in rows:
        row.full_clean()
