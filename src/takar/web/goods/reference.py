"""Goods and rooms, in Pengaturan."""

from __future__ import annotations

from takar.registers.goods.models import Room, StockItem
from takar.web.reference_kinds import Kind, register

register(
    Kind(
        "barang",
        StockItem,
        "Barang persediaan",
        "Barang pakai habis yang disimpan dan dikeluarkan kantor.",
        ("name", "unit", "category", "code", "minimum", "retired_on"),
        ("name", "unit", "category", "code", "minimum", "retired_on"),
    ),
    Kind(
        "ruangan",
        Room,
        "Ruangan",
        "Ruangan kantor tempat aset berada, dengan penanggung jawabnya untuk kartu inventaris ruangan.",
        ("code", "name", "keeper", "retired_on"),
        ("code", "name", "keeper", "retired_on"),
    ),
)
