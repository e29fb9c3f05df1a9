"""Addresses. Signing in is allauth's; only the three pages an office needs are opened."""

from __future__ import annotations

from allauth.account import views as account
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from takar.config import watching

handler400 = "takar.web.errors.bad_request"
handler403 = "takar.web.errors.refused"
handler404 = "takar.web.errors.not_found"
handler429 = "takar.web.errors.too_many"
"""Asked by allauth where its limits are reached."""
handler500 = "takar.web.errors.failed"


def closed(request: HttpRequest) -> HttpResponse:
    """Routes allauth wants to name but an office does not offer."""
    return HttpResponse("Halaman ini tidak dipakai.", status=404, content_type="text/plain; charset=utf-8")


urlpatterns = [
    path("sehat", watching.healthy, name="healthy"),
    path("siap", watching.ready, name="ready"),
    path("metrik", watching.metrics, name="metrics"),
    path("masuk/", account.login, name="account_login"),
    path("keluar/", account.logout, name="account_logout"),
    path("akun/sandi/", account.password_change, name="account_change_password"),
    path("akun/sandi/baru/", closed, name="account_set_password"),
    path("akun/daftar/", closed, name="account_signup"),
    path("akun/surel/", closed, name="account_email"),
    path("akun/sandi/lupa/", closed, name="account_reset_password"),
    path("akun/nonaktif/", closed, name="account_inactive"),
    path("akun/verifikasi/", closed, name="account_email_verification_sent"),
    path("akun/ulang/", account.reauthenticate, name="account_reauthenticate"),
    path("", include("takar.web.urls")),
]
