"""Signed states of the books: shown, compared with the books of now, taken to witnesses."""

from __future__ import annotations

import json
import re
from argparse import Namespace
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from takar.config.cli.arguments import Commands, Parser, command, takes_json, takes_office
from takar.config.cli.output import print_json, say
from takar.config.cli.ready import office_named, start_database, start_django
from takar.config.cli.texts import text_of
from takar.kernel.errors import BadInput
from takar.kernel.formatting import format_date, format_number

if TYPE_CHECKING:
    from takar.ledger.log import Against
    from takar.organisation.models import Office


def register(inner: Commands, verify: Parser) -> None:
    """The commands of ``takar audit`` that are about checkpoints, and what they add to ``verify``."""
    verify.add_argument(
        "--against",
        nargs="+",
        default=[],
        metavar="BERKAS",
        help="titik periksa dari waktu dahulu: buktikan bahwa buku sekarang adalah kelanjutannya",
    )
    verify.add_argument(
        "--key",
        action="append",
        default=[],
        metavar="KUNCI",
        help="kunci publik yang dipercaya untuk titik periksa itu; boleh berulang",
    )
    head = command(inner, "head", show_head, "Menandatangani dan menampilkan titik periksa buku sekarang.")
    takes_office(head)
    takes_json(head)
    ask = command(
        inner, "request", make_request, "Membuat permintaan tanda tangan untuk saksi (takar witness sign)."
    )
    takes_office(ask)
    ask.add_argument(
        "--since",
        metavar="UKURAN|BERKAS",
        help="banyaknya langkah yang terakhir dilihat saksi; bawaan dari tanda tangan saksi terakhir",
    )
    cosign = command(inner, "cosign", keep_cosignature, "Menyimpan tanda tangan saksi pada titik periksanya.")
    takes_office(cosign)
    cosign.add_argument(
        "file", metavar="BERKAS", help="keluaran “takar witness sign”; “-” untuk masukan standar"
    )
    cosign.add_argument("--witness", metavar="KUNCI", help="kunci publik saksi, disebut pada kali pertama")
    keys = inner.add_parser("key", help="kunci penanda tangan titik periksa").add_commands("pekerjaan")
    listed = command(
        keys, "list", list_keys, "Menampilkan kunci publik, yang berlaku dan yang sudah diganti."
    )
    takes_office(listed)
    takes_json(listed)
    rotate = command(
        keys,
        "rotate",
        rotate_key,
        "Membuat kunci baru. Yang ditandatangani kunci lama tetap sah; kunci rahasia lama dihapus.",
    )
    rotate.add_argument(
        "--new-log",
        action="store_true",
        help="mulai log baru dengan nama baru, setelah cadangan lama dikembalikan",
    )


# ---- comparing --------------------------------------------------------------------------------------


def points_of(names: list[str]) -> list[Against]:
    """The checkpoints that files hold."""
    from takar.kernel.notes import Checkpoint
    from takar.ledger.log import Against

    return [
        Against(Checkpoint.parse(_checkpoint_in(text_of(name)), where=f"Berkas {name}"), name)
        for name in names
    ]


def _checkpoint_in(text: str) -> str:
    """A passport and the output of ``audit head --json`` hold a checkpoint too."""
    try:
        return str(json.loads(text)["checkpoint"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return text


def findings_against(offices: list[Office], against: list[Against], keys: list[str]) -> dict[int, list[str]]:
    """Office's id -> sentences about the checkpoints of its books."""
    from takar.kernel.notes import VerifierKey
    from takar.ledger import log

    trusted = [VerifierKey.parse(text) for text in keys]
    codes = {office.code for office in offices}
    for item in against:
        if log.office_code(item.point) not in codes:
            raise BadInput(
                f"{item.label}: titik periksa {item.point.origin} bukan milik kantor yang diperiksa di sini."
            )
    found = {}
    for office in offices:
        its = [item for item in against if log.office_code(item.point) == office.code]
        doubts = {id(item): list(log.untrusted(office, [item], trusted)) for item in its}
        # A text that nobody signed says nothing about the books.
        believed = [item for item in its if not doubts[id(item)]]
        found[office.pk] = [*chain.from_iterable(doubts.values()), *log.differences(office, believed)]
    return found


# ---- showing and signing ----------------------------------------------------------------------------


def show_head(args: Namespace) -> int:
    start_database()
    from takar.kernel import log_keys
    from takar.kernel.notes import encoded
    from takar.ledger import log

    office = office_named(args.office)
    point = log.head(office, keep=True)
    if args.json:
        key = log_keys.keys_to_sign().current.named(point.origin)
        print_json(
            {
                "origin": point.origin,
                "size": point.size,
                "root": encoded(point.root),
                "key": str(key),
                "checkpoint": str(point),
            }
        )
    else:
        say(str(point).rstrip("\n"))
    return 0


def make_request(args: Namespace) -> int:
    start_database()
    from takar.ledger import log

    office = office_named(args.office)
    if args.since is None:
        since = log.last_witnessed(office)
    elif re.fullmatch(r"[0-9]{1,18}", args.since):
        since = int(args.since)
    else:
        since = points_of([args.since])[0].point.size
    say(log.request(office, since=since).rstrip("\n"))
    return 0


def keep_cosignature(args: Namespace) -> int:
    start_database()
    from takar.kernel import log_keys
    from takar.kernel.notes import COSIGNATURE, Signature, VerifierKey
    from takar.ledger import log

    office = office_named(args.office)
    if args.witness:
        key = VerifierKey.parse(args.witness)
        if key.kind != COSIGNATURE:
            raise BadInput("Itu bukan kunci saksi; lihat “takar witness show”.")
        log_keys.trust_witness(key)
    try:
        lines = [line for line in text_of(args.file).splitlines() if line.startswith("\u2014 ")]
        signatures = [Signature.parse(line) for line in lines]
    except ValueError as error:
        raise BadInput(f"Berkas {args.file} memuat baris tanda tangan yang rusak.") from error
    point, kept = log.cosign(office, signatures)
    names = ", ".join(mark.name for mark in kept)
    say(f"Titik periksa {format_number(point.size)} langkah kini ditandatangani juga oleh {names}.")
    return 0


# ---- keys -------------------------------------------------------------------------------------------


def list_keys(args: Namespace) -> int:
    start_database()
    from takar.kernel import log_keys

    office = office_named(args.office)
    keys = log_keys.keys_to_sign()
    origin = keys.origin(office.code)
    if args.json:
        print_json(
            {
                "origin": origin,
                "keys": [
                    {"key": str(key.named(origin)), "made": key.made, "retired": key.retired or None}
                    for key in keys.keys
                ],
                "witnesses": [str(witness) for witness in keys.witnesses],
            }
        )
        return 0
    for key in keys.keys:
        say(
            f"{key.named(origin)}  dibuat {_day(key.made)}"
            + (f", diganti {_day(key.retired)}" if key.retired else ", berlaku")
        )
    for witness in keys.witnesses:
        say(f"{witness}  saksi")
    return 0


def rotate_key(args: Namespace) -> int:
    start_django()
    from takar.kernel import log_keys
    from takar.kernel.security_log import SecurityEvent, log_event

    new = log_keys.rotate(new_log=args.new_log)
    log_event(SecurityEvent.KEYS_ROTATED, log=new.installation)
    say(
        f"Kunci baru berlaku mulai {new.current.made}. Beri tahu saksi: “takar witness add-log” dengan kunci dari "
        "“takar audit key list”. Buat cadangan baru."
    )
    return 0


def _day(iso: str) -> str:
    return format_date(date.fromisoformat(iso))
