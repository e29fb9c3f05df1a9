"""What strangers, mistakes and attackers type: values for the fuzzer."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.files import pdf_bytes

VALUES: Sequence[str] = (
    "", " ", "0", "-1", "1e309", "NaN", "Infinity", "9" * 20, "-" + "9" * 20, "9223372036854775808", "2147483648",
    "0,1", "1.000.000,555", "0x1F", "١٢٣", "1/1/1", "01/01/0001", "31/12/9999", "01/01/2098", "30/02/2026",
    "0226-01-01", "2026-13-45", "kemarin", "2026-W53", "2026-00", "a" * 300, "b" * 70_000,
    "\x00", "abc\x00def", "\ud800", "\udfff akhir", "\ufffe", "\u202egpj.exe",
    "\u200b", "👩🏽‍🌾🇮🇩", "مرحبا بالعالم", "Ω≈ç√",
    "<b>tebal</b>", "<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>',
    "{{ 7*7 }}", "{% debug %}", "#{7*7}",
    "' OR 1=1 --", "1; DROP TABLE ledger_entry", "../../../../etc/passwd",
    "..\\..\\windows\\win.ini", "file:///etc/passwd",
    "=1+1", "+62811", "-2+3", "@SUM(A1)", "\t=cmd|' /C calc'!A0", "//evil.example/", "javascript:alert(1)",
    "\r\nSet-Cookie: a=b", "%00", "%0d%0a", "None", "null", "undefined", "true", "[]", "{}", "()", "*", "\\", "'", '"',
)  # fmt: skip


def files(dice: random.Random) -> Any:
    """A file that is not what its name or type says, or that is hardly one."""
    name = dice.choice(
        ["a.pdf", "a.exe", "a.svg", "../../a.pdf", "a" * 300 + ".pdf", "\u202efdp.exe", "a", ".pdf"]
    )
    kind = dice.choice(["application/pdf", "image/png", "text/html", "", "application/x-\x7f"])
    return SimpleUploadedFile(name, dice.choice(_CONTENTS)(), content_type=kind)


def _zip(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, content)
    return out.getvalue()


_CONTENTS: Sequence[Callable[[], bytes]] = (
    lambda: b"",
    lambda: b"\x00" * 1000,
    lambda: b"MZ\x90\x00" + b"\x00" * 200,
    lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    lambda: b"<html><script>alert(1)</script></html>",
    lambda: b"%PDF-1.7\nkosong",
    lambda: pdf_bytes("Utuh")[:200],
    lambda: pdf_bytes("Utuh"),
    lambda: b"\x89PNG\r\n\x1a\n" + b"\x00" * 64,
    lambda: b"\xff\xd8\xff\xe0" + b"\x00" * 64,
    lambda: _zip("word/document.xml", b"<a/>"),
    lambda: _zip("xl/workbook.xml", b"bukan lembar"),
    lambda: _zip("[Content_Types].xml", b" " * 2_000_000),
    lambda: b"Perihal;Tanggal\n\x00;\xff\xfe\n",
    lambda: "Perihal;Tanggal\n=1+1;01/01/0001\n".encode("utf-16"),
)


def spoiled(data: dict[str, list[Any]], kinds: dict[str, str], dice: random.Random) -> dict[str, list[Any]]:
    """The form with one to four of its fields made hostile: other value, missing, twice, unknown."""
    sent = {name: list(values) for name, values in data.items()}
    names = [name for name in kinds if kinds[name] not in {"button", "submit"}]
    for name in dice.sample(names, k=min(len(names), dice.randint(1, 4))):
        if kinds[name] == "file":
            sent[name] = [files(dice)]
            continue
        match dice.randrange(10):
            case 0:
                sent.pop(name, None)
            case 1:
                sent[name] = [*sent.get(name, []), dice.choice(VALUES)]
            case 2:
                sent[name] = [dice.choice(VALUES) for _ in range(dice.choice([2, 5, 40]))]
            case 3:
                sent[f"{name}{dice.choice(['', '-0', '[]', '__in', '_id'])}"] = [dice.choice(VALUES)]
            case _:
                sent[name] = [dice.choice(VALUES)]
    return sent
