"""Building the demo: all of it or nothing, the same each time, in the order of the days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib import resources
from time import monotonic

from django.db import transaction

from takar.catalogue.services import activate, import_decree
from takar.demo import (
    closings,
    documents,
    finance,
    guests,
    ict,
    personnel,
    services,
    shared_evidence,
    villages,
)
from takar.demo.agenda import Diary, OfficeDays
from takar.demo.archive import ArchiveRoom
from takar.demo.cast import Cast, make_office
from takar.demo.evidence import Papers
from takar.demo.goods import GoodsOffice
from takar.demo.incoming import Incoming
from takar.demo.outgoing import Outgoing
from takar.demo.promises import Promises
from takar.demo.stock import Storeroom
from takar.kernel import clock
from takar.kernel.formatting import format_number
from takar.kernel.period import Period
from takar.ledger.models import Entry
from takar.measurement.services import bind_decree

FIRST_YEAR = 2025
DECREE = "iki-gedangan-2022.txt"

Say = Callable[[str], None]


@dataclass(frozen=True)
class Built:
    entries: int
    seconds: float


def build(*, say: Say, scale: float = 1.0) -> Built:
    """Make the demo; the caller asked :func:`demo_stands` before. ``scale`` thins out the entries."""
    begun = monotonic()
    # One transaction: an interrupted demo leaves nothing behind and can simply be started again.
    with transaction.atomic():
        cast = make_office()
        say(f"{cast.office}: {len(cast.positions)} jabatan, {len(cast.villages)} desa.")
        _bring_decree(cast, say)
        diary = _plan(cast, scale)
        _live(diary, cast, say)
    return Built(Entry.objects.filter(office=cast.office).count(), monotonic() - begun)


def _bring_decree(cast: Cast, say: Say) -> None:
    actor = cast.system()
    with resources.as_file(resources.files("takar.catalogue").joinpath(f"samples/{DECREE}")) as path:
        decree = import_decree(path, actor=actor)
    bound = bind_decree(decree=decree, actor=actor)
    activate(decree=decree, actor=actor)
    say(f"Keputusan {decree.number}: {decree.indicators.count()} indikator, {bound} terikat pada ukuran.")


def _plan(cast: Cast, scale: float) -> Diary:
    """Every year from the first to this one; what lies ahead of now is never done."""
    now = clock.now()
    this_year = clock.today().year
    days = OfficeDays(cast.office.pk, date(FIRST_YEAR, 1, 1), date(this_year, 12, 31))
    diary = Diary(days, now)
    papers = Papers()
    archive = ArchiveRoom(cast, diary)
    incoming = Incoming(cast, diary, papers, archive)
    outgoing = Outgoing(cast, diary, papers, archive, incoming)
    stock, promises = Storeroom(cast, diary, papers), Promises(cast, diary)
    goods = GoodsOffice(cast, diary, stock)
    for year in range(FIRST_YEAR, this_year + 1):
        working = days.within(date(year, 1, 1), date(year, 12, 31))
        promises.plan(year, working)
        for part in (incoming, outgoing, archive, stock, goods):
            part.plan(year, working, scale)
        services.build(cast, diary, papers, year=year, days=working, scale=scale)
    documents.build(
        cast=cast, diary=diary, papers=papers, years=range(FIRST_YEAR, this_year + 1), scale=scale
    )
    shared_evidence.build(cast=cast, diary=diary, papers=papers, years=range(FIRST_YEAR, this_year + 1))
    personnel.build(cast, diary, range(FIRST_YEAR, this_year + 1), scale)
    finance.build(cast, diary, papers, years=range(FIRST_YEAR, this_year + 1), scale=scale)
    ict.build(cast, diary, years=range(FIRST_YEAR, this_year + 1), scale=scale)
    villages.build(cast, diary, range(FIRST_YEAR, this_year + 1), scale)
    guests.build(cast, diary, range(FIRST_YEAR, this_year + 1), scale)
    closings.build(cast, diary, range(FIRST_YEAR, this_year + 1))
    return diary


def _live(diary: Diary, cast: Cast, say: Say) -> None:
    """Let the days pass, with a line for every finished quarter."""
    quarter: Period | None = None
    for day in diary.run():
        if quarter is None or day not in quarter:
            if quarter is not None:
                say(f"{quarter.describe()}: {_count(cast)} entri.")
            quarter = Period.of_quarter(day.year, (day.month + 2) // 3)
    if quarter is not None:
        last = min(quarter.last_day, clock.today())
        until = "" if last == quarter.last_day else f" sampai {(last):%d-%m-%Y}"
        say(f"{quarter.describe()}{until}: {_count(cast)} entri.")


def _count(cast: Cast) -> str:
    return format_number(Entry.objects.filter(office=cast.office).count())
