from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from takar.catalogue.reading import DecreeText, Doubt, read_decree

SAMPLE = Path(__file__).parents[3] / "src/takar/catalogue/samples/iki-gedangan-2022.txt"

# An office of our own with two positions, in the printed form of the sample.
SMALL = """
LAMPIRAN
KEPUTUSAN CAMAT SUKA MAJU
NOMOR: 188.45/12/KEP/35.01.02/2024
TENTANG
INDIKATOR KINERJA INDIVIDU
KECAMATAN SUKA MAJU
KABUPATEN PACITAN

INDIKATOR KINERJA INDIVIDU

1. Jabatan : **KASI PELAYANAN**
2. Tugas :
 - a. Melayani permohonan; dan
 - b. Melaksanakan tugas lain dari Camat.
3. Fungsi : -

SASARAN/KINERJA UTAMA\tINDIKATOR KINERJA UTAMA\tPENJELASAN/FORMULASI PENGHITUNGAN\tSUMBER DATA
Pelayanan yang cepat\tPersentase permohonan selesai tepat waktu\t(Jumlah tepat waktu / Jumlah permohonan) * 100%\tRegister
\tJumlah pengaduan\tJumlah pengaduan selama 1 (satu) tahun\tBuku Pengaduan

INDIKATOR KINERJA INDIVIDU

1. Jabatan : **BENDAHARA**
2. Tugas : Melakukan pembukuan keuangan
3. Fungsi : -

SASARAN/KINERJA UTAMA\tINDIKATOR KINERJA UTAMA\tPENJELASAN/FORMULASI PENGHITUNGAN\tSUMBER DATA
Tertib keuangan\tJumlah laporan keuangan\tJumlah laporan keuangan selama 1 (satu) tahun\tKasubag Keuangan
"""  # noqa: E501


@pytest.fixture(scope="session")
def sample() -> DecreeText:
    return read_decree(SAMPLE)


@pytest.fixture(scope="session")
def sample_text() -> str:
    return SAMPLE.read_text(encoding="utf-8")


@pytest.fixture
def small() -> str:
    return SMALL


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str | bytes], DecreeText]:
    """Reads a decree given as text or bytes."""

    def read_content(content: str | bytes) -> DecreeText:
        path = tmp_path / "keputusan.txt"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_decree(path)

    return read_content


@pytest.fixture
def doubts(read: Callable[[str | bytes], DecreeText]) -> Callable[[str, str], list[Doubt]]:
    """The doubts of one code that a decree raises."""

    def doubts_of(code: str, content: str) -> list[Doubt]:
        return [doubt for doubt in read(content).warnings if doubt.code == code]

    return doubts_of
