"""Registers, moves and conditions of assets; papers of vehicles; reports that stay what they were."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.factories import Cast, entry_of, room, vehicle_values

from takar.kernel.errors import DomainError
from takar.ledger.audit import verify
from takar.ledger.books import book_named
from takar.ledger.forms import form_class
from takar.ledger.selectors import book_entries
from takar.ledger.services import add_milestone, cancel_entry, correct_entry
from takar.registers.goods.models import Asset, InventoryReport, Vehicle
from takar.registers.goods.rules import reports
from takar.registers.goods.rules.assets import register_place, register_words
from takar.registers.goods.selectors import held_assets, papers_of, recap_of, vehicle_dues
from takar.registers.goods.services import pay_renewal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear")]
TODAY = date(2026, 7, 15)
CODE = "1.3.2.10.01.02.001"


def asset(cast: Cast, **values: Any) -> Asset:
    made: Asset = entry_of("asset", cast, **({"register": ""} | values))
    return made


def fresh(entry: Asset) -> Asset:
    return Asset.objects.get(pk=entry.pk)


def test_registers_go_on_per_code_and_are_given_once(cast: Cast) -> None:
    assert [asset(cast).register for _ in range(2)] == ["0001", "0002"]
    assert asset(cast, code="1.3.2.05.01.04.001").register == "0001"
    assert asset(cast, register="7").register == "0007"
    assert asset(cast).register == "0008"
    with pytest.raises(DomainError, match=r"Register 0007 kode .* sudah dipakai") as error:
        asset(cast, register="0007")
    assert error.value.field == "register"
    with pytest.raises(DomainError, match="Register empat angka"):
        asset(cast, register="x1")
    assert list(verify(cast.office.pk)) == []


@pytest.mark.parametrize(
    ("place", "words"), [(1, "0001"), (9999, "9999"), (10000, "A000"), (10999, "A999"), (11000, "B000")]
)
def test_after_9999_letters_go_on(place: int, words: str) -> None:
    assert register_words(place) == words
    assert register_place(words) == place


def test_registers_end_somewhere() -> None:
    with pytest.raises(DomainError, match="habis"):
        register_words(36000)


def test_the_cancelled_one_s_register_may_be_written_again(cast: Cast) -> None:
    wrong = asset(cast, register="0005")
    cancel_entry(entry=wrong, actor=cast.stock_clerk.actor, reason="Salah")
    assert asset(cast, register="0005").register == "0005"


def test_the_form_asks_what_the_card_of_the_kind_has(cast: Cast) -> None:
    book = book_named("asset")
    land, machine = (set(book.fields(kind)) for kind in "ab")
    assert {"land_right", "certificate_number", "area_m2"} <= land
    assert "plate" in machine
    assert not land & {"plate", "brand", "storeys"}
    form = form_class(book, cast.stock_clerk.actor, only=book.fields("a"))
    assert set(form.base_fields) == land


def test_a_corrected_kind_leaves_no_columns_of_the_other(cast: Cast) -> None:
    made = asset(cast, **vehicle_values())
    changed = correct_entry(
        entry=made, actor=cast.stock_clerk.actor, values={"kind": "e", "author": "Tim"}, reason="Salah KIB"
    )
    assert isinstance(changed, Asset)
    assert (changed.plate, changed.tax_due, changed.author) == ("", None, "Tim")
    assert not Vehicle.objects.filter(pk=made.pk).exists()
    assert list(verify(cast.office.pk)) == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"code": "Komputer"}, "code"),
        ({"factory_number": "SN1", "pieces": 3}, "pieces"),
        ({"condition": "RS"}, "condition"),
        ({"year_made": 20}, "year_made"),
    ],
)
def test_what_a_card_cannot_say_is_refused(cast: Cast, values: dict[str, Any], field: str) -> None:
    with pytest.raises(DomainError) as error:
        asset(cast, **values)
    assert error.value.field == field


def test_the_list_of_a_year_shows_what_earlier_years_left(cast: Cast) -> None:
    book = book_named("asset")
    old = asset(cast, occurred_on=date(2015, 3, 2))
    new = asset(cast)
    assert set(book_entries(book, cast.clerk.actor, year=2026)) == {old, new}
    assert set(book_entries(book, cast.clerk.actor, year=2025)) == {old}
    assert old not in book_entries(book, cast.clerk.actor, year=2014)


def move(cast: Cast, subject: Asset, on: date, **values: Any) -> Any:
    return entry_of("asset_move", cast, subject=subject, occurred_on=on, **values)


def test_moves_tell_where_an_asset_is_in_the_order_of_days(cast: Cast) -> None:
    hall, store = room(cast.office, "Pendopo"), room(cast.office, "Gudang")
    made = asset(cast, occurred_on=date(2026, 1, 5))
    assert (fresh(made).now_in, fresh(made).now_is) == (made.room, "B")
    late = move(cast, made, date(2026, 5, 1), to_room=store)
    move(cast, made, date(2026, 3, 1), to_room=hall)
    move(cast, made, date(2026, 4, 1), kind="keadaan", to_room=None, condition="RB")
    assert (fresh(made).now_in, fresh(made).now_is) == (store, "RB")
    assert late.from_room == made.room
    cancel_entry(entry=late, actor=cast.stock_clerk.actor, reason="Tidak jadi pindah")
    assert fresh(made).now_in == hall
    assert list(verify(cast.office.pk)) == []
    with pytest.raises(DomainError, match="sudah dimutasi"):
        cancel_entry(entry=made, actor=cast.stock_clerk.actor, reason="x")


def test_a_move_needs_what_its_kind_changes(cast: Cast) -> None:
    made = asset(cast)
    for values, field in (
        ({"to_room": None}, "to_room"),
        ({"kind": "keadaan", "condition": ""}, "condition"),
        ({"occurred_on": date(2026, 7, 14)}, "occurred_on"),
    ):
        with pytest.raises(DomainError) as error:
            entry_of("asset_move", cast, subject=made, **values)
        assert error.value.field == field


def test_what_was_disposed_of_leaves_lists_and_moves_no_more(cast: Cast) -> None:
    made = asset(cast)
    for what in ("proposed", "disposed"):
        add_milestone(entry=made, what=what, on=TODAY, note="SK 030/1/2026", actor=cast.stock_clerk.actor)
    assert made not in held_assets(cast.clerk.actor)
    with pytest.raises(DomainError, match="sudah dihapus"):
        entry_of("asset_move", cast, subject=fresh(made))


def test_the_audit_finds_a_room_nobody_moved_it_to(cast: Cast) -> None:
    made = asset(cast)
    Asset.objects.filter(pk=made.pk).update(now_is="RB")
    assert any("tidak sesuai mutasinya" in said for said in verify(cast.office.pk))


# ---- vehicles -----------------------------------------------------------------------------------


def renew(cast: Cast, vehicle: Asset, kind: str, until: date) -> None:
    made = entry_of("vehicle_renewal", cast, vehicle_id=vehicle.pk, kind=kind, due_on=None)
    amounts = {"tax": Decimal(184_000), "levy": Decimal(35_000)}
    pay_renewal(
        renewal=made, actor=cast.stock_clerk.actor, on=TODAY, valid_until=until, amounts=amounts
    )  # fmt: skip


def test_paid_papers_move_the_next_due_date(cast: Cast) -> None:
    made = asset(
        cast, **(vehicle_values() | {"tax_due": date(2026, 7, 25), "papers_until": date(2028, 7, 25)})
    )
    renew(cast, made, "tahunan", date(2027, 7, 25))
    assert papers_of([made.pk])[made.pk].tax_due == date(2027, 7, 25)
    assert papers_of([made.pk])[made.pk].plate_due == date(2028, 7, 25)
    renew(cast, made, "lima_tahunan", date(2033, 7, 25))
    known = papers_of([made.pk])[made.pk]
    assert (known.tax_due, known.plate_due) == (date(2029, 7, 25), date(2033, 7, 25))


def test_what_is_due_is_told_in_time_and_once(cast: Cast) -> None:
    soon = asset(cast, **(vehicle_values() | {"tax_due": date(2026, 8, 14), "papers_until": None}))
    asset(cast, **(vehicle_values() | {"tax_due": date(2026, 8, 15), "papers_until": date(2026, 8, 15)}))
    first, second = vehicle_dues(cast.stock_clerk.actor)
    assert first.vehicle.pk == soon.pk
    assert first.is_due(TODAY)
    assert (second.kind, second.is_due(TODAY)) == ("lima_tahunan", False)
    submitted = entry_of("vehicle_renewal", cast, vehicle_id=soon.pk, kind="tahunan", due_on=None)
    assert submitted.due_on == date(2026, 8, 14)
    values = {due.vehicle.pk: due.renewal for due in vehicle_dues(cast.stock_clerk.actor)}
    assert values[soon.pk] == submitted
    assert soon.pk not in {due.vehicle.pk for due in vehicle_dues(cast.neighbour_clerk.actor)}


# ---- reports ------------------------------------------------------------------------------------


def test_a_report_counts_begin_in_out_and_end(cast: Cast) -> None:
    asset(cast, occurred_on=date(2025, 12, 31), price=Decimal(100), pieces=2)
    asset(cast, occurred_on=date(2026, 1, 1), price=Decimal(30))
    asset(cast, occurred_on=date(2026, 7, 1), price=Decimal(7))
    gone = asset(cast, occurred_on=date(2020, 1, 1), price=Decimal(50))
    add_milestone(entry=gone, what="proposed", on=date(2026, 6, 1), note="x", actor=cast.stock_clerk.actor)
    add_milestone(entry=gone, what="disposed", on=date(2026, 6, 30), note="x", actor=cast.stock_clerk.actor)
    (machines,) = [
        r for r in recap_of(cast.office.pk, date(2026, 1, 1), date(2026, 7, 1)) if r.kib == "b"
    ]  # fmt: skip
    assert (machines.begin, machines.begin_value) == (3, 150)
    assert (machines.came, machines.came_value) == (1, 30)
    assert (machines.left, machines.left_value) == (1, 50)
    assert (machines.end, machines.end_value) == (3, 130)


def test_an_approved_report_stays_what_it_was(cast: Cast) -> None:
    made = asset(cast, occurred_on=date(2026, 2, 2), price=Decimal(100))
    report = entry_of("inventory_report", cast)
    assert isinstance(report, InventoryReport)
    add_milestone(entry=report, what="approved", on=TODAY, actor=cast.general_head.actor)
    cancel_entry(entry=made, actor=cast.stock_clerk.actor, reason="Salah")
    figures, frozen = reports.figures_of(report)
    assert frozen
    assert figures.total.end_value == 100
    assert reports.computed(report).total.end_value == 0
    with pytest.raises(DomainError, match="masanya tidak dapat diubah"):
        correct_entry(
            entry=report, actor=cast.stock_clerk.actor, values={"period_year": 2025}, reason="Salah tahun"
        )


def test_a_report_is_approved_after_its_period(cast: Cast) -> None:
    report = entry_of("inventory_report", cast, kind="tahunan")
    with pytest.raises(DomainError, match="sesudah masanya berakhir"):
        add_milestone(entry=report, what="approved", on=TODAY, actor=cast.camat.actor)
