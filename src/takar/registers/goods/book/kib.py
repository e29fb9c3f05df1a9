"""The printed columns of KIB A to F, KIR and buku inventaris, in the order of the official forms.

Permendagri 17/2007 layouts as offices print them. A to D are verified against filled forms; the last
four columns of D, and E and F, are unverified and kept here in one place, so that they are easily set
right. Prices stand in thousands of rupiah, as the forms ask.
"""

from __future__ import annotations

from takar.ledger.books import PrintedColumn, PrintedLayout

_C = PrintedColumn


def _price(label: str = "Harga (ribuan Rp)") -> PrintedColumn:
    return _C(label, "thousands", 1.3, numeric=True, total=True)


_NUMBER = _C("No.", "printed_line", 0.6, numeric=True)
_NAME = _C("Jenis barang/Nama barang", "title", 2.4)
_CODE = _C("Kode barang", "code", 1.7, group="Nomor")
_REGISTER = _C("Register", "register", 0.9, group="Nomor")
_ORIGIN = _C("Asal usul", "origin", 1.2)
_REMARK = _C("Ket.", "remark", 1.1)
_LAND_STATUS = _C("Status tanah", "land_status", 1.2)
_LAND_CODE = _C("Nomor kode tanah", "land_code", 1.2)

KIB: dict[str, PrintedLayout] = {
    "a": PrintedLayout(
        "Kartu Inventaris Barang (KIB) A: Tanah",
        (
            _NUMBER, _NAME, _CODE, _REGISTER,
            _C("Luas (m²)", "area_m2", 1, numeric=True),
            _C("Tahun pengadaan", "made_in", 1.25, numeric=True),
            _C("Letak/alamat", "location", 2.2),
            _C("Hak", "land_right", 1.1, group="Status tanah"),
            _C("Tanggal", "certificate_date", 1.1, group="Sertifikat"),
            _C("Nomor", "certificate_number", 1.3, group="Sertifikat"),
            _C("Penggunaan", "used_for", 1.5),
            _ORIGIN, _price(), _REMARK,
        ),
    ),
    "b": PrintedLayout(
        "Kartu Inventaris Barang (KIB) B: Peralatan dan Mesin",
        (
            _NUMBER,
            _C("Kode barang", "code", 1.7),
            _C("Jenis barang/Nama barang", "title", 2.2),
            _C("Nomor register", "register", 0.9),
            _C("Merk/tipe", "brand", 1.4),
            _C("Ukuran/CC", "size", 0.9),
            _C("Bahan", "material", 1.15),
            _C("Tahun pembelian", "made_in", 1.25, numeric=True),
            _C("Pabrik", "factory_number", 1.1, group="Nomor"),
            _C("Rangka", "chassis_number", 1.2, group="Nomor"),
            _C("Mesin", "engine_number", 1.1, group="Nomor"),
            _C("Polisi", "plate", 0.9, group="Nomor"),
            _C("BPKB", "title_deed", 1, group="Nomor"),
            _ORIGIN, _price(), _REMARK,
        ),
    ),
    "c": PrintedLayout(
        "Kartu Inventaris Barang (KIB) C: Gedung dan Bangunan",
        (
            _NUMBER, _NAME, _CODE, _REGISTER,
            _C("Kondisi (B/KB/RB)", "now_is_code", 1.1),
            _C("Bertingkat/ tidak", "storeys", 1.25, group="Konstruksi bangunan"),
            _C("Beton/ tidak", "concrete", 0.9, group="Konstruksi bangunan"),
            _C("Luas lantai (m²)", "floor_m2", 0.9, numeric=True),
            _C("Letak/alamat", "location", 1.9),
            _C("Tanggal", "document_date", 1, group="Dokumen gedung"),
            _C("Nomor", "document_number", 1.2, group="Dokumen gedung"),
            _C("Luas (m²)", "area_m2", 0.9, numeric=True),
            _LAND_STATUS, _LAND_CODE, _ORIGIN, _price(), _REMARK,
        ),
    ),
    "d": PrintedLayout(
        "Kartu Inventaris Barang (KIB) D: Jalan, Irigasi dan Jaringan",
        (
            _NUMBER, _NAME, _CODE, _REGISTER,
            _C("Konstruksi", "construction", 1.1),
            _C("Panjang (km)", "length_km", 1, numeric=True),
            _C("Lebar (m)", "width_m", 0.8, numeric=True),
            _C("Luas (m²)", "area_m2", 0.9, numeric=True),
            _C("Letak/lokasi", "location", 1.8),
            _C("Tanggal", "document_date", 1, group="Dokumen"),
            _C("Nomor", "document_number", 1.2, group="Dokumen"),
            _LAND_STATUS, _LAND_CODE, _ORIGIN, _price(),
            _C("Kondisi (B/KB/RB)", "now_is_code", 1.1),
            _REMARK,
        ),
    ),
    "e": PrintedLayout(
        "Kartu Inventaris Barang (KIB) E: Aset Tetap Lainnya",
        (
            _NUMBER, _NAME, _CODE, _REGISTER,
            _C("Judul/pencipta", "author", 1.5, group="Buku perpustakaan"),
            _C("Spesifikasi", "specification", 1.1, group="Buku perpustakaan"),
            _C("Asal daerah", "art_origin", 1, group="Barang bercorak kesenian/kebudayaan"),
            _C("Pencipta", "artist", 1.2, group="Barang bercorak kesenian/kebudayaan"),
            _C("Bahan", "material", 1.15, group="Barang bercorak kesenian/kebudayaan"),
            _C("Jenis", "species", 1, group="Hewan/ternak dan tumbuhan"),
            _C("Ukuran", "size", 0.8, group="Hewan/ternak dan tumbuhan"),
            _C("Jumlah", "pieces", 0.95, numeric=True, total=True),
            _C("Tahun cetak/ pembelian", "made_in", 1.25, numeric=True),
            _ORIGIN, _price(), _REMARK,
        ),
    ),
    "f": PrintedLayout(
        "Kartu Inventaris Barang (KIB) F: Konstruksi dalam Pengerjaan",
        (
            _NUMBER, _NAME,
            _C("Bangunan (P, SP, D)", "structure_code", 0.9),
            _C("Bertingkat/ tidak", "storeys", 1.25, group="Konstruksi bangunan"),
            _C("Beton/ tidak", "concrete", 0.9, group="Konstruksi bangunan"),
            _C("Luas (m²)", "area_m2", 0.9, numeric=True),
            _C("Letak/alamat", "location", 1.9),
            _C("Tanggal", "document_date", 1, group="Dokumen"),
            _C("Nomor", "document_number", 1.2, group="Dokumen"),
            _C("Tanggal, bulan, tahun mulai", "started_on", 1.1),
            _LAND_STATUS, _LAND_CODE,
            _C("Asal usul pembiayaan", "funding", 1.3),
            _price("Nilai kontrak (ribuan Rp)"), _REMARK,
        ),
    ),
}  # fmt: skip
"""Kind -> its card."""

