"""The treasurer's papers: what is refused, what follows, and that a closed month stays as it is."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
import xlsxwriter
from django.db import connection
from tests.factories import Cast, close_cash_month, entry_of
from tests.ledger.files import png, upload

from takar.kernel.errors import DomainError, Refused
from takar.kernel.money import in_words
from takar.kernel.period import Period
from takar.ledger.audit import verify
from takar.ledger.books import book_named
from takar.ledger.evidence import attach
from takar.ledger.importing import confirm_import, judged_rows, read_table, start_import
from takar.ledger.services import (
    add_milestone,
    cancel_entry,
    correct_entry,
    correct_milestone,
    withdraw_milestone,
)
from takar.registers.finance import selectors, services
from takar.registers.finance.models import CashClosing, CashEntry, FinanceRule, PaymentRequest
from takar.registers.finance.rules.papers import findings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]
NO_DEDUCTIONS = {"vat": 0, "income_tax": 0, "account": ""}


def row(cast: Cast, day: date, received: int | str = 0, spent: int | str = 0, **values: Any) -> CashEntry:
    found: CashEntry = entry_of(
        "cash_entry", cast, occurred_on=day, received=Decimal(received), spent=Decimal(spent), **values
    )
    return found


def close(cast: Cast, month: str, **values: Any) -> CashClosing:
    return close_cash_month(cast, None, {"month": month, **values})


def balances(cast: Cast, month: str) -> list[tuple[int, Decimal | None]]:
    page = selectors.month_page(cast.treasurer.actor, Period.parse(month))
    return [(entry.number or 0, entry.balance) for entry in page.rows]


# ---- the running balance ------------------------------------------------------------------------


def test_the_balance_runs_by_day_and_not_by_number(cast: Cast) -> None:
    row(cast, date(2026, 3, 2), received="1000000.50")
    row(cast, date(2026, 3, 20), spent=200_000)
    row(cast, date(2026, 3, 10), spent="100000.25")
    assert balances(cast, "2026-03") == [
        (1, Decimal("1000000.50")),
        (3, Decimal("900000.25")),
        (2, Decimal("700000.25")),
    ]


def test_the_opening_balance_is_carried_over_months_and_years(cast: Cast) -> None:
    row(cast, date(2025, 12, 30), received=500_000, kind="saldo_awal")
    row(cast, date(2026, 1, 5), spent=100_000)
    row(cast, date(2026, 3, 5), spent=50_000)
    page = selectors.month_page(cast.treasurer.actor, Period.parse("2026-03"))
    assert (page.opening, page.carried, page.balance) == (400_000, 500_000, 350_000)
    assert (page.before.spent, page.this_month.spent, page.up_to_now.spent) == (100_000, 50_000, 150_000)
    assert page.carried + page.up_to_now.net == page.balance


def test_a_cancelled_row_stands_in_the_book_and_counts_nothing(cast: Cast) -> None:
    row(cast, date(2026, 3, 2), received=100_000)
    wrong = row(cast, date(2026, 3, 3), spent=40_000)
    cancel_entry(entry=wrong, actor=cast.treasurer.actor, reason="Dua kali")
    assert balances(cast, "2026-03") == [(1, Decimal(100_000)), (2, None)]


def test_the_balance_of_bank_and_of_cash_are_told_apart(cast: Cast) -> None:
    row(cast, date(2026, 3, 2), received=1_000_000)
    row(cast, date(2026, 3, 3), spent=300_000, kind="pindah_buku")
    row(cast, date(2026, 3, 3), received=300_000, kind="pindah_buku", place="tunai")
    page = selectors.month_page(cast.treasurer.actor, Period.parse("2026-03"))
    assert page.by_place == {"bank": Decimal(700_000), "tunai": Decimal(300_000)}
    assert page.balance == 1_000_000


def test_the_neighbours_cash_is_nobodys_here(cast: Cast) -> None:
    entry_of("cash_entry", cast, actor=cast.neighbour_clerk.actor, occurred_on=date(2026, 3, 2))
    assert selectors.balance_before(cast.office.pk, date(2026, 4, 1)) == 0
    assert selectors.balance_before(cast.neighbour_office.pk, date(2026, 4, 1)) < 0


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"received": Decimal(1), "spent": Decimal(1)}, "spent"),
        ({"received": Decimal(0), "spent": Decimal(0)}, "received"),
        ({"corrects": "99/2026"}, "corrects"),
        ({"corrects": "dua belas"}, "corrects"),
    ],
)
def test_a_row_has_one_side_and_corrects_what_exists(cast: Cast, values: dict[str, Any], field: str) -> None:
    with pytest.raises(DomainError) as error:
        entry_of("cash_entry", cast, **values)
    assert error.value.field == field


# ---- closing ------------------------------------------------------------------------------------


def test_a_closing_freezes_what_the_book_says_beside_what_was_counted(cast: Cast) -> None:
    row(cast, date(2026, 2, 27), received=1_000_000)
    row(cast, date(2026, 3, 2), spent="249999.50")
    closing = services.close_month(
        actor=cast.treasurer.actor,
        month="2026-03",
        counts={50_000: 3, 1_000: 0},
        bank=Decimal("600000.50"),
        on=date(2026, 4, 1),
    )
    assert (closing.opening, closing.received, closing.spent) == (1_000_000, 0, Decimal("249999.50"))
    assert (closing.counts, closing.cash) == ({"50000": 3}, 150_000)
    assert (closing.book_balance, closing.difference) == (Decimal("750000.50"), 0)
    assert closing.title == "Penutupan kas Maret 2026"
    assert selectors.closed_through(cast.office.pk) == date(2026, 3, 31)
    assert list(verify(cast.office.pk)) == []


def test_a_difference_must_be_explained(cast: Cast) -> None:
    row(cast, date(2026, 3, 2), received=100_000)
    with pytest.raises(DomainError) as error:
        close(cast, "2026-03", bank=Decimal(90_000))
    assert error.value.field == "explanation"
    assert "kurang Rp10.000" in error.value.message
    assert selectors.closed_through(cast.office.pk) is None
    closing = close(cast, "2026-03", bank=Decimal(90_000), explanation="Biaya admin bank belum dibukukan")
    assert closing.difference == 10_000


def test_months_close_in_order_once_and_when_they_are_over(cast: Cast) -> None:
    row(cast, date(2026, 3, 2), received=100_000)
    with pytest.raises(DomainError, match="belum berakhir"):
        close(cast, "2026-07")
    for month in ("2026-S1", "Maret"):
        with pytest.raises(DomainError) as error:
            services.close_month(
                actor=cast.treasurer.actor, month=month, counts={}, bank=Decimal(0), on=date(2026, 7, 15)
            )
        assert error.value.field == "month"
    close(cast, "2026-03")
    for month, words in (
        ("2026-03", "sudah ditutup"),
        ("2026-02", "sudah ditutup"),
        ("2026-05", "April 2026"),
    ):
        with pytest.raises(DomainError, match=words):
            close(cast, month)
    close(cast, "2026-04")
    assert selectors.next_to_close(cast.office.pk) == Period.parse("2026-05")


def test_the_next_month_after_december_is_january(cast: Cast) -> None:
    close(cast, "2025-12")
    assert selectors.next_to_close(cast.office.pk) == Period.parse("2026-01")


def test_the_first_closing_takes_earlier_months_along(cast: Cast) -> None:
    row(cast, date(2026, 1, 5), received=70_000)
    closing = close(cast, "2026-03")
    assert closing.opening == 70_000
    with pytest.raises(DomainError, match="BKU bulan Januari 2026 sudah ditutup"):
        row(cast, date(2026, 1, 6), received=1)


def test_nothing_gets_into_a_closed_month_nor_out_of_it(cast: Cast) -> None:
    march = row(cast, date(2026, 3, 31), received=100_000)
    april = row(cast, date(2026, 4, 1), spent=10_000)
    close(cast, "2026-03")
    who = cast.treasurer.actor
    tries = [
        lambda: row(cast, date(2026, 3, 31), spent=1_000),
        lambda: correct_entry(entry=march, actor=who, values={"received": Decimal(1)}, reason="x"),
        lambda: correct_entry(entry=march, actor=who, values={"title": "Ejaan"}, reason="x"),
        lambda: correct_entry(entry=march, actor=who, values={"occurred_on": date(2026, 4, 2)}, reason="x"),
        lambda: correct_entry(entry=april, actor=who, values={"occurred_on": date(2026, 3, 30)}, reason="x"),
        lambda: cancel_entry(entry=march, actor=who, reason="x"),
        lambda: withdraw_milestone(milestone=march.milestones.get(), actor=who, reason="x"),
        lambda: correct_milestone(
            milestone=march.milestones.get(), on=date(2026, 4, 2), actor=who, reason="x"
        ),
    ]
    for attempt in tries:
        with pytest.raises(DomainError):
            attempt()
    stored = CashEntry.objects.get(pk=march.pk)
    assert (stored.received, stored.occurred_on, stored.state) == (100_000, date(2026, 3, 31), "recorded")
    assert CashEntry.objects.get(pk=april.pk).occurred_on == date(2026, 4, 1)
    # Of the last day of the month and the first of the next, only the latter is open.
    correct_entry(entry=april, actor=who, values={"spent": Decimal(20_000)}, reason="Salah tulis")
    # A scan that proves a row changes nothing in the book.
    attach(entry=march, actor=who, upload=upload(png(), "bukti.png"))
    assert list(verify(cast.office.pk)) == []


@pytest.mark.parametrize("change", ["record", "correct", "cancel"])
def test_the_refusal_says_to_record_a_correcting_row(cast: Cast, change: str) -> None:
    march = row(cast, date(2026, 3, 31), received=100_000)
    close(cast, "2026-03")
    who = cast.treasurer.actor
    tries: dict[str, Callable[[], object]] = {
        "record": lambda: row(cast, date(2026, 3, 2), spent=1_000),
        "correct": lambda: correct_entry(entry=march, actor=who, values={"received": Decimal(1)}, reason="x"),
        "cancel": lambda: cancel_entry(entry=march, actor=who, reason="x"),
    }
    with pytest.raises(DomainError) as error:
        tries[change]()
    assert "BKU bulan Maret 2026 sudah ditutup" in error.value.message
    assert "Catat baris pembetulan pada bulan yang masih terbuka." in error.value.message


def test_a_correcting_row_in_an_open_month_names_the_row_it_mends(cast: Cast) -> None:
    wrong = row(cast, date(2026, 3, 31), spent=100_000)
    close(cast, "2026-03", bank=Decimal(0), explanation="Kas kosong")
    corrected = row(cast, date(2026, 4, 1), received=10_000, kind="pembetulan", corrects=f" {wrong.number} ")
    assert corrected.corrects == "1/2026"


def test_an_import_tells_the_fate_of_rows_of_a_closed_month(cast: Cast) -> None:
    row(cast, date(2026, 3, 2), received=100_000)
    close(cast, "2026-03")
    text = (
        "Tanggal;Jenis transaksi;Uraian;Penerimaan (Rp);Pengeluaran (Rp)\r\n"
        "31/3/2026;Belanja;ATK;;25.000\r\n"
        "1/4/2026;Belanja;ATK;;25.000,50\r\n"
    )
    who, book = cast.treasurer.actor, book_named("cash_entry")
    batch = start_import(book=book, actor=who, content=text.encode(), filename="bku.csv")
    first, second = (r.fate for r in judged_rows(batch, who))
    assert "BKU bulan Maret 2026 sudah ditutup" in first
    assert second == "Akan dicatat"
    close(cast, "2026-04")  # between the preview and the yes
    assert confirm_import(batch=batch, actor=who) == 0
    assert CashEntry.objects.filter(office=cast.office).count() == 1


def test_a_closing_is_never_cancelled_and_fixed_once_signed(cast: Cast) -> None:
    row(cast, date(2026, 3, 2), received=100_000)
    closing = close(cast, "2026-03")
    with pytest.raises(DomainError, match="tidak dibatalkan"):
        cancel_entry(entry=closing, actor=cast.camat.actor, reason="x")
    again = services.count_again(
        closing=closing, actor=cast.treasurer.actor, counts={100_000: 1}, bank=Decimal(0), explanation="",
        reason="Ulang",
    )  # fmt: skip
    assert (again.cash, again.difference) == (100_000, 0)
    with pytest.raises(DomainError, match="Jelaskan"):
        services.count_again(
            closing=closing,
            actor=cast.treasurer.actor,
            counts={},
            bank=Decimal(0),
            explanation="",
            reason="x",
        )
    with pytest.raises(Refused):
        add_milestone(entry=again, what="approved", on=date(2026, 4, 2), actor=cast.treasurer.actor)
    add_milestone(entry=again, what="approved", on=date(2026, 7, 15), actor=cast.camat.actor)
    signed = again.milestones.get(what="approved")
    with pytest.raises(DomainError, match="seperti ditandatangani"):
        withdraw_milestone(milestone=signed, actor=cast.treasurer.actor, reason="x")
    with pytest.raises(DomainError, match="sudah disahkan"):
        services.count_again(
            closing=closing, actor=cast.treasurer.actor, counts={100_000: 1}, bank=Decimal(1), explanation="y",
            reason="x",
        )  # fmt: skip


def test_whoever_closed_does_not_sign_as_the_superior(cast: Cast) -> None:
    closing = close_cash_month(cast, cast.camat.actor, {"month": "2026-03"})
    with pytest.raises(Refused):
        add_milestone(entry=closing, what="approved", on=date(2026, 7, 15), actor=cast.camat.actor)
    add_milestone(entry=closing, what="approved", on=date(2026, 7, 15), actor=cast.secretary.actor)


def test_the_audit_finds_a_closed_month_changed_behind_the_programs_back(cast: Cast) -> None:
    entry = row(cast, date(2026, 3, 2), received=100_000)
    close(cast, "2026-03")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE finance_cashentry SET received = 1 WHERE entry_ptr_id = %s", [entry.pk])
    assert any("ditutup dengan penerimaan Rp100.000" in sentence for sentence in verify(cast.office.pk))


# ---- payment requests ---------------------------------------------------------------------------


def test_net_is_gross_less_deductions_and_nil_kinds_pay_nothing(cast: Cast) -> None:
    direct = entry_of(
        "payment_request", cast, gross=Decimal(1_000_000), vat=Decimal(99_099), income_tax=Decimal(13_514)
    )
    assert (direct.deductions, direct.net) == (112_613, 887_387)
    entry_of("payment_request", cast, kind="up", gross=Decimal(20_000_000), **NO_DEDUCTIONS)
    nil = entry_of("payment_request", cast, kind="gu_nihil", gross=Decimal(18_000_000), **NO_DEDUCTIONS)
    assert nil.net == 0


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"gross": Decimal(1_000), "vat": Decimal(1_001)}, "gross"),
        ({"kind": "up", "account": ""}, "vat"),
        ({"kind": "tu", "vat": 0}, "income_tax"),
        ({"kind": "up", "vat": 0, "income_tax": 0}, "account"),
        ({"kind": "gu_nihil", **NO_DEDUCTIONS}, "kind"),
    ],
)
def test_amounts_that_contradict_the_kind_are_refused(cast: Cast, values: dict[str, Any], field: str) -> None:
    with pytest.raises(DomainError) as error:
        entry_of("payment_request", cast, **values)
    assert error.value.field == field


def test_up_is_asked_once_a_year_unless_the_office_says_otherwise(cast: Cast) -> None:
    first = entry_of("payment_request", cast, kind="up", **NO_DEDUCTIONS)
    with pytest.raises(DomainError, match="paling banyak 1 kali"):
        entry_of("payment_request", cast, kind="up", **NO_DEDUCTIONS)
    entry_of("payment_request", cast, kind="up", occurred_on=date(2025, 12, 31), **NO_DEDUCTIONS)
    entry_of("payment_request", cast, actor=cast.neighbour_clerk.actor, kind="up", **NO_DEDUCTIONS)
    cancel_entry(entry=first, actor=cast.treasurer.actor, reason="Keliru")
    entry_of("payment_request", cast, kind="up", **NO_DEDUCTIONS)
    FinanceRule.objects.create(
        office=cast.office, code=FinanceRule.Code.FLOAT_PER_YEAR, value=2, valid_from=date(2026, 7, 1)
    )
    entry_of("payment_request", cast, kind="up", **NO_DEDUCTIONS)


def test_gu_nihil_closes_the_up_and_no_more(cast: Cast) -> None:
    entry_of("payment_request", cast, kind="up", gross=Decimal(20_000_000), **NO_DEDUCTIONS)
    with pytest.raises(DomainError, match="tidak melebihi UP"):
        entry_of("payment_request", cast, kind="gu_nihil", gross=Decimal(20_000_001), **NO_DEDUCTIONS)
    nil = entry_of("payment_request", cast, kind="gu_nihil", gross=Decimal(20_000_000), **NO_DEDUCTIONS)
    values = {f.words: f.met for f in findings(nil, date(2026, 7, 15))}
    assert values == {
        "GU Nihil diajukan mulai bulan Desember": False,
        "Tidak ada uang yang dibayarkan (nihil)": True,
        "SPJ yang diajukan penggantiannya sudah dipilih": False,
    }


def test_a_refill_stays_within_its_spj_and_tells_how_much_of_the_up_is_used(cast: Cast) -> None:
    entry_of("payment_request", cast, kind="up", gross=Decimal(20_000_000), **NO_DEDUCTIONS)
    spj = entry_of("accountability_report", cast, kind="gu", amount=Decimal(9_000_000))
    with pytest.raises(DomainError, match="melebihi SPJ"):
        entry_of("payment_request", cast, kind="gu", gross=Decimal(9_000_001), report=spj)
    refill = entry_of("payment_request", cast, kind="gu", gross=Decimal(9_000_000), report=spj)
    values = {f.words: f.met for f in findings(refill, date(2026, 7, 15))}
    assert values["UP terpakai 45 %, sekurang-kurangnya 50 % sebelum GU"] is False
    assert values["SPJ yang diajukan penggantiannya sudah dipilih"] is True


def test_spm_and_sp2d_bring_sipds_numbers_and_the_maker_does_not_verify(cast: Cast) -> None:
    request = entry_of("payment_request", cast, occurred_on=date(2026, 7, 1))
    with pytest.raises(Refused):
        add_milestone(entry=request, what="verified", on=date(2026, 7, 1), actor=cast.treasurer.actor)
    add_milestone(entry=request, what="verified", on=date(2026, 7, 1), actor=cast.general_head.actor)
    with pytest.raises(DomainError) as error:
        services.issue_order(request=request, actor=cast.treasurer.actor, number=" ", on=date(2026, 7, 2))
    assert error.value.field == "number"
    services.issue_order(request=request, actor=cast.treasurer.actor, number="SPM-1", on=date(2026, 7, 2))
    with pytest.raises(DomainError, match="mendahului"):
        services.pay(request=request, actor=cast.treasurer.actor, number="SP2D-1", on=date(2026, 7, 1))
    services.pay(request=request, actor=cast.treasurer.actor, number="SP2D-1", on=date(2026, 7, 3))
    stored = PaymentRequest.objects.get(pk=request.pk)
    assert (stored.state, stored.spm_number, stored.sp2d_number) == ("paid", "SPM-1", "SP2D-1")
    assert (stored.issued_on, stored.paid_on) == (date(2026, 7, 2), date(2026, 7, 3))
    assert list(verify(cast.office.pk)) == []


def test_the_neighbour_cannot_tell_of_our_spm(cast: Cast) -> None:
    request = entry_of("payment_request", cast)
    with pytest.raises(DomainError):
        services.issue_order(
            request=request, actor=cast.neighbour_clerk.actor, number="1", on=date(2026, 7, 15)
        )


# ---- reports ------------------------------------------------------------------------------------


def test_time_limits_follow_the_offices_rules_unless_written(cast: Cast) -> None:
    spj = entry_of("accountability_report", cast, month="2026-06")
    assert spj.due_on == date(2026, 7, 10)
    written = entry_of("accountability_report", cast, month="2026-06", due_on=date(2026, 7, 5))
    assert written.due_on == date(2026, 7, 5)
    assert entry_of("financial_report", cast, period="2025").due_on == date(2026, 2, 28)
    assert entry_of("financial_report", cast, period="2026-s1").due_on == date(2026, 7, 31)
    with pytest.raises(DomainError) as error:
        entry_of("financial_report", cast, period="semester 1")
    assert error.value.field == "period"
    with pytest.raises(DomainError):
        entry_of("accountability_report", cast, month="2026-08")


def test_the_author_does_not_approve_their_own_spj(cast: Cast) -> None:
    spj = entry_of("accountability_report", cast, actor=cast.secretary.actor)
    with pytest.raises(Refused):
        add_milestone(entry=spj, what="approved", on=date(2026, 7, 15), actor=cast.secretary.actor)
    add_milestone(entry=spj, what="approved", on=date(2026, 7, 15), actor=cast.camat.actor)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "nol rupiah"),
        ("11", "sebelas rupiah"),
        ("1100", "seribu seratus rupiah"),
        ("2017.5", "dua ribu tujuh belas rupiah lima puluh sen"),
        ("100000", "seratus ribu rupiah"),
        ("21000000", "dua puluh satu juta rupiah"),
        ("1001000000", "satu miliar satu juta rupiah"),
        ("-111", "minus seratus sebelas rupiah"),
    ],
)
def test_amounts_in_words(amount: str, words: str) -> None:
    assert in_words(Decimal(amount)) == words


def test_rows_of_a_spreadsheet_keep_their_hour() -> None:
    """A moment in a cell is more than its day."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    form = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    sheet = book.add_worksheet()
    sheet.write_datetime(0, 0, datetime(2026, 3, 2, 8, 30), form)  # noqa: DTZ001
    sheet.write_datetime(0, 1, datetime(2026, 3, 2), form)  # noqa: DTZ001
    book.close()
    assert read_table(out.getvalue(), "a.xlsx") == [["2026-03-02 08:30", "2026-03-02"]]
