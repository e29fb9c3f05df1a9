"""The counter's year and the survey's: requests that run late now and then, answers, reports, plans."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from random import Random
from typing import Any

from takar.demo.agenda import Diary
from takar.demo.cast import Cast, read_data
from takar.demo.evidence import Papers
from takar.kernel import clock
from takar.kernel.period import Period
from takar.ledger.evidence import attach
from takar.ledger.services import add_milestone, record_entry
from takar.organisation.actor import Actor
from takar.registers.counter.book import ServiceRequests
from takar.registers.counter.models import ServiceRequest, ServiceType
from takar.registers.counter.reference import load_starter_services
from takar.registers.counter.selectors import requests_received
from takar.registers.counter.services import check_papers
from takar.registers.survey.book import FollowUps, SurveyReports, SurveyResponses
from takar.registers.survey.models import AgeBand, Education, FollowUp, SurveyReport, Work
from takar.registers.survey.selectors import result_of

REQUESTS, ANSWERS = 200, 130
"""Requests and survey answers a year."""
INCOMPLETE, REJECTED, SLOW = 0.08, 0.02, 0.06
"""Shares of requests that go back for papers, are rejected, or miss their promise."""
CATALOGUE_FROM = date(2025, 1, 1)


def build(
    cast: Cast, diary: Diary, papers: Papers, *, year: int, days: list[date], scale: float = 1.0
) -> None:
    """Plan a year of counter and survey; the catalogue comes with the first year."""
    load_starter_services(office=cast.office, valid_from=CATALOGUE_FROM)
    Counter(cast, diary).plan(year, days, scale)
    Survey(cast, diary, papers).plan(year, days, scale)


def _rng(*words: object) -> Random:
    return Random("/".join(str(word) for word in words))


class Counter:
    def __init__(self, cast: Cast, diary: Diary) -> None:
        self.cast, self.diary = cast, diary
        self.data = read_data("services")
        found = {row.code: row for row in ServiceType.objects.filter(office=cast.office)}
        self.services = {code: found[code] for code in self.data["weights"]}
        self.villages = list(cast.villages.values())

    @property
    def clerk(self) -> Actor:
        return self.cast.actor("pelayanan")

    def plan(self, year: int, days: list[date], scale: float) -> None:
        rng = _rng(year, "pelayanan")
        # Mondays are full, and so are the weeks around the school year and the weddings after Lebaran.
        weights = [(1.5 if day.weekday() == 0 else 1.0) * (1.3 if day.month in (6, 7) else 1) for day in days]
        for day in sorted(rng.choices(days, weights, k=round(REQUESTS * scale))):
            code = rng.choices(list(self.services), list(self.data["weights"].values()))[0]
            deed = partial(self.receive, self.services[code], _rng(rng.random()))
            self.diary.plan(self.diary.moment(day, rng), deed)

    def receive(self, service: ServiceType, rng: Random) -> None:
        today = clock.today()
        sex = rng.choice("LP")
        village = rng.choice(self.villages)
        name = f"{rng.choice(self.data['given'][sex])} {rng.choice(self.data['family'])}".strip()
        entry = record_entry(
            book=ServiceRequests,
            actor=self.clerk,
            values={
                "occurred_on": today,
                "service": service,
                "title": "",
                "applicant": name,
                "nik": _nik(sex, today.year, rng),
                "village": village,
                "address": f"RT {rng.randint(1, 9):02} RW {rng.randint(1, 6):02}",
            },
        )
        fate = rng.random()
        if self._stays_open(rng):
            return
        if fate < REJECTED:
            self._later(rng, 1, partial(self.reject, entry, rng))
        elif fate < REJECTED + INCOMPLETE and len(service.papers) > 1:
            check_papers(
                request=entry,
                ticked=service.papers[:-1],
                on=today,
                actor=self.clerk,
                note="Dijelaskan di loket.",
            )
            # Some never come back.
            if rng.random() < 0.9:
                self._later(rng, rng.randint(1, 6), partial(self.verify, entry, rng))
        elif service.promise_unit == ServiceType.Unit.WORKING_DAYS:
            self._later(
                rng,
                rng.choice((0, 0, 0, 1)) if service.promise > 1 else 0,
                partial(self.verify, entry, rng),
            )
        else:
            self.verify(entry, rng)

    def _stays_open(self, rng: Random) -> bool:
        """Work that still lies on the desk when the demo ends: the newest most, a little of it late."""
        age = (self.diary.until.date() - clock.today()).days
        return rng.random() < (0.6 if age <= 3 else 0.25 if age <= 10 else 0)

    def _later(self, rng: Random, days: int, deed: Any) -> None:
        self.diary.plan(self.diary.later(rng, days), deed)

    def verify(self, entry: ServiceRequest, rng: Random) -> None:
        checked = check_papers(request=entry, ticked=entry.service.papers, on=clock.today(), actor=self.clerk)
        service = checked.service
        if service.promise_unit == ServiceType.Unit.WORKING_DAYS:
            days = rng.randint(0, service.promise - 1) if service.promise > 1 else rng.choice((0, 0, 1))
            days += rng.randint(1, 4) if rng.random() < SLOW else 0
            self._later(rng, days, partial(self.finish, checked, rng))
        else:
            self.finish(checked, rng)

    def finish(self, entry: ServiceRequest, rng: Random) -> None:
        today = clock.today()
        signed = entry.service.official == "Camat"
        if signed:
            add_milestone(entry=entry, what="signed", on=today, actor=self.clerk)
            if self._stays_open(rng):
                return
        number = f"400.12/{rng.randint(11, 980)}/35.07.29/{today.year}" if signed else ""
        add_milestone(entry=entry, what="issued", on=today, actor=self.clerk, note=number)
        if rng.random() < 0.97:
            days = rng.choice((0, 0, 0, 1, 2, 3))
            if days:
                self._later(rng, days, partial(self.hand_over, entry))
            else:
                self.hand_over(entry)

    def hand_over(self, entry: ServiceRequest) -> None:
        add_milestone(entry=entry, what="collected", on=clock.today(), actor=self.clerk, note=entry.applicant)

    def reject(self, entry: ServiceRequest, rng: Random) -> None:
        add_milestone(
            entry=entry,
            what="rejected",
            on=clock.today(),
            actor=self.clerk,
            note=rng.choice(self.data["rejections"]),
        )


def _nik(sex: str, year: int, rng: Random) -> str:
    day = rng.randint(1, 28) + (40 if sex == "P" else 0)
    born = (year - rng.randint(17, 68)) % 100
    return f"350799{day:02}{rng.randint(1, 12):02}{born:02}{rng.randint(1, 40):04}"


class Survey:
    def __init__(self, cast: Cast, diary: Diary, papers: Papers) -> None:
        self.cast, self.diary, self.papers = cast, diary, papers
        self.data = read_data("services")
        self.names = {
            row.code: (row.category, row.name) for row in ServiceType.objects.filter(office=cast.office)
        }

    @property
    def clerk(self) -> Actor:
        return self.cast.actor("pelayanan")

    def plan(self, year: int, days: list[date], scale: float) -> None:
        rng = _rng(year, "skm")
        for day in sorted(rng.choices(days, k=max(6, round(ANSWERS * scale)))):
            deed = partial(self.answer, year, _rng(rng.random()))
            self.diary.plan(self.diary.moment(day, rng), deed)
        half = [day for day in days if day.month >= 7]
        for period, drafted in ((f"{year}-S1", half[4]), (f"{year}-S2", half[-7])):
            deed = partial(self.report, period, _rng(year, period))
            self.diary.plan(self.diary.moment(drafted, rng), deed)

    def answer(self, year: int, rng: Random) -> None:
        code = rng.choices(list(self.data["weights"]), list(self.data["weights"].values()))[0]
        kind, name = self.names[code]
        grown = min(year - CATALOGUE_FROM.year, 3)
        scores = [
            "-" if rng.random() < 0.01 else str(min(4, max(1, round(rng.gauss(mean + better * grown, 0.62)))))
            for mean, better in zip(self.data["means"], self.data["better"], strict=True)
        ]
        record_entry(
            book=SurveyResponses,
            actor=self.clerk,
            values={
                "occurred_on": clock.today(),
                "kind": kind,
                "service": name,
                "title": "",
                "answers": "".join(scores),
                "sex": rng.choice("LPP"),
                "age": rng.choices(AgeBand.values, (8, 26, 28, 22, 16))[0],
                "education": rng.choices(Education.values, (18, 22, 38, 6, 14, 2))[0],
                "work": rng.choices(Work.values, (5, 2, 18, 17, 26, 9, 19, 4))[0],
                "suggestion": rng.choice(self.data["suggestions"]) if rng.random() < 0.18 else "",
            },
        )

    def report(self, period: str, rng: Random) -> None:
        span = Period.parse(period)
        before = Period.of_months(
            span.start.year - (span.start.month == 1), 7 if span.start.month == 1 else 1, 6
        )
        population = requests_received(self.clerk, before) or 430
        report = record_entry(
            book=SurveyReports,
            actor=self.clerk,
            values={"occurred_on": clock.today(), "period": period, "population": population, "title": ""},
        )
        self.diary.plan(self.diary.later(rng, 4), partial(self.publish, report, rng))

    def publish(self, report: SurveyReport, rng: Random) -> None:
        place = "Papan pengumuman kantor dan laman kecamatan"
        add_milestone(entry=report, what="published", on=clock.today(), actor=self.clerk, note=place)
        weakest = result_of(self.clerk, report.span).weakest()
        for place_, element in enumerate(weakest):
            owner = rng.choice(self.data["owners"])
            today = clock.today()
            plan = record_entry(
                book=FollowUps,
                actor=self.clerk,
                values={
                    "occurred_on": today,
                    "report": report,
                    "element": element.key,
                    "title": rng.choice(self.data["programmes"][element.key]),
                    "position": self.cast.positions[owner],
                    "due_on": today + timedelta(days=rng.randint(45, 100)),
                },
            )
            if place_ < 2:
                days = rng.randint(20, 60)
                self.diary.plan(self.diary.later(rng, days), partial(self.complete, plan, owner, rng))

    def complete(self, plan: FollowUp, owner: str, rng: Random) -> None:
        today, actor = clock.today(), self.cast.actor(owner)
        paper = self.papers.draw(
            name="bukti-tindak-lanjut", head="KECAMATAN GEDANGAN", number="", on=today,
            subject=plan.title, to="Camat Gedangan", rng=rng,
        )  # fmt: skip
        attach(entry=plan, actor=actor, upload=paper, caption="Laporan pelaksanaan")
        add_milestone(entry=plan, what="done", on=today, actor=actor, note="Sudah dilaksanakan.")
