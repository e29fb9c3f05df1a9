"""The doctor's look at what cannot be made again: database, books, files, keys and the backup."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

from takar.config import environment as env
from takar.config.cli.finding import Finding
from takar.config.schema import database_is_there, pending_migrations, unknown_migrations
from takar.kernel.errors import DomainError
from takar.kernel.formatting import format_date, format_number

FULL = 2
"""SQLite's `PRAGMA synchronous`: every commit is forced to the disk."""
MOST_DAYS = 7
"""Days after which the last proven backup counts as old, unless TAKAR_BACKUP_DAYS says otherwise."""

_RESTORE = "Hentikan Takar, amankan folder data, dan kembalikan cadangan terakhir dengan “takar restore”."


def check_interrupted() -> Finding:
    from django.conf import settings

    from takar.config.safekeeping import swap

    if (settings.DATA / swap.NOTE).exists():
        return Finding(
            "Pengembalian cadangan",
            "terputus di tengah jalan.",
            "Jalankan “takar restore --finish” atau “takar restore --back”.",
        )
    return Finding("Pengembalian cadangan", "tidak ada yang terputus")


def check_secrecy() -> Finding:
    """Nobody but the account that runs Takar reads the data folder, the database and the keys."""
    from django.conf import settings
    from django.db import connection

    from takar.config.safekeeping.bundle import KEYS

    paths = [settings.DATA]
    if _open_to_others(settings.DATA):
        paths += [settings.DATA / key for key in KEYS]
    if connection.vendor == "sqlite":
        database = Path(str(connection.settings_dict["NAME"]))
        if settings.DATA not in database.parents:
            paths.append(database)
    open_ones = [path for path in paths if _open_to_others(path)]
    if open_ones:
        return Finding(
            "Kerahasiaan",
            f"dapat dibuka akun lain: {', '.join(str(path) for path in open_ones)}.",
            "Jalankan “chmod go-rwx” pada yang disebut.",
        )
    return Finding("Kerahasiaan", "hanya pemiliknya yang membaca folder data dan kunci")


def _open_to_others(path: Path) -> bool:
    """Windows keeps such rights elsewhere; there the question is not asked."""
    if os.name == "nt" or not path.exists():
        return False
    return bool(path.stat().st_mode & (stat.S_IRWXO | stat.S_IWGRP))


def check_database(*, thorough: bool) -> Finding:
    """Reachable, and readable to the last row."""
    from django.db import connection
    from django.db.utils import DatabaseError, OperationalError

    from takar.config.safekeeping.soundness import faults, first_line

    try:
        connection.ensure_connection()
    except OperationalError as error:
        return Finding(
            "Basis data",
            f"tidak terjangkau ({first_line(error)}).",
            "Periksa TAKAR_DATABASE_URL dan peladennya.",
        )
    except DatabaseError as error:
        return Finding("Basis data", f"rusak ({first_line(error)}).", _RESTORE)
    if lines := faults(thorough=thorough):
        return Finding("Basis data", " ".join(lines), _RESTORE)
    name = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(connection.vendor, connection.vendor)
    version = ".".join(str(part) for part in connection.get_database_version())
    return Finding("Basis data", f"{name} {version}, terbaca sampai baris terakhir")


def check_absence() -> Finding:
    return Finding(
        "Basis data", "belum ada.", "Jalankan “takar migrate”, atau “takar restore” dengan cadangan."
    )


def check_migrations() -> Finding:
    from django.db.utils import DatabaseError

    try:
        missing, newer = pending_migrations(), unknown_migrations()
    except DatabaseError:
        return Finding("Susunan tabel", "tidak dapat diperiksa.", "Perbaiki basis data dahulu.")
    if newer:
        return Finding(
            "Susunan tabel",
            f"dibuat oleh Takar yang lebih baru ({newer[0]}).",
            "Pasang versi Takar yang lebih baru.",
        )
    if missing:
        return Finding("Susunan tabel", f"{missing} langkah belum dijalankan.", "Jalankan “takar migrate”.")
    return Finding("Susunan tabel", "mutakhir")


