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
    rng: Random
    clerk: str
    secret: bool


class Incoming:
    def __init__(self, cast: Cast, diary: Diary, papers: Papers, archive: ArchiveRoom) -> None:
        self.cast, self.diary, self.papers, self.archive = cast, diary, papers, archive
        self.data = read_data("incoming")
        self.recent: dict[str, IncomingLetter] = {}
        """The newest letter of each area, for letters out that answer one."""

    def plan(self, year: int, days: list[date], scale: float) -> None:
        rng = Random(f"{year}/surat masuk")
        # After a weekend the post brings more.
        weights = [1.6 if day.weekday() == 0 else 1.0 for day in days]
        arrivals: dict[date, int] = {}
        for day in rng.choices(days, weights, k=round(YEARLY * scale)):
            arrivals[day] = arrivals.get(day, 0) + 1
        for day in sorted(arrivals):
            tomorrow = rng.random() < 0.14
            for _ in range(arrivals[day]):
                plan = self._decide(day, Random(rng.random()))
                moment = self.diary.moment(day, plan.rng)
                if tomorrow:
                    # Written up first thing next morning, before that day's own post.
                    morning = at(self.diary.days.after(day + timedelta(days=1), 0), FIRST_THING)
                    moment = morning + timedelta(minutes=plan.rng.randint(0, 40))
                self.diary.plan(moment, partial(self.record, plan, day))

    def _decide(self, day: date, rng: Random) -> Plan:
        areas = {
            code: row for code, row in self.data["areas"].items() if in_season(row["letters"], day.month)
        }
        area = rng.choices(list(areas), [row["share"] for row in areas.values()])[0]
        row = pick(rng, areas[area]["letters"], day.month)
        personnel = self.data["routes"][area][-1] == "kepegawaian"
        clerk = "kepegawaian" if personnel and rng.random() < 0.35 else "umum"
        sender = self.data["senders"][row["from"]]
        return Plan(area, row["kind"], row["about"], sender, rng, clerk, row.get("secret", False))

    # ---- the deeds --------------------------------------------------------------------------------

    def record(self, plan: Plan, received: date) -> None:
        rng = plan.rng
        blanks = Blanks(self.cast, rng, received)
        sender = blanks.fill(plan.sender["name"])
        written = received - timedelta(days=rng.randint(1, 9))
        number = (
            f"{self.archive.code_of(plan.area, plan.kind)}/{rng.randint(11, 2890)}/"
            f"{blanks.fill(plan.sender['unit'])}/{written.year}"
        )
        typing_error = rng.random() < 0.012
        urgency = rng.choices(list(Urgency), (84, 12, 4))[0]
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
                "letter_number": f"{number[:-1]}{(int(number[-1]) + 1) % 10}" if typing_error else number,
                "letter_date": written,
                "attachments": rng.choice(("", "", "1 berkas", "1 lembar", "2 lembar")),
                "urgency": urgency,
                "security": _security(plan, rng),
                "filing_code": self.archive.filing_code(plan.area, plan.kind),
                "external_ref": f"SRIKANDI-{rng.randint(10**9, 10**10 - 1)}" if rng.random() < 0.2 else "",
            },
        )
        self.recent[plan.area] = letter
        if rng.random() < SCANNED:
            paper = self.papers.draw(
                name="surat-masuk", head=sender, number=number, on=written, subject=letter.title,
                to="Camat Gedangan", rng=rng,
            )  # fmt: skip
            attach(entry=letter, actor=clerk, upload=paper, caption="Pindaian surat")
        self._go_on(letter, plan, number if typing_error else "")

    def _go_on(self, letter: IncomingLetter, plan: Plan, right_number: str) -> None:
        rng, fate = plan.rng, plan.rng.random()
        if fate < 0.008:
            self.diary.plan(self.diary.later(rng, 0), partial(self.cancel, letter, plan))
            return
        if right_number:
            self.diary.plan(self.diary.later(rng, 1), partial(self.correct, letter, plan, right_number))
        if fate < 0.03:
            # Needs no answer: straight into the file.
            self.diary.plan(self.diary.later(rng, 2), partial(self.archive.file, letter, rng))
            return
        days = rng.choices((0, 1, 2, 3), (45, 35, 15, 5))[0]
        if self._lately(7) and rng.random() < 0.6:
            # Some of this week's post still lies on the Camat's desk.
            days = 9
        giver = "camat" if rng.random() < 0.7 else "sekretaris"
        self.diary.plan(self.diary.later(rng, days), partial(self.first_sheet, letter, plan, giver))

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
        rng = plan.rng
        section, *staff = self.data["routes"][plan.area]
        chain = [section]
        if giver == "camat" and section.startswith("kasubag") and rng.random() < 0.55:
            chain = ["sekretaris", section]
        if staff and rng.random() < 0.38:
            chain.append(rng.choice(staff))
        others = []
        if plan.kind in {"undangan", "edaran"} and rng.random() < 0.25:
            sections = [key for key in self.cast.positions if key.startswith("kasi_") and key != section]
            others = [rng.choice(sections)]
        self._give(letter, plan, giver, chain, None, others)
        if rng.random() < 0.32:
            moment = self.diary.later(rng, rng.randint(14, 25))
            self.diary.plan(moment, partial(self.archive.file, letter, rng))

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
        rng, today = plan.rng, clock.today()
        sheet = self.data["sheets"][plan.kind]
        days = rng.randint(3, 7) if letter.urgency == Urgency.ORDINARY else rng.randint(1, 2)
        due_on = parent.due_on if parent else self.diary.days.after(today, days)
        given = dispose(
            letter=letter,
            actor=self.cast.actor(giver),
            receivers=[self.cast.positions[key] for key in (chain[0], *others)],
            instructions=rng.choice(sheet["ticks"]),
            instruction=rng.choice(sheet["notes"]),
            on=today,
            due_on=max(due_on, today) if due_on else None,
            parent=parent,
        )
        for disposition, rest in zip(given, ([*chain], *([key] for key in others)), strict=True):
            moment = self.diary.later(rng, rng.choices((0, 1, 2), (60, 30, 10))[0])
            self.diary.plan(moment, partial(self.read, disposition, letter, plan, rest))

    def read(
        self, disposition: Disposition, letter: IncomingLetter, plan: Plan, chain: Sequence[str]
    ) -> None:
        """The receiver opens it: hands it down, or takes it on."""
        rng = plan.rng
        mark_read(disposition=disposition, actor=self.cast.actor(chain[0]))
        days = self._working_time(disposition, rng)
        if len(chain) > 1:
            self._give(letter, plan, chain[0], chain[1:], disposition)
            days = days + 2 if days is not None else None
        if days is not None:
            self.diary.plan(self.diary.later(rng, days), partial(self.complete, disposition, plan, chain[0]))

    def _working_time(self, disposition: Disposition, rng: Random) -> int | None:
        """Office days until the answer; None for the few still unanswered when the demo ends."""
        assert disposition.due_on is not None
        left = len(self.diary.days.within(clock.today(), disposition.due_on))
        if self._lately(60) and rng.random() < 0.09:
            return None
        mood = rng.random()
        if mood < 0.82:
            return rng.randint(0, max(left - 1, 0))
        return left + (rng.randint(1, 5) if mood < 0.96 else rng.randint(8, 16))

    def _lately(self, days: int) -> bool:
        return clock.today() > self.diary.until.date() - timedelta(days=days)

    def complete(self, disposition: Disposition, plan: Plan, key: str) -> None:
        add_milestone(
            entry=disposition,
            what="completed",
            on=clock.today(),
            actor=self.cast.actor(key),
            note=plan.rng.choice(self.data["sheets"][plan.kind]["answers"]),
        )


def _security(plan: Plan, rng: Random) -> Security:
    if plan.secret:
        return rng.choice((Security.LIMITED, Security.SECRET))
    return Security.OPEN
