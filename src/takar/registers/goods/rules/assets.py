"""What follows when assets, their moves and the papers of vehicles are written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from django.core.exceptions import ValidationError

from takar.kernel.errors import DomainError
from takar.ledger.books import Book, Change, Event
from takar.ledger.models import CANCELLED, Entry
from takar.registers.goods.models import (
    Asset,
    AssetMove,
    AssetSeries,
    Condition,
    InventoryReport,
    Kib,
    VehicleRenewal,
)
from takar.registers.goods.selectors import papers_of

GONE = ("disposed", CANCELLED)
_LAST_PLAIN = 9999
_REGISTER = re.compile(r"\d{4}|[A-Z]\d{3}")


# ---- assets -------------------------------------------------------------------------------------


def prepare_asset(entry: Asset, book: type[Book]) -> None:
    own = set(book.fields(entry.kind))
    for field in entry._meta.local_concrete_fields:
        if field.name in own and getattr(entry, field.name) not in (None, ""):
            try:
                field.run_validators(getattr(entry, field.name))
            except ValidationError as error:
                raise DomainError(error.messages[0], field=field.name) from error
    if entry.condition == Condition.MIDDLING and entry.kind != Kib.BUILDING:
        raise DomainError("Rusak sedang hanya dipakai untuk gedung (KIB C).", field="condition")
    entry.register = entry.register.upper().strip()
    if entry.register.isdecimal():
        entry.register = entry.register.zfill(4)
    if entry.register and not _REGISTER.fullmatch(entry.register):
        raise DomainError("Register empat angka, misalnya 0001; sesudah 9999 menjadi A000.", field="register")
    if entry.factory_number and entry.pieces != 1:
        raise DomainError("Barang bernomor pabrik dicatat satu per satu.", field="pieces")
    entry.plate = " ".join(entry.plate.upper().split())
    entry.year_made = entry.year_made or (None if entry.kind in "af" else entry.occurred_on.year)


def apply_asset(event: Event[Asset]) -> None:
    """Register, and where and how the asset is now."""
    entry = event.entry
    if event.change in (Change.CANCELLED, Change.ADVANCED):
        return
    if event.change is Change.RECORDED or (
        (event.before["code"], event.before["register"]) != (entry.code, entry.register)
    ):
        _give_register(entry)
    _stand(entry)


def why_not_cancelled(asset: Asset) -> str:
    """What rests on the asset is taken back first."""
    renewals = VehicleRenewal.objects.filter(vehicle_id=asset.pk)
    if asset.moves.exclude(state=CANCELLED).exists() or renewals.exclude(state=CANCELLED).exists():
        return "Aset ini sudah dimutasi atau diperpanjang suratnya. Batalkan dahulu entri itu."
    return ""


def _give_register(entry: Asset) -> None:
    """The next register of the code, or the given one if no other asset of the office has it."""
    AssetSeries.objects.bulk_create(
        [AssetSeries(office_id=entry.office_id, code=entry.code)], ignore_conflicts=True
    )
    series = AssetSeries.objects.select_for_update().get(office_id=entry.office_id, code=entry.code)
    same = Asset.objects.filter(office_id=entry.office_id, code=entry.code).exclude(pk=entry.pk)
    if entry.register:
        if same.filter(register=entry.register).exclude(state=CANCELLED).exists():
            raise DomainError(f"Register {entry.register} kode {entry.code} sudah dipakai.", field="register")
        place = register_place(entry.register)
    else:
        place = series.last + 1
        entry.register = register_words(place)
    AssetSeries.objects.filter(pk=series.pk).update(last=max(place, series.last))
    Asset.objects.filter(pk=entry.pk).update(register=entry.register)


def register_words(place: int) -> str:
    """1 -> ``0001``; 10000 -> ``A000``: after 9999 the register goes on with letters."""
    if place <= _LAST_PLAIN:
        return f"{place:04}"
    letter, rest = divmod(place - _LAST_PLAIN - 1, 1000)
    if letter > 25:
        raise DomainError("Register kode ini sudah habis (Z999).", field="register")
    return f"{chr(ord('A') + letter)}{rest:03}"


def register_place(register: str) -> int:
    """The other way round."""
    if register.isdecimal():
        return int(register)
    return _LAST_PLAIN + 1 + (ord(register[0]) - ord("A")) * 1000 + int(register[1:])


def _stand(asset: Asset, *, without: int | None = None) -> None:
    """Room and condition after all moves in force. Call under the asset's entry lock.

    ``without``: a move that is being cancelled and still stands in its own row.
    """
    moves = AssetMove.objects.filter(subject_id=asset.pk).exclude(state=CANCELLED)
    if without is not None:
        moves = moves.exclude(pk=without)
    asset.now_in_id, asset.now_is = _place(asset, moves.order_by("occurred_on", "pk"))
    Asset.objects.filter(pk=asset.pk).update(now_in_id=asset.now_in_id, now_is=asset.now_is)


def _place(asset: Asset, moves: Iterable[AssetMove]) -> tuple[int | None, str]:
    """What the asset began with, changed by each move in the order of days."""
    room_id, condition = asset.room_id, asset.condition
    for move in moves:
        room_id, condition = move.to_room_id or room_id, move.condition or condition
    return room_id, condition


# ---- moves --------------------------------------------------------------------------------------


def prepare_move(entry: AssetMove) -> None:
    asset = entry.subject
    if asset.state in GONE:
        raise DomainError("Aset ini sudah dihapus atau dibatalkan.", field="subject")
    if entry.occurred_on < asset.occurred_on:
        raise DomainError("Tanggal ini mendahului perolehan asetnya.", field="occurred_on")
    if entry.kind == "pindah":
        if entry.to_room is None:
            raise DomainError("Pilih ruangan baru.", field="to_room")
    elif not entry.condition:
        raise DomainError("Pilih keadaan baru.", field="condition")
    if entry.condition == Condition.MIDDLING and asset.kind != Kib.BUILDING:
        raise DomainError("Rusak sedang hanya dipakai untuk gedung (KIB C).", field="condition")
    if entry._state.adding:
        entry.from_room_id, entry.was = asset.now_in_id, asset.now_is
    entry.title = entry.title or asset.title
    entry.area_id = entry.area_id or asset.area_id


def apply_move(event: Event[AssetMove]) -> None:
    """Carry the change to the asset, under the asset's lock."""
    if event.change is Change.ADVANCED:
        return
    move = event.entry
    assets = {move.subject_id} | ({event.before["subject_id"]} if event.before else set())
    for asset_id in sorted(assets):
        Entry.objects.select_for_update().get(pk=asset_id)
        asset = Asset.objects.get(pk=asset_id)
        _stand(asset, without=move.pk if event.change is Change.CANCELLED else None)


