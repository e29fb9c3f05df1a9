"""Assets, vehicles, requests, opname, procurement and reports of the demo. All names and numbers invented."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from random import Random
from typing import Any

from takar.demo.agenda import Diary
from takar.demo.cast import Cast, read_data
from takar.demo.stock import Storeroom
from takar.kernel import clock
from takar.kernel.formatting import format_date
from takar.kernel.months import add_years
from takar.ledger.books import book_named
from takar.ledger.models import BookKeeper, Entry
from takar.ledger.services import add_milestone, record_entry
from takar.registers.goods.book import Assets, StockCounts, VehicleRenewals
from takar.registers.goods.models import Asset, Room, StockCount, SupplyRequest, VehicleRenewal
from takar.registers.goods.selectors import book_quantities, papers_of
from takar.registers.goods.services import (
    approve_count,
    approve_request,
    fill_count,
    issue_request,
    pay_renewal,
    submit_request,
)

REQUESTS, MOVES, PROCUREMENTS = 16, 6, 5
"""A year's requests beside hand-outs written directly, moves of assets, and purchases."""

KEEPER, HEAD = "sarpras", "kasubag_umum"
_SECTIONS = {"land": "a", "vehicles": "b", "buildings": "c", "roads": "d", "others": "e", "works": "f"}


