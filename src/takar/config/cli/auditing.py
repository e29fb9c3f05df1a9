"""Proof that nothing was changed behind the program's back."""

from __future__ import annotations

from argparse import Namespace
from itertools import chain

from takar.config.cli import checkpoints
from takar.config.cli.arguments import Commands, command, takes_json, takes_office
from takar.config.cli.output import print_json, say
from takar.config.cli.ready import office_named, start_database
from takar.kernel.formatting import format_number


def register(commands: Commands) -> None:
    parser = commands.add_parser("audit", help="memeriksa keutuhan buku")
    inner = parser.add_commands("pekerjaan")
    verify = command(
        inner,
        "verify",
        verify_books,
        "Memeriksa rantai riwayat, isi entri, nomor, sisa barang, bukti, data acuan, perjanjian, dan angka yang "
        "ditutup. "
        "Status 1 bila ada temuan.",
    )
    takes_office(verify, required=False)
    takes_json(verify)
    checkpoints.register(inner, verify)
    manifest = command(
        inner,
        "manifest",
        write_manifest,
        "Menulis daftar isi sebuah penutupan: cara menghitung, target, data acuan dan sidik berkas bukti saat itu.",
    )
    takes_office(manifest)
    manifest.add_argument(
        "--period", required=True, metavar="MASA", help="2025, 2025-S1, 2025-Q3 atau 2025-03"
    )
    manifest.add_argument(
        "--act",
        type=int,
        metavar="NOMOR",
        help="nomor penutupan atau penyajian kembali; tanpa ini yang terakhir",
    )


def verify_books(args: Namespace) -> int:
    start_database()
    from takar.config.safekeeping.auditing import findings
    from takar.organisation.models import Office

    offices = [office_named(args.office)] if args.office else list(Office.objects.all())
    against = checkpoints.points_of(args.against)
    apart = checkpoints.findings_against(offices, against, args.key)
    found: dict[str, list[str]] = {}
    for office in offices:
        lines = found[office.code] = []
        # Told as they are found: a broken database may stop the program before the end.
        for line in chain(findings(office.pk), apart[office.pk]):
            lines.append(line)
            if not args.json:
                say(f"{office.code} {line}")
        if not args.json:
            state = f"{len(lines)} temuan" if lines else "utuh"
            say(f"{office.code} {office}: {state}{_size(office.pk)}.")
    if args.json:
        print_json({"offices": [{"office": code, "findings": lines} for code, lines in found.items()]})
        return 1 if any(found.values()) else 0
    if against and not any(apart.values()):
        say(*(f"{item.label}: buku sekarang adalah kelanjutannya." for item in against))
    if not offices:
        say("Belum ada kantor.")
    return 1 if any(found.values()) else 0


def write_manifest(args: Namespace) -> int:
    start_database()
    from takar.kernel.errors import NotFound
    from takar.kernel.period import Period
    from takar.measurement.models import PeriodClosing
    from takar.measurement.numbers import manifest

    period = Period.parse(args.period)
    acts = PeriodClosing.objects.filter(office=office_named(args.office), period=period.code)
    act = (acts if args.act is None else acts.filter(seq=args.act)).order_by("seq").last()
    if act is None:
        raise NotFound(f"{period.describe()} belum ditutup, atau penutupan nomor itu tidak ada.")
    content = manifest.read(act)
    if content is None:
        raise NotFound("Penutupan ini dari masa sebelum ada daftar isinya.")
    say(content.decode())
    return 0


def _size(office_id: int) -> str:
    """How much was looked at; nothing where the database cannot even be counted (the findings say so)."""
    from django.db.utils import DatabaseError

    from takar.ledger.models import Entry, EvidenceFile, Milestone

    models = (Entry, Milestone, EvidenceFile)
    try:
        counts = [model.objects.filter(office_id=office_id).count() for model in models]
    except DatabaseError:
        return ""
    entries, milestones, files = (format_number(count) for count in counts)
    return f"; {entries} entri, {milestones} langkah, {files} berkas bukti diperiksa"
