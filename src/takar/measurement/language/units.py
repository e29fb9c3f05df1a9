"""What a unit says of its numbers: whether they may be added, and of how many a share is taken. Pure."""

from __future__ import annotations

import re

_THOUSANDS = re.compile(r"\b(?:per|tiap|setiap)[ -](1[. ]?000|10[. ]?000|100[. ]?000|seribu)\b")
_PERCENT = re.compile(r"%|\bp[er]?[er]?se?n(tase)?\b|\bpersen|\bpercent\b|\bprosen")
_LEVEL = re.compile(
    r"^(indeks|index|ikm|nilai|skor|poin|angka|rasio|rata[ -]rata|predikat|opini|peringkat|kategori"
    r"|hari kerja|jam kerja|menit|jam|hari|minggu)\b|\bper\b"
)

SCALES = {100: "per 100 (persen)", 1_000: "per 1.000", 10_000: "per 10.000", 100_000: "per 100.000"}
"""Of how many a share may be told."""


def scale_of(unit: str) -> int | None:
    """Of how many a share in this unit is told ("persen": 100, "per 1.000 penduduk": 1000); None for no share."""
    word = " ".join(unit.casefold().split())
    if found := _THOUSANDS.search(word):
        return 1_000 if found[1] == "seribu" else int(re.sub(r"\D", "", found[1]))
    return 100 if _PERCENT.search(word) else None


def adds_up(unit: str) -> bool:
    """Whether two numbers in this unit may be added: two percentages or two marks never make a third."""
    word = " ".join(unit.casefold().split())
    return scale_of(word) is None and not _LEVEL.search(word)
