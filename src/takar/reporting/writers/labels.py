"""Stickers for assets: a sheet of labels with a QR code, to be cut or printed on label paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from takar.reporting.writers.stamp import qr_svg
from takar.reporting.writers.typesetting import render_pdf


@dataclass(frozen=True, slots=True)
class AssetLabel:
    """One sticker. ``address`` is what the QR code says; a reader opens it and signs in."""

    code: str
    name: str
    place: str
    year: str
    address: str


def render_labels(government: str, office: str, labels: Sequence[AssetLabel]) -> bytes:
    """A4 sheets of labels; the QR codes are drawn as vectors, so that a small sticker stays readable."""
    data = {
        "paper": "a4",
        "government": government,
        "office": office,
        "labels": [
            {
                "code": label.code,
                "name": label.name,
                "place": label.place,
                "year": label.year,
                "qr": qr_svg(label.address),
            }
            for label in labels
        ],
    }
    return render_pdf("labels", data)
