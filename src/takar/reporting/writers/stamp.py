"""What stands in the foot of official papers so that they can be checked later."""

from __future__ import annotations

import io
from dataclasses import dataclass

import segno


@dataclass(frozen=True, slots=True)
class Stamp:
    """QR codes, and the words beside them for whoever has no telephone at hand."""

    codes: tuple[str, ...]
    words: tuple[str, ...]

    def as_data(self) -> dict[str, list[str]]:
        return {"codes": [qr_svg(code, error="l") for code in self.codes], "words": list(self.words)}


def qr_svg(text: str, *, error: str = "m") -> str:
    """The QR code as SVG with its quiet zone. Level M survives a scratched sticker; L has larger dots."""
    out = io.BytesIO()
    made = segno.make(text, error=error, micro=False, boost_error=error != "l")
    made.save(out, kind="svg", border=2, xmldecl=False, svgns=True)
    return out.getvalue().decode()