def wrong_places(office_id: int) -> Iterator[str]:
    """Assets whose present room or condition does not follow from what was told."""
    moves: dict[int, list[AssetMove]] = {}
    rows = AssetMove.objects.filter(office_id=office_id).exclude(state=CANCELLED)
    for move in rows.order_by("occurred_on", "pk"):
        moves.setdefault(move.subject_id, []).append(move)
    for asset in Asset.objects.filter(office_id=office_id):
        if (asset.now_in_id, asset.now_is) != _place(asset, moves.get(asset.pk, ())):
            yield f"Aset {asset.label_code} {asset.title}: ruangan atau keadaannya tidak sesuai mutasinya."


# ---- vehicles and reports -----------------------------------------------------------------------


def prepare_renewal(entry: VehicleRenewal, kinds: Mapping[str, str]) -> None:
    """Which due date it answers, and a title people recognise."""
    vehicle = entry.vehicle
    if vehicle.state in GONE:
        raise DomainError("Kendaraan ini sudah dihapus atau dibatalkan.", field="vehicle")
    if entry.due_on is None:
        papers = papers_of([vehicle.pk])[vehicle.pk]
        entry.due_on = papers.tax_due if entry.kind == "tahunan" else papers.plate_due
    entry.title = entry.title or f"{kinds.get(entry.kind, 'Perpanjangan')} {vehicle.plate}"


def prepare_report(entry: InventoryReport, kinds: Mapping[str, str]) -> None:
    entry.title = entry.title or f"{kinds.get(entry.kind, 'Laporan barang')} {entry.period_year}"
