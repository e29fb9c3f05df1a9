"""Penutupan: periods of the year, closing one, what the books say otherwise afterwards, restating."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from takar.catalogue.selectors import active_decree
from takar.kernel import clock
from takar.kernel.access import get_visible, may, visible
from takar.kernel.errors import DomainError, NotFound, Refused
from takar.kernel.formatting import format_date, format_moment, format_number
from takar.kernel.period import Period
from takar.kernel.pieces import of_keys
from takar.ledger.actions.forms import ReasonForm
from takar.ledger.models import Entry
from takar.measurement.models import FrozenValue, PeriodClosing
from takar.measurement.numbers import closing
from takar.measurement.numbers import manifest as manifests
from takar.measurement.numbers.closing import Drift
from takar.measurement.numbers.entries import official_entries
from takar.measurement.numbers.official import all_official_values, official_value
from takar.measurement.numbers.seals import acts_of_year, closed_words, facts_of, number_of, said
from takar.measurement.selectors import State
from takar.organisation.actor import Actor
from takar.web import asked
from takar.web.addresses import entry_url
from takar.web.http import StaffRequest
from takar.web.paging import page_size, pager
from takar.web.performance.checks import may_check
from takar.web.performance.closing_papers import paper_facts, period_in
from takar.web.performance.indicators import entries_xlsx
from takar.web.performance.official import value_url
from takar.web.responses import json_response
from takar.web.tables import Row, Table


class NoteForm(forms.Form):
    note = forms.CharField(
        label="Catatan",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Misalnya laporan yang memakai angka ini.",
    )


def closing_url(year: int, period: str) -> str:
    return reverse("web:closing", args=[year, period])


def _periods(year: int) -> list[Period]:
    return [
        Period.of_year(year),
        *(Period.of_semester(year, n) for n in (1, 2)),
        *(Period.of_quarter(year, n) for n in (1, 2, 3, 4)),
        *(Period.of_month(year, n) for n in range(1, 13)),
    ]


def _moment(act: PeriodClosing) -> str:
    return format_moment(timezone.localtime(act.made_at))


def overview(request: StaffRequest, year: int) -> HttpResponse:
    acts = acts_of_year(request.actor, year)
    newest: dict[str, PeriodClosing] = {act.period: act for act in acts}
    rows = []
    for period in _periods(year):
        act = newest.get(period.code)
        state, tone = ("Ditutup", "done") if act else _open_state(period)
        rows.append(
            Row(
                _capital(period.describe()),
                (closed_words(act) if act else "–", act.made_by_name if act else "–"),
                url=closing_url(year, period.code),
                state=state,
                tone=tone,
                meta=f"{closed_words(act)} oleh {act.made_by_name}" if act else "",
            )
        )
    context = {
        "year": year,
        "periods": Table("Masa", ("Penutupan", "Oleh"), rows, first="Masa"),
        "acts": _timeline(reversed(acts)),
    }
    return render(request, "web/performance/closings.html", context)


def _open_state(period: Period) -> tuple[str, str]:
    return ("Belum berakhir", "neutral") if period.end > clock.today() else ("Belum ditutup", "progress")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _timeline(acts: Iterable[PeriodClosing]) -> list[dict[str, str]]:
    return [
        {
            "date": _moment(act),
            "label": f"{act.get_kind_display()} {Period.parse(act.period).describe()}",
            "by": act.made_by_name,
            "note": act.reason,
            "tone": "warn" if act.kind == PeriodClosing.Kind.RESTATEMENT else "done",
        }
        for act in acts
    ]


def show(request: StaffRequest, year: int, code: str) -> HttpResponse:
    actor = request.actor
    period = period_in(year, code)
    error = ""
    form: forms.Form | None = None
    if request.method == "POST":
        form = (ReasonForm if request.POST.get("act") == "restate" else NoteForm)(request.POST)
        try:
            if form.is_valid() and _act(request, period, form):
                return redirect(closing_url(year, code))
        except Refused:
            raise
        except DomainError as refusal:
            error = refusal.message
    context: dict[str, Any] = {
        "year": year,
        "period": period.describe(),
        "may_close": may(actor, "close", PeriodClosing),
        "error": error,
        "over": period.end <= clock.today(),
        "print_url": reverse("web:closing-numbers", args=[year, code]),
    }
    act = closing.closing_of(actor, period)
    if act is None:
        context |= _before(actor, period, year) | {"form": form or NoteForm()}
    else:
        context |= _after(actor, period, act) | {
            "form": form if isinstance(form, ReasonForm) else ReasonForm()
        }
    failed = request.method == "POST"
    return render(request, "web/performance/closing.html", context, status=422 if failed else 200)


def _act(request: StaffRequest, period: Period, form: forms.Form) -> bool:
    match request.POST.get("act"):
        case "close":
            closing.close_period(period=period, actor=request.actor, note=form.cleaned_data["note"])
            messages.success(request, f"{_capital(period.describe())} ditutup.")
        case "restate":
            closing.restate(period=period, actor=request.actor, reason=form.cleaned_data["reason"])
            messages.success(request, f"Angka {period.describe()} disajikan kembali.")
        case _:
            return False
    return True


def _before(actor: Actor, period: Period, year: int) -> dict[str, Any]:
    """What should be looked at before the numbers are sealed."""
    found = all_official_values(actor, period=period)
    missing = [value for value in found if value.books is None]
    state, tone = _open_state(period)
    if active_decree(actor) is None:
        readiness = "Belum ada keputusan indikator yang berlaku, jadi belum ada angka yang dapat ditutup."
    elif missing:
        readiness = (
            f"{len(found) - len(missing)} dari {len(found)} indikator mempunyai angka. Yang berikut ditutup "
            "sebagai belum diukur; melengkapinya kemudian memerlukan penyajian kembali."
        )
    else:
        readiness = f"Semua {len(found)} indikator mempunyai angka."
    return {
        "closed": False,
        "state": state,
        "tone": tone,
        "readiness": readiness,
        "unmeasured": Table(
            "Belum diukur",
            ("Sebab",),
            [
                Row(
                    f"{value.indicator.no}. {value.indicator.name}",
                    (value.realised.why_not or "Belum ada nilai pada masa ini.",),
                    url=reverse("web:indicator", args=[year, value.indicator.no]) + f"?periode={period.code}",
                )
                for value in missing
            ],
            first="Indikator",
        ),
        "checks_url": f"{reverse('web:checks', args=[year])}?periode={period.code}"
        if may_check(actor)
        else "",
    }


def _after(actor: Actor, period: Period, act: PeriodClosing) -> dict[str, Any]:
    year = period.start.year
    official = closing.official_values(actor, period)
    changed = closing.drifts(actor, period)
    acts = [row for row in acts_of_year(actor, year) if row.period == period.code]
    return {
        "closed": True,
        "state": "Disajikan kembali" if len(acts) > 1 else "Ditutup",
        "tone": "done",
        "facts": [
            *_facts(act, official.values()),
            *paper_facts(period, acts[-1]),
        ],
        "values": Table(
            "Angka yang ditutup",
            ("Angka", "Entri", "Penutupan"),
            [_value_row(year, value) for value in sorted(official.values(), key=lambda v: v.indicator.no)],
            first="Indikator",
            numeric=frozenset({0, 1}),
        ),
        "drifts": Table(
            "Buku kini mengatakan lain",
            ("Ditutup", "Buku kini", "Hilang", "Datang", "Alasan"),
            [_drift_row(year, period, drift) for drift in changed],
            first="Indikator",
            numeric=frozenset({0, 1, 2, 3}),
        ),
        "acts": _timeline(reversed(acts)),
        "manifests": Table(
            "Daftar isi penutupan",
            ("SHA-256",),
            [_manifest_row(year, row) for row in reversed(acts) if row.manifest_sha256],
            first="Berkas",
        ),
    }


def _manifest_row(year: int, act: PeriodClosing) -> Row:
    return Row(
        f"{act.get_kind_display()} {_moment(act)}",
        (act.manifest_sha256,),
        url=reverse("web:closing-manifest", args=[year, act.period, act.seq]),
        meta=f"SHA-256 {act.manifest_sha256[:16]}…",
    )


def manifest(request: StaffRequest, year: int, code: str, seq: int) -> HttpResponse:
    """What an act rested on, as the document whose SHA-256 was sealed with it."""
    period = period_in(year, code)
    act = get_visible(request.actor, PeriodClosing, period=period.code, seq=seq)
    content = manifests.read(act)
    if content is None:
        raise NotFound("Penutupan ini dari masa sebelum ada daftar isinya.")
    return json_response(content, f"penutupan-{period.code}-{seq}")


def _facts(act: PeriodClosing, values: Iterable[FrozenValue]) -> list[dict[str, Any]]:
    counted = list(values)
    measured = sum(value.value is not None for value in counted)
    return [
        {"label": "Ditutup", "value": _moment(act), "note": act.made_by_name},
        {"label": "Terukur", "value": f"{measured} dari {len(counted)} indikator"},
        {"label": "Langkah buku terakhir", "value": format_number(act.ledger_seq), "num": True},
        {"label": "Catatan", "value": act.reason},
        {
            "label": "Segel penutupan",
            "value": act.hash,
            "note": "SHA-256 atas semua angka, entri dan cara menghitungnya.",
            "wide": True,
        },
    ]


def _entries_of(value: FrozenValue) -> int:
    return sum(not fact[-1] for fact in value.facts)


def _value_row(year: int, value: FrozenValue) -> Row:
    number, entries = said(number_of(value)), format_number(_entries_of(value))
    return Row(
        f"{value.indicator.no}. {value.indicator.name}",
        (number, entries, closed_words(value.act)),
        url=value_url(year, value.act.period, value.indicator),
        meta=f"{number} · {entries} entri",
    )


def _drift_row(year: int, period: Period, drift: Drift) -> Row:
    now, then = said(drift.number), said(number_of(drift.frozen))
    reasons = "; ".join([*(["Cara menghitung berubah"] if drift.redefined else []), *drift.reasons]) or "–"
    return Row(
        f"{drift.indicator.no}. {drift.indicator.name}",
        (then, now, str(len(drift.gone)), str(len(drift.come)), reasons),
        url=value_url(year, period.code, drift.indicator),
        meta=f"Ditutup {then}, buku kini {now}. {reasons}",
    )


# ---- one number -------------------------------------------------------------------------------------


def value(request: StaffRequest, year: int, code: str, no: int) -> HttpResponse:
    """A closed number with its entries as they were, and what has come and gone since."""
    actor = request.actor
    period = period_in(year, code)
    frozen = _sealed(actor, period, no)
    drift = next((d for d in closing.drifts(actor, period) if d.indicator.no == no), None)
    counted = [fact for fact in facts_of(frozen) if not fact.is_base]
    page = Paginator(counted, page_size(request)).get_page(asked.page(request))
    shown = [fact.entry for fact in page.object_list]
    moved = [*drift.gone, *drift.come] if drift else []
    asked_for = of_keys(visible(actor, Entry), "pk", {*shown, *moved})
    readable = {entry.pk: entry for entry in chain.from_iterable(asked_for)}
    official = official_value(actor, frozen.indicator, period=period)
    behind = official_entries(actor, official)
    days = {entry.entry: entry.on for entry in behind.entries} | {fact.entry: fact.on for fact in counted}
    context: dict[str, Any] = {
        "year": year,
        "indicator": frozen.indicator,
        "period": period.describe(),
        "back_url": closing_url(year, code),
        "facts": _value_facts(frozen, official.unit),
        "entries": _entries("Entri yang ditutup", shown, readable, days),
        "pager": pager(request, page, "entri"),
        "export_url": reverse("web:closing-value-export", args=[year, code, no]),
    }
    if drift:
        context["drift"] = {
            "number": said(drift.number),
            "redefined": drift.redefined,
            "reasons": drift.reasons,
            "gone": _entries("Tidak dihitung lagi", drift.gone, readable, days),
            "come": _entries("Baru dihitung", drift.come, readable, days),
        }
    return render(request, "web/performance/closing_value.html", context)


def _sealed(actor: Actor, period: Period, no: int) -> FrozenValue:
    found = closing.official_values(actor, period).values()
    frozen = next((value for value in found if value.indicator.no == no), None)
    if frozen is None:
        raise NotFound(f"Angka indikator {no} untuk {period.describe()} belum ditutup.")
    return frozen


def export(request: StaffRequest, year: int, code: str, no: int) -> HttpResponse:
    """Download the sealed entries, with what came and what went since."""
    period = period_in(year, code)
    indicator = _sealed(request.actor, period, no).indicator
    return entries_xlsx(request, official_value(request.actor, indicator, period=period))


def _value_facts(frozen: FrozenValue, unit: str) -> list[dict[str, Any]]:
    frozen_definition = frozen.definition or {}
    kept = State(frozen.state)
    return [
        {"label": "Angka yang ditutup", "value": said(number_of(frozen)),
         "note": unit, "num": True},
        {"label": "Penutupan", "value": closed_words(frozen.act), "note": frozen.act.made_by_name},
        {"label": "Ukuran", "value": frozen_definition.get("label", "") or "Tanpa ukuran",
         "note": "Nilai manual" if kept is State.MANUAL else ""},
        {"label": "Sidik cara menghitung", "value": frozen.fingerprint, "wide": True},
        {"label": "Segel penutupan", "value": frozen.act.hash, "wide": True},
    ]  # fmt: skip


def _entries(title: str, ids: Sequence[int], readable: dict[int, Any], days: Mapping[int, date]) -> Table:
    """Entries by id; of confidential ones the text is left out."""
    rows = []
    for pk in ids:
        entry = readable.get(pk)
        if entry is None:
            rows.append(Row("Entri terbatas", ("–", _day(pk, days)), sub=f"nomor catatan {pk}"))
            continue
        state = "Dibatalkan" if entry.is_cancelled else ""
        rows.append(
            Row(
                entry.title,
                (entry.declaration.label, _day(pk, days)),
                sub=entry.number_label,
                url=entry_url(entry),
                state=state,
                tone="danger",
                meta=f"{_day(pk, days)} · {entry.declaration.label}",
            )
        )
    return Table(title, ("Buku", "Tanggal dihitung"), rows, first="Entri", empty="Tidak ada entri.")


def _day(pk: int, days: Mapping[int, date]) -> str:
    return format_date(days[pk]) if pk in days else "–"
