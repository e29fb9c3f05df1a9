"""The service catalogue: read by the office, changed by its operators. Requests follow the ledger's policy."""

from __future__ import annotations

from takar.kernel.access import OfficeReference, register_policy
from takar.registers.counter.models import ServiceType


def register() -> None:
    register_policy(ServiceType, OfficeReference())
