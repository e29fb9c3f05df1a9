"""The real decree of Gedangan, read whole."""

from __future__ import annotations

import json

import pytest

from takar.catalogue.reading import DecreeText, describe

TITLES = [
    "Sekretaris Kecamatan",
    "Kasi Pemerintahan",
    "Kasi Pembangunan dan Pemberdayaan Masyarakat",
    "Kasi Ketentraman dan Ketertiban Umum",
    "Kasi Kesejahteraan Sosial dan Kepemudaan",
    "Kasi Pelayanan Publik",
    "Kasubag Perencanaan, Evaluasi dan Pelaporan",
    "Kasubag Umum, Kepegawaian, Keuangan dan Aset",
    "Pengadministrasi Kepegawaian",
    "Pengadministrasi Umum",
    "Pengadministrasi Perencanaan dan Program",
    "Pengadministrasi Pemerintahan",
    "Bendahara",
    "Pranata Komputer Ahli Pratama",
    "Pengolah Data Pelayanan Publik",
    "Pengadministrasi Umum Pembangunan dan Pemberdayaan Masyarakat",
    "Pengadministrasi Sarana dan Prasarana",
    "Pengelola Bahan Perencanaan",
]


def test_whose_decree(sample: DecreeText) -> None:
    assert sample.office == "Kecamatan Gedangan"
    assert sample.regency == "Kabupaten Malang"
    assert sample.number == "188.45/ /KEP/35.07.29/2022"
    assert sample.serial is None
    assert sample.year == 2022
    assert sample.cover_year == 2021


def test_titles(sample: DecreeText) -> None:
    assert [position.title for position in sample.positions] == TITLES
    assert [position.order for position in sample.positions] == list(range(1, 19))
    assert sample.positions[6].printed_title == "KASUBAG. PERENCANAAN, EVALUASI DAN PELAPORAN"


def test_counts(sample: DecreeText) -> None:
    duties = [len(position.duties) for position in sample.positions]
    functions = [len(position.functions) for position in sample.positions]
    objectives = [len(position.objectives) for position in sample.positions]
    indicators = [len(position.indicators) for position in sample.positions]
    assert duties == [2, 8, 6, 9, 7, 4, 12, 10, 1, 1, 1, 1, 1, 1, 3, 5, 1, 1]
    assert functions == [7] + [0] * 15 + [7, 0]
    assert objectives == [1, 2, 4, 1, 1, 4, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3, 1]
    assert indicators == [5, 2, 4, 4, 5, 4, 2, 8, 6, 4, 4, 3, 3, 4, 2, 1, 3, 3]
    assert (sum(duties), sum(functions), sum(objectives), sum(indicators)) == (74, 14, 27, 67)


def test_every_indicator_has_number_formula_and_source(sample: DecreeText) -> None:
    assert [indicator.no for indicator in sample.indicators] == list(range(1, 68))
    assert all(indicator.name and indicator.formula for indicator in sample.indicators)
    assert [len(indicator.sources) for indicator in sample.indicators] == [2] + [1] * 66


def test_html_lists_become_sources(sample: DecreeText) -> None:
    assert sample.indicators[0].sources == (
        "Kasubag Umum, Kepegawaian, Keuangan dan Aset Kecamatan",
        "Kasi Kesos",
    )
    assert sample.indicators[3].sources == ("Kasubag Perencanaan, Evaluasi dan Pelaporan",)
    assert not any("<" in source for indicator in sample.indicators for source in indicator.sources)


def test_the_row_split_by_a_page_break_is_one_indicator(sample: DecreeText) -> None:
    joined = sample.indicators[32]
    assert joined.no == 33
    assert joined.name == (
        "Mengkoordinasi pelaksanaan administrasi keuangan yang meliputi pembukuan, pertanggungjawaban dan "
        "verifikasi serta penyusunan perhitungan anggaran"
    )
    assert joined.formula.startswith("Jumlah koordinasi pelaksanaan administrasi keuangan")
    assert joined.sources == ("Rencana Kerja Kasubag. Umum, Kepegawaian, Keuangan & Aset",)
    assert joined.line == 171


def test_a_small_letter_alone_does_not_join(sample: DecreeText) -> None:
    """Number 55 starts in small letters too, but has an objective, a formula and a source of its own."""
    assert sample.indicators[54].name.startswith("menyiapkan peralatan video conference")
    assert sample.positions[13].objectives[0].name.startswith("Terwujudnya tata Kelola")


def test_words_stay_as_printed_without_marks_and_letters(sample: DecreeText) -> None:
    development = sample.positions[2]
    assert development.duties[4] == (
        "Memberdayakan kelompok perempuan dalam profesi sosial dan ketrampilan guna mendukung terwujudnya "
        "suatu keluarga yang sejahtera"
    )
    assert development.duties[5].endswith("oleh Camat sesuai dengan bidang tugasnya.")
    assert sample.positions[14].objectives[0].name.startswith("Terib administrasi")
    assert sample.positions[8].duties == (
        "Melakukan kegiatan yang meliputi penerimaan, pencatatan dan pendokumentasian dokumen administrasi",
    )
    every = [text for position in sample.positions for text in (*position.duties, *position.functions)]
    assert not any("*" in text or text.startswith(("a.", "- ")) or text.endswith(";") for text in every)


