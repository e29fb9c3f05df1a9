"""A finding: its kind, its sentence, the entries to open, and how much of a number it concerns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from takar.catalogue.models import Indicator


class Kind(StrEnum):
    ONE_PERSON = "satu-orang"
    MISSING = "berkas-hilang"
    SHARED = "berkas-sama"
    ALIKE = "berkas-mirip"
    PHOTO = "tanggal-foto"
    MOVED_BACK = "tanggal-dimundurkan"
    JUMP = "lonjakan"
    JUMP_RECORDED = "lonjakan-pencatatan"
    LATE = "terlambat-dicatat"
    ON_LEAVE = "sedang-cuti"
    DAY_OFF = "hari-libur"
    TITLES = "uraian-berulang"
    ORDER = "urutan-nomor"
    SILENT = "berhenti"
    UNPROVED = "tanpa-bukti"


@dataclass(frozen=True)
class Words:
    label: str
    why: str
    """Why it matters, and what to do."""


WORDS: Mapping[Kind, Words] = {
    Kind.ONE_PERSON: Words(
        "Dicatat dan diperiksa satu orang",
        "Pemeriksaan oleh pembuatnya sendiri bukan pemeriksaan. Minta pejabat lain memeriksa ulang: tarik "
        "langkahnya, lalu catat lagi.",
    ),
    Kind.MISSING: Words(
        "Berkas hilang",
        "Bukti yang berkasnya tidak ada atau rusak tidak membuktikan apa pun. Unggah lagi dari aslinya, atau "
        "pulihkan dari cadangan.",
    ),
    Kind.SHARED: Words(
        "Berkas yang sama",
        "Satu berkas bagi banyak entri bisa berarti satu kegiatan dihitung berkali-kali. Buka berkasnya dan "
        "cocokkan dengan tiap entri.",
    ),
    Kind.ALIKE: Words(
        "Berkas hampir sama",
        "Berkas yang disalin lalu diubah sedikit tampak seperti bukti baru. Bandingkan isinya.",
    ),
    Kind.PHOTO: Words(
        "Tanggal foto",
        "Foto yang diambil pada hari lain mungkin foto kegiatan lain. Tanyakan, atau perbaiki tanggal entri.",
    ),
    Kind.MOVED_BACK: Words(
        "Tanggal dimundurkan",
        "Memundurkan tanggal dapat memindahkan entri ke masa yang targetnya belum tercapai. Baca alasannya di "
        "riwayat entri.",
    ),
    Kind.JUMP: Words(
        "Lonjakan minggu terakhir",
        "Pekerjaan setahun jarang terjadi pada minggu terakhir. Lihat apakah semuanya benar terjadi saat itu.",
    ),
    Kind.JUMP_RECORDED: Words(
        "Lonjakan pencatatan",
        "Yang baru dicatat menjelang penutupan sulit diperiksa lagi. Cocokkan dengan buktinya.",
    ),
    Kind.LATE: Words(
        "Terlambat dicatat",
        "Makin lama dicatat, makin sulit dibuktikan tanggalnya. Cocokkan tanggal dengan surat atau fotonya.",
    ),
    Kind.ON_LEAVE: Words(
        "Atas nama yang sedang cuti",
        "Orang yang cuti tidak bekerja hari itu. Periksa tanggal atau nama pada entri.",
    ),
    Kind.DAY_OFF: Words(
        "Pada hari libur",
        "Buku ini biasanya hanya terisi pada hari kerja. Periksa tanggalnya; bila memang terjadi, biarkan.",
    ),
    Kind.TITLES: Words(
        "Uraian berulang",
        "Uraian yang persis sama bisa salinan, bukan kegiatan baru. Bandingkan tanggal, tempat dan buktinya.",
    ),
    Kind.ORDER: Words(
        "Nomor tidak urut tanggal",
        "Nomor diberikan menurut urutan pencatatan; tanggal yang melompat mundur bisa tanggal karangan.",
    ),
    Kind.SILENT: Words(
        "Sumber berhenti",
        "Buku yang berhenti terisi membuat angkanya tampak turun. Tanyakan kepada pemegang buku.",
    ),
    Kind.UNPROVED: Words(
        "Tanpa bukti",
        "Angka tanpa bukti bergantung pada kepercayaan saja. Mulailah dari indikator dengan bagian terbesar.",
    ),
}


@dataclass(frozen=True)
class FlaggedEntry:
    """An entry to look at: the day it counts on, and the day that was first recorded."""

    entry: int
    on: date
    recorded: date


@dataclass(frozen=True)
class Weight:
    """Of which number the finding concerns the largest part."""

    indicator: Indicator
    concerned: int
    counted: int


@dataclass(frozen=True)
class Finding:
    kind: Kind
    about: str
    """A book's code, or a file's id: with the kind it names the finding within its period."""
    sentence: str
    indicators: tuple[Indicator, ...]
    entries: tuple[FlaggedEntry, ...] = ()
    """What to open, newest first. A silent source has none; its book is opened instead."""
    book: str = ""
    weight: Weight | None = None

    @property
    def key(self) -> str:
        return f"{self.kind.value}-{self.about}"

    @property
    def label(self) -> str:
        return WORDS[self.kind].label

    @property
    def share(self) -> Fraction:
        return Fraction(self.weight.concerned, self.weight.counted) if self.weight else Fraction(0)
