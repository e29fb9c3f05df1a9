"""A number on a paper, years later: sealed, restated, moved on, or never ours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from takar.agreements.official import official_numbers
from takar.config.safekeeping.auditing import findings
from takar.kernel import log_keys
from takar.kernel import passports as files
from takar.kernel.errors import NotFound
from takar.kernel.period import Period
from takar.ledger import log
from takar.ledger.models import ReferenceChange
from takar.ledger.services import cancel_entry
from takar.measurement.models import Passport
from takar.measurement.numbers import passports
from takar.measurement.numbers.closing import close_period, restate
from takar.measurement.numbers.passports import Fate
from takar.reporting.documents.numbers import _row as paper_row
from tests.config.commands import takar
from tests.factories import Cast, letter_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear", "imported_decree")]

QUARTER = Period.of_quarter(2026, 2)
NO = 39
"""Letters of personnel matters received."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    with override_settings(DATA=tmp_path):
        yield tmp_path


def received(cast: Cast, day: date = date(2026, 5, 4)) -> Any:
    return letter_of(cast, occurred_on=day, letter_date=None, area_id="kepegawaian")


def fate(passport: Passport) -> tuple[Fate, str, str]:
    [answer] = [one for one in passports.check(passport).answers if one.no == NO]
    return answer.fate, answer.value, answer.now


def test_the_same_numbers_in_the_same_state_have_one_passport(cast: Cast) -> None:
    received(cast)
    first = passports.issue(cast.office, QUARTER)
    assert passports.issue(cast.office, QUARTER) == first
    assert passports.issue(cast.office, QUARTER, NO) != first
    assert len(first.content["numbers"]) == 67
    received(cast)
    assert passports.issue(cast.office, QUARTER) != first
    assert list(findings(cast.office.pk)) == []


def test_a_passport_names_no_person(cast: Cast) -> None:
    received(cast)
    close_period(period=QUARTER, actor=cast.camat.actor)
    text = passports.file_of(Passport.objects.get())
    for member in (cast.camat, cast.clerk, cast.secretary):
        assert member.person.name not in text
    link = json.loads(text)["link"]
    assert (link["actor"], link["actor_name"]) == (None, "sistem")


def test_a_running_number_is_told_as_one(cast: Cast) -> None:
    received(cast)
    paper = passports.issue(cast.office, QUARTER)
    assert fate(paper) == (Fate.RUNNING, "1", "1")
    assert passports.check(paper).holds
    received(cast)
    assert fate(paper) == (Fate.MOVED, "1", "2")
    assert not passports.check(paper).holds
    close_period(period=QUARTER, actor=cast.camat.actor)
    assert fate(paper) == (Fate.CLOSED_SINCE, "1", "2")
    assert not passports.check(paper).holds


def test_a_closing_has_its_passport_and_tells_what_came_later(cast: Cast) -> None:
    letter = received(cast)
    before = passports.issue(cast.office, QUARTER)
    act = close_period(period=QUARTER, actor=cast.camat.actor)
    assert fate(before) == (Fate.CLOSED_SINCE, "1", "1")
    assert passports.check(before).holds
    passports.issue(cast.office, QUARTER, NO)
    paper = passports.of_act(act)
    assert paper is not None
    assert passports.issue(cast.office, QUARTER) == paper
    assert fate(paper) == (Fate.SEALED, "1", "1")
    cancel_entry(entry=letter, actor=cast.clerk.actor, reason="Dua kali")
    assert fate(paper) == (Fate.DRIFTED, "1", "1")
    assert passports.check(paper).holds, "the sealed number stays the official one"
    again = restate(period=QUARTER, actor=cast.camat.actor, reason="Surat dicatat dua kali")
    assert fate(paper) == (Fate.RESTATED, "1", "0")
    new = passports.of_act(again)
    assert new not in (None, paper)
    assert passports.of_act(act) == paper
    assert list(findings(cast.office.pk)) == []


@pytest.mark.parametrize("column", ["content", "digest", "code", "period", "link", "no link"])
def test_a_passport_changed_behind_the_programs_back_is_said(cast: Cast, column: str) -> None:
    received(cast)
    paper = passports.issue(cast.office, QUARTER, NO)
    content = json.loads(json.dumps(paper.content))
    content["numbers"][0]["value"] = "100"
    rows = Passport.objects.filter(pk=paper.pk)
    links = ReferenceChange.objects.filter(table=files.TABLE)
    match column:
        case "content":
            rows.update(content=content)
        case "digest":
            rows.update(digest="ab" * 32)
        case "period":
            rows.update(period="2026")
        case "code":
            rows.update(code=files.new_code())
        case "link":
            link = links.get()
            link.content[files.TABLE][str(paper.pk)]["content"] = content
            links.update(content=link.content)
        case "no link":
            links.delete()
    assert passports.check(Passport.objects.get(pk=paper.pk)).is_changed
    assert list(findings(cast.office.pk))


def test_unknown_codes(cast: Cast) -> None:
    for code in (files.new_code(), "bukan kode", "", "\0", "A" * 5000):
        with pytest.raises(NotFound):
            passports.find(code)
    paper = passports.issue(cast.office, QUARTER, NO)
    assert passports.find(str(paper).lower()) == paper


