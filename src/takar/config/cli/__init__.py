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
    grants,
    measures,
    operation,
    survey,
    users,
)
from takar.config.environment import BadSetting
from takar.kernel.errors import DomainError

GROUPS = (
    operation,
    decree,
    measures,
    achievement,
    survey,
    auditing,
    archives,
    accounts,
    users,
    grants,
    doctor,
)


def build_parser() -> arguments.Parser:
    parser = arguments.Parser(
        prog="takar", description="Buku kerja kantor kecamatan yang menghitung kinerjanya sendiri."
    )
    commands = parser.add_commands("perintah")
    for group in GROUPS:
        group.register(commands)
    return parser


def main(words: Sequence[str] | None = None) -> int:
    """Run one command. 0 done, 1 findings, 2 input that cannot be used; anything else is our fault."""
    # Database, files and keys hold personal data: only the account that runs Takar reads them.
    os.umask(0o077)
    parsed = build_parser().parse_args(words)
    try:
        status = int(parsed.run(parsed) or 0)
        sys.stdout.flush()
    except (DomainError, BadSetting) as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The reader (head, less) has seen enough. Python would complain once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    return status
