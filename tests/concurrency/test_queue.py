"""The queue of SQLite's writers (decision 0006): who came first goes first, and nobody polls."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection, transaction

LOCKS = Path("/proc/locks")
PATIENCE = 60

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL lets writers in side by side"),
    pytest.mark.skipif(not LOCKS.exists(), reason="only Linux says who waits"),
]


def waiting() -> int:
    """Writers that wait for their turn, as the kernel sees them."""
    number = os.stat(f"{connection.settings_dict['NAME']}-queue").st_ino
    return sum("->" in line and f":{number} " in line for line in LOCKS.read_text().splitlines())


@contextmanager
def my_turn() -> Iterator[None]:
    """Inside, this thread writes and everybody else has to wait."""
    with transaction.atomic():
        yield


def writer(name: int, came: list[int]) -> threading.Thread:
    """Begins a transaction; without the queue it would be refused at once instead of waiting."""

    def write() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA busy_timeout = 0")
            with transaction.atomic():
                came.append(name)
        finally:
            connection.close()

    return threading.Thread(target=write, daemon=True)


def test_writers_go_in_the_order_in_which_they_came(transactional_db: None) -> None:
    came: list[int] = []
    threads = [writer(n, came) for n in range(8)]
    with my_turn():
        for place, thread in enumerate(threads, start=1):
            thread.start()
            end = time.monotonic() + PATIENCE
            while waiting() < place:
                assert thread.is_alive(), "it did not wait for its turn"
                assert time.monotonic() < end
                time.sleep(0.005)
        assert came == []
    for thread in threads:
        thread.join(PATIENCE)
    assert came == list(range(8))
