"""NIP and NIK: the numbers of civil servants and of residents, read and explained.

NIP, Perka BKN 22/2007: ``YYYYMMDD`` birth, ``YYYYMM`` appointment as CPNS, sex (1 male, 2 female),
three digits serial. PPPK use a scheme number instead of the appointment month, so a strange month
is a doubt and never an error.

NIK, UU 24/2013: province, regency and district of first registration (two digits each), ``DDMMYY``
birth with 40 added to a woman's day, four digits serial. Real cards carry odd numbers, so only the
length is a rule; everything else is a doubt to be looked at.
"""

from __future__ import annotations

from calendar import monthrange
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


SHOWN_TAIL = 4


def mask(text: str, tail: int = SHOWN_TAIL) -> str:
    """All signs but the last ones hidden: ``••••••••••••0001``. A short text is hidden whole."""
    hidden = len(text) - tail if len(text) > tail else len(text)
    return "•" * hidden + text[hidden:]


@dataclass(frozen=True)
class Nik:
    digits: str

    @classmethod
    def parse(cls, text: str) -> Nik:
        """Read a NIK written with or without spaces, points or dashes; raise :class:`BadInput`."""
        digits = text.translate(str.maketrans("", "", " .-\u00a0\t"))
        if len(digits) != 16 or not digits.isascii() or not digits.isdigit():
            raise BadInput(f"NIK terdiri atas 16 angka; yang ditulis {len(digits)} tanda.", field="nik")
        return cls(digits)

    @property
    def region(self) -> str:
        """Where it was first registered, ``35.07.29``; the person may live elsewhere by now."""
        d = self.digits
        return f"{d[:2]}.{d[2:4]}.{d[4:6]}"

    @property
    def sex(self) -> str:
        return "P" if int(self.digits[6:8]) > 40 else "L"

    @property
    def birth_day(self) -> int:
        day = int(self.digits[6:8])
        return day - 40 if day > 40 else day

    @property
    def birth_month(self) -> int:
        return int(self.digits[8:10])

    @property
    def masked(self) -> str:
        return mask(self.digits)

    def doubts(self) -> list[str]:
        """What looks wrong, without repeating the number itself."""
        found = []
        if "00" in (self.digits[:2], self.digits[2:4], self.digits[4:6]):
            found.append("kode wilayahnya tidak ada")
        if not 1 <= self.birth_month <= 12:
            found.append("bulan lahirnya bukan 01 sampai 12")
        # The century is unknown: a leap year is used, so that 29 February is let through.
        longest = monthrange(2000, self.birth_month)[1] if 1 <= self.birth_month <= 12 else 31
        if not 1 <= self.birth_day <= longest:
            found.append("tanggal lahirnya tidak ada")
        if self.digits[12:] == "0000":
            found.append("nomor urutnya 0000")
        return found
