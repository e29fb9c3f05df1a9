"""A witness of other offices' books; works on a machine without any books of its own."""

from __future__ import annotations

import sys
from argparse import Namespace

from takar.config.cli.arguments import Commands, command, takes_json
from takar.config.cli.output import moment_words, print_json, say
from takar.config.cli.ready import start_django
from takar.config.cli.texts import text_of
from takar.kernel.formatting import format_number


def register(commands: Commands) -> None:
    inner = commands.add_parser("witness", help="menjadi saksi atas buku kantor lain").add_commands(
        "pekerjaan"
    )
    init = command(inner, "init", init_witness, "Membuat saksi dengan kuncinya sendiri di folder data ini.")
    init.add_argument("name", metavar="NAMA", help="nama saksi tanpa spasi, misalnya malangkab.go.id/saksi")
    show = command(inner, "show", show_witness, "Menampilkan kunci publik saksi dan buku yang diikutinya.")
    takes_json(show)
    add = command(inner, "add-log", add_log, "Mengikuti buku sebuah kantor, atau menerima kunci barunya.")
    add.add_argument("key", metavar="KUNCI", help="kunci publik buku itu, dari “takar audit key list”")
    sign = command(
        inner,
        "sign",
        sign_request,
        "Menandatangani permintaan dari “takar audit request” bila bukunya lanjutan dari yang terakhir dilihat. "
        "Status 1 bila ditolak.",
    )
    sign.add_argument("file", metavar="BERKAS", help="permintaan; “-” untuk masukan standar")


def init_witness(args: Namespace) -> int:
    start_django()
    from takar.kernel import witness

    say(str(witness.init(args.name).key))
    return 0


def show_witness(args: Namespace) -> int:
    start_django()
    from takar.kernel import witness

    found = witness.witness()
    if args.json:
        print_json(
            {
                "key": str(found.key),
                "logs": [
                    {"origin": origin, "size": log.size, "root": log.root.hex(), "signed_at": log.signed_at}
                    for origin, log in found.logs.items()
                ],
            }
        )
        return 0
    say(f"Kunci publik saksi: {found.key}")
    for origin, log in found.logs.items():
        seen = (
            f"{format_number(log.size)} langkah, {moment_words(log.signed_at)}"
            if log.signed_at
            else "belum pernah"
        )
        say(f"{origin}: {seen}")
    return 0


def add_log(args: Namespace) -> int:
    start_django()
    from takar.kernel import witness
    from takar.kernel.notes import VerifierKey

    key = VerifierKey.parse(args.key)
    witness.add_log(key)
    say(f"Saksi mengikuti {key.name}.")
    return 0


def sign_request(args: Namespace) -> int:
    start_django()
    from takar.kernel import witness

    try:
        say(str(witness.sign(text_of(args.file))))
    except witness.Rejected as error:
        print(error.message, file=sys.stderr)
        return 2 if error.status == 400 else 1
    return 0
