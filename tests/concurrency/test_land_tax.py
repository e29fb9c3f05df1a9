"""Two payments at once never exceed what is left of a village's assessment.

Judged before the entry is written, both would pass. So it is judged again under the lock of the
assessment. SQLite lets one writer in at a time, so only PostgreSQL can show the difference.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from takar.kernel import clock
from takar.kernel.errors import DomainError
from takar.ledger.audit import verify
from takar.registers.cases.models import LandTaxPayment
from tests.concurrency.test_many_writers import at_once, unexpected
from tests.factories import Cast, entry_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_many_payments_of_the_last_rupiah_one_passes(cast: Cast) -> None:
    year = clock.today().year - 1
    due = clock.today() + timedelta(days=30)
    entry_of("land_tax_assessment", cast, tax_year=year, amount=Decimal(100_000), due_on=due)
    results = at_once(
        [lambda: entry_of("land_tax_payment", cast, tax_year=year, amount=Decimal(100_000))] * 8
    )
    assert unexpected(results) == []
    refused = [found for found in results if isinstance(found, DomainError)]
    assert len(refused) == 7
    assert all("Sisa baku desa ini" in error.message for error in refused)
    assert LandTaxPayment.objects.get(office=cast.office, tax_year=year).amount == 100_000
    assert list(verify(cast.office.pk)) == []
