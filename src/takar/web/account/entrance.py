"""Signing in with a password or with the regency's account, and the page for a closed account."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from takar.sign_in import regency


class SignInPage(LoginView):  # type: ignore[misc]
    def form_invalid(self, form: Any) -> HttpResponse:
        """429 with the seconds to wait, where ``limits`` refused to look at the password."""
        response: HttpResponse = super().form_invalid(form)
        wait = getattr(self.request, "sign_in_wait", 0)
        if wait:
            response.status_code = 429
            response["Retry-After"] = str(wait)
        return response

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**more)
        return context | {
            "wait": getattr(self.request, "sign_in_wait", 0),
            "regency_name": settings.OIDC_NAME if regency.is_on() else "",
        }


sign_in = SignInPage.as_view()


@require_POST
@never_cache
def to_regency(request: HttpRequest) -> HttpResponse:
    if not regency.is_on():
        raise Http404
    return regency.leave_for_regency(request)


@require_GET
@never_cache
def from_regency(request: HttpRequest) -> HttpResponse:
    if not regency.is_on():
        raise Http404
    return regency.come_back(request)


def closed_account(request: HttpRequest) -> HttpResponse:
    return render(request, "account/account_inactive.html", status=403)
