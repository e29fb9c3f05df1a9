"""The field of the demo: activities in the villages, cases they report, and their land tax."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from random import Random
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from takar.demo.agenda import Diary
from takar.demo.cast import Cast, read_data
from takar.demo.words import Blanks
from takar.kernel import clock
from takar.kernel.formatting import format_date
from takar.ledger.evidence import attach
from takar.ledger.models import BookKeeper, Entry
from takar.ledger.services import add_milestone, record_entry
from takar.registers.activities.book import Activities
from takar.registers.activities.models import Activity
from takar.registers.activities.services import hold_activity
from takar.registers.cases.book import Cases, LandTaxAssessments, LandTaxPayments
from takar.registers.cases.models import Case
from takar.registers.cases.services import handle_case

PLANNED, REPORTED, PHOTOGRAPHED = 0.2, 0.75, 0.1
"""Shares of activities: begun as a plan, reported afterwards, with a photo."""
UNHANDLED, UNRESOLVED = 0.04, 0.1
"""Shares of cases nobody took up, and of those still in hand."""
INSTALMENTS = 6
"""Payments of a village in a year."""


@dataclass(frozen=True)
class Field:
    cast: Cast
    diary: Diary
    data: dict[Any, Any]


def build(cast: Cast, diary: Diary, years: range, scale: float) -> None:
    """Keepers at once; every year's work into the diary."""
    field = Field(cast, diary, read_data("activities"))
    for book, keys in field.data["keepers"].items():
        for key in keys:
            BookKeeper.objects.create(office=cast.office, book=book, position=cast.positions[key])
    for year in years:
        days = diary.days.within(date(year, 1, 1), date(year, 12, 31))
        _plan(field, year, days, "activities", _begin_activity, scale)
        _plan(field, year, days, "cases", _report_case, scale)
        _plan_land_tax(field, year, days)


def _plan(field: Field, year: int, days: list[date], name: str, deed: Any, scale: float) -> None:
    rng = Random(f"{year}/{name}")
    for row in field.data[name]:
        fitting = [day for day in days[2:-14] if day.month in row.get("months", (day.month,))]
        for _ in range(max(1, round(row["count"] * scale))):
            own = Random(rng.random())
            field.diary.plan(field.diary.moment(own.choice(fitting), own), partial(deed, field, row, own))


# ---- activities ---------------------------------------------------------------------------------


def _begin_activity(field: Field, row: dict[str, Any], rng: Random) -> None:
    """Recorded on its day, or planned some days ahead."""
    today = clock.today()
    actor = field.cast.actor(row["who"])
    words = _words(field, row, rng)
    values: dict[str, Any] = {
        "occurred_on": today,
        "kind": row["kind"],
        "area_id": row["area"],
        "topics": row.get("topics", []),
        "person_id": actor.person_id,
        "assignment_letter": _letter(field) if row.get("letter") else None,
        **words,
    }
    plans = row.get("plan") or rng.random() < PLANNED
    if not plans:
        values |= _outcome(field, row, rng)
    else:
        values["scheduled_on"] = field.diary.days.after(today, rng.randint(3, 9))
    made = record_entry(book=Activities, actor=actor, values=values)
    if plans:
        assert made.scheduled_on is not None
        moment = field.diary.moment(made.scheduled_on, rng)
        field.diary.plan(moment, partial(_hold, field, row, made, rng))
    else:
        _afterwards(field, row, made, rng)


def _hold(field: Field, row: dict[str, Any], activity: Activity, rng: Random) -> None:
    # Of the last weeks one or two plans are not reported on yet.
    if (field.diary.until.date() - clock.today()).days < 10 and rng.random() < 0.4:
        return
    held = hold_activity(
        activity=activity,
        actor=field.cast.actor(row["who"]),
        on=clock.today(),
        results=_outcome(field, row, rng),
    )
    _afterwards(field, row, held, rng)


