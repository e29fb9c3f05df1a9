"""Killed in the middle of the work: what was acknowledged is there once, and nothing else is wrong.

A real server, many writers over HTTP with a file each, SIGKILL of all its processes, start, and every
form without an answer sent again as the browser would. ``TAKAR_PROOF_KILLS=26`` kills more often.
"""

from __future__ import annotations

import hashlib
import os
import random
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import dj_database_url
import pytest
import requests
from bs4 import BeautifulSoup

from tests.proof.crawling import Address, forms_of, read_page
from tests.proof.posting import filled
from tests.proof.serving import Serving
from tests.web.files import pdf_bytes

KILLS = int(os.environ.get("TAKAR_PROOF_KILLS", "5"))
WRITERS = 8
BETWEEN = 2 * WRITERS
"""So many letters are acknowledged between two kills, however slow the machine is."""
PATIENCE = 90
"""Seconds after which the kill comes all the same."""
MOMENT = 1.5
"""Seconds within which the kill comes after that, so that it hits any step of the work."""


@dataclass
class Letter:
    title: str
    data: dict[str, Any]
    content: bytes
    upload: str
    """The form's name for its file."""
    acknowledged: bool = False


@dataclass
class Writer:
    """One clerk's browser: the same form again until it is answered."""

    server: Serving
    session: requests.Session
    year: int
    name: str
    letters: list[Letter] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    resent: int = 0

    @property
    def url(self) -> str:
        return f"{self.server.url}/{self.year}/buku/surat-masuk/catat/"

    def work(self, until: threading.Event) -> None:
        while not until.is_set():
            try:
                for letter in [letter for letter in self.letters if not letter.acknowledged]:
                    self.resent += 1
                    self._send(letter)
                self._send(self._new())
            except requests.RequestException:
                until.wait(0.1)  # nobody answers: the server is dead or starting

    def finish(self) -> None:
        for letter in self.letters:
            if not letter.acknowledged:
                self.resent += 1
                self._send(letter)

    def _new(self) -> Letter:
        page = self.session.get(self.url, timeout=20)
        address = Address(f"/{self.year}/buku/surat-masuk/catat/")
        forms = [form for form in forms_of(address, read_page(page.text)) if form.method == "post"]
        form = next((form for form in forms if "title" in dict(form.kinds)), None)
        if form is None:
            raise requests.RequestException(f"no form on the page: {page.status_code}")
        title = f"Surat {self.name} {len(self.letters)}"
        text = {name: values for name, values in filled(form).items() if isinstance(values[0], str)}
        text |= {"title": [title], "letter_number": [title], "sender": ["Dinas"], "kind": ["undangan"]}
        for name, kind in form.kinds:
            if kind == "checkbox" or name == "again":
                text.pop(name, None)
        upload = next(name for name, kind in form.kinds if kind == "file")
        letter = Letter(title, text, pdf_bytes(f"{title} {uuid.uuid4()}"), upload)
        self.letters.append(letter)
        return letter

    def _send(self, letter: Letter) -> None:
        token = next(value for name, value in self.session.cookies.items() if "csrf" in name)
        upload = {letter.upload: (f"{letter.title}.pdf", letter.content, "application/pdf")}
        answer = self.session.post(
            self.url, {**letter.data, "csrfmiddlewaretoken": token}, files=upload,
            headers={"Referer": self.url}, timeout=20, allow_redirects=False,
        )  # fmt: skip
        if answer.status_code == 302 and "/entri/" in answer.headers["Location"]:
            letter.acknowledged = True
        elif answer.status_code < 500:
            errors = BeautifulSoup(answer.text, "lxml").select(".form-errors, .field-error, .message-warning")
            self.refused.append(
                f"{answer.status_code} {[error.get_text(' ', strip=True) for error in errors]}"
            )
            letter.acknowledged = True


@pytest.fixture
def server(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Serving]:
    settings = {}
    if request.param == "postgresql":
        settings["TAKAR_DATABASE_URL"] = request.getfixturevalue("scratch_postgresql")
    serving = Serving(tmp_path, settings)
    made = serving.takar("migrate")
    assert made.returncode == 0, made.stderr
    yield serving
    serving.stop()


