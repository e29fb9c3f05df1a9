"""A number that no book holds waits for somebody else to look at its evidence."""

from __future__ import annotations

import pytest

from takar.kernel import clock
from takar.ledger.evidence import attach
from takar.ledger.services import add_milestone
from tests.factories import Cast, entry_of
from tests.web.files import pdf_upload
from tests.whose_turn import waits_for

pytestmark = pytest.mark.django_db


def test_a_stated_value_waits_for_the_leaders_once_it_has_evidence(cast: Cast) -> None:
    value = entry_of("stated_value", cast)
    assert waits_for(cast, value) == {}
    attach(entry=value, actor=cast.keeper("stated_value").actor, upload=pdf_upload("Bukti"))
    assert waits_for(cast, value) == {"verify": {"camat", "secretary"}}
    add_milestone(entry=value, what="verified", on=clock.today(), actor=cast.camat.actor)
    assert waits_for(cast, value) == {}
