"""Proof that nothing was changed behind the program's back."""

from __future__ import annotations

from argparse import Namespace

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
        "Memeriksa rantai riwayat, isi entri, nomor, sisa barang, berkas bukti dan angka yang ditutup. "
        "Status 1 bila ada temuan.",
    )
    takes_office(verify, required=False)
    takes_json(verify)
    checkpoints.register(inner, verify)


def verify_books(args: Namespace) -> int:
    start_database()
    from takar.config.safekeeping.auditing import findings
    from takar.organisation.models import Office

    offices = [office_named(args.office)] if args.office else list(Office.objects.all())
    against = checkpoints.points_of(args.against)
    apart = checkpoints.findings_against(offices, against, args.key)
    found = {office: [*findings(office.pk), *apart[office.pk]] for office in offices}
    if args.json:
        print_json({"offices": [{"office": o.code, "findings": lines} for o, lines in found.items()]})
    else:
        for office, lines in found.items():
            say(*(f"{office.code} {line}" for line in lines))
            state = f"{len(lines)} temuan" if lines else "utuh"
            say(f"{office.code} {office}: {state}{_size(office.pk)}.")
        if against and not any(apart.values()):
            say(*(f"{item.label}: buku sekarang adalah kelanjutannya." for item in against))
        if not offices:
            say("Belum ada kantor.")
    return 1 if any(found.values()) else 0


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