@pytest.fixture
def scratch_postgresql() -> Iterator[str]:
    """A database of its own on that server; `make test-proof` runs the other proofs on SQLite."""
    url = os.environ.get("TAKAR_PROOF_POSTGRESQL") or os.environ.get("TAKAR_TEST_POSTGRESQL")
    if not url:
        pytest.skip("needs a PostgreSQL server in TAKAR_TEST_POSTGRESQL")
    import psycopg

    found = dj_database_url.parse(url)
    name = f"takar_crash_{uuid.uuid4().hex[:8]}"
    base = url.rsplit("/", 1)[0]
    maintenance = f"{base}/postgres"
    assert found["ENGINE"].endswith("postgresql")
    with psycopg.connect(maintenance, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    yield f"{base}/{name}"
    with psycopg.connect(maintenance, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def clerks(server: Serving) -> list[Writer]:
    made = server.ask("tests.proof.crash_office", "make", str(WRITERS))
    writers = []
    for n, session in enumerate(made["sessions"]):
        browser = requests.Session()
        browser.trust_env = False
        browser.cookies.set(made["cookie"], session, domain="127.0.0.1")
        writers.append(Writer(server, browser, made["year"], f"{n}"))
    return writers


def _acknowledged(writers: list[Writer]) -> int:
    return sum(letter.acknowledged for writer in writers for letter in list(writer.letters))


def _wait_for(writers: list[Writer], more: int) -> None:
    """Until so many more letters are acknowledged, or patience ends."""
    goal, until = _acknowledged(writers) + more, time.monotonic() + PATIENCE
    while _acknowledged(writers) < goal and time.monotonic() < until:
        time.sleep(0.05)


@pytest.mark.parametrize("server", ["sqlite", "postgresql"], indirect=True)
def test_what_was_acknowledged_survives_every_kill(server: Serving, request: pytest.FixtureRequest) -> None:
    dice = random.Random(20260101)
    writers = clerks(server)
    for _ in range(KILLS):
        server.start()
        over = threading.Event()
        threads = [threading.Thread(target=writer.work, args=(over,)) for writer in writers]
        for thread in threads:
            thread.start()
        _wait_for(writers, BETWEEN)
        time.sleep(dice.uniform(0, MOMENT))
        server.kill()
        over.set()
        for thread in threads:
            thread.join(60)
    server.start()
    for writer in writers:
        writer.finish()
    server.stop()

    found = server.ask("tests.proof.crash_office", "tell")
    sent = {letter.title: letter for writer in writers for letter in writer.letters if letter.acknowledged}
    stored = Counter(title for _, title, _ in found["letters"])
    lost = [title for title in sent if title not in stored]
    doubled = [title for title, times in stored.items() if times > 1]
    numbers = [number for number, _, _ in found["letters"]]
    gaps = sorted(set(range(1, len(numbers) + 1)) - set(numbers))
    files = {title: hashes for _, title, hashes in found["letters"]}
    fileless = [
        title
        for title, letter in sent.items()
        if files.get(title) != [hashlib.sha256(letter.content).hexdigest()]
    ]
    refused = [line for writer in writers for line in writer.refused]
    audit = server.takar("audit", "verify")
    print(
        f"\n{request.node.callspec.params['server']}: kills {KILLS}, acknowledged {len(sent)}, "
        f"resent {sum(writer.resent for writer in writers)}, lost {len(lost)}, doubled {len(doubled)}, "
        f"gaps {len(gaps)}, without their file {len(fileless)}, orphan files {found['orphans']}"
    )
    assert len(sent) > KILLS, "hardly anybody could work: then nothing lost proves nothing"
    assert (lost, doubled, gaps, fileless, refused) == ([], [], [], [], [])
    assert audit.returncode == 0, audit.stdout + audit.stderr


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
def test_a_killed_worker_is_replaced_and_the_others_go_on(server: Serving) -> None:
    writer = clerks(server)[0]
    server.start(workers=2)
    assert server.process is not None
    first, *others = server.workers()
    assert others
    first.kill()
    until = time.monotonic() + 30
    while time.monotonic() < until:
        assert server.process.poll() is None, "one dead worker ended the whole server"
        alive = [child for child in server.workers() if child.pid != first.pid]
        if len(alive) >= 2:
            break
        time.sleep(0.2)
    else:
        raise AssertionError("nobody took the dead worker's place")
    server.wait()
    over = threading.Event()
    thread = threading.Thread(target=writer.work, args=(over,))
    thread.start()
    _wait_for([writer], 3)
    over.set()
    thread.join(60)
    writer.finish()
    assert [letter.acknowledged for letter in writer.letters].count(True) >= 1
    assert writer.refused == []
