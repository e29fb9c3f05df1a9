"""Titles and names of a decree compared: what two spellings of one thing have in common. Pure."""

from __future__ import annotations

import re

from takar.organisation.models import Position


def plain(title: str) -> str:
    """A title without case, punctuation and double spaces."""
    return " ".join(re.sub(r"[^\w]+", " ", title.casefold()).split())


def name_key(name: str) -> str:
    """An indicator's name for comparing: also "olah raga" and "olahraga" are one."""
    return plain(name).replace(" ", "")


# Long spellings and short ones of the same titles; "&" is "dan" before punctuation goes.
_ALIASES = tuple(
    (re.compile(pattern), short)
    for pattern, short in (
        (r"^(plt|plh|pj)\b ", ""),
        (r"^(kepala|ka) (seksi|sie|si)\b", "kasi"),
        (r"^kasie\b", "kasi"),
        (r"^(kepala|ka) (sub bagian|subbagian|sub bag|subbag|sub bidang|subag)\b", "kasubag"),
        (r"^(kasubbag|kasub bag|kasubbagian|kasub bagian|ka subag|kasubagian)\b", "kasubag"),
        (r"^(sekcam|sekretaris camat|sekretaris)\b(?! kecamatan)", "sekretaris kecamatan"),
        (r"^(sekcam|sekretaris camat|sekretaris) kecamatan\b", "sekretaris kecamatan"),
        (r"\bketenteraman\b", "ketentraman"),
        (r"\bpenata kelola\b", "penatakelola"),
    )
)
# "Kasi Pemerintahan Kecamatan Gedangan": the office behind the title says nothing more.
_OFFICE = re.compile(r"(?<=\w) (pada )?(kantor )?kecamatan\b.*$")


def position_key(title: str) -> str:
    """A title for comparing: Kepala Seksi is Kasi, Kepala Subbagian is Kasubag, Sekcam the Sekretaris."""
    found = plain(title.replace("&", " dan "))
    for pattern, short in _ALIASES:
        found = pattern.sub(short, found)
    if found.startswith("sekretaris kecamatan"):
        return "sekretaris kecamatan"
    if re.match(r"camat\b", found):
        return "camat"
    return _OFFICE.sub("", found)


def level_of(title: str) -> str:
    """How high a position stands, from its title."""
    found = position_key(title)
    for word, level in (
        ("camat", Position.Level.HEAD),
        ("sekretaris kecamatan", Position.Level.SECRETARY),
        ("kasi ", Position.Level.SECTION),
        ("kasubag ", Position.Level.SUBSECTION),
    ):
        if found == word or found.startswith(word if word.endswith(" ") else word + " "):
            return level
    return Position.Level.STAFF
