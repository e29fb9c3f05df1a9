"""A real server with TAKAR_DEBUG off: every error page once, the log beside it, and what a monitor is told.

One server for all of it: starting one takes longer than asking it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.config.commands import takar_apart
from tests.config.running import Server, running

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data: Path = tmp_path_factory.mktemp("office")
    assert takar_apart(data, "migrate").status == 0
    with running(data, TAKAR_LOG_REQUESTS="1") as server:
        yield server


@pytest.mark.parametrize(
    ("status", "ask", "says"),
    [
        (400, {"path": "/masuk/", "headers": {"Host": "evil.example"}}, "tidak dapat dibaca"),
        (400, {"path": "/masuk/?q=%00"}, "tidak dapat dibaca"),
        (
            400,
            {
                "path": "/masuk/",
                "method": "POST",
                "body": "&".join(f"a{n}=1" for n in range(1500)),
                "headers": FORM,
            },
            "kolomnya terlalu banyak",
        ),
        (403, {"path": "/masuk/", "method": "POST", "body": "login=a", "headers": FORM}, "belum tersimpan"),
        (404, {"path": "/static/tidak-ada.css"}, "Halaman ini tidak ada"),
        (405, {"path": "/sehat", "method": "OPTIONS"}, "dijalankan dengan tombol"),
        (
            413,
            {"path": "/masuk/", "method": "POST", "body": "a=" + "x" * 6_000_000, "headers": FORM},
            "Kiriman terlalu besar",
        ),
    ],
    ids=["host", "nul", "fields", "csrf", "absent", "method", "size"],
)
def test_each_refusal_has_its_own_page_with_the_id_of_the_log(
    server: Server, status: int, ask: dict[str, object], says: str
) -> None:
    reply = server.ask(**ask)  # type: ignore[arg-type]
    assert reply.status == status
    assert says in reply.text
    assert 'lang="id"' in reply.text
    code = reply.headers["x-request-id"]
    assert code in reply.text
    found = [line for line in server.lines() if line.get("request_id") == code]
    assert any(line["event"] == "request" and line["status"] == status for line in found)
    # Django's own line, written after the last middleware, has the id too.
    assert any(str(line["logger"]).startswith("django.") for line in found)


def test_a_given_id_is_kept_only_when_it_is_a_plain_word(server: Server) -> None:
    given = "proxy-0123456789"
    assert server.ask("/sehat", headers={"X-Request-ID": given}).headers["x-request-id"] == given
    for strange in ("a", "x" * 65, "two words here", "<script>alert</script>", "3515080101900001x;"):
        assert server.ask("/sehat", headers={"X-Request-ID": strange}).headers["x-request-id"] != strange


def test_a_monitor_learns_that_the_server_lives_and_can_work(server: Server) -> None:
    assert server.ask("/sehat").text == "ok"
    reply = server.ask("/siap")
    assert (reply.status, reply.text) == (200, "siap")


def test_both_processes_count_into_one_page_that_only_this_machine_reads(server: Server) -> None:
    for _ in range(6):
        server.ask("/sehat")
    reply = server.ask("/metrik")
    assert reply.status == 200
    (line,) = [
        line
        for line in reply.text.splitlines()
        if line.startswith("takar_requests_total{") and 'route="healthy",status="200"' in line
    ]
    assert float(line.split()[-1]) >= 6
    assert "takar_free_bytes" in reply.text
    assert "takar_writer_queue_seconds_count" in reply.text
    # A proxy on this machine would make every stranger local.
    assert server.ask("/metrik", headers={"X-Forwarded-For": "203.0.113.9"}).status == 404
    assert server.ask("/metrik", headers={"X-Real-IP": "203.0.113.9"}).status == 404


def test_broken_storage_is_a_page_with_an_id_and_a_traceback_in_the_log(server: Server) -> None:
    cookie = {"Cookie": "sessionid=abcdefghijklmnopqrstuvwxyz012345"}
    database = server.data / "takar.sqlite3"
    with sqlite3.connect(database) as opened:
        opened.execute("ALTER TABLE django_session RENAME TO gone")
    opened.close()
    gone = server.ask("/2026/cari/?q=Siti+Aminah", headers=cookie)
    assert gone.status == 503
    assert "Basis data tidak terjangkau" in gone.text
    assert gone.headers["retry-after"]

    database.write_bytes(b"this is no database" * 1000)
    broken = server.ask("/2026/cari/?q=Siti+Aminah", headers=cookie)
    assert broken.status == 500
    assert "Terjadi gangguan" in broken.text
    part = server.ask("/2026/", headers={**cookie, "HX-Request": "true"})
    assert part.status == 500
    assert "<html" not in part.text
    assert part.headers["x-request-id"] in part.text

    for reply, error in ((gone, "OperationalError"), (broken, "DatabaseError")):
        code = reply.headers["x-request-id"]
        assert code in reply.text
        (line,) = [
            line for line in server.lines() if line.get("request_id") == code and line.get("exception")
        ]
        assert "Traceback (most recent call last):\n  File" in line["exception"]
        assert error in line["exception"]
        assert "in __call__" in line["exception"]
    assert server.ask("/sehat").text == "ok"
    assert server.ask("/siap").status == 503
    assert server.ask("/siap").text == "basis data tidak dapat dibaca atau ditulisi"
    whole = server.log.read_text()
    assert "Aminah" not in whole
    assert cookie["Cookie"].split("=")[1] not in whole
