"""Answers are written as nine digits or one by one and both are kept alike; what a report needs."""

from __future__ import annotations

from collections.abc import Sequence

from takar.kernel import clock
from takar.kernel.errors import BadInput, DomainError
from takar.organisation.actor import system_actor
from takar.registers.survey.calculation import skm
from takar.registers.survey.calculation.elements import BY_KEY, KEYS
from takar.registers.survey.models import SurveyReport, SurveyResponse
from takar.registers.survey.selectors import result_of

_SCORES = "1234"


def read_digits(text: str) -> list[int | None]:
    """``34344343-`` as nine answers; raises :class:`BadInput` naming the wrong one."""
    said = "".join(text.split())
    if len(said) != len(KEYS):
        raise BadInput(
            f"Jawaban terdiri atas sembilan tanda; yang ditulis {len(said)}. "
            "Pakai tanda - untuk yang tidak dijawab.",
            field="answers",
        )
    found: list[int | None] = []
    for sign, key in zip(said, KEYS, strict=True):
        if sign in _SCORES:
            found.append(int(sign))
        elif sign == "-":
            found.append(None)
        else:
            raise BadInput(
                f"“{sign}” untuk unsur {BY_KEY[key].name} bukan jawaban. Tulis 1 sampai 4, atau tanda -.",
                field="answers",
            )
    return found


def write_digits(answers: Sequence[int | None]) -> str:
    return "".join("-" if answer is None else str(answer) for answer in answers)


def apply_answers(response: SurveyResponse) -> None:
    """Make the digits and the nine columns say the same; whichever was written now wins."""
    single = [getattr(response, key) for key in KEYS]
    before = (
        SurveyResponse.objects.filter(pk=response.pk).values_list("answers", flat=True).first()
        if response.pk
        else None
    ) or "-" * len(KEYS)
    at_once = read_digits(response.answers) if response.answers.strip() else None
    digits_changed = at_once is not None and write_digits(at_once) != before
    singles_changed = write_digits(single) != before
    if at_once is not None and digits_changed and singles_changed and at_once != single:
        raise DomainError(
            "Jawaban sekaligus tidak sama dengan jawaban satu per satu. Kosongkan salah satunya.",
            field="answers",
        )
    answers = at_once if at_once is not None and digits_changed else single
    if all(answer is None for answer in answers):
        raise DomainError("Isi sekurang-kurangnya satu jawaban.", field="answers")
    for key, answer in zip(KEYS, answers, strict=True):
        setattr(response, key, answer)
    response.answers = write_digits(answers)


def apply_period(report: SurveyReport) -> None:
    """The period in its one spelling, already begun; without words of its own the title follows it."""
    try:
        span = report.span
    except BadInput as error:
        raise BadInput(error.message, field="period") from None
    if span.start > clock.today():
        raise DomainError(f"{span.describe().capitalize()} belum mulai.", field="period")
    report.period = report.period.strip().upper()
    report.title = report.title or f"Laporan SKM {span.describe()}"


def result_to_publish(report: SurveyReport) -> skm.Result:
    """The result of the whole office's answers, whoever asks."""
    return result_of(system_actor(report.office), report.span, population=report.population)


def why_not_published(report: SurveyReport) -> str:
    """Why there is nothing to publish yet; empty when there is."""
    if result_to_publish(report).index is not None:
        return ""
    return f"Belum ada jawaban yang cukup pada {report.span.describe()} untuk dilaporkan."
