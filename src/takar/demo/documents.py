"""Work documents by the calendar and beside it, and the dossiers that villages hand in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from random import Random
from typing import Any

from takar.demo.agenda import Diary
from takar.demo.cast import Cast, read_data
from takar.demo.evidence import Papers
from takar.demo.words import Blanks, pick
from takar.kernel import clock
from takar.ledger.evidence import attach
from takar.ledger.services import add_milestone, record_entry
from takar.registers.documents.book import WorkDocuments
from takar.registers.documents.models import DocumentSchedule, WorkDocument
from takar.registers.documents.selectors.calendar import Due, due_in
from takar.registers.documents.selectors.documents import guideline_for
from takar.registers.documents.services import add_version, check_document, load_starter
from takar.registers.dossiers import services as dossiers
from takar.registers.dossiers.book import DossierChecks
from takar.registers.dossiers.models import DossierCheck
from takar.registers.dossiers.selectors import checklist_for

DOSSIERS = 60
RETURNED, SCANNED, LATE, FORGOTTEN = 0.18, 0.2, 0.12, 0.03
"""Shares: sent back once, with a scan, written after the time limit, never written at all."""

_CHECKERS = {
    "kasi_trantib": "sekretaris",
    "kasi_kesos": "sekretaris",
    "kasi_pelayanan": "sekretaris",
    "kasubag_perencanaan": "sekretaris",
    "kasubag_umum": "sekretaris",
    "pembangunan": "kasi_pembangunan",
    "pemerintahan": "kasi_pemerintahan",
    "kepegawaian": "kasubag_umum",
    "umum": "kasubag_umum",
    "program": "kasubag_perencanaan",
    "bahan": "kasubag_perencanaan",
}
"""Whose documents are checked by whom: never by the author."""


@dataclass(frozen=True)
class Work:
    """Where a document or a dossier of the demo is written, and with what luck."""

    cast: Cast
    diary: Diary
    papers: Papers


def build(*, cast: Cast, diary: Diary, papers: Papers, years: range, scale: float = 1.0) -> None:
    """Plan the documents and dossiers of all years; the guidelines and the calendar are there first."""
    load_starter(office=cast.office)
    dossiers.load_starter(office=cast.office)
    work = Work(cast, diary, papers)
    for year in years:
        days = diary.days.within(date(year, 1, 1), date(year, 12, 31))
        _plan_calendar(work, year, years.start)
        _plan_others(work, year, days, scale)
        _plan_dossiers(work, year, days, scale)


def _plan_calendar(work: Work, year: int, first: int) -> None:
    """Each scheduled document some days before its limit, a few after it, one or two never."""
    rng = Random(f"{year}/jadwal dokumen")
    keys = {position.pk: key for key, position in work.cast.positions.items()}
    for schedule in DocumentSchedule.objects.filter(office=work.cast.office).order_by("pk"):
        for due in due_in(schedule, year):
            own = Random(rng.random())
            if own.random() < FORGOTTEN:
                continue
            lead = -own.randint(2, 9) if own.random() < LATE else own.randint(3, 12)
            day = work.diary.days.after(max(due.on - timedelta(days=lead), date(first, 1, 3)), 0)
            who = keys.get(schedule.position_id or 0, "program")
            work.diary.plan(work.diary.moment(day, own), partial(_write_due, work, due, who, own))


def _write_due(work: Work, due: Due, who: str, rng: Random) -> None:
    values = {
        "kind": due.schedule.kind,
        "title": due.title,
        "area_id": due.schedule.area_id,
        "period_year": due.year,
        "period_part": due.part,
        "due_on": due.on,
    }
    _write(work, who, values, rng)


def _plan_others(work: Work, year: int, days: list[date], scale: float) -> None:
    rng = Random(f"{year}/dokumen")
    for row in read_data("documents")["documents"]:
        fitting = [day for day in days[3:] if day.month in row.get("months", (day.month,))]
        for _ in range(max(1, round(row["count"] * scale))):
            own = Random(rng.random())
            moment = work.diary.moment(own.choice(fitting), own)
            work.diary.plan(moment, partial(_write_other, work, row, own))


def _write_other(work: Work, row: dict[str, Any], rng: Random) -> None:
    today = clock.today()
    blanks = Blanks(work.cast, rng, today)
    own = {name: rng.choice(words) for name, words in read_data("documents")["blanks"].items()}
    values = {
        "kind": row["kind"],
        "title": row["title"].format(**blanks.values, **own),
        "area_id": row["area"],
        "village": blanks.village_of(row["title"]),
        "period_year": today.year,
        "period_part": f"Q{(today.month + 2) // 3}",
    }
    _write(work, row["who"], values, rng)


def _write(work: Work, who: str, values: dict[str, Any], rng: Random) -> None:
    actor = work.cast.actor(who)
    given = {**values, "occurred_on": clock.today(), "person_id": actor.person_id}
    document = record_entry(book=WorkDocuments, actor=actor, values=given)
    if rng.random() < SCANNED:
        attach(entry=document, actor=actor, upload=_paper(work, document, rng), caption="Naskah")
    later = work.diary.later(rng, rng.randint(1, 4))
    work.diary.plan(later, partial(_check, work, document, who, rng))


def _check(work: Work, document: WorkDocument, who: str, rng: Random) -> None:
    """Checked point by point; some go back once and come again as a new version."""
    guideline = guideline_for(document)
    assert guideline is not None
    points = guideline.lines()
    back = document.edition == 1 and rng.random() < RETURNED
    ticked = [point for point in points if point != points[-2]] if back else points
    checker = work.cast.actor(_CHECKERS[who])
    if checker.person_id == document.person_id:
        # Whoever stands in for two posts does not check their own work.
        checker = work.cast.actor("camat")
    check_document(document=document, actor=checker, ticked=ticked, on=clock.today())
    later = work.diary.later(rng, rng.randint(1, 5))
    deed = partial(_write_again, work, document, who, rng) if back else partial(_approve, work, document)
    work.diary.plan(later, deed)


def _write_again(work: Work, document: WorkDocument, who: str, rng: Random) -> None:
    changed = add_version(
        document=document,
        actor=work.cast.actor(who),
        upload=_paper(work, document, rng),
        note=rng.choice(("Dilengkapi sesuai catatan.", "Data dibetulkan dan dilengkapi.")),
    )
    work.diary.plan(work.diary.later(rng, 1), partial(_check, work, changed, who, rng))


def _approve(work: Work, document: WorkDocument) -> None:
    leader = "camat" if document.kind in {"lkjip", "renja", "kebijakan", "sop", "pk"} else "sekretaris"
    add_milestone(entry=document, what="approved", on=clock.today(), actor=work.cast.actor(leader))


def _paper(work: Work, document: WorkDocument, rng: Random) -> Any:
    return work.papers.draw(
        name="dokumen", head=str(work.cast.office), number=document.number_label, on=clock.today(),
        subject=document.title, to="Camat Gedangan", rng=rng,
    )  # fmt: skip


# ---- dossiers -----------------------------------------------------------------------------------


def _plan_dossiers(work: Work, year: int, days: list[date], scale: float) -> None:
    rng = Random(f"{year}/berkas")
    for _ in range(round(DOSSIERS * scale)):
        own = Random(rng.random())
        work.diary.plan(work.diary.moment(own.choice(days), own), partial(_receive, work, own))


def _receive(work: Work, rng: Random) -> None:
    today = clock.today()
    row = pick(rng, read_data("documents")["dossiers"], today.month)
    blanks = Blanks(work.cast, rng, today)
    received = record_entry(
        book=DossierChecks,
        actor=work.cast.actor("pemerintahan"),
        values={
            "occurred_on": today,
            "kind": row["kind"],
            "title": blanks.fill(row["title"]),
            "village": blanks.village,
            "area_id": "pemerintahan_desa",
            "received_from": rng.choice(("Sekretaris Desa", "Kaur Keuangan", "Kepala Desa", "Operator Desa")),
            "letter_number": f"900/{rng.randint(1, 240)}/{blanks.values['kode_desa']}/{today.year}",
        },
    )
    work.diary.plan(work.diary.later(rng, rng.randint(0, 2)), partial(_papers, work, received, rng))


def _papers(work: Work, dossier: DossierCheck, rng: Random) -> None:
    """Every second dossier lacks something at first; most of it is brought within days."""
    papers = checklist_for(dossier)
    assert papers is not None
    lines = papers.lines()
    first = not dossier.present
    lacking = rng.sample(lines, min(len(lines) - 1, rng.randint(1, 3))) if first else []
    if first and rng.random() < 0.5:
        lacking = []
    found = dossiers.check_papers(
        dossier=dossier,
        actor=work.cast.actor("pemerintahan"),
        ticked=[line for line in lines if line not in lacking],
        on=clock.today(),
    )
    if found.lacking and rng.random() < 0.92:
        later = work.diary.later(rng, rng.randint(2, 9))
        work.diary.plan(later, partial(_papers, work, found, rng))
