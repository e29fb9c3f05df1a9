"""Running `takar` in a test: in this process where the test database serves, else as a person would."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from takar.config.cli import main

SAMPLE = Path(__file__).parents[2] / "src/takar/catalogue/samples/iki-gedangan-2022.txt"


@dataclass(frozen=True)
class Answer:
    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)


def takar(capsys: pytest.CaptureFixture[str], *words: str) -> Answer:
    """The command in this process, on the test's database."""
    capsys.readouterr()
    try:
        status = main(words)
    except SystemExit as end:  # argparse ends this way
        status = int(end.code or 0)
    said = capsys.readouterr()
    return Answer(status, said.out, said.err)


def environment_for(data: Path, database: str = "", **more: str) -> dict[str, str]:
    """The environment of a process that works on a data folder (and a database) of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TAKAR_")}
    environment |= {"TAKAR_DATA": str(data), "DJANGO_SETTINGS_MODULE": "takar.config.settings", **more}
    if database:
        environment["TAKAR_DATABASE_URL"] = database
    return environment


TAKAR = [sys.executable, "-c", "import sys; from takar.config.cli import main; sys.exit(main())"]


def takar_apart(data: Path, *words: str, database: str = "", **more: str) -> Answer:
    """The command in a process of its own, on a data folder (and a database) of its own."""
    environment = environment_for(data, database, **more)
    # A person has no settings module in the environment: a command must find it by itself.
    del environment["DJANGO_SETTINGS_MODULE"]
    done = subprocess.run([*TAKAR, *words], env=environment, capture_output=True, text=True, check=False)
    return Answer(done.returncode, done.stdout, done.stderr)


def live(data: Path, *words: str, database: str = "") -> None:
    """Offices with letters and evidence on a data folder; with a number, that many letters more."""
    if not words:
        assert takar_apart(data, "migrate", database=database).status == 0
    done = subprocess.run(
        [sys.executable, "-m", "tests.config.living", *words],
        env=environment_for(data, database), cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
