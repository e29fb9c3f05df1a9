"""Every command in every bad place ends with a sentence and a status: the kind, not a list."""

from __future__ import annotations

import errno
import json
import os
import resource
import shutil
import subprocess
import sys
from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from takar.config import cli
from takar.config.cli import build_parser, failures
from tests.config.commands import SAMPLE, TAKAR, environment_for, takar_apart

ROOT = Path(__file__).parents[2]


def leaves(
    parser: ArgumentParser, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], ArgumentParser]]:
    """Every command there is, from the parser itself: a new one is tried without a line here."""
    inner = [action for action in parser._actions if isinstance(action, _SubParsersAction)]
    if not inner:
        yield path, parser
    for action in inner:
        for name, child in action.choices.items():
            yield from leaves(child, (*path, name))


def filled(path: tuple[str, ...], parser: ArgumentParser, folder: Path) -> list[str]:
    """The command with what it asks for: believable where that is known, some word where not."""
    known = {
        "code": "35.07.20", "office": "35.07.29", "year": "2025", "indicator": "1", "target": "60", "realisation": "48",
        "polarity": "higher", "username": "seseorang", "name": "Kecamatan", "person": "Rina Astuti",
    }  # fmt: skip
    words = list(path)
    for action in parser._actions:
        if action.required and action.option_strings:
            words += [action.option_strings[0], known.get(action.dest, "kata")]
        elif not action.option_strings and action.dest != "help":
            words.append(str(SAMPLE) if path[0] == "decree" else str(folder / f"{'-'.join(path)}.zip"))
    return words


def all_commands(folder: Path) -> list[list[str]]:
    # The server serves, and the demo takes its minute, wherever nothing hinders them.
    found = [filled(path, parser, folder) for path, parser in leaves(build_parser())]
    return [words for words in found if words[0] not in {"serve", "demo"}]


def test_every_command_is_tried() -> None:
    names = {" ".join(path) for path, _ in leaves(build_parser())}
    assert names >= {
        "backup",
        "restore",
        "doctor",
        "audit verify",
        "files clear",
        "files examine",
        "measure",
        "user add",
        "serve",
    }


