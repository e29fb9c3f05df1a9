"""What the running server counts, for whoever watches it.

Numbers only, never a person, an office or a word that somebody wrote. They are counted always, which is
cheap, and shown only where the metrics page is open (see ``takar.config.watching``). Labels come from closed
lists (routes, statuses): a label that a stranger can choose would fill the memory.
"""

from __future__ import annotations

from prometheus_client import Counter, Histogram

REQUESTS = Counter("takar_requests", "Requests answered.", ["method", "route", "status"])
REQUEST_SECONDS = Histogram(
    "takar_request_seconds", "Time to answer.", ["route"], buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
)
ENTRIES = Counter("takar_entries_recorded", "Entries recorded in a book.", ["book"])
QUEUE_SECONDS = Histogram(
    "takar_writer_queue_seconds",
    "Time a writer waited for its turn (SQLite).",
    buckets=(0.001, 0.01, 0.05, 0.1, 0.5, 1, 5, 30),
)
SIGN_IN_FAILURES = Counter("takar_sign_in_failures", "Sign-ins with a wrong name or password.")
DATABASE_ERRORS = Counter("takar_database_errors", "Requests that failed on the database.")
