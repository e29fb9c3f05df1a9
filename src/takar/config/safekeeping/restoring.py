"""Bringing a backup back: staged beside the data, checked there, and only then put in its place."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections

from takar.config.safekeeping import bundle, encryption, in_use, replacing, swap
from takar.config.safekeeping.auditing import ChainState
from takar.config.safekeeping.backup import need_identities
from takar.config.safekeeping.databases import Sqlite, fold
from takar.config.safekeeping.disk import require_space, sync_file, sync_tree, work_folder
from takar.config.safekeeping.encryption import Identity
from takar.config.safekeeping.inspection import Report, inspect
from takar.config.safekeeping.proof import Unsound
from takar.config.safekeeping.swap import Swap
from takar.kernel import clock
from takar.kernel.errors import BadInput
from takar.kernel.security_log import SecurityEvent, log_event

WORK = ".restore-"


@dataclass(frozen=True)
class Restored:
    """Which data is in use now, and where the old data is."""

    files: int
    offices: list[ChainState]
    kept: list[str]
    """Where the replaced data is, for people; empty when there was none."""
    damaged: list[str]


def holds_data() -> bool:
    """Whether a restore would replace something. A key alone is nothing: every start makes one."""
    if any(path.is_file() for path in (settings.DATA / bundle.FILES).rglob("*")):
        return True
    if connection.vendor == "sqlite":
        path = Sqlite().path
        return path.is_file() and path.stat().st_size > 0
    return bool(connection.introspection.table_names())


@contextmanager
def _alone() -> Iterator[None]:
    """Nobody else on the data: not on this machine, and not on the database from another one."""
    settings.DATA.mkdir(parents=True, exist_ok=True)
    with in_use.alone(settings.DATA):
        in_use.refuse_other_sessions()
        yield


def restore(
    source: Path, *, identities: Sequence[Identity] = (), even_damaged: bool = False, discard: bool = False
) -> Restored:
    """Put a backup in place of what is there. Nothing is touched before all of it was checked.

    Raises BadInput for a file that is no whole backup, Unsound for one whose database or books are
    damaged (unless ``even_damaged``), DomainError beside a running server.
    """
    with _alone(), ExitStack() as stack:
        swap.refuse_unfinished(settings.DATA)
        used = holds_data()
        staged = stack.enter_context(work_folder(settings.DATA, WORK))
        plain = _opened(source, staged, identities)
        require_space(settings.DATA, bundle.unpacked_size(plain))
        facts = bundle.unpack(plain, staged, kind=connection.vendor)
        if plain != source:
            plain.unlink()
        stamp = clock.now().strftime("%Y%m%d-%H%M%S")
        exchange = Swap(source=str(source), kept=str(settings.DATA / f"replaced-{stamp}"))
        if connection.vendor == "sqlite":
            report = _stage_sqlite(staged, exchange, stamp, stack)
        else:
            report = _stage_postgresql(staged, exchange, stamp)
        try:
            _require_usable(report, facts, even_damaged=even_damaged)
            _plan_files(staged, exchange, facts, stamp, stack)
            sync_tree(staged)
            report = _exchange(exchange, report)
        except BaseException:
            if exchange.database:
                replacing.drop_new(exchange.database)
            raise
        kept = _kept_places(exchange)
        if discard or not used:
            _discard(exchange)
            kept = []
    log_event(SecurityEvent.RESTORED, made_at=facts["made_at"], sound=not report.lines)
    files = sum(name.startswith(f"{bundle.FILES}/") for name in facts["sha256"])
    return Restored(files, report.offices, kept, report.lines)


def _opened(source: Path, staged: Path, identities: Sequence[Identity]) -> Path:
    """The plain zip: the file itself, or what the private key makes of it."""
    if not encryption.is_encrypted(source):
        return source
    require_space(settings.DATA, source.stat().st_size)
    plain = staged / "bundle.zip"
    encryption.decrypt(source, plain, need_identities(source, identities))
    return plain


# ---- staging --------------------------------------------------------------------------------------


def _stage_sqlite(staged: Path, exchange: Swap, stamp: str, stack: ExitStack) -> Report:
    copy = staged / Sqlite.member
    report = inspect(staged, f"sqlite:///{copy}", migrate=True)
    fold(copy)
    place = Sqlite().path.resolve()
    copy, kept = _near(copy, place, exchange, stamp, stack)
    for ending in ("", "-wal", "-shm"):
        # The log belongs to the database that goes; beside the new one it would corrupt it.
        if (old := place.with_name(place.name + ending)).exists():
            exchange.out.append((str(old), str(kept / old.name)))
    exchange.into.append((str(copy), str(place)))
    return report


def _near(staged: Path, place: Path, exchange: Swap, stamp: str, stack: ExitStack) -> tuple[Path, Path]:
    """The staged file on the disk of its place, and the folder that keeps what it replaces.

    A rename reaches only the same disk; database and keys may lie elsewhere than the data folder.
    """
    if place.parent == settings.DATA.resolve():
        return staged, Path(exchange.kept)
    beside = stack.enter_context(work_folder(place.parent, WORK)) / staged.name
    shutil.move(staged, beside)
    sync_file(beside)
    return beside, place.parent / f"replaced-{stamp}"


def _stage_postgresql(staged: Path, exchange: Swap, stamp: str) -> Report:
    from takar.config.safekeeping import postgresql

    live = postgresql.Postgresql()
    dump = staged / live.member
    try:
        new = live.make_new(dump)
    except postgresql.NoSpareDatabase:
        # Without a database to try it in, what is there is dumped first, so that it can come back.
        old = Path(exchange.kept) / live.member
        old.parent.mkdir(mode=0o700)
        live.copy(old)
        sync_tree(old.parent)
        exchange.database = {"live": live.name, "dump": str(dump), "old": str(old)}
        return Report()
    exchange.database = {
        "live": live.name,
        "new": new,
        "kept": f"{live.name[:40]}_replaced_{stamp.replace('-', '_')}",
    }
    return inspect(staged, postgresql.address_of(new), migrate=True)


def _plan_files(staged: Path, exchange: Swap, facts: dict[str, Any], stamp: str, stack: ExitStack) -> None:
    """Evidence and keys: what is there moves out, what the bundle brought moves in."""
    (staged / bundle.FILES).mkdir(mode=0o700, exist_ok=True)
    places = {bundle.FILES: settings.DATA / bundle.FILES}
    places |= {
        name: path for name, path in bundle.key_places(settings.DATA).items() if name in facts["sha256"]
    }
    for name, given in places.items():
        place = given.parent.resolve() / given.name
        new, kept = _near(staged / name, place, exchange, stamp, stack)
        if os.path.lexists(place):
            exchange.out.append((str(place), str(kept / name)))
        exchange.into.append((str(new), str(place)))


def _require_usable(report: Report, facts: dict[str, Any], *, even_damaged: bool) -> None:
    if report.newer:
        raise BadInput(
            "Cadangan ini dibuat oleh Takar yang lebih baru. Pasang versi itu dahulu, lalu ulangi."
        )
    given = facts.get("damaged") or []
    lines = [*(given if isinstance(given, list) else []), *report.lines]
    if lines and not even_damaged:
        raise Unsound(
            [str(line) for line in lines],
            "Cadangan ini tidak utuh; tidak ada yang diubah. Pakai cadangan lain.",
        )


# ---- the exchange ---------------------------------------------------------------------------------


def _exchange(exchange: Swap, checked: Report) -> Report:
    """Put the new data in place and open it there; the old comes back when it does not open."""
    connections.close_all()
    swap.begin(settings.DATA, exchange)
    try:
        _finish(exchange)
        # What could not be tried beside the data is examined wholly here.
        untried = bool(exchange.database and "dump" in exchange.database)
        report = inspect(settings.DATA, _address(), migrate=untried, audit=untried)
        if report.lines and not checked.lines:
            raise Unsound(
                report.lines, "Data cadangan tidak dapat dibuka di tempatnya; data lama dikembalikan."
            )
    except BaseException:
        _take_back(exchange)
        raise
    swap.end(settings.DATA)
    return report


def _address() -> str:
    if connection.vendor == "sqlite":
        return f"sqlite:///{Sqlite().path.resolve()}"
    from takar.config.safekeeping.postgresql import Postgresql, address_of

    return address_of(Postgresql().name)


def _finish(exchange: Swap) -> None:
    if exchange.database:
        replacing.put_new(exchange.database)
    exchange.finish()


def _take_back(exchange: Swap) -> None:
    if connection.vendor == "sqlite" and not os.path.lexists(exchange.into[0][0]):
        # The new database stands in its place and was opened: its log must not stay for the old one.
        fold(Sqlite().path.resolve())
    exchange.take_back()
    if exchange.database:
        connections.close_all()
        replacing.put_old(exchange.database)
    swap.end(settings.DATA)


def finish_interrupted() -> list[str]:
    """Finish a restore that was killed; where the replaced data is."""
    with _alone():
        exchange = _interrupted()
        connections.close_all()
        _finish(exchange)
        swap.end(settings.DATA)
        _clear_leftovers(exchange)
        return _kept_places(exchange)


def take_back_interrupted() -> None:
    """Undo a restore that was killed: the old data is in use as before."""
    with _alone():
        exchange = _interrupted()
        connections.close_all()
        _take_back(exchange)
        _clear_leftovers(exchange)


def _interrupted() -> Swap:
    exchange = swap.unfinished(settings.DATA)
    if exchange is None:
        raise BadInput("Tidak ada pengembalian cadangan yang terputus.")
    return exchange


def _clear_leftovers(exchange: Swap) -> None:
    for parent in {Path(place).parent for _, place in exchange.into}:
        with work_folder(parent, WORK):  # making one clears those a kill left behind
            pass


def _kept_places(exchange: Swap) -> list[str]:
    folders = sorted({str(Path(kept).parent) for _, kept in exchange.out if os.path.lexists(kept)})
    if exchange.database and "kept" in exchange.database:
        folders.append(f"basis data {exchange.database['kept']}")
    return folders


def _discard(exchange: Swap) -> None:
    for folder in {Path(kept).parent for _, kept in exchange.out} | {Path(exchange.kept)}:
        shutil.rmtree(folder, ignore_errors=True)
    if exchange.database:
        replacing.discard_old(exchange.database)
