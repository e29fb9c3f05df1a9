"""Diklat, welfare, and updates of personal data."""

from __future__ import annotations

from takar.kernel.errors import DomainError
from takar.registers.personnel.models import DataUpdate, StaffDevelopment
from takar.registers.personnel.rules.proposals import name_person


def prepare_development(entry: StaffDevelopment) -> None:
    if entry.starts_on and entry.ends_on and entry.ends_on < entry.starts_on:
        raise DomainError("Pelaksanaan tidak dapat berakhir sebelum mulai.", field="ends_on")
    entry.area_id = entry.area_id or ("diklat" if entry.kind == "diklat" else "kesejahteraan_pegawai")
    if entry.attendees and not entry.attendee_count:
        entry.attendee_count = len([name for name in entry.attendees.split(",") if name.strip()])


def prepare_update(entry: DataUpdate, label: str) -> None:
    name_person(entry, entry.employee)
    entry.area_id = entry.area_id or "kepegawaian"
    entry.title = entry.title or f"{label} {entry.employee}"
