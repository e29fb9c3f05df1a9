"""What people do with an entry, declared once: who may, when, what it asks, what it does, what it says.

A family declares its actions in its module ``actions``; pages, waiting lists, bulk work and tests read
them from here. See docs/explanation/actions.md.
"""

from takar.ledger.actions.base import UNSENT, Action, Outcome, Sent
from takar.ledger.actions.forms import DayAndNoteForm, ReasonForm
from takar.ledger.actions.registry import action_at, actions_of, for_book, offered
from takar.ledger.actions.waiting import Waiting, waiting_for, waiting_in

__all__ = [
    "UNSENT",
    "Action",
    "DayAndNoteForm",
    "Outcome",
    "ReasonForm",
    "Sent",
    "Waiting",
    "action_at",
    "actions_of",
    "for_book",
    "offered",
    "waiting_for",
    "waiting_in",
]
