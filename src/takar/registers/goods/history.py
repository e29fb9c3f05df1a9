"""Who changed which item of the store room and which room: kept by django-auditlog and sealed."""

from __future__ import annotations

from auditlog.registry import auditlog

from takar.kernel import sealed_rows
from takar.registers.goods.models import Room, StockItem


def register() -> None:
    for model in (StockItem, Room):
        auditlog.register(model)
        sealed_rows.register(model)
