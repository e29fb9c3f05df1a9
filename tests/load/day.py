"""A day at the offices: their people at work on a real server, reading and writing mixed.

    python -m tests.load.day --offices 1 --people 19 --pace 4       a working day pressed into four minutes
    python -m tests.load.day --offices 33 --people 300 --pace 60    a busy hour as it is

Two server processes on the PostgreSQL server of ``TAKAR_TEST_POSTGRESQL`` (on SQLite without one), all on
this machine. Everybody is signed in already. Ends with status 1 when a request failed, something
acknowledged is lost or doubled, or a chain does not hold.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import sys
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urljoin

import gevent
import locust.stats
from bs4 import BeautifulSoup
from locust import HttpUser, task
from locust.env import Environment

from tests.proof.serving import Serving

YEAR_PAGES = {
    "Hari ini": "",
    "daftar surat": "buku/surat-masuk/",
    "daftar keluar": "buku/surat-keluar/",
    "cari": "cari/?q=rapat",
    "indikator": "indikator/",
    "satu indikator": "indikator/43/",
    "kantor": "kantor/",
    "buku PDF": "buku/surat-masuk/cetak.pdf",
    "ekspor XLSX": "buku/surat-masuk/ekspor.xlsx",
}


class Day:
    """What all people share: who they are and what was acknowledged to them."""

    staff: ClassVar[list[dict[str, Any]]] = []
    cookie: ClassVar[str] = ""
    year: ClassVar[int] = 0
    pace: ClassVar[float] = 10
    titles: ClassVar[list[str]] = []
    letters: ClassVar[dict[int, list[str]]] = {}
    """Office -> addresses of letters that wait for a disposition."""
    given: ClassVar[dict[int, list[str]]] = {}
    """Office -> addresses of letters that were disposed."""


class Worker(HttpUser):
    """Somebody at a desk. ``self.me`` says who; each person is played once."""

    abstract = True
    role = ""

    def wait_time(self) -> float:
        return random.expovariate(1 / Day.pace)

    def on_start(self) -> None:
        place = next(n for n, person in enumerate(Day.staff) if person["title"] == self.role)
        self.me = Day.staff.pop(place)
        self.client.trust_env = False
        self.client.cookies.set(Day.cookie, self.me["session"], domain="127.0.0.1")
        # Nobody's first click comes at the same second.
        gevent.sleep(random.uniform(0, Day.pace))

    # ---- reading ------------------------------------------------------------------------------

    def open(self, what: str, path: str | None = None) -> Any:
        address = path or f"/{Day.year}/{YEAR_PAGES[what]}"
        with self.client.get(address, name=f"baca: {what}", catch_response=True) as answer:
            if answer.status_code != 200:
                answer.failure(f"{answer.status_code}")
            return answer

    @task(6)
    def look_around(self) -> None:
        self.open(random.choice(["Hari ini", "Hari ini", "daftar surat", "daftar keluar", "cari"]))

    @task(2)
    def look_at_numbers(self) -> None:
        self.open(random.choice(["indikator", "satu indikator", "kantor"]))

    @task(1)
    def take_paper(self) -> None:
        self.open(random.choice(["buku PDF", "ekspor XLSX"]))

    @task(3)
    def open_entry(self) -> None:
        known = Day.letters.get(self.me["office"], []) + Day.given.get(self.me["office"], [])
        if known:
            self.open("entri", random.choice(known))

    # ---- writing ------------------------------------------------------------------------------

    def fill(self, what: str, path: str, found: dict[str, str], file: bytes = b"") -> str:
        """Open a form, change some fields, send it; the address it led to, or nothing when it is closed."""
        page = self.client.get(path, name=f"baca: formulir {what}")
        forms = BeautifulSoup(page.text, "lxml").select("#isi form[method=post]")
        # A page may have several forms; whoever brings a file means the one that takes it.
        form = next((form for form in forms if not file or form.select_one("input[type=file]")), None)
        if form is None:
            return ""
        path = urljoin(path, str(form.get("action") or path))
        sent = _as_it_stands(form) | {name: value for name, value in found.items() if value}
        upload = form.select_one("input[type=file]")
        files = (
            {str(upload["name"]): (f"{uuid.uuid4()}.pdf", file, "application/pdf")}
            if upload and file
            else None
        )
        with self.client.post(
            path, data=sent, files=files, name=f"tulis: {what}", catch_response=True, allow_redirects=False,
            headers={"Referer": f"{self.host}{path}"},
        ) as answer:  # fmt: skip
            if answer.status_code != 302:
                faults = BeautifulSoup(answer.text, "lxml").select(".form-errors, .field-error")
                answer.failure(
                    f"{answer.status_code} {[fault.get_text(' ', strip=True) for fault in faults]}"
                )
                return ""
            return str(answer.headers["Location"])


class Clerk(Worker):
    """Keeps the agenda: letters in, letters out, scans."""

    role = "clerk"

    @task(4)
    def record_letter(self) -> None:
        title = f"Beban {uuid.uuid4()}"
        values = {
            "title": title,
            "letter_number": title[:30],
            "sender": "Dinas Pendidikan",
            "kind": "undangan",
        }
        file = _scan() if random.random() < 0.4 else b""
        address = self.fill("surat masuk", f"/{Day.year}/buku/surat-masuk/catat/", values, file)
        if "/entri/" in address:
            Day.titles.append(title)
            Day.letters.setdefault(self.me["office"], []).append(address)

    @task(2)
    def send_letter(self) -> None:
        title = f"Beban {uuid.uuid4()}"
        values = {"title": title, "recipient": "Camat", "kind": "surat_tugas", "filing_code": self._code()}
        address = self.fill("surat keluar", f"/{Day.year}/buku/surat-keluar/catat/", values)
        if "/entri/" in address:
            Day.titles.append(title)
            self.fill("tanda tangan", f"{address}langkah/signed/", {})

    @task(1)
    def add_scan(self) -> None:
        known = Day.letters.get(self.me["office"], [])
        if known:
            self.fill("bukti", random.choice(known), {}, _scan())

    def _code(self) -> str:
        """The first code of the catalogue that the form offers; asked once."""
        if not hasattr(self, "code"):
            page = self.client.get(
                f"/{Day.year}/buku/surat-keluar/catat/", name="baca: formulir surat keluar"
            )
            control = BeautifulSoup(page.text, "lxml").select_one('[name="filing_code"]')
            options = control.find_all("option") if control is not None else []
            self.code = next((str(option["value"]) for option in options if option.get("value")), "")
        return self.code


class Leader(Worker):
    """The Camat: reads, disposes, looks at the numbers."""

    role = "leader"

    @task(4)
    def dispose(self) -> None:
        waiting = Day.letters.get(self.me["office"], [])
        if waiting:
            address = waiting.pop(0)
            if self.fill("disposisi", f"{address}disposisi/", {}):
                Day.given.setdefault(self.me["office"], []).append(address)


class Section(Worker):
    """A section head: mostly reads."""

    role = "section"


def _as_it_stands(form: Any) -> dict[str, Any]:
    """What the form holds; of boxes and radios that must be chosen, the first."""
    sent: dict[str, Any] = {}
    for control in form.select("input[name], select[name], textarea[name]"):
        name, kind = str(control["name"]), str(control.get("type", control.name))
        if control.name == "select":
            options = [str(option.get("value", "")) for option in control.find_all("option")]
            chosen = control.find("option", selected=True)
            value = str(chosen.get("value", "")) if chosen else next((o for o in options if o), "")
            if chosen or control.has_attr("required"):
                sent[name] = value
        elif kind in {"checkbox", "radio"}:
            if control.has_attr("checked") or name in {"receivers", "instructions"}:
                sent.setdefault(name, str(control.get("value", "on")))
        elif kind not in {"file", "submit", "button"}:
            sent[name] = control.get_text() if control.name == "textarea" else str(control.get("value", ""))
    return sent


_SCAN = b""


def _scan() -> bytes:
    """A page of a scanner, each another by its last bytes."""
    from tests.web.files import pdf_bytes

    global _SCAN
    _SCAN = _SCAN or pdf_bytes("Pindaian")
    return _SCAN + f"\n% {uuid.uuid4()}\n".encode()


# ---- the run --------------------------------------------------------------------------------------


@contextlib.contextmanager
def database() -> Iterator[dict[str, str]]:
    """Settings of a database of its own, on the PostgreSQL server if one is named."""
    url = os.environ.get("TAKAR_TEST_POSTGRESQL")
    if not url:
        yield {}
        return
    import psycopg

    base, name = url.rsplit("/", 1)[0], f"takar_load_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        durable = connection.execute("SHOW fsync").fetchone()
        connection.execute(f'CREATE DATABASE "{name}"')
    print(f"PostgreSQL, fsync {durable[0] if durable else '?'}")
    try:
        yield {"TAKAR_DATABASE_URL": f"{base}/{name}"}
    finally:
        with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def play(url: str, people: int, seconds: float) -> Any:
    """Everybody works for so long; returns locust's statistics."""
    locust.stats.PERCENTILES_TO_REPORT = [0.5, 0.95, 1.0]
    roles = [Clerk, Leader, Section]
    for role in roles:
        role.fixed_count = sum(person["title"] == role.role for person in Day.staff)
    environment = Environment(user_classes=roles, host=url)
    runner = environment.create_local_runner()
    runner.start(people, spawn_rate=max(5, people / 10))
    gevent.sleep(seconds)
    runner.stop()
    return environment.stats


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.load.day", description=__doc__)
    parser.add_argument("--offices", type=int, default=1)
    parser.add_argument("--people", type=int, default=19)
    parser.add_argument("--pace", type=float, default=4.0, help="seconds between two acts of one person")
    parser.add_argument("--seconds", type=float, default=240.0)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="takar-load-") as folder, database() as settings:
        server = Serving(Path(folder), settings)
        if server.takar("migrate").returncode:
            raise SystemExit("the database could not be made")
        made = server.ask("tests.load.day_office", "make", str(chosen.offices), str(chosen.people))
        Day.staff, Day.cookie, Day.year = made["staff"], made["cookie"], made["year"]
        Day.pace = chosen.pace
        server.start(workers=2)
        try:
            stats = play(server.url, chosen.people, chosen.seconds)
        finally:
            server.stop()
        titles = Path(folder) / "titles.json"
        titles.write_text(json.dumps(Day.titles))
        data = server.ask("tests.load.day_office", "tell", str(titles))
    _print(chosen, stats, data)
    whole = not (data["lost"] or data["doubled"] or data["broken_files"] or data["gaps"] or data["audit"])
    return 0 if whole and stats.total.num_failures == 0 else 1


