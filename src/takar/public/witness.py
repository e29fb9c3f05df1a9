"""The witness over HTTP, as C2SP tlog-witness says: only where a witness was set up, only for logs it follows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from takar.kernel import witness
from takar.kernel.errors import DomainError
from takar.public.limits import limited

_PLAIN = "text/plain; charset=utf-8"


def _too_often(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Terlalu sering. Coba lagi sebentar.\n", content_type=_PLAIN)


# Whoever asks has no session: what counts is the signature of the log.
@csrf_exempt
@never_cache
@require_POST
@limited(_too_often)
def add_checkpoint(request: HttpRequest) -> HttpResponse:
    if not witness.path().is_file():
        return HttpResponse("Di sini tidak ada saksi.\n", status=404, content_type=_PLAIN)
    body = request.read(witness.LONGEST_REQUEST + 1)
    try:
        mark = witness.sign(body.decode("utf-8"))
    except UnicodeDecodeError:
        return HttpResponse("Bukan teks.\n", status=400, content_type=_PLAIN)
    except witness.Rejected as refusal:
        if refusal.size is not None:
            return HttpResponse(f"{refusal.size}\n", status=refusal.status, content_type="text/x.tlog.size")
        return HttpResponse(f"{refusal.message}\n", status=refusal.status, content_type=_PLAIN)
    except DomainError:
        # The witness's own file is damaged: its operator sees that with "takar witness show".
        return HttpResponse("Saksi ini sedang tidak dapat menandatangani.\n", status=503, content_type=_PLAIN)
    return HttpResponse(f"{mark}\n", content_type=_PLAIN)