def check_books(*, thorough: bool) -> Finding:
    """The whole audit; left out when asked to be quick."""
    from django.db.utils import DatabaseError

    from takar.config.safekeeping.inspection import audit_of_all_offices

    if not thorough:
        return Finding("Keutuhan buku", "tidak diperiksa (--quick); lihat “takar audit verify”")
    try:
        if pending_migrations():
            return Finding("Keutuhan buku", "tidak dapat diperiksa.", "Jalankan “takar migrate” dahulu.")
        lines = audit_of_all_offices()
    except DatabaseError:
        return Finding("Keutuhan buku", "tidak dapat diperiksa.", "Perbaiki basis data dahulu.")
    if lines:
        more = f" dan {len(lines) - 1} temuan lain" if len(lines) > 1 else ""
        return Finding(
            "Keutuhan buku", f"{lines[0].rstrip('.')}{more}.", "Lihat semuanya dengan “takar audit verify”."
        )
    return Finding("Keutuhan buku", "rantai, entri, nomor dan isi berkas bukti utuh")


def check_files() -> Finding:
    from django.db.utils import DatabaseError

    from takar.config.safekeeping.evidence_files import compare

    try:
        found = compare()
    except DatabaseError:
        return Finding("Berkas bukti", "tidak dapat diperiksa.", "Perbaiki basis data dahulu.")
    except OSError as error:
        return Finding("Berkas bukti", f"tidak dapat dibaca ({error.strerror}).", "Perbaiki izinnya.")
    lost = len(found.missing) + len(found.wrong_size)
    if lost:
        return Finding(
            "Berkas bukti",
            f"{format_number(lost)} hilang atau berbeda ukuran.",
            "Lihat dengan “takar files check”, lalu ambil dari cadangan.",
        )
    if found.unnamed:
        return Finding(
            "Berkas bukti",
            f"{format_number(len(found.unnamed))} tidak dirujuk satu entri pun.",
            "Singkirkan dengan “takar files clear”.",
        )
    return Finding("Berkas bukti", "setiap berkas ada dan dirujuk")


def check_durability() -> Finding:
    """Whether a commit is on the disk when it is called one: a power cut must not take back a number."""
    from django.db import connection
    from django.db.utils import DatabaseError

    subject = "Tahan mati listrik"
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                level = cursor.execute("PRAGMA synchronous").fetchone()[0]
                off = [] if level >= FULL else ["synchronous"]
            else:
                cursor.execute(
                    "SELECT name FROM pg_settings WHERE setting = 'off'"
                    " AND name IN ('fsync', 'full_page_writes', 'synchronous_commit') ORDER BY name"
                )
                off = [name for (name,) in cursor.fetchall()]
    except DatabaseError:
        return Finding(subject, "tidak dapat diperiksa.", "Perbaiki basis data dahulu.")
    if off:
        return Finding(
            subject,
            f"{', '.join(off)} dimatikan di basis data: yang sudah “tercatat” dapat hilang.",
            "Nyalakan di postgresql.conf, lalu muat ulang PostgreSQL.",
        )
    return Finding(subject, "yang tercatat sudah ada di cakram")


def check_keys() -> Finding:
    """Every encrypted value names a key that is there; without it nobody reads the value any more."""
    from django.db.utils import DatabaseError

    from takar.kernel import keyring
    from takar.kernel.rotation import values_per_key

    try:
        known = {key.id for key in keyring.ring().keys} if keyring.path().is_file() else set()
        lost = sum(count for key_id, count in values_per_key().items() if key_id not in known)
    except (DatabaseError, DomainError, OSError):
        return Finding("Kunci data pribadi", "tidak dapat diperiksa.", "Lihat “takar keys show”.")
    if lost:
        return Finding(
            "Kunci data pribadi",
            f"{format_number(lost)} nilai tanpa kunci yang cocok.",
            "Kembalikan personal-data.keys dari cadangan; lihat “takar keys show”.",
        )
    return Finding("Kunci data pribadi", "setiap nilai tersandi punya kuncinya")


