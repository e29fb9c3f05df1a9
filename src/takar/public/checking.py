"""Does the number on this paper still hold? Open to everybody who has the paper.

Shown are office, indicator, period, number and state. Nothing here names a person or an entry.
"""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from takar.kernel.errors import DomainError, NotFound
from takar.kernel.formatting import format_date
from takar.kernel.passports import code_in
from takar.measurement.numbers import passports
from takar.measurement.numbers.official import Status
from takar.measurement.numbers.passports import Answer, Checked, Fate
from takar.public.limits import limited

HOUR = 3600

_LABELS = {
    Fate.SEALED: "Resmi",
    Fate.DRIFTED: "Resmi, buku berubah",
    Fate.RESTATED: "Disajikan kembali",
    Fate.CLOSED_SINCE: "Kini ditutup",
    Fate.RUNNING: "Sementara",
    Fate.MOVED: "Sudah berubah",
    Fate.GONE: "Periksa ke kantor",
}


def _too_often(request: HttpRequest) -> HttpResponse:
    sentence = "Terlalu banyak pemeriksaan dari jaringan ini. Tunggu satu menit, lalu coba lagi."
    return render(request, "public/ask.html", {"error": sentence, "code": ""})


@never_cache
@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """The page where the code is typed."""
    typed = request.GET.get("kode", "").strip()[:60]
    if not typed:
        return render(request, "public/ask.html", {"code": ""})
    code = code_in(typed)
    if code is None:
        error = "Kode ini tidak lengkap atau salah ketik. Kode terdiri atas 11 huruf dan angka, tanpa 0, O, 1, I dan L."
        return render(request, "public/ask.html", {"error": error, "code": typed}, status=404)
    return redirect("public:check", code)


@never_cache
@require_safe
@limited(_too_often)
def show(request: HttpRequest, code: str) -> HttpResponse:
    """What has become of the numbers of one paper."""
    try:
        checked = passports.check(passports.find(code))
    except NotFound as error:
        return render(request, "public/ask.html", {"error": error.message, "code": code[:60]}, status=404)
    return render(request, "public/passport.html", _context(checked))


@never_cache
@require_safe
@limited(_too_often)
def file(request: HttpRequest, code: str) -> HttpResponse:
    """The passport as a file that proves itself without this server."""
    try:
        passport = passports.find(code)
        # Making it reads the whole chain, and it never changes.
        key = f"public.passport.{passport.code}"
        text = cache.get(key) or passports.file_of(passport)
        cache.set(key, text, HOUR)
    except DomainError as error:
        return render(request, "public/ask.html", {"error": error.message, "code": code[:60]}, status=404)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="paspor-{passport.code}.json"'
    return response


def _context(checked: Checked) -> dict[str, Any]:
    passport = checked.passport
    rows = passport.content["numbers"]
    return {
        "code": str(passport),
        "passport": passport,
        "office_name": passport.content["office"]["name"],
        "regency": passport.content["office"]["regency"],
        "period": checked.period.describe(),
        "printed_on": format_date(timezone.localtime(passport.made_at).date()),
        "changed": checked.is_changed,
        "verdict": _verdict(checked),
        "holds": checked.holds,
        "numbers": [
            {"answer": answer, "label": _LABELS[answer.fate], "tone": _tone(answer), "then": _then(row)}
            for row, answer in zip(rows, checked.answers, strict=True)
        ],
    }


def _verdict(checked: Checked) -> str:
    if checked.is_changed:
        return "Isi paspor ini tidak sama dengan yang disegel. Angka di bawah tidak dapat dipercaya; laporkan ini."
    count, moved = len(checked.answers), sum(not answer.holds for answer in checked.answers)
    if moved:
        return f"{moved} dari {count} angka pada kertas ini bukan lagi angka resmi hari ini."
    if any(answer.fate is Fate.RUNNING for answer in checked.answers):
        return "Angka pada kertas ini sama dengan angka hari ini, tetapi masanya belum ditutup."
    return "Angka pada kertas ini adalah angka resmi."


def _tone(answer: Answer) -> str:
    if answer.fate is Fate.GONE:
        return "danger"
    return "done" if answer.holds and answer.fate is not Fate.RUNNING else "warn"


def _then(row: dict[str, Any]) -> str:
    return Status(row["status"]).words
