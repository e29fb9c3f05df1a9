"""Resetting somebody's second factor, for whoever lost telephone and recovery codes."""

from __future__ import annotations

from argparse import Namespace

from takar.config.cli.arguments import Commands, command
from takar.config.cli.output import say
from takar.config.cli.ready import start_database, system_of
from takar.kernel.errors import BadInput


def register(user: Commands) -> None:
    """Add the command below ``takar user``."""
    reset = command(
        user,
        "reset-second-factor",
        reset_second_factor_of,
        "Menghapus langkah kedua sebuah akun dan mengakhiri sesinya. Pastikan dahulu siapa yang meminta.",
    )
    reset.add_argument("username", metavar="AKUN", help="nama akun")
    reset.add_argument("--reason", required=True, metavar="ALASAN", help="mengapa; tercatat dalam riwayat")


def reset_second_factor_of(args: Namespace) -> None:
    start_database()
    from takar.organisation.models import User
    from takar.sign_in.second_factor import reset_second_factor

    user = User.objects.select_related("person__office").filter(username__iexact=args.username).first()
    if user is None:
        raise BadInput(f"Akun {args.username} tidak ada.")
    if user.person is None:
        raise BadInput(f"Akun {args.username} belum terhubung dengan pegawai kantor mana pun.")
    reset_second_factor(user=user, actor=system_of(user.person.office), reason=args.reason)
    say(
        f"Langkah kedua akun {user.get_username()} dihapus dan sesinya diakhiri.",
        "Akun itu sekarang masuk dengan kata sandi saja sampai langkah kedua disiapkan lagi.",
    )
