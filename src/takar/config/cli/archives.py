"""Backing up everything an office cannot lose, and bringing it back."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from takar.config import environment as env
from takar.config.cli.arguments import Commands, Parser, command
from takar.config.cli.output import say
from takar.config.cli.ready import start_database, start_django
from takar.kernel.errors import BadInput
from takar.kernel.formatting import format_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takar.config.safekeeping.auditing import ChainState
    from takar.config.safekeeping.backup import Made
    from takar.config.safekeeping.encryption import Identity, Recipient
    from takar.config.safekeeping.rotation import Rule


def register(commands: Commands) -> None:
    save = command(
        commands,
        "backup",
        back_up,
        "Menyimpan basis data, berkas bukti dan kunci ke satu berkas. Data yang rusak ditolak dengan status 1.",
    )
    save.add_argument(
        "file",
        metavar="BERKAS",
        type=Path,
        help="berkas yang akan dibuat, atau folder: lalu namanya dibuatkan",
    )
    save.add_argument(
        "--verify",
        action="store_true",
        help="kembalikan di tempat sementara dan bandingkan dengan buku yang dipakai",
    )
    save.add_argument(
        "--verify-only", action="store_true", help="uji cadangan yang sudah ada; tidak membuat yang baru"
    )
    save.add_argument(
        "--to",
        action="append",
        default=[],
        metavar="KUNCI",
        help="sandikan untuk kunci publik age ini; boleh berulang; bawaan dari TAKAR_BACKUP_RECIPIENTS",
    )
    _takes_identity(save)
    save.add_argument(
        "--keep",
        metavar="ATURAN",
        help="hapus cadangan lama di folder itu setelah yang baru teruji: 7 atau 7d,4w,6m",
    )
    save.add_argument(
        "--even-damaged", action="store_true", help="selamatkan data yang rusak ke berkas bernama …-rusak"
    )
    bring = command(
        commands,
        "restore",
        bring_back,
        "Mengembalikan cadangan ke folder data. Hentikan “takar serve” dahulu.",
    )
    bring.add_argument("file", metavar="BERKAS", type=Path, nargs="?", help="berkas dari “takar backup”")
    bring.add_argument("--yes", action="store_true", help="ganti data yang sudah ada; yang lama disimpan")
    bring.add_argument(
        "--discard", action="store_true", help="jangan simpan data lama setelah yang baru terbuka"
    )
    _takes_identity(bring)
    bring.add_argument("--even-damaged", action="store_true", help="pakai cadangan walaupun ada temuan")
    bring.add_argument("--finish", action="store_true", help="selesaikan pengembalian yang terputus")
    bring.add_argument("--back", action="store_true", help="batalkan pengembalian yang terputus")


def _takes_identity(parser: Parser) -> None:
    parser.add_argument(
        "--identity",
        metavar="BERKAS",
        type=Path,
        help="berkas kunci rahasia age untuk membuka cadangan yang disandikan",
    )


def _identities(args: Namespace) -> Sequence[Identity]:
    from takar.config.safekeeping.encryption import identities_of

    return identities_of(args.identity) if args.identity else ()


def _recipients(args: Namespace) -> Sequence[Recipient]:
    from takar.config.safekeeping.encryption import recipients_of

    return recipients_of(args.to or env.lines("TAKAR_BACKUP_RECIPIENTS"))


# ---- backup ---------------------------------------------------------------------------------------


def back_up(args: Namespace) -> None:
    if args.even_damaged:
        # What is damaged may not even tell its migrations.
        start_django()
    else:
        start_database()
    from takar.config.safekeeping.backup import Wish, make

    if args.verify_only:
        _prove(args)
        return
    wish = Wish(_recipients(args), _identities(args), bool(args.verify or args.keep), args.even_damaged)
    rule = _rule(args)
    target = _target(args.file, encrypted=bool(wish.recipients))
    made = make(target, wish)
    _print_result(made, wish.recipients)
    if wish.prove and not made.damaged:
        when = " sebelum disandikan" if wish.recipients and not wish.identities else ""
        say(
            f"Teruji{when}: dikembalikan di tempat sementara, dibaca sampai akhir, sama dengan buku yang dipakai."
        )
        _print_heads(made.offices)
    if rule and not made.damaged:
        _rotate(target, rule)


def _rule(args: Namespace) -> Rule | None:
    from takar.config.safekeeping.rotation import Rule

    if not args.keep:
        return None
    if not args.file.is_dir():
        raise BadInput("Dengan --keep sebutkan folder, bukan berkas: Takar memberi nama setiap cadangan.")
    return Rule.parse(args.keep)


def _target(given: Path, *, encrypted: bool) -> Path:
    from takar.config.safekeeping.rotation import name_for
    from takar.kernel import clock

    target = given / name_for(clock.now(), encrypted=encrypted) if given.is_dir() else given
    if target.exists():
        raise BadInput(f"Berkas {target} sudah ada. Pilih nama lain.")
    if not target.resolve().parent.is_dir():
        raise BadInput(f"Folder {target.resolve().parent} tidak ada.")
    return target


def _print_result(made: Made, recipients: Sequence[Recipient]) -> None:
    say(
        f"Cadangan {made.path}: basis data dan {format_number(made.files)} berkas, "
        f"{format_number(made.size / 1_000_000, places=1)} MB.",
    )
    if recipients:
        say(
            "Disandikan: hanya pemegang kunci rahasia yang dapat membukanya. Simpan kunci itu di tempat lain."
        )
    else:
        say("Berkas ini memuat data pribadi dan kunci. Simpan di tempat yang terjaga.")
    if made.damaged:
        from takar.config.safekeeping.proof import Unsound

        raise Unsound(made.damaged, "Yang disimpan ini rusak. Jangan hapus cadangan lama.")


def _print_heads(offices: Sequence[ChainState]) -> None:
    for row in offices:
        say(
            f"{row['office']}: {format_number(row['entries'])} entri, {format_number(row['milestones'])} langkah, "
            f"{format_number(row['evidence'])} bukti; kepala rantai {row['seq']} {row['head'][:8]}"
        )


def _rotate(target: Path, rule: Rule) -> None:
    from takar.config.safekeeping.rotation import rotate

    gone = rotate(target.parent, rule, never=[target])
    if gone:
        say(f"{len(gone)} cadangan lama dihapus: {', '.join(path.name for path in gone)}.")


def _prove(args: Namespace) -> None:
    from takar.config.safekeeping.backup import prove_existing

    offices = prove_existing(_existing(args.file), _identities(args))
    say(f"Cadangan {args.file} teruji: terbuka, utuh, dan rantainya awal dari rantai yang dipakai.")
    _print_heads(offices)


def _existing(given: Path | None) -> Path:
    if given is None:
        raise BadInput("Sebutkan berkas cadangannya.")
    if not given.is_file():
        raise BadInput(f"Berkas {given} tidak ada.")
    return given


# ---- restore --------------------------------------------------------------------------------------


def bring_back(args: Namespace) -> None:
    start_django()
    from takar.config.safekeeping import restoring

    if args.finish and args.back:
        raise BadInput("Pilih salah satu: --finish atau --back.")
    if args.finish:
        _print_kept(restoring.finish_interrupted())
        say("Pengembalian diselesaikan. Periksa dengan “takar audit verify”, lalu jalankan “takar serve”.")
        return
    if args.back:
        restoring.take_back_interrupted()
        say("Data lama berdiri lagi seperti semula.")
        return
    source = _existing(args.file)
    if restoring.holds_data() and not args.yes:
        raise BadInput(
            "Folder data sudah berisi. Ulangi dengan --yes untuk menggantinya; yang lama disimpan."
        )
    done = restoring.restore(
        source, identities=_identities(args), even_damaged=args.even_damaged, discard=args.discard
    )
    say(
        f"Cadangan {source} dikembalikan: basis data dan {format_number(done.files)} berkas, sudah diperiksa."
    )
    _print_heads(done.offices)
    _print_kept(done.kept)
    say("Jalankan “takar serve”. Semua orang masuk kembali.")


def _print_kept(kept: Sequence[str]) -> None:
    if kept:
        say(f"Data yang diganti ada di {' dan '.join(kept)}. Hapus bila tidak diperlukan lagi.")
