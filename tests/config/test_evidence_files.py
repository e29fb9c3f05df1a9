"""Files nobody names and files that are gone: told, and the first put aside."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from django.conf import settings

from takar.config.safekeeping import evidence_files
from takar.ledger.evidence import attach
from takar.ledger.models import EvidenceFile
from tests.config.commands import takar
from tests.factories import Cast, letter_of
from tests.ledger.files import png, upload


@pytest.fixture
def scan(cast: Cast) -> EvidenceFile:
    return attach(entry=letter_of(cast), actor=cast.clerk.actor, upload=upload(png("teal"), "a.png")).file


def leave(name: str, *, hours: float) -> Path:
    """A file without a row, as a process that dies between the two leaves it."""
    path = Path(settings.DATA) / "files" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"left behind")
    then = time.time() - hours * 3600
    os.utime(path, (then, then))
    return path


@pytest.fixture(autouse=True)
def only_ours(cast: Cast, tmp_path: Path, settings: pytest.FixtureRequest) -> None:
    """A folder of files of this test's own: others leave theirs in the shared one."""
    settings.DATA = tmp_path  # type: ignore[attr-defined]
    settings.STORAGES = {  # type: ignore[attr-defined]
        **settings.STORAGES,  # type: ignore[attr-defined]
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path / "files"}},  # type: ignore[attr-defined]
    }


def test_a_file_nobody_names_is_told_and_put_aside(
    scan: EvidenceFile, capsys: pytest.CaptureFixture[str]
) -> None:
    assert takar(capsys, "files", "check").status == 0
    old, young = leave("1/ab/old.pdf", hours=2), leave("1/ab/young.pdf", hours=0.5)
    answer = takar(capsys, "files", "check", "--json")
    assert answer.status == 1
    assert answer.document == {
        "unnamed": ["1/ab/old.pdf"], "unnamed_bytes": 11, "young": 1, "missing": [], "wrong_size": [],
    }  # fmt: skip
    assert takar(capsys, "files", "clear").status == 2, "nobody was there to say yes"
    assert old.exists()
    cleared = takar(capsys, "files", "clear", "--yes")
    assert cleared.status == 0
    assert not old.exists()
    assert young.exists()
    assert Path(scan.file.path).exists()
    (aside,) = (Path(settings.DATA) / "cleared-files").rglob("old.pdf")
    assert str(aside.parents[2]) in cleared.out


def test_a_file_that_is_gone_or_cut_short_is_told(
    scan: EvidenceFile, capsys: pytest.CaptureFixture[str]
) -> None:
    Path(scan.file.path).write_bytes(b"short")
    answer = takar(capsys, "files", "check")
    assert answer.status == 1
    assert f"Ukurannya berbeda: {scan.file.name}" in answer.out
    Path(scan.file.path).unlink()
    output = takar(capsys, "files", "check", "--json").document
    assert output["missing"] == [scan.file.name]
    assert "takar files check" in takar(capsys, "doctor", "--quick").out


def test_a_file_sent_again_while_it_is_cleared_stays(scan: EvidenceFile) -> None:
    """Its row may be on the way: the bytes are fresh although the list called them old."""
    fresh = leave("1/ab/again.pdf", hours=0)
    _, moved = evidence_files.clear(["1/ab/again.pdf", scan.file.name, "1/ab/never.pdf"])
    assert moved == 0
    assert fresh.exists()
    assert Path(scan.file.path).exists(), "a row names it"
