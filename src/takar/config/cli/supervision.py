"""The processes that serve pages: one that dies or grows too large is replaced, the others go on."""

from __future__ import annotations

import logging
import time
from collections import deque
from typing import Any, Final

from granian.constants import Interfaces
from granian.log import LogLevels, logger
from granian.server.mp import MPServer

DAY: Final = 24 * 60 * 60
MOST_DEATHS: Final = 12
"""Unexpected ends within a minute. More means that workers cannot live here, and the server gives up."""


class PatientServer(MPServer):
    """Granian gives up when a worker dies twice within five seconds.

    Two bad requests in a row would then stop the office. This one gives up only when workers die again
    and again; whoever runs it (systemd) starts it anew.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._deaths: deque[float] = deque(maxlen=MOST_DEATHS)

    def _respawn_workers(self, *args: Any, **options: Any) -> None:
        super()._respawn_workers(*args, **options)
        now = time.monotonic()
        self._deaths.append(now)
        if len(self._deaths) < MOST_DEATHS or now - self._deaths[0] > 60:
            self.respawned_wrks.clear()  # what granian looks at to call it a crash loop


def supervised(*, host: str, port: int, workers: int, memory: int) -> PatientServer:
    """The server; ``memory`` is the MB above which a worker is replaced once its requests are answered."""
    logger.addFilter(_is_news)
    return PatientServer(
        "takar.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        websockets=False,
        log_level=LogLevels.warning,
        workers_kill_timeout=10,
        respawn_failed_workers=True,
        workers_max_rss=memory,
        rss_sample_interval=10,
        workers_lifetime=DAY,
    )


def _is_news(record: logging.LogRecord) -> bool:
    """Not granian's advice about one kernel setting at every start; the guide gives it once."""
    return "tcp_migrate_req" not in record.getMessage()
