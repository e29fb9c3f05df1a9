"""Periods that close: numbers are sealed with their entries, and later changes become restatements.

The books go on living; a closed number does not. What the books say otherwise afterwards is shown
beside it with the reason, until somebody restates it, which is an act of its own. Acts are chained
by hash like the ledger's milestones, and each names the milestone the ledger had reached.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from takar.catalogue.models import Indicator
from takar.kernel import clock, seal
from takar.kernel.access import require, visible
from takar.kernel.decimals import MOST_DIGITS, is_kept_exactly
from takar.kernel.errors import DomainError
from takar.kernel.formatting import format_number, rounded
from takar.kernel.notes import Checkpoint
from takar.kernel.period import Period
from takar.kernel.pieces import of_keys
from takar.kernel.storable import UNSTORABLE, is_storable
from takar.ledger import chain, late, log
from takar.ledger.models import ChainHead, Milestone
from takar.measurement.engine import facts
from takar.measurement.language.amounts import Fact, Number
from takar.measurement.language.loading import written
from takar.measurement.models import FrozenValue, PeriodClosing
from takar.measurement.numbers import manifest, passports
from takar.measurement.selectors import Realisation, State, realisations
from takar.organisation.actor import Actor


def close_period(*, period: Period, actor: Actor, note: str = "") -> PeriodClosing:
    """Seal every indicator's number of a period that is over, with the entries behind it."""
    require(
        actor, "close", PeriodClosing, "Periode ditutup oleh Camat, Sekretaris atau pengelola pengaturan."
    )
    if period.end > clock.today():
        raise DomainError(f"{period.describe()} belum berakhir, jadi belum dapat ditutup.")
    with transaction.atomic():
        head = _lock(actor)
        if PeriodClosing.objects.filter(
            office_id=head.office_id, kind=PeriodClosing.Kind.CLOSING, period=period.code
        ).exists():
            raise DomainError(f"{period.describe()} sudah ditutup.")
        values = _frozen(actor, period)
        if not values:
            raise DomainError("Belum ada keputusan indikator yang berlaku, jadi belum ada yang ditutup.")
        return _seal(PeriodClosing.Kind.CLOSING, period, actor, note, head, values)


def restate(*, period: Period, actor: Actor, reason: str) -> PeriodClosing:
    """Put what the books say today in the place of closed numbers; both stay readable."""
    require(
        actor,
        "close",
        PeriodClosing,
        "Penyajian kembali dilakukan Camat, Sekretaris atau pengelola pengaturan.",
    )
    if not reason.strip():
        raise DomainError("Tulis alasan penyajian kembali.", field="reason")
    with transaction.atomic():
        head = _lock(actor)
        changed = {drift.frozen.indicator_id for drift in drifts(actor, period)}
        if not changed:
            raise DomainError(f"Angka {period.describe()} tidak berubah sejak ditutup.")
        values = [value for value in _frozen(actor, period) if value.indicator_id in changed]
        return _seal(PeriodClosing.Kind.RESTATEMENT, period, actor, reason.strip(), head, values)


def _lock(actor: Actor) -> ChainHead:
    """The ledger's head, locked: nothing is written while the numbers are being sealed."""
    assert actor.office_id is not None
    ChainHead.objects.bulk_create([ChainHead(office_id=actor.office_id)], ignore_conflicts=True)
    head = ChainHead.objects.select_for_update().get(pk=actor.office_id)
    late.refuse_while_written(actor.office_id)
    return head


def _frozen(actor: Actor, period: Period) -> list[FrozenValue]:
    """Today's numbers of a period, not stored yet."""
    assert actor.office_id is not None
    found = realisations(actor, year=period.start.year)
    measures = {r.measure.code: r.measure for r in found if r.measure is not None and r.found is not None}
    facts_by_measure: dict[str, list[Fact]] = defaultdict(list)
    # What a share is taken of is sealed for every month, or its months could not be told afterwards.
    ends = [month.last_day for month in period.months]
    for _, code, fact in facts.of_all(
        list(measures.values()), office_ids=[actor.office_id], period=period, ends=ends
    ):
        facts_by_measure[code].append(fact)
    return [_frozen_value(realisation, period, facts_by_measure) for realisation in found]


