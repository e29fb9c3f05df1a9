"""The guest book: a book that Takar does not bring, declared by the demo's office on its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from random import Random
from typing import Any

from takar.demo.agenda import OPENS, Diary, at
from takar.demo.cast import Cast, read_data
from takar.kernel import clock
from takar.ledger.books import Book, book_named
from takar.ledger.services import add_milestone, record_entry
from takar.registers.custom.declaration import ColumnPlan, ColumnType, Option, Plan, StepPlan
from takar.registers.custom.services import declare_book

VISITS = 54
"""Visits in a whole year: not every passer-by, but those who came for somebody."""
ABSENT, UNFINISHED = 0.08, 0.15
"""Shares of visits: nobody could receive them; the matter is still open."""

PLAN = Plan(
    label="Buku tamu",
    entry_label="kunjungan tamu",
    purpose="Siapa yang datang ke kantor, dari mana, keperluannya dan siapa yang menerima.",
    icon="door-open",
    date_label="Tanggal datang",
    title_label="Keperluan",
    printed_title="Buku Tamu",
    kinds=(
        Option("dinas", "Tamu dinas"),
        Option("desa", "Pemerintah desa"),
        Option("lembaga", "Lembaga dan organisasi"),
        Option("warga", "Warga"),
    ),
    columns=(
        ColumnPlan("nama_tamu", "Nama tamu", ColumnType.TEXT, required=True, in_list=True, searchable=True,
                   printed=True, width=1.8),
        ColumnPlan("asal", "Asal instansi atau alamat", ColumnType.TEXT, required=True, in_list=True,
                   searchable=True, printed=True, width=2.2),
        ColumnPlan("jumlah_tamu", "Jumlah tamu", ColumnType.WHOLE, "Orang, termasuk yang namanya tertulis.",
                   printed=True, width=0.8),
        ColumnPlan("desa", "Desa", ColumnType.VILLAGE, "Desa yang dibicarakan atau asal tamu.",
                   filterable=True, stored_in="village"),
        ColumnPlan("diterima_oleh", "Diterima oleh", ColumnType.POSITION, "Jabatan yang menerima.",
                   filterable=True, in_list=True, printed=True, width=2, stored_in="position"),
        ColumnPlan("cara_datang", "Cara datang", ColumnType.CHOICE, filterable=True,
                   options=(Option("janji", "Dengan janji"), Option("langsung", "Langsung"))),
        ColumnPlan("perlu_tindak_lanjut", "Perlu tindak lanjut", ColumnType.YES_NO, filterable=True),
        ColumnPlan("hasil", "Hasil pertemuan", ColumnType.LONG_TEXT),
    ),
    steps=(
        StepPlan("datang", "Datang", tone="neutral"),
        StepPlan("diterima", "Diterima", "Tandai diterima", after=("datang",), by=("keeper", "responsible")),
        StepPlan("tidak_bertemu", "Tidak bertemu", "Tandai tidak bertemu", after=("datang",), unless=("diterima",),
                 tone="warn"),
        StepPlan("selesai", "Keperluan selesai", "Tandai selesai", after=("diterima",),
                 by=("keeper", "responsible"), tone="done", printed=True),
    ),
)  # fmt: skip


@dataclass
class GuestBook:
    """The book once it is declared, and who comes."""

    cast: Cast
    book: type[Book] | None = None

    def declare(self) -> None:
        keepers = [self.cast.positions["umum"], self.cast.positions["pelayanan"]]
        declared = declare_book(plan=PLAN, actor=self.cast.actor("kasubag_perencanaan"), keepers=keepers)
        self.book = book_named(declared.code)

    def visit(self, rng: Random) -> None:
        """Somebody comes, is received or not, and goes with the matter settled or not."""
        assert self.book is not None
        data = read_data("guests")
        row = rng.choice(data["purposes"])
        village = rng.choice(list(self.cast.villages.values()))
        words = {"desa": village.name, "tahun": str(clock.today().year)}
        follow_up = rng.random() < 0.3
        values: dict[str, Any] = {
            "occurred_on": clock.today(),
            "kind": row["kind"],
            "title": row["title"].format(**words),
            "k_nama_tamu": rng.choice(data["guests"]),
            "k_asal": rng.choice(data["origins"][row["kind"]]).format(**words),
            "k_jumlah_tamu": rng.choice((1, 1, 2, 2, 3, 5)),
            "village": village if "{desa}" in row["title"] or row["kind"] != "dinas" else None,
            "position": self.cast.positions[row["receiver"]],
            "k_cara_datang": rng.choice(("janji", "langsung")),
            "k_perlu_tindak_lanjut": follow_up,
            "k_hasil": "Ditindaklanjuti seksi terkait." if follow_up else "",
        }
        actor = self.cast.actor(rng.choice(("umum", "pelayanan")))
        entry = record_entry(book=self.book, actor=actor, values=values)
        step = partial(add_milestone, entry=entry, on=clock.today(), actor=actor)
        if rng.random() < ABSENT:
            step(what="tidak_bertemu")
            return
        step(what="diterima")
        if rng.random() >= UNFINISHED:
            step(what="selesai")


def build(cast: Cast, diary: Diary, years: Iterable[int], scale: float) -> None:
    """Declare the book on the first office day, before anybody works, and plan the visits."""
    shelf = GuestBook(cast)
    for place, year in enumerate(years):
        rng = Random(f"{year}/tamu")
        days = diary.days.within(date(year, 1, 1), date(year, 12, 31))
        if not place:
            with clock.set_to(at(days[0], OPENS)):
                shelf.declare()
        for _ in range(max(6, round(VISITS * scale))):
            moment = diary.moment(rng.choice(days), rng)
            diary.plan(moment, partial(shelf.visit, Random(rng.random())))
