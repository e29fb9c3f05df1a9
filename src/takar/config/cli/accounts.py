"""Opening an office with its first account."""

from __future__ import annotations

import re
from argparse import Namespace
from datetime import date

from takar.config.cli.arguments import Commands, command
from takar.config.cli.output import say
from takar.config.cli.ready import start_database, system_of
from takar.config.cli.users import print_password
from takar.kernel.errors import BadInput

_OFFICE_CODE = re.compile(r"\d{2}\.\d{2}\.\d{2}")


def register(commands: Commands) -> None:
    office = commands.add_parser("office", help="membuka kantor baru").add_commands("pekerjaan")
    add = command(
        office,
        "add",
        add_office,
        "Membuka kantor dengan jabatan Camat dan akun pertama yang mengelola pengaturan.",
    )
    add.add_argument(
        "--code", required=True, metavar="KODE", help="kode wilayah Kemendagri, misalnya 35.07.13"
    )
    add.add_argument("--name", required=True, metavar="NAMA", help="misalnya “Kecamatan Kepanjen”")
    add.add_argument("--regency", required=True, metavar="NAMA", help="misalnya “Kabupaten Malang”")
    add.add_argument("--seat", default="", metavar="TEMPAT", help="tempat penandatanganan")
    add.add_argument("--person", required=True, metavar="NAMA", help="pengelola pengaturan yang pertama")
    add.add_argument("--username", required=True, metavar="AKUN", help="nama akunnya")
    add.add_argument(
        "--position", default="Pengelola Pengaturan", metavar="JABATAN", help="jabatannya di kantor itu"
    )


def add_office(args: Namespace) -> None:
    if not _OFFICE_CODE.fullmatch(args.code):
        raise BadInput(f"Kode “{args.code}” bukan kode kecamatan. Tulis seperti 35.07.13.")
    start_database()
    from django.db import transaction

    from takar.kernel import clock
    from takar.organisation.accounts import open_account
    from takar.organisation.models import Office, Person, Position, Unit
    from takar.organisation.services import assign
    from takar.registers.counter.reference import load_starter_services

    if Office.objects.filter(code=args.code).exists():
        raise BadInput(f"Kantor dengan kode {args.code} sudah ada.")
    with transaction.atomic():
        office = Office.objects.create(
            code=args.code, name=args.name.strip(), regency=args.regency.strip(), seat=args.seat.strip()
        )
        unit = Unit.objects.create(office=office, name="Sekretariat")
        head = Position.objects.create(office=office, title="Camat", level=Position.Level.HEAD, order=10)
        if args.position.strip().casefold() == "camat":
            position = head
            head.operator = True
            head.save(update_fields=["operator"])
        else:
            position = Position.objects.create(
                office=office,
                unit=unit,
                title=args.position.strip(),
                level=Position.Level.STAFF,
                reports_to=head,
                order=20,
                operator=True,
            )
        person = Person.objects.create(office=office, name=args.person.strip())
        assign(position=position, person=person, starts_on=clock.today(), actor=system_of(office))
        user, password = open_account(person=person, username=args.username, actor=system_of(office))
        load_starter_services(office=office, valid_from=date(clock.today().year, 1, 1))
    say(f"{office} ({office.code}) dibuka.")
    print_password(user, password)
    say("Lengkapi jabatan, pegawai dan pemegang buku di halaman Pengaturan.")
