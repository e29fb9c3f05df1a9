"""How much a foreign file may cost. Both sides of the quarantine use these figures."""

from __future__ import annotations

from typing import Final

MEGABYTE: Final = 1024 * 1024

MEMORY: Final = 512 * MEGABYTE
"""Address space of a child in bytes, the loaded readers (about 200 MB, mostly untouched) included."""
SECONDS: Final = 10
"""Longest life of a child, and the processor time it may use."""
LARGEST_FILE: Final = 32 * MEGABYTE
"""No file of any kind is handed over beyond this; each place has a smaller limit of its own."""
LARGEST_ANSWER: Final = 16 * MEGABYTE
AT_ONCE: Final = 2
"""Children of one process at the same time: with two web workers at most 2 GB even when all misbehave."""
SHORT_WAIT: Final = 2.0
"""Seconds anybody waits for a free place; an honest file takes a fraction of one."""
LONGEST_WAIT: Final = 5.0
"""Seconds one more waits. Only one: with two that read, bad files hold three of a worker's four threads."""
