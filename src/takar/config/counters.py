"""The processes of one server count together: each into its own file of one folder.

prometheus_client asks for the folder in the environment, before its counters are made.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def counted_together() -> Iterator[None]:
    """Wrap what starts Django and the server. The folder goes when the server ends."""
    with tempfile.TemporaryDirectory(prefix="takar-counters-", ignore_cleanup_errors=True) as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        try:
            yield
        finally:
            del os.environ["PROMETHEUS_MULTIPROC_DIR"]
