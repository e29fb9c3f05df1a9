"""Pengaturan > Akses darurat: the operator asks with a reason; the Camat reads what was opened."""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from takar.kernel import clock
from takar.kernel.access import get_visible, visible
from takar.kernel.errors import DomainError, Refused
from takar.ledger.actions.forms import add_error
from takar.organisation.access import oversees_accounts
from takar.organisation.emergency import LONGEST_HOURS, end_emergency, open_emergency
from takar.organisation.models import EmergencyAccess, EmergencyView, User
from takar.web import asked
from takar.web.http import StaffRequest
from takar.web.moments import local
from takar.web.paging import page_size, pager
from takar.web.tables import Row, Table


class AskForm(forms.Form):
    """Why, for how long, and the password again: an unattended screen must not open this."""

    reason = forms.CharField(
        label="Alasan",
        min_length=10,
        max_length=500,
        help_text="Apa yang harus dibaca, dan mengapa tidak ada yang berwenang yang dapat dihubungi.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    hours = forms.TypedChoiceField(
        label="Selama",
        coerce=int,
        choices=[(hours, f"{hours} jam") for hours in range(1, LONGEST_HOURS + 1)],
    )
    password = forms.CharField(
        label="Kata sandi Anda", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        typed: str = self.cleaned_data["password"]
        if not self.user.check_password(typed):
            raise forms.ValidationError("Kata sandi ini salah.")
        return typed


def overview(request: StaffRequest, year: int) -> HttpResponse:
    actor, user = request.actor, request.user
    assert isinstance(user, User)
    if not oversees_accounts(actor):
        raise Refused("Akses darurat diminta pengelola pengaturan dan dilihat pimpinan.")
    asks = actor.is_operator and actor.emergency_id is None
    form = AskForm(request.POST if asks and request.method == "POST" else None, user=user)
    if request.method == "POST":
        if request.POST.get("act") == "end":
            access = get_visible(actor, EmergencyAccess, pk=_number(request.POST.get("access", "")))
            end_emergency(user=access.user, actor=actor)
            messages.success(request, "Akses darurat diakhiri.")
            return redirect("web:emergency", year=year)
        if not asks:
            raise Refused("Akses darurat diminta oleh pengelola pengaturan, satu kali pada satu waktu.")
        if not ratelimit.consume(request, action="emergency", user=user):
            raise DomainError("Terlalu banyak percobaan. Tunggu lima menit, lalu coba lagi.")
        if form.is_valid():
            values = {name: form.cleaned_data[name] for name in ("reason", "hours")}
            try:
                access = open_emergency(user=user, actor=actor, **values)
            except Refused:
                raise
            except DomainError as error:
                add_error(form, error)
            else:
                messages.success(request, f"Akses darurat dibuka sampai {local(access.until)}.")
                return redirect("web:emergency", year=year)
    context = {
        "year": year,
        "form": form if asks else None,
        "table": _table(request, year),
        "running": [
            {
                "pk": access.pk,
                "name": str(access.user.person),
                "until": local(access.until),
            }
            for access in visible(actor, EmergencyAccess)
            .filter(until__gt=clock.now())
            .select_related("user__person")
            if access.user.emergency_id == access.pk
        ],
        "back_url": reverse("web:accounts", args=[year]),
    }
    failed = request.method == "POST"
    return render(request, "web/settings/emergency.html", context, status=422 if failed else 200)


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 18 else 0


def _table(request: StaffRequest, year: int) -> Table:
    rows = visible(request.actor, EmergencyAccess).select_related("user__person")
    return Table(
        "Akses darurat",
        ("Dibuka", "Berakhir", "Alasan"),
        [
            Row(
                str(access.user.person),
                [
                    local(access.begins_at),
                    local(access.until),
                    access.reason,
                ],
                url=reverse("web:emergency-views", args=[year, access.pk]),
                meta=local(access.begins_at),
            )
            for access in rows
        ],
        first="Dipakai oleh",
        empty="Belum pernah dipakai.",
    )


def views(request: StaffRequest, year: int, pk: int) -> HttpResponse:
    """Every page that was opened under one emergency access."""
    access = get_visible(request.actor, EmergencyAccess, pk=pk)
    found = visible(request.actor, EmergencyView).filter(access=access)
    page = Paginator(found, page_size(request)).get_page(asked.page(request))
    context = {
        "year": year,
        "access": access,
        "lead": f"{access.user.person}, {local(access.begins_at)} sampai {local(access.until)}. "
        f"Alasan: {access.reason}",
        "table": Table(
            "Halaman yang dibuka",
            ("Waktu", "Entri"),
            [
                Row(
                    view.path,
                    [
                        local(view.at),
                        str(view.entry_number) if view.entry_number else "",
                    ],
                    url=view.path if view.method == "GET" else "",
                    meta=local(view.at),
                )
                for view in page
            ],
            first="Alamat",
            empty="Tidak ada halaman yang dibuka.",
        ),
        "pager": pager(request, page, "halaman"),
        "back_url": reverse("web:emergency", args=[year]),
    }
    return render(request, "web/settings/emergency_views.html", context)
