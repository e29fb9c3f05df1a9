"""Sixteen people at once: no number twice, none skipped, nothing lost, nothing below zero.

Real transactions on whichever database the suite runs on. Threads have the real clock.
"""

from __future__ import annotations

import threading
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction

from takar.kernel import clock
from takar.kernel.errors import DomainError
from takar.ledger.audit import verify
from takar.ledger.books import book_named
from takar.ledger.evidence import attach
from takar.ledger.form_keys import OtherContent
from takar.ledger.importing import confirm_import, start_import
from takar.ledger.models import (
    EffectiveMilestone,
    Entry,
    Evidence,
    EvidenceFile,
    Milestone,
    NumberFormat,
    NumberSeries,
)
from takar.ledger.recording import record_with_files
from takar.ledger.services import add_milestone, cancel_entry, correct_entry, record_entry
from takar.registers.goods.models import StockBalance, StockIssue, StockReceipt
from takar.registers.goods.rules.stock import balances_by_books
from takar.registers.goods.services import approve_request, issue_request, submit_request
from takar.registers.mail.models import Disposition, IncomingLetter
from takar.registers.mail.services import dispose
from tests.factories import Cast, entry_of, letter_of, room, stock_item, values_for
from tests.ledger.files import png, upload

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 16


def at_once(work: Sequence[Callable[[], Any]]) -> list[Any]:
    """Results, or the exceptions raised, of all pieces of work started together."""
    gate = threading.Barrier(len(work))
    results: list[Any] = [None] * len(work)

    def run(place: int, task: Callable[[], Any]) -> None:
        try:
            gate.wait()
            results[place] = task()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(work)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert not any(thread.is_alive() for thread in threads), "writers wait for each other for ever"
    return results


def unexpected(results: Sequence[Any]) -> list[str]:
    """What went wrong that no rule explains."""
    return [
        f"{type(r).__name__}: {r}"
        for r in results
        if isinstance(r, Exception) and not isinstance(r, DomainError)
    ]


class Aborted(DomainError):
    """The writer's connection was lost after the entry was written, before the commit."""


def test_numbers_have_no_gap_and_no_double_although_writers_abort(cast: Cast) -> None:
    rounds = 6

    def writer(who: int) -> Callable[[], int]:
        def write() -> int:
            written = 0
            for turn in range(rounds):
                try:
                    with transaction.atomic():
                        letter_of(cast)
                        if (who + turn) % 3 == 0:
                            raise Aborted("putus")
                    written += 1
                except Aborted:
                    pass
            return written

        return write

    results = at_once([writer(n) for n in range(WRITERS)])
    assert unexpected(results) == []
    total = sum(results)
    numbers = IncomingLetter.objects.filter(office=cast.office).values_list("number", flat=True)
    assert sorted(numbers) == list(range(1, total + 1))
    assert NumberSeries.objects.get(office=cast.office, book="incoming_letter").last == total
    assert Milestone.objects.filter(office=cast.office).count() == total
    assert EffectiveMilestone.objects.filter(office=cast.office).count() == total
    assert list(verify(cast.office.pk)) == []


def test_every_book_series_and_office_counts_for_itself(cast: Cast) -> None:
    NumberFormat.objects.create(
        office=cast.office, book="outgoing_letter", kind="keputusan", template="{nomor}", own_series=True
    )
    before = Entry.objects.filter(office=cast.neighbour_office, book="incoming_letter").count()
    kinds: list[Callable[[], Any]] = [
        lambda: letter_of(cast),
        lambda: letter_of(cast, actor=cast.neighbour_clerk.actor),
        lambda: entry_of("outgoing_letter", cast),
        lambda: entry_of("outgoing_letter", cast, kind="keputusan"),
    ]

    def writer(n: int) -> Callable[[], None]:
        def write() -> None:
            for turn in range(4):
                kinds[(n + turn) % 4]()

        return write

    assert unexpected(at_once([writer(n) for n in range(WRITERS)])) == []
    found = Counter(Entry.objects.filter(office=cast.office).values_list("book", "series").order_by())
    assert found == {
        ("incoming_letter", ""): 16,
        ("outgoing_letter", ""): 16,
        ("outgoing_letter", "keputusan"): 16,
    }
    assert Entry.objects.filter(office=cast.neighbour_office, book="incoming_letter").count() == before + 16
    for office in (cast.office, cast.neighbour_office):
        assert list(verify(office.pk)) == []


