"""Personnel of the demo: careers, recaps, leave, proposals, lists and data updates. All of it invented."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from random import Random
from typing import Any, TypeVar

from takar.demo.agenda import Diary
from takar.demo.cast import Cast, read_data
from takar.kernel import clock
from takar.kernel.errors import DomainError
from takar.kernel.months import add_months
from takar.ledger.books import Book
from takar.ledger.models import BookKeeper, Entry
from takar.ledger.services import add_milestone, record_entry
from takar.organisation.models import Person
from takar.registers.personnel import services
from takar.registers.personnel.book import (
    AttendanceRecaps,
    DataUpdates,
    ListEditions,
    Proposals,
    StaffDevelopments,
)
from takar.registers.personnel.calculation.attendance import Line
from takar.registers.personnel.models import (
    AttendanceRecap,
    EducationHistory,
    Employee,
    PayRiseHistory,
    Proposal,
    RankGrade,
    RankHistory,
    TrainingHistory,
)
from takar.registers.personnel.reference import papers_for

LEAVES, UPDATES, DEVELOPMENTS = 14, 22, 9
"""A year's annual and other leave, data updates beside those after a grant, trainings and welfare."""

CLERK, HEAD = "kepegawaian", "kasubag_umum"

Deed = Callable[[], None]

E = TypeVar("E", bound=Entry)


def build(cast: Cast, diary: Diary, years: Iterable[int], scale: float) -> None:
    """Keepers and careers at once; every year's work into the diary."""
    PersonnelOffice(cast, diary).plan(list(years), scale)


