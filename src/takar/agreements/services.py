"""The life of an agreement: drafted, proposed, agreed or returned, signed, revised."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction

from takar.agreements.achievement import Target
from takar.agreements.models import AgreedTarget, Agreement
from takar.agreements.selectors import shown_units
from takar.catalogue.models import Decree, Indicator
from takar.kernel import clock
from takar.kernel.access import require
from takar.kernel.errors import BadInput, DomainError, NotFound
from takar.kernel.sealed_rows import bulk
from takar.kernel.spans import PAST
from takar.measurement.selectors import units_of
from takar.organisation.actor import Actor
from takar.organisation.models import Assignment, Position
from takar.organisation.selectors import holders_on

State = Agreement.State


def draft_agreement(*, position: Position, year: int, actor: Actor) -> Agreement:
    """A draft for whoever holds the position, with a line for each of its indicators."""
    require(actor, "write", Agreement, "Konsep perjanjian disiapkan oleh pengelola pengaturan kantor.")
    if position.office_id != actor.office_id:
        raise NotFound("Jabatan ini tidak ada di kantor Anda.")
    holders = holders_on(_reference_day(year), office_id=position.office_id)
    holder = holders.get(position.pk)
    if holder is None:
        raise DomainError(f"Jabatan {position} belum ada pemegangnya pada tahun {year}.")
    if Agreement.objects.filter(position=position, year=year, person=holder.person).exists():
        raise DomainError(f"Perjanjian {position} tahun {year} sudah ada.")
    above = holders.get(position.reports_to_id) if position.reports_to_id else None
    with transaction.atomic():
        agreement = Agreement.objects.create(
            office_id=position.office_id,
            year=year,
            position=position,
            person=holder.person,
            superior=above.person if above else None,
            superior_position=position.reports_to,
        )
        if not _add_lines(agreement):
            raise DomainError(f"Keputusan yang berlaku tidak memuat indikator untuk {position}.")
    return agreement


def set_targets(
    *, agreement: Agreement, actor: Actor, targets: Mapping[int, tuple[Target | Decimal | None, str]]
) -> None:
    """Write targets (a number or a range) and units by line id; lines not named keep theirs."""
    require(actor, "write", agreement, "Target ditulis oleh pihak pertama atau pengelola pengaturan.")
    with transaction.atomic():
        current = _locked(agreement)
        if not current.is_open:
            raise DomainError("Perjanjian yang sudah diajukan tidak dapat diubah; minta dikembalikan dahulu.")
        for line in current.targets.all():
            if line.pk in targets:
                value, unit = targets[line.pk]
                try:
                    target = value if value is None or isinstance(value, Target) else Target(value)
                except BadInput as error:
                    raise DomainError(error.message, field=f"target-{line.pk}") from error
                line.target = target.low if target else None
                line.target_to = target.high if target else None
                line.unit = unit.strip() or line.unit
                line.save(update_fields=["target", "target_to", "unit"])


def propose(*, agreement: Agreement, actor: Actor) -> Agreement:
    require(actor, "write", agreement, "Perjanjian diajukan oleh pihak pertama.")
    with transaction.atomic():
        current = _locked(agreement)
        _require_state(current, State.DRAFT, State.RETURNED)
        if current.targets.filter(target__isnull=True).exists():
            raise DomainError("Isi target semua indikator sebelum mengajukan.")
        return _move(current, State.PROPOSED)


def return_to_draft(*, agreement: Agreement, actor: Actor, note: str) -> Agreement:
    require(actor, "decide", agreement, "Perjanjian dikembalikan oleh pihak kedua.")
    if not note.strip():
        raise DomainError("Tulis apa yang perlu diperbaiki.", field="note")
    with transaction.atomic():
        current = _locked(agreement)
        _require_state(current, State.PROPOSED, State.AGREED)
        current.note = note.strip()
        return _move(current, State.RETURNED)


def agree(*, agreement: Agreement, actor: Actor) -> Agreement:
    require(actor, "decide", agreement, "Perjanjian disetujui oleh pihak kedua.")
    with transaction.atomic():
        current = _locked(agreement)
        _require_state(current, State.PROPOSED)
        current.note = ""
        return _move(current, State.AGREED)


def sign(*, agreement: Agreement, actor: Actor, signed_on: date, place: str) -> Agreement:
    """Record the signatures on paper. From here on names, titles and words are frozen."""
    require(
        actor, "write", agreement, "Penandatanganan dicatat oleh pihak pertama atau pengelola pengaturan."
    )
    PAST.refuse(signed_on, field="signed_on")
    with transaction.atomic():
        current = _locked(agreement)
        _require_state(current, State.AGREED)
        current.signed_on, current.place = signed_on, place.strip()
        current.parties = parties_of(current, on=signed_on)
        # What was printed for signing is what is kept.
        lines = list(current.targets.all())
        units = shown_units(current, lines)
        for line in lines:
            line.unit = units[line.indicator_id]
        with bulk(AgreedTarget, agreement=current):
            AgreedTarget.objects.bulk_update(lines, ["unit"])
        if current.previous_id is not None:
            with bulk(Agreement, pk=current.previous_id):
                Agreement.objects.filter(pk=current.previous_id).update(state=State.REVISED)
        return _move(current, State.SIGNED)


def revise(*, agreement: Agreement, actor: Actor, reason: str) -> Agreement:
    """A new draft that will replace the signed agreement; the signed one stays as it is until then.

    For a change of official the parties are who hold both positions today; otherwise they stay.
    """
    require(actor, "revise", agreement, "Perubahan disiapkan oleh pihak pertama atau pengelola pengaturan.")
    if reason not in Agreement.RevisionReason.values:
        raise DomainError("Pilih salah satu dari tiga alasan perubahan.", field="reason")
    with transaction.atomic():
        current = _locked(agreement)
        _require_state(current, State.SIGNED)
        if Agreement.objects.filter(previous=current).exists():
            raise DomainError("Perubahan atas perjanjian ini sudah disiapkan.")
        parties = {
            "person_id": current.person_id,
            "superior_id": current.superior_id,
            "superior_position_id": current.superior_position_id,
        }
        if reason == Agreement.RevisionReason.OFFICIAL:
            parties = _parties_today(current)
        draft = Agreement.objects.create(
            office_id=current.office_id,
            year=current.year,
            position=current.position,
            **parties,
            revision=current.revision + 1,
            revision_reason=reason,
            previous=current,
        )
        for line in current.targets.all():
            line.pk = None
            line.agreement = draft
            line.save(force_insert=True)
    return draft


def _parties_today(current: Agreement) -> dict[str, int | None]:
    """Both parties of a change of official; refused while the office still knows the old ones."""
    position = current.position
    holders = holders_on(_reference_day(current.year), office_id=current.office_id)
    holder = holders.get(position.pk)
    if holder is None:
        raise DomainError(
            f"Jabatan {position} belum ada pemegangnya. Catat dahulu pejabatnya di Pengaturan, Penugasan.",
            field="reason",
        )
    above = holders.get(position.reports_to_id) if position.reports_to_id else None
    parties: dict[str, int | None] = {
        "person_id": holder.person_id,
        "superior_id": above.person_id if above else None,
        "superior_position_id": position.reports_to_id,
    }
    if all(getattr(current, name) == value for name, value in parties.items()):
        raise DomainError(
            "Pemegang jabatan dan atasannya masih sama. Catat dahulu pejabat baru di Pengaturan, "
            "Penugasan, atau pilih alasan lain.",
            field="reason",
        )
    taken = Agreement.objects.filter(position=position, year=current.year, person_id=holder.person_id)
    if taken.exclude(pk=current.pk).exclude(state=State.REVISED).exists():
        raise DomainError(
            f"{holder.person} sudah punya perjanjian sendiri untuk jabatan ini tahun {current.year}.",
            field="reason",
        )
    return parties


def parties_of(agreement: Agreement, *, on: date) -> dict[str, dict[str, str]]:
    """Both parties as they stand on a day: name, position title (with Plt/Plh), rank, NIP."""
    holders = holders_on(on, office_id=agreement.office_id)

    def party(person_id: int | None, position: Position | None) -> dict[str, str]:
        held: Assignment | None = holders.get(position.pk) if position else None
        person = agreement.person if person_id == agreement.person_id else agreement.superior
        same = held is not None and held.person_id == person_id
        return {
            "name": person.name if person else "",
            "position": held.title if same and held else (position.title if position else ""),
            "rank": person.rank if person else "",
            "nip": person.printed_nip if person else "",
        }

    first = party(agreement.person_id, agreement.position)
    second = party(agreement.superior_id, agreement.superior_position)
    if agreement.superior_position is None:
        # The Camat promises to the Bupati, who is no position of this office.
        second = {"name": "", "position": regent_title(agreement.office.regency), "rank": "", "nip": ""}
    return {"first": first, "second": second}


def regent_title(regency: str) -> str:
    """``Bupati Malang`` for "Kabupaten Malang", ``Wali Kota Malang`` for "Kota Malang"."""
    if regency.casefold().startswith("kota"):
        return f"Wali {regency}"
    return f"Bupati {regency.removeprefix('Kabupaten ').strip()}"


def _reference_day(year: int) -> date:
    """The day whose holders sign: today within the year, else the year's nearest day."""
    today = clock.today()
    return min(max(today, date(year, 1, 1)), date(year, 12, 31))


def _add_lines(agreement: Agreement) -> int:
    indicators = (
        Indicator.objects.filter(position=agreement.position, decree__state=Decree.State.ACTIVE)
        .select_related("objective")
        .order_by("no")
    )
    units = units_of(agreement.office_id, {indicator.pk: indicator.unit for indicator in indicators})
    lines = [
        AgreedTarget(
            agreement=agreement,
            indicator=indicator,
            order=order,
            objective_text=indicator.objective.name,
            indicator_text=indicator.name,
            unit=units[indicator.pk],
        )
        for order, indicator in enumerate(indicators, start=1)
    ]
    with bulk(AgreedTarget, agreement=agreement):
        AgreedTarget.objects.bulk_create(lines)
    return len(lines)


def _locked(agreement: Agreement) -> Agreement:
    return Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)


def _require_state(agreement: Agreement, *states: str) -> None:
    if agreement.state not in states:
        raise DomainError(f"Perjanjian ini berkeadaan “{agreement.get_state_display()}”; muat ulang halaman.")


def _move(agreement: Agreement, state: str) -> Agreement:
    agreement.state = state
    agreement.save()
    return agreement
