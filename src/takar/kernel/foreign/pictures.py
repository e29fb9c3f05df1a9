"""A small picture of a file: of a photo, or of the first page of a PDF."""

from __future__ import annotations

import io
from typing import Final

import pypdfium2
from PIL import (
    Image,
    ImageCms,
    ImageColor,
    ImageFile,
    ImageOps,
    ImagePalette,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

LARGEST_PICTURE: Final = 100_000_000
"""Pixels. A telephone's largest picture that stays below 20 MB has about 64 million."""
DECODERS: Final = ["JPEG", "PNG", "WEBP"]
"""Only what evidence may be: the decoders of forty other formats are no way in."""

# Pillow's own alarm for large pictures is a warning, and an error only at twice the size; ours is a rule.
Image.MAX_IMAGE_PIXELS = None
# Pillow loads these when a picture first needs them; inside the quarantine that would be too late.
# Many telephones write MPO, a JPEG with a second picture; turning a photo reads TIFF-like tags.
_LOADED: Final = (
    ImageCms, ImageColor, ImageFile, ImagePalette, JpegImagePlugin, MpoImagePlugin, PngImagePlugin,
    TiffImagePlugin, WebPImagePlugin,
)  # fmt: skip
Image.preinit()


def read(content: bytes, media_type: str, edge: int) -> bytes | None:
    """A JPEG of at most ``edge`` pixels, or None when there is nothing to show. A broken file only has no preview."""
    try:
        if media_type == "application/pdf":
            picture = _first_page(content, edge)
        elif media_type.startswith("image/"):
            picture = _photo(content, edge)
        else:
            return None
        picture.thumbnail((edge, edge))
        out = io.BytesIO()
        picture.convert("RGB").save(out, "JPEG", quality=80)
    except MemoryError:
        raise
    except Exception:  # decoders raise whatever they like on damaged bytes, SyntaxError included
        return None
    return out.getvalue()


def _first_page(content: bytes, edge: int) -> Image.Image:
    document = pypdfium2.PdfDocument(content)
    try:
        page = document[0]
        picture: Image.Image = page.render(scale=edge / max(page.get_size())).to_pil()
        return picture
    finally:
        document.close()


def _photo(content: bytes, edge: int) -> Image.Image:
    picture = Image.open(io.BytesIO(content), formats=DECODERS)
    if picture.width * picture.height > LARGEST_PICTURE:
        raise ValueError("too large")
    # A JPEG can be unfolded at a fraction of its size; turning it would first unfold it whole.
    picture.draft("RGB", (edge * 2, edge * 2))
    return ImageOps.exif_transpose(picture)
