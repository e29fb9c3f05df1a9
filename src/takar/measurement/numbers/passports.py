"""Passports of official numbers: made when numbers are printed, asked later whether they still hold.

A passport says what stood on the paper and in which state (running, closed, restated). It is sealed as a link of
the office's chain, so it can be proven without the office (:mod:`takar.kernel.passports`), and compared with
the official number of today, so that a paper answers: still so, restated since, or the books moved on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from takar.kernel import acting, log_keys, merkle, passports, seal
from takar.kernel.errors import DomainError, NotFound
from takar.kernel.formatting import format_date, format_number, rounded
from takar.kernel.period import Period
from takar.ledger import chain, log
from takar.ledger.models import ReferenceChange
from takar.measurement.language.amounts import Number
from takar.measurement.models import Passport, PeriodClosing
from takar.measurement.numbers.official import OfficialValue, Status, all_official_values
from takar.measurement.numbers.seals import is_restated
from takar.organisation.actor import system_actor
from takar.organisation.models import Office


def issue(office: Office, period: Period, no: int | None = None) -> Passport:
    """The passport of the office's numbers in a period, or of one indicator's; the one there is where they
    were printed in this state before."""
    content = _content_now(office, period, no)
    digest = seal.digest(content)
    before = Passport.objects.filter(office=office, digest=digest).first()
    if before is not None:
        return before
    new = Passport(
        office=office, code=passports.new_code(), period=period.code, content=content, digest=digest
    )
    try:
        # A passport is shown to everybody with its link, so the link names nobody.
        with acting.acting(None, acting.SYSTEM.name), transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError:
        # Two people printed the same at the same moment.
        return Passport.objects.get(office=office, digest=digest)
    return new


def of_act(act: PeriodClosing) -> Passport | None:
    """The passport of all numbers of a closing or restatement; None of acts from before there were passports."""
    later = Passport.objects.filter(office_id=act.office_id, period=act.period, made_at__gte=act.made_at)
    for passport in later.order_by("pk").iterator(10):
        numbers = passport.content["numbers"]
        # Downloads of one indicator have passports of their own.
        if len(numbers) > 1 and any(row["act"] == [act.seq, act.hash] for row in numbers):
            return passport
    return None


def _content_now(office: Office, period: Period, no: int | None = None) -> dict[str, Any]:
    found = all_official_values(system_actor(office), period=period)
    return content_of(office, [value for value in found if no in (None, value.indicator.no)], period)


def find(code: str) -> Passport:
    """By the code as somebody typed it; NotFound where there is none."""
    typed = passports.code_in(code)
    found = Passport.objects.select_related("office").filter(code=typed).first() if typed else None
    if found is None:
        raise NotFound("Kode ini tidak dikenal. Periksa lagi setiap huruf dan angkanya.")
    return found


def content_of(office: Office, values: Sequence[OfficialValue], period: Period) -> dict[str, Any]:
    """What the passport says, in texts and whole numbers alone, so that its writing is the same everywhere."""
    return {
        "office": {"code": office.code, "name": office.name, "regency": office.regency},
        "period": period.code,
        "numbers": [_row(value) for value in values],
    }


def _row(value: OfficialValue) -> dict[str, Any]:
    figure = value.figure
    act = figure.seal.act if figure.seal else None
    return {
        "id": value.indicator.pk,
        "no": value.indicator.no,
        "indicator": value.indicator.name,
        "value": _text(figure.value),
        "unit": value.unit,
        "status": str(figure.status),
        "act": [act.seq, act.hash] if act else None,
    }


def _text(number: Number | None) -> str | None:
    number = rounded(number)
    return None if number is None else format(Decimal(number).normalize(), "f")


# ---- what has become of it --------------------------------------------------------------------------


class Fate(StrEnum):
    """How a number on a paper stands to the official number of today."""

    SEALED = "sealed"
    DRIFTED = "drifted"
    RESTATED = "restated"
    CLOSED_SINCE = "closed_since"
    RUNNING = "running"
    MOVED = "moved"
    GONE = "gone"

    @property
    def holds(self) -> bool:
        """The number on the paper is the official one of today."""
        return self in {Fate.SEALED, Fate.DRIFTED, Fate.RUNNING}


@dataclass(frozen=True)
class Answer:
    """One number of a passport today."""

    no: int
    indicator: str
    value: str
    unit: str
    fate: Fate
    words: str
    now: str
    """The official number of today."""

    @property
    def holds(self) -> bool:
        resealed = self.fate in {Fate.CLOSED_SINCE, Fate.RESTATED}
        return self.fate.holds or (resealed and self.value == self.now)


@dataclass(frozen=True)
class Checked:
    """A passport today."""

    passport: Passport
    period: Period
    is_changed: bool
    """The row is no longer what was sealed: somebody wrote past the program."""
    answers: list[Answer]

    @property
    def holds(self) -> bool:
        return not self.is_changed and all(answer.holds for answer in self.answers)


def check(passport: Passport) -> Checked:
    """Compare a passport with its link and with the official numbers of today."""
    period = Period.parse(passport.content["period"])
    now = {
        value.indicator.pk: value
        for value in all_official_values(system_actor(passport.office), period=period)
    }
    answers = [_answer(row, now.get(row["id"])) for row in passport.content["numbers"]]
    return Checked(passport, period, not _is_as_sealed(passport), answers)


def _is_as_sealed(passport: Passport) -> bool:
    link = _link(passport)
    if link is None or link.hash != chain.digest(link):
        return False
    row = link.content[passports.TABLE][str(passport.pk)]
    return (
        (row["code"], row["content"]) == (passport.code, passport.content)
        and passport.digest == seal.digest(passport.content)
        and passport.period == passport.content["period"]
        and chain.hash_at(passport.office_id, link.seq) == link.hash
    )


def _answer(row: Mapping[str, Any], value: OfficialValue | None) -> Answer:
    said, now = _shown(row["value"]), "–"
    if value is None:
        fate, words = Fate.GONE, "Indikator ini tidak ada lagi dalam keputusan yang berlaku."
    else:
        now = _shown(_text(value.value))
        fate, words = _fate(row, value, said, now)
    return Answer(row["no"], row["indicator"], said, row["unit"], fate, words, now)


def _fate(row: Mapping[str, Any], value: OfficialValue, said: str, now: str) -> tuple[Fate, str]:
    figure = value.figure
    was_closed = Status(row["status"]).is_closed
    if figure.seal is None:
        if was_closed:
            return Fate.GONE, "Penutupan yang menyegel angka ini tidak ada lagi di buku. Laporkan ini."
        if said == now:
            return Fate.RUNNING, "Masa ini belum ditutup; angka buku masih sama."
        return Fate.MOVED, f"Masa ini belum ditutup; buku kini mengatakan {now}."
    act = figure.seal.act
    day = format_date(timezone.localtime(act.made_at).date())
    same = "dengan angka yang sama" if said == now else f"dengan angka {now}"
    if not was_closed:
        return Fate.CLOSED_SINCE, f"Waktu dicetak masih sementara; masa ini ditutup {day} {same}."
    if row["act"] != [act.seq, act.hash]:
        if is_restated(act):
            told = f" {same}" if said == now else f": angka resmi kini {now}"
            return Fate.RESTATED, f"Disajikan kembali {day}{told}."
        # It was a part of a longer closed period.
        return (
            Fate.CLOSED_SINCE,
            f"Waktu dicetak bagian dari masa yang lebih panjang; ditutup sendiri {day} {same}.",
        )
    if said != now:
        return Fate.GONE, f"Angka yang disegel kini berbunyi {now}. Laporkan ini."
    if figure.is_drifted:
        return (
            Fate.DRIFTED,
            f"Angka resmi, disegel {day}. Buku sesudah itu berubah menjadi {_shown(_text(figure.books))}.",
        )
    return Fate.SEALED, f"Angka resmi, disegel {day}; buku sama."


def _shown(text: str | None) -> str:
    return "belum diukur" if text is None else format_number(Decimal(text))


# ---- the file ---------------------------------------------------------------------------------------


def file_of(passport: Passport) -> str:
    """The passport with the proof that it stands in the signed log. Reads the chain once."""
    link = _link(passport)
    if link is None:
        raise DomainError("Langkah yang menyegel paspor ini tidak ada lagi di buku.")
    point = log.kept_since(passport.office_id, link.seq) or log.head(passport.office, keep=True)
    proof = merkle.inclusion_proof(link.seq - 1, log.leaves(passport.office_id), point.size)
    keys = log_keys.keys_to_sign()
    signer = next(
        (key for key in keys.known_as(point.origin) if point.signature_by([key])),
        keys.current.named(point.origin),
    )
    return passports.written(chain.said(link), proof, point, signer)


def _link(passport: Passport) -> ReferenceChange | None:
    return ReferenceChange.objects.filter(
        office_id=passport.office_id, table=passports.TABLE, key=str(passport.pk)
    ).first()
