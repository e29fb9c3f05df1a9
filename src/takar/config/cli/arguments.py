"""argparse that speaks Indonesian: headings, help and the sentence about a wrong argument."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

from takar.config.cli.failures import silence

Handler = Callable[[argparse.Namespace], int | None]
Commands = Any
"""argparse gives its sub-command maker no public type."""

_SENTENCES = (
    (r"the following arguments are required: (.+)", r"belum diisi: \1"),
    (r"unrecognized arguments: (.+)", r"tidak dikenal: \1"),
    (r"argument (.+): invalid choice: (.+) \(choose from (.+)\)", r"\1: \2 tidak dikenal. Pilihannya: \3"),
    (r"argument (.+): invalid int value: (.+)", r"\1: \2 bukan bilangan bulat"),
    (r"argument (.+): expected one argument", r"\1 perlu satu isian"),
    (r"ambiguous option: (.+) could match (.+)", r"\1 dapat berarti \2"),
    (r"argument (.+): ignored explicit argument (.+)", r"\1 tidak menerima isian \2"),
    (r"argument (.+): not allowed with argument (.+)", r"\1 tidak dapat bersama \2"),
)


class _Help(argparse.RawDescriptionHelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "Pemakaian: " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    def __init__(self, **options: Any) -> None:
        super().__init__(**{"formatter_class": _Help, "add_help": False, "allow_abbrev": False, **options})
        self._positionals.title = "Isian"
        self._optionals.title = "Pilihan"
        self.add_argument("-h", "--help", action="help", help="tampilkan bantuan ini")

    def add_commands(self, name: str) -> Commands:
        return self.add_subparsers(title="Perintah", metavar=name, required=True, parser_class=Parser)

    def _print_message(self, message: str, file: Any = None) -> None:
        """argparse itself says nothing when its help cannot be written, as on a full disk."""
        out = file or sys.stderr
        try:
            out.write(message)
        except BrokenPipeError:
            # The reader (head, less) has seen enough.
            silence(out.fileno())

    def error(self, message: str) -> NoReturn:
        for pattern, sentence in _SENTENCES:
            if re.fullmatch(pattern, message):
                message = re.sub(pattern, sentence, message)
                break
        print(f"{self.prog}: {message}. Lihat “{self.prog} --help”.", file=sys.stderr)
        raise SystemExit(2)


def command(commands: Commands, name: str, handler: Handler, summary: str) -> Parser:
    """A command with its one-line summary; the caller adds its arguments."""
    parser: Parser = commands.add_parser(name, help=summary, description=summary)
    parser.set_defaults(run=handler)
    return parser


def takes_office(parser: Parser, *, required: bool = True) -> None:
    parser.add_argument(
        "--office", required=required, metavar="KODE", help="kode wilayah kantor, misalnya 35.07.29"
    )


def takes_year(parser: Parser) -> None:
    parser.add_argument("--year", required=True, type=int, metavar="TAHUN", help="tahun buku, misalnya 2025")


def takes_json(parser: Parser) -> None:
    parser.add_argument("--json", action="store_true", help="tulis satu dokumen JSON dan tidak ada yang lain")
