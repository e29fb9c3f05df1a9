"""What a command says when it cannot go on: one sentence and a status, never a traceback.

With ``TAKAR_DEBUG=1`` the traceback follows the sentence, for whoever looks for the place in the code.
"""

from __future__ import annotations

import errno
import logging
import os
import shutil
import sys
import traceback
from typing import Final

from takar.config.environment import BadSetting
from takar.kernel.errors import DomainError

NO_ROOM: Final = 1_000_000
"""Bytes: with less free, nothing can be written any more."""

FINDINGS, UNUSABLE, OUR_FAULT, INTERRUPTED = 1, 2, 3, 130

_DISK: Final = {
    errno.ENOSPC: "Penyimpanan penuh. Kosongkan ruang, lalu ulangi",
    errno.EDQUOT: "Jatah penyimpanan habis. Kosongkan ruang, lalu ulangi",
    errno.EROFS: "Penyimpanan hanya dapat dibaca. Perbaiki pemasangannya, lalu ulangi",
    errno.EACCES: "Tidak diizinkan. Jalankan sebagai pemilik data atau perbaiki izinnya",
    errno.EPERM: "Tidak diizinkan. Jalankan sebagai pemilik data atau perbaiki izinnya",
    errno.ENOENT: "Tidak ada",
    errno.ENOTDIR: "Bukan folder, padahal seharusnya folder",
    errno.EISDIR: "Folder, padahal seharusnya berkas",
    errno.EEXIST: "Sudah ada dan bukan folder",
    errno.EIO: "Penyimpanan tidak dapat dibaca atau ditulis. Cakram mungkin rusak; segera amankan cadangan",
    errno.EMFILE: "Terlalu banyak berkas terbuka",
}
logger = logging.getLogger("takar.cli")


def report(error: BaseException) -> int:
    """Write the sentence to stderr and return the status."""
    status, lines = explain(error)
    # At DEBUG: the sentence is for the terminal, the place in the code for the log of who asks for it.
    logger.debug("command failed", exc_info=error)
    try:
        for line in lines:
            print(line, file=sys.stderr)
        if os.environ.get("TAKAR_DEBUG", "0") in {"1", "true", "yes", "on"}:
            traceback.print_exception(error)
        sys.stderr.flush()
    except OSError:
        # Nobody reads stderr, or its disk is full: the status still tells.
        silence(2)
    return status


def explain(error: BaseException) -> tuple[int, list[str]]:
    """The status and the sentences for an error."""
    from takar.config.safekeeping.proof import Unsound

    if isinstance(error, Unsound):
        return FINDINGS, [*error.lines, error.message]
    if isinstance(error, DomainError | BadSetting):
        return UNUSABLE, [str(error)]
    if isinstance(error, KeyboardInterrupt):
        return INTERRUPTED, ["Dihentikan."]
    if isinstance(error, OSError):
        return UNUSABLE, [_of_file(error)]
    if isinstance(error, MemoryError):
        return UNUSABLE, ["Memori tidak cukup untuk pekerjaan ini."]
    if (sentence := of_database(error)) is not None:
        return UNUSABLE, [sentence]
    if (sentence := _of_settings(error)) is not None:
        return UNUSABLE, [sentence]
    return OUR_FAULT, [
        f"Kesalahan yang tidak diduga ({type(error).__name__}: {_first_line(error)}). "
        "Ulangi dengan TAKAR_DEBUG=1 dan laporkan keluarannya kepada pengelola Takar."
    ]


def _of_file(error: OSError) -> str:
    what = _DISK.get(error.errno or 0, error.strerror or str(error))
    names = [str(name) for name in (error.filename, error.filename2) if name not in {None, ""}]
    return f"{' → '.join(names)}: {what}." if names else f"{what}."


def of_database(error: BaseException) -> str | None:
    """The sentence for a database that refuses.

    Of drivers' errors, and Django's around them, only the first line is printed: it holds no values of rows.
    """
    import sqlite3

    from django.db.utils import Error

    kinds: list[type[BaseException]] = [Error, sqlite3.Error]
    if (driver := sys.modules.get("psycopg")) is not None:
        kinds.append(driver.Error)
    if not isinstance(error, tuple(kinds)):
        return None
    said = _first_line(error)
    if "full" in said or ("disk I/O" in said and _disk_is_full()):
        return "Penyimpanan basis data penuh. Kosongkan ruang, lalu ulangi."
    if "readonly" in said:
        return "Basis data hanya dapat dibaca. Perbaiki izin folder data atau pemasangan cakramnya."
    if "malformed" in said or "not a database" in said or "disk I/O" in said:
        return f"Basis data rusak ({said}). Hentikan Takar dan kembalikan cadangan terakhir dengan “takar restore”."
    return f"Basis data menolak: {said}. Periksa dengan “takar doctor”."


def _disk_is_full() -> bool:
    """SQLite says "disk I/O error" too when it finds no room for its own small files."""
    from django.conf import settings

    try:
        return shutil.disk_usage(settings.DATA).free < NO_ROOM
    except OSError:
        return False


def _of_settings(error: BaseException) -> str | None:
    from django.core.exceptions import ImproperlyConfigured

    return (
        f"Pengaturan tidak dapat dipakai: {_first_line(error)}."
        if isinstance(error, ImproperlyConfigured)
        else None
    )


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0].strip().rstrip(".") if lines else type(error).__name__


def silence(descriptor: int) -> None:
    """Send what is still written there nowhere: Python would complain about it once more at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, descriptor)
    finally:
        os.close(nowhere)