def _afterwards(field: Field, row: dict[str, Any], activity: Activity, rng: Random) -> None:
    if row.get("reach") and rng.random() < PHOTOGRAPHED:
        attach(
            entry=activity,
            actor=field.cast.actor(row["who"]),
            upload=_photo(activity, rng),
            caption="Dokumentasi",
        )
    if rng.random() < REPORTED:
        moment = field.diary.later(rng, rng.randint(1, 6))
        field.diary.plan(moment, partial(_report, field, row, activity))


def _report(field: Field, row: dict[str, Any], activity: Activity) -> None:
    add_milestone(
        entry=activity,
        what="reported",
        on=clock.today(),
        note="Laporan kepada Camat",
        actor=field.cast.actor(row["who"]),
    )


def _words(field: Field, row: dict[str, Any], rng: Random) -> dict[str, Any]:
    """Title, place and the villages it reaches, all speaking of the same village."""
    blanks = Blanks(field.cast, rng, clock.today())
    own = {name: rng.choice(words) for name, words in field.data["blanks"].items()}
    everywhere = list(field.cast.villages.values())
    match row.get("reach", "none"):
        case "all":
            reached = everywhere
        case "some":
            reached = rng.sample(everywhere, rng.randint(2, 4))
        case "one":
            reached = [blanks.village]
        case _:
            reached = []
    order = sorted(reached, key=lambda village: village.code)
    return {
        "title": row["title"].format(**blanks.values, **own),
        "place": row.get("place", "").format(**blanks.values, **own),
        "villages": [str(village.pk) for village in order],
        "time": f"{rng.randint(8, 13):02}.00 WIB",
    }


def _outcome(field: Field, row: dict[str, Any], rng: Random) -> dict[str, Any]:
    found: dict[str, Any] = {"minutes": rng.choice(field.data["minutes"])}
    if "present" in row:
        found["present"] = rng.randint(*row["present"])
    if "cost" in row:
        found["cost"] = Decimal(rng.randint(*row["cost"]) * 1000)
    return found


def _letter(field: Field) -> Entry | None:
    """The newest surat tugas of these days."""
    rows = Entry.objects.filter(
        office=field.cast.office, book="outgoing_letter", kind="surat_tugas", restricted=False
    )
    rows = rows.filter(occurred_on__gte=clock.today() - timedelta(days=45))
    return rows.exclude(state__in=("cancelled", "reserved")).order_by("-pk").first()


def _photo(activity: Activity, rng: Random) -> SimpleUploadedFile:
    """A picture that says it is none: two fields of colour, the name and the day."""
    ground = (rng.randint(120, 200), rng.randint(140, 200), rng.randint(120, 190))
    picture = Image.new("RGB", (640, 480), ground)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 300, 640, 480), fill=(90, rng.randint(100, 140), 70))
    draw.text(
        (24, 24), f"{activity.title[:70]}\n{format_date(clock.today())} - gambar contoh", fill=(20, 30, 30)
    )
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=60)
    return SimpleUploadedFile("foto.jpg", out.getvalue(), content_type="image/jpeg")


# ---- cases --------------------------------------------------------------------------------------


def _report_case(field: Field, row: dict[str, Any], rng: Random) -> None:
    blanks = Blanks(field.cast, rng, clock.today())
    person, other = rng.sample(read_data("incoming")["warga"], 2)
    values: dict[str, Any] = {
        "occurred_on": clock.today(),
        "kind": row["kind"],
        "incident": row["incident"],
        "title": blanks.fill(row["title"]),
        "village": blanks.village,
        "severity": rng.choice(row["severity"]),
        "source": rng.choice(("desa", "desa", "desa", "warga", "polisi")),
        "happened_on": clock.today() - timedelta(days=rng.randint(0, 3)),
        "place": blanks.fill("Dusun {dusun}"),
        "reporter": rng.choice(("Kepala Dusun", "Sekretaris Desa", f"Sdr. {other}")),
        "concerned": f"{person}, Dusun {blanks.values['dusun']}",
    }
    if row["kind"] == "bencana":
        values |= {
            "cause": "Hujan deras dan cuaca ekstrem",
            "houses_light": rng.randint(1, 9),
            "houses_medium": rng.choice((None, 1, 2)),
            "displaced": rng.choice((None, None, 6, 12)),
            "loss": Decimal(rng.randint(4, 60) * 1_000_000),
            "needs": "Terpal, sembako, air bersih",
        }
    made = record_entry(book=Cases, actor=field.cast.actor(row["who"]), values=values)
    if rng.random() >= UNHANDLED:
        moment = field.diary.later(rng, rng.randint(0, 3))
        field.diary.plan(moment, partial(_handle, field, row, made, rng, rng.randint(1, 3)))


