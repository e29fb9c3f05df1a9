"""Errors that a person can act on.

Services raise these; web, API and command line turn them into a page, a status or an exit code.
The message is Indonesian and says what to do, because the user reads it as it is.
"""

from __future__ import annotations


class DomainError(Exception):
    """A rule was not met. ``str(error)`` is the sentence the user reads.

    ``field`` names the form field the sentence belongs to, when there is one.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Refused(DomainError):
    """The actor may see the thing but may not do this to it (HTTP 403)."""


class NotFound(DomainError):
    """The thing does not exist for this actor: absent, or another office's (HTTP 404)."""


class BadInput(DomainError):
    """A file or an argument cannot be understood (exit status 2 on the command line)."""