class GoodsOffice:
    def __init__(self, cast: Cast, diary: Diary, store: Storeroom) -> None:
        self.cast, self.diary, self.store = cast, diary, store
        self.data = read_data("goods")
        for book, keys in self.data["keepers"].items():
            for key in keys:
                BookKeeper.objects.create(office=cast.office, book=book, position=cast.positions[key])
        self.rooms = {
            row["code"]: Room.objects.create(
                office=cast.office, code=row["code"], name=row["name"], keeper=cast.positions[row["keeper"]]
            )
            for row in self.data["rooms"]
        }
        self.vehicles: list[Asset] = []
        self.movable: list[Asset] = []

    def plan(self, year: int, days: list[date], scale: float) -> None:
        rng = Random(f"{year}/aset")
        if year == self.diary.days.days[0].year:
            # The inventory is written up on the first days of the demo: what the office has from before.
            self.diary.plan(self.diary.moment(days[1], rng), partial(self.take_over, scale))
        for section, kib in _SECTIONS.items():
            for row in self.data[section]:
                if row["since"].year == year:
                    self._plan(row["since"], partial(self._asset, kib, dict(row)), rng)
        for _ in range(max(2, round(REQUESTS * scale))):
            day = rng.choice(days[6:])
            self._plan(day, partial(self.ask, Random(rng.random())), rng)
        if year == self.diary.until.year:
            # The last two days' requests are still on their way when the demo ends.
            until = self.diary.until.date()
            for day in self.diary.days.within(until - timedelta(days=14), until)[-2:]:
                for _ in range(2):
                    self._plan(day, partial(self.ask, Random(rng.random())), rng)
        for _ in range(max(1, round(MOVES * scale))):
            self._plan(rng.choice(days[8:]), partial(self.move, Random(rng.random())), rng)
        # The first purchases early, so that even a thinned-out year has a report on them.
        bought = sorted([days[4], *rng.sample(days[10:-25], max(0, round(PROCUREMENTS * scale) - 1))])
        for day in bought:
            self._plan(day, partial(self.buy, Random(rng.random())), rng)
        for day in days[3::8]:
            self._plan(day, self.watch_papers, rng)
        for month, (kind, back) in {1: ("semester_2", 1), 2: ("tahunan", 1), 7: ("semester_1", 0)}.items():
            day = next(d for d in days if d.month == month and d.day > 8)
            self._plan(day, partial(self.report, kind, year - back), rng)
        for day in (days[len(days) // 2], days[-2]):
            self._plan(day, partial(self.count, Random(rng.random())), rng)

    def _plan(self, day: date, deed: Any, rng: Random) -> None:
        self.diary.plan(self.diary.moment(day, rng), deed)

    def _later(self, days: int, deed: Any) -> None:
        rng = Random(clock.now().isoformat())
        self.diary.plan(self.diary.later(rng, days), deed)

    # ---- assets ---------------------------------------------------------------------------------

    def take_over(self, scale: float) -> None:
        rows: list[tuple[str, dict[str, Any]]] = [
            (kib, dict(row))
            for section, kib in _SECTIONS.items()
            for row in self.data[section]
            if row["since"] < clock.today()
        ]
        rng = Random("inventaris")
        for title, code, brand, price, count, room, material in self.data["machines"]:
            # Similar things without a number of their own share a row; computers stand one by one.
            single = code.startswith(("1.3.2.10", "1.3.2.06")) and scale >= 1
            for _ in range(count if single else 1):
                on = date(rng.randint(2014, 2024), rng.randint(1, 12), rng.randint(1, 28))
                row = {
                    "title": title,
                    "code": code,
                    "brand": brand,
                    "since": on,
                    "room": room,
                    "material": material,
                }
                if single:
                    row |= {"price": price, "factory_number": f"SN{rng.randint(10**6, 10**7):07}"}
                else:
                    row |= {"price": price * count, "pieces": count}
                row["condition"] = rng.choices(("B", "RR", "RB"), (8, 2, 1))[0]
                rows.append(("b", row))
        # In the order of the days, as the numbers of a year's book must be.
        for kib, row in sorted(rows, key=lambda pair: pair[1]["since"]):
            asset = self._asset(kib, row)
            if kib == "b" and "plate" not in row:
                self.movable.append(asset)

    def _asset(self, kib: str, row: dict[str, Any]) -> Asset:
        values = {
            name: Decimal(str(value)) if name in _NUMBERS else value
            for name, value in row.items()
            if name not in ("since", "room", "holder", "tax", "papers", "year")
        }
        values |= {"kind": kib, "occurred_on": row["since"], "condition": row.get("condition", "B")}
        if "room" in row:
            values["room"] = self.rooms[row["room"]]
        if "plate" in row:
            month, day = (int(part) for part in str(row["tax"]).split("-"))
            due = date(clock.today().year, month, day)
            until = row["papers"]
            while add_years(until, -5) > clock.today():
                until = add_years(until, -5)
            values |= {
                "tax_due": due if due >= clock.today() else add_years(due, 1),
                "papers_until": until,
                "holder": self.cast.positions[row["holder"]],
                "remind_days": 30,
                "chassis_number": f"MH1{row['plate'].replace(' ', '')}{row['year']}",
                "engine_number": f"E{row['plate'].replace(' ', '')}",
                "title_deed": f"K-{row['plate'].split()[1]}{row['year']}",
            }
        asset = record_entry(book=Assets, actor=self.cast.actor(KEEPER), values=values)
        if "plate" in row:
            self.vehicles.append(asset)
        return asset

    def move(self, rng: Random) -> None:
        asset = Asset.objects.get(pk=rng.choice(self.movable).pk)
        why, room = rng.choice(self.data["moves"])
        values: dict[str, Any] = {
            "occurred_on": clock.today(),
            "subject": asset,
            "title": why,
            "record_number": f"030/{rng.randint(10, 99)}/35.07.29/{clock.today().year}",
        }
        if rng.random() < 0.6 and asset.now_in != self.rooms[room]:
            values |= {"kind": "pindah", "to_room": self.rooms[room]}
        else:
            worse = {"B": "RR", "RR": "RB", "RB": "RR"}[asset.now_is]
            values |= {"kind": "keadaan", "condition": worse, "title": "Hasil pemeriksaan berkala"}
        record_entry(book=book_named("asset_move"), actor=self.cast.actor(KEEPER), values=values)
        if values.get("condition") == "RB" and rng.random() < 0.7:
            self._later(6, partial(self._propose, asset))

    def _propose(self, asset: Asset) -> None:
        current = Asset.objects.get(pk=asset.pk)
        if current.state == "recorded":
            number = f"Rusak berat, usulan 030/{asset.pk % 90 + 10}/35.07.29/{clock.today().year}"
            add_milestone(
                entry=current, what="proposed", on=clock.today(), note=number, actor=self.cast.actor(KEEPER)
            )
            self.movable = [row for row in self.movable if row.pk != asset.pk]

    # ---- vehicles -------------------------------------------------------------------------------

    def watch_papers(self) -> None:
        """Looked at every other week; what is due within three weeks is submitted, then paid."""
        today = clock.today()
        open_ = set(VehicleRenewal.objects.filter(state="submitted").values_list("vehicle_id", flat=True))
        papers = papers_of([vehicle.pk for vehicle in self.vehicles])
        for vehicle in self.vehicles:
            known = papers[vehicle.pk]
            for kind, on in (("lima_tahunan", known.plate_due), ("tahunan", known.tax_due)):
                if on is None or on > today + timedelta(days=21) or vehicle.pk in open_:
                    continue
                open_.add(vehicle.pk)
                renewal = record_entry(
                    book=VehicleRenewals,
                    actor=self.cast.actor(KEEPER),
                    values={"occurred_on": today, "vehicle_id": vehicle.pk, "kind": kind, "due_on": on},
                )
                self._later(4, partial(self._pay, renewal, on))

    def _pay(self, renewal: VehicleRenewal, due: date) -> None:
        yearly = renewal.kind == "tahunan"
        car = renewal.vehicle.title.startswith("Mobil")
        pay_renewal(
            renewal=renewal,
            actor=self.cast.actor(KEEPER),
            on=clock.today(),
            valid_until=add_years(due, 1 if yearly else 5),
            amounts={
                "tax": Decimal(1_640_000 if car else 184_000),
                "levy": Decimal(143_000 if car else 35_000),
                "fees": Decimal(0 if yearly else (300_000 if car else 160_000)),
            },
            note=f"Bukti bayar {renewal.pk:06}",
        )

    # ---- requests and opname --------------------------------------------------------------------

    def ask(self, rng: Random) -> None:
        row = rng.choice(self.data["requests"])
        wanted = {self.store.items[name]: Decimal(quantity) for quantity, name in row["want"]}
        request = submit_request(
            actor=self.cast.actor(row["who"]), wanted=wanted, purpose=row["for"], on=clock.today()
        )
        self._later(1, partial(self._judge, request, rng))

    def _judge(self, request: SupplyRequest, rng: Random) -> None:
        head = self.cast.actor(HEAD)
        if rng.random() < 0.08:
            reason = "Persediaan untuk bagian ini bulan ini sudah diberikan."
            add_milestone(entry=request, what="refused", on=clock.today(), note=reason, actor=head)
            return
        first = request.asked[0]
        granted = {first.item: first.quantity - 1} if first.quantity > 2 and rng.random() < 0.3 else {}
        approved = approve_request(request=request, actor=head, granted=granted, on=clock.today())
        self._later(1, partial(self._hand_out, approved))

    def _hand_out(self, request: SupplyRequest) -> None:
        names = {item.pk: name for name, item in self.store.items.items()}
        have = {
            line.item: min(line.granted, Decimal(self.store.left[names[line.item]])) for line in request.asked
        }
        if not any(have.values()):
            return  # waits for the next delivery
        issue_request(
            request=request,
            actor=self.cast.actor(KEEPER),
            quantities=have,
            on=clock.today(),
            receiver=str(request.person),
        )
        for item, quantity in have.items():
            self.store.left[names[item]] -= int(quantity)

    def count(self, rng: Random) -> None:
        actor = self.cast.actor(KEEPER)
        today = clock.today()
        made = record_entry(book=StockCounts, actor=actor, values={"occurred_on": today})
        counted: dict[int, Decimal] = {}
        reasons: dict[int, str] = {}
        books = book_quantities(self.cast.office.pk, today)
        for name, item in self.store.items.items():
            left = books.get(item.pk, Decimal(0))
            missing = 1 if left > 3 and rng.random() < 0.2 else 0
            counted[item.pk] = left - missing
            if missing:
                reasons[item.pk] = rng.choice(
                    ("Rusak kena air", "Rusak saat disimpan", "Lupa dicatat keluar")
                )
                self.store.left[name] -= missing
        fill_count(count=made, actor=actor, counted=counted, reasons=reasons)
        # Approved the same day, before anything moves: a count holds for what it was counted on.
        current = StockCount.objects.get(pk=made.pk)
        approve_count(count=current, actor=self.cast.actor(HEAD), on=today)

    # ---- purchases and reports ------------------------------------------------------------------

    def buy(self, rng: Random) -> None:
        title, kind, quantity, unit, price, supplier, used_by = rng.choice(self.data["procurements"])
        today = clock.today()
        number = f"027/{rng.randint(10, 98)}/SPK/{today.year}"
        bought = record_entry(
            book=book_named("procurement"),
            actor=self.cast.actor(KEEPER),
            values={
                "occurred_on": today,
                "kind": kind,
                "title": title,
                "quantity": Decimal(quantity),
                "unit": unit,
                "unit_price": Decimal(price),
                "supplier": supplier,
                "contract_number": number,
                "contract_date": today,
                "payment_number": f"SPM-LS/{rng.randint(10, 98)}/{today.year}",
                "payment_date": None,
                "used_by": used_by,
                "external_ref": "",
            },
        )
        steps = (("received", 5, "Berita acara lengkap"), ("paid", 4, "SPM terbit"), ("reported", 3, ""))
        self._step(bought, list(steps))

    def _step(self, entry: Entry, steps: list[tuple[str, int, str]]) -> None:
        if steps:
            self._later(steps[0][1], partial(self._take, entry, steps))

    def _take(self, entry: Entry, steps: list[tuple[str, int, str]]) -> None:
        what, _, note = steps[0]
        add_milestone(entry=entry, what=what, on=clock.today(), note=note, actor=self.cast.actor(KEEPER))
        self._step(entry, steps[1:])

    def report(self, kind: str, year: int) -> None:
        made = record_entry(
            book=book_named("inventory_report"),
            actor=self.cast.actor(KEEPER),
            values={
                "occurred_on": clock.today(),
                "kind": kind,
                "period_year": year,
                "recipient": "BKAD Kabupaten Malang",
            },
        )
        self._later(3, partial(self._approve, made))

    def _approve(self, made: Entry) -> None:
        add_milestone(entry=made, what="approved", on=clock.today(), actor=self.cast.actor(HEAD))
        self._later(2, partial(self._send, made))

    def _send(self, made: Entry) -> None:
        note = f"030/{made.pk % 80 + 10}/35.07.29/{made.year}, {format_date(clock.today())}"
        add_milestone(entry=made, what="sent", on=clock.today(), note=note, actor=self.cast.actor(KEEPER))


_NUMBERS = {"price", "area_m2", "floor_m2", "length_km", "width_m"}
