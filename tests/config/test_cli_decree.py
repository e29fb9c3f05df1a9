"""Reading and importing a decree from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from takar.catalogue.models import Decree, Indicator
from takar.measurement.models import Binding
from takar.organisation.models import Office, Position
from tests.config.commands import SAMPLE, takar, takar_apart


@pytest.fixture
def office(db: None) -> Office:
    return Office.objects.create(code="35.07.29", name="Kecamatan Gedangan", regency="Kabupaten Malang")


def test_reading_tells_the_whole_decree_as_one_document(capsys: pytest.CaptureFixture[str]) -> None:
    answer = takar(capsys, "decree", "read", str(SAMPLE), "--json")
    assert answer.status == 0
    assert answer.err == ""
    output = answer.document
    assert set(output) == {"office", "regency", "decree", "positions", "warnings"}
    assert output["decree"] == {"number": "188.45/ /KEP/35.07.29/2022", "serial": None, "year": 2022}
    rows = [i for p in output["positions"] for o in p["objectives"] for i in o["indicators"]]
    assert [row["no"] for row in rows] == list(range(1, 68))
    assert set(rows[0]) == {"no", "name", "formula", "sources"}


def test_reading_needs_no_database_and_leaves_no_trace(tmp_path: Path) -> None:
    answer = takar_apart(tmp_path / "data", "decree", "read", str(SAMPLE))
    assert answer.status == 0
    assert "67 indikator" in answer.out
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("words", [("read",), ("read", "--json"), ("import", "--office", "35.07.29")])
def test_a_file_that_is_no_decree_is_refused_and_nothing_is_written(
    words: tuple[str, ...], tmp_path: Path, office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    letter = tmp_path / "surat.txt"
    letter.write_text("Dengan hormat,\nbersama ini kami sampaikan undangan rapat.\n", encoding="utf-8")
    answer = takar(capsys, "decree", words[0], str(letter), *words[1:])
    assert answer.status == 2
    assert answer.out == ""
    assert "surat.txt bukan keputusan" in answer.err
    assert len(answer.err.splitlines()) == 1
    assert not Decree.objects.exists()
    assert not Position.objects.exists()


def test_a_missing_file_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    answer = takar(capsys, "decree", "read", "tidak-ada.txt", "--json")
    assert (answer.status, answer.out) == (2, "")
    assert "tidak-ada.txt tidak ada" in answer.err


def test_import_makes_a_draft_with_its_measures(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    answer = takar(capsys, "decree", "import", str(SAMPLE), "--office", office.code)
    assert answer.status == 0
    decree = Decree.objects.get(office=office)
    assert decree.state == Decree.State.DRAFT
    assert Indicator.objects.filter(decree=decree).count() == 67
    assert Binding.objects.filter(indicator__decree=decree).exists()


def test_importing_the_same_file_again_makes_no_second_draft(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("decree", "import", str(SAMPLE), "--office", office.code)
    takar(capsys, *words)
    again = takar(capsys, *words)
    assert (again.status, Decree.objects.count()) == (0, 1)
    assert "sudah diimpor" in again.out
    forced = takar(capsys, *words, "--activate")
    assert (forced.status, Decree.objects.get().state) == (0, Decree.State.ACTIVE)
    assert "Berlaku" in forced.out
    assert takar(capsys, *words, "--activate").status == 0


def test_import_can_put_the_decree_into_force(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    takar(capsys, "decree", "import", str(SAMPLE), "--office", office.code, "--activate")
    assert Decree.objects.get(office=office).state == Decree.State.ACTIVE


def test_import_into_an_unknown_office_names_the_known_ones(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = takar(capsys, "decree", "import", str(SAMPLE), "--office", "99.99.99")
    assert answer.status == 2
    assert "35.07.29" in answer.err
    assert not Decree.objects.exists()
