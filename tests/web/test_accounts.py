"""Accounts from the first password to the last day, on the pages and on the command line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from takar.kernel import clock
from takar.kernel.errors import DomainError, NotFound, Refused
from takar.organisation import accounts
from takar.organisation.models import AccountAct, Assignment, Person, Position, User
from tests.config.commands import takar
from tests.factories import PASSWORD, Cast
from tests.web.conftest import SignedIn
from tests.web.screen import Screen, see

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]

What = AccountAct.What
NEW = "buku agenda surat masuk"


@pytest.fixture(autouse=True)
def nobody_tried_before() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def sign_in(name: str, password: str) -> Client:
    client = Client()
    client.post("/masuk/", {"login": name, "password": password})
    return client


def acts(user: User) -> list[str]:
    return list(AccountAct.objects.filter(user=user).order_by("pk").values_list("what", flat=True))


def page_of(user: User) -> str:
    return reverse("web:account", args=[2026, user.pk])


# ---- made ---------------------------------------------------------------------------------------


def test_an_account_is_made_and_its_first_password_changed_at_once(cast: Cast, signed_in: SignedIn) -> None:
    person = Person.objects.create(office=cast.office, name="Wati Baru")
    Assignment.objects.create(
        person=person, position=Position.objects.create(office=cast.office, title="Arsiparis", level="staff"),
        starts_on=date(2026, 1, 1),
    )  # fmt: skip
    slip = signed_in(cast.planner).post(
        reverse("web:account-new", args=[2026]), {"person": person.pk, "username": "wati"}
    )
    assert slip["Cache-Control"] == "no-store"
    password = Screen(slip).soup.select_one(".disclosed").get_text()
    user = User.objects.get(username="wati")
    client = sign_in("wati", password)
    change = reverse("account_change_password")
    for address in ("/", "/2026/", reverse("web:own-record"), "/2026/buku/surat-masuk/ekspor.csv"):
        assert client.get(address)["Location"] == change, address
    # The number in the bar: a redirect would put the whole page into the bar, which asks again, without end.
    assert client.get(reverse("web:waiting"), headers={"HX-Request": "true"}).status_code == 204
    same = Screen(
        client.post(change, {"oldpassword": password, "password1": password, "password2": password})
    )
    assert "tercetak" in same.html
    assert (
        client.post(change, {"oldpassword": password, "password1": NEW, "password2": NEW}).status_code == 302
    )
    assert client.get("/2026/").status_code == 200
    assert acts(user) == [What.OPENED, What.PASSWORD_CHOSEN]


def test_who_has_an_account_gets_no_second(cast: Cast) -> None:
    with pytest.raises(DomainError, match="sudah mempunyai akun"):
        accounts.open_account(person=cast.clerk.person, username="rina2", actor=cast.planner.actor)


def test_a_taken_name_says_only_that_it_is_taken(cast: Cast) -> None:
    person = Person.objects.create(office=cast.office, name="Wati Baru")
    with pytest.raises(DomainError) as error:
        accounts.open_account(person=person, username="CamatKepanjen", actor=cast.planner.actor)
    assert str(error.value) == "Nama akun CamatKepanjen sudah dipakai."


# ---- closed and reopened ------------------------------------------------------------------------


def test_closing_ends_sessions_and_reopening_does_not_bring_them_back(
    cast: Cast, signed_in: SignedIn
) -> None:
    client, operator = signed_in(cast.clerk), signed_in(cast.planner)
    assert client.get("/2026/").status_code == 200
    operator.post(page_of(cast.clerk.user), {"act": "close", "reason": "mutasi"})
    assert client.get("/2026/")["Location"].startswith("/masuk/")
    assert sign_in("umum", PASSWORD).get("/2026/").status_code == 302
    operator.post(page_of(cast.clerk.user), {"act": "reopen", "reason": "kembali"})
    assert client.get("/2026/")["Location"].startswith("/masuk/")
    assert sign_in("umum", PASSWORD).get("/2026/").status_code == 200
    found = AccountAct.objects.filter(user=cast.clerk.user).order_by("pk")
    assert [(act.what, act.reason, act.by) for act in found] == [
        (What.CLOSED, "mutasi", cast.planner.user),
        (What.REOPENED, "kembali", cast.planner.user),
    ]


def test_an_act_needs_a_reason(cast: Cast, signed_in: SignedIn) -> None:
    answer = signed_in(cast.planner).post(page_of(cast.clerk.user), {"act": "close", "reason": " "})
    assert answer.status_code == 422
    assert User.objects.get(pk=cast.clerk.user.pk).is_active


def test_the_last_operator_stays_and_nobody_closes_themselves(cast: Cast) -> None:
    with pytest.raises(Refused, match="Akun sendiri"):
        accounts.close_account(user=cast.planner.user, actor=cast.planner.actor, reason="x")
    Position.objects.filter(pk=cast.general_head.position.pk).update(operator=True)
    second = cast.general_head.fresh()
    Assignment.objects.filter(person=cast.general_head.person).update(ends_on=clock.today())
    with pytest.raises(Refused, match="satu-satunya"):
        accounts.close_account(user=cast.planner.user, actor=second, reason="x")
    Assignment.objects.filter(person=cast.general_head.person).update(ends_on=None)
    accounts.close_account(user=cast.planner.user, actor=cast.general_head.fresh(), reason="mutasi")


def test_nobody_takes_over_an_account_that_may_do_more(cast: Cast) -> None:
    """Whoever prints somebody's password has their rights."""
    for act in (accounts.reset_password, accounts.make_reset_link):
        with pytest.raises(Refused):
            act(user=cast.camat.user, actor=cast.planner.actor)
        with pytest.raises(Refused):
            act(user=cast.planner.user, actor=cast.camat.actor)
        with pytest.raises(Refused):
            act(user=cast.clerk.user, actor=cast.general_head.actor)
    accounts.reset_password(user=cast.secretary.user, actor=cast.camat.actor)
    assert not accounts.may_reset(cast.planner.actor, cast.camat.user)


