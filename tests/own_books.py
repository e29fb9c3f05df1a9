"""A book that an office declared itself, with every type of column, for tests of all rooms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from takar.kernel import clock
from takar.ledger.books import Book, book_named
from takar.organisation.models import Person, Position, Village
from takar.registers.custom.declaration import ColumnPlan, ColumnType, Option, Plan, StepPlan
from takar.registers.custom.services import declare_book
from tests.factories import Cast

COLUMNS = (
    ColumnPlan("", "Pelapor", ColumnType.TEXT, "Nama lengkap.", required=True, in_list=True, searchable=True,
               printed=True),
    ColumnPlan("", "Kronologi", ColumnType.LONG_TEXT, searchable=True),
    ColumnPlan("", "Jumlah korban", ColumnType.WHOLE, in_list=True, printed=True, width=0.8),
    ColumnPlan("", "Selisih suhu", ColumnType.DECIMAL, in_list=True),
    ColumnPlan("", "Taksiran kerugian", ColumnType.MONEY, in_list=True, printed=True),
    ColumnPlan("", "Tanggal kejadian", ColumnType.DATE, in_list=True, printed=True),
    ColumnPlan("", "Mendesak", ColumnType.YES_NO, filterable=True, in_list=True),
    ColumnPlan(
        "", "Tingkat", ColumnType.CHOICE, required=True, filterable=True, in_list=True, printed=True,
        options=(Option("", "Ringan"), Option("", "Sedang"), Option("", "Berat")),
    ),
    ColumnPlan("", "Desa kejadian", ColumnType.VILLAGE, filterable=True, in_list=True, printed=True),
    ColumnPlan("", "Desa asal", ColumnType.VILLAGE, filterable=True, in_list=True, searchable=True),
    ColumnPlan("", "Petugas", ColumnType.PERSON, filterable=True, in_list=True),
    ColumnPlan("", "Pendamping", ColumnType.PERSON, filterable=True, in_list=True, printed=True),
    ColumnPlan("", "Jabatan penangan", ColumnType.POSITION, filterable=True, in_list=True),
    ColumnPlan("", "Jabatan pengawas", ColumnType.POSITION, filterable=True, in_list=True),
    ColumnPlan("", "Bidang urusan", ColumnType.AREA, filterable=True, in_list=True),
)  # fmt: skip

PLAN = Plan(
    label="Register kejadian",
    entry_label="kejadian",
    purpose="Kejadian di wilayah kecamatan dan penanganannya.",
    icon="megaphone",
    date_label="Tanggal lapor",
    title_label="Kejadian",
    printed_title="Register Kejadian",
    number_format="{nomor}/KJD/{tahun}",
    tells_doubles=True,
    with_reference=True,
    with_restricted=True,
    kinds=(Option("", "Bencana"), Option("", "Ketertiban")),
    columns=COLUMNS,
    steps=(
        StepPlan("", "Dilaporkan", tone="neutral"),
        StepPlan("", "Ditangani", "Tandai ditangani", after=("dilaporkan",), by=("keeper", "responsible")),
        StepPlan(
            "", "Selesai", "Tandai selesai", after=("ditangani",), by=("leader",), tone="done", printed=True
        ),
    ),
)


def own_book(cast: Cast, plan: Plan = PLAN, **changes: Any) -> type[Book]:
    """Declared by the first office's operator and kept by its clerk."""
    declared = declare_book(
        plan=replace(plan, **changes), actor=cast.planner.fresh(), keepers=[cast.clerk.position]
    )
    cast.office.refresh_from_db()
    for member in cast.members.values():  # whoever had already asked asks again
        member.actor.memory.clear()
        assert member.actor.office is not None
        member.actor.office.books_stamp = cast.office.books_stamp
    return book_named(declared.code)


def values(cast: Cast, number: int) -> Mapping[str, Any]:
    """A good entry of the register of incidents."""
    return {
        "occurred_on": clock.today(),
        "kind": "bencana",
        "title": f"Tanah longsor {number}",
        "k_pelapor": "Sumiati",
        "k_kronologi": "Hujan tiga hari.",
        "k_jumlah_korban": 2,
        "k_selisih_suhu": Decimal("-1.5"),
        "k_taksiran_kerugian": Decimal("12500000.50"),
        "k_tanggal_kejadian": clock.today() - dt.timedelta(days=1),
        "k_mendesak": True,
        "k_tingkat": "berat",
        "village": cast.village,
        "k_desa_asal": Village.objects.get(pk=cast.village.pk),
        "person": Person.objects.get(pk=cast.clerk.person.pk),
        "k_pendamping": cast.camat.person,
        "position": cast.clerk.position,
        "k_jabatan_pengawas": Position.objects.get(pk=cast.camat.position.pk),
        "area_id": "kepegawaian",
    }
