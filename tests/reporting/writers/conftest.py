"""An agreement that several tests print."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from writer_samples import CAMAT, HEAD

from takar.reporting.writers.agreement import AgreementDocument, AgreementRow


@pytest.fixture
def agreement() -> Callable[..., AgreementDocument]:
    def build(rows: list[AgreementRow] | None = None, **changes: Any) -> AgreementDocument:
        fields: dict[str, Any] = {
            "government": "Pemerintah Kabupaten Malang",
            "office": "Kecamatan Gedangan",
            "address": "Jalan Raya Gedangan Nomor 1, Gedangan 65178",
            "year": 2026,
            "place": "Gedangan",
            "signed_on": date(2026, 1, 12),
            "first": HEAD,
            "second": CAMAT,
            "rows": rows
            if rows is not None
            else [
                AgreementRow("Peningkatan kinerja pemerintah desa", "Jumlah pembinaan", "12", "Kegiatan"),
                AgreementRow("", "Jumlah laporan", "", ""),
                AgreementRow("Tata kelola keuangan desa", "Jumlah Musdes", "8", "Dokumen"),
            ],
        }
        return AgreementDocument(**{**fields, **changes})

    return build
