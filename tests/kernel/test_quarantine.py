"""Foreign files are read in a process that may fail: whatever it does, here it is a sentence."""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections.abc import Iterator

import pytest

from takar.kernel.errors import BadInput
from takar.kernel.quarantine import Stopped, client, limits, read_foreign

READER = "tests.hostile.reader"


def ask(task: str, content: bytes = b"", **more: object) -> object:
    return read_foreign(READER, content, task=task, **more)


@pytest.fixture
def one_second(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Children of this test live one second at most."""
    monkeypatch.setattr(limits, "SECONDS", 1)
    client._fork_server.end()
    yield
    client._fork_server.end()


def test_what_the_reader_says_arrives() -> None:
    assert ask("echo", b"isi berkas") == "isi berkas"
    assert ask("bytes", b"\x00\xff") == b"\x00\xff"
    assert ask("lone surrogate") == "\udc80"
    assert ask("length", b"x" * 20 * limits.MEGABYTE) == 20 * limits.MEGABYTE


def test_a_rule_of_the_reader_is_the_sentence_it_wrote() -> None:
    with pytest.raises(BadInput, match="Kolom kedua kosong") as caught:
        ask("refuse")
    assert (caught.value.field, isinstance(caught.value, Stopped)) == ("file", False)


@pytest.mark.parametrize(
    ("task", "reason"),
    [
        ("abort", "ended"),
        ("segfault", "ended"),
        ("exit", "ended"),
        ("memory", "memory"),
        ("native memory", "memory"),
        ("bug", "failed with KeyError"),
        ("deep answer", "failed with RecursionError"),
        ("large answer", "memory"),
        ("rubbish on the socket", "too much"),
        ("nested rubbish", "babble"),
        ("strange refusal", "babble"),
        ("unknown sign", "babble"),
    ],
)
def test_a_reader_that_fails_is_a_sentence_and_a_security_event(
    task: str, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "takar.security"), pytest.raises(Stopped, match="dibaca dengan aman"):
        ask(task, b"rahasia warga")
    (found,) = [record for record in caplog.records if record.name == "takar.security"]
    assert found.__dict__["security_event"] == "foreign_file_stopped"
    assert (found.__dict__["reader"], found.__dict__["reason"], found.__dict__["size"]) == (
        READER,
        reason,
        13,
    )
    assert "rahasia" not in str(found.__dict__)
    assert ask("echo", b"masih hidup") == "masih hidup"


@pytest.mark.parametrize("task", ["loop", "sleep", "native loop"])
def test_a_reader_that_never_ends_is_ended(
    task: str, one_second: None, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "takar.security"), pytest.raises(Stopped):
        ask(task)
    assert caplog.records[-1].__dict__["reason"] in {"time", "ended"}
    assert ask("echo", b"lagi") == "lagi"


@pytest.mark.parametrize(
    "task", ["open a file", "write a file", "open a socket", "resolve a name", "read the environment"]
)
def test_inside_nothing_can_be_reached(task: str) -> None:
    assert ask(task) == "refused"


@pytest.mark.skipif(os.getuid() == 0, reason="the system lets root start processes beyond any limit")
def test_inside_no_process_can_be_started() -> None:
    assert ask("fork") == "refused"


def test_printing_of_a_decoder_reaches_nobody(capfd: pytest.CaptureFixture[str]) -> None:
    assert ask("print") == "said"
    assert capfd.readouterr() == ("", "")


def test_files_do_not_see_each_other() -> None:
    assert ask("remember", b"satu") == ""
    assert ask("remember", b"dua") == ""


def test_a_killed_fork_server_is_replaced_and_nobody_notices() -> None:
    ask("echo", b"a")
    first = client._fork_server._process
    assert first is not None
    os.kill(first.pid, signal.SIGKILL)
    assert ask("echo", b"b") == "b"
    assert client._fork_server._process is not first


def test_a_reader_that_does_not_exist_is_no_crash() -> None:
    with pytest.raises(BadInput, match="pengelola server"):
        read_foreign("tests.hostile.nobody", b"")
    assert ask("echo", b"b") == "b"


def test_the_fork_server_knows_no_secret_and_ends_with_its_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAKAR_SECRET_KEY", "rahasia")
    client._fork_server.end()
    ask("echo", b"a")
    process = client._fork_server._process
    assert process is not None
    with open(f"/proc/{process.pid}/environ", "rb") as file:
        assert file.read() == b"LANG=C.UTF-8\x00"
    assert client._fork_server._control is not None
    client._fork_server._control.close()
    assert process.wait(5) == 0


def test_nothing_beyond_the_largest_file_is_handed_over() -> None:
    with pytest.raises(BadInput, match="lebih besar dari 32 MB"):
        ask("echo", b"\0" * (limits.LARGEST_FILE + 1))


def test_whoever_finds_no_free_place_is_told_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SHORT_WAIT", 0.01)
    monkeypatch.setattr(limits, "LONGEST_WAIT", 0.01)
    for _ in range(limits.AT_ONCE):
        client._fork_server.places.acquire()
    try:
        with pytest.raises(BadInput, match="Coba lagi sebentar"):
            ask("echo")
    finally:
        for _ in range(limits.AT_ONCE):
            client._fork_server.places.release()
    assert ask("echo", b"a") == "a"


def test_only_one_waits_long_so_that_a_thread_stays_free_for_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SHORT_WAIT", 0.01)
    monkeypatch.setattr(limits, "LONGEST_WAIT", 60)
    for _ in range(limits.AT_ONCE):
        client._fork_server.places.acquire()
    with client._fork_server._patience, pytest.raises(BadInput, match="Coba lagi sebentar"):
        ask("echo")
    patient = threading.Thread(target=ask, args=["echo", b"a"])
    patient.start()
    for _ in range(limits.AT_ONCE):
        client._fork_server.places.release()
    patient.join(60)
    assert not patient.is_alive()


def test_many_threads_get_their_own_answers() -> None:
    found: dict[int, object] = {}

    def one(number: int) -> None:
        found[number] = ask("echo", str(number).encode())

    threads = [threading.Thread(target=one, args=[number]) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: str(number) for number in range(16)}


def test_a_forked_process_has_a_fork_server_of_its_own() -> None:
    ask("echo", b"a")
    child = os.fork()
    if not child:
        status = 1
        try:
            status = 0 if client._fork_server._process is None and ask("echo", b"c") == "c" else 1
        finally:
            client._fork_server.end()
            os._exit(status)
    assert os.waitpid(child, 0)[1] == 0
    assert ask("echo", b"b") == "b"
