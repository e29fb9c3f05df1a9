"""The report on a period of the satisfaction survey as a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from takar.kernel import clock
from takar.kernel.access import visible
from takar.kernel.formatting import NOTHING, format_date, format_number, format_percent, percent_of
from takar.ledger.entry_history import History
from takar.ledger.models import CANCELLED
from takar.organisation.actor import Actor
from takar.registers.survey.book import FollowUps, SurveyResponses
from takar.registers.survey.calculation import skm
from takar.registers.survey.calculation.elements import BY_KEY, ELEMENTS, KEYS
from takar.registers.survey.models import SurveyReport
from takar.registers.survey.selectors import (
    GROUPS,
    RESULTS,
    bounds_of,
    breakdowns,
    follow_ups_of,
    groups_as_json,
    period_before,
    responses_in,
    result_of,
)
from takar.reporting.documents.books import government, signer
from takar.reporting.documents.provenance import books_stamp
from takar.reporting.pictures import scale_bar
from takar.reporting.writers.survey_report import (
    Breakdown,
    ElementLine,
    PlanLine,
    SurveyDocument,
    render_survey_report,
)

TONES = {"A": "done", "B": "done", "C": "warn", "D": "danger"}
SUGGESTIONS = 40
"""How many written suggestions the report prints; the rest are in the book of answers."""

_SERVICES = ("kind", "service")


def element_bar(
    name: str, index: Decimal | None, grade: str | None, before: Decimal | None, words: str
) -> str:
    """The bar of an unsur, as page and report show it."""
    tone = TONES.get(grade or "", "neutral")
    return scale_bar(f"{name}: {words}", value=index, low=25, high=100, tone=tone, before=before)


def survey_pdf(actor: Actor, report: SurveyReport) -> bytes:
    """A published report prints the results it was published with; a draft those of now."""
    assert actor.office is not None
    office, span = actor.office, report.span
    history = report.history
    results, groups = _results(actor, report, history)
    earlier = result_of(actor, period_before(span))
    published = history.first("published")
    day = history.days.get("published") or clock.today()
    answers = responses_in(actor, span)
    if published is not None:
        answers = answers.filter(recorded_at__lte=published.at)
    elements = _elements(results, earlier, report)
    weakest = sorted((e for e in results["elements"] if e["average"] is not None), key=lambda e: e["average"])
    answers = answers.order_by("occurred_on", "pk")
    rows = list(answers.values_list("number", *KEYS))
    return render_survey_report(
        SurveyDocument(
            government=government(office.regency),
            office=office.name,
            address=". ".join(part for part in (office.address, office.contact) if part),
            place=office.seat,
            title=report.title,
            period=report.period_words,
            period_plain=span.describe(),
            drafted_on=report.occurred_on,
            published_on=history.days.get("published"),
            published_where=history.note("published"),
            respondents=format_number(results["n"]),
            population=format_number(results["population"]) if results["population"] else "tidak diisi",
            sample=format_number(results["sample_needed"]),
            enough=_enough(results),
            index=_two(results["index"]),
            grade=results["grade"] or NOTHING,
            label=_label(report, results["grade"]) or "belum dapat dihitung",
            previous=_previous(results, earlier, period_before(span).describe()),
            strongest=_strongest(weakest),
            elements=elements,
            weakest=[(BY_KEY[e["key"]].name, _three(e["average"]), e["grade"]) for e in weakest[:3]],
            traits=[_breakdown(c, r, results["n"]) for c, r in groups.items() if c not in _SERVICES],
            services=[_breakdown(c, r, results["n"]) for c, r in groups.items() if c in _SERVICES],
            suggestions=_suggestions(answers.exclude(suggestion="").values_list("suggestion", flat=True)),
            plans=_plans(actor, report),
            previous_plans=_plans(actor, before) if (before := _report_before(actor, report)) else [],
            questionnaire=[(element.name, element.answers) for element in ELEMENTS],
            bounds=_bounds(report),
            tabulation=[[str(value if value is not None else "") for value in row] for row in rows],
            later_note=_later(results["n"], len(rows)) if published else "",
            signer=signer(actor, day),
        ),
        stamp=books_stamp(actor.office),
    )


def _results(actor: Actor, report: SurveyReport, history: History) -> tuple[dict[str, Any], dict[str, Any]]:
    """Figures and groups: as sealed at publication, or as they stand now."""
    sealed = history.details("published")
    kinds = dict(SurveyResponses.kinds)
    results = sealed.get(RESULTS) or skm.to_dict(result_of(actor, report.span, population=report.population))
    groups = sealed.get(GROUPS) or groups_as_json(breakdowns(actor, report.span, kinds))
    return results, groups


def _elements(results: dict[str, Any], earlier: skm.Result, report: SurveyReport) -> list[ElementLine]:
    before = {element.key: element.index for element in earlier.elements}
    found = []
    for element in results["elements"]:
        average = None if element["average"] is None else Decimal(str(element["average"]))
        index = None if average is None else average * 25
        name = BY_KEY[element["key"]].name
        was = before.get(element["key"])
        found.append(
            ElementLine(
                name=name,
                average=_three(average),
                weighted=_three(None if average is None else average / 9),
                index=_two(index),
                before=_two(was) if was is not None else "",
                grade=element["grade"] or NOTHING,
                label=_label(report, element["grade"]),
                picture=element_bar(name, index, element["grade"], was, _two(index)),
            )
        )
    return found


def _bounds(report: SurveyReport) -> list[tuple[str, str, str]]:
    """The grades in force for the period: each reaches up to just below the next better one."""
    top, found = Decimal(100), []
    for bound in sorted(bounds_of(report.span), key=lambda bound: -bound.lower):
        found.append((f"{_two(bound.lower)} – {_two(top)}", bound.grade, bound.label))
        top = bound.lower - Decimal("0.01")
    return found


def _label(report: SurveyReport, grade: str | None) -> str:
    return next((bound.label for bound in bounds_of(report.span) if bound.grade == grade), "")


def _enough(results: dict[str, Any]) -> str:
    n, needed = results["n"], results["sample_needed"]
    if needed is None:
        return "Jumlah pengguna layanan belum diisi, sehingga sampel minimal tidak dapat dihitung."
    if n >= needed:
        return f"Jumlah responden ({format_number(n)}) memenuhi sampel minimal ({format_number(needed)})."
    return (
        f"Jumlah responden ({format_number(n)}) kurang dari sampel minimal ({format_number(needed)}); "
        "hasil dibaca dengan hati-hati."
    )


def _previous(results: dict[str, Any], earlier: skm.Result, words: str) -> str:
    if earlier.index is None or results["index"] is None:
        return ""
    change = Decimal(str(results["index"])) - earlier.index
    moved = "sama dengan" if not change else f"{'naik' if change > 0 else 'turun'} {_two(abs(change))} dari"
    return f"Nilai ini {moved} {words}, yaitu {_two(earlier.index)} ({earlier.grade})."


def _strongest(ordered: Sequence[dict[str, Any]]) -> str:
    if not ordered:
        return ""
    high, low = ordered[-1], ordered[0]
    return (
        f"Nilai tertinggi pada unsur {BY_KEY[high['key']].name} ({_three(high['average'])}), "
        f"terendah pada unsur {BY_KEY[low['key']].name} ({_three(low['average'])})."
    )


def _breakdown(column: str, rows: Sequence[dict[str, Any]], n: int) -> Breakdown:
    return Breakdown(
        SurveyResponses.field_label(column),
        [
            (
                row["label"],
                format_number(row["n"]),
                format_percent(percent_of(row["n"], n)),
                _two(row["index"]),
                row["grade"] or NOTHING,
            )
            for row in rows
        ],
    )


@dataclass(frozen=True)
class _Said:
    words: str
    times: int


def _suggestions(texts: Any) -> list[str]:
    """Each suggestion once, the most frequent first, with how often it was written."""
    counted: dict[str, _Said] = {}
    for text in texts:
        key = " ".join(text.casefold().split()).rstrip(".")
        known = counted.get(key)
        counted[key] = _Said(known.words if known else text.strip(), (known.times if known else 0) + 1)
    ordered = sorted(counted.values(), key=lambda said: -said.times)
    lines = [f"{s.words} ({s.times} responden)" if s.times > 1 else s.words for s in ordered[:SUGGESTIONS]]
    if len(ordered) > SUGGESTIONS:
        lines.append(f"dan {len(ordered) - SUGGESTIONS} saran lain pada buku jawaban SKM.")
    return lines


def _plans(actor: Actor, report: SurveyReport) -> list[PlanLine]:
    return [
        PlanLine(
            BY_KEY[plan.element].name,
            plan.title,
            format_date(plan.due_on),
            str(plan.position),
            FollowUps.state_label(plan.state),
        )
        for plan in follow_ups_of(actor, report)
    ]


def _report_before(actor: Actor, report: SurveyReport) -> SurveyReport | None:
    """The report drafted before this one."""
    found = visible(actor, SurveyReport).exclude(state=CANCELLED).exclude(pk=report.pk)
    return found.filter(occurred_on__lt=report.occurred_on).order_by("-occurred_on", "-pk").first()


def _later(published: int, now: int) -> str:
    if published == now:
        return ""
    return (
        f"Hasil dalam laporan ini tetap seperti saat dipublikasikan ({format_number(published)} responden); "
        f"tabulasi memuat {format_number(now)} jawaban yang masih berlaku."
    )


def _two(value: Any) -> str:
    return format_number(None if value is None else Decimal(str(value)), places=2)


def _three(value: Any) -> str:
    return format_number(None if value is None else Decimal(str(value)), places=3)
