"""A data folder in use, made once; tests that change it take a copy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.config.commands import live, takar_apart


@pytest.fixture(scope="session")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two offices with letters and evidence. Only read it."""
    folder = tmp_path_factory.mktemp("lived-in") / "data"
    live(folder)
    return folder


@pytest.fixture
def data(lived_in: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may break."""
    copy = Path(shutil.copytree(lived_in, tmp_path / "data"))
    (copy / "proven-backup.json").unlink(missing_ok=True)
    return copy


@pytest.fixture(scope="session")
def saved(lived_in: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of it, proven."""
    target = tmp_path_factory.mktemp("saved") / "takar.zip"
    answer = takar_apart(lived_in, "backup", str(target), "--verify")
    assert answer.status == 0, answer.err
    return target
