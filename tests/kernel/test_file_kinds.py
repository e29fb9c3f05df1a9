"""The first bytes say what a file is; nothing else of it is believed."""

from __future__ import annotations

import pytest

from takar.kernel.foreign.kinds import kind_of

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(17)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n", ("pdf", "application/pdf")),
        (b"\xef\xbb\xbf%PDF-1.4", ("pdf", "application/pdf")),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", ("jpg", "image/jpeg")),
        (PNG, ("png", "image/png")),
        (PNG + b"\x00\x00\x00\x05IDATacTL", ("png", "image/png")),
        (b"RIFF\n\x00\x00\x00WEBPVP8 ", ("webp", "image/webp")),
        (PNG + b"\x00\x00\x00\x08acTL" + bytes(12) + b"IDAT", None),
        (b" %PDF-1.7", None),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", None),
        (b"GIF89a", None),
        (b"<svg>", None),
        (b"\xff\xd8", None),
        (b"", None),
    ],
)
def test_the_kind_follows_from_the_first_bytes(content: bytes, kind: tuple[str, str] | None) -> None:
    assert kind_of(content) == kind
