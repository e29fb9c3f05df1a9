"""A spreadsheet comes into a book whole or not at all, and every row knows its fate."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Sequence
from datetime import date, datetime

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from takar.kernel import clock
from takar.kernel.errors import BadInput, DomainError, Refused
from takar.ledger.books import book_named
from takar.ledger.importing import (
    MAX_ROWS,
    Row,
    confirm_import,
    judge_table,
    judged_rows,
    read_table,
    start_import,
    template_columns,
)
from takar.ledger.models import Entry
from takar.registers.goods.models import StockBalance
from takar.registers.mail.models import ArchiveItem, IncomingLetter
from tests.conftest import MIDYEAR
from tests.factories import Cast, entry_of, filing_code, letter_of, stock_item

LETTERS = book_named("incoming_letter")
HEAD = [
    "Nomor urut",
    "Tanggal terima",
    "Jenis",
    "Perihal",
    "Pengirim",
    "Nomor surat",
    "Tanggal surat",
    "Bidang",
]
GOOD = ["1", "12/3/2026", "Undangan", "Rapat RKPD", "Bappeda", "005/1/2026", "10 Maret 2026", "Kepegawaian"]
ALSO = ["2", "2026-03-13", "surat_dinas", "Data, desa", "BPS", "B-12", "", "diklat"]


def csv_of(*rows: Sequence[str], delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    def cell(text: str) -> str:
        quoted = text.replace('"', '""')
        return f'"{quoted}"' if set(text) & set(';,"\n') else text

    return "\r\n".join(delimiter.join(cell(c) for c in row) for row in rows).encode(encoding)


def xlsx_of(*rows: Sequence[object]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet()
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                sheet.write(i, j, cell)
    return out.getvalue()


def judged(cast: Cast, *rows: Sequence[str], head: Sequence[str] = HEAD) -> list[Row]:
    return judge_table([list(head), *map(list, rows)], LETTERS, cast.clerk.actor)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_good_csv_is_recorded(cast: Cast, delimiter: str, encoding: str) -> None:
    content = csv_of(HEAD, GOOD, ALSO, delimiter=delimiter, encoding=encoding)
    batch = start_import(book=LETTERS, actor=cast.clerk.actor, content=content, filename="agenda.csv")
    assert not IncomingLetter.objects.filter(office=cast.office).exists()
    assert [row.fate for row in judged_rows(batch, cast.clerk.actor)] == ["Akan dicatat"] * 2
    assert confirm_import(batch=batch, actor=cast.clerk.actor) == 2
    first, second = IncomingLetter.objects.filter(office=cast.office).order_by("number")
    assert (first.number, first.occurred_on, first.kind, first.area_id) == (
        1,
        date(2026, 3, 12),
        "undangan",
        "kepegawaian",
    )
    assert (first.letter_date, first.sender) == (date(2026, 3, 10), "Bappeda")
    assert (second.title, second.kind, second.letter_date, second.area_id) == (
        "Data, desa",
        "surat_dinas",
        None,
        "diklat",
    )
    assert [m.what for m in first.milestones.all()] == ["received"]


def test_a_good_xlsx_is_recorded_with_real_dates_and_numbers(cast: Cast) -> None:
    rows = [HEAD, [1, datetime(2026, 3, 12), *GOOD[2:6], date(2026, 3, 10), "Kepegawaian"]]  # noqa: DTZ001
    batch = start_import(
        book=LETTERS, actor=cast.clerk.actor, content=xlsx_of(*rows), filename="Agenda 2026.XLSX"
    )
    assert confirm_import(batch=batch, actor=cast.clerk.actor) == 1
    letter = IncomingLetter.objects.get(office=cast.office)
    assert (letter.occurred_on, letter.letter_date) == (date(2026, 3, 12), date(2026, 3, 10))


def test_decimals_survive_the_spreadsheet(cast: Cast) -> None:
    item = stock_item(cast.office)
    book = book_named("stock_receipt")
    rows = [["Tanggal terima", "Barang", "Banyaknya", "Harga satuan (Rp)", "Dari"],
            ["1/7/2026", str(item), 12.5, "52.500,50", "CV Maju"],
            ["2/7/2026", str(item), 1000, 52500, "CV Maju"]]  # fmt: skip
    batch = start_import(book=book, actor=cast.stock_clerk.actor, content=xlsx_of(*rows), filename="b.xlsx")
    assert [r.fate for r in judged_rows(batch, cast.stock_clerk.actor)] == ["Akan dicatat"] * 2
    confirm_import(batch=batch, actor=cast.stock_clerk.actor)
    assert str(StockBalance.objects.get(item=item).quantity) == "1012.50"


def test_the_header_may_be_in_any_order_case_and_with_stars(cast: Cast) -> None:
    head = ["PERIHAL *", " tanggal  terima", "pengirim", "Jenis"]
    (row,) = judged(cast, ["Rapat", "1/7/2026", "BPS", "Undangan"], head=head)
    assert row.is_good


@pytest.mark.parametrize(
    ("head", "says"),
    [
        ([*HEAD, "Warna map"], "kolom tidak dikenal: Warna map"),
        ([*HEAD[:4], *HEAD[5:]], "kolom yang wajib belum ada: Pengirim"),
        ([*HEAD, "perihal"], "ada kolom yang ditulis dua kali"),
        (["a", "b"], "kolom yang wajib belum ada: Pengirim, Perihal, Tanggal terima, Jenis"),
    ],
)
def test_a_header_that_does_not_fit_says_what_is_wrong(cast: Cast, head: list[str], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        judged(cast, GOOD, head=head)


def test_a_bad_cell_names_its_row_and_column(cast: Cast) -> None:
    rows = judged(
        cast,
        GOOD,
        ["", "31/2/2026", "Undangan", "Rapat", "BPS", "", "", ""],
        ["", "1/7/2026", "Sajak", "Rapat", "BPS", "", "", "Sihir"],
        ["", "1/7/2026", "Undangan", "", "", "", "", ""],
        ["", "16/7/2026", "Undangan", "Rapat", "BPS", "", "", ""],
        ["", "1/7/2026", "Undangan", "x" * 501, "BPS", "", "", ""],
    )
    assert [row.line for row in rows] == [2, 3, 4, 5, 6, 7]
    assert rows[0].is_good
    assert rows[1].fate.startswith("Kolom Tanggal terima: “31/2/2026” bukan tanggal")
    assert "Kolom Jenis: " in rows[2].fate
    assert "Kolom Bidang: " in rows[2].fate
    assert "Kolom Perihal: " in rows[3].fate
    assert "Kolom Pengirim: " in rows[3].fate
    assert rows[4].fate.startswith("Kolom Tanggal terima: Tanggal 16 Juli 2026 belum tiba.")
    assert "Kolom Perihal: " in rows[5].fate


def test_the_preview_knows_the_rules_of_the_book(cast: Cast) -> None:
    late = ["", "1/7/2026", "Undangan", "Rapat", "BPS", "B-9", "5/7/2026", ""]
    good, bad = judged(cast, GOOD, late)
    assert good.is_good
    assert bad.fate == "Kolom Tanggal surat: Tanggal surat tidak dapat sesudah tanggal terima."
    head = ["Tanggal surat", "Jenis", "Perihal", "Dikirim kepada"]
    rows = judge_table(
        [head, ["1/7/2026", "Surat tugas", "x", "y"]], book_named("outgoing_letter"), cast.clerk.actor
    )
    assert rows[0].fate.startswith("Kolom Klasifikasi arsip: Pilih klasifikasi arsip")


def test_a_column_with_a_starting_value_may_be_left_out_or_empty(cast: Cast) -> None:
    book = book_named("archive_item")
    head = [
        "Tanggal diarsipkan",
        "Jenis",
        "Klasifikasi arsip",
        "Uraian",
        "Jumlah (berkas)",
        "Tingkat perkembangan",
    ]
    rows = [["1/7/2026", "Dokumen", str(filing_code()), "Berkas", "", ""]]
    batch = start_import(book=book, actor=cast.clerk.actor, content=csv_of(head, *rows), filename="a.csv")
    assert judged_rows(batch, cast.clerk.actor)[0].fate == "Akan dicatat"
    confirm_import(batch=batch, actor=cast.clerk.actor)
    item = ArchiveItem.objects.get(office=cast.office)
    assert (item.quantity, item.copy_level, item.active_years) == (1, "asli", 1)


def test_a_tick_box_is_written_yes_or_no(cast: Cast) -> None:
    head = ["Tanggal diarsipkan", "Jenis", "Klasifikasi arsip", "Uraian", "Terbatas"]
    cells = ["1/7/2026", "Dokumen", str(filing_code()), "Berkas"]
    words = ["Ya", "x", "TIDAK", "", "-", "mungkin"]
    rows = judge_table(
        [head, *[[*cells, word] for word in words]], book_named("archive_item"), cast.clerk.actor
    )
    assert [row.is_good for row in rows] == [True] * 5 + [False]
    assert rows[5].fate == "Kolom Terbatas: tulis Ya atau Tidak, bukan “mungkin”"
    out = csv_of(head, *[[*cells, word] for word in words])
    batch = start_import(
        book=book_named("archive_item"), actor=cast.clerk.actor, content=out, filename="a.csv"
    )
    confirm_import(batch=batch, actor=cast.clerk.actor)
    made = ArchiveItem.objects.filter(office=cast.office).order_by("number")
    assert [item.restricted for item in made] == [True, True, False, False, False]


def test_a_date_is_never_guessed(cast: Cast) -> None:
    with pytest.raises(BadInput, match="belum ada: Tanggal terima"):
        judged(cast, GOOD[:1] + GOOD[2:], head=HEAD[:1] + HEAD[2:])
    (row,) = judged(cast, ["", "", *GOOD[2:]])
    assert "Kolom Tanggal terima: " in row.fate


def test_empty_lines_are_passed_over_and_lines_counted_as_in_the_sheet(cast: Cast) -> None:
    rows = judge_table([[""], HEAD, ["", " "], GOOD, [], ALSO], LETTERS, cast.clerk.actor)
    assert [row.line for row in rows] == [4, 6]
    assert all(row.is_good for row in rows)


def test_an_empty_file_and_one_too_long_are_refused(cast: Cast) -> None:
    with pytest.raises(BadInput, match="kosong"):
        judge_table([[], [""]], LETTERS, cast.clerk.actor)
    with pytest.raises(BadInput, match="paling banyak 5000 baris"):
        judge_table([HEAD, *[GOOD] * (MAX_ROWS + 1)], LETTERS, cast.clerk.actor)


def test_a_header_without_rows_imports_nothing(cast: Cast) -> None:
    assert judged(cast) == []


def test_a_row_that_is_in_the_book_already_is_passed_over(cast: Cast) -> None:
    letter_of(
        cast,
        sender="Bappeda",
        letter_number="005/1/2026",
        letter_date=date(2026, 3, 10),
        occurred_on=date(2026, 3, 12),
    )
    rows = judged(cast, ["", *GOOD[1:]], ["", *ALSO[1:]])
    assert rows[0].fate == "Sudah ada: nomor 1. Dilewati."
    assert rows[1].is_good


def test_a_row_that_repeats_an_earlier_row_is_passed_over(cast: Cast) -> None:
    rows = judged(cast, GOOD, ["", *GOOD[1:3], "Perihal lain", *GOOD[4:]], ["2", *ALSO[1:]])
    assert [row.is_good for row in rows] == [True, False, True]
    assert "baris 2 berkas ini" in rows[1].fate


def test_numbers_must_go_on_without_a_gap(cast: Cast) -> None:
    letter_of(cast)
    rows = judged(
        cast, ["2", *ALSO[1:]], ["4", *GOOD[1:]], ["", "14/3/2026", "Undangan", "x", "y", "", "", ""]
    )
    assert rows[0].is_good
    assert "tertulis 4, nomor berikutnya di buku tahun 2026 adalah 3" in rows[1].fate
    assert rows[2].is_good
    old = ["1", "1/12/2025", "Undangan", "x", "y", "", "", ""]
    assert judged(cast, old)[0].is_good


def test_a_batch_is_imported_once(cast: Cast) -> None:
    batch = start_import(book=LETTERS, actor=cast.clerk.actor, content=csv_of(HEAD, GOOD), filename="a.csv")
    assert confirm_import(batch=batch, actor=cast.clerk.actor) == 1
    with pytest.raises(DomainError, match="sudah diimpor"):
        confirm_import(batch=batch, actor=cast.clerk.actor)
    assert IncomingLetter.objects.filter(office=cast.office).count() == 1


def test_rows_are_judged_again_when_the_book_has_moved_on(cast: Cast) -> None:
    batch = start_import(
        book=LETTERS, actor=cast.clerk.actor, content=csv_of(HEAD, GOOD, ALSO), filename="a.csv"
    )
    letter_of(cast)  # takes number 1
    fates = [row.is_good for row in judged_rows(batch, cast.clerk.actor)]
    assert fates == [False, True]
    assert confirm_import(batch=batch, actor=cast.clerk.actor) == 1


def test_bad_rows_are_left_out_and_good_ones_recorded(cast: Cast) -> None:
    content = csv_of(HEAD, ["", "kapan-kapan", *GOOD[2:]], ["", *ALSO[1:]])
    batch = start_import(book=LETTERS, actor=cast.clerk.actor, content=content, filename="a.csv")
    assert confirm_import(batch=batch, actor=cast.clerk.actor) == 1
    batch.refresh_from_db()
    assert (batch.imported, batch.imported_at) == (1, clock.now())


@pytest.mark.parametrize(
    ("delivered_on", "expected"),
    [
        (date(2026, 7, 1), "Baris 4: Persediaan Kertas HVS F4 tinggal 0 rim"),
        (date(2026, 7, 2), "Baris 2: Pada 1 Juli 2026 persediaan Kertas HVS F4 hanya 0 rim"),
    ],
    ids=["more than there is", "before it was delivered"],
)
def test_an_issue_of_what_is_not_there_stops_the_whole_import(
    cast: Cast, delivered_on: date, expected: str
) -> None:
    receipt = entry_of("stock_receipt", cast, quantity=3, occurred_on=delivered_on)
    head = ["Tanggal penyerahan", "Barang", "Banyaknya", "Diserahkan kepada"]
    rows = [["1/7/2026", str(receipt.item), str(n), "Kasi"] for n in (1, 2, 1)]
    batch = start_import(
        book=book_named("stock_issue"),
        actor=cast.stock_clerk.actor,
        content=csv_of(head, *rows),
        filename="k.csv",
    )
    with pytest.raises(DomainError, match=expected):
        confirm_import(batch=batch, actor=cast.stock_clerk.actor)
    assert StockBalance.objects.get(item=receipt.item).quantity == 3
    assert Entry.objects.filter(office=cast.office).count() == 1


def test_only_the_keepers_import(cast: Cast) -> None:
    for member in (cast.planner, cast.section_head):
        with pytest.raises(Refused):
            start_import(book=LETTERS, actor=member.actor, content=csv_of(HEAD, GOOD), filename="a.csv")


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.ods"])
@pytest.mark.parametrize("content", [b"", b"bukan excel", b"PK\x03\x04rusak", b"\xd0\xcf\x11\xe0" * 200])
def test_a_broken_workbook_is_refused_in_words(name: str, content: bytes) -> None:
    with pytest.raises(BadInput, match="Excel ini tidak dapat dibaca"):
        read_table(content, name)


def test_a_cut_workbook_is_refused_in_words() -> None:
    whole = xlsx_of(HEAD, GOOD)
    for length in range(50, len(whole), 401):
        with pytest.raises(BadInput):
            read_table(whole[:length], "a.xlsx")


@pytest.mark.parametrize(
    "content",
    [b"\x00\x01\x02", b"a\x00b", b"\xff\xd8\xff\xe0\x81\x8d", b"%PDF-1.4\x81\xff", b'"' + b"x" * 200_000],
)
def test_a_csv_that_is_no_table_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(BadInput):
        read_table(content, "a.csv")


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_no_bytes_break_the_reader(cast: Cast, content: bytes) -> None:
    with contextlib.suppress(BadInput):
        judge_table(read_table(content, "a.csv"), LETTERS, cast.clerk.actor)


def test_the_template_speaks_the_words_of_the_book(cast: Cast) -> None:
    columns = template_columns(LETTERS, cast.clerk.actor)
    assert columns[0] == "Nomor urut"
    assert {"Tanggal terima", "Perihal", "Pengirim", "Bidang"} <= set(columns)
    assert clock.now() == MIDYEAR
