"""Papers for the demo: small PDFs, each with its own text."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from random import Random

import typst
from django.core.files.uploadedfile import SimpleUploadedFile

from takar.kernel.formatting import format_date_long

_BODIES = (
    "Sehubungan dengan hal “{subject}”, bersama ini disampaikan agar Saudara menindaklanjuti sesuai ketentuan "
    "yang berlaku dan melaporkan hasilnya selambat-lambatnya {days} hari kerja sejak surat ini diterima.",
    "Menindaklanjuti pembicaraan sebelumnya mengenai “{subject}”, mohon Saudara menyiapkan data dan petugas "
    "yang membidangi. Keterangan lebih lanjut dapat ditanyakan kepada petugas kami pada jam kerja.",
    "Dalam rangka “{subject}”, diharapkan kehadiran dan kerja sama Saudara. Bahan dan kelengkapan yang "
    "diperlukan dibawa pada saat pelaksanaan.",
)


class Papers:
    """Draws letters with one kept compiler: the second letter takes milliseconds."""

    def __init__(self) -> None:
        folder = Path(__file__).parent
        self._layout = folder / "letter.typ"
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
        self._compiler = typst.Compiler(root=folder, font_paths=fonts)

    def draw(
        self, *, name: str, head: str, number: str, on: date, subject: str, to: str, rng: Random
    ) -> SimpleUploadedFile:
        content = {
            "head": head,
            "place": "Kabupaten Malang, Provinsi Jawa Timur",
            "number": number or "–",
            "date": format_date_long(on),
            "subject": subject,
            "to": to,
            "body": [
                rng.choice(_BODIES).format(subject=subject, days=rng.randint(3, 10)),
                "Demikian untuk menjadi perhatian dan dilaksanakan, atas kerja sama Saudara disampaikan terima kasih.",
            ],
            "signer": head,
            "mark": f"{rng.getrandbits(48):012x}",
        }
        pdf = self._compiler.compile(self._layout, format="pdf", sys_inputs={"data": json.dumps(content)})
        assert isinstance(pdf, bytes)
        return SimpleUploadedFile(f"{name}.pdf", pdf, content_type="application/pdf")
