"""Izin baca dari luar: inspectors and the regency, given and ended on the server."""

from __future__ import annotations

from argparse import Namespace
from datetime import date, timedelta

from takar.config.cli.arguments import Commands, command
from takar.config.cli.output import print_table, say
from takar.config.cli.ready import office_named, start_database
from takar.config.cli.users import user_named
from takar.kernel.errors import BadInput


def register(commands: Commands) -> None:
    grant = commands.add_parser("grant", help="izin baca bagi pemeriksa dan pembina").add_commands(
        "pekerjaan"
    )
    for scope, summary in (
        ("inspector", "Pemeriksa membaca semua buku, bukti dan penutupan; data pribadi tetap disamarkan."),
        ("regency", "Pembina kabupaten membaca buku yang terbuka, angka dan penutupan."),
    ):
        give = command(grant, scope, give_scope, summary)
        give.set_defaults(scope=scope)
        give.add_argument(
            "username", metavar="AKUN", help="akun tamu, dibuat dengan “takar user add --guest”"
        )
        give.add_argument("--office", action="append", default=[], metavar="KODE", help="boleh berulang")
        give.add_argument("--regency-code", default="", metavar="KODE", help="semua kantor, misalnya 35.07")
        give.add_argument(
            "--from", dest="starts", default="", metavar="TANGGAL", help="YYYY-MM-DD; bawaan hari ini"
        )
        give.add_argument("--until", required=True, metavar="TANGGAL", help="hari terakhir izin, YYYY-MM-DD")
        give.add_argument("--reason", required=True, metavar="DASAR", help="misalnya nomor surat tugas")
    command(grant, "list", list_grants, "Semua izin baca dari luar.")
    finish = command(grant, "end", end_one, "Mengakhiri izin sebelum waktunya.")
    finish.add_argument("number", type=int, metavar="NOMOR", help="nomor pada “takar grant list”")
    finish.add_argument("--reason", required=True, metavar="ALASAN", help="mengapa diakhiri")


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError as error:
        raise BadInput(f"“{said}” bukan tanggal. Tulis seperti 2026-12-31.") from error


def give_scope(args: Namespace) -> None:
    start_database()
    from takar.kernel import clock
    from takar.organisation.actor import system_actor
    from takar.organisation.granting import give_grant

    made = give_grant(
        user=user_named(args.username),
        scope=args.scope,
        offices=[office_named(code) for code in args.office],
        regency_code=args.regency_code,
        starts_on=_day(args.starts) if args.starts else clock.today(),
        ends_on=_day(args.until) + timedelta(days=1),
        reason=args.reason,
        actor=system_actor(None),
    )
    say(*(f"Izin nomor {grant.pk}: {grant}, {grant.office or grant.regency_code}." for grant in made))


def list_grants(args: Namespace) -> None:
    start_database()
    from takar.organisation.models import AccessGrant

    grants = AccessGrant.objects.select_related("user", "office", "end")
    print_table(
        ("Nomor", "Akun", "Lingkup", "Kantor", "Mulai", "Sampai", "Keadaan"),
        [
            (
                str(grant.pk),
                grant.user.get_username(),
                grant.get_scope_display(),
                grant.office.code if grant.office else f"{grant.regency_code}.*",
                grant.starts_on.isoformat(),
                (grant.ends_on - timedelta(days=1)).isoformat(),
                "diakhiri" if getattr(grant, "end", None) else "menurut tanggal",
            )
            for grant in grants
        ],
    )


def end_one(args: Namespace) -> None:
    start_database()
    from takar.organisation.actor import system_actor
    from takar.organisation.granting import end_grant
    from takar.organisation.models import AccessGrant

    grant = AccessGrant.objects.filter(pk=args.number).first()
    if grant is None:
        raise BadInput(f"Izin nomor {args.number} tidak ada.")
    end_grant(grant=grant, actor=system_actor(None), reason=args.reason)
    say(f"Izin nomor {grant.pk} diakhiri.")
