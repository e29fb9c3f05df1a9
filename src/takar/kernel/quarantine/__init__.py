"""Foreign files are read in a bounded process of their own, never in the one that serves the pages.

A file from outside can make a decoder loop, take all memory or abort in native code, which no
``except`` catches. So the bytes go to a child process with little memory, little time, no network
and no right to open a file (see docs/decisions/0029-foreign-files-in-quarantine.md):

- ``client`` runs in the web process or the command and asks;
- ``fork_server`` is a process that has the readers loaded and forks a child for each file;
- ``child`` is what happens inside the child.

Readers are modules with a function ``read(content, **options)``. They are named by their dotted path
and are not imported on this side.

Call :func:`read_foreign` before a transaction begins: the database must not wait for a slow file.
"""

from __future__ import annotations

from takar.kernel.quarantine.client import Stopped, read_foreign

__all__ = ["Stopped", "read_foreign"]
