"""NIP: the 18 digits of a civil servant, read and explained.

Source: Perka BKN 22/2007. ``YYYYMMDD`` birth, ``YYYYMM`` appointment as CPNS, sex (1 male,
2 female), three digits serial. PPPK use a scheme number instead of the appointment month, so a
strange month is a doubt and never an error.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from takar.kernel.errors import BadInput
from takar.kernel.formatting import format_date_long


@dataclass(frozen=True)
class Nip:
    digits: str
    birth: date
    appointed_year: int
    appointed_month: int | None
    sex: str
    serial: str

    @classmethod
    def parse(cls, text: str) -> Nip:
        """Read a NIP written with or without spaces; raise :class:`BadInput` naming the wrong part."""
        digits = "".join(text.split())
        if len(digits) != 18 or not digits.isascii() or not digits.isdigit():
            raise BadInput(f"NIP terdiri atas 18 angka; yang ditulis {len(digits)} tanda.", field="nip")
        try:
            birth = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
        except ValueError:
            raise BadInput(
                f"Delapan angka pertama NIP adalah tanggal lahir; {digits[:8]} bukan tanggal.", field="nip"
            ) from None
        month = int(digits[12:14])
        if digits[14] not in "12":
            raise BadInput("Angka ke-15 NIP menyatakan jenis kelamin: 1 laki-laki, 2 perempuan.", field="nip")
        return cls(
            digits=digits,
            birth=birth,
            appointed_year=int(digits[8:12]),
            appointed_month=month if 1 <= month <= 12 else None,
            sex="L" if digits[14] == "1" else "P",
            serial=digits[15:],
        )

    def __str__(self) -> str:
        """As printed on official papers: ``19660801 198803 1 001``."""
        d = self.digits
        return f"{d[:8]} {d[8:14]} {d[14]} {d[15:]}"

    def explain(self) -> str:
        sex = "laki-laki" if self.sex == "L" else "perempuan"
        return f"Lahir {format_date_long(self.birth)}, diangkat tahun {self.appointed_year}, {sex}."
