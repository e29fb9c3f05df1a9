"""Files on the disk against rows in the database: what nobody names, and what is named but gone.

A process that dies between a file and its row leaves a file nobody names. It harms nothing but takes
room and may hold what somebody decided not to send, so it is reported and can be cleared.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.apps import apps
from django.conf import settings
from django.db import models

from takar.config.safekeeping.disk import sync_folder
from takar.kernel import clock
from takar.kernel.security_log import SecurityEvent, log_event

FOLDER: Final = "files"
CLEARED: Final = "cleared-files"
SETTLED: Final = timedelta(hours=1)
"""Younger files may belong to a row that is just being written."""


@dataclass
class Found:
    unnamed: list[str] = field(default_factory=list)
    """Files that no row names, older than an hour."""
    bytes_unnamed: int = 0
    young: int = 0
    """Files that no row names yet; perhaps a row is on its way."""
    missing: list[str] = field(default_factory=list)
    """Files that a row names and that are not there."""
    wrong_size: list[str] = field(default_factory=list)


def compare() -> Found:
    """Look at every file and every row that names one. Names are relative to the folder of files."""
    top = settings.DATA / FOLDER
    # The disk first: a file that is written after this is not in the list, so it cannot be taken for unnamed.
    on_disk = dict(_on_disk(top))
    named = set(_named())
    found = Found(missing=sorted(name for name in named if not (top / name).is_file()))
    found.wrong_size = sorted(
        name for name, size in _sizes() if name in on_disk and on_disk[name].st_size != size
    )
    border = (clock.now() - SETTLED).timestamp()
    for name in sorted(set(on_disk) - named):
        if on_disk[name].st_mtime > border:
            found.young += 1
        else:
            found.unnamed.append(name)
            found.bytes_unnamed += on_disk[name].st_size
    return found


def clear(names: list[str]) -> tuple[Path, int]:
    """Move files aside, out of the folder of files; where to, and how many. None of them is deleted."""
    top = settings.DATA / FOLDER
    aside = settings.DATA / CLEARED / clock.now().strftime("%Y%m%d-%H%M%S")
    border = (clock.now() - SETTLED).timestamp()
    moved = []
    for name in names:
        target = aside / name
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.replace(top / name, target)
        except FileNotFoundError:
            continue
        if target.stat().st_mtime > border:
            # Somebody sent the same file again this moment, and its row is on the way.
            os.replace(target, top / name)
        else:
            moved.append(name)
    # A row may have begun to name one while it was moved: it goes back.
    back = set(moved) & set(_named())
    for name in back:
        os.replace(aside / name, top / name)
    for folder in {aside / Path(name).parent for name in moved}:
        sync_folder(folder)
    log_event(SecurityEvent.FILES_CLEARED, count=len(moved) - len(back))
    return aside, len(moved) - len(back)


def _on_disk(top: Path) -> Iterator[tuple[str, os.stat_result]]:
    for folder, _, names in os.walk(top):
        for name in names:
            path = Path(folder) / name
            try:
                yield path.relative_to(top).as_posix(), path.stat()
            except FileNotFoundError:  # gone since: somebody's half-written file
                continue


def _named() -> Iterator[str]:
    """Every name in every file column of every table, so that a new table needs no line here."""
    for model in apps.get_models():
        for column in model._meta.concrete_fields:
            if isinstance(column, models.FileField) and column.model is model:
                rows = model._default_manager.exclude(**{column.attname: ""})
                yield from filter(None, rows.values_list(column.attname, flat=True).iterator())


def _sizes() -> Iterator[tuple[str, int]]:
    from takar.ledger.models import EvidenceFile

    yield from EvidenceFile.objects.values_list("file", "size").iterator()
