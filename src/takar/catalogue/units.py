"""What kind of number an indicator is: its unit from the decree's words, and what the unit means.

The decree prints no units. A wrong unit is worse than none ("66,67 surat"), so where the words do
not say it the unit stays empty and the office is asked. Pure: no database, no clock.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Quantity(StrEnum):
    """What a number is a number of."""

    COUNT = "count"
    MONEY = "money"
    PERCENT = "percent"
    RATE = "rate"
    """So many for each so many: per 1.000 inhabitants, a mean, a ratio."""
    INDEX = "index"
    SCORE = "score"
    DURATION = "duration"
    GRADE = "grade"
    """A word or a place in an order: predikat, opini, peringkat."""
    UNKNOWN = "unknown"

    @property
    def adds_up(self) -> bool:
        """Whether months may be added: two percentages never make a third. Unknown speaks not against it."""
        return self in {Quantity.COUNT, Quantity.MONEY, Quantity.UNKNOWN}


PERCENT = "persen"

_TIMES = ("hari kerja", "menit", "jam", "hari", "minggu")
_SPELLINGS = {
    "%": PERCENT,
    "persentase": PERCENT,
    "prosentase": PERCENT,
    "prosen": PERCENT,
    "percent": PERCENT,
    "rp": "rupiah",
    "idr": "rupiah",
    "index": "indeks",
    "jam kerja": "jam",
}
_QUANTITIES = {
    PERCENT: Quantity.PERCENT,
    "indeks": Quantity.INDEX,
    "ikm": Quantity.INDEX,
    "nilai": Quantity.SCORE,
    "skor": Quantity.SCORE,
    "poin": Quantity.SCORE,
    "angka": Quantity.SCORE,
    "rasio": Quantity.RATE,
    "rata rata": Quantity.RATE,
    "predikat": Quantity.GRADE,
    "opini": Quantity.GRADE,
    "peringkat": Quantity.GRADE,
    "kategori": Quantity.GRADE,
    # Months and years are not here: "12 bulan" in a budget is a count of months and adds up.
    **dict.fromkeys(_TIMES, Quantity.DURATION),
}


def quantity_of(unit: str) -> Quantity:
    """What a unit means, however an office spells it. An unknown noun is a thing that is counted."""
    word = _plain(unit)
    if not word:
        return Quantity.UNKNOWN
    if word in _QUANTITIES:
        return _QUANTITIES[word]
    if re.search(r"\brupiah$", word):
        return Quantity.MONEY
    if PERCENT in word.split():
        return Quantity.PERCENT
    return Quantity.RATE if re.search(r"\bper\b", word) or word.startswith("rata rata") else Quantity.COUNT


def agree(one: str, other: str) -> bool:
    """Whether a number in one unit may be printed beside the other unit.

    Nouns of counts may differ ("surat", "dokumen"). Hours are not days and per 1.000 is not per
    10.000, though both are of one kind.
    """
    first, second = quantity_of(one), quantity_of(other)
    if Quantity.UNKNOWN in {first, second}:
        return True
    if {first, second} <= {Quantity.INDEX, Quantity.SCORE}:
        return True
    return first == second and (first is Quantity.COUNT or _plain(one) == _plain(other))


def printed_unit(own: str, measured_in: str | None) -> str:
    """The one unit printed beside an indicator's number: the number's own where the indicator's would be wrong."""
    if not measured_in:
        return own
    return own if own.strip() and agree(own, measured_in) else measured_in


def unit_of(name: str, formula: str = "") -> str:
    """The unit an indicator's number is given in, from its name and formula; empty where they are silent.

    What kind of number it is the name says first ("Persentase ..."), then the formula ("x 100%").
    What is counted the formula says first: it is what gets counted.
    """
    name, formula = _words(name), _words(formula)
    for text in (name, formula):
        if unit := _marked(text) or _headed(text, f"{name} {formula}"):
            return unit
    if _DIVIDES.search(formula):
        return ""  # so many of so many, but not said for each what
    if _LEVELS.match(_INTRODUCES.sub("", name)) and not _COUNTS.match(formula):
        return ""
    return _noun(formula) or _noun(name)


