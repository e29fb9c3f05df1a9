"""Bringing a decree into the catalogue and putting it into force."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.db import transaction

from takar.catalogue.models import Decree, DecreePosition, Indicator, Objective
from takar.catalogue.reading import DecreeText, read_decree
from takar.catalogue.units import unit_of
from takar.catalogue.words import level_of, position_key
from takar.kernel.access import require
from takar.kernel.errors import DomainError
from takar.kernel.sealed_rows import bulk
from takar.ledger import chain
from takar.organisation.actor import Actor
from takar.organisation.models import Position


def import_decree(path: Path, *, actor: Actor) -> Decree:
    """Read a decree file into the actor's office as a draft. Raises NotADecree and stores nothing."""
    require_operator(actor)
    text = read_decree(path)
    return store_decree(text, source_name=path.name, sha256=_fingerprint(path), actor=actor)


def imported_from(path: Path, *, actor: Actor) -> Decree | None:
    """The draft or the decree in force that came from this very file."""
    return _same_file(_fingerprint(path), actor)


def _fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _same_file(sha256: str, actor: Actor) -> Decree | None:
    # A retired decree may come back into force by importing it anew.
    return Decree.objects.filter(
        office=actor.office, source_sha256=sha256, state__in=[Decree.State.DRAFT, Decree.State.ACTIVE]
    ).first()


def store_decree(text: DecreeText, *, source_name: str, sha256: str, actor: Actor) -> Decree:
    """Store what was read as a draft version; positions the office lacks are added.

    The same file a second time is refused: two equal drafts would leave people guessing which counts.
    """
    require_operator(actor)
    assert actor.office is not None
    if (known := _same_file(sha256, actor)) is not None:
        raise DomainError(
            f"Berkas ini sudah diimpor sebagai {known}, keadaannya “{known.get_state_display()}”. "
            "Bukalah di Pengaturan, Keputusan."
        )
    with transaction.atomic(), chain.sealed_at_the_end():
        decree = Decree.objects.create(
            office=actor.office,
            number=text.number or "",
            serial=text.serial or "",
            year=text.year,
            cover_year=text.cover_year,
            warnings=text.to_dict()["warnings"],
            source_name=source_name,
            source_sha256=sha256,
            imported_by_id=actor.user_id,
        )
        positions = {position_key(p.title): p for p in Position.objects.filter(office=actor.office)}
        for order, block in enumerate(text.positions, start=1):
            position = positions.get(position_key(block.title)) or _add_position(
                block.title, order, positions, actor
            )
            positions[position_key(block.title)] = position
            holder = DecreePosition.objects.create(
                decree=decree,
                order=order,
                title=block.title,
                position=position,
                duties=list(block.duties),
                functions=list(block.functions),
            )
            for place, goal in enumerate(block.objectives, start=1):
                objective = Objective.objects.create(holder=holder, order=place, name=goal.name)
                with bulk(Indicator, objective=objective):
                    Indicator.objects.bulk_create(
                        [
                            Indicator(
                                objective=objective,
                                decree=decree,
                                position=position,
                                no=item.no,
                                name=item.name,
                                formula=item.formula,
                                sources=list(item.sources),
                                unit=unit_of(item.name, item.formula),
                            )
                            for item in goal.indicators
                        ]
                    )
    return decree


def activate(*, decree: Decree, actor: Actor) -> Decree:
    """Put a draft into force; the decree before it is retired and keeps all it had."""
    require_operator(actor, decree)
    with transaction.atomic():
        rows = Decree.objects.select_for_update().filter(office_id=decree.office_id)
        current = rows.get(pk=decree.pk)
        if current.state != Decree.State.DRAFT:
            raise DomainError("Hanya konsep keputusan yang dapat diberlakukan.")
        with bulk(Decree, office_id=decree.office_id):
            rows.filter(state=Decree.State.ACTIVE).update(state=Decree.State.RETIRED)
        current.state = Decree.State.ACTIVE
        current.save(update_fields=["state"])
    return current


def set_unit(*, indicator: Indicator, unit: str, actor: Actor) -> Indicator:
    """The unit an office gives an indicator; empty where it does not know yet. The words stay as printed."""
    require(actor, "change", indicator, "Satuan indikator diubah oleh pengelola pengaturan kantor.")
    unit = " ".join(unit.split())
    longest = Indicator._meta.get_field("unit").max_length or 40
    if len(unit) > longest:
        raise DomainError(f"Satuan paling panjang {longest} huruf.", field="unit")
    indicator.unit = unit
    indicator.save(update_fields=["unit"])
    return indicator


def require_operator(actor: Actor, decree: Decree | None = None) -> None:
    """Only operators, and each only in their own office."""
    if actor.user_id is not None:
        require(actor, "change", decree or Decree, "Keputusan diatur oleh pengelola pengaturan kantor.")


def _add_position(title: str, order: int, known: dict[str, Position], actor: Actor) -> Position:
    """A position the decree names and the office lacks; its superior is a guess the operator reviews."""
    assert actor.office is not None
    level = level_of(title)
    over = {
        Position.Level.SECRETARY: Position.Level.HEAD,
        Position.Level.SECTION: Position.Level.HEAD,
    }.get(Position.Level(level), Position.Level.SECRETARY)
    above = next((p for p in known.values() if p.level == over), None)
    return Position.objects.create(
        office=actor.office, title=title, level=level, order=order * 10, reports_to=above
    )
