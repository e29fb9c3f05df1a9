"""The decree in the catalogue: read, put into force, replaced."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.factories import SAMPLE_DECREE, Cast, another_decree

from takar.catalogue.models import Decree, DecreePosition, Indicator
from takar.catalogue.selectors import active_decree, active_indicators
from takar.catalogue.services import activate, import_decree
from takar.catalogue.words import plain
from takar.kernel.access import visible
from takar.kernel.errors import BadInput, DomainError, Refused
from takar.measurement.language.loading import shipped_measures
from takar.measurement.models import Binding
from takar.measurement.services import bind_decree
from takar.organisation.models import Position

pytestmark = pytest.mark.django_db


def test_a_decree_comes_in_as_a_draft_with_everything_it_says(cast: Cast) -> None:
    before = Position.objects.filter(office=cast.office).count()
    decree = import_decree(SAMPLE_DECREE, actor=cast.planner.actor)
    assert decree.state == Decree.State.DRAFT
    assert (DecreePosition.objects.filter(decree=decree).count(), decree.indicators.count()) == (18, 67)
    assert active_decree(cast.clerk.actor) is None
    # eight of the eighteen positions were there already and are recognised
    assert Position.objects.filter(office=cast.office).count() == before + 18 - 8
    sekretaris = DecreePosition.objects.get(decree=decree, title="Sekretaris Kecamatan")
    assert sekretaris.position == cast.secretary.position
    assert sekretaris.duties


def test_positions_the_office_lacks_get_a_place_in_the_tree(cast: Cast) -> None:
    import_decree(SAMPLE_DECREE, actor=cast.planner.actor)
    kasi = Position.objects.get(office=cast.office, title="Kasi Pelayanan Publik")
    treasurer = Position.objects.get(office=cast.office, title="Bendahara")
    assert (kasi.level, kasi.reports_to) == (Position.Level.SECTION, cast.camat.position)
    assert (treasurer.level, treasurer.reports_to) == (Position.Level.STAFF, cast.secretary.position)


def test_one_decree_is_in_force_and_the_one_before_keeps_all_it_had(cast: Cast) -> None:
    first, second = import_decree(SAMPLE_DECREE, actor=cast.planner.actor), another_decree(cast)
    activate(decree=first, actor=cast.planner.actor)
    activate(decree=second, actor=cast.planner.actor)
    first.refresh_from_db()
    assert first.state == Decree.State.RETIRED
    assert first.indicators.count() == 67
    assert active_decree(cast.clerk.actor) == second
    assert [i.no for i in active_indicators(cast.clerk.actor)] == list(range(1, 68))
    for decree in (first, second):
        with pytest.raises(DomainError, match="Hanya konsep"):
            activate(decree=decree, actor=cast.planner.actor)


def test_the_same_file_makes_no_second_draft(cast: Cast) -> None:
    decree = import_decree(SAMPLE_DECREE, actor=cast.planner.actor)
    with pytest.raises(DomainError, match=r"sudah diimpor.*“Konsep”"):
        import_decree(SAMPLE_DECREE, actor=cast.planner.actor)
    activate(decree=decree, actor=cast.planner.actor)
    with pytest.raises(DomainError, match=r"sudah diimpor.*“Berlaku”"):
        import_decree(SAMPLE_DECREE, actor=cast.planner.actor)
    assert Decree.objects.get() == decree
    # once another decree has replaced it, the old file may come back
    activate(decree=another_decree(cast), actor=cast.planner.actor)
    assert import_decree(SAMPLE_DECREE, actor=cast.planner.actor).state == Decree.State.DRAFT


def test_only_operators_of_the_office_touch_its_decree(cast: Cast) -> None:
    with pytest.raises(Refused):
        import_decree(SAMPLE_DECREE, actor=cast.camat.actor)
    decree = import_decree(SAMPLE_DECREE, actor=cast.planner.actor)
    for who in (cast.clerk, cast.camat, cast.neighbour_clerk):
        with pytest.raises(Refused):
            activate(decree=decree, actor=who.actor)
        with pytest.raises(Refused):
            bind_decree(decree=decree, actor=who.actor)
    for model in (Decree, DecreePosition, Indicator, Binding):
        assert not visible(cast.neighbour_clerk.actor, model).exists()


def test_what_is_no_decree_stores_nothing(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "surat.txt"
    path.write_text("Bukan keputusan.")
    with pytest.raises(BadInput):
        import_decree(path, actor=cast.planner.actor)
    assert not Decree.objects.exists()


def test_binding_is_by_position_and_words_and_may_be_repeated(cast: Cast) -> None:
    decree = import_decree(SAMPLE_DECREE, actor=cast.planner.actor)
    subjects = [subject for measure in shipped_measures().values() for subject in measure.subjects]
    # Every indicator that a shipped measure names stands in the sample decree in those words.
    assert bind_decree(decree=decree, actor=cast.planner.actor) == len(subjects)
    bind_decree(decree=decree, actor=cast.planner.actor)
    bound = Binding.objects.filter(indicator__decree=decree)
    assert {2, 36, 39, 43, 44} <= set(bound.values_list("indicator__no", flat=True))
    assert bound.count() == len(subjects)


def test_a_number_alone_binds_nothing(cast: Cast) -> None:
    decree = import_decree(SAMPLE_DECREE, actor=cast.planner.actor)
    Indicator.objects.filter(decree=decree, no=43).update(name="Memproses surat keluar")
    bind_decree(decree=decree, actor=cast.planner.actor)
    assert not Binding.objects.filter(indicator__no=43).exists()


def test_two_spellings_of_a_title_are_one_position() -> None:
    assert plain("Kasubag  Umum, Kepegawaian ") == plain("KASUBAG UMUM KEPEGAWAIAN")
