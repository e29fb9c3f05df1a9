"""Perjanjian Kinerja: the statement both parties sign, and its annex of targets.

Form and contents follow PermenPANRB 53/2014 (annex I): who promises what to whom, place and date
at the upper right, the second party (the superior) on the left, the first party on the right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from takar.kernel.formatting import NOTHING, format_date_long
from takar.reporting.writers.parties import Party, party_data
from takar.reporting.writers.stamp import Stamp
from takar.reporting.writers.typesetting import render_pdf

AgreementPaper = Literal["a4", "f4"]

_ORDINALS = ("", "pertama", "kedua", "ketiga", "keempat", "kelima")


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """One indicator. An empty ``objective`` continues the one above, as in the decree's tables."""

    objective: str
    indicator: str
    target: str
    unit: str


@dataclass(frozen=True, slots=True)
class AgreementDocument:
    """One agreement as it is printed. Without ``signed_on`` it is a draft and says so."""

    government: str
    office: str
    address: str
    year: int
    place: str
    signed_on: date | None
    first: Party
    second: Party
    rows: Sequence[AgreementRow]
    revision: int = 0
    revision_reason: str = ""
    status_note: str = ""


def render_agreement(
    document: AgreementDocument, *, paper: AgreementPaper = "a4", stamp: Stamp | None = None
) -> bytes:
    """The agreement as PDF; PDF/A-2b once it has a date of signing."""
    title = f"Perjanjian Kinerja Tahun {document.year}"
    if document.revision > 0:
        title = f"Perubahan {title}"
    data = {
        "paper": paper,
        "title": title,
        "government": document.government,
        "office": document.office,
        "address": document.address,
        "draft": document.signed_on is None,
        "place_date": _place_and_date(document),
        "first": party_data(document.first),
        "second": party_data(document.second),
        "revision": _revision_clause(document),
        "groups": _groups(document.rows),
        "status_note": document.status_note,
    }
    return render_pdf("agreement", data, standard="a-2b", dated=document.signed_on, stamp=stamp)


def _place_and_date(document: AgreementDocument) -> str:
    if document.signed_on is None:
        return f"{document.place}, {'.' * 24} {document.year}"
    return f"{document.place}, {format_date_long(document.signed_on)}"


def _revision_clause(document: AgreementDocument) -> str:
    """The sentence a changed agreement adds: what it changes and on which of the permitted grounds."""
    if document.revision <= 0:
        return ""
    known = document.revision < len(_ORDINALS)
    ordinal = _ORDINALS[document.revision] if known else f"ke-{document.revision}"
    reason = document.revision_reason.strip().rstrip(".")
    because = f" karena {_lower_first(reason)}" if reason else ""
    return (
        f"Perjanjian ini merupakan perubahan {ordinal} atas Perjanjian Kinerja Tahun {document.year}"
        f"{because}, dan menggantikan perjanjian sebelumnya."
    )


def _lower_first(text: str) -> str:
    """``Pergantian pejabat`` -> ``pergantian pejabat``; ``APBD berubah`` keeps its capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _groups(rows: Sequence[AgreementRow]) -> list[dict[str, object]]:
    """Neighbouring rows of one objective share its cell."""
    groups: list[dict[str, object]] = []
    current: list[dict[str, str]] = []
    objective: str | None = None
    for row in rows:
        text = row.objective.strip()
        if objective is None or (text and text != objective):
            objective = text
            current = []
            groups.append({"objective": text or NOTHING, "rows": current})
        current.append(
            {
                "indicator": row.indicator.strip(),
                "target": row.target.strip() or NOTHING,
                "unit": row.unit.strip() or NOTHING,
            }
        )
    return groups
