"""A copy of the data opened by Takar itself, in a process of its own, and what was found there.

Django knows one database for one process. So a copy is not looked at by a second set of queries: the
same program is started on it, with the copy as its data folder and database. What it can read and
prove there, it can read and prove after a restore.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.conf import settings

from takar.config.safekeeping.auditing import ChainState, chain_states, findings
from takar.config.safekeeping.soundness import faults, first_line
from takar.config.schema import pending_migrations, unknown_migrations
from takar.kernel import statistics
from takar.kernel.errors import DomainError


@dataclass
class Report:
    """What the program found in a copy."""

    faults: list[str] = field(default_factory=list)
    """The database itself: pages, rows that point nowhere."""
    findings: list[str] = field(default_factory=list)
    """The books: chain, entries, numbers, files, closed numbers."""
    newer: list[str] = field(default_factory=list)
    """Migrations this program does not know: the copy was made by a newer one."""
    pending: int = 0
    """Migrations that are due before the books can be read."""
    offices: list[ChainState] = field(default_factory=list)

    @property
    def lines(self) -> list[str]:
        return [*self.faults, *self.findings]


def inspect(data: Path, database: str, *, migrate: bool = False, audit: bool = True) -> Report:
    """Open the copy in ``data`` with its database at the address ``database``.

    ``migrate`` brings an older copy up to date first; without ``audit`` only the database is read, not
    the books. Raises DomainError when the program cannot even
    be started on it.
    """
    taken = {"TAKAR_DATA_FILE", "TAKAR_DATABASE_URL_FILE", "TAKAR_SECRET_KEY_FILE", "TAKAR_DEBUG"}
    if data != settings.DATA:
        # A copy has its keys beside it; the ones in use need not fit it.
        taken.add("TAKAR_PERSONAL_DATA_KEYS_FILE")
    environment = {name: value for name, value in os.environ.items() if name not in taken}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "takar.config.settings",
        "TAKAR_DATA": str(data),
        "TAKAR_DATABASE_URL": database,
        # Without one it would make a key in the copy, which would then be restored with it.
        "TAKAR_SECRET_KEY": "only to look at a copy; nothing is signed with it",
    }
    args = [
        sys.executable,
        "-m",
        __name__,
        *(["--migrate"] if migrate else []),
        *([] if audit else ["--no-audit"]),
    ]
    done = subprocess.run(args, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    try:
        return Report(**json.loads(done.stdout.splitlines()[-1]))
    except (IndexError, ValueError, TypeError) as error:
        said = done.stderr.strip().splitlines() or [f"status {done.returncode}"]
        raise DomainError(f"Salinan data tidak dapat dibuka: {said[-1]}") from error


def look(*, migrate: bool, audit: bool = True) -> Report:
    """Everything about the data this process was started on."""
    from django.db import connection
    from django.db.utils import DatabaseError

    report = Report(faults=faults(thorough=True))
    if report.faults:
        return report
    try:
        if not {"django_migrations", "organisation_office"} <= set(connection.introspection.table_names()):
            # Brought up to date it would become a sound database without a single letter.
            report.faults = ["Basis data ini bukan basis data Takar atau kosong."]
            return report
        report.newer = unknown_migrations()
        if report.newer:
            return report
        report.pending = pending_migrations()
        if report.pending and migrate:
            from django.core.management import call_command

            call_command("migrate", interactive=False, verbosity=0)
            report.pending = 0
        if migrate:
            end_sessions()
            # A dump brings no statistics, and an old file those of its time.
            statistics.refresh()
        if not report.pending:
            report.findings = audit_of_all_offices() if audit else []
            report.offices = chain_states()
    except DatabaseError as error:
        report.faults = [f"Basis data tidak dapat dibaca: {first_line(error)}."]
    finally:
        connection.close()
    return report


def audit_of_all_offices() -> list[str]:
    from takar.organisation.models import Office

    return [f"{office.code} {line}" for office in Office.objects.all() for line in findings(office.pk)]


def end_sessions() -> None:
    """Everybody signs in again after a restore: the copy holds sessions that were ended since."""
    from django.contrib.sessions.models import Session

    Session.objects.all().delete()


def main(args: Sequence[str]) -> int:
    import django

    django.setup()
    print(json.dumps(asdict(look(migrate="--migrate" in args, audit="--no-audit" not in args))))  # noqa: T201 - read by `inspect`
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
