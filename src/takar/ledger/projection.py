"""From the append-only milestones to what counts today.

``refresh`` runs in the transaction of every write; `takar audit verify` derives everything again. Both use
the same function, so they cannot disagree by design.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from takar.kernel.period import month_key
from takar.ledger import chain, facets, tally
from takar.ledger.entry_history import History
from takar.ledger.models import CANCELLED, EffectiveMilestone, Entry, Milestone
from takar.ledger.multi_value import ManyField


def derive(entry: Entry, milestones: Iterable[Milestone]) -> tuple[str, list[EffectiveMilestone]]:
    """``(state, rows)`` that follow from an entry and its milestones."""
    days = History(milestones).days
    if CANCELLED in days:
        return CANCELLED, []
    book = entry.declaration
    counted = {
        spec.code: entry.occurred_on if spec.on_entry_day else days[spec.code]
        for spec in book.milestones
        if spec.code in days
    }
    counting = book.counting
    own = entry.detail() if counting.category or counting.subject or counting.facets else entry
    category = facets.written(book, own) if counting.facets else _word(own, counting.category)
    rows = [
        EffectiveMilestone(
            entry_id=entry.pk,
            what=code,
            on=day,
            month=month_key(day),
            office_id=entry.office_id,
            book=entry.book,
            kind=entry.kind,
            area_id=entry.area_id,
            village_id=entry.village_id,
            category=category,
            subject=_word(own, counting.subject),
        )
        for code, day in counted.items()
    ]
    # An entry without any history was tampered with; the audit must live to say so.
    return next(reversed(counted), ""), rows


def _word(entry: Entry, name: str) -> str:
    """The value of an own column as the effective row repeats it; keys of rows as text."""
    if not name:
        return ""
    field = entry._meta.get_field(name)
    value = getattr(entry, getattr(field, "attname", name))
    if isinstance(field, ManyField):
        return field.get_prep_value(value)
    return "" if value is None else str(value)


def refresh(entry: Entry, milestones: Iterable[Milestone] | None = None, *, fresh: bool = False) -> None:
    """Bring state, effective rows and tally of one entry up to date; only what changed is written.

    ``milestones`` (all of the entry's) spares the read, ``fresh`` that there are no rows yet.
    """
    recorded = entry.milestones.all() if milestones is None else milestones
    state, rows = derive(entry, recorded)
    if state != entry.state:
        entry.state = state
        Entry.objects.filter(pk=entry.pk).update(state=state)
    stored = (
        {} if fresh else {facts(row): row for row in EffectiveMilestone.objects.filter(entry_id=entry.pk)}
    )
    derived = {facts(row): row for row in rows}
    removed = [row for facts, row in stored.items() if facts not in derived]
    added = [row for facts, row in derived.items() if facts not in stored]
    if removed:
        EffectiveMilestone.objects.filter(pk__in=[row.pk for row in removed]).delete()
    EffectiveMilestone.objects.bulk_create(added)
    chain.when_sealed(partial(tally.change, removed=removed, added=added))


def facts(row: EffectiveMilestone) -> tuple[object, ...]:
    """What an effective row says, to compare two of them."""
    return (
        row.office_id, row.what, row.on, row.month, row.book, row.kind, row.area_id, row.village_id,
        row.category, row.subject,
    )  # fmt: skip
