"""Pictures and PDFs that hurt."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image


def png_bomb(edge: int = 13_000) -> bytes:
    """A white square of a few hundred kilobytes that unfolds to half a gigabyte."""
    row = b"\0" + b"\xff" * edge * 3
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(row) for _ in range(edge)) + packer.flush()
    return _png(struct.pack(">2I5B", edge, edge, 8, 2, 0, 0, 0), body)


def png_header_only(width: int, height: int) -> bytes:
    """Says it is huge and holds nothing."""
    return _png(struct.pack(">2I5B", width, height, 8, 6, 0, 0, 0), zlib.compress(b""))


def png_text_bomb() -> bytes:
    """A comment that unpacks to 200 MB."""
    comment = b"a\0\0" + zlib.compress(b"a" * 200_000_000, 9)
    plain = struct.pack(">2I5B", 1, 1, 8, 2, 0, 0, 0)
    return _png(plain, zlib.compress(b"\0\0\0\0"), _chunk(b"zTXt", comment))


def _png(head: bytes, body: bytes, more: bytes = b"") -> bytes:
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + more + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def jpeg_of_many_pixels() -> bytes:
    """36 million pixels, as a good telephone makes them: honest."""
    out = io.BytesIO()
    Image.new("RGB", (6928, 5196), "green").save(out, "JPEG", quality=30)
    return out.getvalue()


def telephone_pair() -> bytes:
    """MPO: the JPEG of a telephone with a second picture behind the first."""
    out = io.BytesIO()
    first, second = Image.new("RGB", (400, 200), "blue"), Image.new("RGB", (40, 20), "red")
    first.save(out, "MPO", save_all=True, append_images=[second])
    return out.getvalue()


def cut(content: bytes, share: float = 0.5) -> bytes:
    return content[: int(len(content) * share)]


def pdf(*objects: bytes) -> bytes:
    """A PDF of the given objects, the first one being the catalogue."""
    out = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    end = b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
    return out + head + table + end


_CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
_ONE_PAGE = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"


def _stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n" % (more, len(content)) + content + b"\nendstream"


def pdf_slow_page() -> bytes:
    """Three kilobytes that draw for minutes: forms that call forms ten times, eight levels deep."""
    levels = 9
    forms = []
    for level in range(levels):
        name = 6 + level
        body = b"/F Do " * 12 if level < levels - 1 else b"0 0 500 500 re f " * 50
        more = b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]"
        if level < levels - 1:
            more += b"/Resources<</XObject<</F %d 0 R>>>>" % (name + 1)
        forms.append(_stream(body, more))
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</XObject<</F 6 0 R>>>>>>"
    )
    return pdf(_CATALOGUE, _ONE_PAGE, page, _stream(b"/F Do"), b"<<>>", *forms)


def pdf_pages_in_a_ring() -> bytes:
    return pdf(_CATALOGUE, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 99999999/Parent 2 0 R>>")


def pdf_huge_picture() -> bytes:
    """A page with one picture of 30000 x 30000 that a hundred kilobytes describe."""
    body = zlib.compress(b"\0" * (30_000 * 3000), 9)
    picture = _stream(
        body,
        b"/Type/XObject/Subtype/Image/Width 30000/Height 30000/ColorSpace/DeviceRGB/BitsPerComponent 8"
        b"/Filter/FlateDecode",
    )
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>"
    )
    return pdf(_CATALOGUE, _ONE_PAGE, page, _stream(b"600 0 0 800 0 0 cm /F Do"), picture)


def pdf_huge_page() -> bytes:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 1e30 1e30]>>"
    return pdf(_CATALOGUE, _ONE_PAGE, page)


def pdf_packed_many_times() -> bytes:
    """A page whose content is packed five times over: gigabytes in a few hundred bytes."""
    body = b" " * 600_000_000
    for _ in range(5):
        body = zlib.compress(body, 9)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>"
    filters = b"/Filter[" + b"/FlateDecode" * 5 + b"]"
    return pdf(_CATALOGUE, _ONE_PAGE, page, _stream(body, filters))
