"""The archive: letters filed after they were answered, records of the office, the move to inactive."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from random import Random
from typing import Any

from takar.demo.agenda import Diary
from takar.demo.cast import Cast, read_data
from takar.demo.words import Blanks
from takar.kernel import clock
from takar.ledger.models import Entry
from takar.ledger.services import add_milestone, record_entry
from takar.registers.mail.book import Archive
from takar.registers.mail.models import ArchiveItem, FilingCode, IncomingLetter, OutgoingLetter
from takar.registers.mail.services import archive_letter

RECORDS = 24
"""Records a year that are no letters."""

_CODES = {
    "kepegawaian": "800", "diklat": "800", "kesejahteraan_pegawai": "800", "keuangan": "900", "pbb": "900",
    "keuangan_desa": "900", "perencanaan": "000.7", "perlengkapan": "000.2", "persuratan": "000.5",
    "protokol": "000.1", "ketatalaksanaan": "000.1", "teknologi_informasi": "000", "pelayanan_publik": "000",
    "kependudukan": "400.12.2", "pembangunan_desa": "600", "lingkungan": "600", "ukm": "500",
    "trantib": "300", "linmas": "300", "sosial_politik": "300",
}  # fmt: skip
_BY_ROOT = ("pemerintahan", "desa", "pertanahan")


class ArchiveRoom:
    def __init__(self, cast: Cast, diary: Diary) -> None:
        self.cast, self.diary = cast, diary
        self.codes = {
            code.code: code
            for code in FilingCode.objects.filter(scheme=FilingCode.Scheme.NEW, retired_on=None)
        }

    def code_of(self, area: str, kind: str) -> str:
        if kind == "undangan":
            return "000.1.5"
        return _CODES.get(area, "100" if any(word in area for word in _BY_ROOT) else "400")

    def filing_code(self, area: str, kind: str) -> FilingCode:
        return self.codes[self.code_of(area, kind)]

    def plan(self, year: int, days: list[date], scale: float) -> None:
        rng = Random(f"{year}/arsip")
        rows = read_data("outgoing")["archive"]
        for _ in range(round(RECORDS * scale)):
            day = rng.choice(days)
            deed = partial(self.keep, rng.choice(rows), Random(rng.random()))
            self.diary.plan(self.diary.moment(day, rng), deed)

    def keep(self, row: dict[str, Any], rng: Random) -> None:
        """A record of the office, put away."""
        today = clock.today()
        blanks = Blanks(self.cast, rng, today)
        code = self.codes[row["code"]]
        item = record_entry(
            book=Archive,
            actor=self.cast.actor("umum"),
            values={
                "title": blanks.fill(row["title"]),
                "kind": row["kind"],
                "area_id": row["area"],
                "village": blanks.village_of(row["title"]),
                "span": f"{blanks.values['bulan_lalu']} {today.year if today.month > 1 else today.year - 1}",
                "quantity": rng.randint(1, 6),
                **self._place(code, rng),
            },
        )
        self._move_later(item, rng)

    def file(self, letter: IncomingLetter | OutgoingLetter, rng: Random) -> None:
        """File a letter. One still unanswered stays on the desk."""
        now = type(letter)._default_manager.get(pk=letter.pk)
        if now.state in {"dispositioned", "archived", "cancelled"}:
            return
        code = now.filing_code
        assert code is not None
        item = archive_letter(
            letter=now,
            actor=self.cast.actor("umum"),
            values={
                "title": now.title,
                "kind": "surat_masuk" if isinstance(now, IncomingLetter) else "surat_keluar",
                "area_id": now.area_id,
                "village_id": now.village_id,
                "span": f"{now.occurred_on:%d-%m-%Y}",
                "restricted": now.restricted,
                "copy_level": "asli" if isinstance(now, IncomingLetter) else "pertinggal",
                **self._place(code, rng),
            },
        )
        self._move_later(item, rng)

    def _place(self, code: FilingCode, rng: Random) -> dict[str, Any]:
        today = clock.today()
        return {
            "occurred_on": today,
            "closed_on": today,
            "filing_code": code,
            "room": "Ruang arsip",
            "cabinet": f"Lemari {rng.randint(1, 4)}",
            "drawer": f"Laci {rng.randint(1, 4)}",
            "folder": f"Map {code.code}/{today.year}",
        }

    def _move_later(self, item: ArchiveItem, rng: Random) -> None:
        """After its active years an item moves to the inactive shelves."""
        end = item.active_until
        if end is not None and end <= self.diary.until.date() and rng.random() < 0.5:
            day = self.diary.days.after(end + timedelta(days=rng.randint(3, 20)), 0)
            self.diary.plan(self.diary.moment(day, rng), partial(self.move, item))

    def move(self, item: Entry) -> None:
        add_milestone(
            entry=item, what="moved_inactive", on=clock.today(), actor=self.cast.actor("umum"),
            note="Dipindahkan ke rak inaktif sesuai jadwal retensi.",
        )  # fmt: skip
