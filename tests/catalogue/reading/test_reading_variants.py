"""The same kind of decree, printed otherwise."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from takar.catalogue.reading import DecreeText, Doubt, describe

Read = Callable[[str | bytes], DecreeText]
HEAD = "SASARAN/KINERJA UTAMA\tINDIKATOR KINERJA UTAMA\tPENJELASAN/FORMULASI PENGHITUNGAN\tSUMBER DATA"


def content(decree: DecreeText) -> dict[str, object]:
    """What the decree says, without line numbers."""
    values = decree.to_dict()
    del values["warnings"]
    return values


def table(*rows: str, head: str = HEAD) -> str:
    return "\n".join(
        ["KEPUTUSAN CAMAT SUKA", "NOMOR: 188.45/1/KEP/35.01.02/2024", "KABUPATEN PACITAN",
         "1. Jabatan : KASI PELAYANAN", "2. Tugas : Melayani", "3. Fungsi : -", "", head, *rows]
    )  # fmt: skip


def duties(*lines: str) -> str:
    return "\n".join(
        ["1. Jabatan : KASI PELAYANAN", *lines, "3. Fungsi : -", "", HEAD, "Cepat\tJumlah A\tJumlah A\tB"]
    )


class TestWholeFile:
    def test_another_office(self, read: Read, small: str) -> None:
        decree = read(small)
        assert decree.office == "Kecamatan Suka Maju"
        assert decree.regency == "Kabupaten Pacitan"
        assert (decree.number, decree.serial, decree.year) == ("188.45/12/KEP/35.01.02/2024", "12", 2024)
        assert decree.cover_year is None
        assert [position.title for position in decree.positions] == ["Kasi Pelayanan", "Bendahara"]
        assert decree.positions[0].duties == ("Melayani permohonan", "Melaksanakan tugas lain dari Camat.")
        assert decree.warnings == ()
        assert describe(decree).endswith("Tidak ada yang perlu diperiksa.")

    def test_percent_formula_keeps_its_multiplication(self, read: Read, small: str) -> None:
        formula = read(small).indicators[0].formula
        assert formula == "(Jumlah tepat waktu / Jumlah permohonan) * 100%"

    @pytest.mark.parametrize("formula", ["A*B*100%", "(A / B) x 100 %", "A > B & C < D", "a ** b"])
    def test_arithmetic_is_no_mark(self, read: Read, formula: str) -> None:
        expected = formula.replace("**", "").replace("  ", " ")
        assert read(table(f"Cepat\tPersentase A\t{formula}\tRegister")).indicators[0].formula == expected

    @pytest.mark.parametrize("ending", ["\r\n", "\r"])
    def test_line_endings(self, read: Read, sample: DecreeText, sample_text: str, ending: str) -> None:
        decree = read(sample_text.replace("\n", ending))
        assert content(decree) == content(sample)
        assert decree.warnings == sample.warnings

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
    def test_encodings(self, read: Read, small: str, encoding: str) -> None:
        text = small.replace("Jumlah pengaduan\t", "Jumlah pengaduan “baru” – café\t")
        assert read(text.encode(encoding)).indicators[1].name == "Jumlah pengaduan “baru” – café"

    @pytest.mark.parametrize("seed", range(20))
    def test_blank_lines_do_not_matter(
        self, read: Read, sample: DecreeText, sample_text: str, seed: int
    ) -> None:
        rng = random.Random(seed)
        lines: list[str] = []
        for line in sample_text.split("\n"):
            lines.append(line)
            lines += [rng.choice(["", " ", "\u00a0", "\f"])] * rng.choice([0, 0, 1, 2])
        assert content(read("\n".join(lines))) == content(sample)

    def test_no_blank_lines_at_all(self, read: Read, sample: DecreeText, sample_text: str) -> None:
        squeezed = "\n".join(line for line in sample_text.split("\n") if line.strip())
        assert content(read(squeezed)) == content(sample)

    def test_headings_missing(self, read: Read, sample: DecreeText, sample_text: str) -> None:
        """Without any heading the labels still separate the positions, and nothing is an exception."""
        bare = re.sub(r"(?m)^INDIKATOR KINERJA INDIVIDU$", "", sample_text)
        decree = read(bare)
        assert content(decree) == content(sample)
        assert not [doubt for doubt in decree.warnings if doubt.code == "heading_missing"]

    def test_trailing_tabs_and_spaces_removed_by_an_editor(
        self, read: Read, sample: DecreeText, sample_text: str
    ) -> None:
        assert content(read(re.sub(r"(?m)[ \t]+$", "", sample_text))) == content(sample)

    def test_the_split_row_without_any_tab(self, read: Read, sample: DecreeText, sample_text: str) -> None:
        bare = re.sub(r"(?m)^\t(verifikasi serta .*)\t\t$", r"\1", sample_text)
        assert bare != sample_text
        assert content(read(bare)) == content(sample)

    def test_page_number_and_repeated_head_inside_a_split_row(
        self, read: Read, sample: DecreeText, sample_text: str
    ) -> None:
        split = f"\n- 12 -\n{HEAD}\n1\t2\t3\t4\n\tverifikasi serta"
        assert content(read(sample_text.replace("\n\tverifikasi serta", split))) == content(sample)

    def test_pipes_instead_of_tabs(self, read: Read, small: str) -> None:
        assert content(read(small.replace("\t", " | "))) == content(read(small))
        framed = re.sub(r"(?m)^(.*\t.*)$", r"| \1 |", small).replace("\t", " | ")
        ruled = framed.replace("| SUMBER DATA |\n", "| SUMBER DATA |\n|---|:---|---|---|\n")
        assert ruled.count("---|\n") == 2
        assert content(read(ruled)) == content(read(small))

    def test_title_over_two_lines(self, read: Read, small: str) -> None:
        text = small.replace("**KASI PELAYANAN**", "**KASI PELAYANAN\nDAN UMUM**")
        assert read(text).positions[0].title == "Kasi Pelayanan dan Umum"

    def test_labels_without_numbers(self, read: Read, small: str) -> None:
        bare = re.sub(r"(?m)^\d\. ", "", small)
        assert content(read(bare)) == content(read(small))


class TestHeading:
    @pytest.mark.parametrize(
        ("number", "serial", "year"),
        [
            ("188.45/12/KEP/35.07.29/2022", "12", 2022),
            ("188.45/ /KEP/35.07.29/2022", None, 2022),
            ("188.45/    /KEP/35.07.29/2022", None, 2022),
            ("188.45//KEP/35.07.29/2022", None, 2022),
            ("188.45/.../KEP/35.07.29/2022", None, 2022),
            ("188.45/____/KEP/35.07.29/2022", None, 2022),
            ("188.45/KEP/35.07.29/2022", None, 2022),
            ("100.3.3.2/7.A/KEP/35.07.29/2025", "7.A", 2025),
            ("12 TAHUN 2023", "12", 2023),
            ("188.45/12/KEP/35.07.29", "12", None),
        ],
    )
    def test_number(self, read: Read, small: str, number: str, serial: str | None, year: int | None) -> None:
        decree = read(small.replace("188.45/12/KEP/35.01.02/2024", number))
        assert (decree.number, decree.serial, decree.year) == (number, serial, year)
        codes = {doubt.code for doubt in decree.warnings}
        assert ("serial_missing" in codes) is (serial is None)
        assert ("year_missing" in codes) is (year is None)

    def test_year_of_signing_when_the_number_has_none(self, read: Read, small: str) -> None:
        text = (
            small.replace("/2024", "")
            + "\nDitetapkan di Suka Maju\npada tanggal 3 Januari 2024\nCAMAT SUKA MAJU"
        )
        assert read(text).year == 2024

    @pytest.mark.parametrize(
        ("printed", "office", "regency"),
        [
            ("KEPUTUSAN CAMAT KOTA KUDUS\nKABUPATEN KUDUS", "Kecamatan Kota Kudus", "Kabupaten Kudus"),
            ("KEPUTUSAN CAMAT TEBET KOTA ADMINISTRASI JAKARTA SELATAN", "Kecamatan Tebet",
             "Kota Administrasi Jakarta Selatan"),
            ("PEMERINTAH KABUPATEN PACITAN\nKECAMATAN PRINGKUKU", "Kecamatan Pringkuku", "Kabupaten Pacitan"),
            ("KECAMATAN KOTA KUDUS KABUPATEN KUDUS", "Kecamatan Kota Kudus", "Kabupaten Kudus"),
            ("Keputusan Camat Pringkuku\nKabupaten Pacitan", "Kecamatan Pringkuku", "Kabupaten Pacitan"),
            ("Keputusan Camat ini mulai berlaku\npenataan kota dan desa", "", ""),
        ],
    )  # fmt: skip
    def test_names(self, read: Read, printed: str, office: str, regency: str) -> None:
        text = printed + "\n" + duties("2. Tugas : Menata kota dan desa")
        decree = read(text)
        assert (decree.office, decree.regency) == (office, regency)
        codes = {doubt.code for doubt in decree.warnings}
        assert ("office_missing" in codes, "regency_missing" in codes) == (not office, not regency)

    def test_number_missing(self, read: Read, small: str) -> None:
        decree = read(small.replace("NOMOR: 188.45/12/KEP/35.01.02/2024\n", ""))
        assert (decree.number, decree.serial, decree.year) == ("", None, None)
        assert {"number_missing", "year_missing"} <= {doubt.code for doubt in decree.warnings}

    def test_a_title_of_many_capitals(self, read: Read, small: str) -> None:
        titles = {
            "PENGELOLA PATEN DAN IT": "Pengelola PATEN dan IT",
            "KASUBBAG. TU": "Kasubbag TU",
            "ARSIPARIS/PENGELOLA SURAT II": "Arsiparis/Pengelola Surat II",
            "Kasi. Pemerintahan Desa": "Kasi Pemerintahan Desa",
        }
        for printed, title in titles.items():
            assert read(small.replace("**BENDAHARA**", printed)).positions[1].title == title


class TestLists:
    @pytest.mark.parametrize(
        ("lines", "expected"),
        [
            (["2. Tugas :", "a. Satu;", "b. Dua; dan", "c. Tiga."], ("Satu", "Dua", "Tiga.")),
            (["2. Tugas :", "1) Satu;", "2) Dua"], ("Satu", "Dua")),
            (["2. Tugas :", "- Satu;", "- Dua"], ("Satu", "Dua")),
            (["2. Tugas :", "Satu;", "Dua."], ("Satu", "Dua.")),
            (["2. Tugas : a. Satu;", "b. Dua."], ("Satu", "Dua.")),
            (
                ["2. Tugas Pokok : Satu yang panjang", "Camat dan Bupati."],
                ("Satu yang panjang Camat dan Bupati.",),
            ),
            (["2. Tugas :", "a. Satu yang", "panjang;", "b. Dua"], ("Satu yang panjang", "Dua")),
            (["2. Tugas :", "a. Satu:", "1) ini", "2) itu;", "b. Dua"], ("Satu: 1) ini 2) itu", "Dua")),
            (["2.\tTugas\t:", "\ta.\tSatu;", "\tb.\tDua."], ("Satu", "Dua.")),
        ],
    )
    def test_duties(self, read: Read, lines: list[str], expected: tuple[str, ...]) -> None:
        assert read(duties(*lines)).positions[0].duties == expected

    def test_sentence_before_a_list(self, read: Read) -> None:
        decree = read(duties("2. Tugas : Membantu Camat dalam:", "a. Satu;", "b. Dua."))
        assert decree.positions[0].duties == ("Membantu Camat dalam:", "Satu", "Dua.")
        assert "list_opening" in {doubt.code for doubt in decree.warnings}


class TestTable:
    def test_objective_repeated_on_every_row(self, read: Read) -> None:
        decree = read(table("Cepat\tJumlah A\tJumlah A\tR", "Cepat\tJumlah B\tJumlah B\tR"))
        assert [len(objective.indicators) for objective in decree.positions[0].objectives] == [2]

    def test_number_column_and_unread_column(self, read: Read) -> None:
        head = "NO\tSASARAN\tINDIKATOR\tTARGET\tFORMULASI\tSUMBER DATA"
        decree = read(table("1\tCepat\tJumlah A\t12\tHitung A\tRegister", head=head))
        assert decree.indicators[0].name == "Jumlah A"
        assert decree.indicators[0].formula == "Hitung A"
        assert [doubt.message for doubt in decree.warnings if doubt.code == "column_unread"] == [
            'Kolom "TARGET" tidak dibaca.'
        ]

    def test_rows_under_an_unknown_head_are_told_and_never_become_duties(
        self, read: Read, small: str
    ) -> None:
        head = HEAD.replace("INDIKATOR", "TOLOK UKUR")
        decree = read(HEAD.join([head.join(small.split(HEAD)[:2]), small.split(HEAD)[2]]))
        service = decree.positions[0]
        assert (service.functions, service.objectives) == ((), ())
        found = [(doubt.code, doubt.line) for doubt in decree.warnings]
        assert found == [("table_missing", 12), ("line_unread", 18), ("line_unread", 19), ("line_unread", 20)]

    def test_table_without_source_column(self, read: Read) -> None:
        decree = read(table("Cepat\tJumlah A\tHitung A", head="SASARAN\tINDIKATOR\tFORMULASI"))
        assert decree.indicators[0].sources == ()
        assert {"column_missing", "source_missing"} <= {doubt.code for doubt in decree.warnings}

    def test_a_row_in_capitals_without_formula_is_an_indicator_of_its_own(self, read: Read) -> None:
        decree = read(table("Cepat\tJumlah A\tHitung A\tR", "", "\tJumlah B\t\t"))
        assert [indicator.name for indicator in decree.indicators] == ["Jumlah A", "Jumlah B"]
        assert {"formula_missing", "source_missing"} <= {doubt.code for doubt in decree.warnings}

    def test_a_row_split_after_and_with_a_capital(self, read: Read) -> None:
        decree = read(table("Cepat\tJumlah SPP dan\tHitung SPP\tR", "", "\tSPM\t\t"))
        assert [indicator.name for indicator in decree.indicators] == ["Jumlah SPP dan SPM"]

    def test_every_cell_split(self, read: Read) -> None:
        decree = read(
            table("Layanan yang\tJumlah surat\tHitung surat\tBuku Agenda", "", "cepat\tmasuk\tyang masuk\t")
        )
        objective = decree.positions[0].objectives[0]
        assert objective.name == "Layanan yang cepat"
        assert (objective.indicators[0].name, objective.indicators[0].formula) == (
            "Jumlah surat masuk",
            "Hitung surat yang masuk",
        )
        assert len(decree.indicators) == 1

    def test_only_the_formula_split(self, read: Read) -> None:
        decree = read(table("Cepat\tJumlah A\tHitung A\tR", "", "\t\tselama 1 tahun\t"))
        assert decree.indicators[0].formula == "Hitung A selama 1 tahun"

    def test_only_the_objective_split(self, read: Read) -> None:
        decree = read(
            table("Layanan\tJumlah A\tHitung A\tR", "", "yang cepat\t\t\t", "\tJumlah B\tHitung B\tR")
        )
        assert [(found.name, len(found.indicators)) for found in decree.positions[0].objectives] == [
            ("Layanan yang cepat", 2)
        ]

    @pytest.mark.parametrize(
        ("cell", "expected"),
        [
            ("<ul><li>Kasi A</li><li>Kasi B - Umum</li></ul>", ("Kasi A", "Kasi B - Umum")),
            ('<ul style="list-style-type: none"> - Kasi A - Kasi B', ("Kasi A", "Kasi B")),
            ("Kasi A<br>Kasi B<br/>", ("Kasi A", "Kasi B")),
            ("<b>Kasi A</b>", ("Kasi A",)),
            ("<ul> - Laporan barang - barang milik daerah</ul>", ("Laporan barang - barang milik daerah",)),
            ("- Kasi A - Kasi B", ("Kasi A", "Kasi B")),
            ("Keuangan &amp; Aset", ("Keuangan & Aset",)),
            ("Keuangan & Aset", ("Keuangan & Aset",)),
            ("**Kasi** *A*", ("Kasi A",)),
            ("Rencana - Kerja", ("Rencana - Kerja",)),
            ("-", ()),
        ],
    )
    def test_sources(self, read: Read, cell: str, expected: tuple[str, ...]) -> None:
        assert read(table(f"Cepat\tJumlah A\tHitung A\t{cell}")).indicators[0].sources == expected

    def test_source_list_over_several_lines(self, read: Read) -> None:
        decree = read(table("Cepat\tJumlah A\tHitung A\t- Kasi A", "- Kasi B", "\tJumlah B\tHitung B\tR"))
        assert [indicator.sources for indicator in decree.indicators] == [("Kasi A", "Kasi B"), ("R",)]


class TestDoubts:
    def test_equal_years_are_no_doubt(self, doubts: Callable[[str, str], list[Doubt]], small: str) -> None:
        assert doubts("year_differs", small + "\nTAHUN 2024\n") == []
        assert [doubt.line for doubt in doubts("year_differs", small + "\nTAHUN 2023\nTAHUN 2023")] == [31]

    @pytest.mark.parametrize(
        ("code", "old", "new", "line"),
        [
            ("functions_blank", "3. Fungsi : -\n", "3. Fungsi :\n", 16),
            ("functions_missing", "3. Fungsi : -\n", "", 12),
            ("duties_missing", "2. Tugas : Melakukan pembukuan keuangan\n", "", 24),
            ("title_missing", "**BENDAHARA**", "", 24),
            ("title_twice", "**BENDAHARA**", "KASI PELAYANAN", 24),
            ("objective_missing", "Tertib keuangan\t", "\t", 29),
            ("objective_empty", "Tertib keuangan\t", "Tertib\t\t\t\nTertib keuangan\t", 29),
            ("line_unread", "Tertib keuangan\t", "Kata yang tersesat\nTertib keuangan\t", 29),
            ("row_too_long", "\tKasubag Keuangan", "\tKasubag Keuangan\tlebih", 29),
            ("name_missing", "Jumlah laporan keuangan\tJumlah", "\tJumlah", 29),
            ("doubled_word", "Jumlah laporan keuangan\t", "Jumlah laporan yang yang sah\t", 29),
            ("doubled_word", "Melayani permohonan;", "Melayani para Para pemohon;", 14),
            ("typing", "pembukuan keuangan", "pembukuan dibidang keuangan", 25),
            ("typing", "pembukuan keuangan", "layanan public", 25),
            ("level_name", "**BENDAHARA**", "ARSIPARIS AHLI PRATAMA", 24),
            ("cut_off", "Melakukan pembukuan keuangan", "Melakukan pembukuan dan", 25),
            ("cut_off", "Melakukan pembukuan keuangan", "Mencatat aset milik", 25),
            ("two_in_one", "Melayani permohonan;", "Melayani permohonan; melaksanakan survei;", 14),
        ],
    )
    def test_each_is_told_with_its_line(
        self, doubts: Callable[[str, str], list[Doubt]], small: str, code: str, old: str, new: str, line: int
    ) -> None:
        assert doubts(code, small) == []
        changed = small.replace(old, new, 1)
        assert changed != small
        assert [doubt.line for doubt in doubts(code, changed)] == [line]

    @pytest.mark.parametrize(
        "words",
        [
            "Melaksanakan tugas-tugas lain di bidang umum",
            "Rapat di Kecamatan Bau Bau",
            "Mencatat sertifikat hak milik",
            "Berkoordinasi dengan instansi terkait",
            "Menyiapkan public hearing dan hubungan masyarakat",
            "Membina kupu-kupu, cumi-cumi, dan masing-masing desa",
            "Menghitung 1,5 dan 2.000,75 serta tahun 2022 2023",
            "Mengoordinasikan ketenteraman, ketertiban; dan keamanan",
            "JPT Pratama",
            "Didukung, dibidangi, dan didesak oleh warga",
            "Tertib administrasi, terbit tepat waktu",
            "Mengisi registrasi dan inventarisasi",
        ],
    )
    def test_no_false_alarm(self, read: Read, small: str, words: str) -> None:
        assert read(small.replace("Melakukan pembukuan keuangan", words)).warnings == ()

    def test_position_without_table(self, read: Read, small: str) -> None:
        decree = read(small + "\n1. Jabatan : ARSIPARIS\n2. Tugas : Menata arsip\n3. Fungsi : -\n")
        assert decree.positions[2].objectives == ()
        assert "table_missing" in {doubt.code for doubt in decree.warnings}

    def test_jabatan_of_a_signature_is_no_position(self, read: Read, small: str) -> None:
        decree = read(small + "\nDitetapkan di Suka Maju\nNama : Budi\nJabatan : Camat\nNIP. 1970\n")
        assert len(decree.positions) == 2
        assert [doubt.code for doubt in decree.warnings] == ["position_left_out"]

    def test_signature_is_silently_passed(self, read: Read, small: str) -> None:
        lines = (
            "",
            "Ditetapkan di Suka Maju",
            "pada tanggal 3 Januari 2024",
            "CAMAT SUKA MAJU,",
            "",
            "Budi, S.Sos.",
        )
        decree = read(small + "\n\t\t".join(lines))
        assert decree.warnings == ()
        assert content(decree) == content(read(small))

    def test_same_words_on_one_line_are_told_once(self, sample: DecreeText) -> None:
        assert len(set(sample.warnings)) == len(sample.warnings)

    def test_a_doubt_about_the_whole_file_names_no_line(self) -> None:
        doubt = Doubt("office_missing", "Nama kecamatan tidak ditemukan.", 0)
        assert str(doubt) == "Nama kecamatan tidak ditemukan."
        assert str(replace(doubt, line=3)) == "Baris 3: Nama kecamatan tidak ditemukan."
