"""The catalogue is read by the whole office and changed by its operators."""

from __future__ import annotations

from takar.catalogue.models import Decree, DecreePosition, Indicator
from takar.kernel.access import OfficeReference, register_policy


def register() -> None:
    register_policy(Decree, OfficeReference())
    register_policy(DecreePosition, OfficeReference("decree__office_id"))
    register_policy(Indicator, OfficeReference("decree__office_id"))
