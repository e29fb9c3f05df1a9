"""Who signs a document, as the paper shows it."""

from __future__ import annotations

from dataclasses import dataclass

from takar.kernel.errors import BadInput
from takar.kernel.identifiers import Nip


@dataclass(frozen=True, slots=True)
class Party:
    """A person who signs. ``rank`` and ``nip`` stay empty for a regent and for honorary staff."""

    name: str
    position: str
    rank: str = ""
    nip: str = ""


def party_data(party: Party | None) -> dict[str, str] | None:
    """What a layout needs to print the block of one signer."""
    if party is None:
        return None
    return {
        "name": party.name.strip(),
        "position": party.position.strip(),
        "rank": party.rank.strip(),
        "nip": spaced_nip(party.nip),
    }


def spaced_nip(nip: str) -> str:
    """``196608011988031001`` -> ``19660801 198803 1 001``, as it stands under a signature.

    What is no NIP of today (an older number, a note) is printed as it was given: paper is not the
    place to refuse it.
    """
    try:
        return str(Nip.parse(nip))
    except BadInput:
        return nip.strip()