def test_a_saved_passport_is_proven_without_a_database(cast: Cast, folder: Path) -> None:
    received(cast)
    close_period(period=QUARTER, actor=cast.camat.actor)
    paper = Passport.objects.get()
    for _ in range(3):
        received(cast)
    text = passports.file_of(paper)
    keys = log_keys.keys_to_sign()
    trusted = keys.known_as(keys.origin(cast.office.code))
    proven = files.read(text, trusted)
    assert (proven.code, proven.content) == (paper.code, paper.content)
    log_keys.rotate()
    assert files.read(passports.file_of(paper), trusted).code == paper.code, "signed by the old key"
    received(cast)
    later = passports.issue(cast.office, QUARTER, NO)
    log.head(cast.office, keep=True)
    signer = files.read(
        passports.file_of(later), log_keys.keys_to_sign().known_as(proven.point.origin)
    ).signer
    assert signer not in trusted


def test_the_command_by_code_and_by_file(
    cast: Cast, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    letter = received(cast)
    close_period(period=QUARTER, actor=cast.camat.actor)
    paper = Passport.objects.get()
    answer = takar(capsys, "verify", str(paper))
    assert answer.status == 0
    assert "Angka resmi, disegel 15 Jul 2026; buku sama." in answer.out
    document = takar(capsys, "verify", str(paper), "--json").document
    assert (document["code"], document["period"], document["holds"]) == (str(paper), "2026-Q2", True)
    [number] = [row for row in document["numbers"] if row["no"] == NO]
    assert (number["value"], number["fate"], number["now"]) == ("1", "sealed", "1")
    cancel_entry(entry=letter, actor=cast.clerk.actor, reason="Dua kali")
    restate(period=QUARTER, actor=cast.camat.actor, reason="Dua kali")
    assert takar(capsys, "verify", str(paper)).status == 1
    unknown = takar(capsys, "verify", "AAAA-AAAA-AAA")
    assert (unknown.status, "tidak dikenal" in unknown.err) == (2, True)

    file = folder / "paspor.json"
    file.write_text(passports.file_of(paper), encoding="utf-8")
    key = takar(capsys, "audit", "key", "list", "--office", cast.office.code, "--json").document["keys"][0][
        "key"
    ]
    with override_settings(DATA=folder / "elsewhere"):
        proven = takar(capsys, "verify", str(file), "--key", key, "--json")
        assert (proven.status, proven.document["content"]) == (0, paper.content)
        told = takar(capsys, "verify", str(file), "--key", key).out
        for said in ("Terbukti", "Triwulan II 2026", "sudah ditutup", "disegel 15 Jul 2026"):
            assert said in told
        for unsaid in ("closed", "+00:00"):
            assert unsaid not in told
        distrusted = takar(capsys, "verify", str(file))
        assert distrusted.status == 1
        assert "sebut kunci publik" in distrusted.out
    assert takar(capsys, "verify", str(file)).status == 0
    file.write_text(
        file.read_text(encoding="utf-8").replace('"value": "1"', '"value": "9"'), encoding="utf-8"
    )
    forged = takar(capsys, "verify", str(file), "--json")
    assert (forged.status, forged.document["proven"]) == (1, False)
    file.write_text("{}", encoding="utf-8")
    assert takar(capsys, "verify", str(file)).status == 2
    assert takar(capsys, "verify", str(folder / "tiada.json")).status == 2


def test_a_number_restated_as_the_same_still_holds(cast: Cast) -> None:
    """Other entries make the same number: the paper is not wrong."""
    gone = received(cast)
    close_period(period=QUARTER, actor=cast.camat.actor)
    paper = Passport.objects.get()
    cancel_entry(entry=gone, actor=cast.clerk.actor, reason="Dicatat dua kali")
    received(cast)
    restate(period=QUARTER, actor=cast.camat.actor, reason="Dua kali")
    assert fate(paper) == (Fate.RESTATED, "1", "1")
    assert passports.check(paper).holds
    assert any("dengan angka yang sama" in one.words for one in passports.check(paper).answers)


def test_a_month_closed_by_itself_after_its_quarter_was_not_restated(cast: Cast) -> None:
    may = Period.of_month(2026, 5)
    received(cast)
    close_period(period=QUARTER, actor=cast.camat.actor)
    paper = passports.issue(cast.office, may)
    close_period(period=may, actor=cast.camat.actor)
    assert fate(paper) == (Fate.CLOSED_SINCE, "1", "1")
    assert passports.check(paper).holds
    received(cast)
    other = Period.of_month(2026, 4)
    paper = passports.issue(cast.office, other)
    received(cast, date(2026, 4, 6))
    close_period(period=other, actor=cast.camat.actor)
    assert fate(paper) == (Fate.CLOSED_SINCE, "0", "1")
    assert not passports.check(paper).holds


def test_paper_page_and_passport_print_one_unit(cast: Cast) -> None:
    received(cast)
    close_period(period=QUARTER, actor=cast.camat.actor)
    units = {row["no"]: row["unit"] for row in passports.issue(cast.office, QUARTER).content["numbers"]}
    shown = official_numbers(cast.camat.actor, period=QUARTER)
    assert units == {number.indicator.no: number.official.unit for number in shown}
    assert {row.cells[0]: row.cells[2] for row in map(paper_row, shown)} == {
        str(no): unit for no, unit in units.items()
    }
