"""The program in docs/how-to/check-a-passport.md, run as an outsider would: it agrees with Takar."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import override_settings

from takar.kernel import log_keys
from takar.kernel.period import Period
from takar.measurement.numbers import passports
from tests.factories import Cast, letter_of

HOW_TO = Path(__file__).parents[2] / "docs/how-to/check-a-passport.md"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midyear", "imported_decree")]


@pytest.mark.parametrize("tail", range(5))
def test_an_outsider_proves_and_refutes_a_passport(cast: Cast, tmp_path: Path, tail: int) -> None:
    [program] = re.findall(
        r"^```python\n(.*?)^```$", HOW_TO.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    (tmp_path / "check_passport.py").write_text(program, encoding="utf-8")
    with override_settings(DATA=tmp_path):
        letter_of(cast)
        passport = passports.issue(cast.office, Period.of_quarter(2026, 3), 2)
        for _ in range(tail):
            letter_of(cast)
        text = passports.file_of(passport)
        keys = log_keys.keys_to_sign()
        key = str(keys.current.named(keys.origin(cast.office.code)))

    def check(text: str, key: str = key) -> subprocess.CompletedProcess[str]:
        (tmp_path / "paspor.json").write_text(text, encoding="utf-8")
        return subprocess.run(
            [sys.executable, "-I", "check_passport.py", "paspor.json", key],
            cwd=tmp_path, capture_output=True, text=True, check=False,
        )  # fmt: skip

    proven = check(text)
    assert proven.returncode == 0, proven.stderr
    [number] = passport.content["numbers"]
    assert proven.stdout == f"2026-Q3 2 {number['indicator']} 0 running\n"
    forged = json.loads(text)
    [row] = forged["link"]["content"]["measurement.Passport"].values()
    row["content"]["numbers"][0]["value"] = "100"
    assert "not in the signed log" in check(json.dumps(forged)).stderr
    other = key.replace(key.split("+")[1], "00000000")
    assert "not signed by this key" in check(text, other).stderr
