"""Which backups a rule keeps."""

from __future__ import annotations

import os
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from takar.config.safekeeping.rotation import Rule, made_at, name_for, rotate
from takar.kernel.errors import BadInput

NIGHT = datetime(2026, 11, 27, 1, 0, 0)  # noqa: DTZ001 - names of files hold no zone
NIGHTS = [NIGHT - timedelta(days=back) for back in range(200)]


def test_the_newest_few() -> None:
    assert Rule.parse("3").kept(NIGHTS) == set(NIGHTS[:3])


def test_days_weeks_and_months() -> None:
    kept = sorted(Rule.parse("7d,4w,6m").kept(NIGHTS), reverse=True)
    assert kept[:7] == NIGHTS[:7]
    months = [at for at in kept if at < NIGHT - timedelta(days=35)]
    # The newest of each month: its last night.
    assert [(at.month, at.day) for at in months] == [(9, 30), (8, 31), (7, 31), (6, 30)]
    assert len(kept) == len(
        {*NIGHTS[:7]} | {at for at in kept if at.isoweekday() == 7} | {*months, *kept[7:]}
    )
    assert Rule.parse("2d").kept([NIGHT, NIGHT + timedelta(hours=3), NIGHT - timedelta(days=1)]) == {
        NIGHT + timedelta(hours=3), NIGHT - timedelta(days=1),
    }  # fmt: skip


@pytest.mark.parametrize("text", ["", "0", "x", "7d,", "-1", "7y", "99999"])
def test_a_rule_that_is_none(text: str) -> None:
    with pytest.raises(BadInput):
        Rule.parse(text)


def test_only_files_that_takar_named_go(tmp_path: Path) -> None:
    ours = [name_for(at, encrypted=bool(place % 2)) for place, at in enumerate(NIGHTS[:5])]
    others = [
        "takar.zip",
        "takar-20261399-010000.zip",
        "takar-20261127-010000-rusak.zip",
        "takar-1.zip",
        "foto.jpg",
    ]
    for name in (*ours, *others):
        (tmp_path / name).write_text("x")
    (tmp_path / "takar-20200101-010000.zip").mkdir()
    spared = tmp_path / ours[4]
    cut_off, at_work = (tmp_path / name_for(NIGHTS[day], encrypted=True) for day in (50, 51))
    for path, age in ((cut_off, 90_000), (at_work, 60)):
        part = path.with_name(f"{path.name}.part")
        part.write_text("x")
        os.utime(part, (time.time() - age, time.time() - age))
    gone = rotate(tmp_path, Rule.parse("2"), never=[spared])
    assert sorted(path.name for path in gone) == sorted(ours[2:4])
    assert {path.name for path in tmp_path.iterdir()} == {
        *ours[:2],
        ours[4],
        *others,
        "takar-20200101-010000.zip",
        f"{at_work.name}.part",
    }
    assert made_at(ours[0]) == NIGHT
