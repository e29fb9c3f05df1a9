"""Which texts every database holds and the chain can hash."""

from __future__ import annotations

from typing import Final

UNSTORABLE: Final = "Ada huruf yang tidak dapat disimpan. Hapus lalu tulis ulang bagian itu."


def is_storable(text: str) -> bool:
    """PostgreSQL takes no NUL, and half a character has no bytes."""
    return not any(sign == "\x00" or "\ud800" <= sign <= "\udfff" for sign in text)
