"""The demo: Kecamatan Gedangan with invented people and a believable year and more of entries.

Everything is written through the same services as an office's own work, in the order of the days,
so that numbers, history and rights are what they would be in real use.
"""

from __future__ import annotations

DEMO_PASSWORD = "gedangan-demo"
"""Known to everybody who reads this: never keep it where strangers can reach the server."""

SHOWN_ACCOUNTS = {
    "camat": "Camat",
    "sekretaris": "Sekretaris Kecamatan",
    "kasi": "Kasi Pemerintahan",
    "umum": "Pengadministrasi Umum (juru surat)",
}
"""Printed by `takar serve` as long as they keep the demo's password."""
