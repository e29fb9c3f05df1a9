"""The catalogue of services, in Pengaturan."""

from __future__ import annotations

from takar.registers.counter.models import ServiceType
from takar.web.reference_kinds import Kind, register

register(
    Kind(
        "layanan",
        ServiceType,
        "Jenis layanan",
        "Standar pelayanan: persyaratan, lama proses, biaya dan masa berlaku. Standar baru adalah baris baru.",
        ("name", "category", "promise", "promise_unit", "fee", "valid_from", "valid_until", "verified"),
        (
            "code",
            "name",
            "category",
            "legal_basis",
            "requirements",
            "promise",
            "promise_unit",
            "fee",
            "official",
            "valid_from",
            "valid_until",
            "verified",
        ),
    ),
)
