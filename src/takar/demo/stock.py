"""Consumables: deliveries a few times a year, small hand-outs all year, never below nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial
from random import Random
from typing import Any

from django.utils import timezone

from takar.demo.agenda import Diary
from takar.demo.cast import Cast, read_data
from takar.demo.evidence import Papers
from takar.kernel import clock
from takar.kernel.formatting import format_date
from takar.ledger.evidence import attach
from takar.ledger.services import record_entry
from takar.registers.goods.book import StockIssues, StockReceipts
from takar.registers.goods.models import StockItem

DELIVERIES, ISSUES, PROVEN = 40, 110, 0.25
"""Receipts and hand-outs a year, and the share of receipts with a scanned delivery record."""


class Storeroom:
    def __init__(self, cast: Cast, diary: Diary, papers: Papers) -> None:
        self.cast, self.diary, self.papers = cast, diary, papers
        self.data = read_data("stock")
        self.items: dict[str, StockItem] = {}
        self.left: dict[str, int] = {}
        for row in self.data["items"]:
            values = {name: row[name] for name in ("name", "unit", "category", "code")}
            self.items[row["name"]] = StockItem.objects.create(office=cast.office, **values)
            self.left[row["name"]] = 0

    def plan(self, year: int, days: list[date], scale: float) -> None:
        """Deliveries on a handful of days, the first in January; hand-outs on any day after it."""
        rng = Random(f"{year}/barang")
        rows = self.data["items"]
        receipts = max(len(rows), round(DELIVERIES * scale))
        dates = [days[2], *sorted(rng.sample(days[20:-10], 5))]
        # The first delivery brings everything, the later ones share what remains of the year's number.
        chosen = [(dates[0], row) for row in rows]
        weights = [row["weight"] for row in rows]
        for place in range(receipts - len(rows)):
            chosen.append((dates[1 + place % 5], rng.choices(rows, weights)[0]))
        for day, row in sorted(chosen, key=lambda pair: pair[0]):
            deed = partial(self.receive, row, Random(rng.random()))
            self.diary.plan(self.diary.moment(day, rng), deed)
        for _ in range(round(ISSUES * scale)):
            day = rng.choice(days[4:])
            deed = partial(self.issue, rng.choices(rows, weights)[0], Random(rng.random()))
            self.diary.plan(self.diary.moment(day, rng), deed)

    def receive(self, row: dict[str, Any], rng: Random) -> None:
        today = clock.today()
        quantity = rng.randint(*row["delivery"])
        supplier = rng.choice(self.data["suppliers"])
        invoice = f"{rng.randint(100, 999)}/INV/{today:%m/%Y}"
        clerk = self.cast.actor("sarpras")
        receipt = record_entry(
            book=StockReceipts,
            actor=clerk,
            values={
                "occurred_on": today,
                "item": self.items[row["name"]],
                "quantity": Decimal(quantity),
                "unit_price": Decimal(round(row["price"] * rng.uniform(0.97, 1.06), -2)),
                "supplier": supplier,
                "invoice": f"{invoice}, {format_date(today)}",
                "inspection_record": f"BAP-{rng.randint(1, 60):02}/{today:%m/%Y}",
                "title": "",
            },
        )
        self.left[row["name"]] += quantity
        if rng.random() < PROVEN:
            subject = f"Berita acara penerimaan {row['name'].lower()} sebanyak {quantity} {row['unit']}"
            paper = self.papers.draw(
                name="berita-acara", head=supplier, number=invoice, on=today, subject=subject,
                to="Camat Gedangan", rng=rng,
            )  # fmt: skip
            attach(entry=receipt, actor=clerk, upload=paper, caption="Berita acara dan faktur")

    def issue(self, row: dict[str, Any], rng: Random) -> None:
        name, quantity = row["name"], rng.randint(*row["issue"])
        if self.left[name] < quantity:
            # Sold out: the office takes what there is most of.
            name, quantity = max(self.left, key=lambda other: self.left[other]), 1
            if self.left[name] < quantity:
                return
        receiver = rng.choice(self.data["issues"])
        self.left[name] -= quantity
        record_entry(
            book=StockIssues,
            actor=self.cast.actor("sarpras"),
            values={
                "occurred_on": timezone.localdate(clock.now()),
                "item": self.items[name],
                "quantity": Decimal(quantity),
                "receiver": receiver["to"],
                "purpose": rng.choice(receiver["for"]),
                "title": "",
            },
        )
