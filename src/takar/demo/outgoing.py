"""Letters out: drafted, signed, sent; some numbers reserved first, a few never used."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from random import Random
from typing import Any

from takar.demo.agenda import Diary
from takar.demo.archive import ArchiveRoom
from takar.demo.cast import Cast, read_data
from takar.demo.evidence import Papers
from takar.demo.incoming import Incoming
from takar.demo.words import Blanks, pick
from takar.kernel import clock
from takar.ledger.evidence import attach
from takar.ledger.services import add_milestone, cancel_entry, correct_milestone, record_entry
from takar.registers.mail.book import OutgoingLetters
from takar.registers.mail.models import OutgoingLetter
from takar.registers.mail.services import fill_reserved, reserve_number

YEARLY = 160
SCANNED = 0.1
_ANSWERS = {"surat_dinas", "pengantar"}


class Outgoing:
    def __init__(
        self, cast: Cast, diary: Diary, papers: Papers, archive: ArchiveRoom, incoming: Incoming
    ) -> None:
        self.cast, self.diary, self.papers = cast, diary, papers
        self.archive, self.incoming = archive, incoming
        self.writers = read_data("outgoing")["writers"]

    def plan(self, year: int, days: list[date], scale: float) -> None:
        rng = Random(f"{year}/surat keluar")
        shares = [row["share"] for row in self.writers.values()]
        for _ in range(round(YEARLY * scale)):
            day = rng.choice(days)
            writer = rng.choices(list(self.writers), shares)[0]
            own = Random(rng.random())
            self.diary.plan(self.diary.moment(day, own), partial(self.begin, writer, own))

    def begin(self, writer: str, rng: Random) -> None:
        """A number is given: usually to a letter, sometimes to one still to be written."""
        today = clock.today()
        row = pick(rng, self.writers[writer]["letters"], today.month)
        blanks = Blanks(self.cast, rng, today)
        values = {
            "occurred_on": today,
            "kind": row["kind"],
            "area_id": row["area"],
            "filing_code": self.archive.codes[row["code"]],
            "title": blanks.fill(row["about"]),
            "village": blanks.village_of(row["about"]) if row.get("village") else None,
            "signer": self.cast.positions["sekretaris" if row["kind"] == "nota_dinas" else "camat"],
        }
        rest = {
            "recipient": blanks.fill(row["to"]),
            "copies": "Bupati Malang (sebagai laporan)" if rng.random() < 0.1 else "",
            "attachments": rng.choice(("", "", "", "1 berkas", "1 lembar")),
        }
        fate = rng.random()
        # Of the last weeks a few numbers still wait for their letter.
        fresh = self._lately(25)
        if fate < (0.25 if fresh else 0.05):
            letter = reserve_number(actor=self.cast.actor(writer), values=values)
            if fresh:
                return
            if fate < 0.015:
                moment = self.diary.later(rng, rng.randint(1, 3))
                self.diary.plan(moment, partial(self.cancel, letter, writer))
            else:
                moment = self.diary.later(rng, rng.randint(1, 4))
                self.diary.plan(moment, partial(self.fill, letter, writer, rest, rng))
            return
        if row["kind"] in _ANSWERS and rng.random() < 0.5:
            rest["reply_to"] = self._answered(row["area"], today)
        drafted = record_entry(book=OutgoingLetters, actor=self.cast.actor(writer), values={**values, **rest})
        self._sign_later(drafted, writer, rng)

    def _answered(self, area: str, today: date) -> Any:
        """An open letter of the same area from the last weeks, if there is one."""
        found = self.incoming.recent.get(area)
        near = found is not None and today - timedelta(days=21) <= found.occurred_on
        return found if near and found is not None and not found.restricted else None

    def _lately(self, days: int) -> bool:
        return clock.today() > self.diary.until.date() - timedelta(days=days)

    def fill(self, letter: OutgoingLetter, writer: str, rest: dict[str, Any], rng: Random) -> None:
        filled = fill_reserved(letter=letter, actor=self.cast.actor(writer), values=rest)
        self._sign_later(filled, writer, rng)

    def cancel(self, letter: OutgoingLetter, writer: str) -> None:
        cancel_entry(
            entry=letter,
            actor=self.cast.actor(writer),
            reason="Surat batal diterbitkan; nomor tidak dipakai lagi.",
        )

    def _sign_later(self, letter: OutgoingLetter, writer: str, rng: Random) -> None:
        days = 8 if self._lately(5) else rng.choices((0, 1, 2), (60, 30, 10))[0]
        self.diary.plan(self.diary.later(rng, days), partial(self.sign, letter, writer, rng))

    def sign(self, letter: OutgoingLetter, writer: str, rng: Random) -> None:
        clerk = self.cast.actor(writer)
        add_milestone(entry=letter, what="signed", on=clock.today(), actor=clerk)
        if rng.random() < SCANNED:
            paper = self.papers.draw(
                name="surat-keluar", head="Kecamatan Gedangan", number=letter.number_label,
                on=letter.occurred_on, subject=letter.title, to=letter.recipient, rng=rng,
            )  # fmt: skip
            attach(entry=letter, actor=clerk, upload=paper, caption="Surat yang ditandatangani")
        days = rng.choices((0, 1, 2), (55, 35, 10))[0]
        self.diary.plan(self.diary.later(rng, days), partial(self.send, letter, writer, rng, clock.today()))

    def send(self, letter: OutgoingLetter, writer: str, rng: Random, signed: date) -> None:
        clerk = self.cast.actor(writer)
        sent = add_milestone(entry=letter, what="sent", on=clock.today(), actor=clerk)
        if signed < clock.today() and rng.random() < 0.08:
            correct_milestone(
                milestone=sent,
                on=signed,
                actor=clerk,
                reason="Tanda terima ekspedisi menunjukkan tanggal kirim lain.",
            )
        if rng.random() < 0.12:
            moment = self.diary.later(rng, rng.randint(5, 15))
            self.diary.plan(moment, partial(self.archive.file, letter, rng))
