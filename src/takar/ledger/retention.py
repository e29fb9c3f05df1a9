"""Why and how long a book keeps personal data, and taking it away when that time has passed.

Nothing is removed by itself: entries past their time are listed, Camat or Sekretaris decides on each. The
entry, its number and everything that is counted stay; only the personal columns go (UU 27/2022 art. 43 and
44; archives law forbids early destruction of the record itself, both unverified).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q

from takar.kernel import clock
from takar.kernel.access import visible
from takar.kernel.errors import DomainError, NotFound, Refused
from takar.kernel.formatting import format_date_long
from takar.kernel.months import add_years
from takar.kernel.security_log import SecurityEvent, log_event
from takar.ledger import access, chain
from takar.ledger.books import Book, book_named, books_of
from takar.ledger.disclosure import DISCLOSED
from takar.ledger.models import Entry, Milestone
from takar.ledger.privacy_models import ProcessingRule
from takar.ledger.sealing import REMOVED, sealed
from takar.ledger.services import new_milestone, search_text
from takar.organisation.actor import Actor

PERSONAL_DATA_REMOVED = "personal_data_removed"

READERS_LOG = "reading_log"
"""Used in place of a book's code: the readers' log has a retention of its own."""
READERS_LOG_YEARS = 2

LONGEST_REVIEW = 500
"""Entries of one book that a review shows at once; the rest follows when these are decided."""


@dataclass(frozen=True)
class EffectiveRule:
    """What holds today for the personal data of one book."""

    code: str
    label: str
    purpose: str
    data: str
    legal_basis: str
    verified: bool
    years: int
    since: date | None
    """None: nobody at the office has decided yet, the program's proposal holds."""


def effective_rules(actor: Actor, *, on: date | None = None) -> list[EffectiveRule]:
    """The register of processing: every book of the office that keeps personal data, and the readers' log."""
    if actor.office_id is None:
        return []
    decided: dict[str, ProcessingRule] = {}
    rows = ProcessingRule.objects.filter(office_id=actor.office_id, active_from__lte=on or clock.today())
    for rule in rows.order_by("active_from", "pk"):
        decided[rule.book] = rule
    found = [_proposed(book) for book in books_of(actor.office) if keeps_personal_data(book)]
    found.append(
        EffectiveRule(
            READERS_LOG,
            "Catatan pembaca",
            "Menjawab siapa membaca data siapa, kapan dan untuk apa.",
            "Pegawai: nama, jabatan, yang dibaca",
            "UU 27/2022 (akuntabilitas pengendali data)",
            verified=False,
            years=READERS_LOG_YEARS,
            since=None,
        )
    )
    return [_decided(rule, decided[rule.code]) if rule.code in decided else rule for rule in found]


def keeps_personal_data(book: type[Book]) -> bool:
    return bool(book.marked("personal") or book.privacy.about_staff)


def effective_rule(actor: Actor, code: str) -> EffectiveRule:
    for rule in effective_rules(actor):
        if rule.code == code:
            return rule
    raise NotFound("Buku ini tidak memuat data pribadi.")


def _proposed(book: type[Book]) -> EffectiveRule:
    declared = book.privacy.processing
    return EffectiveRule(
        book.code,
        book.label,
        book.purpose,
        declared.data if declared else ", ".join(book.field_label(name) for name in book.marked("personal")),
        declared.legal_basis if declared else "",
        verified=False,
        years=declared.retention_years if declared else 5,
        since=None,
    )


def _decided(proposed: EffectiveRule, rule: ProcessingRule) -> EffectiveRule:
    return EffectiveRule(
        proposed.code,
        proposed.label,
        rule.purpose,
        rule.data,
        rule.legal_basis,
        rule.verified,
        rule.retention_years,
        rule.active_from,
    )


def decide_rule(
    *, actor: Actor, code: str, purpose: str, data: str, legal_basis: str, verified: bool, years: int
) -> ProcessingRule:
    """Set purpose, ground and retention for a book from today on. Years: 1 to 100."""
    if actor.office is None or not (actor.is_operator or actor.is_leader):
        raise Refused("Aturan data pribadi ditetapkan pimpinan atau pengelola pengaturan.")
    effective_rule(actor, code)
    if not purpose.strip():
        raise DomainError("Tulis tujuannya.", field="purpose")
    if not 1 <= years <= 100:
        raise DomainError("Tulis masa simpan antara 1 dan 100 tahun.", field="years")
    rule = ProcessingRule.objects.create(
        office=actor.office,
        book=code,
        purpose=purpose.strip(),
        data=data.strip(),
        legal_basis=legal_basis.strip(),
        verified=verified,
        retention_years=years,
        set_by_name=actor.signature,
    )
    log_event(
        SecurityEvent.SETTINGS_CHANGED, user_id=actor.user_id, office_id=actor.office_id, what="retention"
    )
    return rule


