"""Number passports: the short code on a paper, and the file that proves the numbers without any database.

The file holds the link of the office's chain that sealed the numbers, the way from it to the root of the log
(RFC 9162), and the signed checkpoint. Whoever trusts the office's public key can check it with a page of code:
docs/how-to/check-a-passport.md shows such a page.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from takar.kernel import merkle, seal
from takar.kernel.errors import BadInput
from takar.kernel.notes import Checkpoint, VerifierKey, encoded, hash_in

FORMAT: Final = "takar-passport-1"
TABLE: Final = "measurement.Passport"
LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""31 signs, none of which is taken for another one: no 0, O, 1, I, L. A prime number of them, so that the
check sign finds every single wrong sign and every two that were exchanged."""
_FREE: Final = 10


# ---- codes ------------------------------------------------------------------------------------------


def new_code() -> str:
    """A code nobody can guess, so that nobody walks through all passports."""
    signs = "".join(secrets.choice(LETTERS) for _ in range(_FREE))
    return signs + _check_sign(signs)


def _check_sign(signs: str) -> str:
    weighed = sum(place * LETTERS.index(sign) for place, sign in enumerate(signs, start=2))
    return LETTERS[-weighed % len(LETTERS)]


def printed(code: str) -> str:
    return f"{code[:4]}-{code[4:8]}-{code[8:]}"


def code_in(text: str) -> str | None:
    """The code that somebody typed, however they wrote it; None where it is none."""
    code = re.sub(r"[\s-]", "", text).upper()
    if len(code) != _FREE + 1 or any(sign not in LETTERS for sign in code):
        return None
    return code if _check_sign(code[:-1]) == code[-1] else None


# ---- files ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Proven:
    """What a passport file says, after it was found to be sealed in the log of its checkpoint."""

    code: str
    content: dict[str, Any]
    point: Checkpoint
    place: int
    """The number of the link in the chain."""
    sealed_at: str
    signer: VerifierKey


def written(link: Mapping[str, Any], proof: Sequence[bytes], point: Checkpoint, key: VerifierKey) -> str:
    """The passport as a file. ``link`` is all that the link's hash is over."""
    return json.dumps(
        {
            "format": FORMAT,
            "link": link,
            "proof": [encoded(step) for step in proof],
            "checkpoint": str(point),
            "key": str(key),
        },
        ensure_ascii=False,
        indent=1,
    )


def read(text: str, trusted: Iterable[VerifierKey]) -> Proven:
    """Check a passport file without any database.

    Raises BadInput when the file is none, Unproven when it does not prove what it says. The key inside the
    file is never believed: a forger would put in their own.
    """
    try:
        file = json.loads(text)
        if file["format"] != FORMAT:
            raise ValueError("another format")
        link = file["link"]
        [row] = link["content"][TABLE].values()
        code, content, place, sealed_at = row["code"], row["content"], link["seq"], link["at"]
        proof = [hash_in(step) for step in file["proof"]]
        point = Checkpoint.parse(file["checkpoint"])
        if not (isinstance(code, str) and isinstance(content, dict) and type(place) is int):
            raise ValueError("no passport")
        leaf = merkle.leaf_hash(bytes.fromhex(seal.digest(link)))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, BadInput) as error:
        raise BadInput("Berkas ini bukan paspor angka yang lengkap.") from error
    known = {(key.name, key.id): key for key in trusted}
    mark = point.signature_by(known.values())
    if mark is None:
        raise Unproven(
            f"Titik periksa {point.origin} tidak ditandatangani kunci yang dipercaya; sebut kunci publik kantor "
            "dengan --key."
        )
    if not merkle.is_included(leaf, place - 1, point.size, proof, point.root):
        raise Unproven("Isi paspor tidak ada di dalam buku yang ditandatangani; isinya diubah atau palsu.")
    return Proven(code, content, point, place, str(sealed_at), known[mark.name, mark.key_id])


def origins_in(text: str) -> list[str]:
    """Whose log a file claims to be of; nothing where it is no passport. Claims only."""
    try:
        return [Checkpoint.parse(json.loads(text)["checkpoint"]).origin]
    except (ValueError, KeyError, TypeError, RecursionError, BadInput):
        return []


class Unproven(BadInput):
    """The file is a passport, and what it says is not sealed where it says."""