def test_dictionary_has_exactly_the_promised_shape(sample: DecreeText) -> None:
    values = json.loads(json.dumps(sample.to_dict()))
    assert list(values) == ["office", "regency", "decree", "positions", "warnings"]
    assert values["decree"] == {"number": "188.45/ /KEP/35.07.29/2022", "serial": None, "year": 2022}
    position = values["positions"][0]
    assert list(position) == ["title", "duties", "functions", "objectives"]
    assert list(position["objectives"][0]) == ["name", "indicators"]
    indicator = position["objectives"][0]["indicators"][0]
    assert list(indicator) == ["no", "name", "formula", "sources"]
    assert indicator["no"] == 1
    assert indicator["sources"][1] == "Kasi Kesos"
    assert all(isinstance(warning, str) for warning in values["warnings"])
    assert 'Baris 5: Nomor urut keputusan kosong: "188.45/ /KEP/35.07.29/2022".' in values["warnings"]


def test_nothing_leaks_between_positions(sample: DecreeText) -> None:
    values = json.dumps(sample.to_dict()["positions"])
    for foreign in ("PERJANJIAN KINERJA", "TAHUN 2021", "SUMBER DATA", "Jabatan :"):
        assert foreign not in values


def test_description_names_counts_indicators_and_doubts(sample: DecreeText) -> None:
    text = describe(sample)
    assert text.startswith(
        "Kecamatan Gedangan, Kabupaten Malang\nKeputusan nomor 188.45/ /KEP/35.07.29/2022\n"
    )
    assert "18 jabatan, 74 tugas, 14 fungsi, 27 sasaran, 67 indikator" in text
    assert (
        "8. Kasubag Umum, Kepegawaian, Keuangan dan Aset: 10 tugas, 0 fungsi, 1 sasaran, 8 indikator" in text
    )
    assert "    67. Jumlah draf/konsep dokumen pelaporan yang disusun dengan benar" in text
    assert f"Yang perlu diperiksa ({len(sample.warnings)}):" in text
    assert all(str(doubt) in text for doubt in sample.warnings)


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("serial_missing", [5]),
        ("year_differs", [306]),
        ("row_joined", [173]),
        ("html_list", [27, 28, 29, 30, 31]),
        ("heading_missing", [273]),
        ("functions_blank", [162]),
        ("functions_missing", [250, 262]),
        ("doubled_word", [243]),
        ("level_name", [238]),
        ("cut_off", [282]),
        ("two_in_one", [139]),
        ("small_letter", [209, 221, 243]),
        ("spacing", [197, 198, 243, 244]),
        ("name_wider", [86, 107, 184, 187, 198, 200]),
        ("formula_copied", [223]),
    ],
)
def test_doubts_of_structure(sample: DecreeText, code: str, lines: list[int]) -> None:
    assert [doubt.line for doubt in sample.warnings if doubt.code == code] == lines


def test_likely_slips(sample: DecreeText) -> None:
    found = [(doubt.line, doubt.message.split('"')[1]) for doubt in sample.warnings if doubt.code == "typing"]
    assert found == [
        (27, "produktifitas"),
        (59, "ketrampilan"),
        (64, "ketrampilan"),
        (65, "didesa"),
        (76, "dibidang"),
        (87, "dilingkungan"),
        (98, "efektifitas"),
        (108, "ketenaga kerjaan"),
        (121, "pelayanan public"),
        (170, "tanggungjawab"),
        (170, "barang - barang"),
        (184, "Menkonsep"),
        (187, "deregister"),
        (193, "menetik"),
        (205, "dibidang"),
        (217, "dibidang"),
        (234, "pertanggung jawaban"),
        (239, "dan atau"),
        (257, "Terib"),
        (271, "Terib"),
        (280, "Inventarisi"),
    ]


def test_no_other_kind_of_doubt(sample: DecreeText) -> None:
    assert {doubt.code for doubt in sample.warnings} == {
        "serial_missing", "year_differs", "row_joined", "html_list", "heading_missing", "functions_blank",
        "functions_missing", "doubled_word", "level_name", "cut_off", "two_in_one", "small_letter", "spacing",
        "name_wider", "formula_copied", "typing",
    }  # fmt: skip
    assert [doubt.line for doubt in sample.warnings] == sorted(doubt.line for doubt in sample.warnings)


def test_doubts_point_at_the_words_they_quote(sample: DecreeText, sample_text: str) -> None:
    lines = sample_text.split("\n")
    for doubt in sample.warnings:
        if doubt.code in {"typing", "spacing", "doubled_word", "serial_missing"}:
            assert doubt.message.split('"')[1] in lines[doubt.line - 1]
