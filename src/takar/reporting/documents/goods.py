"""Papers of the store room and of assets: cards, lists, KIR, labels, reports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from django.db.models import QuerySet

from takar.kernel import clock
from takar.kernel.formatting import format_amount, format_date, format_date_long, format_number, format_rupiah
from takar.ledger.models import Entry
from takar.organisation.actor import Actor
from takar.organisation.selectors import holders_on
from takar.registers.goods.book import Assets
from takar.registers.goods.book.kib import ROOM
from takar.registers.goods.models import (
    Asset,
    InventoryReport,
    Kib,
    Room,
    StockCount,
    StockItem,
    StockReceipt,
)
from takar.registers.goods.rules import reports
from takar.registers.goods.selectors import CardLine, Recap, card_of, holdings, movements_of_year
from takar.reporting.documents.books import government, printed_book, signer
from takar.reporting.documents.provenance import books_stamp, printed_by
from takar.reporting.writers.labels import AssetLabel, render_labels
from takar.reporting.writers.parties import Party
from takar.reporting.writers.register_book import (
    PrintedBook,
    PrintedColumn,
    PrintedRow,
    render_register_book,
)

MOST_LABELS = 1200


def _party(actor: Actor, position_id: int | None) -> Party | None:
    """Whoever holds the position today, as a signer."""
    assert actor.office is not None
    if position_id is None:
        return None
    held = holders_on(clock.today(), office_id=actor.office.pk).get(position_id)
    if held is None:
        return None
    return Party(held.person.name, held.title, held.person.rank, held.person.printed_nip)


def _document(
    actor: Actor,
    title: str,
    subtitle: str,
    columns: Sequence[PrintedColumn],
    rows: Sequence[PrintedRow],
    *,
    facts: Sequence[tuple[str, str]] = (),
    totals: Sequence[str] = (),
) -> bytes:
    assert actor.office is not None
    today = clock.today()
    return render_register_book(
        PrintedBook(
            government=government(actor.office.regency),
            office=actor.office.name.upper(),
            title=title,
            subtitle=subtitle,
            columns=columns,
            rows=rows,
            facts=facts,
            totals=totals,
            place=actor.office.seat,
            date=today,
            signer=signer(actor, today),
            printed_note=printed_by(actor),
        ),
        stamp=books_stamp(actor.office),
    )


def _right(label: str, width: float, group: str = "") -> PrintedColumn:
    return PrintedColumn(label, width, "right", group)


# ---- the store room -----------------------------------------------------------------------------


def card_pdf(actor: Actor, item: StockItem) -> bytes:
    """Kartu persediaan barang, ten columns (form of Permendagri 17/2007)."""
    columns = [
        PrintedColumn("Tanggal", 1.1),
        PrintedColumn("No./tanggal surat dasar penerimaan/pengeluaran", 2.6),
        PrintedColumn("Uraian (asal/unit penerima)", 2.4),
        _right("Masuk", 0.8, "Barang-barang"),
        _right("Keluar", 0.8, "Barang-barang"),
        _right("Sisa", 0.8, "Barang-barang"),
        _right("Harga satuan (Rp)", 1.2),
        _right("Bertambah", 1.3, "Jumlah harga (Rp)"),
        _right("Berkurang", 1.3, "Jumlah harga (Rp)"),
        _right("Sisa", 1.3, "Jumlah harga (Rp)"),
    ]
    return _document(
        actor,
        "Kartu Persediaan Barang",
        f"Keadaan per {format_date_long(clock.today())}",
        columns,
        [PrintedRow(card_cells(row)) for row in card_of(item)],
        facts=[
            ("Nama barang", item.name),
            ("Kode barang", item.code or "-"),
            ("Satuan", item.unit),
            ("Golongan", item.get_category_display()),
        ],
    )


def card_cells(row: CardLine) -> list[str]:
    """One line of the card as its ten columns have it."""
    line, came = row.line, row.line.quantity > 0
    quantity = format_number(abs(line.quantity))
    value = format_amount(line.cost)
    return [
        format_date(line.on),
        _paper(row.entry),
        _other_side(row.entry),
        quantity if came else "",
        "" if came else quantity,
        format_number(row.left),
        format_amount(line.unit_cost),
        value if came else "",
        "" if came else value,
        format_amount(row.value),
    ]


def _paper(entry: Entry) -> str:
    """The paper a movement rests on, and its number in the book."""
    text = entry.invoice if isinstance(entry, StockReceipt) else ""
    number = f"{entry.declaration.entry_label.capitalize()} nomor {entry.number_label}/{entry.year}"
    return f"{text} ({number})" if text else number


def _other_side(entry: Entry) -> str:
    for name in ("supplier", "given_to"):
        if text := getattr(entry, name, ""):
            return str(text)
    return entry.title


def stock_list_pdf(actor: Actor) -> bytes:
    """Daftar persediaan: what is left of everything, with its worth by FIFO."""
    rows = holdings(actor)
    total = sum((row.value for row in rows), Decimal(0))
    return _document(
        actor,
        "Daftar Persediaan Barang",
        f"Keadaan per {format_date_long(clock.today())}",
        [
            _right("No.", 0.5),
            PrintedColumn("Kode barang", 1.8),
            PrintedColumn("Nama barang", 3.4),
            PrintedColumn("Golongan", 2),
            PrintedColumn("Satuan", 0.9),
            _right("Sisa", 1),
            _right("Nilai (Rp)", 1.6),
        ],
        [
            PrintedRow(
                [
                    str(place), row.item.code, row.item.name, row.item.get_category_display(), row.item.unit,
                    format_number(row.quantity), format_amount(row.value),
                ]
            )
            for place, row in enumerate(rows, start=1)
        ],
        totals=["Jumlah", "", "", "", "", "", format_amount(total)] if rows else (),
    )  # fmt: skip


def consumables_pdf(actor: Actor, year: int) -> bytes:
    """Buku barang pakai habis: deliveries on the left side, hand-outs on the right."""
    rows = []
    for line, entry in movements_of_year(actor, year):
        name, quantity = line.item.name, f"{format_number(abs(line.quantity))} {line.item.unit}"
        if line.quantity > 0:
            record = getattr(entry, "inspection_record", "")
            cells = [
                format_date(line.on),
                name,
                str(line.on.year),
                quantity,
                format_amount(line.price),
                record,
            ]
            rows.append(PrintedRow([*cells, "", "", "", "", ""]))
        else:
            number = f"{entry.number_label}/{entry.year}"
            cells = [format_date(line.on), _other_side(entry), quantity, f"{format_date(line.on)}, {number}"]
            rows.append(PrintedRow(["", name, "", "", "", "", *cells, ""]))
    into, out = "Penerimaan", "Pengeluaran"
    return _document(
        actor,
        "Buku Barang Pakai Habis",
        f"Tahun {year}",
        [
            PrintedColumn("Tanggal diterima", 1.1, group=into),
            PrintedColumn("Jenis/merk barang", 2.2, group=into),
            PrintedColumn("Tahun pembuatan", 0.9, group=into),
            _right("Jumlah", 1, into),
            _right("Harga satuan (Rp)", 1.1, into),
            PrintedColumn("Berita acara tgl/no.", 1.4, group=into),
            PrintedColumn("Tanggal dikeluarkan", 1.1, group=out),
            PrintedColumn("Diserahkan kepada", 2.2, group=out),
            _right("Jumlah", 1, out),
            PrintedColumn("Surat penyerahan tgl/no.", 1.5, group=out),
            PrintedColumn("Ket.", 0.8),
        ],
        rows,
    )


def count_pdf(actor: Actor, count: StockCount) -> bytes:
    """Berita acara opname: books, count, difference and why."""
    rows = []
    for place, line in enumerate(count.lines, start=1):
        books, counted = (Decimal(line[name]) for name in ("book", "counted"))
        rows.append(
            PrintedRow(
                [
                    str(place), line["name"], line["unit"], format_number(books), format_number(counted),
                    format_number(counted - books) if counted != books else "", line["reason"],
                ]
            )
        )  # fmt: skip
    state = "" if count.state == "approved" else " (konsep)"
    return _document(
        actor,
        "Berita Acara Opname Persediaan",
        f"Dihitung pada {format_date_long(count.occurred_on)}{state}",
        [
            _right("No.", 0.5),
            PrintedColumn("Nama barang", 3.2),
            PrintedColumn("Satuan", 0.9),
            _right("Menurut buku", 1.1),
            _right("Hasil hitung", 1.1),
            _right("Selisih", 1),
            PrintedColumn("Penjelasan", 3.2),
        ],
        rows,
    )


# ---- assets -------------------------------------------------------------------------------------


def room_pdf(actor: Actor, room: Room, assets: QuerySet[Asset]) -> bytes:
    """KIR in its 14 columns; signed by whoever answers for the room, known by the head of the office."""
    signed = _party(actor, room.keeper_id)
    return printed_book(
        Assets,
        actor,
        assets,
        f"Keadaan per {format_date_long(clock.today())}",
        layout=ROOM,
        facts=[("Ruangan", f"{room.name} ({room.code})"), *_answers(actor, room)],
        acknowledged_by=signer(actor, clock.today()) if signed else None,
        signed_by=signed,
    )


def _answers(actor: Actor, room: Room) -> list[tuple[str, str]]:
    party = _party(actor, room.keeper_id)
    return [("Penanggung jawab", f"{party.name}, {party.position}")] if party else []


def labels_pdf(actor: Actor, assets: Sequence[Asset], address: Callable[[Asset], str]) -> bytes:
    assert actor.office is not None
    return render_labels(
        government(actor.office.regency),
        actor.office.name,
        [
            AssetLabel(
                code=asset.label_code,
                name=f"{asset.title} {asset.brand}".strip(),
                place=str(asset.now_in or ""),
                year=asset.made_in,
                address=address(asset),
            )
            for asset in assets[:MOST_LABELS]
        ],
    )


def report_pdf(actor: Actor, report: InventoryReport) -> bytes:
    """Laporan mutasi barang: begin, more, less, end, by KIB; the store room's worth as facts."""
    figures, frozen = reports.figures_of(report)
    columns = [_right("No.", 0.5), PrintedColumn("Golongan", 3)]
    for group in ("Keadaan awal", "Bertambah", "Berkurang", "Keadaan akhir"):
        columns += [_right("Jumlah", 0.8, group), _right("Harga (Rp)", 1.7, group)]
    rows = [
        PrintedRow([str(place), str(Kib(recap.kib).label), *report_cells(recap)])
        for place, recap in enumerate(figures.recaps, start=1)
    ]
    period = reports.period_of(report)
    return _document(
        actor,
        report.declaration.kinds[report.kind],
        f"{period.describe()}{'' if frozen else ' (konsep)'}",
        columns,
        rows,
        facts=[
            ("Nilai persediaan awal", format_rupiah(figures.stock_begin)),
            ("Nilai persediaan akhir", format_rupiah(figures.stock_end)),
        ],
        totals=["Jumlah", "", *report_cells(figures.total)],
    )


def report_cells(recap: Recap) -> list[str]:
    """Eight cells: pieces and rupiah at the start, in, out, at the end."""
    pairs = (
        (recap.begin, recap.begin_value), (recap.came, recap.came_value),
        (recap.left, recap.left_value), (recap.end, recap.end_value),
    )  # fmt: skip
    return [cell for pieces, value in pairs for cell in (format_number(pieces), format_amount(value))]