def test_nobody_raises_their_own_rights_in_the_settings(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.planner)
    values = {"position": cast.camat.position.pk, "person": cast.planner.person.pk, "capacity": "daily",
            "starts_on": "01/07/2026", "ends_on": "", "decree_number": ""}  # fmt: skip
    page = Screen(client.post(reverse("web:reference-new", args=[2026, "penugasan"]), values))
    assert page.status == 422
    assert "wewenang Anda sendiri" in page.text
    others = values | {"person": cast.secretary.person.pk}
    assert client.post(reverse("web:reference-new", args=[2026, "penugasan"]), others).status_code == 302
    address = reverse("web:reference-edit", args=[2026, "jabatan", cast.planner.position.pk])
    form = see(client, address).form()
    assert client.post(address, form | {"level": "secretary"}).status_code == 422
    assert client.post(address, form | {"order": "7"}).status_code == 302
    assert not cast.planner.fresh().is_leader


def test_accounts_of_another_office_do_not_exist(cast: Cast, signed_in: SignedIn) -> None:
    with pytest.raises(NotFound):
        accounts.close_account(user=cast.clerk.user, actor=cast.neighbour_clerk.actor, reason="x")
    with pytest.raises(NotFound):
        accounts.reset_password(user=cast.camat.user, actor=cast.neighbour_camat.actor)
    assert signed_in(cast.neighbour_clerk).get(page_of(cast.clerk.user)).status_code == 404


def test_the_history_of_accounts_is_only_added_to(cast: Cast) -> None:
    accounts.reset_password(user=cast.clerk.user, actor=cast.planner.actor)
    act = AccountAct.objects.get()
    for change in (act.save, act.delete, AccountAct.objects.all().delete):
        with pytest.raises(TypeError):
            change()
    with pytest.raises(TypeError):
        AccountAct.objects.update(reason="lain")


# ---- without a position -------------------------------------------------------------------------


def test_the_camat_is_told_of_accounts_without_position_and_closes_them(
    cast: Cast, signed_in: SignedIn
) -> None:
    client = signed_in(cast.camat)
    assert "tanpa jabatan" not in see(client, "/2026/").text
    Assignment.objects.filter(person=cast.clerk.person).update(ends_on=clock.today())
    Person.objects.filter(pk=cast.stock_clerk.person.pk).update(retired_on=clock.today())
    assert "Akun yang masih hidup tanpa jabatan" in see(client, "/2026/").text
    address = reverse("web:accounts-idle", args=[2026])
    page = see(client, address)
    assert "Rina Astuti" in page.text
    assert "Tri Utami" in page.text
    assert "Agus Salim" not in page.text
    assert client.post(address, {"account": cast.clerk.user.pk, "reason": ""}).status_code == 422
    assert client.post(address, {"account": cast.clerk.user.pk, "reason": "mutasi"}).status_code == 302
    assert "Rina Astuti" not in see(client, address).text.replace("Akun umum", "")
    # Accounts of whoever works here stay the operator's.
    with pytest.raises(Refused):
        accounts.close_account(user=cast.government_clerk.user, actor=cast.camat.actor, reason="x")


