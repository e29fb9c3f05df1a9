"""Accounts on the server: list, add, close, open, a new password, and reading in an emergency.

The command line acts as the program itself. What it does stands in the account's history and in the log.
"""

from __future__ import annotations

import re
from argparse import Namespace
from typing import TYPE_CHECKING

from takar.config.cli import second_factor
from takar.config.cli.arguments import Commands, Parser, command, takes_json, takes_office
from takar.config.cli.output import print_json, print_table, say
from takar.config.cli.ready import office_named, start_database, system_of
from takar.kernel.errors import BadInput

if TYPE_CHECKING:
    from takar.organisation.models import Person, User


def register(commands: Commands) -> None:
    user = commands.add_parser("user", help="akun: daftar, buat, tutup, buka, kata sandi").add_commands(
        "pekerjaan"
    )
    listing = command(user, "list", list_users, "Akun sebuah kantor, jabatan hari ini dan terakhir masuk.")
    takes_office(listing)
    takes_json(listing)
    give = command(user, "add", add_user, "Membuat akun dan mencetak kata sandi awalnya.")
    takes_office(give, required=False)
    give.add_argument(
        "--person", required=True, metavar="NAMA", help="nama pegawai seperti tercatat, atau NIP"
    )
    give.add_argument("--username", required=True, metavar="AKUN", help="nama akun")
    give.add_argument(
        "--guest", action="store_true", help="akun pemeriksa atau pembina, bukan pegawai kantor mana pun"
    )
    close = command(user, "disable", disable, "Menutup akun; sesinya berakhir seketika.")
    _takes_user(close)
    _takes_reason(close)
    reopen = command(user, "enable", enable, "Membuka kembali akun yang ditutup.")
    _takes_user(reopen)
    _takes_reason(reopen)
    again = command(user, "password", reset, "Kata sandi sementara, yang harus diganti begitu masuk.")
    _takes_user(again)
    second_factor.register(user)
    glass = command(
        user,
        "break-glass",
        break_glass,
        "Akses darurat: pengelola membaca yang terbatas selama beberapa jam.",
    )
    _takes_user(glass)
    _takes_reason(glass)
    glass.add_argument("--hours", type=int, default=1, metavar="JAM", help="1 sampai 4 jam; bawaan 1")


def _takes_user(parser: Parser) -> None:
    parser.add_argument("username", metavar="AKUN", help="nama akun")


def _takes_reason(parser: Parser) -> None:
    parser.add_argument("--reason", required=True, metavar="ALASAN", help="tercatat dalam riwayat akun")


def user_named(username: str) -> User:
    from takar.organisation.models import User

    user = User.objects.select_related("person__office").filter(username__iexact=username).first()
    if user is None:
        raise BadInput(f"Akun {username} tidak ada.")
    return user


def print_password(user: User, password: str) -> None:
    say(
        f"Akun {user.get_username()} untuk {user.person or user.get_full_name()}.",
        f"Kata sandi awal: {password}",
        "Kata sandi ini tidak ditampilkan lagi dan harus diganti begitu masuk.",
    )


def list_users(args: Namespace) -> None:
    start_database()
    from django.utils import timezone

    from takar.kernel import clock
    from takar.kernel.formatting import format_moment
    from takar.organisation.models import User
    from takar.organisation.selectors import assignments_on

    office = office_named(args.office)
    titles: dict[int, str] = {}
    # Of several the definitive one: "definitive" sorts after "acting" and "daily".
    for post in assignments_on(clock.today(), office_id=office.pk).order_by("-capacity", "pk"):
        titles.setdefault(post.person_id, post.title)
    users = User.objects.filter(person__office=office).select_related("person").order_by("username")
    if args.json:
        print_json(
            {
                "users": [
                    {
                        "username": user.get_username(),
                        "person": str(user.person),
                        "position": titles.get(user.person_id or 0, ""),
                        "active": user.is_active,
                        "must_change_password": user.must_change_password,
                        "last_login": user.last_login.isoformat() if user.last_login else None,
                    }
                    for user in users
                ]
            }
        )
        return
    print_table(
        ("Akun", "Pegawai", "Jabatan hari ini", "Terakhir masuk", "Keadaan"),
        [
            (
                user.get_username(),
                str(user.person),
                titles.get(user.person_id or 0, "tanpa jabatan"),
                format_moment(timezone.localtime(user.last_login)) if user.last_login else "belum pernah",
                "aktif" if user.is_active else "ditutup",
            )
            for user in users
        ],
    )


def add_user(args: Namespace) -> None:
    start_database()
    from django.db import transaction

    from takar.organisation.accounts import open_account, open_guest_account
    from takar.organisation.actor import system_actor
    from takar.organisation.models import Person

    if args.guest:
        user, password = open_guest_account(
            username=args.username, name=args.person, actor=system_actor(None)
        )
        print_password(user, password)
        say("Akun ini belum membuka apa pun. Beri izin dengan “takar grant”.")
        return
    if not args.office:
        raise BadInput("Sebut kantornya dengan --office.")
    office = office_named(args.office)
    said = args.person.strip()
    found = _person(said, office.pk)
    with transaction.atomic():
        person = found or Person.objects.create(office=office, name=said)
        user, password = open_account(person=person, username=args.username, actor=system_of(office))
    if found is None:
        say(f"Pegawai baru dicatat: {person}. Beri jabatannya di halaman Pengaturan.")
    print_password(user, password)


def _person(said: str, office_id: int) -> Person | None:
    from django.db.models import Q

    from takar.organisation.models import Person

    people = list(
        Person.objects.filter(Q(name__iexact=said) | Q(nip="".join(said.split())), office_id=office_id)[:2]
    )
    if len(people) > 1:
        raise BadInput(f"Ada lebih dari satu pegawai bernama {said}. Tulis NIP-nya.")
    if not people and re.fullmatch(r"[\d\s]+", said):
        raise BadInput(f"NIP {said} tidak tercatat di kantor ini.")
    return people[0] if people else None


def disable(args: Namespace) -> None:
    start_database()
    from takar.organisation.accounts import close_account
    from takar.organisation.actor import system_actor

    close_account(user=user_named(args.username), actor=system_actor(None), reason=args.reason)
    say(f"Akun {args.username} ditutup; sesinya sudah berakhir.")


def enable(args: Namespace) -> None:
    start_database()
    from takar.organisation.accounts import reopen_account
    from takar.organisation.actor import system_actor

    reopen_account(user=user_named(args.username), actor=system_actor(None), reason=args.reason)
    say(f"Akun {args.username} dibuka kembali.")


def reset(args: Namespace) -> None:
    start_database()
    from takar.organisation.accounts import reset_password
    from takar.organisation.actor import system_actor

    user = user_named(args.username)
    print_password(user, reset_password(user=user, actor=system_actor(None)))


def break_glass(args: Namespace) -> None:
    start_database()
    from django.utils import timezone

    from takar.kernel.formatting import format_moment
    from takar.organisation.actor import system_actor
    from takar.organisation.emergency import open_emergency

    access = open_emergency(
        user=user_named(args.username), actor=system_actor(None), reason=args.reason, hours=args.hours
    )
    say(
        f"Akses darurat {args.username} berlaku sampai {format_moment(timezone.localtime(access.until))}.",
        "Setiap halaman yang dibuka dicatat dan dilihat Camat.",
    )
