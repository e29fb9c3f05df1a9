"""How long a number may be so that every database gives back the one it was given."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

MOST_DIGITS: Final = 15
"""SQLite keeps a decimal as a float. Of more digits the last ones would come back changed, and a column
could hold what no page can read any more."""

TOO_LONG: Final = f"Angka ini terlalu panjang: paling banyak {MOST_DIGITS} angka, desimal ikut dihitung."


def is_kept_exactly(value: Decimal) -> bool:
    """Zeros at the end are no digits of their own."""
    return len(value.normalize().as_tuple().digits) <= MOST_DIGITS