@dataclass(frozen=True)
class Due:
    """An entry whose personal data has been kept long enough."""

    entry: Entry
    last_on: date
    """The last thing that happened to it."""
    columns: tuple[str, ...]
    files: int
    """Evidence that is not withdrawn; it is not removed with the columns."""


def due_for_removal(actor: Actor) -> list[Due]:
    """Entries past their retention that still hold personal columns, the oldest first."""
    if not actor.is_leader and actor.user_id is not None:
        raise Refused("Peninjauan masa simpan adalah tugas Camat dan Sekretaris.")
    found: list[Due] = []
    for rule in effective_rules(actor):
        if rule.code != READERS_LOG and (book := book_named(rule.code)).marked("personal"):
            found += _due_of_book(actor, book, rule.years)
    return sorted(found, key=lambda due: (due.last_on, due.entry.pk))


def _due_of_book(actor: Actor, book: type[Book], years: int) -> list[Due]:
    removed = Milestone.objects.filter(entry_id=OuterRef("pk"), what=PERSONAL_DATA_REMOVED)
    rows = (
        visible(actor, book.model)
        .filter(~Exists(removed), book=book.code)
        .annotate(last_on=Max("milestones__on", filter=~Q(milestones__what=DISCLOSED)))
        .filter(last_on__lt=add_years(clock.today(), -years))
        .order_by("last_on", "pk")
        .prefetch_related("evidence")
    )
    return [
        Due(entry, entry.last_on, columns, sum(file.withdrawn_at is None for file in entry.evidence.all()))
        for entry in rows[:LONGEST_REVIEW]
        if (columns := held_columns(book, entry))
    ]


def held_columns(book: type[Book], entry: Entry) -> tuple[str, ...]:
    """Personal columns of the entry that hold something."""
    return tuple(name for name in book.marked("personal") if getattr(entry, name) not in (None, "", REMOVED))


def remove_from_all(*, entries: Sequence[Entry], actor: Actor, reason: str) -> None:
    """Remove from several entries, or from none when one of them refuses."""
    with transaction.atomic(), chain.sealed_at_the_end():
        for entry in entries:
            remove_personal_data(entry=entry, actor=actor, reason=reason)


def remove_personal_data(*, entry: Entry, actor: Actor, reason: str) -> Entry:
    """Take the personal columns of an entry away for good; the history says that, by whom and why.

    Raises Refused for who leads no office, DomainError before the retention has passed.
    """
    if not actor.is_leader:
        raise Refused("Penghapusan data pribadi diputuskan Camat atau Sekretaris.")
    if not reason.strip():
        raise DomainError("Tulis dasar penghapusan.", field="reason")
    access.require_own(actor, entry)
    book = entry.declaration
    years = effective_rule(actor, book.code).years
    with transaction.atomic():
        Entry.objects.select_for_update().get(pk=entry.pk)
        current: Entry = book.model._default_manager.get(pk=entry.pk)
        last_on = max(row.on for row in current.milestones.all() if row.what != DISCLOSED)
        if last_on >= add_years(clock.today(), -years):
            raise DomainError(
                f"Masa simpan {years} tahun belum lewat: kejadian terakhir {format_date_long(last_on)}."
            )
        names = held_columns(book, current)
        if not names:
            raise DomainError("Data pribadi entri ini sudah dihapus.")
        before = sealed(book, current)
        book.put(current, dict.fromkeys(names, REMOVED))
        current.search_text = f"{current.number_label.casefold()} {search_text(book, current)}".strip()
        current.version += 1
        current.save()
        after = sealed(book, current)
        changes = {name: [before[name], after[name]] for name in names}
        row = new_milestone(
            current, PERSONAL_DATA_REMOVED, clock.today(), actor, note=reason, details={"changes": changes}
        )
        chain.append([row])
    return current
