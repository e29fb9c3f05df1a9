"""Office files that hurt: far cells, bombs, macros, entities, endless nesting."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from string import ascii_uppercase

from xlsxwriter import Workbook

MEGABYTE = 1024 * 1024
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def zipped(members: dict[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def xlsx(sheet: bytes | str, **more: bytes | str) -> bytes:
    """A workbook around the XML of one sheet."""
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Override PartName="/xl/workbook.xml" '
            f'ContentType="{_SHEET}.sheet.main+xml"/></Types>',
            "_rels/.rels": f'<Relationships><Relationship Id="a" Type="{_RELATED}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{_RELATED}"><sheets>'
            '<sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
            f'relationships"><Relationship Id="rId1" Type="{_RELATED}/worksheet" '
            'Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": sheet,
            **more,
        }
    )


def cells(*places: str, text: str = "a", dimension: str = "") -> str:
    """The XML of a sheet with a text in some cells."""
    rows = "".join(
        f'<row r="{place.lstrip(ascii_uppercase)}"><c r="{place}" t="inlineStr"><is><t>{text}</t></is></c></row>'
        for place in places
    )
    size = f'<dimension ref="{dimension}"/>' if dimension else ""
    return f"<worksheet {_MAIN}>{size}<sheetData>{rows}</sheetData></worksheet>"


def two_far_cells() -> bytes:
    """The smallest file that stopped a server: rows times columns of empty cells between two words."""
    return xlsx(cells("A1", "XFD200000"))


def lying_dimension() -> bytes:
    return xlsx(cells("A1", "XFD1048576", dimension="A1:A1"))


def stray_space(heads: list[str], rows: list[list[str]], *, row: int = 1_048_576, column: int = 200) -> bytes:
    """An honest table as a spreadsheet program writes it, and one space far away."""
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate([heads, *rows]):
            sheet.write_row(number, 0, line)
        sheet.write(row - 1, column - 1, " ")
    return out.getvalue()


def format_far_away(heads: list[str], rows: list[list[str]]) -> bytes:
    """A border drawn around whole columns: far cells with a format and nothing in them. Harmless."""
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate([heads, *rows]):
            sheet.write_row(number, 0, line)
        sheet.write_blank(1_048_575, 199, None, book.add_format({"border": 1}))
    return out.getvalue()


def many_rows(count: int = 200_000) -> bytes:
    body = "".join(
        f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="B{n}"><v>2</v></c></row>' for n in range(1, count)
    )
    return xlsx(f"<worksheet {_MAIN}><sheetData>{body}</sheetData></worksheet>")


def wide_rows(columns: int = 16_000) -> bytes:
    body = "".join(f"<row>{'<c><v>1</v></c>' * columns}</row>" for _ in range(50))
    return xlsx(f"<worksheet {_MAIN}><sheetData>{body}</sheetData></worksheet>")


def billion_laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    sheet = cells("A1", text="&l9;")
    return xlsx(f'<!DOCTYPE worksheet [<!ENTITY l0 "ha">{entities}]>{sheet}')


def deep_xml(levels: int = 2_000_000) -> bytes:
    return xlsx(b"<worksheet><sheetData>" + b"<row>" * levels)


def endless_text() -> bytes:
    """Two hundred megabytes of one cell in two hundred kilobytes."""
    return xlsx(cells("A1", text="a" * 95 * MEGABYTE), **{"xl/b.xml": b"a" * 90 * MEGABYTE})


def shared_strings_bomb() -> bytes:
    text = f"<sst {_MAIN}>{'<si><t>aaaaaaaaaa</t></si>' * 4_000_000}</sst>"
    return xlsx(cells("A1"), **{"xl/sharedStrings.xml": text})


def unpacked_bomb(kind: str = "word/document.xml") -> bytes:
    """300 MB of nothing behind an honest name."""
    nothing = b"\0" * (100 * MEGABYTE)
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            kind: "<x/>",
            "a.bin": nothing,
            "b.bin": nothing,
            "c.bin": nothing,
        }
    )


def lying_sizes() -> bytes:
    """A member that says it is small and unpacks to 200 MB."""
    whole = bytearray(xlsx(b"<worksheet>" + b" " * (200 * MEGABYTE)))
    real = struct.pack("<I", 200 * MEGABYTE + 11)
    return bytes(whole.replace(real, struct.pack("<I", 1000)))


def many_members(count: int = 150_000) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
        for number in range(count):
            archive.writestr(zipfile.ZipInfo(f"{number}"), b"")
    return out.getvalue()


def ods(body: str) -> bytes:
    spaces = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="A">{body}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": content,
        },
        zipfile.ZIP_STORED,
    )


ODS_CELL = '<table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell>'


def ods_far_cell() -> bytes:
    return ods(
        f'<table:table-row table:number-rows-repeated="1048575"><table:table-cell/></table:table-row>'
        f'<table:table-row><table:table-cell table:number-columns-repeated="1000"/>{ODS_CELL}</table:table-row>'
    )


def ods_repeated_row() -> bytes:
    return ods(f'<table:table-row table:number-rows-repeated="1048576">{ODS_CELL}</table:table-row>')


def ods_honest() -> bytes:
    """As LibreOffice writes it: the rest of the sheet is one repeated empty row."""
    return ods(
        f"<table:table-row>{ODS_CELL}{ODS_CELL}</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048575">'
        '<table:table-cell table:number-columns-repeated="1024"/></table:table-row>'
    )


def xlsb() -> bytes:
    return zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.bin": b"\0" * 100})


def with_macro(kind: str, *, hidden: bool = False) -> bytes:
    """A DOCX or XLSX that is a DOCM or XLSM inside; ``hidden``: only its content type tells."""
    main = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}[kind]
    folder, family = main.split("/")[0], {"docx": "word", "xlsx": "excel"}[kind]
    program = f"{folder}/{'lampiran.dat' if hidden else 'vbaProject.bin'}"
    word = "vba&#x50;roject" if hidden else "vbaProject"
    types = (
        f'<Types xmlns="{_TYPES}"><Override PartName="/{program}" '
        f'ContentType="application/vnd.ms-office.{word}"/></Types>'
    )
    if not hidden:
        types = types.replace(
            "</Types>",
            f'<Override PartName="/{main}" ContentType="application/vnd.ms-{family}.'
            'document.macroEnabled.main+xml"/></Types>',
        )
    return zipped({"[Content_Types].xml": types, main: "<x/>", program: b"\xd0\xcf\x11\xe0"})


def old_macro_sheet() -> bytes:
    """Macros from before Visual Basic live in sheets."""
    return zipped(
        {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<x/>", "xl/macrosheets/sheet1.xml": "<x/>"}
    )


def docx_bomb() -> bytes:
    """A Word file of honest size whose text unpacks to 90 MB in one paragraph."""
    text = f"<w:p><w:r><w:t>{'a' * 90 * MEGABYTE}</w:t></w:r></w:p>"
    return docx(text)


def docx_deep() -> bytes:
    return docx("<w:p>" * 500_000)


def docx_laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return docx("<w:p><w:r><w:t>&l9;</w:t></w:r></w:p>", f'<!DOCTYPE x [<!ENTITY l0 "ha">{entities}]>')


def docx(body: str, head: str = "") -> bytes:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
            f'ContentType="{_WORD}.document.main+xml"/></Types>',
            "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="a" Type="{_RELATED}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f"{head}<w:document {space}><w:body>{body}</w:body></w:document>",
        }
    )


def overlapping() -> bytes:
    """Five thousand entries that all point at the same packed megabytes."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    size = 8 * MEGABYTE
    body = packed.compress(b"\0" * size) + packed.flush()
    crc = zlib.crc32(b"\0" * size)
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 0, crc, len(body), size, 1, 0) + b"a" + body
    entries = b"".join(
        struct.pack(
            "<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, crc, len(body), size, 17, 0, 0, 0, 0, 0, 0
        )
        + (b"word/document.xml" if n == 0 else f"word/bagian/{n:05}".encode())
        for n in range(4000)
    )
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 4000, 4000, len(entries), len(local), 0)
    return local + entries + end
