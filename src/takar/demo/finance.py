"""The treasurer's year: UP in January, spending from it, GU every other month, GU Nihil in December,
salaries and suppliers paid directly, SPJ and reports, and a cash book closed every month."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial
from random import Random
from typing import Any

from takar.demo.agenda import Diary
from takar.demo.cast import Cast, read_data
from takar.demo.evidence import Papers
from takar.kernel import clock
from takar.kernel.formatting import MONTHS
from takar.kernel.period import Period
from takar.ledger.evidence import attach
from takar.ledger.models import Entry
from takar.ledger.services import add_milestone, record_entry
from takar.registers.finance import services
from takar.registers.finance.book import AccountabilityReports, CashEntries, FinancialReports, PaymentRequests
from takar.registers.finance.models import DENOMINATIONS, AccountabilityReport, CashClosing, PaymentRequest
from takar.registers.finance.reference import load_starter
from takar.registers.finance.selectors import month_page, sides

FLOAT = Decimal(25_000_000)
SPENDINGS, DIRECT = 6, 2
"""Spendings from the UP and direct payments in a month."""
WITHDRAWN = Decimal(2_500_000)

Random = Random


def build(cast: Cast, diary: Diary, papers: Papers, *, years: range, scale: float = 1.0) -> None:
    """Plan the treasurer's years."""
    load_starter(office=cast.office)
    treasurer = Treasurer(cast, diary, papers)
    for year in years:
        treasurer.plan(year, scale)


