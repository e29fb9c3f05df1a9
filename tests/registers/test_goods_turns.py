"""Whose turn it is in the goods books: every state says it, and nothing waits for who would be refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.factories import Cast, Member, asset_of, entry_of, stock_item
from tests.registers.test_goods import issue, receive

from takar.kernel.access import visible
from takar.kernel.errors import DomainError
from takar.ledger.actions import action_at, actions_of, offered, waiting_for
from takar.ledger.actions.general import Cancel
from takar.ledger.books import Book, Group, MilestoneSpec, all_books
from takar.ledger.models import Entry
from takar.ledger.order import not_yet
from takar.ledger.services import add_milestone, cancel_entry
from takar.organisation.models import Assignment
from takar.registers.goods.models import StockCount
from takar.registers.goods.services import (
    approve_count,
    approve_request,
    fill_count,
    issue_request,
    pay_renewal,
    submit_request,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]
TODAY = date(2026, 7, 15)
GOODS = [book for book in all_books() if book.group is Group.GOODS]


def waits(member: Member, entry: Entry) -> list[str]:
    """The headings under which this entry waits for somebody today."""
    found = waiting_for(member.fresh())
    return [w.action.waits_as for w in found if w.rows.filter(pk=entry.pk).exists()]


def turns_of(cast: Cast, entry: Entry) -> dict[str, list[str]]:
    """Member -> headings, of those for whom it waits."""
    found = {name: waits(member, entry) for name, member in cast.members.items()}
    return {name: headings for name, headings in found.items() if headings}


def step(cast: Cast, entry: Entry, what: str) -> None:
    keeper = cast.keeper(entry.declaration).actor
    add_milestone(entry=entry, what=what, on=TODAY, note="Nomor 1", actor=keeper)


def codes(member: Member, entry: Entry) -> set[str]:
    """The steps that somebody is offered on an entry."""
    now = type(entry).objects.get(pk=entry.pk)
    return {action.code for action in offered(member.fresh(), now) if action.is_step(now)}


# ---- requests ---------------------------------------------------------------------------------------


def test_a_request_goes_from_the_head_to_the_store_room(cast: Cast) -> None:
    paper = stock_item(cast.office)
    receive(cast, paper, "10")
    asked = submit_request(
        actor=cast.government_clerk.actor, wanted={paper: Decimal(1)}, purpose="Rapat", on=TODAY
    )  # fmt: skip
    assert turns_of(cast, asked) == {"general_head": ["Permintaan barang menunggu persetujuan"]}
    approve_request(request=asked, actor=cast.general_head.actor, granted={}, on=TODAY)
    assert turns_of(cast, asked) == {"stock_clerk": ["Permintaan barang siap dikeluarkan"]}
    issue_request(request=asked, actor=cast.stock_clerk.actor, quantities={}, on=TODAY, receiver="Yuni")
    assert turns_of(cast, asked) == {}


def test_what_the_head_asked_or_wrote_down_waits_for_the_leaders(cast: Cast) -> None:
    wanted = {stock_item(cast.office): Decimal(1)}
    own = submit_request(actor=cast.general_head.actor, wanted=wanted, purpose="Rapat", on=TODAY)
    on_behalf = entry_of(
        "supply_request", cast, actor=cast.general_head.actor, wanted="1 Kertas HVS F4",
        position=cast.clerk.position, person=cast.clerk.person,
    )  # fmt: skip
    for entry in (own, on_behalf):
        assert set(turns_of(cast, entry)) == {"camat", "secretary"}


def test_while_the_head_s_position_is_empty_the_leaders_decide(cast: Cast) -> None:
    asked = entry_of("supply_request", cast, wanted=f"1 {stock_item(cast.office).name}")
    assert set(turns_of(cast, asked)) == {"general_head"}
    Assignment.objects.filter(position=cast.general_head.position).update(ends_on=TODAY)
    assert set(turns_of(cast, asked)) == {"camat", "secretary"}


def test_a_request_whose_goods_left_is_not_offered_to_be_cancelled(cast: Cast) -> None:
    paper = stock_item(cast.office)
    receive(cast, paper, "10")
    asked = entry_of("supply_request", cast, wanted="1 Kertas HVS F4")
    approve_request(request=asked, actor=cast.general_head.actor, granted={}, on=TODAY)
    (out,) = issue_request(
        request=asked, actor=cast.stock_clerk.actor, quantities={}, on=TODAY, receiver="Yuni"
    )  # fmt: skip
    cancel, keeper = Cancel(asked.declaration), cast.stock_clerk.actor
    assert "Batalkan dahulu pengeluarannya" in cancel.refusal(keeper, asked)
    cancel_entry(entry=out, actor=keeper, reason="Tidak jadi")
    assert cancel.refusal(keeper, asked) == ""


# ---- opname -----------------------------------------------------------------------------------------


def test_a_count_goes_back_to_its_keepers_when_the_books_changed(cast: Cast) -> None:
    paper = stock_item(cast.office)
    receive(cast, paper, "10")
    count = entry_of("stock_count", cast)
    assert turns_of(cast, count) == {"stock_clerk": ["Opname menunggu hitungan"]}
    assert codes(cast.stock_clerk, count) == {"fill"}
    assert codes(cast.general_head, count) == {"fill"}

    def write_down(quantity: str) -> None:
        now = StockCount.objects.get(pk=count.pk)
        counted, reasons = {paper.pk: Decimal(quantity)}, {paper.pk: "Rusak"}
        fill_count(count=now, actor=cast.stock_clerk.actor, counted=counted, reasons=reasons)

    write_down("9")
    assert turns_of(cast, count) == {"general_head": ["Opname menunggu pengesahan"]}
    assert codes(cast.general_head, count) == {"approve"}
    issue(cast, paper, "1")
    assert turns_of(cast, count) == {"stock_clerk": ["Opname menunggu hitungan"]}
    stale = StockCount.objects.get(pk=count.pk)
    refused = action_at(stale.declaration, "sahkan-opname").refusal(cast.general_head.actor, stale)
    assert "berubah sejak dihitung: Kertas HVS F4" in refused
    with pytest.raises(DomainError, match=refused):
        approve_count(count=stale, actor=cast.general_head.actor, on=TODAY)
    write_down("8")
    assert turns_of(cast, count) == {"general_head": ["Opname menunggu pengesahan"]}
    approve_count(count=StockCount.objects.get(pk=count.pk), actor=cast.general_head.actor, on=TODAY)
    assert turns_of(cast, count) == {}


def test_an_opname_approved_twice_says_so(cast: Cast) -> None:
    paper = stock_item(cast.office)
    receive(cast, paper, "10")
    count = entry_of("stock_count", cast)
    fill_count(
        count=count, actor=cast.stock_clerk.actor, counted={paper.pk: Decimal(9)}, reasons={paper.pk: "Rusak"}
    )
    now = StockCount.objects.get(pk=count.pk)
    assert len(approve_count(count=now, actor=cast.general_head.actor, on=TODAY)) == 1
    with pytest.raises(DomainError, match="“Disahkan” sudah tercatat"):
        approve_count(count=now, actor=cast.general_head.actor, on=TODAY)


# ---- purchases, vehicles, assets, reports --------------------------------------------------------------


def test_a_purchase_waits_for_its_keepers_until_it_is_reported(cast: Cast) -> None:
    bought = entry_of("procurement", cast)
    headings = [
        "Pengadaan menunggu barang diterima", "Pengadaan menunggu pembayaran", "Pengadaan menunggu dilaporkan",
    ]  # fmt: skip
    for heading, what in zip(headings, ("received", "paid", "reported"), strict=True):
        assert turns_of(cast, bought) == {"stock_clerk": [heading]}
        step(cast, bought, what)
    assert turns_of(cast, bought) == {}


def test_a_renewal_waits_until_it_is_paid_the_earliest_due_first(cast: Cast) -> None:
    late, soon = (
        entry_of("vehicle_renewal", cast, due_on=due) for due in (date(2026, 8, 20), date(2026, 7, 1))
    )
    assert turns_of(cast, soon) == {"stock_clerk": ["Perpanjangan surat kendaraan menunggu pembayaran"]}
    (waiting,) = [w for w in waiting_for(cast.stock_clerk.fresh()) if w.action.code == "pay" and w.rows]
    assert [row.pk for row in waiting.rows] == [soon.pk, late.pk]
    amounts = {"tax": Decimal(184_000), "levy": Decimal(35_000)}
    pay_renewal(
        renewal=soon, actor=cast.stock_clerk.actor, on=TODAY, valid_until=date(2027, 7, 1), amounts=amounts
    )  # fmt: skip
    assert turns_of(cast, soon) == {}


def test_a_proposed_asset_waits_for_the_decision(cast: Cast) -> None:
    made = asset_of(cast.office)
    assert turns_of(cast, made) == {}
    step(cast, made, "proposed")
    assert turns_of(cast, made) == {"stock_clerk": ["Aset menunggu keputusan penghapusan"]}
    step(cast, made, "disposed")
    assert turns_of(cast, made) == {}


@pytest.mark.parametrize(
    ("kind", "year", "over"),
    [
        ("semester_1", 2026, True),
        ("semester_1", 2027, False),
        ("semester_2", 2025, True),
        ("semester_2", 2026, False),
        ("tahunan", 2025, True),
        ("tahunan", 2026, False),
    ],
)
def test_a_report_waits_for_approval_once_its_period_is_over(
    cast: Cast, kind: str, year: int, over: bool
) -> None:
    report = entry_of("inventory_report", cast, kind=kind, period_year=year)
    approve = next(a for a in actions_of(report.declaration) if a.code == "approve")
    assert (approve.refusal(cast.general_head.actor, report) == "") is over
    if not over:
        assert turns_of(cast, report) == {}
        return
    assert turns_of(cast, report) == {"general_head": ["Laporan barang menunggu persetujuan"]}
    add_milestone(entry=report, what="approved", on=TODAY, actor=cast.general_head.actor)
    assert turns_of(cast, report) == {"stock_clerk": ["Laporan barang menunggu disampaikan"]}
    step(cast, report, "sent")
    assert turns_of(cast, report) == {}


# ---- what holds for all ------------------------------------------------------------------------------


def reached(cast: Cast, recorder: Member, book: type[Book], target: MilestoneSpec) -> None:
    """An entry of the book that somebody recorded and that came as far as a milestone."""
    entry = entry_of(book, cast, actor=recorder.actor)
    happened = {book.milestones[0].code}
    for spec in book.milestones[1 : book.milestones.index(target) + 1]:
        if spec.code not in target.unless and not not_yet(book, spec, happened):
            add_milestone(
                entry=entry, what=spec.code, on=TODAY, note="1", actor=cast.camat.actor, by_service=True
            )  # fmt: skip
            happened.add(spec.code)
    assert target.code in happened


def test_what_waits_for_somebody_is_never_refused_to_them(cast: Cast) -> None:
    for book in GOODS:
        for target in book.milestones if book.recordable else ():
            for recorder in (cast.stock_clerk, cast.general_head):
                reached(cast, recorder, book, target)
    seen = set()
    for name, member in cast.members.items():
        actor = member.fresh()
        for action in (action for book in GOODS for action in actions_of(book)):
            mine = action.waiting(actor)
            for entry in visible(actor, action.book.model).filter(mine) if mine is not None else ():
                seen.add((name, action.book.code, action.code))
                assert action.refusal(actor, entry) == "", (name, action.code, entry)
    assert len(seen) > 10


def test_every_state_that_has_a_next_step_is_somebody_s_turn() -> None:
    """A last step, and an asset that simply is there, wait for nobody."""
    resting = {("asset", "recorded"), ("supply_request", "refused")}
    for book in GOODS:
        waited = {state for action in actions_of(book) for state in action.waits_in}
        ends = {spec.code for spec in book.milestones} - {c for spec in book.milestones for c in spec.after}
        for spec in book.milestones:
            open_ = spec.code not in ends and (book.code, spec.code) not in resting
            assert (spec.code in waited) is open_, (book.code, spec.code)
