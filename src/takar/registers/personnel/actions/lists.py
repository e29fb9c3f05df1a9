"""Editions of the DUK and the buku penjagaan are computed again and approved; diklat are held."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from takar.kernel import clock
from takar.ledger.actions import Action, Outcome, for_book, turns
from takar.ledger.actions.general import Advance
from takar.ledger.books import Change
from takar.ledger.models import Entry
from takar.organisation.actor import Actor
from takar.registers.personnel import services
from takar.registers.personnel.book import ListEditions, StaffDevelopments
from takar.registers.personnel.models import ListEdition
from takar.registers.personnel.rules.lists import why_not_computed


@for_book(ListEditions)
class ComputeAgain(Action[ListEdition]):
    """Asked first, because it changes what the draft says."""

    code = "compute_again"
    slug = "hitung-ulang"
    label = "Hitung ulang"
    change = Change.CORRECTED
    form_class = forms.Form

    def not_now(self, actor: Actor, entry: ListEdition) -> str:
        return super().not_now(actor, entry) or why_not_computed(entry)

    def heading(self, entry: ListEdition) -> str:
        return "Hitung ulang daftar"

    def lead(self, actor: Actor, entry: ListEdition) -> str:
        return "Isi konsep diganti dengan keadaan data pegawai sekarang; isi sebelumnya tetap di riwayat."

    def perform(self, actor: Actor, entry: ListEdition, cleaned: dict[str, Any]) -> Outcome:
        services.compute_again(edition=entry, actor=actor)
        return Outcome("Daftar dihitung ulang dari data terkini.")


@for_book(ListEditions)
class ApproveEdition(Advance[Entry]):
    code = "approve"
    milestones = ("approved",)
    waits_in = ("drafted",)
    waits_as = "Daftar kepegawaian menunggu disahkan"

    def turn(self, actor: Actor) -> Q | None:
        return turns.leaders(actor)


@for_book(StaffDevelopments)
class MarkHeld(Advance[Entry]):
    """Waits for the keepers once the planned day has passed."""

    code = "hold"
    milestones = ("held",)
    waits_in = ("planned",)
    waits_as = "Diklat dan kesejahteraan yang waktunya sudah lewat"

    def turn(self, actor: Actor) -> Q | None:
        mine = turns.keepers(actor, self.book)
        today = clock.today()
        over = Q(ends_on__lt=today) | Q(ends_on=None, starts_on__lt=today)
        return None if mine is None else mine & over