ROOM = PrintedLayout(
    "Kartu Inventaris Ruangan",
    (
        _C("No.", "printed_line", 0.5, numeric=True),
        _C("Jenis barang/Nama barang", "title", 2.4),
        _C("Merk/model", "brand", 1.4),
        _C("No. seri pabrik", "factory_number", 1.3),
        _C("Ukuran", "size", 0.9),
        _C("Bahan", "material", 1.15),
        _C("Tahun pembuatan/pembelian", "made_in", 1, numeric=True),
        _C("No. kode barang", "label_code", 2),
        _C("Jumlah barang", "pieces", 0.8, numeric=True, total=True),
        _C("Harga beli/perolehan (ribuan Rp)", "thousands", 1.3, numeric=True, total=True),
        _C("Baik (B)", "is_good", 0.6, group="Keadaan barang"),
        _C("Kurang baik (KB)", "is_fair", 0.7, group="Keadaan barang"),
        _C("Rusak berat (RB)", "is_broken", 0.7, group="Keadaan barang"),
        _C("Keterangan mutasi dll.", "remark", 1.4),
    ),
)
"""KIR, 14 columns."""

INVENTORY = PrintedLayout(
    "Buku Inventaris",
    (
        _C("No.", "printed_line", 0.5, numeric=True),
        _C("Kode barang", "code", 1.7, group="Nomor"),
        _C("Register", "register", 0.9, group="Nomor"),
        _C("Nama/jenis barang", "title", 2.2, group="Spesifikasi barang"),
        _C("Merk/tipe", "brand", 1.3, group="Spesifikasi barang"),
        _C("No. sertifikat, pabrik, chasis, mesin", "marks", 1.7, group="Spesifikasi barang"),
        _C("Bahan", "material", 1.15),
        _C("Asal/cara perolehan barang", "origin", 1.1),
        _C("Tahun perolehan", "made_in", 0.9, numeric=True),
        _C("Ukuran/konstruksi (P, S, D)", "build", 1),
        _C("Satuan", "unit", 0.7),
        _C("Keadaan barang (B/KB/RB)", "now_is_code", 0.8),
        _C("Barang", "pieces", 0.7, numeric=True, group="Jumlah", total=True),
        _C("Harga (ribuan Rp)", "thousands", 1.3, numeric=True, group="Jumlah", total=True),
        _C("Ket.", "remark", 1.1),
    ),
    of_kinds=KIB,
)
"""Buku inventaris, 15 columns."""
