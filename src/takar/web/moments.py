"""When something happened, by the office's clock."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from takar.kernel.formatting import format_moment


def local(moment: datetime) -> str:
    """``12 Mar 2025 14.05`` of a stored moment."""
    return format_moment(timezone.localtime(moment))
