"""What a closing rested on is kept as one document whose SHA-256 is sealed with the act."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from takar.kernel.period import Period
from takar.ledger.evidence import attach
from takar.ledger.models import Evidence, ReferenceChange
from takar.ledger.services import correct_entry
from takar.measurement.numbers import manifest
from takar.measurement.numbers.closing import close_period, restate, verify
from tests.factories import Cast, letter_of
from tests.ledger.files import png

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear", "imported_decree")]

QUARTER = Period.of_quarter(2026, 2)


def closed(cast: Cast) -> Any:
    letter = letter_of(cast, occurred_on=date(2026, 5, 4), letter_date=None, area_id="kepegawaian")
    attach(entry=letter, actor=cast.clerk.actor, upload=SimpleUploadedFile("surat.png", png()))
    return letter, close_period(period=QUARTER, actor=cast.camat.actor)


def test_the_document_holds_what_the_numbers_rest_on(cast: Cast) -> None:
    letter, act = closed(cast)
    content = manifest.read(act)
    assert content is not None
    assert hashlib.sha256(content).hexdigest() == act.manifest_sha256
    document = json.loads(content)
    assert (document["period"], document["act"], document["office"]) == ("2026-Q2", 1, "35.07.29")
    assert document["ledger"] == {"seq": act.ledger_seq, "hash": act.ledger_hash}
    counted = next(value for value in document["values"] if value["indicator"] == 39)
    assert (counted["value"], counted["entries"]) == ("1.0000", [letter.pk])
    assert counted["definition"]["count"]
    assert document["evidence"] == {str(letter.pk): [Evidence.objects.get(entry=letter).file.sha256]}
    for table in ("measurement.Binding", "catalogue.Indicator", "ledger.Area", "organisation.Assignment"):
        assert document["reference"][table]
    assert cast.camat.person.name not in content.decode()


def test_its_sum_is_sealed_with_the_act_and_a_restatement_has_its_own(cast: Cast) -> None:
    letter, act = closed(cast)
    link = ReferenceChange.objects.filter(table="measurement.PeriodClosing").latest("seq")
    assert link.content["measurement.PeriodClosing"][str(act.pk)]["manifest_sha256"] == act.manifest_sha256
    correct_entry(entry=letter, actor=cast.clerk.actor, values={"area_id": "keuangan"}, reason="Salah bidang")
    again = restate(period=QUARTER, actor=cast.camat.actor, reason="Temuan")
    assert again.manifest_sha256 not in ("", act.manifest_sha256)
    assert list(verify(cast.office.pk)) == []