def test_the_same_form_sent_many_times_at_once_makes_one_entry(cast: Cast) -> None:
    book = book_named("incoming_letter")
    key = uuid.uuid4()
    values = values_for(book, cast.office)

    def send() -> int:
        return record_entry(book=book, actor=cast.clerk.actor, values=values, client_key=key).pk

    results = at_once([send] * WRITERS)
    assert unexpected(results) == []
    assert len(set(results)) == 1
    assert IncomingLetter.objects.filter(office=cast.office).count() == 1
    assert list(verify(cast.office.pk)) == []


def test_two_texts_under_one_key_at_once_make_one_entry_and_tell_the_others(cast: Cast) -> None:
    """One of them is recorded; whoever sent the other is shown both, and nobody gets an error."""
    book = book_named("incoming_letter")
    key = uuid.uuid4()
    values = values_for(book, cast.office)

    def send(title: str) -> Callable[[], int]:
        def write() -> int:
            said = values | {"title": title}
            return record_entry(book=book, actor=cast.clerk.actor, values=said, client_key=key).pk

        return write

    results = at_once([send(f"Surat {n % 2}") for n in range(WRITERS)])
    assert unexpected(results) == []
    assert len({r for r in results if isinstance(r, int)}) == 1
    asked = [r for r in results if isinstance(r, Exception)]
    assert [type(r) for r in asked] == [OtherContent] * (WRITERS // 2)
    assert IncomingLetter.objects.filter(office=cast.office).count() == 1
    assert list(verify(cast.office.pk)) == []


def test_one_key_of_two_people_at_once_makes_an_entry_of_each(cast: Cast) -> None:
    book = book_named("incoming_letter")
    key = uuid.uuid4()
    values = values_for(book, cast.office)
    people = [cast.clerk.actor, cast.general_head.actor, cast.secretary.actor, cast.camat.actor]

    def send(n: int) -> Callable[[], int]:
        return lambda: record_entry(book=book, actor=people[n % 4], values=values, client_key=key).pk

    results = at_once([send(n) for n in range(WRITERS)])
    assert unexpected(results) == []
    assert [r for r in results if isinstance(r, DomainError)] == []
    for n in range(4):
        assert len(set(results[n::4])) == 1
    assert IncomingLetter.objects.filter(office=cast.office).count() == 4
    assert list(verify(cast.office.pk)) == []


def test_the_same_form_with_files_at_once_keeps_each_file_once(cast: Cast) -> None:
    book = book_named("incoming_letter")
    key = uuid.uuid4()
    values = values_for(book, cast.office)

    def send(n: int) -> Callable[[], int]:
        def write() -> int:
            # The same two files in either order: two senders must not wait for each other's rows.
            files = [upload(png("navy"), "satu.png"), upload(png("red"), "dua.png")]
            return record_with_files(
                book=book,
                actor=cast.clerk.actor,
                values=values,
                uploads=files if n % 2 else files[::-1],
                client_key=key if n % 4 < 2 else uuid.uuid4(),
            ).pk

        return write

    results = at_once([send(n) for n in range(WRITERS)])
    assert unexpected(results) == []
    made = WRITERS // 2 + 1
    assert len(set(results)) == made
    assert Evidence.objects.filter(entry__office=cast.office).count() == 2 * made
    assert EvidenceFile.objects.filter(office=cast.office).count() == 2
    assert list(verify(cast.office.pk)) == []


def test_the_last_reams_go_to_as_many_as_there_are(cast: Cast) -> None:
    paper = stock_item(cast.office)
    book = book_named("stock_receipt")
    values = values_for(book, cast.office) | {"item": paper, "quantity": Decimal(10)}
    record_entry(book=book, actor=cast.stock_clerk.actor, values=values)
    issues = book_named("stock_issue")

    def issue() -> Entry:
        out = values_for(issues, cast.office) | {"item": paper, "quantity": Decimal(1)}
        return record_entry(book=issues, actor=cast.stock_clerk.actor, values=out)

    results = at_once([issue] * WRITERS)
    assert unexpected(results) == []
    refused = [r for r in results if isinstance(r, DomainError)]
    assert len(refused) == WRITERS - 10
    assert {r.message for r in refused} == {"Persediaan Kertas HVS F4 tinggal 0 rim."}
    assert StockBalance.objects.get(item=paper).quantity == 0
    numbers = StockIssue.objects.filter(office=cast.office).values_list("number", flat=True)
    assert sorted(numbers) == list(range(1, 11))
    assert list(verify(cast.office.pk)) == []


def test_stock_moved_to_and_fro_by_many_adds_up(cast: Cast) -> None:
    items = [stock_item(cast.office, name) for name in ("Kertas", "Tinta", "Map")]
    for item in items:
        entry_of("stock_receipt", cast, item=item, quantity=Decimal(30))

    def worker(n: int) -> Callable[[], None]:
        def work() -> None:
            who = cast.stock_clerk.actor
            first, second = items[n % 3], items[(n + 1) % 3]
            receipt = entry_of("stock_receipt", cast, item=first, quantity=Decimal(2))
            values = values_for(book_named("stock_issue"), cast.office) | {"item": second}
            out = record_entry(book=book_named("stock_issue"), actor=who, values=values)
            correct_entry(entry=out, actor=who, values={"item": first, "quantity": Decimal(1)}, reason="x")
            cancel_entry(entry=receipt if n % 2 else out, actor=who, reason="x")

        return work

    assert unexpected(at_once([worker(n) for n in range(WRITERS)])) == []
    kept = dict(StockBalance.objects.filter(item__in=items).values_list("item_id", "quantity"))
    assert balances_by_books(cast.office.pk) == kept
    assert list(verify(cast.office.pk)) == []


def test_of_two_corrections_of_one_entry_one_wins_and_the_other_is_told(cast: Cast) -> None:
    letter = letter_of(cast)

    def correct(title: str) -> Callable[[], Entry]:
        return lambda: correct_entry(
            entry=letter, actor=cast.clerk.actor, values={"title": title}, reason=title, version=1
        )

    results = at_once([correct(f"Perihal {n}") for n in range(2)])
    assert unexpected(results) == []
    (won,) = [r for r in results if isinstance(r, Entry)]
    (lost,) = [r for r in results if isinstance(r, DomainError)]
    assert "baru saja diubah orang lain" in lost.message
    stored = IncomingLetter.objects.get(pk=letter.pk)
    assert (stored.title, stored.version) == (won.title, 2)
    assert stored.milestones.filter(what="corrected").count() == 1
    assert list(verify(cast.office.pk)) == []


def test_a_milestone_told_by_many_is_told_once(cast: Cast) -> None:
    letter = entry_of("outgoing_letter", cast)
    results = at_once(
        [lambda: add_milestone(entry=letter, what="signed", on=clock.today(), actor=cast.clerk.actor)] * 8
    )
    assert unexpected(results) == []
    assert sum(isinstance(r, Milestone) for r in results) == 1
    assert letter.milestones.filter(what="signed").count() == 1


def test_an_entry_is_cancelled_or_advanced_but_not_both_at_once(cast: Cast) -> None:
    letter = entry_of("outgoing_letter", cast)
    who = cast.clerk.actor
    results = at_once(
        [
            lambda: cancel_entry(entry=letter, actor=who, reason="x"),
            lambda: add_milestone(entry=letter, what="signed", on=clock.today(), actor=who),
            lambda: correct_entry(entry=letter, actor=who, values={"title": "y"}, reason="x"),
        ]
    )
    assert unexpected(results) == []
    assert Entry.objects.get(pk=letter.pk).is_cancelled
    assert not EffectiveMilestone.objects.filter(entry=letter).exists()
    assert list(verify(cast.office.pk)) == []


def test_the_last_two_answers_at_once_close_the_letter_once(cast: Cast) -> None:
    letter = letter_of(cast)
    receivers = [cast.section_head, cast.planner, cast.general_head, cast.secretary]
    given = dispose(
        letter=letter, actor=cast.camat.actor, receivers=[m.position for m in receivers],
        instructions=["proses"], on=clock.today(),
    )  # fmt: skip

    def answer(disposition: Disposition, who: Any) -> Callable[[], Milestone]:
        return lambda: add_milestone(
            entry=disposition, what="completed", on=clock.today(), note="Sudah", actor=who.actor
        )

    results = at_once([answer(*pair) for pair in zip(given, receivers, strict=True)])
    assert unexpected(results) == []
    assert IncomingLetter.objects.get(pk=letter.pk).state == "followed_up"
    assert letter.milestones.filter(what="followed_up").count() == 1
    assert list(verify(cast.office.pk)) == []


def test_camat_and_sekretaris_dispose_one_letter_at_once(cast: Cast) -> None:
    letter = letter_of(cast)

    def give(by: Any, to: Any) -> Callable[[], Any]:
        return lambda: dispose(
            letter=letter, actor=by.actor, receivers=[to.position], instructions=["proses"], on=clock.today()
        )

    results = at_once([give(cast.camat, cast.section_head), give(cast.secretary, cast.planner)])
    assert unexpected(results) == []
    assert Disposition.objects.filter(letter=letter).count() == 2
    assert letter.milestones.filter(what="dispositioned").count() == 1


def test_one_file_attached_by_many_at_once_is_one_evidence(cast: Cast) -> None:
    letter, content = letter_of(cast), png("teal")
    results = at_once(
        [lambda: attach(entry=letter, actor=cast.clerk.actor, upload=upload(content, "a.png"))] * 8
    )
    assert unexpected(results) == []
    assert sum(isinstance(r, Evidence) for r in results) == 1
    assert Evidence.objects.filter(entry=letter).count() == 1
    assert list(verify(cast.office.pk)) == []


def receipts_csv(names: Sequence[str], rows: int) -> bytes:
    day = (clock.today() - timedelta(days=1)).isoformat()
    lines = ["Tanggal terima;Barang;Banyaknya;Dari"]
    lines += [f"{day};{names[n % len(names)]};2;CV Maju" for n in range(rows)]
    return "\n".join(lines).encode()


def test_an_import_and_people_who_record_do_not_block_each_other(cast: Cast) -> None:
    """An import changes many balances and counters in one transaction, in the order of its rows."""
    items = [stock_item(cast.office, name) for name in ("Kertas", "Tinta", "Map", "Lakban")]
    for item in items:
        entry_of("stock_receipt", cast, item=item, quantity=Decimal(50))
    before = StockReceipt.objects.filter(office=cast.office).count()
    receipts, issues = book_named("stock_receipt"), book_named("stock_issue")
    who = cast.stock_clerk.actor
    batches = [
        start_import(
            book=receipts, actor=who, filename="a.csv", content=receipts_csv([str(i) for i in order], 24)
        )
        for order in (items, items[::-1])
    ]

    def issue(n: int) -> Callable[[], None]:
        def work() -> None:
            for turn in range(6):
                values = values_for(issues, cast.office) | {
                    "item": items[(n + turn) % 4],
                    "quantity": Decimal(1),
                }
                record_entry(book=issues, actor=who, values=values)

        return work

    results = at_once(
        [
            lambda: confirm_import(batch=batches[0], actor=who),
            lambda: confirm_import(batch=batches[1], actor=who),
        ]
        + [issue(n) for n in range(6)]
    )
    assert unexpected(results) == []
    assert results[:2] == [24, 24]
    assert StockReceipt.objects.filter(office=cast.office).count() == before + 48
    assert StockIssue.objects.filter(office=cast.office).count() == 36
    kept = dict(StockBalance.objects.filter(item__in=items).values_list("item_id", "quantity"))
    assert balances_by_books(cast.office.pk) == kept
    assert list(verify(cast.office.pk)) == []


def test_layers_and_values_hold_while_many_hand_out_and_correct(cast: Cast) -> None:
    """Issues, prices and deliveries of one item change at once; FIFO is what the books say afterwards."""
    paper = stock_item(cast.office)
    who = cast.stock_clerk.actor
    receipts = [
        entry_of("stock_receipt", cast, item=paper, quantity=Decimal(5), unit_price=Decimal(1000 + n))
        for n in range(4)
    ]

    def worker(n: int) -> Callable[[], None]:
        def work() -> None:
            if n % 4 == 0:
                prices = {"unit_price": Decimal(2000 + n)}
                correct_entry(entry=receipts[n // 4], actor=who, values=prices, reason="Harga")
            elif n % 4 == 1:
                entry_of("stock_receipt", cast, item=paper, quantity=Decimal(1), unit_price=Decimal(n))
            else:
                values = values_for(book_named("stock_issue"), cast.office) | {"item": paper}
                record_entry(
                    book=book_named("stock_issue"), actor=who, values=values | {"quantity": Decimal(3)}
                )

        return work

    results = at_once([worker(n) for n in range(WRITERS)])
    assert unexpected(results) == []
    issued = 3 * StockIssue.objects.filter(office=cast.office).count()
    assert StockBalance.objects.get(item=paper).quantity == 24 - issued >= 0
    assert list(verify(cast.office.pk)) == []


def test_of_many_requests_for_the_last_reams_some_are_handed_out_whole(cast: Cast) -> None:
    items = [stock_item(cast.office, name) for name in ("Kertas", "Tinta")]
    for item in items:
        entry_of("stock_receipt", cast, item=item, quantity=Decimal(5))
    ready = []
    for n in range(8):
        order = items if n % 2 else items[::-1]
        request = submit_request(
            actor=cast.government_clerk.actor, wanted=dict.fromkeys(order, Decimal(1)), purpose=f"Seksi {n}",
            on=clock.today(),
        )  # fmt: skip
        ready.append(
            approve_request(request=request, actor=cast.general_head.actor, granted={}, on=clock.today())
        )

    def hand_out(request: Any) -> Callable[[], Any]:
        return lambda: issue_request(
            request=request, actor=cast.stock_clerk.actor, quantities={}, on=clock.today(), receiver="Yuni"
        )

    # Every request is tried twice at once.
    results = at_once([hand_out(request) for request in ready * 2])
    assert unexpected(results) == []
    done = [r for r in results if isinstance(r, list)]
    assert [len(made) for made in done] == [2] * 5
    assert StockIssue.objects.filter(office=cast.office).count() == 10
    assert Entry.objects.filter(office=cast.office, book="supply_request", state="issued").count() == 5
    assert {StockBalance.objects.get(item=item).quantity for item in items} == {Decimal(0)}
    assert list(verify(cast.office.pk)) == []


def test_registers_of_one_code_are_given_once_to_many(cast: Cast) -> None:
    stands_in = room(cast.office)
    results = at_once([lambda: entry_of("asset", cast, register="", room=stands_in).register] * WRITERS)
    assert unexpected(results) == []
    assert sorted(results) == [f"{n:04}" for n in range(1, WRITERS + 1)]
    assert list(verify(cast.office.pk)) == []


def test_a_batch_confirmed_twice_at_once_is_recorded_once(cast: Cast) -> None:
    stock_item(cast.office, "Kertas")
    who = cast.stock_clerk.actor
    batch = start_import(
        book=book_named("stock_receipt"),
        actor=who,
        filename="a.csv",
        content=receipts_csv(["Kertas (rim)"], 5),
    )
    results = at_once([lambda: confirm_import(batch=batch, actor=who)] * 4)
    assert unexpected(results) == []
    assert [r for r in results if not isinstance(r, DomainError)] == [5]
    assert StockReceipt.objects.filter(office=cast.office).count() == 5
