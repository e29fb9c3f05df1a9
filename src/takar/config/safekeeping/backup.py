"""Making a backup: copied, looked at, and only then called one."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.utils import DatabaseError

from takar.config.safekeeping import bundle, encryption, proof
from takar.config.safekeeping.auditing import ChainState, chain_states
from takar.config.safekeeping.databases import Database, database
from takar.config.safekeeping.disk import require_space, sha256_of, sync_folder, work_folder
from takar.config.safekeeping.encryption import Identity, Recipient
from takar.config.safekeeping.inspection import Report, inspect, look
from takar.config.safekeeping.proof import Unsound
from takar.config.safekeeping.soundness import first_line
from takar.kernel import clock
from takar.kernel.errors import BadInput, DomainError
from takar.kernel.security_log import SecurityEvent, log_event

WORK = ".backup-"


@dataclass(frozen=True)
class Wish:
    """How a backup is to be made."""

    recipients: Sequence[Recipient] = ()
    """Who alone can read it; nobody means that it is not encrypted."""
    identities: Sequence[Identity] = ()
    """Private keys to prove an encrypted backup to its last byte; the server need not have one."""
    prove: bool = False
    """Bring it back in a temporary place and compare it with the books."""
    even_damaged: bool = False
    """Save what is left of damaged data, under a name that the rotation never counts."""


@dataclass(frozen=True)
class Made:
    """A backup that lies on the disk."""

    path: Path
    files: int
    size: int
    """Bytes."""
    offices: list[ChainState]
    """Where its books stand; empty when the data is damaged."""
    damaged: list[str]
    """What is wrong with what was saved."""


def make(target: Path, wish: Wish) -> Made:
    """Write a backup to ``target``. Raises Unsound, and leaves nothing, when the data is damaged."""
    with work_folder(settings.DATA, WORK) as work:
        part = target.with_name(f"{target.name}.part")
        plain = work / "bundle.zip" if wish.recipients else part
        require_space(settings.DATA, _needed(wish))
        try:
            offices: list[ChainState] = []
            damaged: list[str] = []
            try:
                files, made_at, offices = _sound(plain, work, prove=wish.prove)
            except (Unsound, DatabaseError) as error:
                if not wish.even_damaged:
                    raise
                damaged = error.lines if isinstance(error, Unsound) else [first_line(error)]
                target = target.with_name(_damaged_name(target.name))
                files, made_at = _salvaged(plain, work, damaged), ""
            if wish.recipients:
                _encrypt(plain, part, wish, work)
            if target.exists():
                raise BadInput(f"Berkas {target} sudah ada. Pilih nama lain.")
            os.replace(part, target)
            sync_folder(target.resolve().parent)
        finally:
            part.unlink(missing_ok=True)
    if wish.prove and not damaged:
        proof.remember(target, made_at=made_at, encrypted=bool(wish.recipients), offices=offices)
    log_event(
        SecurityEvent.BACKUP,
        encrypted=bool(wish.recipients),
        proven=wish.prove and not damaged,
        sound=not damaged,
    )
    return Made(target, files, target.stat().st_size, offices, damaged)


def _needed(wish: Wish) -> int:
    """Bytes that the work takes in the data folder; what a proof takes is asked when it begins."""
    size = 2 * database().size()
    if wish.recipients:
        size += sum(
            path.stat().st_size for path in (settings.DATA / bundle.FILES).rglob("*") if path.is_file()
        )
    return size


def _damaged_name(name: str) -> str:
    stem, dot, endings = name.partition(".")
    return f"{stem}-rusak{dot}{endings}"


def _sound(plain: Path, work: Path, *, prove: bool) -> tuple[int, str, list[ChainState]]:
    """Pack the data and make sure of it: how many files, when, and where its books stand."""
    kept = database()
    dump = work / kept.member
    before = chain_states()
    made_at = clock.now().isoformat(timespec="seconds")
    kept.copy(dump)
    after = chain_states()
    if prove:
        files = bundle.pack(plain, data=settings.DATA, dump=dump, kind=kept.kind, damaged=[])
        report, _ = proof.rehearse(plain, kept)
    else:
        report, files = _looked_at(kept, dump, work), 0
    proof.require_sound(report)
    if lines := proof.differences(report.offices, before, after):
        raise Unsound(lines, "Cadangan tidak sama dengan buku yang dipakai.")
    if not prove:
        files = bundle.pack(plain, data=settings.DATA, dump=dump, kind=kept.kind, damaged=[])
    return files, made_at, report.offices


def _looked_at(kept: Database, dump: Path, work: Path) -> Report:
    """The copy as Takar sees it, with the evidence files and keys that will go with it."""
    if kept.kind != "sqlite":
        # A dump can only be looked at in a database of its own, which the proof makes. Without it the
        # database in use is read to its last row, and the dump to its table of contents.
        return look(migrate=False)
    place = work / "look"
    place.mkdir()
    lent = {bundle.FILES: settings.DATA / bundle.FILES, **bundle.key_places(settings.DATA)}
    for name, original in lent.items():
        if original.exists():
            (place / name).symlink_to(original)
    with kept.opened(dump) as address:
        return inspect(place, address)


def _salvaged(plain: Path, work: Path, damaged: list[str]) -> int:
    kept = database()
    dump = work / f"salvaged-{kept.member}"
    kept.copy(dump, salvage=True)
    return bundle.pack(plain, data=settings.DATA, dump=dump, kind=kept.kind, damaged=damaged)


def _encrypt(plain: Path, part: Path, wish: Wish, work: Path) -> None:
    encryption.encrypt(plain, part, wish.recipients)
    if wish.identities:
        again = work / "again.zip"
        encryption.decrypt(part, again, wish.identities)
        if sha256_of(again) != sha256_of(plain):
            raise DomainError("Cadangan yang disandikan tidak kembali seperti semula. Ulangi.")


def prove_existing(path: Path, identities: Sequence[Identity]) -> list[ChainState]:
    """Prove a backup made earlier: it opens, is sound, and its chains are beginnings of those in use."""
    with work_folder(settings.DATA, WORK) as work:
        encrypted = encryption.is_encrypted(path)
        plain = path
        if encrypted:
            plain = work / "bundle.zip"
            require_space(settings.DATA, path.stat().st_size)
            encryption.decrypt(path, plain, need_identities(path, identities))
        report, made_at = proof.rehearse(plain, database())
    proof.require_sound(report)
    if lines := proof.foreign_chains(report.offices):
        raise Unsound(lines, "Cadangan tidak sama dengan buku yang dipakai.")
    last = proof.last_proven()
    if last is None or last.made_at <= made_at:
        proof.remember(path, made_at=made_at, encrypted=encrypted, offices=report.offices)
    log_event(SecurityEvent.BACKUP, proven=True, encrypted=encrypted)
    return report.offices


def need_identities(path: Path, identities: Sequence[Identity]) -> Sequence[Identity]:
    if not identities:
        raise BadInput(f"Cadangan {path} disandikan. Sebut berkas kunci rahasianya dengan --identity.")
    return identities