def _print(chosen: argparse.Namespace, stats: Any, data: dict[str, Any]) -> None:
    print(
        f"{chosen.people} people of {chosen.offices} offices, an act every {chosen.pace:g} s each, "
        f"{chosen.seconds:g} s; load of the machine {os.getloadavg()[0]:.1f}"
    )
    print(f"{'act':<32}{'count':>7}{'errors':>8}{'p50 ms':>9}{'p95 ms':>9}{'longest':>9}")
    for row in [*sorted(stats.entries.values(), key=lambda row: row.name), stats.total]:
        half, most = (row.get_response_time_percentile(part) or 0 for part in (0.5, 0.95))
        print(
            f"{row.name:<32}{row.num_requests:>7}{row.num_failures:>8}{half:>9.0f}{most:>9.0f}"
            f"{row.max_response_time:>9.0f}"
        )
    for error in stats.errors.values():
        print(f"error: {error.name}: {error.error} ({error.occurrences})")
    print(
        f"acknowledged {len(Day.titles)}, lost {data['lost']}, doubled {data['doubled']}, entries {data['entries']}, "
        f"files {data['files']}, broken files {data['broken_files']}, gaps {len(data['gaps'])}, "
        f"audit findings {len(data['audit'])}"
    )


if __name__ == "__main__":
    sys.exit(main())
