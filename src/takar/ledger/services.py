"""Named writes of the ledger. Every book is written through these and through nothing else.

Each function is one transaction: rule, row, milestone, seal and what counts change together or not
at all. Locks are always taken in one order: the entry, its number's counter, the book's own rows,
the seal.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar, cast

from django.db import IntegrityError, transaction

from takar.kernel import clock
from takar.kernel.access import require_pen
from takar.kernel.errors import DomainError, Refused
from takar.kernel.formatting import format_date_long
from takar.kernel.spans import PAST
from takar.kernel.storable import UNSTORABLE, is_storable
from takar.ledger import access, chain, four_eyes, late, numbering, order, projection
from takar.ledger.books import Book, Change, Event, MilestoneSpec
from takar.ledger.entry_history import History
from takar.ledger.form_keys import SentForm
from takar.ledger.judging import refuse_faults, refuse_gaps, refuse_long
from takar.ledger.models import CANCELLED, Entry, EntryLink, Milestone, Participant
from takar.ledger.sealing import sealed, sealed_columns
from takar.ledger.values import cleaned
from takar.organisation.actor import Actor
from takar.organisation.models import Office

E = TypeVar("E", bound=Entry)

CORRECTED = "corrected"
EVIDENCE_ADDED = "evidence_added"
EVIDENCE_WITHDRAWN = "evidence_withdrawn"


def record_entry(
    *,
    book: type[Book[E]],
    actor: Actor,
    values: Mapping[str, Any],
    initial: str = "",
    client_key: uuid.UUID | None = None,
    earlier_key: uuid.UUID | None = None,
    content: Mapping[str, Any] | None = None,
    keepers_only: bool = True,
    late_reason: str = "",
    participants: Sequence[Part] = (),
    links: Sequence[tuple[Entry, str]] = (),
) -> E:
    """Record an entry: number, columns and first milestone. Returns the detail instance.

    ``values`` holds cleaned values by field name. ``initial`` chooses among several initial
    milestones; else the book derives it from the values. ``keepers_only=False`` is for services whose
    own rule has already decided that the actor may (giving a disposition).

    The same ``client_key`` with the same content returns the entry already made; with other content it
    raises :class:`~takar.ledger.form_keys.OtherContent` and records nothing. ``content`` is what the
    person typed, where ``values`` also hold what the service adds (today's date): only what was typed is
    compared. ``earlier_key``: see :class:`~takar.ledger.form_keys.SentForm`.

    ``late_reason``: why it is recorded although its period is closed (:mod:`takar.ledger.late`).
    ``participants`` and ``links`` (what it rests on, and how) begin with the entry and are sealed with it.
    """
    office = require_may_record(actor, book, keepers_only=keepers_only)
    known = cleaned(book, office.pk, values)
    spec = book.spec(initial) if initial else book.begins(known)
    if not spec.initial:
        raise DomainError(f"“{spec.label}” bukan awal sebuah {book.entry_label}.")
    form = SentForm(book, actor, values, client_key, earlier_key, content)
    for _ in range(3):
        try:
            with transaction.atomic():
                return cast(E, form.recorded() or _store(spec, form, known, late_reason, participants, links))
        except IntegrityError:
            # The same key came twice at the same moment and the other one was stored first. Look
            # again who holds it now.
            if not form.is_taken():
                raise
    raise DomainError("Formulir ini sedang disimpan dari tempat lain. Muat ulang halaman, lalu coba lagi.")


def _store(
    spec: MilestoneSpec,
    form: SentForm,
    values: Mapping[str, Any],
    late_reason: str,
    participants: Sequence[Part],
    links: Sequence[tuple[Entry, str]],
) -> Entry:
    """The row, its number, its first milestone, seal and what counts; inside the caller's transaction."""
    book, actor = form.book, form.actor
    assert actor.office is not None
    entry = book.new(
        office=actor.office,
        state=spec.code,
        recorded_by_id=actor.user_id,
        client_key=form.stored_key(),
        client_digest=form.digest,
    )
    book.put(entry, values)
    book.empty_other_kinds(entry)
    begun = spec.code == book.begins(values).code
    refuse_faults(book, entry, sealed_columns(book), begun=begun)
    entry.year = entry.occurred_on.year
    if entry.position_id is None and actor.main is not None:
        entry.position_id = actor.main.position_id
    book.prepare(entry)
    refuse_gaps(book, entry, sealed_columns(book), begun=begun)
    refuse_long(book, entry, sealed_columns(book))
    closed = late.explained(actor.office.pk, [entry.occurred_on], late_reason)
    entry.search_text = search_text(book, entry)
    if book.numbering:
        template, series = numbering.format_for(book, office_id=actor.office.pk, kind=entry.kind)
        entry.series = series
        entry.number = numbering.take_number(
            office_id=actor.office.pk, book=book.code, series=series, year=entry.year
        )
        entry.number_label = numbering.write_number(template, entry, book.number_parts(entry))
        entry.search_text = f"{entry.number_label.casefold()} {entry.search_text}"
    entry.save(force_insert=True)
    book.apply_change(Event(entry, Change.RECORDED, actor))
    for part in participants:
        add_participants(entry=part.entry or entry, positions=part.positions, role=part.role, told_with=entry)
    for target, relation in links:
        link_entries(source=entry, target=target, relation=relation)
    details = {"columns": sealed(book, entry), **closed}
    why = closed["late"]["reason"] if closed else ""
    first = new_milestone(
        entry, spec.code, entry.occurred_on, actor, note=why, details=details, at=entry.recorded_at
    )
    chain.append([first])
    projection.refresh(entry, [first], fresh=True)
    return entry


def correct_entry(
    *,
    entry: E,
    actor: Actor,
    values: Mapping[str, Any],
    reason: str,
    version: int | None = None,
    by_service: bool = False,
    include_cancelled: bool = False,
    told_as: str = "",
) -> E:
    """Change columns of an entry; what they were stays readable in the sealed milestone.

    The number never changes. Another date moves the first milestone with it, but not into another
    year: the number belongs to the year's book. ``version`` is the one the form was opened on.
    ``by_service``: the correction follows from another one that the actor was allowed to make.
    ``include_cancelled``: such a correction reaches cancelled entries too, which stay cancelled (who may
    read what they repeat of another entry).
    ``told_as``: the history says this in place of "Isian diperbaiki", for services whose work is more
    than a correction; it is recorded even when no column changes.
    """
    book = entry.declaration
    if not by_service:
        _require_keeper(actor, book)
    if not reason.strip():
        raise DomainError("Tulis alasan perbaikan.", field="reason")
    with transaction.atomic():
        current = _lock(entry, actor)
        if version is not None and version != current.version:
            raise DomainError(
                "Entri ini baru saja diubah orang lain. Periksa isinya, lalu simpan kembali bila masih perlu."
            )
        if current.is_cancelled and not include_cancelled:
            raise DomainError("Entri yang dibatalkan tidak dapat diubah.")
        _refuse(book, current, Change.CORRECTED)
        before = sealed(book, current)
        first_on = current.occurred_on
        book.put(current, cleaned(book, current.office_id, values))
        book.empty_other_kinds(current)
        # Only what is written now: an old row with another bad value must stay mendable.
        written = sealed(book, current)
        moved = [name for name in before if written[name] != before[name]]
        refuse_faults(book, current, moved)
        book.prepare(current)
        refuse_gaps(book, current, moved)
        after = sealed(book, current)
        changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
        refuse_long(book, current, changes)
        if current.occurred_on.year != current.year:
            raise DomainError(
                f"Nomor {current.number_label} milik buku tahun {current.year}. "
                "Batalkan entri ini lalu catat lagi pada tahun yang benar.",
                field="occurred_on",
            )
        if not changes and not told_as:
            return current
        current.version += 1
        current.search_text = f"{current.number_label.casefold()} {search_text(book, current)}".strip()
        current.save()
        history = current.history
        touched = {first_on, current.occurred_on, *history.days.values()}
        closed = late.noted(current.office_id, touched)
        with late.because(reason[: late.LONGEST]):
            book.apply_change(Event(current, Change.CORRECTED, actor, before=before))
        details = {"changes": changes, **({"told_as": told_as} if told_as else {}), **closed}
        note = new_milestone(current, CORRECTED, clock.today(), actor, note=reason, details=details)
        rows = [note]
        if current.occurred_on != first_on:
            old = next(
                row
                for row in reversed(history.in_force)
                if any(spec.code == row.what and spec.begins_entry(history) for spec in book.milestones)
            )
            _check_order(current, book.spec(old.what), current.occurred_on, history.days, moving=True)
            rows.append(
                new_milestone(
                    current, old.what, current.occurred_on, actor, note=reason, details=closed, supersedes=old
                )
            )
        chain.append(rows)
        projection.refresh(current)
    return current


def add_milestone(
    *,
    entry: Entry,
    what: str,
    on: date,
    actor: Actor,
    note: str = "",
    details: Mapping[str, Any] | None = None,
    by_service: bool = False,
    late_reason: str = "",
    participants: Sequence[Part] = (),
) -> Milestone:
    """Record that ``what`` happened to the entry on a day. ``by_service``: the caller checked who may.

    ``late_reason``: see :func:`record_entry`.
    """
    book = entry.declaration
    spec = book.spec(what)
    if not by_service:
        if not spec.by_hand:
            raise Refused(f"“{spec.label}” tidak dicatat dengan cara ini.")
        if not access.may_advance(actor, entry, spec):
            raise Refused(f"Anda tidak bertugas mencatat “{spec.label}” pada {book.entry_label} ini.")
    if spec.note_required and not note.strip():
        raise DomainError(f"Isi {spec.note_label.lower()}.", field="note")
    PAST.refuse(on, field="on")
    with transaction.atomic():
        current = _lock(entry, actor)
        if current.is_cancelled:
            raise DomainError("Entri ini sudah dibatalkan.")
        if reason := four_eyes.refusal(actor, current, spec):
            raise Refused(reason)
        _refuse(book, current, Change.ADVANCED)
        history = current.history
        if reason := order.not_yet(book, spec, history):
            raise DomainError(reason)
        _check_order(current, spec, on, history.days)
        closed = late.explained(current.office_id, _counted_on(current, spec, on), late_reason)
        event = Event(current, Change.ADVANCED, actor, what=what, on=on)
        book.apply_change(event)
        for part in participants:
            add_participants(
                entry=part.entry or current, positions=part.positions, role=part.role, told_with=current
            )
        frozen = {**book.sealed_with(event), **(details or {}), **closed}
        milestone = new_milestone(current, what, on, actor, note=note, details=frozen)
        chain.append([milestone])
        projection.refresh(current, [*history.rows, milestone])
    entry.state = current.state
    return milestone


def _counted_on(entry: Entry, spec: MilestoneSpec, on: date) -> list[date]:
    """The days a step belongs to. One that counts on the entry's day changes the number of that month,
    however late it is recorded."""
    return [on, entry.occurred_on] if spec.on_entry_day else [on]


def correct_milestone(
    *, milestone: Milestone, on: date, actor: Actor, reason: str, by_service: bool = False
) -> Milestone:
    """Record a milestone again with the right date. The old row stays in the history."""
    return _replace(milestone, actor, reason, on=on, withdrawn=False, by_service=by_service)


def withdraw_milestone(
    *, milestone: Milestone, actor: Actor, reason: str, by_service: bool = False
) -> Milestone:
    """Take back something that did not happen after all. The old row stays."""
    return _replace(milestone, actor, reason, on=milestone.on, withdrawn=True, by_service=by_service)


def _replace(
    milestone: Milestone, actor: Actor, reason: str, *, on: date, withdrawn: bool, by_service: bool
) -> Milestone:
    """``by_service``: it follows from another change that the actor was allowed to make."""
    book = milestone.entry.declaration
    if not by_service:
        _require_keeper(actor, book)
    if not reason.strip():
        raise DomainError("Tulis alasan perbaikan.", field="reason")
    with transaction.atomic():
        entry = _lock(milestone.entry, actor)
        history = entry.history
        if fault := why_not_moved(entry, milestone):
            raise DomainError(fault)
        spec = book.spec(milestone.what)
        change = Change.WITHDRAWN if withdrawn else Change.MOVED
        _refuse(book, entry, change)
        if withdrawn:
            _refuse_orphans(book, spec, history)
        else:
            _check_order(entry, spec, on, history.days, moving=True)
        closed = late.noted(entry.office_id, [*_counted_on(entry, spec, on), milestone.on])
        with late.because(reason[: late.LONGEST]):
            book.apply_change(Event(entry, change, actor, what=milestone.what, on=on, was=milestone.on))
        row = new_milestone(
            entry, milestone.what, on, actor,
            note=reason, details=closed, supersedes=milestone, withdrawn=withdrawn,
        )  # fmt: skip
        chain.append([row])
        projection.refresh(entry)
    return row


def why_not_moved(entry: Entry, milestone: Milestone) -> str:
    """Why a milestone keeps its day and is not taken back; empty when it may get another."""
    history = entry.history
    spec = next((s for s in entry.declaration.milestones if s.code == milestone.what), None)
    if spec is None or spec.begins_entry(history):
        return "Tanggal pertama diubah lewat “Perbaiki isian”."
    if spec.fixed:
        return f"Dari “{spec.label}” sudah lahir entri lain. Batalkan entri itu bila memang keliru."
    if entry.is_cancelled or milestone not in history.in_force:
        return "Langkah ini sudah diperbaiki atau entrinya dibatalkan."
    return ""


def cancel_entry(*, entry: E, actor: Actor, reason: str) -> E:
    """Cancel an entry: it keeps its number, stays visible, and no longer counts."""
    book = entry.declaration
    _require_keeper(actor, book)
    if not reason.strip():
        raise DomainError("Tulis alasan pembatalan.", field="reason")
    with transaction.atomic():
        current = _lock(entry, actor)
        if current.is_cancelled:
            raise DomainError("Entri ini sudah dibatalkan.")
        _refuse(book, current, Change.CANCELLED)
        closed = late.noted(current.office_id, current.history.days.values())
        with late.because(reason[: late.LONGEST]):
            book.apply_change(Event(current, Change.CANCELLED, actor))
        chain.append([new_milestone(current, CANCELLED, clock.today(), actor, note=reason, details=closed)])
        projection.refresh(current)
    return current


@dataclass(frozen=True)
class Part:
    """Positions that take part in an entry from now on; ``entry`` where it is another than the recorded one."""

    positions: Sequence[int]
    role: str
    entry: Entry | None = None


def add_participants(
    *, entry: Entry, positions: Sequence[int], role: str, told_with: Entry | None = None
) -> None:
    """Give positions a part in the entry (they may then read it even when confidential).

    Call it before the milestone of the same act is made: that milestone seals who takes part. It is one of
    the entry, or of the entry ``told_with``.
    """
    told = parts_of(told_with or entry)
    told["participants"] += [[entry.pk, pk, role] for pk in positions]
    Participant.objects.bulk_create(
        [Participant(entry_id=entry.pk, position_id=pk, role=role) for pk in positions], ignore_conflicts=True
    )


def link_entries(*, source: Entry, target: Entry, relation: str) -> EntryLink:
    """Remember that ``source`` rests on ``target``; both must be of one office.

    Call it before the milestone of the same act is made: that milestone of ``source`` seals the link.
    """
    if source.office_id != target.office_id:
        raise DomainError("Entri dari dua kantor tidak dapat dihubungkan.")
    parts_of(source)["links"].append([source.pk, target.pk, relation])
    link, _ = EntryLink.objects.get_or_create(source_id=source.pk, target_id=target.pk, relation=relation)
    return link


def parts_of(entry: Entry) -> dict[str, list[list[Any]]]:
    """Participants and links of an act on this entry that no milestone tells of yet."""
    told: dict[str, list[list[Any]]] = entry.__dict__.setdefault("_untold", {"participants": [], "links": []})
    return told


# ---- parts that the functions above share ---------------------------------------------------------


def new_milestone(
    entry: Entry,
    what: str,
    on: date,
    actor: Actor,
    *,
    note: str = "",
    details: Mapping[str, Any] | None = None,
    supersedes: Milestone | None = None,
    withdrawn: bool = False,
    at: datetime | None = None,
) -> Milestone:
    """An unsealed milestone recorded by ``actor``; :func:`chain.append` seals and stores it.

    Every write of the ledger needs one, also those a service decides by itself (asking for leave), so
    here whoever only reads is refused.
    """
    require_pen(actor)
    if not is_storable(note):
        raise DomainError(UNSTORABLE, field="note")
    untold = {name: rows for name, rows in entry.__dict__.pop("_untold", {}).items() if rows}
    return Milestone(
        office_id=entry.office_id,
        entry_id=entry.pk,
        what=what,
        on=on,
        at=at or clock.now(),
        actor_id=actor.user_id,
        actor_name=actor.signature,
        position_id=actor.main.position_id if actor.main else None,
        note=note.strip(),
        details={**(details or {}), **untold},
        supersedes=supersedes,
        withdrawn=withdrawn,
    )


def require_may_record(actor: Actor, book: type[Book], *, keepers_only: bool = True) -> Office:
    """The actor's office; raises when the actor may not record in the book or it takes no new entries."""
    if actor.office is None:
        raise Refused("Akun ini belum terhubung dengan pegawai kantor mana pun.")
    require_pen(actor)
    if keepers_only:
        _require_keeper(actor, book)
    refuse_closed(book)
    return actor.office


def refuse_closed(book: type[Book]) -> None:
    """Raise when the book takes no new entries."""
    if book.closed:
        raise DomainError(f"Buku {book.label} sudah ditutup: entri lamanya tetap terbaca dan terhitung.")


def _require_keeper(actor: Actor, book: type[Book]) -> None:
    if not access.may_record(actor, book):
        raise Refused(kept_by_others(book))


def kept_by_others(book: type[Book]) -> str:
    """The sentence for people who may not write in the book."""
    return f"Buku {book.label} dipegang jabatan lain di kantor Anda."


def _refuse(book: type[Book], entry: Entry, change: Change) -> None:
    if reason := book.refuses(entry, change):
        raise DomainError(reason)


def _lock(entry: E, actor: Actor) -> E:
    """The entry of the actor's office as it is now, locked until the transaction ends."""
    access.require_own(actor, entry)
    require_pen(actor)
    # The shared row first, as every other service does: two orders would block each other for ever.
    Entry.objects.select_for_update().get(pk=entry.pk)
    rows = entry.declaration.model._default_manager.select_for_update(of=("self",))
    return cast(E, rows.select_related("office").get(pk=entry.pk))


def _check_order(
    entry: Entry, spec: MilestoneSpec, on: date, happened: Mapping[str, date], *, moving: bool = False
) -> None:
    """A milestone is not in the future, not before what it follows, not after what follows it.

    ``happened``: the days in force. ``moving``: the milestone is among them and gets another day.
    """
    PAST.refuse(on, field="on")
    book = entry.declaration
    days = {code: day for code, day in happened.items() if not (moving and code == spec.code)}
    if reason := order.lacking(book, spec, days):
        raise DomainError(reason)
    for code, day in ((code, days[code]) for code in spec.after if code in days):
        if on < day:
            raise DomainError(
                f"“{spec.label}” tidak dapat mendahului “{book.spec(code).label}” ({format_date_long(day)}).",
                field="on",
            )
    for later in book.milestones:
        if spec.code in later.after and later.code in days and on > days[later.code]:
            raise DomainError(
                f"“{spec.label}” tidak dapat sesudah “{later.label}” ({format_date_long(days[later.code])}).",
                field="on",
            )


def _refuse_orphans(book: type[Book], spec: MilestoneSpec, history: History) -> None:
    """A milestone others rest on stays until those are taken back."""
    days = history.days
    if spec.repeats and len(history.all(spec.code)) > 1:
        return  # the others still carry what rests on it
    for later in book.milestones:
        rests_on = [code for code in later.after if code in days]
        if later.code in days and rests_on == [spec.code]:
            raise DomainError(f"Tarik dahulu “{later.label}”, karena bertumpu pada “{spec.label}”.")


def search_text(book: type[Book], entry: Entry) -> str:
    words = [str(getattr(entry, name) or "") for name in book.marked("search")]
    return " ".join([*words, entry.external_ref]).casefold().strip()
