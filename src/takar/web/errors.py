"""The pages of the statuses that no view answers: plain, and true about what was stored.

They use neither database nor session nor navigation, because those may be what is broken. Each names the id
of the request, by which the operator finds its log lines.
"""

from __future__ import annotations

import contextlib
import sys
from typing import NamedTuple

from django.core.exceptions import RequestDataTooBig
from django.db.utils import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.html import escape

from takar.kernel.metrics import DATABASE_ERRORS
from takar.web.recorded_so_far import is_disk_full, recorded_so_far
from takar.web.tracing import request_id


class Words(NamedTuple):
    title: str
    sentence: str


WORDS = {
    400: Words(
        "Permintaan ini tidak dapat dibaca",
        "Alamat atau isian yang dikirim memuat sesuatu yang tidak dikenal, atau kolomnya terlalu banyak. "
        "Kembali ke halaman sebelumnya dan ulangi dari sana.",
    ),
    403: Words(
        "Bukan wewenang Anda",
        "Halaman ini tidak terbuka bagi Anda. Bila seharusnya terbuka, hubungi pengelola pengaturan di kantor Anda.",
    ),
    404: Words("Halaman ini tidak ada", "Alamatnya mungkin salah ketik, atau halaman sudah dipindahkan."),
    405: Words(
        "Halaman ini dijalankan dengan tombol",
        "Tindakan ini tidak dibuka lewat alamat. Buka halamannya, lalu tekan tombolnya di sana.",
    ),
    413: Words(
        "Kiriman terlalu besar",
        "Yang baru dikirim tidak tersimpan karena melebihi batas. Kecilkan berkasnya (paling besar 20 MB) atau "
        "pendekkan isiannya, lalu kirim lagi.",
    ),
    429: Words(
        "Terlalu banyak percobaan",
        "Tunggu beberapa menit, lalu coba lagi. Bila lupa kata sandi, hubungi pengelola Takar di kantor Anda.",
    ),
    500: Words("Terjadi gangguan pada Takar", "Coba muat ulang halaman ini."),
    503: Words(
        "Takar sedang tidak dapat dipakai",
        "Basis data tidak terjangkau atau sedang sibuk. Coba lagi beberapa menit lagi.",
    ),
    507: Words(
        "Penyimpanan server penuh",
        "Server kehabisan ruang; membaca tetap dapat, mencatat belum. Beri tahu pengelola server.",
    ),
}
FORM_EXPIRED = Words(
    "Formulir ini sudah kedaluwarsa",
    "Yang baru dikirim belum tersimpan. Kembali, muat ulang halaman, lalu simpan sekali lagi.",
)
MOST_TAKEN_IN = 32_000_000
"""Bytes of a body above the limit that are read and thrown away."""
_COME_BACK = {429: "300", 503: "60"}
"""Seconds after which a program may ask again."""


def error_page(request: HttpRequest, status: int, words: Words | None = None) -> HttpResponse:
    """The page of a status; for htmx only the words, which must not become a page within a page."""
    title, sentence = words or WORDS[status]
    context = {"title": title, "sentence": sentence, "status": status, "request_id": request_id(request)}
    part = "part" if request.headers.get("HX-Request") == "true" else "page"
    try:
        # Without the request: no context processor, so no session and no database.
        text: str = render_to_string(f"web/errors/{part}.html", context)
    except Exception:
        text = _bare(title, sentence, context["request_id"])
    response = HttpResponse(text, status=status)
    if status in _COME_BACK:
        response["Retry-After"] = _COME_BACK[status]
    return response


def _bare(title: str, sentence: str, code: object) -> str:
    """When not even a template can be drawn (assets not collected, a full disk)."""
    body = f"<h1>{escape(title)}</h1><p>{escape(sentence)}</p><p>Kode: {escape(code)}</p>"
    return (
        f'<!doctype html><html lang="id"><meta charset="utf-8"><title>Takar</title><body>{body}</body></html>'
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Also what Django calls suspicious: a foreign host name, a body above the limit."""
    if not isinstance(exception, RequestDataTooBig):
        return error_page(request, 400)
    _let_finish(request)
    return error_page(request, 413)


def _let_finish(request: HttpRequest) -> None:
    """Take in what is still being sent: a browser that is cut off in the middle shows no page at all."""
    left = MOST_TAKEN_IN
    with contextlib.suppress(OSError):
        while left > 0 and (piece := request.read(65536)):
            left -= len(piece)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token: too old, or sent from another site."""
    request.refused_for = "csrf"  # type: ignore[attr-defined]
    return error_page(request, 403, FORM_EXPIRED)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 404)


def too_many(request: HttpRequest) -> HttpResponse:
    return error_page(request, 429)


def failed(request: HttpRequest) -> HttpResponse:
    """Called while the error is being handled; which error it is decides what is true to say."""
    error = sys.exc_info()[1]
    status = status_of_failure(error)
    title, sentence = WORDS[status]
    return error_page(request, status, Words(title, f"{sentence} {recorded_so_far(request, error)}".strip()))


def status_of_failure(error: BaseException | None) -> int:
    """507 for a full disk, 503 for a database that cannot be reached or is busy, else 500."""
    if isinstance(error, DatabaseError | InterfaceError):
        DATABASE_ERRORS.inc()
    if is_disk_full(error):
        return 507
    return 503 if isinstance(error, InterfaceError | OperationalError) else 500
