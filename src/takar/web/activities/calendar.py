"""Kalender kegiatan: a month at a glance, what was held and what is planned."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from takar.kernel import clock
from takar.kernel.access import visible
from takar.kernel.formatting import MONTHS, WEEKDAYS, format_date_long
from takar.kernel.period import Period
from takar.ledger.access import may_record
from takar.ledger.models import Area
from takar.organisation.calendar import WorkingCalendar, national_holidays
from takar.registers.activities.book import Activities
from takar.registers.activities.selectors import Dated, calendar_of
from takar.web import asked
from takar.web.addresses import book_url, entry_url, with_query
from takar.web.http import StaffRequest


def month(request: StaffRequest, year: int) -> HttpResponse:
    today = clock.today()
    number = asked.key(request, "bulan") or 0
    number = number if 1 <= number <= 12 else _start(year, today)
    area = asked.text(request, "bidang")
    areas = list(visible(request.actor, Area).filter(parent=None))
    known = next((row for row in areas if row.code == area), None)
    period = Period.of_month(year, number)
    rows = calendar_of(request.actor, period, area=known.code if known else "")
    context: dict[str, Any] = {
        "year": year,
        "month": f"{MONTHS[number - 1]} {year}",
        "weekdays": WEEKDAYS,
        "days": _days(request, period, rows, today),
        # The month begins in the column of its weekday.
        "first_column": period.start.weekday() + 1,
        "count": len(rows),
        "held": sum(row.held for row in rows),
        "before": _neighbour(request, year, number, -1),
        "after": _neighbour(request, year, number, 1),
        "areas": [
            {
                "label": row.name,
                "url": with_query(request, bidang=row.code),
                "current": known is not None and row.pk == known.pk,
            }
            for row in areas
        ],
        "every_url": with_query(request, bidang=None),
        "area": known.name if known else "",
        "record_url": book_url(Activities, year, "entry-record")
        if may_record(request.actor, Activities)
        else "",
        "list_url": f"{book_url(Activities, year)}",
    }
    return render(request, "web/activities/calendar.html", context)


def _start(year: int, today: date) -> int:
    """The running month; of another year its end or its beginning, whichever lies nearer."""
    if year == today.year:
        return today.month
    return 12 if year < today.year else 1


def _neighbour(request: HttpRequest, year: int, number: int, step: int) -> dict[str, str]:
    """The month before or after, which may lie in another year's pages."""
    year, place = (year, number + step) if 1 <= number + step <= 12 else (year + step, 12 if step < 0 else 1)
    if not 1 <= year <= 9998:
        return {}
    query = with_query(request, bulan=str(place)).partition("?")[2]
    return {
        "label": f"{MONTHS[place - 1]} {year}",
        "url": f"{reverse('web:activities-calendar', args=[year])}?{query}",
    }


def _days(request: StaffRequest, period: Period, rows: list[Dated], today: date) -> list[dict[str, Any]]:
    by_day: defaultdict[date, list[Dated]] = defaultdict(list)
    for row in rows:
        by_day[row.on].append(row)
    assert request.actor.office_id is not None
    working = WorkingCalendar(request.actor.office_id, period)
    holidays = national_holidays(period.start.year)
    found = []
    for number in range(1, monthrange(period.start.year, period.start.month)[1] + 1):
        day = period.start.replace(day=number)
        found.append(
            {
                "number": number,
                "label": format_date_long(day, weekday=True),
                "today": day == today,
                "off": not working.is_working(day),
                "holiday": holidays.get(day, ""),
                "items": [_item(row, today) for row in by_day[day]],
            }
        )
    return found


def _item(row: Dated, today: date) -> dict[str, str]:
    activity = row.activity
    tone = "done" if row.held else ("danger" if row.on < today else "progress")
    words = "Dilaksanakan" if row.held else ("Belum dicatat" if row.on < today else "Direncanakan")
    return {
        "title": activity.title,
        "url": entry_url(activity),
        "sub": " · ".join(
            part for part in (Activities.kinds[activity.kind], activity.time, activity.village_names) if part
        ),
        "tone": tone,
        "state": words,
    }
