"""Reading a decree, and bringing it into an office's catalogue."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from takar.catalogue.reading import DecreeText, describe, read_decree
from takar.config.cli.arguments import Commands, command, takes_json, takes_office
from takar.config.cli.output import print_json, say
from takar.config.cli.ready import office_named, start_database, system_of
from takar.kernel.errors import BadInput


def register(commands: Commands) -> None:
    parser = commands.add_parser("decree", help="membaca dan mengimpor keputusan indikator kinerja")
    inner = parser.add_commands("pekerjaan")
    read = command(
        inner, "read", read_file, "Membaca keputusan dan menyebut setiap keraguan; tidak menyimpan."
    )
    read.add_argument(
        "file", metavar="BERKAS", type=Path, help="keputusan sebagai teks (.txt) atau Word (.docx)"
    )
    takes_json(read)
    bring = command(inner, "import", import_file, "Menyimpan keputusan ke katalog kantor sebagai konsep.")
    bring.add_argument(
        "file", metavar="BERKAS", type=Path, help="keputusan sebagai teks (.txt) atau Word (.docx)"
    )
    takes_office(bring)
    bring.add_argument("--activate", action="store_true", help="langsung berlakukan")


def understood(path: Path) -> DecreeText:
    """The decree in a file, or a sentence why there is none (also for a file that cannot be opened)."""
    if not path.is_file():
        raise BadInput(f"Berkas {path} tidak ada.")
    try:
        return read_decree(path)
    except OSError as error:
        raise BadInput(f"Berkas {path} tidak dapat dibuka: {error.strerror}.") from error


def read_file(args: Namespace) -> None:
    decree = understood(args.file)
    if args.json:
        print_json(decree.to_dict())
    else:
        say(describe(decree))


def import_file(args: Namespace) -> None:
    text = understood(args.file)
    start_database()
    from django.db import transaction

    from takar.catalogue.models import Decree
    from takar.catalogue.services import activate, import_decree, imported_from
    from takar.measurement.services import bind_decree

    actor = system_of(office_named(args.office))
    with transaction.atomic():
        known = imported_from(args.file, actor=actor)
        decree = known or import_decree(args.file, actor=actor)
        bound = bind_decree(decree=decree, actor=actor)
        if args.activate and decree.state == Decree.State.DRAFT:
            activate(decree=decree, actor=actor)
    if known is not None:
        decree.refresh_from_db()
        say(
            f"Berkas ini sudah diimpor di {actor.office} sebagai {known}; tidak dibuat konsep kedua.",
            f"Keadaannya “{decree.get_state_display()}”.",
        )
        return
    state = "diberlakukan" if args.activate else "disimpan sebagai konsep"
    say(
        f"Keputusan {text.number or 'tanpa nomor'} {state} di {actor.office}.",
        f"{len(text.positions)} jabatan, {len(text.indicators)} indikator; {bound} terikat pada ukuran.",
        f"{len(text.warnings)} hal perlu diperiksa; lihat dengan “takar decree read”.",
    )
