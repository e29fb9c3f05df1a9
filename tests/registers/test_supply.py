"""From a request to what is handed out; what an opname changes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.factories import Cast, entry_of, stock_item
from tests.registers.test_goods import issue, left, receive

from takar.kernel.errors import DomainError, NotFound, Refused
from takar.ledger.audit import verify
from takar.ledger.models import EntryLink
from takar.ledger.services import add_milestone, cancel_entry, correct_entry, withdraw_milestone
from takar.registers.goods.models import StockAdjustment, StockCount, StockIssue, SupplyRequest
from takar.registers.goods.selectors import last_price
from takar.registers.goods.services import (
    approve_count,
    approve_request,
    fill_count,
    issue_request,
    submit_request,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]
TODAY = date(2026, 7, 15)


@pytest.fixture
def asked(cast: Cast) -> SupplyRequest:
    """Pengadministrasi Pemerintahan, who keeps no book, needs paper and ink."""
    paper, ink = stock_item(cast.office), stock_item(cast.office, "Tinta hitam", unit="botol")
    receive(cast, paper, "10", unit_price=Decimal(50_000))
    receive(cast, ink, "1", unit_price=Decimal(98_000))
    return submit_request(
        actor=cast.government_clerk.actor,
        wanted={paper: Decimal(4), ink: Decimal(2)},
        purpose="Bahan pembinaan desa",
        on=TODAY,
    )


def approved(cast: Cast, request: SupplyRequest, granted: dict[int, Decimal] | None = None) -> SupplyRequest:
    return approve_request(
        request=request, actor=cast.general_head.actor, granted=granted or {}, on=TODAY
    )  # fmt: skip


def test_a_request_is_understood_line_by_line(cast: Cast, asked: SupplyRequest) -> None:
    assert asked.kind == "atk"
    assert asked.person == cast.government_clerk.person
    assert asked.asked_words == "4 rim Kertas HVS F4; 2 botol Tinta hitam"
    typed = entry_of("supply_request", cast, wanted="1,5 kertas hvs\n2 x Tinta hitam\n", kind="")
    assert typed.wanted == "1,5 rim Kertas HVS F4\n2 botol Tinta hitam"
    assert typed.kind == "atk"


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("Kertas HVS F4", "Baris 1: mulai dengan banyaknya"),
        (
            "2 rim Kertas HVS F4\n3 Kertas HVS A4",
            "Baris 2: tidak ada barang.*Mungkin maksudnya: Kertas HVS F4",
        ),
        ("2 Kertas HVS F4\n1 rim kertas hvs f4", "Baris 2: Kertas HVS F4 sudah ditulis"),
        ("0 Kertas HVS F4", "Baris 1: banyaknya"),
        (" \n ", "Isi kolom Barang yang diminta"),
    ],
)
def test_a_line_that_says_nothing_is_named(cast: Cast, wanted: str, said: str) -> None:
    stock_item(cast.office)
    with pytest.raises(DomainError, match=said) as error:
        entry_of("supply_request", cast, wanted=wanted)
    assert error.value.field == "wanted"


def test_the_neighbour_s_items_are_unknown(cast: Cast) -> None:
    stock_item(cast.neighbour_office, "Blangko KTP")
    with pytest.raises(DomainError, match="tidak ada barang"):
        entry_of("supply_request", cast, wanted="1 Blangko KTP")


def test_an_approved_request_is_handed_out_in_one_step(cast: Cast, asked: SupplyRequest) -> None:
    paper, ink = (line.item for line in asked.asked)
    ready = approved(cast, asked, {ink: Decimal(1)})
    assert [line.granted for line in ready.asked] == [4, 1]
    made = issue_request(
        request=ready, actor=cast.stock_clerk.actor, quantities={}, on=TODAY, receiver="Yuni"
    )  # fmt: skip
    assert [(i.item_id, i.quantity, i.receiver) for i in made] == [(paper, 4, "Yuni"), (ink, 1, "Yuni")]
    assert {i.purpose for i in made} == {"Bahan pembinaan desa"}
    assert SupplyRequest.objects.get(pk=asked.pk).state == "issued"
    assert EntryLink.objects.filter(target_id=asked.pk, relation="supply_request").count() == 2
    with pytest.raises(DomainError):
        issue_request(request=ready, actor=cast.stock_clerk.actor, quantities={}, on=TODAY, receiver="Yuni")
    assert StockIssue.objects.filter(office=cast.office).count() == 2
    assert list(verify(cast.office.pk)) == []


def test_all_or_nothing_when_one_item_is_gone(cast: Cast, asked: SupplyRequest) -> None:
    ready = approved(cast, asked)
    with pytest.raises(DomainError, match="Persediaan Tinta hitam tinggal 1 botol"):
        issue_request(request=ready, actor=cast.stock_clerk.actor, quantities={}, on=TODAY, receiver="Yuni")
    assert not StockIssue.objects.filter(office=cast.office).exists()
    assert SupplyRequest.objects.get(pk=asked.pk).state == "approved"
    assert left(stock_item(cast.office)) == 10
    assert list(verify(cast.office.pk)) == []


def test_who_decides_and_who_hands_out(cast: Cast, asked: SupplyRequest) -> None:
    for member in (cast.government_clerk, cast.stock_clerk, cast.section_head, cast.planner):
        with pytest.raises(Refused):
            approve_request(request=asked, actor=member.actor, granted={}, on=TODAY)
    with pytest.raises(NotFound):
        approve_request(request=asked, actor=cast.neighbour_camat.actor, granted={}, on=TODAY)
    own = submit_request(
        actor=cast.general_head.actor,
        wanted={stock_item(cast.office): Decimal(1)},
        purpose="Rapat",
        on=TODAY,
    )
    with pytest.raises(Refused):
        approve_request(request=own, actor=cast.general_head.actor, granted={}, on=TODAY)
    approve_request(request=own, actor=cast.secretary.actor, granted={}, on=TODAY)
    ready = approved(cast, asked)
    for member in (cast.clerk, cast.government_clerk, cast.planner):
        with pytest.raises(Refused):
            issue_request(request=ready, actor=member.actor, quantities={}, on=TODAY, receiver="x")


def test_an_approval_gives_no_more_than_was_asked_and_not_nothing(cast: Cast, asked: SupplyRequest) -> None:
    paper, ink = (line.item for line in asked.asked)
    with pytest.raises(DomainError, match="Kertas HVS F4: yang disetujui antara nol dan 4 rim"):
        approved(cast, asked, {paper: Decimal(5)})
    with pytest.raises(DomainError, match="Tolak permintaannya"):
        approved(cast, asked, {paper: Decimal(0), ink: Decimal(0)})


def test_what_was_decided_is_not_changed_under_it(cast: Cast, asked: SupplyRequest) -> None:
    ready = approved(cast, asked)
    with pytest.raises(DomainError, match="sudah diputuskan"):
        correct_entry(
            entry=ready, actor=cast.stock_clerk.actor, values={"wanted": "9 Kertas HVS F4"}, reason="x"
        )
    made = issue_request(
        request=ready,
        actor=cast.stock_clerk.actor,
        quantities={ready.asked[1].item: Decimal(0)},
        on=TODAY,
        receiver="Yuni",
    )
    recorded = ready.milestones.get(what="issued")
    with pytest.raises(DomainError, match="sudah lahir entri lain"):
        withdraw_milestone(milestone=recorded, actor=cast.stock_clerk.actor, reason="x")
    with pytest.raises(DomainError, match="Batalkan dahulu pengeluarannya"):
        cancel_entry(entry=ready, actor=cast.stock_clerk.actor, reason="x")
    cancel_entry(entry=made[0], actor=cast.stock_clerk.actor, reason="Tidak jadi")
    cancel_entry(entry=ready, actor=cast.stock_clerk.actor, reason="Tidak jadi")
    assert left(stock_item(cast.office)) == 10
    assert list(verify(cast.office.pk)) == []


def test_a_refused_request_is_not_handed_out(cast: Cast, asked: SupplyRequest) -> None:
    add_milestone(entry=asked, what="refused", on=TODAY, note="Habis", actor=cast.general_head.actor)
    with pytest.raises(DomainError):
        approved(cast, SupplyRequest.objects.get(pk=asked.pk))


# ---- opname -------------------------------------------------------------------------------------


def counted(cast: Cast, **numbers: str) -> StockCount:
    made = entry_of("stock_count", cast)
    items = {name: stock_item(cast.office, name) for name in numbers}
    fill_count(
        count=made,
        actor=cast.stock_clerk.actor,
        counted={items[name].pk: Decimal(number) for name, number in numbers.items()},
        reasons={item.pk: f"{name} rusak" for name, item in items.items()},
    )
    return StockCount.objects.get(pk=made.pk)


def test_an_approved_count_makes_the_books_say_what_is_there(cast: Cast) -> None:
    paper, ink, soap = (stock_item(cast.office, name) for name in ("Kertas", "Tinta", "Sabun"))
    receive(cast, paper, "10", unit_price=Decimal(50_000), occurred_on=date(2026, 6, 1))
    receive(cast, ink, "4", unit_price=Decimal(90_000))
    receive(cast, soap, "2")
    count = counted(cast, Kertas="8,5".replace(",", "."), Tinta="5", Sabun="2")
    assert count.difference_count == 2
    made = approve_count(count=count, actor=cast.general_head.actor, on=TODAY)
    values = {a.item_id: (a.direction, a.quantity, a.title) for a in made}
    assert values == {
        paper.pk: ("kurang", Decimal("1.5"), "Kertas rusak"),
        ink.pk: ("lebih", 1, "Tinta rusak"),
    }
    assert (left(paper), left(ink), left(soap)) == (Decimal("8.5"), 5, 2)
    assert made[0].card.cost == 75_000
    assert next(a for a in made if a.sign > 0).unit_price == 90_000 == last_price(ink.pk)
    assert list(verify(cast.office.pk)) == []
    with pytest.raises(DomainError, match="Batalkan dahulu penyesuaian"):
        cancel_entry(entry=count, actor=cast.stock_clerk.actor, reason="x")
    for adjustment in made:
        cancel_entry(entry=adjustment, actor=cast.stock_clerk.actor, reason="Salah hitung")
    assert (left(paper), left(ink)) == (10, 4)
    cancel_entry(entry=StockCount.objects.get(pk=count.pk), actor=cast.stock_clerk.actor, reason="x")
    assert list(verify(cast.office.pk)) == []


def test_a_difference_is_explained(cast: Cast) -> None:
    paper = stock_item(cast.office, "Kertas")
    receive(cast, paper, "10")
    count = entry_of("stock_count", cast)
    with pytest.raises(DomainError, match="Kertas: selisih -1 rim harus dijelaskan"):
        fill_count(count=count, actor=cast.stock_clerk.actor, counted={paper.pk: Decimal(9)}, reasons={})
    fill_count(count=count, actor=cast.stock_clerk.actor, counted={paper.pk: Decimal(10)}, reasons={})
    assert not approve_count(
        count=StockCount.objects.get(pk=count.pk), actor=cast.camat.actor, on=TODAY
    )  # nothing differs


def test_who_counts_does_not_approve_and_an_old_count_is_counted_again(cast: Cast) -> None:
    paper = stock_item(cast.office, "Kertas")
    receive(cast, paper, "10")
    count = counted(cast, Kertas="9")
    for member in (cast.stock_clerk, cast.clerk, cast.planner):
        with pytest.raises(Refused):
            approve_count(count=count, actor=member.actor, on=TODAY)
    issue(cast, paper, "1")
    with pytest.raises(DomainError, match="berubah sejak dihitung: Kertas"):
        approve_count(count=count, actor=cast.general_head.actor, on=TODAY)
    assert not StockAdjustment.objects.filter(office=cast.office).exists()


def test_an_empty_count_is_not_approved(cast: Cast) -> None:
    count = entry_of("stock_count", cast)
    with pytest.raises(DomainError, match="belum diisi"):
        approve_count(count=count, actor=cast.camat.actor, on=TODAY)
