"""What somebody with the database and this program's own code does to the books: nothing inside shows it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from takar.kernel import seal
from takar.ledger import chain, tally
from takar.ledger.chain import Link
from takar.ledger.models import ChainHead, Entry, Milestone, ReferenceChange
from takar.ledger.projection import refresh
from takar.organisation.models import Office


def links_of(office: Office) -> list[Link]:
    found: list[Link] = [
        *Milestone.objects.filter(office=office),
        *ReferenceChange.objects.filter(office=office),
    ]
    return sorted(found, key=lambda link: link.seq)


Hashes = dict[int, str]


def rewrite_the_chain(
    office: Office, day: date = date(2026, 1, 2), *, retold: Callable[[Link, Hashes], None] | None = None
) -> None:
    """Another day for the first milestone; every link, the head and the derived rows fit again.

    ``retold`` changes what a link says before it is hashed, given the new hashes of the links before.
    """
    first = Milestone.objects.filter(office=office).order_by("seq").first()
    assert first is not None
    Milestone.objects.filter(pk=first.pk).update(on=day)
    previous, hashes = seal.GENESIS, Hashes()
    for link in links_of(office):
        if retold is not None:
            retold(link, hashes)
        link.previous_hash = previous
        link.hash = previous = hashes[link.seq] = chain.digest(link)
        link.save()
    ChainHead.objects.filter(pk=office.pk).update(hash=previous)
    _derive_again(first.entry)


def cut_the_tail(office: Office, left: int) -> None:
    """The links after the first ``left`` are gone, and nothing that is derived remembers them."""
    last = next(link for link in links_of(office) if link.seq == left)
    gone = Milestone.objects.filter(office=office, seq__gt=left)
    entries = list(Entry.objects.filter(milestones__in=gone).distinct())
    gone.delete()
    ReferenceChange.objects.filter(office=office, seq__gt=left).delete()
    ChainHead.objects.filter(pk=office.pk).update(seq=last.seq, hash=last.hash)
    for entry in entries:
        _derive_again(entry)


def _derive_again(entry: Entry) -> None:
    refresh(entry)
    assert list(tally.differences(entry.office_id)) == []
