"""Signing in with the regency's accounts (OpenID Connect), where the office has switched it on.

allauth speaks the protocol (state, PKCE, exchange of the code). Added here, because it leaves them to
the product: the issuer must be the configured one, the signature of the ID token is always checked, a
nonce ties the token to this browser, and an account is found by one configured claim and never made.
Source: OpenID Connect Core 1.0, sections 3.1.2.1, 3.1.3.7 and 5.3.2.
"""

from __future__ import annotations

import hmac
import logging
import secrets
from typing import Any

import jwt
import requests
from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.utils import build_absolute_uri
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from takar.kernel.security_log import SecurityEvent, log_event
from takar.organisation.models import User
from takar.sign_in.addresses import client_address

logger = logging.getLogger(__name__)

PROVIDER = "kabupaten"
# Signatures with a key pair only: with a shared secret the client could sign for itself.
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]

_UNREACHABLE = (
    "Layanan akun kabupaten tidak dapat dihubungi atau menolak permintaan ini. "
    "Coba lagi nanti, atau masuk dengan kata sandi Takar."
)
_CANCELLED = "Masuk dengan akun kabupaten dibatalkan."
_UNKNOWN = (
    "Akun kabupaten Anda dikenali, tetapi belum ada akun Takar yang cocok. "
    "Minta pengelola Takar di kantor Anda memeriksa nama akun atau NIP Anda."
)
_CLOSED = "Akun Takar Anda dinonaktifkan. Hubungi pengelola Takar di kantor Anda."


def is_on() -> bool:
    return bool(settings.OIDC_URL)


class RegencyProvider(OpenIDConnectProvider):  # type: ignore[misc]
    def __init__(self, request: HttpRequest) -> None:
        app = SocialApp(
            provider=OpenIDConnectProvider.id,
            provider_id=PROVIDER,
            name=settings.OIDC_NAME,
            client_id=settings.OIDC_CLIENT_ID,
            secret=settings.OIDC_SECRET,
            settings={"server_url": settings.OIDC_URL, "oauth_pkce_enabled": True},
        )
        super().__init__(request, app=app)

    def get_oauth2_adapter(self, request: HttpRequest) -> RegencyAdapter:
        return RegencyAdapter(request, PROVIDER)

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """Nothing of the address but where to go afterwards: process, scope and the like are ours."""
        nonce = secrets.token_urlsafe(24)
        return {
            "process": "login",
            "next_url": get_next_redirect_url(request),
            "scope": self.get_scope(),
            "auth_params": {"nonce": nonce},
            "nonce": nonce,  # kept with the state, compared in `match_account`
        }


class RegencyAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    def get_provider(self) -> RegencyProvider:
        return RegencyProvider(self.request)

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        return str(build_absolute_uri(request, reverse("regency_callback"), self.redirect_uri_protocol))

    @property
    def openid_config(self) -> dict[str, Any]:
        found: dict[str, Any] = super().openid_config
        if str(found.get("issuer", "")).rstrip("/") != settings.OIDC_URL:
            raise OAuth2Error("the issuer is not the configured one")
        return found

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **more: Any
    ) -> SocialLogin:
        id_token = more["response"].get("id_token")
        if not id_token:
            raise OAuth2Error("no ID token")
        try:
            claims = self._verified(id_token, app.client_id)
            config = self.openid_config
            profile = self._fetch_user_info(token.token) if "userinfo_endpoint" in config else {}
        except (jwt.PyJWTError, KeyError, TypeError, ValueError) as error:
            raise OAuth2Error("an ID token or profile that cannot be read") from error
        if profile and profile.get("sub") != claims.get("sub"):
            raise OAuth2Error("profile and ID token are of different people")
        data = {"userinfo": profile or claims, "id_token": claims}
        return self.get_provider().sociallogin_from_response(request, data)

    def _verified(self, token: str, client_id: str) -> dict[str, Any]:
        """The ID token's claims. allauth's own reader needs a key number, which a provider may leave out."""
        config = self.openid_config
        with get_adapter().get_requests_session() as session:
            answer = session.get(config["jwks_uri"])
            answer.raise_for_status()
        number = jwt.get_unverified_header(token).get("kid")
        keys = jwt.PyJWKSet.from_dict(answer.json()).keys
        fitting = [key for key in keys if number is None or key.key_id == number]
        if len(fitting) != 1:
            raise OAuth2Error("no key of the provider fits the ID token")
        claims: dict[str, Any] = jwt.decode(
            token,
            key=fitting[0].key,
            algorithms=_ALGORITHMS,
            issuer=config["issuer"],
            audience=client_id,
            leeway=30,
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )
        return claims


class RegencyAccounts(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Finds the account; never makes one, never by e-mail, and stores nothing of the regency's answer."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        sociallogin.user = match_account(request, sociallogin)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: Any = None,
    ) -> None:
        cancelled = str(error) == "cancelled"
        if exception is not None:
            logger.warning("the regency's sign-in failed: %s", type(exception).__name__)
        raise refused(request, _CANCELLED if cancelled else _UNREACHABLE, reason=str(error), status=401)


def match_account(request: HttpRequest, sociallogin: SocialLogin) -> User:
    """The one active account whose NIP or user name the configured claim tells, or a page that says why not."""
    answer = sociallogin.account.extra_data
    expected = str(sociallogin.state.get("nonce") or "")
    nonce = str(answer["id_token"].get("nonce") or "")
    if not expected or not hmac.compare_digest(expected, nonce):
        raise refused(request, _UNREACHABLE, reason="nonce", status=401)
    claims = answer["id_token"] | answer["userinfo"]
    value = claims.get(settings.OIDC_CLAIM)
    if not isinstance(value, str) or not value.strip():
        raise refused(request, _UNKNOWN, reason="no claim", status=403)
    if settings.OIDC_MATCH == "nip":
        rows = User.objects.filter(person__nip="".join(value.split()))
    else:
        rows = User.objects.filter(username=value.strip())
    found = list(rows[:2])
    if len(found) != 1:
        raise refused(request, _UNKNOWN, reason="several" if found else "unknown", status=403)
    if not found[0].is_active:
        raise refused(request, _CLOSED, reason="closed", status=403)
    return found[0]


def refused(request: HttpRequest, sentence: str, *, reason: str, status: int) -> ImmediateHttpResponse:
    address = client_address(request)
    log_event(SecurityEvent.SIGN_IN_FAILED, step="regency", reason=reason, address=address)
    context = {"sentence": sentence}
    return ImmediateHttpResponse(render(request, "account/regency_refused.html", context, status=status))


def leave_for_regency(request: HttpRequest) -> HttpResponse:
    """Send the browser to the regency's sign-in page."""
    provider = RegencyProvider(request)
    try:
        response: HttpResponse = provider.redirect_from_request(request)
    except (OAuth2Error, requests.RequestException, ValueError) as error:
        logger.warning("the regency's sign-in cannot be reached: %s", type(error).__name__)
        return _page_of(refused(request, _UNREACHABLE, reason="unreachable", status=502))
    return response


def come_back(request: HttpRequest) -> HttpResponse:
    """Take the regency's answer and sign in whoever it names."""
    try:
        view = OAuth2CallbackView.adapter_view(RegencyAdapter(request, PROVIDER))
        response: HttpResponse = view(request)
    except (OAuth2Error, requests.RequestException, ValueError) as error:
        logger.warning("the regency's answer cannot be used: %s", type(error).__name__)
        return _page_of(refused(request, _UNREACHABLE, reason="answer", status=401))
    return response


def _page_of(refusal: ImmediateHttpResponse) -> HttpResponse:
    response: HttpResponse = refusal.response
    return response