# A name that speaks of a level is no count of the nouns in it ("tingkat kepuasan terhadap pelayanan").
_LEVELS = re.compile(
    r"(tingkat|angka|kepuasan|ketepatan|kualitas|mutu|kinerja|derajat|efektivitas|efisiensi|kesesuaian|kepatuhan"
    r"|kedisiplinan|partisipasi|persepsi|daya)\b"
)
_COUNTS = re.compile(r"(jumlah|banyaknya|total)\b")
_DIVIDES = re.compile(
    r"(jumlah|total|banyaknya) .*(/|:|÷|\bdibagi( dengan)?\b|\bterhadap\b)\s*\(?(seluruh |jumlah|total|banyaknya)"
)


def _plain(unit: str) -> str:
    word = " ".join(re.sub(r"[^\w%]+", " ", unit.casefold()).split())
    word = re.sub(r"\b(rp|idr)\b", "rupiah", word)
    return _SPELLINGS.get(word, word)


def _words(text: str) -> str:
    return " ".join(text.casefold().replace("\u2013", "-").split())


# Marks say the kind of number wherever they stand.
_HUNDRED = re.compile(
    r"([x×✕*·]|\bkali|\bdikali(kan)?( dengan)?)\s*\(?\s*100(?![\d.,]*\d)|\(\s*(%|persen)\s*\)|,\s*persen$"
)
_THOUSANDS = re.compile(r"\b(?:per|tiap|setiap)[ -](1[. ]?000|10[. ]?000|100[. ]?000|seribu)\b")
_TIMES_THOUSANDS = re.compile(
    r"(?:[x×✕*·]|\bdikali(?:kan)?)\s*\(?\s*(1[. ]?000|10[. ]?000|100[. ]?000)\b(?![.,]\d)"
)
_RUPIAH = re.compile(r"\(\s*(dalam )?(\w+ )?(rp\.?|rupiah)\s*\)|\bdalam rupiah\b|\bnilai rupiah\b")


def _marked(text: str) -> str:
    if found := _THOUSANDS.search(text) or _TIMES_THOUSANDS.search(text):
        digits = "1000" if found[1] == "seribu" else re.sub(r"\D", "", found[1])
        return f"per {int(digits):,}".replace(",", ".")
    if _HUNDRED.search(text):
        return PERCENT
    return "rupiah" if _RUPIAH.search(text) else ""


# Heads say it at the beginning, behind words that only introduce.
_INTRODUCES = re.compile(
    r"^((jumlah|banyaknya|besaran|besarnya|total|capaian|perolehan|pencapaian|hasil|realisasi capaian"
    r"|meningkatnya|peningkatan|terwujudnya|tercapainya|kenaikan|target|rumus|:|=|-|\d+[.)])\s+)+"
)
_MONEY = (
    r"(realisasi (penerimaan |pelunasan |pembayaran |penyerapan |pencairan )?"
    r"(anggaran|belanja|keuangan|pajak|pbb|pendapatan|retribusi|dana)"
    r"|(penerimaan|pelunasan|pembayaran|setoran|tunggakan|piutang|target|pokok) (pajak|pbb|retribusi|pad|pendapatan)"
    r"|pendapatan (asli|daerah|desa|per)|pad\b|retribusi|anggaran|dana (desa|hibah|bantuan|yang)"
    r"|alokasi dana|pagu|serapan anggaran|penyerapan anggaran|swadaya masyarakat)"
)
_HEADS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (unit, re.compile(pattern))
    for unit, pattern in (
        (PERCENT, r"(p[er]{2}sentase|prosentase|persen|prosen|proporsi|cakupan|%)(?!\w)"),
        ("indeks", r"(rata-rata |nilai |skor )?(indeks|index|ikm)\b"),
        (
            "rupiah",
            r"(rata-rata )?nilai (rupiah|transaksi|investasi|aset|kontrak|penjualan|produksi|hibah|bantuan|pengadaan"
            r"|belanja|pajak|pendapatan|retribusi|realisasi|anggaran|setoran|kerugian)\b",
        ),
        ("skor", r"(rata-rata )?skor\b"),
        ("predikat", r"(nilai )?predikat\b"),
        ("opini", r"opini\b"),
        ("peringkat", r"(peringkat|ranking|rangking)\b"),
        ("nilai", r"(rata-rata )?nilai\b"),
        (
            "waktu",
            r"(rata-rata |rerata )?(waktu|lama|lamanya|durasi|jangka waktu|masa tunggu|kecepatan|response time)\b"
            r"|(rata-rata|rerata) (jumlah )?(hari|jam|menit)\b",
        ),
        ("rata-rata", r"(rata-rata|rerata)\b"),
        ("rasio", r"rasio\b"),
    )
)


