"""Units come from the decree's words; where those are silent the office is asked."""

from __future__ import annotations

import importlib
from types import SimpleNamespace

import pytest
from tests.factories import SAMPLE_DECREE, Cast

from takar.catalogue.models import Indicator
from takar.catalogue.reading import read_decree
from takar.catalogue.services import import_decree
from takar.catalogue.units import Quantity, agree, printed_unit, quantity_of, unit_of

_SAID = [
    ("Jumlah registrasi surat masuk yang terdisposisi", "", "surat"),
    ("Menyiapkan laporan", "Jumlah laporan kegiatan Camat selama 1 (satu) tahun", "laporan"),
    ("Jumlah pelayanan", "Jumlah pemohon PATEN", "pemohon"),
    ("Jumlah pembinaan surat menyurat", "", "kegiatan"),
    ("Jumlah penyelenggaraan penyusunan laporan pertanggungjawaban", "", "laporan"),
    ("Jumlah desa yang menyusun APBDes tepat waktu", "", "desa"),
    ("Jumlah desa yang 100% ODF", "Jumlah desa yang bebas buang air besar sembarangan", "desa"),
    ("Jumlah surat yang selesai paling lama 5 hari kerja", "Jumlah surat selesai dalam 2 x 24 jam", "surat"),
    # Percentages, said by the name, by the formula or by both.
    ("Persentase rekomendasi yang ditindaklanjuti", "Jumlah rekomendasi yang ditindaklanjuti", "persen"),
    ("Prosentase surat yang dijawab", "", "persen"),
    ("Presentase laporan tepat waktu", "", "persen"),
    ("Jumlah persentase desa mandiri", "", "persen"),
    ("Peningkatan persentase pelunasan PBB", "", "persen"),
    ("Capaian realisasi anggaran (%)", "Realisasi / pagu", "persen"),
    ("Kehadiran pegawai", "Jumlah hari hadir / jumlah hari wajib hadir x 100%", "persen"),
    ("Kehadiran pegawai", "(Jumlah hadir : jumlah wajib hadir) × 100", "persen"),
    ("Ketepatan waktu laporan", "Laporan tepat waktu dibagi seluruh laporan dikali 100", "persen"),
    ("Jumlah desa mandiri", "Desa mandiri / seluruh desa * 100 %", "persen"),
    ("Cakupan pelayanan KTP", "", "persen"),
    ("Proporsi surat yang dijawab", "", "persen"),
    ("Tingkat kehadiran", "Hadir/wajib hadir x 100 persen", "persen"),
    # Rates.
    ("Rasio anggota linmas per 1.000 penduduk", "Jumlah linmas / jumlah penduduk x 1.000", "per 1.000"),
    ("Angka kelahiran", "Jumlah kelahiran / jumlah penduduk x 1000", "per 1.000"),
    ("Angka kematian ibu per 100.000 kelahiran hidup", "", "per 100.000"),
    ("Rasio aparatur terhadap penduduk", "", "rasio"),
    ("Rata-rata jumlah peserta musyawarah", "", "rata-rata"),
    # Indices, scores and grades.
    ("Indeks Kepuasan Masyarakat (IKM)", "Hasil survei kepuasan masyarakat", "indeks"),
    ("IKM Kecamatan", "", "indeks"),
    ("Nilai Indeks Kepuasan Masyarakat", "Nilai rata-rata x 25", "indeks"),
    ("Nilai AKIP Kecamatan", "Nilai hasil evaluasi laporan AKIP oleh Inspektorat", "nilai"),
    ("Nilai evaluasi SAKIP", "", "nilai"),
    ("Skor kepatuhan pelayanan", "", "skor"),
    ("Predikat SAKIP", "", "predikat"),
    ("Opini Ombudsman atas pelayanan", "", "opini"),
    ("Peringkat lomba kecamatan", "", "peringkat"),
    # Time.
    ("Rata-rata waktu penyelesaian surat (hari)", "", "hari"),
    ("Rata-rata waktu pelayanan", "Jumlah hari kerja penyelesaian dibagi jumlah permohonan", "hari kerja"),
    ("Waktu tanggap darurat", "Rata-rata jam sejak laporan diterima", "jam"),
    ("Lama penyelesaian pengaduan", "", "hari"),
    # Money.
    ("Jumlah realisasi anggaran kecamatan", "", "rupiah"),
    ("Nilai rupiah swadaya masyarakat", "", "rupiah"),
    ("Besaran setoran PBB (Rp)", "", "rupiah"),
    ("Jumlah penerimaan retribusi", "", "rupiah"),
    ("Persentase realisasi anggaran", "Realisasi anggaran / pagu x 100%", "persen"),
    # Silent: nothing is guessed.
    ("Jumlah apa saja", "", ""),
    ("Tingkat ketertiban umum", "", ""),
    ("Angka kemiskinan", "", ""),
    ("Tingkat kepuasan masyarakat terhadap pelayanan kecamatan", "", ""),
    ("Kepuasan masyarakat terhadap pelayanan", "Survei", ""),
    ("Ketepatan waktu penyampaian laporan", "Jumlah laporan yang tepat waktu", "laporan"),
    ("Penyelesaian surat", "Jumlah surat selesai / jumlah surat masuk", ""),
    ("Penyelesaian surat", "Jumlah surat selesai dibagi dengan seluruh surat masuk", ""),
]


