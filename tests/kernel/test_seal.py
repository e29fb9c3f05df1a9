"""Seals are written the same way for ever: a changed writing would call every stored hash forged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

from takar.kernel import seal
from takar.ledger import chain
from takar.ledger.models import Milestone
from takar.measurement.language.loading import shipped_measures
from takar.measurement.models import FrozenValue, PeriodClosing
from takar.measurement.numbers import closing

JAKARTA = timezone(timedelta(hours=7))


def test_a_milestone_has_the_digest_it_always_had() -> None:
    milestone = Milestone(
        previous_hash=seal.GENESIS, office_id=3, seq=1, entry_id=17, what="received", on=date(2026, 2, 3),
        at=datetime(2026, 2, 3, 9, 15, 0, 123456, tzinfo=JAKARTA), actor_id=5,
        actor_name="Siti Aminah — Pengadministrasi Umum", position_id=None, note="Diterima “langsung”",
        details={"columns": {"title": "Undangan rapat é", "number": 7, "restricted": False}},
        supersedes_id=None, withdrawn=False,
    )  # fmt: skip
    assert chain.digest(milestone) == "1db45c54bd6e97fa65a79d3f2b26fb441cef44d723da31469e7d6c602dbc4cff"


def test_a_closing_has_the_digest_it_always_had() -> None:
    act = PeriodClosing(
        previous_hash=seal.GENESIS, office_id=3, seq=1, kind="closing", period="2026-Q1", reason="", made_by_id=5,
        made_by_name="Budi Santoso, Camat", made_at=datetime(2026, 4, 2, 8, 0, tzinfo=JAKARTA), ledger_seq=1,
        ledger_hash="ab" * 32,
    )  # fmt: skip
    values = [
        FrozenValue(
            indicator_id=9, state="measured", value=Decimal("66.67"), fingerprint="cd" * 32,
            facts=[[17, "2026-02-03", "received", "", None, None, False]],
            definition={"code": "x", "aggregate": "count"},
        ),
        FrozenValue(indicator_id=2, state="not_measured", value=None),
    ]  # fmt: skip
    assert closing.digest(act, values) == "166dd230ef5c218a654ab9b9c600837f8053663570f11986cb6612bdd8eb77a3"


def test_a_measure_has_the_fingerprint_it_always_had() -> None:
    """Closed numbers hold it: another one would say that the measure was changed."""
    fingerprint = shipped_measures()["surat_masuk_terdisposisi"].fingerprint
    assert fingerprint == "7e07ecb8bd0380c75c519225c933d9e11d93deab24c78f8e434de0b1bade140b"


@dataclass
class Link:
    seq: int
    said: str
    previous_hash: str = ""
    hash: str = ""


def sealed(*said: str) -> list[Link]:
    links, previous = [], seal.GENESIS
    for seq, words in enumerate(said, start=1):
        link = Link(seq, words, previous)
        link.hash = previous = digest(link)
        links.append(link)
    return links


def digest(link: Link) -> str:
    return seal.digest([link.previous_hash, link.seq, link.said])


def faults(links: list[Link]) -> list[tuple[int, int | None, bool]]:
    found = seal.checked(links, digest)
    return [(one.row.seq, one.missing, one.is_sound) for one in found if one.missing or not one.is_sound]


def test_a_chain_tells_what_was_changed_and_what_is_missing() -> None:
    assert faults([]) == faults(sealed("a", "b", "c")) == []
    changed = sealed("a", "b", "c")
    changed[1].said = "x"
    assert faults(changed) == [(2, None, False)]
    changed[1].hash = digest(changed[1])
    assert faults(changed) == [(3, None, False)]
    first, _, *later = sealed("a", "b", "c", "d")
    assert faults([first, *later]) == [(3, 2, False)]


def test_a_moment_is_written_in_one_zone() -> None:
    noon = datetime(2026, 7, 1, 12, tzinfo=UTC)
    assert seal.moment(noon) == seal.moment(noon.astimezone(JAKARTA)) == "2026-07-01T12:00:00.000000+00:00"
