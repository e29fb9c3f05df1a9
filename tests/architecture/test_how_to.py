"""What docs/how-to/add-a-book.md shows is used by an office, with no other file changed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).parents[2]
HOW_TO = ROOT / "docs/how-to/add-a-book.md"
BLOCK = re.compile(r"^```\w+\n(?:# |\{# )(guests/\S+)(?: #\})?\n(.*?)^```$", re.DOTALL | re.MULTILINE)
USE = "import django; django.setup(); from tests.architecture.guest_book import main; main()"
SETTINGS = """
from tests.settings import *
from tests.settings import DATABASES, INSTALLED_APPS
INSTALLED_APPS = [*INSTALLED_APPS, "guests"]
DATABASES["default"]["NAME"] = {name!r}
"""


def written() -> dict[str, str]:
    """Path -> text of every file of the how-to."""
    return dict(BLOCK.findall(HOW_TO.read_text(encoding="utf-8")))


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """A folder with the app as somebody would type it from the page."""
    (tmp_path / "guests").mkdir()
    (tmp_path / "guests/__init__.py").touch()
    for name, text in written().items():
        place = tmp_path / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def copied_database(tmp_path: Path, db: None) -> Path:
    """The tests' database, migrated once already: migrating from nothing takes longer than all the rest."""
    if connection.vendor != "sqlite":
        pytest.skip("copies the database of the suite, which is a file on SQLite only")
    place = tmp_path / "takar.sqlite3"
    place.write_bytes(connection.connection.serialize())  # backup() would wait for the test's own transaction
    return place


def test_the_table_names_every_file_and_its_length() -> None:
    found = re.findall(
        r"^\| `(guests/\S+)` \|.*\| (\d+) \|$", HOW_TO.read_text(encoding="utf-8"), re.MULTILINE
    )
    lines = {name: len(text.splitlines()) for name, text in written().items()}
    assert lines.keys() | {"guests/__init__.py"} == dict(found).keys()
    assert {name: count for name, count in found if abs(int(count) - lines.get(name, 0)) > 5} == {}


def test_an_office_uses_the_guest_book_of_the_how_to(app: Path, copied_database: Path) -> None:
    (app / "guest_settings.py").write_text(SETTINGS.format(name=str(copied_database)), encoding="utf-8")
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "guest_settings",
        "PYTHONPATH": os.pathsep.join([str(app), str(ROOT), *sys.path]),
    }
    done = subprocess.run(
        [sys.executable, "-c", USE],
        cwd=app, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert (app / "guests/migrations/0001_guest_visits.py").exists()
