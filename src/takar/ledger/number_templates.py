"""How the parts of a number are written: ``{kode}/{nomor:03}/35.07.29/{tahun}``. Pure."""

from __future__ import annotations

import re

from takar.kernel.errors import DomainError

PART = re.compile(r"\{(?P<name>[a-z]+)(?::0(?P<width>[1-9]))?\}")
KNOWN_PARTS = frozenset({"kode", "nomor", "jenis", "unit", "bulan", "tahun"})


def check_template(template: str) -> None:
    """Refuse a number template with unknown parts or without the running number."""
    leftover = PART.sub("", template)
    names = {match["name"] for match in PART.finditer(template)}
    if "{" in leftover or "}" in leftover or names - KNOWN_PARTS:
        known = " ".join(f"{{{name}}}" for name in sorted(KNOWN_PARTS))
        raise DomainError(f"Ada unsur yang tidak dikenal. Yang dapat dipakai: {known}.", field="template")
    if "nomor" not in names:
        raise DomainError("Susunan nomor harus memuat {nomor}.", field="template")