def check_log_key() -> Finding:
    """The key that signs the state of the books is there once anything was signed."""
    from django.db.utils import DatabaseError

    from takar.kernel import log_keys
    from takar.ledger.models import StoredCheckpoint

    try:
        signed = StoredCheckpoint.objects.exists()
        keys = log_keys.keys()
    except (DatabaseError, DomainError, OSError):
        return Finding("Kunci titik periksa", "tidak dapat diperiksa.", "Lihat “takar audit key list”.")
    if keys is None:
        if signed:
            return Finding("Kunci titik periksa", "hilang.", f"Kembalikan {log_keys.FILE} dari cadangan.")
        return Finding("Kunci titik periksa", "belum perlu")
    witnesses = f"{len(keys.witnesses)} saksi" if keys.witnesses else "belum ada saksi"
    return Finding("Kunci titik periksa", f"dibuat {keys.current.made}, {witnesses}")


def check_proxy() -> Finding:
    """What the running server saw at the last attempts to sign in; asks nothing outside."""
    from django.conf import settings
    from django.db.utils import DatabaseError

    from takar.sign_in.addresses import proxy_state

    if not settings.HTTPS:
        return Finding("Proksi", "tidak dipakai (TAKAR_HTTPS=0)")
    try:
        state = proxy_state()
    except DatabaseError:
        return Finding("Proksi", "tidak dapat diperiksa.", "Perbaiki basis data dahulu.")
    if state == "missing":
        return Finding(
            "Proksi",
            "dalam satu jam terakhir tidak meneruskan alamat peramban.",
            "Tambahkan “proxy_set_header X-Forwarded-For $remote_addr;” pada nginx.",
        )
    if state.startswith("unlisted"):
        address = state.removeprefix("unlisted ")
        return Finding(
            "Proksi",
            f"permintaan datang dari {address}, yang bukan proksi tepercaya.",
            f"Bila itu proksi Anda, masukkan ke TAKAR_PROXIES; bila bukan, tutup porta Takar baginya ({address}).",
        )
    return Finding("Proksi", "meneruskan alamat peramban" if state else "belum ada yang mencoba masuk")


def check_backup() -> Finding:
    """When the last backup that was proven was made. Nothing to lose yet: nothing to find."""
    from django.db.utils import DatabaseError
    from django.utils import timezone

    from takar.config.safekeeping.proof import last_proven
    from takar.organisation.models import Office

    remedy = "Jalankan “takar backup FOLDER --verify” setiap malam."
    proven = last_proven()
    if proven is None:
        try:
            used = Office.objects.exists()
        except DatabaseError:
            used = True
        return (
            Finding("Cadangan teruji", "belum pernah.", remedy)
            if used
            else Finding("Cadangan teruji", "belum perlu")
        )
    made = timezone.localtime(proven.made).date()
    state = f"{format_date(made)}, {proven.file}"
    if proven.age_in_days > env.number("TAKAR_BACKUP_DAYS", MOST_DAYS):
        return Finding("Cadangan teruji", f"{state}, {format_number(proven.age_in_days)} hari lalu.", remedy)
    return Finding("Cadangan teruji", state)


def checks(*, thorough: bool) -> tuple[Callable[[], Finding], ...]:
    from django.conf import settings

    from takar.config.safekeeping import swap

    if (settings.DATA / swap.NOTE).exists():
        # Nobody opens what is half exchanged, the doctor neither.
        return (check_interrupted, check_secrecy)
    if not database_is_there():
        return (check_interrupted, check_secrecy, check_absence)
    return (
        check_interrupted,
        check_secrecy,
        lambda: check_database(thorough=thorough),
        check_durability,
        check_migrations,
        lambda: check_books(thorough=thorough),
        check_files,
        check_keys,
        check_log_key,
        check_backup,
        check_proxy,
    )
