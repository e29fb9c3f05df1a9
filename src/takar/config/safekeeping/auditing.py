"""The audit of all offices, and the few numbers by which a copy of the books is recognised."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict


class ChainState(TypedDict):
    """The head of the chain of one office, and how many rows it has."""

    office: str
    seq: int
    head: str
    entries: int
    milestones: int
    evidence: int
    files: int


def findings(office_id: int) -> Iterator[str]:
    """Everything that is wrong in the books and the closed numbers of one office, as it is found."""
    from takar.ledger import audit, log
    from takar.ledger.audit.guard import guarded
    from takar.measurement.numbers import closing

    yield from guarded("buku", audit.verify(office_id))
    yield from guarded("angka yang ditutup", closing.verify(office_id))
    yield from guarded("titik periksa", log.verify(office_id))


def chain_states() -> list[ChainState]:
    """The standing of every office, by the office's code."""
    from django.db.models import Count

    from takar.ledger.models import ChainHead, Entry, Evidence, EvidenceFile, Milestone
    from takar.organisation.models import Office

    heads = {head.office_id: head for head in ChainHead.objects.all()}
    counts = {
        name: dict(model.objects.values_list(field).annotate(count=Count("pk")).order_by())
        for name, model, field in (
            ("entries", Entry, "office_id"),
            ("milestones", Milestone, "office_id"),
            ("evidence", Evidence, "entry__office_id"),
            ("files", EvidenceFile, "office_id"),
        )
    }
    return [
        ChainState(
            office=office.code,
            seq=heads[office.pk].seq if office.pk in heads else 0,
            head=heads[office.pk].hash if office.pk in heads else "",
            entries=counts["entries"].get(office.pk, 0),
            milestones=counts["milestones"].get(office.pk, 0),
            evidence=counts["evidence"].get(office.pk, 0),
            files=counts["files"].get(office.pk, 0),
        )
        for office in Office.objects.order_by("code")
    ]
