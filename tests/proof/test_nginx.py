"""The proxy of docs/how-to/run-in-production.md, as it is written there, in front of a real server.

Only what cannot be on every machine is replaced: ports, names of certificates, and addresses of logs.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
import urllib3
from bs4 import BeautifulSoup
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.proof.serving import ROOT, Serving, free_port

PAGES = ROOT / "src/takar/web/static/takar"
"""Where the page lies that nginx shows while the server starts."""
GUIDE = ROOT / "docs/how-to/run-in-production.md"
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
HOST = "takar.example.go.id"
TRIES = 24
"""More than strangers at one address get before they wait (sign_in.limits.FREE_PER_ADDRESS)."""

pytestmark = pytest.mark.filterwarnings("ignore::urllib3.exceptions.InsecureRequestWarning")


@dataclass
class Site:
    server: Serving
    http: int
    https: int

    def get(
        self, path: str, *, port: int | None = None, headers: dict[str, str] | None = None
    ) -> requests.Response:
        plain = port == self.http
        url = f"{'http' if plain else 'https'}://127.0.0.1:{port or self.https}{path}"
        return self.browser().get(
            url, headers={"Host": HOST, **(headers or {})}, timeout=30, allow_redirects=False
        )

    def browser(self) -> requests.Session:
        made = requests.Session()
        made.trust_env, made.verify = False, False
        made.headers["Host"] = HOST
        return made

    def sign_in(self, name: str, password: str, forged: str = "") -> requests.Response:
        browser, url = self.browser(), f"https://127.0.0.1:{self.https}/masuk/"
        page = browser.get(url, timeout=30)
        form = BeautifulSoup(page.text, "lxml").select_one("form")
        assert form is not None, page.text[:300]
        sent = {str(field["name"]): str(field.get("value", "")) for field in form.select("input[name]")}
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in browser.cookies)
        headers = {"Referer": f"https://{HOST}/masuk/", "Origin": f"https://{HOST}", "Cookie": cookies}
        if forged:
            headers["X-Forwarded-For"] = forged
        return browser.post(
            url, sent | {"login": name, "password": password}, headers=headers, timeout=30, allow_redirects=False
        )  # fmt: skip


def documented() -> str:
    """The block of the guide; there is one, and it is nginx's."""
    blocks = re.findall(r"```nginx\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 1, "the guide shows one nginx configuration"
    return str(blocks[0])


def adapted(block: str, *, http: int, https: int, upstream: int, folder: Path) -> str:
    """The same with this machine's ports and files. Whatever is not found in the block fails."""
    changes = {
        r"listen 443 ssl": f"listen 127.0.0.1:{https} ssl",
        r"listen 80": f"listen 127.0.0.1:{http}",
        r"/etc/letsencrypt/live/[^/]+/fullchain\.pem": f"{folder}/certificate.pem",
        r"/etc/letsencrypt/live/[^/]+/privkey\.pem": f"{folder}/key.pem",
        r"http://127\.0\.0\.1:8000": f"http://127.0.0.1:{upstream}",
        r"/var/www/takar": str(PAGES),
    }
    for pattern, put in changes.items():
        block, times = re.subn(pattern, put, block)
        assert times, f"the guide no longer says {pattern}"
    return block


def certify(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now).not_valid_after(now + dt.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )  # fmt: skip
    (folder / "key.pem").write_bytes(pem)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    if NGINX is None:
        if os.environ.get("TAKAR_REQUIRE_ALL") == "1":
            pytest.fail("no nginx (Debian: apt install nginx-light)")
        pytest.skip("no nginx (Debian: apt install nginx-light)")
    urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)
    folder = tmp_path_factory.mktemp("nginx")
    data = tmp_path_factory.mktemp("data")
    server = Serving(data, {"TAKAR_HTTPS": "1", "TAKAR_HOSTS": HOST, "TAKAR_ORIGINS": f"https://{HOST}"})
    assert server.takar("migrate").returncode == 0
    server.ask("tests.proof.crash_office", "make", "1")
    http, https = free_port(), free_port()
    certify(folder)
    # Started by root it would give its work to a user who may not open this folder.
    owner = "user root;\n" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        owner + f"daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;\n"
        "events { worker_connections 64; }\n"
        f"http {{ access_log off; include /etc/nginx/mime.types;\n"
        + "".join(
            f"{kind}_temp_path {folder}/{kind};\n"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        + adapted(documented(), http=http, https=https, upstream=server.port, folder=folder)
        + "}\n",
        encoding="utf-8",
    )
    command = [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    proxy = subprocess.Popen(command)
    try:
        server.start()
        yield Site(server, http, https)
    finally:
        proxy.terminate()
        proxy.wait(20)
        server.stop()


def test_plain_http_is_sent_to_https(site: Site) -> None:
    answer = site.get("/2026/?q=1", port=site.http)
    assert (answer.status_code, answer.headers["Location"]) == (301, f"https://{HOST}/2026/?q=1")


def test_answers_are_for_https_only_and_say_so(site: Site) -> None:
    answer = site.get("/masuk/")
    assert answer.status_code == 200
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_cookies_travel_encrypted_and_stay_with_this_host(site: Site) -> None:
    answer = site.sign_in("petugas0", "salah sama sekali")
    given = [
        *answer.raw.headers.getlist("Set-Cookie"),
        *site.get("/masuk/").raw.headers.getlist("Set-Cookie"),
    ]
    assert given
    for cookie in given:
        name, _, words = cookie.partition("=")
        assert "Secure" in words, cookie
        assert "SameSite=" in words, cookie
        assert "Domain=" not in words, cookie
        assert "csrf" in name.lower() or "HttpOnly" in words, cookie


def test_a_made_up_address_does_not_pass_the_limit(site: Site) -> None:
    """Each wrong password claims to come from elsewhere; the server counts where it really came from."""
    answers = [
        site.sign_in(f"tebakan{n}", "salah", forged=f"203.0.113.{n}").status_code for n in range(TRIES)
    ]
    assert 429 in answers or _is_slowed(site), f"every guess was judged: {answers}"


def _is_slowed(site: Site) -> bool:
    """A limit may answer with a page instead of a status: then a further guess is not judged either."""
    return "Terlalu banyak" in site.sign_in("tebakan", "salah", forged="203.0.113.250").text


def test_a_file_larger_than_the_limit_is_refused_before_it_reaches_the_program(site: Site) -> None:
    url = f"https://127.0.0.1:{site.https}/masuk/"
    answer = site.browser().post(url, data=b"x" * (26 * 1024 * 1024), timeout=60, allow_redirects=False)
    assert answer.status_code == 413


def test_assets_are_kept_by_the_browser(site: Site) -> None:
    page = BeautifulSoup(site.get("/masuk/").text, "lxml")
    styles = [str(link["href"]) for link in page.select('link[rel="stylesheet"]')]
    assert styles
    answer = site.get(styles[0], headers={"Accept-Encoding": "gzip, br"})
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers.get("Content-Encoding") in {"gzip", "br"}


def test_a_server_that_is_down_is_told_and_comes_back(site: Site) -> None:
    """Last: it stops the server."""
    site.server.kill()
    down = site.get("/masuk/")
    assert down.status_code in {502, 503}
    assert "sedang dimulai lagi" in down.content.decode()
    site.server.start()
    until = time.monotonic() + 30
    while time.monotonic() < until and site.get("/masuk/").status_code != 200:
        time.sleep(0.5)
    assert site.get("/masuk/").status_code == 200
