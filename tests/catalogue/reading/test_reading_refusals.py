"""What is no decree is refused with a sentence, never with a stack trace."""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from takar.catalogue.reading import DecreeText, NotADecree, describe, read_decree
from takar.catalogue.reading.reader import parse_lines
from takar.catalogue.reading.sources import text_lines
from takar.kernel.errors import BadInput

Read = Callable[[str | bytes], DecreeText]


def archive(**parts: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "kosong"),
        (b" \n\t\r\n", "kosong"),
        (b"\xef\xbb\xbf", "jabatan"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Word lama"),
        (b"{\\rtf1 Jabatan : A}", "RTF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "gambar"),
        (bytes(range(256)) * 8, "bukan berkas teks"),
        (b"\x00\x01\x02\x03" * 50, "bukan berkas teks"),
        (b"\xff\xfe\x00", "bukan berkas teks"),
        (archive(a="b"), "dokumen Word"),
        (b"PK\x03\x04 rusak", "dokumen Word"),
        (b"Halo, ini surat biasa.\nTerima kasih.", "tidak ada jabatan"),
        (b"Nama : Budi\nJabatan : Camat\n", "tidak ada jabatan"),
        (b"1. Jabatan : KASI UMUM\n2. Tugas :\n a. Satu\n3. Fungsi : -\n", "tabel indikator"),
        (b"SASARAN\tINDIKATOR\tFORMULASI\tSUMBER DATA\nA\tB\tC\tD\n", "tidak ada jabatan"),
        (b"1. Jabatan : A\n2. Tugas : B\nSASARAN\tINDIKATOR\tFORMULASI\tSUMBER DATA\n", "indikator"),
    ],
)
def test_refusals(read: Read, content: bytes, words: str) -> None:
    with pytest.raises(NotADecree, match=words) as refused:
        read(content)
    assert isinstance(refused.value, BadInput)
    assert "Yang dicari" in str(refused.value)
    assert "keputusan.txt" in str(refused.value)


def test_sample_without_tables(read: Read, sample_text: str) -> None:
    with pytest.raises(NotADecree, match="tidak memuat tabel indikator"):
        read("\n".join(line for line in sample_text.split("\n") if "\t" not in line))


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(NotADecree, match="tidak ditemukan"):
        read_decree(tmp_path / "tidak-ada.txt")
    with pytest.raises(NotADecree, match="folder"):
        read_decree(tmp_path)
    with pytest.raises(NotADecree, match="tidak dapat dibuka"):
        read_decree(Path("a\x00b"))


def test_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "terkunci.txt"
    path.write_text("Jabatan : A")

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(NotADecree, match="tidak dapat dibuka"):
        read_decree(path)


def test_too_large_file(tmp_path: Path) -> None:
    path = tmp_path / "besar.txt"
    with path.open("wb") as file:
        file.truncate(33 * 1024 * 1024)
    with pytest.raises(NotADecree, match="lebih besar"):
        read_decree(path)


HEAD = "SASARAN\tINDIKATOR\tFORMULASI\tSUMBER DATA"
PARTS = st.sampled_from(
    [
        "1. Jabatan : **KASI UMUM**", "Jabatan :", "2. Tugas :", "2. Tugas : Melayani", " - a. Melayani;", "b. ",
        "- ", "3. Fungsi :", "3. Fungsi : -", HEAD, "SASARAN | INDIKATOR | SUMBER DATA", "NO\t" + HEAD,
        "1\t2\t3\t4", "A\tJumlah B\tC\tD", "\tJumlah B\tC\t<ul> - D - E", "\tdan sambungan\t\t",
        "\t\tlagi\t", "\t\t\t", "\t", "", "a\tb\tc\td\te\tf", "kata dan", "- 3 -", "INDIKATOR KINERJA INDIVIDU",
        "KEPUTUSAN CAMAT SUKA", "NOMOR :", "NOMOR: 1/ /KEP/2022", "KABUPATEN MALANG", "TAHUN 2021**",
        "TAHUN 2020", "CAMAT SUKA,", "<li>", "***", "|||", "Ahli Pratama yang yang dan", "\t<ul",
        "<![x\t<?xml\t<!--\t<ul", "&#0;\t&#x110000;\t<b>&",
    ]
)  # fmt: skip


def never_worse_than_a_refusal(text: str) -> None:
    with contextlib.suppress(NotADecree):
        decree = parse_lines(text_lines(text), "berkas")
        assert decree.to_dict()["positions"]
        assert [indicator.no for indicator in decree.indicators] == list(range(1, len(decree.indicators) + 1))
        assert describe(decree)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.one_of(PARTS, st.text(max_size=40)), max_size=30))
def test_any_lines(lines: list[str]) -> None:
    never_worse_than_a_refusal("\n".join(lines))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(*[st.one_of(PARTS, st.text(max_size=30))] * 4), min_size=1, max_size=6))
def test_any_table(rows: list[tuple[str, str, str, str]]) -> None:
    lines = ["Jabatan : A", "Tugas : B", HEAD, *("\t".join(row) for row in rows)]
    never_worse_than_a_refusal("\n".join(lines))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
def test_any_bytes(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "apa-saja"
    path.write_bytes(content)
    with contextlib.suppress(NotADecree):
        read_decree(path)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_sample_with_lines_lost_or_moved(sample_text: str, data: st.DataObject) -> None:
    lines = sample_text.split("\n")
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(lines) - 1))
        lines.insert(data.draw(st.integers(0, len(lines) - 1)), lines.pop(at))
    never_worse_than_a_refusal("\n".join(lines))


def test_long_hostile_lines_are_read_in_reasonable_time(read: Read, small: str) -> None:
    hostile = ("<ul>" * 20_000, "a - " * 20_000, "*a" * 20_000, "yang yang " * 5_000, "<b>" * 6_000)
    for cell in hostile:
        assert read(small.replace("Kasubag Keuangan", cell)).positions
