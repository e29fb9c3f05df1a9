"""Events below the pages that are counted or logged: entries, failed sign-ins, changed settings."""

from __future__ import annotations

from functools import partial
from typing import Any

from auditlog.models import LogEntry
from django.contrib.auth.signals import user_login_failed
from django.core.signals import request_finished
from django.db import transaction
from django.db.models.signals import post_save

from takar.kernel.metrics import ENTRIES, SIGN_IN_FAILURES
from takar.kernel.security_log import SecurityEvent, log_event
from takar.ledger.models import Entry
from takar.web.tracing import forget


def listen() -> None:
    post_save.connect(count_entry, dispatch_uid="takar.metrics.entries")
    post_save.connect(log_change, sender=LogEntry, dispatch_uid="takar.security.settings")
    request_finished.connect(forget, dispatch_uid="takar.log.forget")
    user_login_failed.connect(count_failure, dispatch_uid="takar.metrics.sign_in")


def count_entry(sender: type[Any], instance: Any, created: bool, **rest: Any) -> None:
    """Counted when the transaction is through: an entry that was taken back was never recorded."""
    if created and issubclass(sender, Entry):
        transaction.on_commit(partial(ENTRIES.labels(instance.book).inc))


def log_change(sender: type[Any], instance: LogEntry, created: bool, **rest: Any) -> None:
    """Reference data changed by somebody signed in; the values stay in the office's own history."""
    if created and instance.actor_id is not None:
        log_event(
            SecurityEvent.SETTINGS_CHANGED,
            user_id=instance.actor_id,
            what=instance.content_type.model,
            row=instance.object_pk,
            action=instance.get_action_display(),
        )


def count_failure(sender: Any, **rest: Any) -> None:
    SIGN_IN_FAILURES.inc()