class Treasurer:
    """The book's keeper, and what lies in bank and safe while the days go by."""

    def __init__(self, cast: Cast, diary: Diary, papers: Papers) -> None:
        self.cast, self.diary, self.papers = cast, diary, papers
        self.data = read_data("finance")
        self.money = {"bank": Decimal(0), "tunai": Decimal(0)}
        self.spent = Decimal(0)
        """From the UP since the last GU."""
        self.float = Decimal(0)
        self.numbers: dict[int, int] = {}

    # ---- the plan of a year ---------------------------------------------------------------------

    def plan(self, year: int, scale: float) -> None:
        rng = Random(f"{year}/keuangan")
        for month in range(1, 13):
            period = Period.of_month(year, month)
            days = self.diary.days.within(period.start, period.last_day)
            self._at(days[0], rng, partial(self.salaries, Random(rng.random())))
            if month == 1:
                self._at(days[2], rng, partial(self.ask_float, year))
            for _ in range(max(1, round(DIRECT * scale))):
                self._at(rng.choice(days[3:-4]), rng, partial(self.supplier, Random(rng.random())))
            usable = days[7:] if month == 1 else (days[:10] if month == 12 else days)
            if month != 12:
                self._at(usable[0], rng, self.withdraw)
            for _ in range(max(2, round(SPENDINGS * scale))):
                self._at(rng.choice(usable), rng, partial(self.spend, Random(rng.random())))
            if month in {3, 5, 7, 9, 11}:
                self._at(days[-5], rng, partial(self.refill, period))
            if month == 12:
                self._at(days[12], rng, partial(self.end_the_year, period))
            following = self.diary.days.after(period.end, 1)
            self._at(following, rng, partial(self.close, period))
            self._at(self.diary.days.after(period.end, rng.randint(2, 5)), rng, partial(self.account, period))
        self._plan_reports(year, rng)

    def _plan_reports(self, year: int, rng: Random) -> None:
        for row in self.data["reports"]:
            day = self.diary.days.after(date(year, row["month"], row["day"]), 0)
            covered = year - 1 if row.get("last_year") else year
            self._at(day, rng, partial(self.report, row, covered, Random(rng.random())))

    def _at(self, day: date, rng: Random, deed: Any) -> None:
        self.diary.plan(self.diary.moment(day, rng), deed)

    def _next(self, days: int, deed: Any) -> None:
        self.diary.plan(self.diary.later(Random(f"{clock.now()}"), days), deed)

    # ---- payment requests -----------------------------------------------------------------------

    def salaries(self, rng: Random) -> None:
        gross = Decimal(118_000_000 + rng.randrange(0, 90) * 50_000)
        tax, other = Decimal(round(gross * 3 / 100, -3)), Decimal(round(gross * 8 / 100, -3))
        self._request(
            "gj",
            f"Gaji dan tunjangan pegawai bulan {MONTHS[clock.today().month - 1]}",
            gross,
            income_tax=tax,
            other_deductions=other,
            deduction_note="PPh 21, IWP 8 %, BPJS",
            account="5.1.01.01.01.0001",
        )

    def supplier(self, rng: Random) -> None:
        row = rng.choice(self.data["suppliers"])
        gross = Decimal(rng.randrange(*row["range"]) * 1_000)
        base = gross / Decimal("1.11")
        self._request(
            "ls",
            row["for"].format(bulan=MONTHS[clock.today().month - 1]),
            gross,
            vat=Decimal(round(base * 11 / 100)),
            income_tax=Decimal(round(base * Decimal("1.5") / 100)),
            deduction_note="PPN, PPh 22",
            payee=row["payee"],
            account=row["account"],
        )

    def ask_float(self, year: int) -> None:
        self._request("up", f"Uang persediaan tahun anggaran {year}", FLOAT)

    def refill(self, period: Period) -> None:
        """SPJ of what was spent, and the GU that asks it back."""
        if self.spent <= 0:
            return
        report = self._accountability("gu", period, self.spent)
        self._request("gu", f"Ganti uang persediaan s.d. {period.describe()}", self.spent, report=report)
        self.spent = Decimal(0)

    def end_the_year(self, period: Period) -> None:
        """What is left of the UP goes back, what was spent is closed by GU Nihil."""
        if self.spent > 0:
            report = self._accountability("gu", period, self.spent)
            self._request(
                "gu_nihil", f"GU Nihil tahun {period.start.year}", min(self.spent, FLOAT), report=report
            )
        for place, left in list(self.money.items()):
            if left > 0:
                self._cash("pengembalian", f"Setoran sisa UP ke Kas Daerah ({place})", place, spent=left)
        self.spent = self.float = Decimal(0)

    def _request(self, kind: str, title: str, gross: Decimal, **values: Any) -> None:
        today = clock.today()
        request = record_entry(
            book=PaymentRequests,
            actor=self.cast.actor("bendahara"),
            values={
                "occurred_on": today,
                "kind": kind,
                "title": title,
                "gross": gross,
                "spp_number": self._number("01.0", kind),
                "sub_activity": "7.01.01.2.02.0001",
                **values,
            },
        )
        self._next(1, partial(self._verify, request))

    def _verify(self, request: PaymentRequest) -> None:
        add_milestone(
            entry=request, what="verified", on=clock.today(), actor=self.cast.actor("kasubag_umum"),
            note="Lengkap dan sesuai DPA",
        )  # fmt: skip
        self._next(1, partial(self._issue, request))

    def _issue(self, request: PaymentRequest) -> None:
        services.issue_order(
            request=request, actor=self.cast.actor("bendahara"), number=self._number("03.0", request.kind),
            on=clock.today(),
        )  # fmt: skip
        self._next(2, partial(self._pay, request))

    def _pay(self, request: PaymentRequest) -> None:
        services.pay(
            request=request, actor=self.cast.actor("bendahara"), number=self._number("04.0", request.kind),
            on=clock.today(),
        )  # fmt: skip
        if request.is_nil:
            return
        words = f"SP2D {PaymentRequests.kinds[request.kind]}: {request.title}"
        self._cash("sp2d", words, "bank", received=request.net, request=request)
        if request.kind in {"gj", "ls"}:
            # Paid straight to whom it is due: in and out on one day.
            words = f"Pembayaran langsung: {request.title}"
            self._cash("belanja", words, "bank", spent=request.net, request=request, account=request.account)
        else:
            self.float = FLOAT

    def _number(self, paper: str, kind: str) -> str:
        year = clock.today().year
        self.numbers[year] = self.numbers.get(year, 400) + 1
        short = {"gu_nihil": "GU-NIHIL"}.get(kind, kind.upper())
        month = clock.today().month
        return f"35.07/{paper}/{self.numbers[year]:06}/{short}/7.01.0.00.0.00.29.0000/M/{month}/{year}"

    # ---- the cash book --------------------------------------------------------------------------

    def withdraw(self) -> None:
        if self.money["bank"] >= WITHDRAWN and self.money["tunai"] < WITHDRAWN:
            self._cash("pindah_buku", "Pengambilan tunai dari bank", "bank", spent=WITHDRAWN)
            self._cash("pindah_buku", "Penerimaan tunai dari bank", "tunai", received=WITHDRAWN)

    def spend(self, rng: Random) -> None:
        row = rng.choice(self.data["spendings"])
        amount = Decimal(rng.randrange(*row["range"]) * 1_000)
        place = "tunai" if amount <= self.money["tunai"] else "bank"
        if not self.float or self.money[place] < amount:
            return
        voucher = f"{rng.randint(1, 280):03}/BPK/{clock.today():%m/%Y}"
        title = row["for"].format(bulan=MONTHS[clock.today().month - 1])
        self._cash("belanja", title, place, spent=amount, proof_number=voucher, account=row["account"])
        self.spent += amount
        if row.get("tax"):
            tax = Decimal(round(amount * row["tax"] / 100, -2))
            self._cash(
                "pajak_dipungut", f"Dipungut pajak daerah: {title}", place, received=tax, proof_number=voucher
            )
            self._cash(
                "pajak_disetor", f"Disetor pajak daerah: {title}", place, spent=tax, proof_number=voucher
            )

    def _cash(self, kind: str, title: str, place: str, **values: Any) -> None:
        record_entry(
            book=CashEntries,
            actor=self.cast.actor("bendahara"),
            values={"occurred_on": clock.today(), "kind": kind, "title": title, "place": place, **values},
        )
        self.money[place] += values.get("received", Decimal(0)) - values.get("spent", Decimal(0))

    def close(self, period: Period) -> None:
        """In the first days of the next month, with what the book says bank and safe held at its end."""
        book = month_page(self.cast.actor("bendahara"), period).by_place
        short = period.start.month == 8
        left, counts = int(book["tunai"]) - (500 if short else 0), {}
        for worth in DENOMINATIONS:
            if worth != 75_000:  # a note for keeping, hardly met in a safe
                counts[worth], left = divmod(left, worth)
        closing = services.close_month(
            actor=self.cast.actor("bendahara"),
            month=f"{period.start:%Y-%m}",
            counts=counts,
            bank=book["bank"] + left,
            explanation="Pembulatan uang kembalian, uang logam tidak tersedia"
            if short and book["tunai"]
            else "",
            on=clock.today(),
        )
        if not (clock.today().year == self.diary.until.year and self._is_last(period)):
            self._next(2, partial(self._sign, closing))

    def _is_last(self, period: Period) -> bool:
        """This year's newest closing still waits for the Camat."""
        before = Period.of_months(self.diary.until.year, self.diary.until.month, 1).start
        return period.end == before

    def _sign(self, closing: CashClosing) -> None:
        add_milestone(
            entry=closing, what="approved", on=clock.today(), actor=self.cast.actor("camat"),
            note="Sesuai berita acara pemeriksaan kas",
        )  # fmt: skip

    # ---- accounting for it ----------------------------------------------------------------------

    def account(self, period: Period) -> None:
        self._accountability("administratif", period, Decimal(0))

    def _accountability(self, kind: str, period: Period, amount: Decimal) -> AccountabilityReport:
        words = AccountabilityReports.kinds[kind]
        report = record_entry(
            book=AccountabilityReports,
            actor=self.cast.actor("bendahara"),
            values={
                "occurred_on": clock.today(),
                "kind": kind,
                "month": f"{period.start:%Y-%m}",
                "title": f"{words} {period.describe()}",
                "amount": amount or sides(self.cast.office.pk, start=period.start, end=period.end).spent,
            },
        )
        if kind == "gu":
            rng = Random(f"{period.start}/spj")
            paper = self.papers.draw(
                name="spj", head=str(self.cast.office), number=report.number_label, on=clock.today(),
                subject=report.title, to="Camat Gedangan", rng=rng,
            )  # fmt: skip
            attach(entry=report, actor=self.cast.actor("bendahara"), upload=paper, caption="SPJ dan kuitansi")
        self._next(2, partial(self._approve, report))
        return report

    def report(self, row: dict[str, Any], year: int, rng: Random) -> None:
        budget = Decimal(1_850_000_000 + (year - 2024) * 75_000_000)
        share = Decimal(str(row["share"]))
        report = record_entry(
            book=FinancialReports,
            actor=self.cast.actor("bendahara"),
            values={
                "occurred_on": clock.today(),
                "kind": row["kind"],
                "period": row["period"].format(year=year),
                "title": row["title"].format(year=year),
                "budget": budget,
                "realised": Decimal(round(budget * share * Decimal(rng.randint(97, 100)) / 100, -3)),
                "realised_before": Decimal(round(budget * share * Decimal("0.93"), -3)),
            },
        )
        self._next(2, partial(self._approve, report))

    def _approve(self, entry: Entry) -> None:
        add_milestone(entry=entry, what="approved", on=clock.today(), actor=self.cast.actor("camat"))
