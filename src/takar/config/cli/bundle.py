"""The backup file: a zip of the database, the evidence files, the key and a list of their hashes.

The database is copied first and the files afterwards: files are only ever added, so every file
the copied database names is in the bundle even when people go on working.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
import zipfile
from contextlib import closing
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.db import connection, connections

from takar.config.cli.doctor import have_program
from takar.kernel import clock, keyring
from takar.kernel.errors import BadInput, DomainError

FORMAT = 1
LIST, KEY, FILES = "isi.json", "secret.key", "files"
PERSONAL_KEYS = "personal-data.keys"
"""Without it the encrypted columns of the database cannot be read."""
# What Django tells the driver -> what PostgreSQL's tools read from the environment.
_LIBPQ = {
    "dbname": "PGDATABASE",
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
}
_DATABASE = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}


def write_bundle(target: Path) -> int:
    """Write the bundle; returns how many evidence files went in. Only its owner may read it."""
    part = target.with_name(f"{target.name}.part")
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / _DATABASE[connection.vendor]
        _dump_database(dump)
        files = [path for path in sorted((settings.DATA / FILES).rglob("*")) if path.is_file()]
        members = [(dump.name, dump)]
        members += [(f"{FILES}/{path.relative_to(settings.DATA / FILES).as_posix()}", path) for path in files]
        if (settings.DATA / KEY).is_file():
            members.append((KEY, settings.DATA / KEY))
        if keyring.path().is_file():
            members.append((PERSONAL_KEYS, keyring.path()))
        try:
            descriptor = os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
            with (
                os.fdopen(descriptor, "wb") as file,
                zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle,
            ):
                hashes = {}
                for name, path in members:
                    bundle.write(path, name)
                    hashes[name] = _hash(path)
                facts = {
                    "format": FORMAT,
                    "made_at": clock.now().isoformat(timespec="seconds"),
                    "database": connection.vendor,
                    "sha256": hashes,
                }
                bundle.writestr(LIST, json.dumps(facts, indent=1))
            os.replace(part, target)
        finally:
            part.unlink(missing_ok=True)
    return len(files)


def holds_data() -> bool:
    """Whether a restore would replace something. A key alone is nothing: every start makes one."""
    if any(path.is_file() for path in (settings.DATA / FILES).rglob("*")):
        return True
    if connection.vendor == "sqlite":
        path = Path(str(settings.DATABASES["default"]["NAME"]))
        return path.is_file() and path.stat().st_size > 0
    return bool(connection.introspection.table_names())


def restore_bundle(source: Path) -> int:
    """Put a bundle in place of what is there. Nothing is touched before all of it was checked."""
    settings.DATA.mkdir(parents=True, exist_ok=True)
    # Beside the data, so that putting it in place is a rename and not another copy.
    with tempfile.TemporaryDirectory(dir=settings.DATA, prefix=".restore-") as folder:
        staged = Path(folder)
        _unpack(source, staged)
        connections.close_all()
        _load_database(staged / _DATABASE[connection.vendor])
        kept = settings.DATA / FILES
        if kept.exists():
            kept.rename(staged / "replaced")
        if (staged / FILES).exists():
            (staged / FILES).rename(kept)
        if (staged / KEY).exists():
            os.replace(staged / KEY, settings.DATA / KEY)
        if (staged / PERSONAL_KEYS).exists():
            shutil.move(staged / PERSONAL_KEYS, keyring.path())
        return sum(path.is_file() for path in kept.rglob("*"))


def _unpack(source: Path, staged: Path) -> None:
    """Every member into ``staged``, each with the hash the list gives it."""
    try:
        with zipfile.ZipFile(source) as bundle:
            facts = json.loads(bundle.read(LIST))
            if facts["format"] != FORMAT:
                raise BadInput(f"Cadangan {source} dibuat oleh versi Takar yang lain.")
            if facts["database"] != connection.vendor:
                raise BadInput(
                    f"Cadangan {source} berasal dari {facts['database']}, yang dipakai di sini "
                    f"{connection.vendor}. Sesuaikan TAKAR_DATABASE_URL."
                )
            if _DATABASE[connection.vendor] not in facts["sha256"]:
                raise BadInput(f"Cadangan {source} tidak memuat basis data.")
            for name, expected in facts["sha256"].items():
                path = staged / _safe(name)
                path.parent.mkdir(parents=True, exist_ok=True)
                with bundle.open(name) as packed, path.open("wb") as file:
                    shutil.copyfileobj(packed, file)
                if _hash(path) != expected:
                    raise BadInput(f"Cadangan {source} rusak: {name} tidak seperti saat dibuat.")
                path.chmod(0o600 if name in {KEY, PERSONAL_KEYS} else 0o644)
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError) as error:
        raise BadInput(f"Berkas {source} bukan cadangan Takar atau sudah rusak.") from error


def _safe(name: str) -> PurePosixPath:
    """The member's place below the data folder; a name that climbs out is refused."""
    path = PurePosixPath(name)
    known = name in {KEY, PERSONAL_KEYS, *_DATABASE.values()} or path.parts[:1] == (FILES,)
    if not known or path.is_absolute() or ".." in path.parts:
        raise BadInput(f"Cadangan memuat berkas yang tidak dikenal: {name}.")
    return path


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# ---- the database ---------------------------------------------------------------------------------


def _dump_database(target: Path) -> None:
    if connection.vendor == "sqlite":
        # SQLite's own backup gives one consistent moment while others write.
        with (
            closing(sqlite3.connect(str(settings.DATABASES["default"]["NAME"]))) as live,
            closing(sqlite3.connect(target)) as copy,
        ):
            live.backup(copy)
        return
    _run_tool("pg_dump", "--format=custom", "--no-owner", "--no-acl", f"--file={target}")


def _load_database(dump: Path) -> None:
    if connection.vendor == "sqlite":
        target = Path(str(settings.DATABASES["default"]["NAME"]))
        for leftover in ("-wal", "-shm"):
            # They belong to the database that goes; beside the new one they would corrupt it.
            target.with_name(target.name + leftover).unlink(missing_ok=True)
        dump.chmod(0o600)
        shutil.move(dump, target)
        return
    options = ["--clean", "--if-exists", "--no-owner", "--no-acl", "--single-transaction"]
    _run_tool("pg_restore", *options, f"--dbname={connection.get_connection_params()['dbname']}", str(dump))


def _run_tool(name: str, *words: str) -> None:
    """One of PostgreSQL's own tools on our database; the password never stands in the arguments."""
    if not have_program(name):
        raise DomainError(f"Program {name} tidak ada. Pasang alat klien PostgreSQL.")
    told = connection.get_connection_params()
    environment = dict(os.environ)
    for key, variable in _LIBPQ.items():
        if told.get(key):
            environment[variable] = str(told[key])
    done = subprocess.run(  # noqa: S603 - the words are ours
        [name, *words], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise DomainError(f"{name} gagal: {done.stderr.strip()}")
