"""Offices and accounts, the doctor, and where the server refuses to start."""

from __future__ import annotations

import socket

import pytest

from takar.config.cli import doctor, operation
from takar.kernel.errors import BadInput
from takar.organisation.actor import actor_for
from takar.organisation.models import Office, Person, Position, User
from tests.config.commands import takar

KEPANJEN = (
    "office", "add", "--code", "35.07.13", "--name", "Kecamatan Kepanjen", "--regency", "Kabupaten Malang",
    "--person", "Sari Dewanti", "--username", "sari",
)  # fmt: skip


@pytest.mark.django_db
def test_a_new_office_begins_with_somebody_who_may_set_it_up(capsys: pytest.CaptureFixture[str]) -> None:
    answer = takar(capsys, *KEPANJEN)
    assert answer.status == 0
    password = next(line for line in answer.out.splitlines() if "sandi awal:" in line).split(": ")[1]
    user = User.objects.get(username="sari")
    assert user.check_password(password)
    assert actor_for(user).is_operator
    assert not actor_for(user).is_leader
    assert Position.objects.get(office__code="35.07.13", level=Position.Level.HEAD).title == "Camat"


@pytest.mark.django_db
@pytest.mark.parametrize("changed", [("--code", "35.07"), ("--username", "x")])
def test_an_office_that_cannot_be_opened_leaves_nothing(
    changed: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    words = list(KEPANJEN)
    words[words.index(changed[0]) + 1] = changed[1]
    assert takar(capsys, *words).status == 2
    assert not Office.objects.exists()
    assert not User.objects.exists()


@pytest.mark.django_db
def test_an_office_is_opened_once(capsys: pytest.CaptureFixture[str]) -> None:
    takar(capsys, *KEPANJEN)
    answer = takar(capsys, *KEPANJEN)
    assert answer.status == 2
    assert "sudah ada" in answer.err


@pytest.mark.django_db
def test_an_account_is_for_the_person_named(capsys: pytest.CaptureFixture[str]) -> None:
    takar(capsys, *KEPANJEN)
    office = Office.objects.get()
    person = Person.objects.create(office=office, name="Joko Purnomo, S.Sos.")
    answer = takar(
        capsys,
        "user",
        "add",
        "--office",
        office.code,
        "--person",
        "joko purnomo, s.sos.",
        "--username",
        "joko",
    )
    assert answer.status == 0
    assert User.objects.get(username="joko").person == person
    again = takar(
        capsys, "user", "add", "--office", office.code, "--person", person.name, "--username", "joko2"
    )
    assert again.status == 2
    assert "sudah mempunyai akun" in again.err


@pytest.mark.django_db
def test_the_doctor_names_every_subject_and_the_remedy(capsys: pytest.CaptureFixture[str]) -> None:
    answer = takar(capsys, "doctor")
    lines = answer.out.splitlines()
    assert len(lines) == len(doctor.checks(thorough=True))
    assert all(line.startswith(("OK", "PERIKSA")) for line in lines)
    # The tests have no collected copy of the static files: the one thing to look after here. Their
    # PostgreSQL server may be told to forget in a power cut, which the doctor sees too.
    assert answer.status == 1
    found = [line for line in lines if line.startswith("PERIKSA") and "Tahan mati listrik" not in line]
    assert found == [line for line in lines if "Berkas tampilan" in line and "takar serve" in line]
    output = takar(capsys, "doctor", "--json").document
    assert {check["subject"] for check in output["checks"]} >= {"Python", "Basis data", "Pencetakan PDF"}


def test_a_taken_port_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        answer = takar(capsys, "serve", "--port", str(other.getsockname()[1]))
    assert answer.status == 2
    assert "sudah dipakai" in answer.err


def test_the_port_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "8123")
    assert operation._port(None) == 8123
    assert operation._port(9000) == 9000
    with pytest.raises(BadInput):
        operation._port(0)


@pytest.mark.django_db
def test_help_speaks_indonesian(capsys: pytest.CaptureFixture[str]) -> None:
    answer = takar(capsys, "measure", "--help")
    assert answer.status == 0
    assert answer.out.startswith("Pemakaian: takar measure")
    wrong = takar(capsys, "ukur")
    assert wrong.status == 2
    assert "tidak dikenal" in wrong.err
