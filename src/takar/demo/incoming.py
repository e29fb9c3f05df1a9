"""Letters in: recorded, disposed, passed on, answered, now and then corrected or cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from random import Random

from takar.demo.agenda import FIRST_THING, Diary, at
from takar.demo.archive import ArchiveRoom
from takar.demo.cast import Cast, read_data
from takar.demo.evidence import Papers
from takar.demo.words import Blanks, in_season, pick
from takar.kernel import clock
from takar.ledger.evidence import attach
from takar.ledger.services import add_milestone, cancel_entry, correct_entry, record_entry
from takar.registers.mail.book import IncomingLetters
from takar.registers.mail.models import Disposition, IncomingLetter, Security, Urgency
from takar.registers.mail.services import dispose, mark_read

YEARLY = 250
SCANNED = 0.11
"""The share of letters with a scan."""


@dataclass(frozen=True)
class Plan:
    """How one letter goes its way, decided beforehand so that the order of deeds changes nothing."""

    area: str
    kind: str
    about: str
    sender: dict[str, str]
    chance: Random
    clerk: str
    secret: bool


class Incoming:
    def __init__(self, cast: Cast, diary: Diary, papers: Papers, archive: ArchiveRoom) -> None:
        self.cast, self.diary, self.papers, self.archive = cast, diary, papers, archive
        self.data = read_data("incoming")
        self.recent: dict[str, IncomingLetter] = {}
        """The newest letter of each area, for letters out that answer one."""

    def plan(self, year: int, days: list[date], scale: float) -> None:
        chance = Random(f"{year}/surat masuk")
        # After a weekend the post brings more.
        weights = [1.6 if day.weekday() == 0 else 1.0 for day in days]
        arrivals: dict[date, int] = {}
        for day in chance.choices(days, weights, k=round(YEARLY * scale)):
            arrivals[day] = arrivals.get(day, 0) + 1
        for day in sorted(arrivals):
            tomorrow = chance.random() < 0.14
            for _ in range(arrivals[day]):
                plan = self._decide(day, Random(chance.random()))
                moment = self.diary.moment(day, plan.chance)
                if tomorrow:
                    # Written up first thing next morning, before that day's own post.
                    morning = at(self.diary.days.after(day + timedelta(days=1), 0), FIRST_THING)
                    moment = morning + timedelta(minutes=plan.chance.randint(0, 40))
                self.diary.plan(moment, partial(self.record, plan, day))

    def _decide(self, day: date, chance: Random) -> Plan:
        areas = {
            code: row for code, row in self.data["areas"].items() if in_season(row["letters"], day.month)
        }
        area = chance.choices(list(areas), [row["share"] for row in areas.values()])[0]
        row = pick(chance, areas[area]["letters"], day.month)
        personnel = self.data["routes"][area][-1] == "kepegawaian"
        clerk = "kepegawaian" if personnel and chance.random() < 0.35 else "umum"
        sender = self.data["senders"][row["from"]]
        return Plan(area, row["kind"], row["about"], sender, chance, clerk, row.get("secret", False))

    # ---- the deeds --------------------------------------------------------------------------------

    def record(self, plan: Plan, received: date) -> None:
        chance = plan.chance
        blanks = Blanks(self.cast, chance, received)
        sender = blanks.fill(plan.sender["name"])
        written = received - timedelta(days=chance.randint(1, 9))
        number = (
            f"{self.archive.code_of(plan.area, plan.kind)}/{chance.randint(11, 2890)}/"
            f"{blanks.fill(plan.sender['unit'])}/{written.year}"
        )
        slip = chance.random() < 0.012
        urgency = chance.choices(list(Urgency), (84, 12, 4))[0]
        clerk = self.cast.actor(plan.clerk)
        letter = record_entry(
            book=IncomingLetters,
            actor=clerk,
            values={
                "occurred_on": received,
                "kind": plan.kind,
                "area_id": plan.area,
                "village": blanks.village_of(plan.sender["name"], plan.about),
                "title": blanks.fill(plan.about),
                "sender": sender,
                "letter_number": f"{number[:-1]}{(int(number[-1]) + 1) % 10}" if slip else number,
                "letter_date": written,
                "attachments": chance.choice(("", "", "1 berkas", "1 lembar", "2 lembar")),
                "urgency": urgency,
                "security": _security(plan, chance),
                "filing_code": self.archive.filing_code(plan.area, plan.kind),
                "external_ref": f"SRIKANDI-{chance.randint(10**9, 10**10 - 1)}"
                if chance.random() < 0.2
                else "",
            },
        )
        self.recent[plan.area] = letter
        if chance.random() < SCANNED:
            paper = self.papers.draw(
                name="surat-masuk", head=sender, number=number, on=written, subject=letter.title,
                to="Camat Gedangan", chance=chance,
            )  # fmt: skip
            attach(entry=letter, actor=clerk, upload=paper, caption="Pindaian surat")
        self._go_on(letter, plan, number if slip else "")

    def _go_on(self, letter: IncomingLetter, plan: Plan, right_number: str) -> None:
        chance, fate = plan.chance, plan.chance.random()
        if fate < 0.008:
            self.diary.plan(self.diary.later(chance, 0), partial(self.cancel, letter, plan))
            return
        if right_number:
            self.diary.plan(self.diary.later(chance, 1), partial(self.correct, letter, plan, right_number))
        if fate < 0.03:
            # Needs no answer: straight into the file.
            self.diary.plan(self.diary.later(chance, 2), partial(self.archive.file, letter, chance))
            return
        days = chance.choices((0, 1, 2, 3), (45, 35, 15, 5))[0]
        if self._lately(7) and chance.random() < 0.6:
            # Some of this week's post still lies on the Camat's desk.
            days = 9
        giver = "camat" if chance.random() < 0.7 else "sekretaris"
        self.diary.plan(self.diary.later(chance, days), partial(self.first_sheet, letter, plan, giver))

    def cancel(self, letter: IncomingLetter, plan: Plan) -> None:
        cancel_entry(
            entry=letter,
            actor=self.cast.actor(plan.clerk),
            reason="Tercatat dua kali; surat yang sama sudah ada di agenda.",
        )

    def correct(self, letter: IncomingLetter, plan: Plan, number: str) -> None:
        correct_entry(
            entry=letter,
            actor=self.cast.actor(plan.clerk),
            values={"letter_number": number},
            reason="Nomor surat salah ketik.",
        )

    def first_sheet(self, letter: IncomingLetter, plan: Plan, giver: str) -> None:
        chance = plan.chance
        section, *staff = self.data["routes"][plan.area]
        chain = [section]
        if giver == "camat" and section.startswith("kasubag") and chance.random() < 0.55:
            chain = ["sekretaris", section]
        if staff and chance.random() < 0.38:
            chain.append(chance.choice(staff))
        others = []
        if plan.kind in {"undangan", "edaran"} and chance.random() < 0.25:
            sections = [key for key in self.cast.positions if key.startswith("kasi_") and key != section]
            others = [chance.choice(sections)]
        self._give(letter, plan, giver, chain, None, others)
        if chance.random() < 0.32:
            moment = self.diary.later(chance, chance.randint(14, 25))
            self.diary.plan(moment, partial(self.archive.file, letter, chance))

    def _give(
        self,
        letter: IncomingLetter,
        plan: Plan,
        giver: str,
        chain: Sequence[str],
        parent: Disposition | None,
        others: Sequence[str] = (),
    ) -> None:
        """Dispose to the first of ``chain``, who will pass on to the rest of it."""
        chance, today = plan.chance, clock.today()
        sheet = self.data["sheets"][plan.kind]
        days = chance.randint(3, 7) if letter.urgency == Urgency.ORDINARY else chance.randint(1, 2)
        due_on = parent.due_on if parent else self.diary.days.after(today, days)
        given = dispose(
            letter=letter,
            actor=self.cast.actor(giver),
            receivers=[self.cast.positions[key] for key in (chain[0], *others)],
            instructions=chance.choice(sheet["ticks"]),
            instruction=chance.choice(sheet["notes"]),
            on=today,
            due_on=max(due_on, today) if due_on else None,
            parent=parent,
        )
        for disposition, rest in zip(given, ([*chain], *([key] for key in others)), strict=True):
            moment = self.diary.later(chance, chance.choices((0, 1, 2), (60, 30, 10))[0])
            self.diary.plan(moment, partial(self.read, disposition, letter, plan, rest))

    def read(
        self, disposition: Disposition, letter: IncomingLetter, plan: Plan, chain: Sequence[str]
    ) -> None:
        """The receiver opens it: hands it down, or takes it on."""
        chance = plan.chance
        mark_read(disposition=disposition, actor=self.cast.actor(chain[0]))
        days = self._working_time(disposition, chance)
        if len(chain) > 1:
            self._give(letter, plan, chain[0], chain[1:], disposition)
            days = days + 2 if days is not None else None
        if days is not None:
            self.diary.plan(
                self.diary.later(chance, days), partial(self.complete, disposition, plan, chain[0])
            )

    def _working_time(self, disposition: Disposition, chance: Random) -> int | None:
        """Office days until the answer; None for the few still unanswered when the demo ends."""
        assert disposition.due_on is not None
        left = len(self.diary.days.within(clock.today(), disposition.due_on))
        if self._lately(60) and chance.random() < 0.09:
            return None
        mood = chance.random()
        if mood < 0.82:
            return chance.randint(0, max(left - 1, 0))
        return left + (chance.randint(1, 5) if mood < 0.96 else chance.randint(8, 16))

    def _lately(self, days: int) -> bool:
        return clock.today() > self.diary.until.date() - timedelta(days=days)

    def complete(self, disposition: Disposition, plan: Plan, key: str) -> None:
        add_milestone(
            entry=disposition,
            what="completed",
            on=clock.today(),
            actor=self.cast.actor(key),
            note=plan.chance.choice(self.data["sheets"][plan.kind]["answers"]),
        )


def _security(plan: Plan, chance: Random) -> Security:
    if plan.secret:
        return chance.choice((Security.LIMITED, Security.SECRET))
    return Security.OPEN