def _frozen_value(
    found: Realisation, period: Period, facts_by_measure: Mapping[str, list[Fact]]
) -> FrozenValue:
    value = FrozenValue(indicator=found.indicator, state=found.state.value)
    if found.measure is None or found.found is None:
        return value
    number = found.total_in(period)
    value.value = None if number is None else Decimal(number)
    if found.state is not State.MANUAL:
        value.state = State.NOT_MEASURED if number is None else State.MEASURED
    value.facts = sorted(map(_as_json, facts_by_measure[found.measure.code]), key=_order)
    value.definition = written(found.measure)
    value.fingerprint = found.measure.fingerprint
    return value


def _as_json(fact: Fact) -> list[Any]:
    return [
        fact.entry,
        fact.on.isoformat(),
        fact.what,
        fact.subject,
        None if fact.value is None else f"{fact.value:f}",
        None if fact.due is None else fact.due.isoformat(),
        *([fact.part] if fact.part else []),
        *([fact.years_back] if fact.years_back else []),
        fact.is_base,
    ]


def _order(fact: list[Any]) -> list[Any]:
    """An entry may be there twice, counted and divided by, with a column that is empty."""
    return [(item is not None, item) for item in fact]


# ---- the seal ---------------------------------------------------------------------------------------


def _seal(
    kind: PeriodClosing.Kind,
    period: Period,
    actor: Actor,
    reason: str,
    head: ChainHead,
    values: Sequence[FrozenValue],
) -> PeriodClosing:
    if not is_storable(reason):
        raise DomainError(UNSTORABLE, field="reason")
    _refuse_too_long(values)
    last = PeriodClosing.objects.filter(office_id=head.office_id).order_by("-seq").first()
    act = PeriodClosing(
        office_id=head.office_id,
        seq=last.seq + 1 if last else 1,
        kind=kind,
        period=period.code,
        reason=reason,
        made_by_id=actor.user_id,
        made_by_name=actor.signature,
        made_at=clock.now(),
        ledger_seq=head.seq,
        ledger_hash=head.hash,
        previous_hash=last.hash if last else seal.GENESIS,
    )
    act.hash = digest(act, values)
    document = manifest.written_for(act, values, head)
    act.save(force_insert=True)
    manifest.keep(act, document)
    for value in values:
        value.act = act
    FrozenValue.objects.bulk_create(values)
    passports.issue(act.office, period)
    # The state of the books with the act in it: whoever takes it along can hold the office to it.
    log.head(act.office, keep=True)
    return act


def _refuse_too_long(values: Sequence[FrozenValue]) -> None:
    """Only a slip of the pen makes such a number; sealed, it would come back as another one or not at all."""
    for value in values:
        number = value.value
        if number is not None and (not is_kept_exactly(number) or number.adjusted() >= MOST_DIGITS):
            raise DomainError(
                f"Angka indikator {value.indicator.no} ({format_number(number)}) terlalu panjang untuk disegel. "
                "Perbaiki dahulu entri yang salah ketik."
            )


def digest(act: PeriodClosing, values: Sequence[FrozenValue]) -> str:
    """SHA-256 over the act before, everything the act says, and every number with its entries."""
    return seal.digest(
        {
            "previous": act.previous_hash,
            "office": act.office_id,
            "seq": act.seq,
            "kind": str(act.kind),
            "period": act.period,
            "reason": act.reason,
            "by": act.made_by_id,
            "by_name": act.made_by_name,
            "at": seal.moment(act.made_at),
            "ledger": [act.ledger_seq, act.ledger_hash],
            "values": sorted(
                [
                    value.indicator_id,
                    str(value.state),
                    None if value.value is None else f"{value.value:.4f}",
                    value.facts,
                    value.definition,
                    value.fingerprint,
                ]
                for value in values
            ),
        }
    )


