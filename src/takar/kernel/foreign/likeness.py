"""What a file looks like and says, as short marks: two files that hardly differ have hardly differing marks.

A photo is drawn small and grey; each point says whether it is brighter than its neighbour to the right (a
difference hash). Saving, shrinking or brightening a photo changes a few of the 256 points, another photo about
half. Of a PDF its words count; its first page is looked at as well where it has few words (a scan).
"""

from __future__ import annotations

import hashlib
import io
import re
from datetime import date
from itertools import pairwise
from typing import Any, Final

import pypdfium2
from PIL import Image, ImageOps

from takar.kernel.foreign.pictures import DECODERS, LARGEST_PICTURE

EDGE: Final = 16
PAGES: Final = 30
"""Pages of a PDF whose words count; a copied report is recognised long before."""
FEW_WORDS: Final = 200
"""Signs. A scan often holds only the line its program stamps on every page."""
FLAT: Final = 12
"""Points that differ in a picture with something on it; a blank page is like every other blank page."""
_TAKEN: Final = (36867, 36868, 306)
"""EXIF: taken, digitised, changed."""
_EXIF: Final = 0x8769


def read(content: bytes, media_type: str) -> dict[str, str]:
    """``words`` and ``look`` (empty: nothing to compare by) and ``taken``, an ISO day."""
    found = {"words": "", "look": "", "taken": ""}
    try:
        if media_type == "application/pdf":
            found |= _document(content)
        elif media_type.startswith("image/"):
            found |= _photo(content)
    except MemoryError:
        raise
    except Exception:  # decoders raise whatever they like on damaged bytes: such a file has no mark
        return found
    return found


def _photo(content: bytes) -> dict[str, str]:
    picture = Image.open(io.BytesIO(content), formats=DECODERS)
    if picture.width * picture.height > LARGEST_PICTURE:
        return {}
    taken = _taken(picture.getexif())
    picture.draft("L", (EDGE * 16, EDGE * 16))
    return {"look": _look(ImageOps.exif_transpose(picture)), "taken": taken}


def _taken(tags: Any) -> str:
    inner = tags.get_ifd(_EXIF)
    for tag in _TAKEN:
        said = str(inner.get(tag) or tags.get(tag) or "")
        # By hand: strptime loads a module of its own, which inside the quarantine would be too late.
        if written := re.match(r"(\d{4}):(\d\d):(\d\d)", said):
            try:
                day = date(*map(int, written.groups()))
            except ValueError:
                continue
            if day.year > 1990:  # a camera whose clock was never set says 1970 or 1980
                return day.isoformat()
    return ""


def _look(picture: Image.Image) -> str:
    """256 points as 64 hexadecimal signs; empty for a picture with nothing on it."""
    small = picture.convert("L").resize((EDGE + 1, EDGE), Image.Resampling.BOX).tobytes()
    rows = [small[start : start + EDGE + 1] for start in range(0, len(small), EDGE + 1)]
    bits = "".join("01"[left > right] for row in rows for left, right in pairwise(row))
    return f"{int(bits, 2):064x}" if bits.count("1") >= FLAT else ""


def _document(content: bytes) -> dict[str, str]:
    document = pypdfium2.PdfDocument(content)
    try:
        said = " ".join(
            document[number].get_textpage().get_text_bounded() for number in range(min(len(document), PAGES))
        )
        words = " ".join(re.findall(r"\w+", said.casefold()))
        found = {"words": hashlib.sha256(words.encode("utf-8", "replace")).hexdigest() if words else ""}
        if len(words) < FEW_WORDS:
            page = document[0]
            found["look"] = _look(page.render(scale=EDGE * 16 / max(page.get_size())).to_pil())
        return found
    finally:
        document.close()
