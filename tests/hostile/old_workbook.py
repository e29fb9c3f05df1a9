"""A binary workbook of Excel 97, written by hand: an OLE file around a stream of records."""

from __future__ import annotations

import struct

_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def workbook(*places: tuple[int, int]) -> bytes:
    """A sheet with the number 1 at some (row, column), counted from 0."""
    return _ole(_stream(places))


def far_cells() -> bytes:
    """The corners of the largest sheet that Excel 97 knows: 16.7 million cells between two numbers."""
    return workbook((0, 0), (65_535, 255))


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<2H", kind, len(content)) + content


def _stream(places: tuple[tuple[int, int], ...]) -> bytes:
    beginning = struct.pack("<4H2I", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 0x0306)
    ending = _record(0x000A, b"")

    def globals_(sheet_at: int) -> bytes:
        sheet = struct.pack("<I2B2B", sheet_at, 0, 0, 1, 0) + b"A"
        return (
            _record(0x0809, beginning)
            + _record(0x0042, struct.pack("<H", 1200))
            + _record(0x0085, sheet)
            + ending
        )

    head = globals_(len(globals_(0)))
    rows, columns = max(row for row, _ in places) + 1, max(column for _, column in places) + 1
    sheet = _record(0x0809, beginning[:2] + struct.pack("<H", 0x0010) + beginning[4:])
    sheet += _record(0x0200, struct.pack("<2I3H", 0, rows, 0, columns, 0))
    for row, column in places:
        sheet += _record(0x0203, struct.pack("<3Hd", row, column, 0, 1.0))
    return head + sheet + ending


def _ole(stream: bytes) -> bytes:
    stream = stream.ljust(4096, b"\0")  # shorter streams live in another, smaller table
    count = -(-len(stream) // _SECTOR)
    stream = stream.ljust(count * _SECTOR, b"\0")
    chain = [*range(1, count), _END]
    table = [*chain, _END, _FAT]
    fat = b"".join(struct.pack("<I", entry) for entry in table).ljust(_SECTOR, b"\xff")
    directory = _entry("Root Entry", 5, _END, 0, child=1) + _entry("Workbook", 2, 0, len(stream))
    directory = directory.ljust(_SECTOR, b"\0")
    header = struct.pack(
        "<8s16s5H6x9I",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), 0x3E, 3, 0xFFFE, 9, 6,
        0, 1, count, 0, 4096, _END, 0, _END, 0,
    )  # fmt: skip
    header += struct.pack("<I", count + 1) + b"\xff" * 4 * 108
    return header + stream + directory + fat


def _entry(name: str, kind: int, start: int, size: int, child: int = _FREE) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    return struct.pack(
        "<64sH2B3I16sI8s8sIQ",
        text,
        len(text),
        kind,
        1,
        _FREE,
        _FREE,
        child,
        bytes(16),
        0,
        bytes(8),
        bytes(8),
        start,
        size,
    )
