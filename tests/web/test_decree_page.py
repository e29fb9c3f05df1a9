"""The decree as it was read: doubts in the open, in force only when the operator says so."""

from __future__ import annotations

import pytest
from django.urls import reverse

from takar.catalogue.models import Decree
from takar.catalogue.services import import_decree
from takar.measurement.models import Binding
from takar.measurement.selectors import State, realisations
from tests.factories import SAMPLE_DECREE, Cast, another_decree
from tests.web.conftest import SignedIn
from tests.web.screen import Screen, see, sent, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

LIST = "/2026/pengaturan/keputusan/"


def at(decree: Decree) -> str:
    return reverse("web:decree", args=[2026, decree.pk])


@pytest.fixture
def draft(cast: Cast) -> Decree:
    return import_decree(SAMPLE_DECREE, actor=cast.planner.actor)


def test_a_draft_shows_positions_indicators_and_doubts(
    cast: Cast, draft: Decree, signed_in: SignedIn
) -> None:
    client = signed_in(cast.planner)
    listed = see(client, LIST)
    assert at(draft) in listed.addresses
    assert f"{len(draft.warnings)} keraguan" in listed.text
    page = see(client, at(draft))
    assert words(page.soup.select_one(".page-meta .state")) == "Konsep"
    assert f"{len(draft.warnings)} keraguan saat membaca berkas" in page.text
    numbers = [words(strong).split(".")[0] for strong in page.soup.select("#isi li strong")]
    assert sorted(map(int, numbers)) == list(range(1, 68))
    assert "terikat buku" not in page.text


def test_putting_it_into_force_binds_and_opens_the_indicators(
    cast: Cast, draft: Decree, signed_in: SignedIn
) -> None:
    client = signed_in(cast.planner)
    indicators = reverse("web:indicators", args=[2026])
    assert "Belum ada keputusan yang berlaku" in see(client, indicators).text
    page = sent(client, at(draft))
    assert "Keputusan ini sekarang berlaku" in page.messages
    assert words(page.soup.select_one(".page-meta .state")) == "Berlaku"
    bound = Binding.objects.filter(indicator__decree=draft).count()
    assert 0 < bound == page.text.count("terikat buku")
    assert "Berlakukan" not in page.text
    measured = sum(r.state is State.MEASURED for r in realisations(cast.planner.actor, year=2026))
    assert f"{measured} dari 67 indikator" in see(client, indicators).text
    again = Screen(client.post(at(draft)))
    assert again.status == 422
    assert "Hanya konsep" in again.text


def test_a_newer_decree_takes_over_and_the_old_one_stays_readable(
    cast: Cast, draft: Decree, signed_in: SignedIn
) -> None:
    client = signed_in(cast.planner)
    sent(client, at(draft))
    newer = another_decree(cast)
    sent(client, at(newer))
    draft.refresh_from_db()
    newer.refresh_from_db()
    assert (draft.state, newer.state) == (Decree.State.RETIRED, Decree.State.ACTIVE)
    assert "terikat buku" in see(client, at(draft)).text
    assert len(see(client, LIST).soup.select("ul.work-list li")) == 2


def test_only_the_operator_puts_a_decree_into_force(cast: Cast, draft: Decree, signed_in: SignedIn) -> None:
    for name in ("camat", "secretary", "section_head", "clerk"):
        client = signed_in(cast.members[name])
        assert "Berlakukan" not in see(client, at(draft)).text
        assert client.post(at(draft)).status_code == 403, name
    for member in (cast.neighbour_camat, cast.neighbour_clerk):
        client = signed_in(member)
        assert (client.get(at(draft)).status_code, client.post(at(draft)).status_code) == (404, 404)
        assert "Belum ada keputusan yang diimpor" in see(client, LIST).text
    draft.refresh_from_db()
    assert draft.state == Decree.State.DRAFT
