"""The command ``takar``: what an office's operator, a server and the measuring tools call.

One file per group of commands. Handlers import models inside the function: parsing a decree or
asking for help must neither open a database nor leave a trace in the data folder.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from takar.config.cli import (
    accounts,
    achievement,
    archives,
    arguments,
    auditing,
    decree,
    doctor,
    failures,
    files,
    grants,
    measures,
    operation,
    privacy,
    survey,
    users,
    verifying,
    witness,
)

GROUPS = (
    operation, decree, measures, achievement, survey, auditing, archives, files, accounts, users, grants,
    privacy, witness, verifying, doctor,
)  # fmt: skip


def build_parser() -> arguments.Parser:
    parser = arguments.Parser(
        prog="takar", description="Buku kerja kantor kecamatan yang menghitung kinerjanya sendiri."
    )
    commands = parser.add_commands("perintah")
    for group in GROUPS:
        group.register(commands)
    return parser


def main(args: Sequence[str] | None = None) -> int:
    """Run one command. 0 done, 1 findings, 2 input or a place that cannot be used, 3 a fault of Takar."""
    # Database, files and keys hold personal data: only the account that runs Takar reads them.
    os.umask(0o077)
    try:
        parsed = build_parser().parse_args(args)
        status = int(parsed.run(parsed) or 0)
    except SystemExit as end:
        # argparse ends so, after the help or a sentence about a wrong word.
        status = int(end.code or 0)
    except (Exception, KeyboardInterrupt) as error:
        status = failures.report(error)
    _let_database_learn()
    return _flushed(status)


def _let_database_learn() -> None:
    """A long command may have changed much. Nothing is opened for it."""
    apps = sys.modules.get("django.apps")
    if apps is not None and apps.apps.ready:
        from takar.kernel import statistics

        statistics.after_command()


def _flushed(status: int) -> int:
    """The status, after all was written. What cannot be written must not end in a second error at exit."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader (head, less) has seen enough.
        failures.silence(sys.stdout.fileno())
    except OSError as error:
        failures.silence(sys.stdout.fileno())
        return status or failures.report(error)
    return status
