"""SQLite for an office: WAL, and writers that queue instead of fighting.

SQLite lets one writer in at a time. The others poll with growing sleeps, and under sixteen writers
some were seen to wait the whole four seconds of a run while others went ahead of them. Here every
transaction first waits on an advisory file lock, which the kernel hands on in order of arrival;
only the holder ever asks SQLite for the write lock. Readers are not touched: WAL lets them in.

The lock guards *transactions*. A lone autocommitted statement still relies on the busy timeout,
which is ample because the holder of the queue never holds it longer than its transaction.
"""

from __future__ import annotations

import os
from typing import Any

from django.db.backends.sqlite3 import base

from takar.kernel import statistics
from takar.kernel.metrics import QUEUE_SECONDS

try:
    import fcntl
except ImportError:  # Windows: SQLite's own busy wait has to do
    fcntl = None  # type: ignore[assignment]


class DatabaseWrapper(base.DatabaseWrapper):
    _queue: int | None = None
    _holds_turn = False

    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        params.setdefault("timeout", 30)
        return params

    def _queue_path(self) -> str | None:
        name = str(self.settings_dict["NAME"])
        in_memory = self.is_in_memory_db() or name.startswith("file:")
        return None if in_memory else f"{name}-queue"

    def _take_turn(self) -> None:
        path = self._queue_path()
        if fcntl is None or path is None or self._holds_turn:
            return
        if self._queue is None:
            self._queue = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        with QUEUE_SECONDS.time():
            fcntl.flock(self._queue, fcntl.LOCK_EX)
        self._holds_turn = True

    def _leave_turn(self) -> None:
        if self._holds_turn and self._queue is not None:
            fcntl.flock(self._queue, fcntl.LOCK_UN)
            self._holds_turn = False

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._leave_turn()
            raise

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]
        finally:
            self._leave_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._leave_turn()

    def _close(self) -> None:
        try:
            if self.connection is not None:
                statistics.look_now_and_then(self.connection)
            super()._close()  # type: ignore[misc]
        finally:
            self._leave_turn()
            if self._queue is not None:
                os.close(self._queue)
                self._queue = None