def malformed(data: Path) -> None:
    path = data / "takar.sqlite3"
    with path.open("r+b") as file:
        for page in range(1, path.stat().st_size // 4096):
            file.seek(page * 4096)
            file.write(os.urandom(4096))


def no_database(data: Path) -> None:
    (data / "takar.sqlite3").write_bytes(b"bukan basis data" * 1000)


def cut_off(data: Path) -> None:
    os.truncate(data / "takar.sqlite3", 50_000)


def empty(data: Path) -> None:
    shutil.rmtree(data)


def folder_for_database(data: Path) -> None:
    (data / "takar.sqlite3").unlink()
    (data / "takar.sqlite3").mkdir()


def folder_for_key(data: Path) -> None:
    (data / "secret.key").unlink(missing_ok=True)
    (data / "secret.key").mkdir()


def file_for_data(data: Path) -> None:
    shutil.rmtree(data)
    data.write_text("bukan folder")


def file_for_files(data: Path) -> None:
    shutil.rmtree(data / "files")
    (data / "files").write_text("bukan folder")


PLACES = (
    malformed,
    no_database,
    cut_off,
    empty,
    folder_for_database,
    folder_for_key,
    file_for_data,
    file_for_files,
)


def run_all(data: Path, folder: Path, *, serve: bool = False, **options: Any) -> list[dict[str, Any]]:
    """``serve`` only where the database hinders it: else it would serve."""
    # First, before `migrate` makes a database where there was none.
    first = [["serve", "--port", "8189"]] if serve else []
    words = json.dumps([*first, *all_commands(folder), ["doctor", "--json"]])
    done = subprocess.run(
        [sys.executable, "-m", "tests.config.every_command"],
        env=environment_for(data), cwd=ROOT, input=words, capture_output=True, text=True, check=False,
        timeout=1500, **options,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    assert len(found) > 15
    return found


def complaints(found: list[dict[str, Any]]) -> list[str]:
    return [
        f"{' '.join(answer['words'][:2])}: {answer['status']} {answer['err'][-300:]}"
        for answer in found
        if answer["status"] not in {0, 1, 2}
        or "Traceback" in answer["err"] + answer["out"]
        # Who is told a status that is not 0 is also told why.
        or (answer["status"] and not (answer["err"] + answer["out"]).strip())
        or len(answer["err"].splitlines()) > 12
    ]


@pytest.mark.parametrize("spoil", PLACES, ids=lambda spoil: spoil.__name__)
def test_every_command_in_a_bad_place(data: Path, tmp_path: Path, spoil: Any) -> None:
    spoil(data)
    result = run_all(data, tmp_path, serve=spoil is not file_for_files)
    assert complaints(result) == []
    if spoil in {malformed, no_database, cut_off, folder_for_database}:
        doctor = next(answer for answer in result if answer["words"] == ["doctor", "--json"])
        assert doctor["status"] == 1
        (found,) = [
            check for check in json.loads(doctor["out"])["checks"] if check["subject"] == "Basis data"
        ]
        assert found["remedy"]
    if spoil not in {empty, file_for_files}:
        assert not list(tmp_path.glob("*.zip")), "nothing that was made of this is called a backup"


def full_disk() -> None:
    """Every file ends at 20 KB, as on a disk that is full."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))


def test_every_command_on_a_full_disk(data: Path, tmp_path: Path) -> None:
    found = run_all(data, tmp_path, preexec_fn=full_disk)
    assert complaints(found) == []
    assert not list(tmp_path.glob("*.zip*"))
    assert takar_apart(data, "audit", "verify").status == 0, "nothing was half written"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own of 3 MB, where mounting is allowed."""
    place = tmp_path / "disk"
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m,mode=700", "tmpfs", str(place)],
        capture_output=True,
        check=False,
    )
    if done.returncode:
        pytest.skip("mounting is not allowed here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_backup_to_a_full_disk_leaves_nothing_and_keeps_the_old(data: Path, small_disk: Path) -> None:
    old = small_disk / "takar-20250101-010000.zip"
    old.write_bytes(os.urandom(2_900_000))
    (data / "files/1").mkdir(exist_ok=True, parents=True)
    (data / "files/1/big.pdf").write_bytes(os.urandom(2_000_000))
    answer = takar_apart(data, "backup", str(small_disk), "--keep", "1")
    assert answer.status == 2
    assert "penuh" in answer.err
    assert len(answer.err.splitlines()) == 1
    assert list(small_disk.iterdir()) == [old]


def test_every_command_on_a_disk_that_cannot_be_written(data: Path, tmp_path: Path, small_disk: Path) -> None:
    place = small_disk / "data"
    shutil.copytree(data, place, ignore=shutil.ignore_patterns("*-wal", "*-shm", "cache", "static"))
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    assert complaints(run_all(place, tmp_path)) == []


NONSENSE = {
    "TAKAR_HTTPS": "mungkin",
    "TAKAR_LOG_LEVEL": "BERISIK",
    "TAKAR_DATABASE_URL": "mysql+x://nowhere/none",
    "TAKAR_PROXIES": "dua",
    "TAKAR_SECRET_KEY_FILE": "/tidak/ada",
    "TAKAR_DATA": "/dev/null/x",
    "TAKAR_BACKUP_DAYS": "-1",
    "TAKAR_BACKUP_RECIPIENTS": "bukan-kunci",
}


@pytest.mark.parametrize("name", NONSENSE)
def test_a_nonsense_setting_is_a_sentence(lived_in: Path, tmp_path: Path, name: str) -> None:
    command = (
        ["backup", str(tmp_path / "a.zip")] if name == "TAKAR_BACKUP_RECIPIENTS" else ["doctor", "--quick"]
    )
    answer = takar_apart(lived_in, *command, **{name: NONSENSE[name]})
    assert answer.status in {1, 2}, answer
    assert "Traceback" not in answer.err
    assert (answer.err or answer.out).strip()
    assert answer.status == 1 or len(answer.err.splitlines()) <= 2


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/data/x"), 2, "/data/x: Penyimpanan penuh"),
        (PermissionError(errno.EACCES, "Permission denied", "/data/x"), 2, "Tidak diizinkan"),
        (OSError(errno.EROFS, "Read-only file system"), 2, "hanya dapat dibaca"),
        (KeyboardInterrupt(), 130, "Dihentikan"),
        (MemoryError(), 2, "Memori"),
        (KeyError("kunci"), 3, "tidak diduga (KeyError"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_one_place_turns_every_error_into_a_sentence(
    error: BaseException,
    status: int,
    said: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(words: Namespace) -> int:
        raise error

    monkeypatch.setattr("takar.config.cli.doctor.examine", fail)
    monkeypatch.delenv("TAKAR_DEBUG", raising=False)
    assert cli.main(["doctor"]) == status
    quiet = capsys.readouterr()
    assert said in quiet.err
    assert len(quiet.err.splitlines()) == 1
    monkeypatch.setenv("TAKAR_DEBUG", "1")
    assert cli.main(["doctor"]) == status
    assert "Traceback" in capsys.readouterr().err


def test_values_of_rows_are_not_repeated() -> None:
    from django.db.utils import IntegrityError

    error = IntegrityError(
        'duplicate key value violates "x"\nDETAIL:  Key (nik)=(3507291234567890) already exists.'
    )
    assert "3507291234567890" not in failures.explain(error)[1][0]


@pytest.mark.parametrize(
    "words", [["--help"], ["doctor", "--quick"], ["audit", "verify", "--json"]], ids=" ".join
)
def test_a_closed_pipe_and_a_full_output_are_no_traceback(lived_in: Path, words: list[str]) -> None:
    for where in ("pipe", "/dev/full"):
        if where == "pipe":
            reader, writer = os.pipe()
            os.close(reader)
        else:
            writer = os.open(where, os.O_WRONLY)
        done = subprocess.run(
            [*TAKAR, *words],
            env=environment_for(lived_in),
            stdout=writer,
            stderr=subprocess.PIPE,
            check=False,
        )
        os.close(writer)
        assert done.returncode in {0, 1, 2}, where
        assert b"Traceback" not in done.stderr
        assert b"Exception ignored" not in done.stderr
        assert (done.returncode == 2) is (where == "/dev/full")