@pytest.mark.parametrize(("name", "formula", "unit"), _SAID)
def test_the_unit_comes_from_name_and_formula(name: str, formula: str, unit: str) -> None:
    assert unit_of(name, formula) == unit
    assert unit_of(name.upper(), formula.upper()) == unit


def test_every_indicator_of_the_sample_decree_is_a_count() -> None:
    units = {
        item.no: unit_of(item.name, item.formula)
        for position in read_decree(SAMPLE_DECREE).positions
        for goal in position.objectives
        for item in goal.indicators
    }
    assert len(units) == 67
    assert {quantity_of(unit) for unit in units.values()} == {Quantity.COUNT}
    chosen = {
        1: "kegiatan",
        22: "pemohon",
        24: "laporan",
        29: "kegiatan",
        39: "surat",
        51: "jadwal",
        63: "unit",
    }
    assert {no: units[no] for no in chosen} == chosen


@pytest.mark.parametrize(
    ("unit", "quantity"),
    [
        ("surat", Quantity.COUNT),
        ("12 bulan", Quantity.COUNT),
        ("%", Quantity.PERCENT),
        ("Prosentase", Quantity.PERCENT),
        ("persen (%)", Quantity.PERCENT),
        ("Per 1.000", Quantity.RATE),
        ("rata-rata", Quantity.RATE),
        ("Indeks", Quantity.INDEX),
        ("nilai", Quantity.SCORE),
        ("Hari Kerja", Quantity.DURATION),
        ("Rp.", Quantity.MONEY),
        ("juta rupiah", Quantity.MONEY),
        ("predikat", Quantity.GRADE),
        (" ", Quantity.UNKNOWN),
    ],
)
def test_a_unit_says_what_kind_of_number_it_is(unit: str, quantity: Quantity) -> None:
    assert quantity_of(unit) == quantity


def test_only_things_and_money_add_up() -> None:
    assert {quantity for quantity in Quantity if quantity.adds_up} == {
        Quantity.COUNT,
        Quantity.MONEY,
        Quantity.UNKNOWN,
    }


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("surat", "dokumen", True),
        ("surat", "persen", False),
        ("%", "persen", True),
        ("indeks", "nilai", True),
        ("jam", "hari", False),
        ("hari", "hari kerja", False),
        ("per 1.000", "per 10.000", False),
        ("Rp", "rupiah", True),
        ("", "persen", True),
    ],
)
def test_units_of_one_kind_agree(one: str, other: str, together: bool) -> None:
    assert agree(one, other) is together
    assert agree(other, one) is together


def test_a_number_is_printed_in_its_own_unit_where_the_indicators_would_be_wrong() -> None:
    assert printed_unit("surat", "persen") == "persen"
    assert printed_unit("dokumen", "surat") == "dokumen"
    assert printed_unit("", "persen") == "persen"
    assert printed_unit("surat", None) == "surat"


@pytest.mark.django_db
def test_old_guesses_are_made_anew_and_edited_units_stay(cast: Cast) -> None:
    decree = import_decree(SAMPLE_DECREE, actor=cast.planner.actor)
    guessed, edited, *_ = decree.indicators.order_by("no")
    Indicator.objects.filter(pk=guessed.pk).update(name="Persentase surat", formula="", unit="surat")
    Indicator.objects.filter(pk=edited.pk).update(name="Persentase surat", formula="", unit="lembar")
    migration = importlib.import_module("takar.catalogue.migrations.0002_units_from_words")
    migration.guess_anew(SimpleNamespace(get_model=lambda app, name: Indicator), None)
    assert Indicator.objects.get(pk=guessed.pk).unit == "persen"
    assert Indicator.objects.get(pk=edited.pk).unit == "lembar"
