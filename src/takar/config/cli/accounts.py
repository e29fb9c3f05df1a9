"""Opening an office, and giving its people a sign-in."""

from __future__ import annotations

import re
import secrets
from argparse import Namespace
from datetime import date
from typing import TYPE_CHECKING

from takar.config.cli import second_factor
from takar.config.cli.arguments import Commands, command, takes_office
from takar.config.cli.output import say
from takar.config.cli.ready import office_named, start_database, system_of
from takar.kernel.errors import BadInput

if TYPE_CHECKING:
    from takar.organisation.models import Person, User

_OFFICE_CODE = re.compile(r"\d{2}\.\d{2}\.\d{2}")
_USERNAME = re.compile(r"[\w.@+-]{3,150}")
# Without the letters and digits that look alike on paper.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


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
    user = commands.add_parser("user", help="memberi pegawai akun").add_commands("pekerjaan")
    give = command(user, "add", add_user, "Membuat akun dan mencetak kata sandi awalnya.")
    takes_office(give)
    give.add_argument(
        "--person", required=True, metavar="NAMA", help="nama pegawai seperti tercatat, atau NIP"
    )
    give.add_argument("--username", required=True, metavar="AKUN", help="nama akun")
    second_factor.register(user)


def new_password() -> str:
    """A first password a person can copy from a screen: four groups of four."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))


def add_office(words: Namespace) -> None:
    if not _OFFICE_CODE.fullmatch(words.code):
        raise BadInput(f"Kode “{words.code}” bukan kode kecamatan. Tulis seperti 35.07.13.")
    start_database()
    from django.db import transaction

    from takar.kernel import clock
    from takar.organisation.models import Office, Person, Position, Unit
    from takar.organisation.services import assign
    from takar.registers.services.starters import load_starter_services

    if Office.objects.filter(code=words.code).exists():
        raise BadInput(f"Kantor dengan kode {words.code} sudah ada.")
    with transaction.atomic():
        office = Office.objects.create(
            code=words.code, name=words.name.strip(), regency=words.regency.strip(), seat=words.seat.strip()
        )
        unit = Unit.objects.create(office=office, name="Sekretariat")
        head = Position.objects.create(office=office, title="Camat", level=Position.Level.HEAD, order=10)
        if words.position.strip().casefold() == "camat":
            position = head
            Position.objects.filter(pk=head.pk).update(operator=True)
        else:
            position = Position.objects.create(
                office=office,
                unit=unit,
                title=words.position.strip(),
                level=Position.Level.STAFF,
                reports_to=head,
                order=20,
                operator=True,
            )
        person = Person.objects.create(office=office, name=words.person.strip())
        assign(position=position, person=person, starts_on=clock.today(), actor=system_of(office))
        user, password = _account(words.username, person)
        load_starter_services(office=office, active_from=date(clock.today().year, 1, 1))
    say(f"{office} ({office.code}) dibuka.")
    _tell(user, password)
    say("Lengkapi jabatan, pegawai dan pemegang buku di halaman Pengaturan.")


def add_user(words: Namespace) -> None:
    start_database()
    from django.db import transaction
    from django.db.models import Q

    from takar.organisation.models import Person

    office = office_named(words.office)
    said = words.person.strip()
    people = list(
        Person.objects.filter(Q(name__iexact=said) | Q(nip="".join(said.split())), office=office)[:2]
    )
    if len(people) > 1:
        raise BadInput(f"Ada lebih dari satu pegawai bernama {said}. Tulis NIP-nya.")
    if not people and re.fullmatch(r"[\d\s]+", said):
        raise BadInput(f"NIP {said} tidak tercatat di {office}.")
    with transaction.atomic():
        person = people[0] if people else Person.objects.create(office=office, name=said)
        user, password = _account(words.username, person)
    if not people:
        say(f"Pegawai baru dicatat: {person}. Beri jabatannya di halaman Pengaturan.")
    _tell(user, password)


def _account(username: str, person: Person) -> tuple[User, str]:
    from takar.organisation.models import User

    if not _USERNAME.fullmatch(username):
        raise BadInput("Nama akun terdiri atas huruf, angka dan tanda . @ + - _, sekurang-kurangnya tiga.")
    if User.objects.filter(username__iexact=username).exists():
        raise BadInput(f"Nama akun {username} sudah dipakai.")
    if User.objects.filter(person=person).exists():
        raise BadInput(f"{person} sudah mempunyai akun.")
    password = new_password()
    return User.objects.create_user(username=username, password=password, person=person), password


def _tell(user: User, password: str) -> None:
    say(
        f"Akun {user.get_username()} untuk {user.person}.",
        f"Kata sandi awal: {password}",
        "Kata sandi ini tidak ditampilkan lagi; ganti setelah masuk pertama kali.",
    )