# ---- forgotten ----------------------------------------------------------------------------------


def test_help_is_asked_without_telling_who_exists(cast: Cast, signed_in: SignedIn) -> None:
    answers = [
        Client().post("/masuk/lupa/", {"username": name}) for name in ("umum", "tidakada", "orangluar")
    ]
    bodies = {re.sub(rb"csrf[^>]*>", b"", answer.content) for answer in answers}
    assert len(bodies) == 1
    assert {answer.status_code for answer in answers} == {200}
    assert acts(cast.clerk.user) == [What.HELP_ASKED]
    Client().post("/masuk/lupa/", {"username": "UMUM"})
    assert acts(cast.clerk.user) == [What.HELP_ASKED]
    operator = signed_in(cast.planner)
    assert "Lupa kata sandi" in see(operator, "/2026/").text
    assert "minta bantuan" in see(operator, reverse("web:accounts", args=[2026])).text
    accounts.reset_password(user=cast.clerk.user, actor=cast.planner.actor)
    assert "minta bantuan" not in see(operator, reverse("web:accounts", args=[2026])).text


def test_asking_for_help_is_limited(cast: Cast) -> None:
    client = Client()
    statuses = [client.post("/masuk/lupa/", {"username": f"nama{n}"}).status_code for n in range(7)]
    assert statuses[:5] == [200] * 5
    assert statuses[-1] == 429


def test_a_link_is_used_once_and_within_a_day(cast: Cast, signed_in: SignedIn) -> None:
    page = Screen(signed_in(cast.planner).post(page_of(cast.clerk.user), {"act": "link", "reason": "lupa"}))
    address = re.search(r"http://testserver(/masuk/sandi/\S+/)", page.text).group(1)  # type: ignore[union-attr]
    client = Client()
    form = client.get(address)
    assert form.status_code == 302
    assert address.split("/")[-2] not in form["Location"]
    short = client.post(form["Location"], {"new_password1": "pendek", "new_password2": "pendek"})
    assert short.status_code == 200
    assert client.post(form["Location"], {"new_password1": NEW, "new_password2": NEW}).status_code == 302
    assert sign_in("umum", NEW).get("/2026/").status_code == 200
    assert "tidak berlaku" in Screen(Client().get(address, follow=True)).text
    assert acts(cast.clerk.user) == [What.LINK_MADE, What.PASSWORD_CHOSEN]


def test_a_link_of_yesterday_or_of_a_closed_account_opens_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.contrib.auth.tokens import default_token_generator as tokens

    def opens(uid: str, token: str) -> bool:
        address = reverse("password-choose", args=[uid, token])
        return "Pilih kata sandi" in Screen(Client().get(address, follow=True)).title

    link = accounts.make_reset_link(user=cast.clerk.user, actor=cast.planner.actor)
    assert opens(*link)
    now = tokens._now()
    monkeypatch.setattr(type(tokens), "_now", lambda self: now + timedelta(hours=25))
    assert not opens(*link)
    monkeypatch.setattr(type(tokens), "_now", lambda self: now)
    accounts.close_account(user=cast.clerk.user, actor=cast.planner.actor, reason="mutasi")
    assert not opens(*link)


# ---- the command line ---------------------------------------------------------------------------


def test_the_command_line_does_the_same(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    listed = takar(capsys, "user", "list", "--office", cast.office.code)
    assert "umum" in listed.out
    assert "camatkepanjen" not in listed.out
    answer = takar(capsys, "user", "list", "--office", cast.office.code, "--json").document
    assert {row["username"]: row["position"] for row in answer["users"]}["umum"] == "Pengadministrasi Umum"
    assert takar(capsys, "user", "disable", "umum", "--reason", "mutasi").status == 0
    assert not User.objects.get(username="umum").is_active
    again = takar(capsys, "user", "disable", "umum", "--reason", "mutasi")
    assert (again.status, again.err.strip()) == (2, "Akun ini sudah ditutup.")
    assert takar(capsys, "user", "enable", "umum", "--reason", "kembali").status == 0
    reset = takar(capsys, "user", "password", "umum")
    password = next(line for line in reset.out.splitlines() if "sandi awal:" in line).split(": ")[1]
    assert User.objects.get(username="umum").check_password(password)
    assert User.objects.get(username="umum").must_change_password
    assert takar(capsys, "user", "password", "tidakada").status == 2
    recorded_by = AccountAct.objects.filter(user__username="umum").values_list("what", "by", "by_name")
    assert set(recorded_by) == {
        (what, None, "Takar") for what in (What.CLOSED, What.REOPENED, What.PASSWORD_RESET)
    }
