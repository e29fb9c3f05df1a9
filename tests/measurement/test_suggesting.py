"""Binding by words in other spellings, and suggestions where the words are only near."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from takar.catalogue.models import Decree, Indicator
from takar.catalogue.services import import_decree
from takar.measurement.language.loading import shipped_measures
from takar.measurement.models import Binding
from takar.measurement.services import bind_decree
from takar.measurement.suggesting import Suggester
from tests.factories import SAMPLE_DECREE, Cast

pytestmark = pytest.mark.django_db

SPELLINGS = {
    "Menkonsep": "Mengkonsep",
    "ketrampilan": "keterampilan",
    "olah raga": "olahraga",
    "ketenaga kerjaan": "ketenagakerjaan",
    "Survey": "Survei",
    "public": "publik",
    "Ketentraman": "Ketenteraman",
    "ketentraman": "ketenteraman",
    "update": "pembaruan",
    "streaming": "siaran langsung",
}


def _imported(cast: Cast, tmp_path: Path, change: Callable[[str], str]) -> Decree:
    path = tmp_path / "keputusan.txt"
    path.write_text(change(SAMPLE_DECREE.read_text(encoding="utf-8")), encoding="utf-8")
    return import_decree(path, actor=cast.planner.actor)


def _full_titles(text: str) -> str:
    text = re.sub(r"\bKASUBAG\.?", "KEPALA SUB BAGIAN", text)
    return re.sub(r"\bKASI\b", "KEPALA SEKSI", text)


def _spelled_right(text: str) -> str:
    for wrong, right in SPELLINGS.items():
        text = text.replace(wrong, right).replace(wrong.upper(), right.upper())
    return text


def _missing(decree: Decree) -> list[Indicator]:
    bound = Binding.objects.filter(indicator__decree=decree).values("indicator_id")
    rows = Indicator.objects.filter(decree=decree).exclude(pk__in=bound)
    return list(rows.select_related("objective__holder").order_by("no"))


def test_full_titles_bind_every_indicator(cast: Cast, tmp_path: Path) -> None:
    decree = _imported(cast, tmp_path, _full_titles)
    assert bind_decree(decree=decree, actor=cast.planner.actor) == 67


def test_right_spellings_are_bound_or_suggested_first(cast: Cast, tmp_path: Path) -> None:
    decree = _imported(cast, tmp_path, lambda text: _full_titles(_spelled_right(text)))
    bind_decree(decree=decree, actor=cast.planner.actor)
    by_no = _code_by_number()
    suggester = Suggester(shipped_measures().values())
    missing = _missing(decree)
    assert missing
    found = {i.no: suggester.of(i, i.objective.holder.title) for i in missing}
    wrong = [no for no, rows in found.items() if not rows or rows[0].measure.code != by_no[no]]
    assert wrong == []
    assert all(rows[0].reason.startswith("jabatan sama") for rows in found.values())


def _code_by_number() -> dict[int, str]:
    """What the sample decree binds in its own words."""
    from takar.catalogue.reading import read_decree

    known = {
        (subject.position, subject.name): code
        for code, measure in shipped_measures().items()
        for subject in measure.subjects
    }
    return {
        item.no: known[position.title, item.name]
        for position in read_decree(SAMPLE_DECREE).positions
        for goal in position.objectives
        for item in goal.indicators
        if (position.title, item.name) in known
    }


def test_a_near_name_of_another_decree_is_suggested_and_never_bound(cast: Cast) -> None:
    decree = import_decree(SAMPLE_DECREE, actor=cast.planner.actor)
    row = Indicator.objects.select_related("objective__holder").get(decree=decree, no=43)
    row.name, row.formula = "Jumlah surat masuk yang didisposisi", "Jumlah surat yang terdisposisi"
    row.save()
    bind_decree(decree=decree, actor=cast.planner.actor)
    assert not Binding.objects.filter(indicator=row).exists()
    first, *others = Suggester(shipped_measures().values()).of(row, "Kepala Seksi Pemerintahan")
    assert first.measure.code == "surat_masuk_terdisposisi"
    assert "mirip" in first.reason
    assert not first.reason.startswith("jabatan sama")
    assert len(others) <= 2


def test_what_counts_in_another_unit_comes_behind_and_is_not_sure(cast: Cast) -> None:
    measures = shipped_measures().values()
    row = Indicator(name="Persentase surat masuk yang terdisposisi", formula="", unit="persen")
    (first, *_) = Suggester(measures).of(row, "Camat")
    assert not first.fits
    assert not first.is_sure


def test_words_that_say_nothing_suggest_nothing() -> None:
    row = Indicator(name="Nilai AKIP", formula="Nilai evaluasi", unit="nilai")
    assert Suggester(shipped_measures().values()).of(row, "Camat") == []
