"""Likely typing errors: a small reviewed table and a few general rules.

Nothing is corrected: the decree is signed, and the catalogue keeps its words. Every entry was reviewed, for
a false alarm teaches people to skip the list. Left out on purpose: spellings that differ from the dictionary
but stand in official names or in most offices' papers (ketentraman, survey, mengkoordinasi, olah raga).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple


class TypingError(NamedTuple):
    code: str
    found: str
    message: str


_WORDS = {
    # letters missing, doubled or changed
    "terib": "tertib",
    "menetik": "mengetik",
    "menkonsep": "mengonsep",
    "menkoordinasi": "mengoordinasi",
    "menkoordinasikan": "mengoordinasikan",
    "menkoordinir": "mengoordinasi",
    "deregister": "diregister",
    "inventarisi": "inventaris",
    "produktifitas": "produktivitas",
    "efektifitas": "efektivitas",
    "ketrampilan": "keterampilan",
    "peratuan": "peraturan",
    "masyrakat": "masyarakat",
    "masayarakat": "masyarakat",
    "kecamtan": "kecamatan",
    "adminstrasi": "administrasi",
    "admnistrasi": "administrasi",
    "adminitrasi": "administrasi",
    "pelayaan": "pelayanan",
    "pengelolan": "pengelolaan",
    "pelaksanan": "pelaksanaan",
    "perencanan": "perencanaan",
    "kepegawain": "kepegawaian",
    "jumlaah": "jumlah",
    "jmlah": "jumlah",
    "julmah": "jumlah",
    "dokumem": "dokumen",
    "kegiatam": "kegiatan",
    # written together or apart
    "dibidang": "di bidang",
    "didesa": "di desa",
    "dilingkungan": "di lingkungan",
    "dikecamatan": "di kecamatan",
    "dikabupaten": "di kabupaten",
    "dikelurahan": "di kelurahan",
    "dikantor": "di kantor",
    "diwilayah": "di wilayah",
    "didaerah": "di daerah",
    "disetiap": "di setiap",
    "diseluruh": "di seluruh",
    "didalam": "di dalam",
    "kedalam": "ke dalam",
    "tanggungjawab": "tanggung jawab",
    "kerjasama": "kerja sama",
    "terimakasih": "terima kasih",
    "ketenaga kerjaan": "ketenagakerjaan",
    "pertanggung jawaban": "pertanggungjawaban",
    "dan atau": "dan/atau",
}
_WORD = re.compile(
    r"\b(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(_WORDS)) + r")\b",
    re.IGNORECASE,
)
# The English word is at home in "public hearing" and the like.
_PUBLIC = re.compile(
    r"\b(pelayanan|layanan|kebijakan|informasi|urusan|sektor|kantor)\s+(public)\b"
    r"(?!\s+(?:relations?|hearing|speaking|address|service|area|private))",
    re.IGNORECASE,
)
_LEVEL = re.compile(r"\bAhli\s+Pratama\b", re.IGNORECASE)
_DOUBLED = re.compile(r"\b([^\W\d_]{2,})\s+(\1)\b(?!-)", re.IGNORECASE)
_NO_SPACE = re.compile(r"[^\W\d_]{2,}(?:,[^\W\d_]{2,})+")
_LOOSE_HYPHEN = re.compile(r"\b([^\W\d_]{3,})\s+-\s*(\1)\b|\b([^\W\d_]{3,})\s*-\s+(\3)\b", re.IGNORECASE)

# Words after which an Indonesian phrase cannot stop.
_OPEN_ENDS = frozenset({
    "dan", "atau", "serta", "dengan", "untuk", "dari", "pada", "oleh", "yang", "tentang", "terhadap", "di",
    "ke", "kepada", "berdasarkan", "agar", "para", "secara", "meliputi", "melalui", "antara", "milik",
})  # fmt: skip
_CLOSED_MILIK = re.compile(r"\b(?:hak|sertifikat|bukti)\s+milik$", re.IGNORECASE)


def typing_errors_in(text: str) -> Iterator[TypingError]:
    for found in _WORD.finditer(text):
        word = found.group()
        better = _in_case_of(word, _WORDS[" ".join(word.lower().split())])
        yield TypingError("typing", word, f'"{word}" mungkin salah ketik: "{better}"?')
    for found in _PUBLIC.finditer(text):
        better = _in_case_of(found[2], "publik")
        yield TypingError(
            "typing", found.group(), f'"{found.group()}" mungkin salah ketik: "{found[1]} {better}"?'
        )
    for found in _LOOSE_HYPHEN.finditer(text):
        word = found[1] or found[3]
        yield TypingError(
            "typing",
            found.group(),
            f'"{found.group()}" ditulis dengan spasi pada tanda hubung: "{word}-{found[2] or found[4]}"?',
        )
    for found in _DOUBLED.finditer(text):
        if _is_name(found):
            continue
        yield TypingError(
            "doubled_word",
            found.group(),
            f'Kata "{found[1]}" tertulis dua kali berturut-turut ("{found.group()}").',
        )
    for found in _NO_SPACE.finditer(text):
        yield TypingError("spacing", found.group(), f'Tidak ada spasi sesudah koma: "{found.group()}".')
    for found in _LEVEL.finditer(text):
        yield TypingError(
            "level_name",
            found.group(),
            f'"{found.group().title()}": nama resmi jenjang jabatan fungsional ini "Ahli Pertama" '
            '("Pratama" dipakai untuk jabatan pimpinan tinggi).',
        )


def is_cut_off(text: str) -> bool:
    """Does the text visibly stop in the middle of a phrase?"""
    if text.endswith((",", "&")):
        return True
    words = text.split()
    return bool(words) and words[-1].lower() in _OPEN_ENDS and _CLOSED_MILIK.search(text) is None


def _in_case_of(printed: str, better: str) -> str:
    if len(printed) > 1 and printed.isupper():
        return better.upper()
    return better[0].upper() + better[1:] if printed[0].isupper() else better


def _is_name(found: re.Match[str]) -> bool:
    """Places are called Bau Bau or Toli Toli; two capitals in the middle of a text are such a name."""
    return found.start() > 0 and found[1][0].isupper() and found[2][0].isupper()
