"""Addresses. Signing in is allauth's; only the pages an office needs are opened."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as keys
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.generic import RedirectView

from takar.config import watching
from takar.web import forgotten
from takar.web.account import entrance, sessions
from takar.web.converters import register_converters

register_converters()

handler400 = "takar.web.errors.bad_request"
handler403 = "takar.web.errors.refused"
handler404 = "takar.web.errors.not_found"
handler429 = "takar.web.errors.too_many"
"""Asked by allauth where its limits are reached."""
handler500 = "takar.web.errors.failed"


def closed(request: HttpRequest) -> HttpResponse:
    """Routes allauth wants to name but an office does not offer."""
    return HttpResponse("Halaman ini tidak dipakai.", status=404, content_type="text/plain; charset=utf-8")


# Everything below /masuk/ is open to strangers, everything below /akun/ is for whoever is signed in.
urlpatterns = [
    path("sehat", watching.healthy, name="healthy"),
    path("siap", watching.ready, name="ready"),
    path("metrik", watching.metrics, name="metrics"),
    path("masuk/lupa/", forgotten.ask, name="password-forgotten"),
    path("masuk/sandi/<uidb64>/<token>/", forgotten.Choose.as_view(), name="password-choose"),
    path("masuk/", entrance.sign_in, name="account_login"),
    path("masuk/langkah-kedua/", factor.authenticate, name="mfa_authenticate"),
    path("masuk/kunci/", keys.login_webauthn, name="mfa_login_webauthn"),
    path("masuk/kabupaten/", entrance.to_regency, name="regency_login"),
    path("masuk/kabupaten/kembali/", entrance.from_regency, name="regency_callback"),
    path("masuk/nonaktif/", entrance.closed_account, name="account_inactive"),
    path("keluar/", account.logout, name="account_logout"),
    path("akun/sandi/", account.password_change, name="account_change_password"),
    path("akun/sandi/baru/", closed, name="account_set_password"),
    path("akun/daftar/", closed, name="account_signup"),
    path("akun/surel/", closed, name="account_email"),
    path("akun/sandi/lupa/", closed, name="account_reset_password"),
    path("akun/verifikasi/", closed, name="account_email_verification_sent"),
    path("akun/ulang/", account.reauthenticate, name="account_reauthenticate"),
    path("akun/ulang/kode/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("akun/ulang/kunci/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("akun/sesi/", sessions.own_sessions, name="own_sessions"),
    path("akun/langkah-kedua/", factor.index, name="mfa_index"),
    path("akun/langkah-kedua/aplikasi/", app.activate_totp, name="mfa_activate_totp"),
    path("akun/langkah-kedua/aplikasi/lepas/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path(
        "akun/langkah-kedua/kunci/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"
    ),
    path("akun/langkah-kedua/kunci/tambah/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("akun/langkah-kedua/kunci/<row:pk>/", keys.edit_webauthn, name="mfa_edit_webauthn"),
    path("akun/langkah-kedua/kunci/<row:pk>/lepas/", keys.remove_webauthn, name="mfa_remove_webauthn"),
    path("akun/langkah-kedua/pemulihan/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "akun/langkah-kedua/pemulihan/baru/",
        codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path("", include("takar.public.urls")),
    path("", include("takar.web.urls")),
]
