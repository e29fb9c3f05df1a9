"""Personal data: the keys it is encrypted with, one person's report, the length of the readers' log."""

from __future__ import annotations

import json
import os
from argparse import Namespace
from pathlib import Path

from takar.config.cli.arguments import Commands, command, takes_json, takes_office
from takar.config.cli.output import print_json, print_table, say
from takar.config.cli.ready import office_named, start_database, system_of
from takar.kernel.errors import BadInput, DomainError
from takar.kernel.formatting import format_number


def register(commands: Commands) -> None:
    keys = commands.add_parser("keys", help="kunci penyandi data pribadi").add_commands("pekerjaan")
    show = command(keys, "show", show_keys, "Menampilkan nomor dan tanggal kunci, bukan kuncinya.")
    takes_json(show)
    rotate = command(
        keys,
        "rotate",
        rotate_keys,
        "Membuat kunci baru dan menyandi ulang semua data pribadi. Bila terhenti, jalankan lagi.",
    )
    rotate.add_argument(
        "--drop-old", action="store_true", help="hapus kunci lama setelah tidak ada lagi yang memakainya"
    )
    report = command(
        commands,
        "person-report",
        write_report,
        "Menulis semua data yang tersimpan tentang seorang warga atau pegawai. Tercatat sebagai pembacaan.",
    )
    takes_office(report)
    report.add_argument("--nik", default="", metavar="NIK", help="NIK warga")
    report.add_argument("--name", default="", metavar="NAMA", help="nama warga seperti tertulis di buku")
    report.add_argument("--phone", default="", metavar="NOMOR", help="telepon warga")
    report.add_argument("--nip", default="", metavar="NIP", help="NIP pegawai")
    report.add_argument("--reason", required=True, metavar="KEPERLUAN", help="untuk apa laporan dibuat")
    report.add_argument("--output", required=True, metavar="BERKAS", help="berkas .xlsx atau .json")
    forget = command(
        commands,
        "forget-readings",
        forget_readings,
        "Menghapus catatan pembaca yang lewat masa simpannya (Pengaturan, Data pribadi).",
    )
    takes_office(forget)


def show_keys(args: Namespace) -> int:
    """Status 1 when stored values name a key that is missing, or are not encrypted."""
    start_database()
    from takar.kernel import keyring
    from takar.kernel.rotation import values_per_key

    ring, used = keyring.ring(), values_per_key()
    lost = {key_id: count for key_id, count in used.items() if ring.key(key_id) is None}
    if args.json:
        print_json(
            {
                "keys": [{"id": key.id, "made": key.made, "values": used[key.id]} for key in ring.keys],
                "values_without_key": sum(lost.values()),
            }
        )
    else:
        rows = [
            (key.id, key.made, format_number(used[key.id]), "dipakai" if key is ring.current else "lama")
            for key in ring.keys
        ]
        print_table(("Kunci", "Dibuat", "Nilai", "Keadaan"), rows, right=(2,))
        for key_id, count in lost.items():
            what = f"kunci {key_id} yang tidak ada" if key_id else "tanpa sandi"
            say(f"{format_number(count)} nilai {what}.")
    return 1 if lost else 0


def rotate_keys(args: Namespace) -> int:
    start_database()
    from takar.kernel import keyring
    from takar.kernel.rotation import rotate, values_per_key
    from takar.kernel.security_log import SecurityEvent, log_event

    ring = keyring.ring()
    if len(ring.keys) == 1:
        ring = ring.with_new_key()
        keyring.store(ring)
    # More than one key: the last rotation is not finished, or its old keys are still there.
    count = rotate()
    say(f"{format_number(count)} nilai disandi ulang dengan kunci {ring.current.id}.")
    log_event(SecurityEvent.KEYS_ROTATED, key=ring.current.id, values=count)
    left = sum(n for key_id, n in values_per_key().items() if key_id != ring.current.id)
    if not args.drop_old:
        say("Kunci lama masih disimpan; hapus dengan “takar keys rotate --drop-old”.")
        return 0
    if left:
        raise DomainError(f"{format_number(left)} nilai masih memakai kunci lama. Jalankan lagi.")
    keyring.store(ring.with_current_only())
    say("Kunci lama dihapus. Buat cadangan baru: cadangan lama memuat kuncinya sendiri.")
    return 0


def write_report(args: Namespace) -> None:
    target = Path(args.output)
    if target.suffix.lower() not in {".xlsx", ".json"}:
        raise BadInput(f"Berkas {target} harus berakhiran .xlsx atau .json.")
    if target.exists():
        raise BadInput(f"Berkas {target} sudah ada. Pilih nama lain.")
    if not target.parent.is_dir():
        raise BadInput(f"Folder {target.parent} tidak ada.")
    start_database()
    from takar.organisation.models import Person
    from takar.reporting.documents.person_report import person_report, report_xlsx

    office = office_named(args.office)
    person = None
    if args.nip:
        person = Person.objects.filter(office=office, nip="".join(args.nip.split())).first()
        if person is None:
            raise BadInput(f"Tidak ada pegawai dengan NIP itu di {office}.")
    report = person_report(
        system_of(office),
        reason=args.reason,
        nik=args.nik,
        name=args.name,
        phone=args.phone,
        person=person,
    )
    text = json.dumps(report.as_json(), ensure_ascii=False, indent=2).encode()
    content = report_xlsx(report) if target.suffix.lower() == ".xlsx" else text
    try:
        with os.fdopen(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(content)
    except OSError as error:
        raise DomainError(f"Berkas {target} tidak dapat ditulis: {error.strerror}.") from error
    say(f"{report.entries} entri, {len(report.lines)} baris ditulis ke {target}.")


def forget_readings(args: Namespace) -> None:
    start_database()
    from takar.ledger.reading import forget
    from takar.ledger.retention import READERS_LOG, effective_rule

    office = office_named(args.office)
    years = effective_rule(system_of(office), READERS_LOG).years
    say(
        f"{forget(office_id=office.pk, years=years)} catatan pembaca berumur lebih dari {years} tahun dihapus."
    )
