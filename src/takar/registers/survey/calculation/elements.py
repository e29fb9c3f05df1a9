"""The nine unsur of the SKM, by name; PermenPANRB 14/2017.

An unsur is known by its key and never by its number: published reports swap 8 and 9. Here U1 to U9
follow the regulation's own order (complaints 8, facilities 9); a reader of files may be told another.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Element:
    """An unsur with its question's four answers, worst first. The wording of the answers is a start
    that follows common questionnaires; only the scale 1 to 4 is the regulation's."""

    key: str
    name: str
    short: str
    answers: tuple[str, str, str, str]


ELEMENTS = (
    Element(
        "persyaratan", "Persyaratan", "Persyaratan",
        ("Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"),
    ),
    Element(
        "prosedur", "Sistem, Mekanisme, dan Prosedur", "Prosedur",
        ("Tidak mudah", "Kurang mudah", "Mudah", "Sangat mudah"),
    ),
    Element(
        "waktu", "Waktu Penyelesaian", "Waktu",
        ("Tidak cepat", "Kurang cepat", "Cepat", "Sangat cepat"),
    ),
    Element(
        "biaya", "Biaya/Tarif", "Biaya",
        ("Sangat mahal", "Cukup mahal", "Murah", "Gratis"),
    ),
    Element(
        "produk", "Produk Spesifikasi Jenis Pelayanan", "Produk",
        ("Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"),
    ),
    Element(
        "kompetensi", "Kompetensi Pelaksana", "Kompetensi",
        ("Tidak mampu", "Kurang mampu", "Mampu", "Sangat mampu"),
    ),
    Element(
        "perilaku", "Perilaku Pelaksana", "Perilaku",
        ("Tidak sopan dan ramah", "Kurang sopan dan ramah", "Sopan dan ramah", "Sangat sopan dan ramah"),
    ),
    Element(
        "pengaduan", "Penanganan Pengaduan, Saran dan Masukan", "Pengaduan",
        ("Tidak ada", "Ada tetapi tidak berfungsi", "Berfungsi kurang maksimal", "Dikelola dengan baik"),
    ),
    Element(
        "sarpras", "Sarana dan Prasarana", "Sarana",
        ("Buruk", "Cukup", "Baik", "Sangat baik"),
    ),
)  # fmt: skip

KEYS = tuple(element.key for element in ELEMENTS)
BY_KEY = {element.key: element for element in ELEMENTS}