def _headed(text: str, all_words: str) -> str:
    # "Jumlah penerimaan pajak" is money only where something before it says how much, not which.
    body = _INTRODUCES.sub("", text)
    for unit, pattern in _HEADS:
        if pattern.match(body):
            return _time(all_words) if unit == "waktu" else unit
    return "rupiah" if re.match(_MONEY, body) else ""


def _time(text: str) -> str:
    """Days where nothing else is said."""
    return next((unit for unit in _TIMES if re.search(rf"\b{unit}\b", text)), "hari")


# The earliest of these nouns is what is counted ...
_NOUNS = {
    "laporan": "laporan",
    "dokumen": "dokumen",
    "draf": "dokumen",
    "draft": "dokumen",
    "konsep": "dokumen",
    "kebijakan": "dokumen",
    "rencana kegiatan": "dokumen",
    "surat": "surat",
    "berkas": "berkas",
    "peraturan": "peraturan",
    "jadwal": "jadwal",
    "pemohon": "pemohon",
    "permohonan": "permohonan",
    "izin": "izin",
    "pengaduan": "pengaduan",
    "kasus": "kasus",
    "masalah": "masalah",
    "kendala": "kendala",
    "kendaraan": "unit",
    "peralatan": "unit",
    "alat tulis": "barang",
    "barang": "barang",
    "orang": "orang",
    "peserta": "orang",
    "penduduk": "orang",
    "warga": "orang",
    "pegawai yang": "orang",
    "aparatur yang": "orang",
    "perangkat desa yang": "orang",
    "pemuda yang": "orang",
    "desa yang": "desa",
    "desa/kelurahan yang": "desa/kelurahan",
    "kelurahan yang": "kelurahan",
    "kelompok": "kelompok",
    "lembaga": "lembaga",
    "umkm": "usaha",
    "bumdes": "lembaga",
    "inovasi": "inovasi",
    "pengadaan": "pengadaan",
    **dict.fromkeys(
        (
            "kegiatan", "rapat", "musyawarah", "pembinaan", "koordinasi", "monitoring", "evaluasi", "sosialisasi",
            "penyuluhan", "fasilitasi", "pemberdayaan", "pelatihan", "bimbingan", "kunjungan", "penanganan",
            "penyelesaian", "musrenbang", "lomba", "patroli",
        ),
        "kegiatan",
    ),
}  # fmt: skip
# ... and these only where none of those stands: they introduce what is counted ("penyusunan laporan").
_WEAK_NOUNS = {
    "data": "data",
    "update": "data",
    "layanan": "layanan",
    "pelayanan": "layanan",
    **dict.fromkeys(
        ("penyelenggaraan", "pengelolaan", "pelaksanaan", "pengawasan", "pemeliharaan"), "kegiatan"
    ),
}


def _noun(text: str) -> str:
    for nouns in (_NOUNS, _WEAK_NOUNS):
        found = [
            (match.start(), -len(noun), unit)
            for noun, unit in nouns.items()
            if (match := re.search(rf"(?<!\w){re.escape(noun)}(?!\w)", text))
        ]
        if found:
            return min(found)[2]
    return ""
