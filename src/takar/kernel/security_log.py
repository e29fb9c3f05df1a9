"""Security events: one log line each, for whoever watches the server (OWASP ASVS 7.1 and 7.2).

A line tells what happened, to which account, office and record, and how it ended. It never holds what
identifies a resident, a password or the text of an entry: numbers of rows say enough to look it up.
"""

from __future__ import annotations

import logging
from enum import StrEnum

logger = logging.getLogger("takar.security")


class SecurityEvent(StrEnum):
    """The closed list of what is logged, so that a rule of the office's monitoring can name it."""

    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGN_IN_LIMITED = "sign_in_limited"
    SIGNED_OUT = "signed_out"
    SESSION_ENDED = "session_ended"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of an event
    SECOND_FACTOR_CHANGED = "second_factor_changed"
    ACCOUNT_CHANGED = "account_changed"
    REFUSED = "refused"
    EMERGENCY_ACCESS = "emergency_access"
    DISCLOSED = "disclosed"
    READ_PERSONAL_DATA = "read_personal_data"
    EXPORTED = "exported"
    SETTINGS_CHANGED = "settings_changed"
    FOREIGN_FILE_STOPPED = "foreign_file_stopped"
    BACKUP = "backup"
    RESTORED = "restored"
    FILES_CLEARED = "files_cleared"
    KEYS_ROTATED = "keys_rotated"


def log_event(event: SecurityEvent, **facts: object) -> None:
    """Write one line; ``facts`` are short identifiers (``user_id=3``), never texts that people wrote."""
    logger.info(event.value, extra={"security_event": event.value, **facts})
