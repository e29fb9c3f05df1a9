"""All indicators of a decree with their measures on one page: bound, suggested, or none yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from takar.catalogue.models import Decree, Indicator
from takar.kernel import clock
from takar.kernel.access import get_visible, require, visible
from takar.kernel.errors import BadInput
from takar.measurement.language.measure import Measure
from takar.measurement.models import OfficeMeasure
from takar.measurement.own.measures import measures_of
from takar.measurement.selectors import bound_codes, numbers_of
from takar.measurement.services import bind_indicator
from takar.measurement.suggesting import Suggester, Suggestion
from takar.organisation.actor import Actor
from takar.web.http import StaffRequest
from takar.web.performance.suggestions import suggestion_rows
from takar.web.performance.unit_choice import unit_doubt


def overview(request: StaffRequest, year: int, decree_id: int) -> HttpResponse:
    """Ticked suggestions are taken together; "Pakai" takes one."""
    actor = request.actor
    decree = get_visible(actor, Decree, pk=decree_id)
    require(actor, "change", decree, "Ukuran indikator dipilih oleh pengelola pengaturan kantor.")
    indicators = list(
        visible(actor, Indicator)
        .filter(decree=decree)
        .select_related("objective__holder", "decree")
        .order_by("no")
    )
    if request.method == "POST":
        taken = _take(request, actor, {str(indicator.pk): indicator for indicator in indicators})
        if taken:
            messages.success(request, f"{taken} indikator terikat ukuran.")
        else:
            messages.info(request, "Centang dahulu saran yang dipakai.")
        return redirect("web:decree-measures", year=year, decree_id=decree.pk)
    return render(request, "web/performance/decree_measures.html", _context(actor, decree, indicators, year))


def _take(request: StaffRequest, actor: Actor, indicators: Mapping[str, Indicator]) -> int:
    one = request.POST.get("one")
    chosen = [one] if one else request.POST.getlist("use")
    with transaction.atomic():
        for pair in chosen:
            key, _, code = pair.partition(":")
            if key not in indicators or not code:
                raise BadInput("Pilih ukuran dari daftar saran.")
            bind_indicator(indicator=indicators[key], measure=code, actor=actor)
    return len(chosen)


def _offered(actor: Actor) -> dict[str, Measure]:
    """Measures that may be bound anew."""
    assert actor.office_id is not None
    retired = {row.code for row in visible(actor, OfficeMeasure) if row.retired_on}
    return {code: m for code, m in measures_of(actor.office_id).items() if code not in retired}


def _context(actor: Actor, decree: Decree, indicators: list[Indicator], year: int) -> dict[str, Any]:
    assert actor.office_id is not None
    known, bound = measures_of(actor.office_id), bound_codes(actor, decree)
    suggester = Suggester(_offered(actor).values())
    near = {
        i.pk: suggester.of(i, i.objective.holder.title)
        for i in indicators
        if known.get(bound.get(i.pk, "")) is None
    }
    shown = [one.measure for found in near.values() for one in found]
    numbers = numbers_of(actor, shown, year=min(year, clock.today().year))
    groups: dict[str, list[dict[str, Any]]] = {}
    for indicator in indicators:
        measure = known.get(bound.get(indicator.pk, ""))
        rows = suggestion_rows(indicator, near.get(indicator.pk, ()), numbers)
        for row in rows:
            row["value"] = f"{indicator.pk}:{row['code']}"
        groups.setdefault(indicator.objective.holder.title, []).append(
            {
                "no": indicator.no,
                "name": indicator.name,
                "formula": indicator.formula,
                "measure": measure,
                "doubt": unit_doubt(indicator, measure),
                "rows": rows,
                "first": rows[0]["value"] if rows else "",
                "ticked": _is_sure(near.get(indicator.pk, [])),
                "url": reverse("web:indicator-bind", args=[year, indicator.no])
                if decree.state == Decree.State.ACTIVE
                else "",
            }
        )
    counted = len(indicators) - len(near)
    suggested = sum(bool(found) for found in near.values())
    return {
        "year": year,
        "decree": decree,
        "groups": [{"title": title, "indicators": rows} for title, rows in groups.items()],
        "bound": counted,
        "suggested": suggested,
        "none": len(near) - suggested,
        "back_url": reverse("web:decree", args=[year, decree.pk]),
        "new_url": reverse("web:measure-new", args=[year]),
    }


def _is_sure(found: list[Suggestion]) -> bool:
    """The first is clearly near, and nearer than the next."""
    return bool(found) and found[0].is_sure and (len(found) == 1 or found[0].score - found[1].score > 0.1)
