"""Addresses. Signing in is allauth's; only the three pages an office needs are opened."""

from __future__ import annotations

from allauth.account import views as account
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from takar.web import forgotten


def healthy(request: HttpRequest) -> HttpResponse:
    """For the supervisor: the process answers and the database is reachable."""
    from django.db import connection

    connection.ensure_connection()
    return HttpResponse("ok", content_type="text/plain")


def closed(request: HttpRequest) -> HttpResponse:
    """Routes allauth wants to name but an office does not offer."""
    return HttpResponse("Halaman ini tidak dipakai.", status=404, content_type="text/plain; charset=utf-8")


urlpatterns = [
    path("sehat", healthy, name="healthy"),
    path("masuk/lupa/", forgotten.ask, name="password-forgotten"),
    path("masuk/sandi/<uidb64>/<token>/", forgotten.Choose.as_view(), name="password-choose"),
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
