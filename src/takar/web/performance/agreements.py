"""Perjanjian Kinerja: the year's list, one agreement with its targets, its life, its paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from takar.agreements import services
from takar.agreements.achievement import Target
from takar.agreements.models import AgreedTarget, Agreement
from takar.agreements.progress import Progress, YearProgress, progress_of_year
from takar.agreements.selectors import agreements_of, shown_units
from takar.catalogue.selectors import active_indicators
from takar.kernel import clock
from takar.kernel.access import get_visible, may, visible
from takar.kernel.errors import BadInput, DomainError, Refused
from takar.kernel.formatting import format_date_long, format_number
from takar.kernel.period import Period
from takar.ledger.fields import OfficeDateField, OfficeDecimalField
from takar.measurement.language.amounts import Number
from takar.measurement.numbers.official import OfficialValue, all_official_values
from takar.measurement.numbers.remarks import after_remark, books_remark, closing_remark
from takar.measurement.numbers.seals import said
from takar.organisation.models import Position
from takar.reporting.documents.agreements import agreement_pdf
from takar.web import asked
from takar.web.http import StaffRequest
from takar.web.performance.checks import checks_before_signing
from takar.web.performance.holders import own_numbers
from takar.web.performance.progress_words import class_of, percent_words, uncapped_words
from takar.web.responses import pdf_response

State = Agreement.State
TONES = {
    State.DRAFT: "neutral",
    State.PROPOSED: "warn",
    State.RETURNED: "danger",
    State.AGREED: "progress",
    State.SIGNED: "done",
    State.REVISED: "neutral",
}


def agreement_url(agreement: Agreement) -> str:
    return reverse("web:agreement", args=[agreement.year, agreement.pk])


def overview(request: StaffRequest, year: int) -> HttpResponse:
    """One row for each position of the decree, with or without its agreement."""
    actor = request.actor
    if request.method == "POST":
        position = get_visible(actor, Position, pk=asked.posted_key(request, "position") or 0)
        agreement = services.draft_agreement(position=position, year=year, actor=actor)
        messages.success(request, "Konsep perjanjian disiapkan. Isi target tiap indikator.")
        return redirect(agreement_url(agreement))
    realised = {r.indicator.pk: r for r in all_official_values(actor, period=Period.of_year(year))}
    year_progress = progress_of_year(actor, list(realised.values()), year=year)
    agreements = list(agreements_of(actor, year=year).prefetch_related("targets"))
    made = {a.position_id for a in agreements}
    positions: dict[int, str] = {}
    for indicator in active_indicators(actor):
        positions.setdefault(indicator.position_id, indicator.position.title)
    context = {
        "year": year,
        "rows": [_overview_row(a, realised, year_progress) for a in agreements],
        "missing": [{"pk": pk, "title": title} for pk, title in positions.items() if pk not in made],
        "may_draft": may(actor, "write", Agreement),
    }
    return render(request, "web/performance/agreements.html", context)


def _overview_row(
    agreement: Agreement, realised: Mapping[int, OfficialValue], year_progress: YearProgress
) -> dict[str, Any]:
    judged = [
        year_progress.against(realised[line.indicator_id], line)
        for line in agreement.targets.all()
        if line.indicator_id in realised
    ]
    measured = sum(one.achievement.raw is not None for one in judged)
    reached = sum(one.progress is Progress.REACHED for one in judged)
    return {
        "url": agreement_url(agreement),
        "position": agreement.position.title,
        "person": agreement.person.name,
        "superior": agreement.superior.name if agreement.superior else "–",
        "revision": f"Perubahan ke-{agreement.revision}" if agreement.revision else "",
        "state": agreement.get_state_display(),
        "tone": TONES[State(agreement.state)],
        "measured": f"{measured} dari {len(agreement.targets.all())} terukur",
        "reached": f"{reached} tercapai" if measured else "–",
    }


class SignForm(forms.Form):
    signed_on = OfficeDateField(label="Tanggal penandatanganan", initial=clock.today)
    place = forms.CharField(label="Tempat", max_length=80)


class ReturnForm(forms.Form):
    note = forms.CharField(
        label="Yang perlu diperbaiki", max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class ReviseForm(forms.Form):
    reason = forms.ChoiceField(label="Alasan perubahan", choices=Agreement.RevisionReason.choices)


def show(request: StaffRequest, year: int, agreement_id: int) -> HttpResponse:
    agreement = get_visible(request.actor, Agreement, pk=agreement_id)
    if agreement.year != year:
        return redirect(agreement_url(agreement))
    bound = _BoundForms(request, agreement)
    status = 200
    if request.method == "POST":
        try:
            done = _act(request, agreement, bound)
        except Refused:
            raise
        except DomainError as error:
            status = 422
            bound.error = error
        else:
            if done is not None:
                return redirect(agreement_url(done))
            status = 422
    return render(
        request, "web/performance/agreement.html", _context(request, agreement, bound), status=status
    )


class _BoundForms:
    """The small forms of the page; only the one that was sent is bound."""

    def __init__(self, request: StaffRequest, agreement: Agreement) -> None:
        sent = asked.posted(request, "act")

        def data(act: str) -> Any:
            return request.POST if sent == act else None

        self.sign = SignForm(data("sign"), initial={"place": agreement.office.seat})
        self.send_back = ReturnForm(data("return"))
        self.revise = ReviseForm(data("revise"))
        self.values: dict[int, str] = {}
        self.units: dict[int, str] = {}
        self.error: DomainError | None = None


def _act(request: StaffRequest, agreement: Agreement, bound: _BoundForms) -> Agreement | None:
    """Carry out the button that was pressed; None means that its form has faults."""
    actor = request.actor
    act = asked.posted(request, "act")
    simple: dict[str, tuple[Callable[..., Agreement], str]] = {
        "propose": (services.propose, "Perjanjian diajukan kepada pihak kedua."),
        "agree": (services.agree, "Perjanjian disetujui. Cetak, tanda tangani, lalu catat tanggalnya."),
    }
    if act in {"targets", "propose"} and agreement.is_open and may(actor, "write", agreement):
        _save_targets(request, agreement, bound)
        if act == "targets":
            messages.success(request, "Target tersimpan.")
            return agreement
    if act in simple:
        service, sentence = simple[act]
        service(agreement=agreement, actor=actor)
        messages.success(request, sentence)
        return agreement
    if act == "return" and bound.send_back.is_valid():
        services.return_to_draft(agreement=agreement, actor=actor, note=bound.send_back.cleaned_data["note"])
        messages.success(request, "Perjanjian dikembalikan dengan catatan.")
        return agreement
    if act == "sign" and bound.sign.is_valid():
        services.sign(agreement=agreement, actor=actor, **bound.sign.cleaned_data)
        messages.success(request, "Penandatanganan tercatat.")
        return agreement
    if act == "revise" and bound.revise.is_valid():
        draft = services.revise(agreement=agreement, actor=actor, reason=bound.revise.cleaned_data["reason"])
        messages.success(request, "Konsep perubahan disiapkan; perjanjian lama tetap berlaku.")
        return draft
    return None


def _save_targets(request: StaffRequest, agreement: Agreement, bound: _BoundForms) -> None:
    """Read the typed targets; all of them or none."""
    number = OfficeDecimalField(max_digits=14, decimal_places=2, required=False)
    targets: dict[int, tuple[Target | Decimal | None, str]] = {}
    faults = []
    for line in agreement.targets.all():
        typed = request.POST.get(f"target-{line.pk}")
        if typed is None:
            continue
        unit = request.POST.get(f"unit-{line.pk}", "")[:40]
        bound.values[line.pk], bound.units[line.pk] = typed, unit
        try:
            targets[line.pk] = Target.parse(typed, number.clean), unit
        except forms.ValidationError as error:
            faults.append(f"Indikator “{line.indicator_text}”: {' '.join(error.messages)}")
        except BadInput as error:
            faults.append(f"Indikator “{line.indicator_text}”: {error.message}")
    if faults:
        raise DomainError(" ".join(faults))
    services.set_targets(agreement=agreement, actor=request.actor, targets=targets)


def _context(request: StaffRequest, agreement: Agreement, bound: _BoundForms) -> dict[str, Any]:
    actor = request.actor
    found = all_official_values(actor, period=Period.of_year(agreement.year))
    own = own_numbers(
        actor, found, position_id=agreement.position_id, person_id=agreement.person_id, year=agreement.year
    )
    realised = {r.indicator.pk: r for r in found}
    year_progress = progress_of_year(actor, (), year=agreement.year)
    writes, decides = may(actor, "write", agreement), may(actor, "decide", agreement)
    state = agreement.state
    parties = agreement.parties or services.parties_of(agreement, on=clock.today())
    following = visible(actor, Agreement).filter(previous=agreement).first()
    lines = list(agreement.targets.select_related("indicator"))
    return {
        "year": agreement.year,
        "agreement": agreement,
        "state": agreement.get_state_display(),
        "tone": TONES[State(state)],
        "parties": parties,
        "signed_on": format_date_long(agreement.signed_on) if agreement.signed_on else "",
        "lines": _lines(lines, realised, own, bound, year_progress, shown_units(agreement, lines)),
        **checks_before_signing(actor, agreement, needed=decides or (writes and state == State.AGREED)),
        "person": agreement.person.name,
        "may_edit": writes and agreement.is_open,
        "may_propose": writes and agreement.is_open,
        "may_agree": decides and state == State.PROPOSED,
        "may_return": decides and state in {State.PROPOSED, State.AGREED},
        "may_sign": writes and state == State.AGREED,
        "may_revise": may(actor, "revise", agreement) and state == State.SIGNED and following is None,
        "forms": bound,
        "pdf_url": reverse("web:agreement-print", args=[agreement.year, agreement.pk]),
        "previous_url": agreement_url(agreement.previous) if agreement.previous else "",
        "next_url": agreement_url(following) if following else "",
        "list_url": reverse("web:agreements", args=[agreement.year]),
    }


def _lines(
    lines: list[AgreedTarget],
    realised: Mapping[int, OfficialValue],
    own: Mapping[int, Number | None],
    bound: _BoundForms,
    year_progress: YearProgress,
    units: Mapping[int, str],
) -> list[dict[str, Any]]:
    found = []
    shown_objective = ""
    for line in lines:
        item = realised.get(line.indicator_id)
        total = item.value if item else None
        achievement = year_progress.judge.of(line.indicator_id, total, line)
        promised = line.promised
        found.append(
            {
                "pk": line.pk,
                "no": line.indicator.no,
                "objective": line.objective_text if line.objective_text != shown_objective else "",
                "indicator": line.indicator_text,
                "target": line.target_words,
                "typed": bound.values.get(line.pk, _typed(promised)),
                "unit": bound.units.get(line.pk) or units[line.indicator_id],
                "realisation": said(total),
                "closed": closing_remark(item.figure) if item else "",
                "beside": [words for words in (books_remark(item.figure), after_remark(item.figure)) if words]
                if item
                else [],
                "own": _own_time(own, line.indicator_id, total),
                "percent": percent_words(achievement),
                "percent_note": uncapped_words(achievement),
                "grade": class_of(achievement, runs=year_progress.runs),
                "url": reverse("web:indicator", args=[year_progress.year, line.indicator.no]),
            }
        )
        shown_objective = line.objective_text
    return found


def _typed(target: Target | None) -> str:
    """As it is typed again: without the points of thousands."""
    if target is None:
        return ""
    ends = [target.low] if target.high is None else [target.low, target.high]
    return " s.d. ".join(format_number(end).replace(".", "") for end in ends)


def _own_time(own: Mapping[int, Number | None], indicator_id: int, total: Number | None) -> str:
    """The person's own part, where it is not the whole of the position."""
    if indicator_id not in own or own[indicator_id] == total:
        return ""
    return format_number(own[indicator_id])


def pdf(request: StaffRequest, year: int, agreement_id: int) -> HttpResponse:
    agreement = get_visible(request.actor, Agreement, pk=agreement_id)
    return pdf_response(agreement_pdf(agreement), f"pk-{agreement.year}-{agreement.position.title}")
