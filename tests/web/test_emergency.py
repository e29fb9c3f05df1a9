"""Break-glass: asked with a reason and the password, bounded, written down page by page, seen by the Camat."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from takar.kernel import clock
from takar.kernel.access import visible
from takar.kernel.errors import DomainError, Refused
from takar.ledger.access import involved
from takar.ledger.books import book_named
from takar.ledger.models import Entry
from takar.ledger.services import record_entry
from takar.organisation.actor import system_actor
from takar.organisation.emergency import open_emergency
from takar.organisation.models import AccountAct, EmergencyAccess, EmergencyView
from tests import factories
from tests.config.commands import takar
from tests.factories import PASSWORD, Cast
from tests.web.conftest import SignedIn
from tests.web.screen import Screen, see

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

REASON = "Camat dan Sekretaris tidak dapat dihubungi, surat harus dijawab hari ini"


@pytest.fixture(autouse=True)
def nobody_tried_before() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def secret_letter(cast: Cast) -> Entry:
    return factories.letter_of(cast, security="rahasia", title="Hasil pemeriksaan khusus")


def test_the_operator_asks_reads_and_leaves_a_trail(cast: Cast, signed_in: SignedIn) -> None:
    letter = secret_letter(cast)
    address = reverse("web:entry", args=[letter.year, letter.pk])
    client, ask = signed_in(cast.planner), reverse("web:emergency", args=[2026])
    assert client.get(address).status_code == 404
    wrong = client.post(ask, {"reason": REASON, "hours": "2", "password": "salah"})
    assert wrong.status_code == 422
    assert not EmergencyAccess.objects.exists()
    assert client.post(ask, {"reason": "perlu", "hours": "2", "password": PASSWORD}).status_code == 422
    assert client.post(ask, {"reason": REASON, "hours": "5", "password": PASSWORD}).status_code == 422
    assert client.post(ask, {"reason": REASON, "hours": "2", "password": PASSWORD}).status_code == 302
    page = see(client, address)
    assert "Hasil pemeriksaan khusus" in page.text
    assert "Akses darurat sedang berlaku" in page.text
    access = EmergencyAccess.objects.get()
    seen = EmergencyView.objects.get(entry_number=letter.pk)
    assert (seen.access, seen.path, seen.method) == (access, address, "GET")
    camat = signed_in(cast.camat)
    assert "Akses darurat dipakai" in see(camat, "/2026/").text
    assert address in see(camat, reverse("web:emergency-views", args=[2026, access.pk])).text
    assert (
        signed_in(cast.clerk).get(reverse("web:emergency-views", args=[2026, access.pk])).status_code == 404
    )
    assert (
        signed_in(cast.neighbour_camat)
        .get(reverse("web:emergency-views", args=[2026, access.pk]))
        .status_code
        == 404
    )


def test_it_opens_reading_and_no_other_right(cast: Cast) -> None:
    letter = secret_letter(cast)
    before = cast.planner.fresh()
    assert not visible(before, Entry).filter(pk=letter.pk).exists()
    open_emergency(user=cast.planner.user, actor=before, reason=REASON, hours=1)
    actor = cast.planner.fresh()
    assert visible(actor, Entry).filter(pk=letter.pk).exists()
    assert involved(actor, letter)
    assert not actor.is_leader
    with pytest.raises(Refused):
        record_entry(book=book_named("incoming_letter"), actor=actor, values={})


def test_it_ends_by_itself(cast: Cast, signed_in: SignedIn) -> None:
    letter = secret_letter(cast)
    address = reverse("web:entry", args=[letter.year, letter.pk])
    client = signed_in(cast.planner)
    open_emergency(user=cast.planner.user, actor=cast.planner.actor, reason=REASON, hours=1)
    assert client.get(address).status_code == 200
    with clock.set_to(clock.now() + timedelta(minutes=61)):
        assert client.get(address).status_code == 404
        assert "Akses darurat sedang" not in see(client, "/2026/").text


def test_the_camat_ends_it_at_once(cast: Cast, signed_in: SignedIn) -> None:
    letter = secret_letter(cast)
    client = signed_in(cast.planner)
    access = open_emergency(user=cast.planner.user, actor=cast.planner.actor, reason=REASON, hours=4)
    ask = reverse("web:emergency", args=[2026])
    signed_in(cast.camat).post(ask, {"act": "end", "access": access.pk})
    assert client.get(reverse("web:entry", args=[letter.year, letter.pk])).status_code == 404
    found = list(AccountAct.objects.order_by("pk").values_list("what", "by__username"))
    assert found == [("emergency", "kasubagren"), ("emergency_ended", "camat")]


def test_only_an_operator_of_today_and_only_for_themselves(cast: Cast) -> None:
    for user, actor in (
        (cast.clerk.user, cast.clerk.actor),
        (cast.clerk.user, system_actor(None)),
        (cast.planner.user, cast.camat.actor),
        (cast.stranger, system_actor(None)),
    ):
        with pytest.raises(Refused):
            open_emergency(user=user, actor=actor, reason=REASON, hours=1)
    for hours in (0, 5):
        with pytest.raises(DomainError):
            open_emergency(user=cast.planner.user, actor=cast.planner.actor, reason=REASON, hours=hours)
    assert not EmergencyAccess.objects.exists()


def test_passwords_are_not_guessed_here(cast: Cast, signed_in: SignedIn) -> None:
    client, ask = signed_in(cast.planner), reverse("web:emergency", args=[2026])
    for _ in range(5):
        client.post(ask, {"reason": REASON, "hours": "1", "password": "salah"})
    page = Screen(client.post(ask, {"reason": REASON, "hours": "1", "password": PASSWORD}))
    assert page.status == 422
    assert "Terlalu banyak" in page.text
    assert not EmergencyAccess.objects.exists()


def test_the_command_line_opens_it_too(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    answer = takar(capsys, "user", "break-glass", "kasubagren", "--reason", REASON, "--hours", "4")
    assert answer.status == 0
    access = EmergencyAccess.objects.get()
    assert (access.given_by, access.until - access.begins_at) == (None, timedelta(hours=4))
    assert takar(capsys, "user", "break-glass", "umum", "--reason", REASON).status == 2
    assert takar(capsys, "user", "break-glass", "kasubagren", "--reason", REASON, "--hours", "9").status == 2


def test_the_trail_is_only_added_to(cast: Cast) -> None:
    access = open_emergency(user=cast.planner.user, actor=cast.planner.actor, reason=REASON, hours=1)
    for change in (access.save, access.delete, EmergencyView.objects.all().delete):
        with pytest.raises(TypeError):
            change()
