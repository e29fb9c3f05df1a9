"""Filling the blanks of a subject: months, quarters, villages, names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Any

from takar.demo.cast import Cast, read_data
from takar.kernel.formatting import MONTHS
from takar.organisation.models import Village

_ROMAN = ("I", "II", "III", "IV")


def pick(rng: Random, rows: Sequence[dict[str, Any]], month: int) -> dict[str, Any]:
    """A row whose season it is, by weight."""
    fitting = [row for row in rows if month in row.get("months", (month,))]
    return rng.choices(fitting, [row.get("weight", 1) for row in fitting])[0]


def in_season(rows: Sequence[dict[str, Any]], month: int) -> bool:
    return any(month in row.get("months", (month,)) for row in rows)


class Blanks:
    """What the placeholders mean on a day; the same village throughout one letter."""

    def __init__(self, cast: Cast, rng: Random, day: date) -> None:
        people = read_data("incoming")
        self.village: Village = rng.choice(list(cast.villages.values()))
        before = day.month - 1 or 12
        quarter = (day.month - 1) // 3
        self.values = {
            "desa": self.village.name,
            "kode_desa": self.village.code.rsplit(".", 1)[1],
            "dusun": rng.choice(people["dusun"]),
            "warga": rng.choice(people["warga"]),
            "pegawai": rng.choice(cast.staff),
            "bulan": MONTHS[day.month - 1],
            "bulan_lalu": MONTHS[before - 1],
            "triwulan": _ROMAN[quarter],
            "semester": _ROMAN[(day.month - 1) // 6],
            "tahap": rng.choice(("I", "II")),
            "tahun": str(day.year),
            "tahun_lalu": str(day.year - 1),
            "tahun_depan": str(day.year + 1),
            "hut": str(day.year - 1945),
            "periode_pangkat": f"1 {'April' if day.month < 4 else 'Oktober'} {day.year}",
        }

    def fill(self, text: str) -> str:
        return text.format(**self.values)

    def village_of(self, *texts: str) -> Village | None:
        """The village, when one of the texts speaks of it."""
        return self.village if any("{desa}" in text or "{kode_desa}" in text for text in texts) else None
