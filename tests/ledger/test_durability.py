"""What is said to be recorded is on the disk: the database's commits, the files, and the files' names."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection

from takar.ledger.audit import verify
from takar.ledger.books import book_named
from takar.ledger.evidence import attach, make_ready
from takar.ledger.models import Entry, Evidence, EvidenceFile
from takar.ledger.recording import record_with_files
from takar.ledger.storage import UNFINISHED, DurableStorage
from tests.factories import Cast, letter_of, values_for
from tests.ledger import files
from tests.ledger.files import upload

LETTERS = book_named("incoming_letter")


class Disk:
    """Notes in which order things reach the disk."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.done: list[str] = []
        force, replace = os.fsync, os.replace

        def forced(handle: int) -> None:
            self.done.append(f"force {Path(os.readlink(f'/proc/self/fd/{handle}')).name}")
            force(handle)

        def replaced(old: str, new: Path) -> None:
            self.done.append(f"name {new.name}")
            replace(old, new)

        monkeypatch.setattr(os, "fsync", forced)
        monkeypatch.setattr(os, "replace", replaced)


needs_proc = pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="names open files by /proc")


@needs_proc
def test_file_then_name_then_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = Disk(monkeypatch)
    storage = DurableStorage(location=tmp_path)
    assert storage.save("1/ab/abc.pdf", ContentFile(b"isi")) == "1/ab/abc.pdf"
    said = ["force unfinished" if UNFINISHED in line else line for line in disk.done]
    # New folders are forced in their parents, from the outside inwards.
    assert said == [f"force {tmp_path.name}", "force 1", "force unfinished", "name abc.pdf", "force ab"]
    assert (tmp_path / "1/ab/abc.pdf").read_bytes() == b"isi"


def test_the_same_name_again_replaces_what_a_power_cut_left(tmp_path: Path) -> None:
    storage = DurableStorage(location=tmp_path)
    (tmp_path / "a.pdf").write_bytes(b"")
    assert storage.save("a.pdf", ContentFile(b"isi")) == "a.pdf"
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]
    assert (tmp_path / "a.pdf").read_bytes() == b"isi"


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_a_write_that_fails_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    def full(*args: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, failing, full)
    with pytest.raises(OSError, match="No space left"):
        DurableStorage(location=tmp_path).save("a.pdf", ContentFile(b"isi"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
@pytest.mark.usefixtures("midyear")
class TestEvidence:
    def test_the_bytes_are_forced_before_any_row(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        seen = []
        force = os.fsync
        before = Entry.objects.count()

        def forced(handle: int) -> None:
            seen.append((Entry.objects.count() - before, EvidenceFile.objects.count()))
            force(handle)

        monkeypatch.setattr(os, "fsync", forced)
        values = values_for(LETTERS, cast.office)
        record_with_files(book=LETTERS, actor=cast.clerk.actor, values=values, uploads=[upload(files.pdf())])
        assert seen
        assert set(seen) == {(0, 0)}

    def test_an_entry_whose_file_fails_is_not_there(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Whatever goes wrong between the row of the entry and the row of its file."""

        def broken(*args: Any, **kwargs: Any) -> None:
            raise OSError(errno.EIO, "Input/output error")

        before = Entry.objects.count()
        monkeypatch.setattr("takar.ledger.recording.attach_ready", broken)
        with pytest.raises(OSError, match="Input/output"):
            record_with_files(
                book=LETTERS,
                actor=cast.clerk.actor,
                values=values_for(LETTERS, cast.office),
                uploads=[upload(files.pdf())],
            )
        assert Entry.objects.count() == before
        assert letter_of(cast).number == 1
        assert list(verify(cast.office.pk)) == []

    def test_a_file_that_an_older_power_cut_emptied_is_written_again(self, cast: Cast) -> None:
        first = attach(entry=letter_of(cast), actor=cast.clerk.actor, upload=upload(files.pdf()))
        path = Path(first.file.file.path)
        path.write_bytes(b"")
        attach(entry=letter_of(cast), actor=cast.clerk.actor, upload=upload(files.pdf()))
        assert path.read_bytes() == files.pdf()
        path.unlink()
        attach(entry=letter_of(cast), actor=cast.clerk.actor, upload=upload(files.pdf()))
        assert path.read_bytes() == files.pdf()

    def test_a_file_chosen_twice_is_one(self, cast: Cast) -> None:
        ready = make_ready(office_id=cast.office.pk, uploads=[upload(files.pdf()), upload(files.pdf())])
        assert len(ready) == 1

    def test_of_several_files_all_or_none_become_evidence(self, cast: Cast) -> None:
        letter = letter_of(cast)
        attach(entry=letter, actor=cast.clerk.actor, upload=upload(files.pdf()))
        from takar.kernel.errors import DomainError
        from takar.ledger.evidence import attach_all

        with pytest.raises(DomainError, match="sudah menjadi bukti"):
            attach_all(
                entry=letter, actor=cast.clerk.actor, uploads=[upload(files.png()), upload(files.pdf())]
            )
        assert Evidence.objects.filter(entry=letter).count() == 1


# ---- the database -------------------------------------------------------------------------------

sqlite_only = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="a promise of the SQLite settings")

COMMITS = """
import django; django.setup()
from django.core.management import call_command
from django.db import connection, transaction
with connection.cursor() as cursor:
    cursor.execute("CREATE TABLE letters (number INTEGER)")
print("BEGIN", flush=True)
import os; os.write(2, b"MARK\\n")
for number in range(20):
    with transaction.atomic():
        connection.cursor().execute("INSERT INTO letters VALUES (%s)", [number])
"""


@pytest.mark.django_db(transaction=True)
@sqlite_only
def test_every_new_connection_forces_its_commits() -> None:
    for _ in range(2):
        connection.close()
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA synchronous").fetchone() == (2,)
            assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)


@pytest.mark.skipif(shutil.which("strace") is None, reason="no strace: the setting alone is tested")
def test_twenty_commits_reach_the_disk_twenty_times(tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("TAKAR_")}
    environment |= {"TAKAR_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "takar.config.settings"}
    trace = tmp_path / "trace"
    command = ["strace", "-f", "-e", "trace=fsync,fdatasync,write", "-o", str(trace)]
    done = subprocess.run(
        [*command, sys.executable, "-c", COMMITS],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    if "Operation not permitted" in done.stderr:
        pytest.skip("strace may not trace here: the setting alone is tested")
    assert done.returncode == 0, done.stderr
    _, _, after = trace.read_text().partition("MARK")
    forced = after.count("fsync(") + after.count("fdatasync(")
    assert forced >= 20
