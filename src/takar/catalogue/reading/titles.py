"""Capitals to readable case: "KASUBAG. UMUM DAN ASET" -> "Kasubag Umum dan Aset"."""

from __future__ import annotations

import re

from takar.catalogue.reading.cells import one_line

_SMALL = frozenset({
    "dan", "atau", "di", "ke", "dari", "pada", "untuk", "dengan", "yang", "dalam", "serta", "bagi", "oleh",
    "kepada",
})  # fmt: skip
_ACRONYMS = frozenset({
    "ASN", "BMD", "BPD", "BUMDES", "DUK", "IKM", "IT", "KB", "KIB", "KK", "KTP", "OPD", "PAD", "PATEN",
    "PBB", "PKK", "PNS", "PPK", "PPPK", "PPTK", "PTSP", "RT", "RW", "SDM", "SIM", "SKM", "SKPD", "SPM", "SPP",
    "STNK", "TI", "TIK", "TU", "UKM", "UMKM", "UPT", "UPTD", "II", "III", "IV", "VI", "VII", "VIII", "IX",
})  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# Only the short forms of an office's own titles lose their dot; "S.Sos." and the like keep theirs.
_ABBREVIATED = re.compile(r"\b(kasubbagi?|kasubag|kasie?|kabag|sekcam|plt|plh)\.\s*", re.IGNORECASE)


def readable(printed: str) -> str:
    """Proper case for text printed in capitals; text that has small letters already keeps its case."""
    text = _ABBREVIATED.sub(r"\1 ", one_line(printed)).strip()
    if not text.isupper():
        return text

    def recase(found: re.Match[str]) -> str:
        word = found.group()
        if word in _ACRONYMS:
            return word
        if found.start() > 0 and word.lower() in _SMALL:
            return word.lower()
        return word.capitalize()

    return _WORD.sub(recase, text)