def _handle(field: Field, row: dict[str, Any], case: Case, rng: Random, left: int) -> None:
    handle_case(
        case=case,
        actor=field.cast.actor(row["who"]),
        on=clock.today(),
        action=rng.choice(field.data["steps"]),
        helpers=", ".join(rng.sample(field.data["helpers"], rng.randint(1, 2))),
    )
    if left > 1:
        moment = field.diary.later(rng, rng.randint(1, 8))
        field.diary.plan(moment, partial(_handle, field, row, case, rng, left - 1))
    elif rng.random() >= UNRESOLVED:
        moment = field.diary.later(rng, rng.randint(1, 7))
        field.diary.plan(moment, partial(_resolve, field, row, case, rng))


def _resolve(field: Field, row: dict[str, Any], case: Case, rng: Random) -> None:
    add_milestone(
        entry=case,
        what="resolved",
        on=clock.today(),
        note=rng.choice(field.data["outcomes"]),
        actor=field.cast.actor(row["who"]),
    )


# ---- land tax -----------------------------------------------------------------------------------


def _plan_land_tax(field: Field, year: int, days: list[date]) -> None:
    """Baku in February; instalments from March to November; what is left comes in part a year later."""
    rng = Random(f"{year}/pbb")
    assessed = next(day for day in days if day >= date(year, 2, 10))
    for name, row in field.data["land_tax"].items():
        own = Random(rng.random())
        due = Decimal(round(row["due"] * (1 + Decimal("0.03") * (year - 2025)), -3))
        field.diary.plan(
            field.diary.moment(assessed, own), partial(_assess, field, name, year, due, row["notices"])
        )
        paying = [day for day in days if date(year, 3, 1) <= day <= date(year, 11, 30)]
        shares = [own.randint(5, 30) for _ in range(INSTALMENTS)]
        total = Decimal(round(due * Decimal(str(row["pays"])), -3))
        left = total
        for place, day in enumerate(sorted(own.sample(paying, INSTALMENTS))):
            last = place == INSTALMENTS - 1
            part = left if last else Decimal(round(total * shares[place] / sum(shares), -3))
            left -= part
            field.diary.plan(
                field.diary.moment(day, own), partial(_pay, field, name, year, part, Decimal(0), own)
            )
        if total < due:
            later = field.diary.days.after(date(year + 1, own.randint(1, 5), 12), 0)
            if later.year > year:
                owed = Decimal(round((due - total) / 2, -3))
                fine = Decimal(round(owed * Decimal("0.02"), -2))
                field.diary.plan(
                    field.diary.moment(later, own), partial(_pay, field, name, year, owed, fine, own)
                )


def _assess(field: Field, name: str, year: int, due: Decimal, notices: int) -> None:
    record_entry(
        book=LandTaxAssessments,
        actor=field.cast.actor("kasi_trantib"),
        values={
            "occurred_on": clock.today(),
            "village": field.cast.villages[name],
            "tax_year": year,
            "amount": due,
            "notices": notices,
            "due_on": date(year, 9, 30),
            "title": "",
        },
    )


def _pay(field: Field, name: str, year: int, amount: Decimal, fine: Decimal, rng: Random) -> None:
    record_entry(
        book=LandTaxPayments,
        actor=field.cast.actor("umum"),
        values={
            "occurred_on": clock.today(),
            "village": field.cast.villages[name],
            "tax_year": year,
            "amount": amount,
            "fine": fine,
            "receipt": f"STS-{rng.randint(1000, 9999)}/{year}",
            "title": "",
        },
    )
