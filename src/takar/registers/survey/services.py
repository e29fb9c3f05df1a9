"""What survey plans do beyond recording: being reported as done, with evidence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from takar.ledger import evidence
from takar.ledger import services as ledger
from takar.organisation.actor import Actor
from takar.registers.survey.models import FollowUp


def report_done(
    *, plan: FollowUp, actor: Actor, on: date, note: str, uploads: Sequence[UploadedFile[Any]] = ()
) -> None:
    """The files join the evidence and the plan is done, both or neither."""
    ready = evidence.make_ready(office_id=plan.office_id, uploads=uploads)
    with transaction.atomic():
        if ready:
            evidence.attach_ready(entry=plan, actor=actor, ready=ready, caption=note[:200])
        ledger.add_milestone(entry=plan, what="done", on=on, actor=actor, note=note)