class PersonnelOffice:
    def __init__(self, cast: Cast, diary: Diary) -> None:
        self.cast, self.diary = cast, diary
        self.data = read_data("personnel")
        for book, keys in self.data["keepers"].items():
            for key in keys:
                BookKeeper.objects.create(office=cast.office, book=book, position=cast.positions[key])
        for person in Person.objects.filter(office=cast.office):
            self._career(person)

    # ---- careers, as they stood when the demo's years begin -----------------------------------------

    def _career(self, person: Person) -> None:
        employee = Employee.objects.get(pk=person.pk)
        rng = Random(f"karier/{person.name}")
        employee.birth_place = rng.choice(self.data["birth_places"])
        employee.simpeg_ref = f"SIM-{person.pk:04}" if person.nip else ""
        employee.save()
        self._schooling(employee, rng)
        if not person.nip or employee.appointed_on is None:
            return
        code = person.rank.rsplit(",", 1)[-1].strip()
        self._ranks(employee, RankGrade.objects.get(pk=code), rng)
        first = date(min(self.diary.until.year, 2025), 1, 1)
        last = employee.appointed_on.replace(day=1)
        while add_months(last, 24) < first:
            last = add_months(last, 24)
        for step in range(3):
            since = add_months(last, -24 * step)
            if since >= employee.appointed_on.replace(day=1):
                self._pay(employee, since)

    def _ranks(self, employee: Employee, grade: RankGrade, rng: Random) -> None:
        """The grade of today, and up to two before it, four years and a little each."""
        since = date(rng.choice([2021, 2022, 2022, 2023, 2024]), rng.choice([4, 10]), 1)
        begun = employee.appointed_on
        assert begun is not None
        below = {g.order: g for g in RankGrade.objects.filter(scheme=grade.scheme, order__lte=grade.order)}
        if employee.kind == Employee.Kind.CONTRACT:
            since = begun
        since = max(since, begun)
        for step in range(3):
            held = below.get(grade.order - step)
            if held is None or since < begun:
                break
            RankHistory.objects.create(
                employee=employee,
                grade=held,
                starts_on=since,
                decree_number=f"823/{rng.randint(100, 990)}/35.07.204/{since.year}",
                decree_date=since - timedelta(days=30),
            )
            if employee.kind == Employee.Kind.CONTRACT:
                break
            since = add_months(since, -12 * rng.choice([4, 4, 5]))

    def _schooling(self, employee: Employee, rng: Random) -> None:
        name = employee.person.name
        born = (employee.birth_on or date(1998, 1, 1)).year
        found = [("slta", born + 18)]
        if "A.Md" in name:
            found.append(("d3", born + 21))
        if any(t in name for t in (" S.", "Drs.", "Dra.", "Ir.")):
            found.append(("s1", born + 23))
        if " M." in name:
            found.append(("s2", born + 34))
        for level, year in found:
            EducationHistory.objects.create(
                employee=employee,
                level_id=level,
                school=rng.choice(self.data["schools"]["slta" if level == "slta" else "tinggi"]),
                starts_on=date(year, 8, rng.randint(1, 28)),
            )
        rank = employee.person.rank
        if not employee.person.nip:
            return
        # Higher ranks have been to the higher school; the others only to the one that everybody goes to.
        step = 4 if "IV/" in rank else (3 if "III/d" in rank else 2)
        names = {4: "Diklat Kepemimpinan Tingkat III", 3: "Diklat Kepemimpinan Tingkat IV", 2: "Latsar CPNS"}
        TrainingHistory.objects.create(
            employee=employee,
            level=step,
            name=names[step],
            organiser="Badan Pengembangan SDM Provinsi",
            starts_on=date(rng.randint(2012, 2022) if step > 2 else born + 26, 5, rng.randint(1, 28)),
            hours={4: 360, 3: 285, 2: 511}[step],
        )

    def _pay(self, employee: Employee, since: date, decided: date | None = None) -> None:
        assert employee.appointed_on is not None
        years = since.year - employee.appointed_on.year
        rank = employee.rankhistory_rows.filter(starts_on__lte=since).select_related("grade").first()
        order = rank.grade.order if rank else 5
        PayRiseHistory.objects.create(
            employee=employee,
            starts_on=since,
            salary=Decimal(1_900_000 + order * 130_000 + years * 28_000),
            service_years=years,
            decree_number=f"822/{employee.pk:03}/35.07.29/{since.year}",
            decree_date=decided,
        )

    # ---- the years ----------------------------------------------------------------------------------

    def plan(self, years: list[int], scale: float) -> None:
        first, last = date(years[0], 1, 1), date(years[-1], 12, 31)
        self._dues(first, last)
        for year in years:
            rng = Random(f"{year}/kepegawaian")
            days = self.diary.days.within(date(year, 1, 1), date(year, 12, 31))
            for month in range(1, 13):
                self._at(add_months(date(year, month, 1), 1), rng, partial(self.recap, f"{year}-{month:02}"))
            for _ in range(round(LEAVES * scale)):
                self._at(rng.choice(days[3:-20]), rng, partial(self.leave, rng.random()))
            for kind, count in self.data["others"].items():
                for _ in range(max(1, round(count * scale))):
                    self._at(rng.choice(days[5:-30]), rng, partial(self.other, kind, rng.random()))
            self._at(date(year, 6, 8), rng, partial(self.edition, "buku_penjagaan"))
            self._at(date(year, 12, 8), rng, partial(self.edition, "duk"))
            for _ in range(round(UPDATES * scale)):
                self._at(rng.choice(days[2:]), rng, partial(self.update, rng.random()))
            for place in range(max(1, round(DEVELOPMENTS * scale))):
                self._at(rng.choice(days[4:-25]), rng, partial(self.development, place, rng.random()))

    def _dues(self, first: date, last: date) -> None:
        """Pay rises, promotions and retirements of everybody, prepared with their lead time."""
        for employee in Employee.objects.filter(person__office=self.cast.office).exclude(kind="honorer"):
            rng = Random(f"jatuh tempo/{employee.pk}")
            pay = employee.payrisehistory_rows.first()
            on = add_months(pay.starts_on, 24) if pay else last
            while on <= last:
                self._due(employee, "kgb", on, first, 80, rng)
                on = add_months(on, 24)
            if employee.birth_on is not None:
                ends = add_months(employee.birth_on.replace(day=1), 58 * 12 + 1)
                if first <= ends <= last:
                    self._due(employee, "pensiun", ends, first, 170, rng)
            rank = employee.rankhistory_rows.first()
            school = employee.educationhistory_rows.order_by("-level__order").first()
            ceiling = school.level.ceiling.order if school else 0
            if rank and employee.kind == Employee.Kind.CIVIL and rank.grade.order < ceiling:
                due = add_months(rank.starts_on, 48)
                if first <= due <= last:
                    self._due(employee, "kenaikan_pangkat", due, first, 150, rng)

    def _due(self, employee: Employee, kind: str, on: date, first: date, lead: int, rng: Random) -> None:
        begun = max(on - timedelta(days=lead), first + timedelta(days=4))
        # Some are still waiting to be prepared when one looks: the reminder has something to say.
        late = rng.randint(0, 40)
        self._at(begun + timedelta(days=late), rng, partial(self.due, employee.pk, kind, on))

    def _at(self, day: date, rng: Random, deed: Deed) -> None:
        self.diary.plan(self.diary.moment(self.diary.days.after(day, 0), rng), deed)

    def _then(self, days: int, deed: Deed) -> None:
        self.diary.plan(self.diary.later(Random(f"{clock.now()}/{days}"), days), deed)

    # ---- deeds --------------------------------------------------------------------------------------

    def recap(self, month: str) -> None:
        entry = self._record(AttendanceRecaps, month=month, title="")
        self._then(1, partial(self.fill, entry))

    def fill(self, entry: AttendanceRecap) -> None:
        rng = Random(f"hadir/{entry.month}")
        lines = [self._days(line, entry.working_days, rng) for line in entry.people]
        entry = services.fill_recap(recap=entry, actor=self.cast.actor(CLERK), lines=lines, reason="")
        self._then(rng.randint(1, 3), partial(self._step, entry, "checked", HEAD))

    @staticmethod
    def _days(line: Line, most: int, rng: Random) -> Line:
        counts = {
            "sick": max(line.sick, rng.choices([0, 1, 2], [88, 9, 3])[0]),
            "excused": rng.choices([0, 1], [93, 7])[0],
            "leave": line.leave,
            "duty": rng.choices([0, 1, 2, 4], [55, 22, 15, 8])[0],
            "absent": rng.choices([0, 1], [98, 2])[0],
        }
        return line if sum(counts.values()) > most else line.with_days(counts)

    def leave(self, seed: float) -> None:
        """Somebody asks; the superior considers it; Camat or Sekretaris decides."""
        rng = Random(seed)
        key = rng.choice(list(self.cast.positions))
        try:
            actor = self.cast.actor(key)
        except KeyError:  # nobody holds it that day
            return
        kind = rng.choices(["tahunan", "sakit", "alasan_penting"], [80, 15, 5])[0]
        today = clock.today()
        begins = self.diary.days.after(today, 1 if kind == "sakit" else rng.randint(5, 18))
        ends = self.diary.days.after(begins, rng.randint(0, 3))
        values: dict[str, Any] = {
            "leave_type_id": kind,
            "leave_from": begins,
            "leave_until": ends,
            "leave_address": f"{rng.choice(sorted(self.cast.villages))}, Kecamatan Gedangan",
        }
        if kind == "sakit":
            values["letter_number"] = f"440/{rng.randint(100, 999)}/{today.year}"
        try:
            entry = services.request_leave(actor=actor, values=values)
        except DomainError:  # the balance is used up, or the type is not for PPPK
            return
        above = self.cast.positions[key].reports_to_id
        if above is not None:
            by = next(k for k, p in self.cast.positions.items() if p.pk == above)
            self._then(rng.randint(0, 2), partial(self.consider, entry, by))
        else:
            self._then(3, partial(self._from_above, entry))

    def _from_above(self, entry: Proposal) -> None:
        """The Camat's leave is granted by the regency and written down here."""
        self._step(entry, "granted", CLERK, note=f"800.1.11/{entry.pk:03}/35.07.011/{clock.today().year}")

    def consider(self, entry: Proposal, by: str) -> None:
        services.consider_leave(entry=entry, actor=self.cast.actor(by), verdict="disetujui", on=clock.today())
        self._then(1, partial(self.decide, entry))

    def decide(self, entry: Proposal) -> None:
        self._tick(entry)
        camat = self.cast.actor("camat")
        by = "sekretaris" if camat.person_id == entry.employee_id else "camat"
        self._step(entry, "granted", by)

    def due(self, employee_id: int, kind: str, on: date) -> None:
        values: dict[str, Any] = {"kind": kind, "employee_id": employee_id, "effective_on": on, "title": ""}
        if kind == "kenaikan_pangkat":
            rank = Employee.objects.get(pk=employee_id).rankhistory_rows.select_related("grade").first()
            assert rank is not None
            values["target_grade"] = RankGrade.objects.get(
                scheme=rank.grade.scheme, order=rank.grade.order + 1
            )
        entry = self._record(Proposals, **values)
        self._then(3, partial(self.submit, entry))

    def other(self, kind: str, seed: float) -> None:
        rng = Random(seed)
        people = Employee.objects.filter(person__office=self.cast.office, person__retired_on=None)
        employee = rng.choice(list(people.exclude(kind="honorer").order_by("pk")))
        entry = self._record(Proposals, kind=kind, employee=employee, title="")
        self._then(rng.randint(2, 9), partial(self.submit, entry))

    def submit(self, entry: Proposal) -> None:
        self._tick(entry)
        self._step(entry, "submitted", CLERK)
        self._then(Random(entry.pk).randint(14, 32), partial(self.grant, entry))

    def grant(self, entry: Proposal) -> None:
        number = f"{800 + entry.pk % 99}/{entry.pk:03}/35.07.204/{clock.today().year}"
        self._step(entry, "granted", CLERK, note=number)
        if entry.effective_on is None:
            return
        # The decree takes a while to reach the desk; until then it is open in the list of what waits.
        self._then(12, partial(self._into_history, entry, number, clock.today()))

    def _into_history(self, entry: Proposal, number: str, decided: date) -> None:
        assert entry.effective_on is not None
        if entry.kind == "kgb":
            self._pay(entry.employee, entry.effective_on, decided)
        elif entry.kind == "kenaikan_pangkat" and entry.target_grade is not None:
            RankHistory.objects.create(
                employee=entry.employee,
                grade=entry.target_grade,
                starts_on=entry.effective_on,
                decree_number=number,
                decree_date=decided,
            )
        fact = {"kgb": "kgb", "kenaikan_pangkat": "pangkat"}.get(entry.kind, "lainnya")
        self._then(4, partial(self._update, entry.employee_id, fact))

    def edition(self, kind: str) -> None:
        entry = self._record(ListEditions, kind=kind, title="")
        self._then(3, partial(self._step, entry, "approved", "camat"))

    def update(self, seed: float) -> None:
        rng = Random(seed)
        people = Employee.objects.filter(person__office=self.cast.office, person__retired_on=None)
        employee = rng.choice(list(people.exclude(kind="honorer").order_by("pk")))
        fact = rng.choices(["kinerja", "keluarga", "diklat", "pendidikan", "pribadi"], [5, 3, 3, 1, 2])[0]
        self._update(employee.pk, fact)

    def _update(self, employee_id: int, fact: str) -> None:
        system = "siasn" if fact in ("pangkat", "kgb", "kinerja") else "simpeg"
        values = {"employee_id": employee_id, "kind": fact, "system": system, "title": ""}
        self._record(DataUpdates, by="komputer", **values)

    def development(self, place: int, seed: float) -> None:
        rng = Random(seed)
        chosen = rng.choice(self.data["developments"])
        begins = self.diary.days.after(clock.today(), rng.randint(3, 12))
        ends = self.diary.days.after(begins, chosen.get("days", 1) - 1)
        names = rng.sample(self.cast.staff, chosen.get("people", 2))
        entry = self._record(
            StaffDevelopments,
            kind=chosen["kind"],
            title=chosen["title"],
            organiser=chosen["by"],
            place=chosen["at"],
            starts_on=begins,
            ends_on=ends,
            hours=chosen.get("hours"),
            attendees=", ".join(names),
        )
        self.diary.plan(
            self.diary.moment(self.diary.days.after(ends, 0), rng),
            partial(self._step, entry, "held", CLERK),
        )

    # ---- small parts --------------------------------------------------------------------------------

    def _record(self, book: type[Book[E]], *, by: str = CLERK, **values: Any) -> E:
        given = {"occurred_on": clock.today(), **values}
        return record_entry(book=book, actor=self.cast.actor(by), values=given)

    def _step(self, entry: Any, what: str, by: str, *, note: str = "") -> None:
        add_milestone(entry=entry, what=what, on=clock.today(), actor=self.cast.actor(by), note=note)

    def _tick(self, entry: Proposal) -> None:
        entry.refresh_from_db()
        papers = [paper.code for paper in papers_for(entry.kind, entry.leave_type_id)]
        services.tick_papers(entry=entry, actor=self.cast.actor(CLERK), papers=papers)
