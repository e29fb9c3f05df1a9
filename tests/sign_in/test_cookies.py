"""What the browser is told to keep, as set by the environment the server starts with."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ASK = """
import json, logging, sys
import django
django.setup()
from django.conf import settings
from django.test import Client
logging.disable()
client = Client(headers={"host": "takar.example.go.id", "x-forwarded-proto": "https"})
answer = client.get("/masuk/")
print(json.dumps({
    "status": answer.status_code,
    "cookies": {name: {k: v for k, v in morsel.items() if v} for name, morsel in answer.cookies.items()},
    "policy": answer.get("Content-Security-Policy", ""),
    "session": [settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_PATH,
                settings.SESSION_COOKIE_DOMAIN, settings.SESSION_COOKIE_HTTPONLY],
    "proxies": [str(network) for network in settings.TRUSTED_PROXIES],
}))
"""


CLIENT = {"TAKAR_OIDC_CLIENT_ID": "takar", "TAKAR_OIDC_SECRET": "rahasia"}


def started(data: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("TAKAR_")}
    values = {"TAKAR_DATA": str(data), "DJANGO_SETTINGS_MODULE": "takar.config.settings", "TAKAR_DEBUG": "1"}
    return subprocess.run(
        [sys.executable, "-c", ASK],
        env=plain | values | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def behind_tls(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    done = started(
        tmp_path_factory.mktemp("https"),
        TAKAR_HTTPS="1",
        TAKAR_HOSTS="takar.example.go.id",
        TAKAR_OIDC_URL="https://sso.example.go.id/realms/pegawai",
        **CLIENT,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["status"] == 200
    return found


def test_with_tls_cookies_belong_to_this_host_alone(behind_tls: dict[str, Any]) -> None:
    cookie = behind_tls["cookies"]["__Host-csrftoken"]
    assert cookie == {"path": "/", "secure": True, "httponly": True, "samesite": "Lax"}
    assert behind_tls["session"] == ["__Host-sessionid", True, "/", None, True]


def test_only_the_regencys_host_may_follow_a_form(behind_tls: dict[str, Any]) -> None:
    assert "form-action 'self' https://sso.example.go.id;" in behind_tls["policy"] + ";"


def test_with_tls_a_proxy_on_this_machine_is_believed(behind_tls: dict[str, Any]) -> None:
    assert behind_tls["proxies"] == ["127.0.0.0/8", "::1/128"]


@pytest.mark.parametrize(
    "environment",
    [
        {"TAKAR_PROXIES": "1x"},
        {"TAKAR_IDLE_MINUTES": "lama"},
        {"TAKAR_OIDC_URL": "http://sso.example.go.id"} | CLIENT,
        {"TAKAR_OIDC_URL": "http://localhost.jahat.example"} | CLIENT,
        {"TAKAR_OIDC_URL": "https://sso.example.go.id"},
        {"TAKAR_OIDC_MATCH": "email"},
    ],
    ids=lambda found: " ".join(found.values()),
)
def test_an_unusable_setting_stops_the_start(tmp_path: Path, environment: dict[str, str]) -> None:
    done = started(tmp_path, **environment)
    assert done.returncode != 0
    assert next(iter(environment)) in done.stderr