def verify(office_id: int) -> Iterator[str]:
    """Sentences for closed numbers that are not what was sealed."""
    rows = PeriodClosing.objects.filter(office_id=office_id).order_by("seq").prefetch_related("values")
    for link in seal.checked(rows, lambda act: digest(act, list(act.values.all()))):
        act = link.row
        yield from manifest.findings(act)
        if link.missing is not None:
            yield f"Penutupan periode: nomor {link.missing} hilang, berikutnya {act.seq}."
        if not link.is_sound:
            yield f"Penutupan {act.period} (nomor {act.seq}) tidak sama dengan yang disegel."
        if act.ledger_seq and chain.hash_at(office_id, act.ledger_seq) != act.ledger_hash:
            yield f"Penutupan {act.period} menunjuk langkah {act.ledger_seq} yang tidak lagi sama di buku."


# ---- reading ----------------------------------------------------------------------------------------


def closing_of(actor: Actor, period: Period) -> PeriodClosing | None:
    return visible(actor, PeriodClosing).filter(kind=PeriodClosing.Kind.CLOSING, period=period.code).first()


def checkpoint_of(act: PeriodClosing) -> Checkpoint | None:
    """The signed state of the books that was kept when the act was made."""
    # The act itself is a link, the next one after those it was counted with.
    return log.kept_since(act.office_id, act.ledger_seq + 1)


def official_values(actor: Actor, period: Period) -> dict[int, FrozenValue]:
    """Indicator id -> the number that documents cite: of the closing, or of its last restatement."""
    rows = visible(actor, FrozenValue).filter(act__period=period.code).select_related("act", "indicator")
    return {row.indicator_id: row for row in rows.order_by("act__seq")}


@dataclass(frozen=True)
class Drift:
    """A closed number that differs from what the books give today."""

    indicator: Indicator
    frozen: FrozenValue
    number: Number | None
    """What the books say today."""
    gone: tuple[int, ...]
    """Entries that were counted and no longer are."""
    come: tuple[int, ...]
    """Entries that are counted and were not."""
    redefined: bool
    reasons: tuple[str, ...]
    """What the history recorded about those entries after the closing."""


def drifts(actor: Actor, period: Period) -> list[Drift]:
    """Where the books have moved away from closed numbers. A fixed number of queries."""
    official = official_values(actor, period)
    if not official:
        return []
    found = []
    for now in _frozen(actor, period):
        before = official.get(now.indicator_id)
        if before is None:
            continue
        then, today = _entries(before), _entries(now)
        redefined = before.fingerprint != now.fingerprint
        if before.value == now.value and before.facts == now.facts and not redefined:
            continue
        found.append((before, now, sorted(then - today), sorted(today - then), redefined))
    reasons = _reasons(found)
    return [
        Drift(
            now.indicator, before, None if now.value is None else rounded(now.value), tuple(gone), tuple(come),
            redefined, tuple(reasons[before.pk]),
        )
        for before, now, gone, come, redefined in found
    ]  # fmt: skip


def _entries(value: FrozenValue) -> set[int]:
    return {fact[0] for fact in value.facts if not fact[-1]}


def _reasons(
    found: Sequence[tuple[FrozenValue, FrozenValue, list[int], list[int], bool]],
) -> dict[int, list[str]]:
    """Frozen value id -> the notes recorded about its changed entries after the closing."""
    changed = {before.pk: _touched(before, now) for before, now, *_ in found}
    since = min((before.act.ledger_seq for before, *_ in found), default=0)
    recorded: dict[int, list[Milestone]] = defaultdict(list)
    everything = set().union(*changed.values()) if changed else set()
    later = Milestone.objects.filter(seq__gt=since).order_by("seq")
    # All steps of an entry are in one piece, so they keep their order.
    for rows in of_keys(later, "entry_id", everything):
        for row in rows:
            recorded[row.entry_id].append(row)
    reasons: dict[int, list[str]] = {}
    for before, *_ in found:
        steps = [
            row
            for entry in sorted(changed[before.pk])
            for row in recorded[entry]
            if row.seq > before.act.ledger_seq
        ]
        said = [text for row in steps for text in (row.note, row.details.get("late", {}).get("reason", ""))]
        reasons[before.pk] = list(dict.fromkeys(text for text in said if text))
    return reasons


def _touched(before: FrozenValue, now: FrozenValue) -> set[int]:
    """Entries whose fact is not word for word the same."""
    then = {json.dumps(fact) for fact in before.facts}
    today = {json.dumps(fact) for fact in now.facts}
    return {json.loads(text)[0] for text in then ^ today}
