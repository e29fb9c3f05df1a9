"""The backup file: a zip of the database, the evidence files, the keys and a list of their hashes.

The database is copied first and the files afterwards: files are only ever added, so every file
the copied database names is in the bundle even when people go on working.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Any, Final

from takar.config.safekeeping.disk import sha256_of, sync_file
from takar.kernel import clock
from takar.kernel.errors import BadInput

FORMAT: Final = 1
LIST: Final = "isi.json"
FILES: Final = "files"
KEYS: Final = ("secret.key", "personal-data.keys", "log-signing.keys")
"""Files of the data folder without which a restored database is worth less: they sign and decipher."""


def key_places(data: Path) -> dict[str, Path]:
    """Where each key stands: in the data folder, or where its setting says."""
    return {key: data / key for key in KEYS}


DATABASES: Final = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}
# A zip that unpacks to more than this for each byte holds no letters and scans; it is an attack.
_MOST_EXPANSION: Final = 200


def pack(target: Path, *, data: Path, dump: Path, kind: str, damaged: list[str]) -> int:
    """Write the bundle durably; returns how many evidence files went in. Only its owner may read it.

    ``damaged``: what is known to be wrong with the content, so that a restore says it again.
    """
    members = [(DATABASES[kind], dump)]
    members += [(key, place) for key, place in key_places(data).items() if place.is_file()]
    files = 0
    descriptor = os.open(target, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle:
        hashes = {}
        for name, path in members:
            hashes[name] = _add(bundle, name, path)
        for path in sorted((data / FILES).rglob("*")):
            # A file that is still being written may be gone again; the database's copy names none of those.
            with suppress(FileNotFoundError):
                if path.is_file():
                    name = f"{FILES}/{path.relative_to(data / FILES).as_posix()}"
                    hashes[name] = _add(bundle, name, path)
                    files += 1
        facts = {
            "format": FORMAT,
            "made_at": clock.now().isoformat(timespec="seconds"),
            "database": kind,
            "damaged": damaged,
            "sha256": hashes,
        }
        bundle.writestr(LIST, json.dumps(facts, indent=1))
    sync_file(target)
    return files


def _add(bundle: zipfile.ZipFile, name: str, path: Path) -> str:
    """The hash is of the very bytes that went in."""
    info = zipfile.ZipInfo.from_file(path, name, strict_timestamps=False)
    info.compress_type = zipfile.ZIP_DEFLATED
    found = hashlib.sha256()
    with path.open("rb") as file, bundle.open(info, "w", force_zip64=True) as packed:
        while content := file.read(1 << 20):
            found.update(content)
            packed.write(content)
    return found.hexdigest()


def unpack(source: Path, folder: Path, *, kind: str) -> dict[str, Any]:
    """Every member into ``folder``, each with the hash the list gives it; returns the list.

    Raises BadInput with the reason when the file is no bundle, is damaged, is of another kind of
    database, or names a place outside the folder.
    """
    try:
        with zipfile.ZipFile(source) as bundle:
            facts = _listing(bundle)
            if facts["format"] != FORMAT:
                raise BadInput(f"Cadangan {source} dibuat oleh versi Takar yang lain.")
            if facts["database"] != kind:
                raise BadInput(
                    f"Cadangan {source} berasal dari {facts['database']}, yang dipakai di sini "
                    f"{kind}. Sesuaikan TAKAR_DATABASE_URL."
                )
            if DATABASES[kind] not in facts["sha256"]:
                raise BadInput(f"Cadangan {source} tidak memuat basis data.")
            if set(bundle.namelist()) - set(facts["sha256"]) - {LIST}:
                raise BadInput(f"Cadangan {source} memuat berkas yang tidak ada dalam daftarnya.")
            places = {name: folder / _safe(name) for name in facts["sha256"]}
            for name, path in places.items():
                path.parent.mkdir(parents=True, exist_ok=True)
                with bundle.open(name) as packed, path.open("xb") as file:
                    shutil.copyfileobj(packed, file)
                if sha256_of(path) != facts["sha256"][name]:
                    raise BadInput(f"Cadangan {source} rusak: {name} tidak seperti saat dibuat.")
                path.chmod(0o600)
    except (
        zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, AttributeError, EOFError, NotImplementedError,
        RuntimeError, FileExistsError, NotADirectoryError, IsADirectoryError,
    ) as error:  # fmt: skip
        raise BadInput(f"Berkas {source} bukan cadangan Takar atau sudah rusak.") from error
    return facts


def unpacked_size(source: Path) -> int:
    """Bytes that the bundle will take; refused when it is a bomb."""
    try:
        with zipfile.ZipFile(source) as bundle:
            size = sum(member.file_size for member in bundle.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise BadInput(f"Berkas {source} bukan cadangan Takar atau sudah rusak.") from error
    if size > max(source.stat().st_size, 1_000_000) * _MOST_EXPANSION:
        raise BadInput(f"Berkas {source} mengembang terlalu besar; bukan cadangan Takar.")
    return size


def _listing(bundle: zipfile.ZipFile) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(bundle.read(LIST))
    return facts


def _safe(name: str) -> PurePosixPath:
    """The member's place below the data folder; a name that climbs out is refused."""
    path = PurePosixPath(name)
    known = name in {*KEYS, *DATABASES.values()} or path.parts[:1] == (FILES,)
    if not known or path.is_absolute() or ".." in path.parts or "\\" in name or "\0" in name:
        raise BadInput(f"Cadangan memuat berkas yang tidak dikenal: {name!r}.")
    return path
