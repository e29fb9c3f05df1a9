"""Addresses of the personnel pages that other pages build."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.urls import reverse

from takar.registers.personnel.book import Proposals
from takar.registers.personnel.models import Proposal
from takar.registers.personnel.selectors.due_dates import DueRow
from takar.web.addresses import book_url


def employee_url(pk: int, year: int) -> str:
    return reverse("web:employee", args=[year, pk])


def history_url(pk: int, year: int, slug: str, prefill: Mapping[str, str] | None = None) -> str:
    """The form of a new row, with what is already known written in."""
    url = reverse("web:employee-history-new", args=[year, pk, slug])
    query = urlencode({name: value for name, value in (prefill or {}).items() if value})
    return f"{url}?{query}" if query else url


def into_history_url(entry: Proposal, decree: str = "") -> str:
    """The history's form with what the granted proposal already says."""
    prefill = {
        "starts_on": f"{entry.effective_on:%d/%m/%Y}" if entry.effective_on else "",
        "decree_number": decree[:120],
    }
    if entry.kind == "kgb":
        return history_url(entry.employee_id, entry.year, "gaji-berkala", prefill)
    prefill["grade"] = entry.target_grade_id or ""
    return history_url(entry.employee_id, entry.year, "pangkat", prefill)


def propose_url(row: DueRow, year: int) -> str:
    """The form of a proposal for somebody who is due, filled in."""
    prefill = {
        "kind": row.due.what.value,
        "employee": row.profile.employee.pk,
        "effective_on": f"{row.due.on:%d/%m/%Y}",
    }
    if row.next_grade:
        prefill["target_grade"] = row.next_grade
    return f"{book_url(Proposals, year, 'entry-record')}?{urlencode(prefill)}"
