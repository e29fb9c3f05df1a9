"""What the doctor says about one subject."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    subject: str
    state: str
    """What was found, for a person."""
    remedy: str = ""
    """Empty when all is well."""
