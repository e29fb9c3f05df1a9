"""Pengaturan > Akun: who can sign in, and what operators and leaders do about it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from takar.kernel import clock
from takar.kernel.access import get_visible, visible
from takar.kernel.columns import last_day
from takar.kernel.errors import DomainError, Refused
from takar.kernel.formatting import format_date
from takar.ledger.actions.forms import add_error
from takar.organisation import accounts
from takar.organisation.access import oversees_accounts
from takar.organisation.models import AccessGrant, AccountAct, Person, User
from takar.organisation.selectors import asking_for_help, assignments_on, without_position
from takar.sign_in.second_factor import has_second_factor, reset_second_factor
from takar.web.http import StaffRequest
from takar.web.moments import local
from takar.web.tables import Row, Table

FORBIDDEN = "Akun diatur oleh pengelola pengaturan kantor dan dilihat pimpinan."
NEVER = "belum pernah"


class NewAccountForm(forms.Form):
    """Whose account it is, and the name to sign in with."""

    person: forms.ModelChoiceField[Person] = forms.ModelChoiceField(label="Pegawai", queryset=None)
    username = forms.CharField(
        label="Nama akun", max_length=150, help_text="Huruf, angka dan tanda . @ + - _; misalnya rina.astuti."
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people
        field.help_text = "Hanya pegawai yang belum mempunyai akun."


class WhyForm(forms.Form):
    reason = forms.CharField(label="Alasan", max_length=500)


def _require_overseer(request: StaffRequest) -> None:
    if not oversees_accounts(request.actor):
        raise Refused(FORBIDDEN)


def overview(request: StaffRequest, year: int) -> HttpResponse:
    _require_overseer(request)
    actor, today = request.actor, clock.today()
    assert actor.office_id is not None
    users = visible(actor, User).select_related("person").order_by("person__name")
    idle = set(without_position(visible(actor, User), today).values_list("pk", flat=True))
    titles: dict[int, str] = {}
    # Of several the definitive one: "definitive" sorts after "acting" and "daily".
    for post in assignments_on(today, office_id=actor.office_id).order_by("-capacity", "pk"):
        titles.setdefault(post.person_id, post.title)
    asking = set(asking_for_help(visible(actor, User)).values_list("pk", flat=True))
    context = {
        "year": year,
        "table": Table(
            "Akun",
            ("Nama akun", "Jabatan hari ini", "Terakhir masuk"),
            [
                Row(
                    str(user.person),
                    [
                        user.get_username(),
                        "tanpa jabatan"
                        if user.pk in idle
                        else titles.get(user.person_id or 0, "tanpa jabatan"),
                        local(user.last_login) if user.last_login else NEVER,
                    ],
                    url=reverse("web:account", args=[year, user.pk]),
                    state=(state := _state(user, asking, idle))[0],
                    tone=state[1],
                    meta=user.get_username(),
                )
                for user in users
            ],
            first="Pegawai",
            empty="Belum ada akun.",
        ),
        "grants": _grants_table(request),
        "new_url": reverse("web:account-new", args=[year]) if actor.is_operator else "",
        "idle": len(idle),
        "idle_url": reverse("web:accounts-idle", args=[year]),
        "emergency_url": reverse("web:emergency", args=[year]),
        "back_url": reverse("web:settings", args=[year]),
    }
    return render(request, "web/settings/accounts.html", context)


def _state(user: User, asking: set[int], idle: set[int]) -> tuple[str, str]:
    if not user.is_active:
        return "ditutup", "neutral"
    if user.pk in asking:
        return "minta bantuan", "warn"
    if user.must_change_password:
        return "sandi sementara", "progress"
    if user.pk in idle:
        return "tanpa jabatan", "danger"
    return "aktif", "done"


def _grants_table(request: StaffRequest) -> Table:
    """Who from outside may read here. Given and ended on the command line."""
    today = clock.today()
    rows = []
    for grant in visible(request.actor, AccessGrant).select_related("user", "end"):
        ended = getattr(grant, "end", None)
        open_now = ended is None and grant.starts_on <= today < grant.ends_on
        rows.append(
            Row(
                grant.user.get_full_name() or grant.user.get_username(),
                [
                    grant.get_scope_display(),
                    f"{format_date(grant.starts_on)} sampai {format_date(last_day(grant.ends_on))}",
                    grant.reason,
                ],
                state="berlaku" if open_now else "tidak berlaku",
                tone="progress" if open_now else "neutral",
                meta=grant.get_scope_display(),
            )
        )
    return Table(
        "Izin baca dari luar",
        ("Lingkup", "Masa", "Dasar"),
        rows,
        empty="Tidak ada pemeriksa atau pembina yang boleh membaca kantor ini.",
    )


def new(request: StaffRequest, year: int) -> HttpResponse:
    if not request.actor.is_operator:
        raise Refused("Akun dibuat oleh pengelola pengaturan kantor.")
    people = visible(request.actor, Person).filter(user=None, retired_on=None)
    form = NewAccountForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        try:
            user, password = accounts.open_account(actor=request.actor, **form.cleaned_data)
        except DomainError as error:
            add_error(form, error)
        else:
            return _slip(request, year, user, password)
    context = {
        "year": year,
        "title": "Buat akun",
        "lead": "Kata sandi awal ditampilkan sekali untuk dicetak, dan harus diganti pemiliknya.",
        "form": form,
        "submit": "Buat akun",
        "back_url": reverse("web:accounts", args=[year]),
        "back_label": "Akun",
    }
    failed = request.method == "POST"
    return render(request, "web/settings/account_form.html", context, status=422 if failed else 200)


WHO_RESETS = (
    "Kata sandi dan langkah kedua akun ini diatur ulang oleh orang yang setara: akun pimpinan oleh pimpinan lain, "
    "akun pengelola oleh pengelola lain, atau keduanya oleh pengelola server."
)


def show(request: StaffRequest, year: int, pk: int) -> HttpResponse:
    _require_overseer(request)
    actor = request.actor
    user = get_visible(actor, User, pk=pk)
    form = WhyForm(request.POST or None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                return _act(request, year, user, form.cleaned_data["reason"])
            except Refused:
                raise
            except DomainError as error:
                add_error(form, error)
        status = 422
    acts = visible(actor, AccountAct).filter(user=user)
    today = clock.today()
    posts = assignments_on(today, office_id=actor.office_id or 0).filter(person=user.person)
    closes, resets = accounts.may_close(actor, user), accounts.may_reset(actor, user)
    reopens = not user.is_active and actor.is_operator
    context = {
        "year": year,
        "account": user,
        "form": form if closes or resets or reopens else None,
        "closes": closes,
        "resets": resets,
        "resets_factor": resets and has_second_factor(user),
        "why_not": "" if resets or not user.is_active or user.pk == actor.user_id else WHO_RESETS,
        "reopens": reopens,
        "facts": [
            {"label": "Nama akun", "value": user.get_username()},
            {
                "label": "Jabatan hari ini",
                "value": ", ".join(post.title for post in posts) or "tanpa jabatan",
            },
            {
                "label": "Terakhir masuk",
                "value": local(user.last_login) if user.last_login else NEVER,
            },
            {"label": "Keadaan", "value": "aktif" if user.is_active else "ditutup"},
            {
                "label": "Kata sandi",
                "value": "sementara, harus diganti" if user.must_change_password else "milik pemilik akun",
            },
        ],
        "history": Table(
            "Riwayat akun",
            ("Waktu", "Oleh", "Alasan"),
            [
                Row(
                    act.get_what_display(),
                    [local(act.at), act.by_name, act.reason],
                    meta=local(act.at),
                )
                for act in acts
            ],
            first="Kejadian",
            empty="Belum ada riwayat: akun ini lebih tua daripada catatannya.",
        ),
        "back_url": reverse("web:accounts", args=[year]),
    }
    return render(request, "web/settings/account.html", context, status=status)


def _act(request: StaffRequest, year: int, user: User, reason: str) -> HttpResponse:
    """Carry out the button that was pressed."""
    arguments: dict[str, Any] = {"user": user, "actor": request.actor, "reason": reason}
    match request.POST.get("act", ""):
        case "close":
            accounts.close_account(**arguments)
            messages.success(request, f"Akun {user.get_username()} ditutup dan sesinya diakhiri.")
        case "reopen":
            accounts.reopen_account(**arguments)
            messages.success(request, f"Akun {user.get_username()} dibuka kembali.")
        case "factor":
            accounts.require_may_reset(request.actor, user)
            reset_second_factor(**arguments)
            messages.success(
                request, f"Langkah kedua akun {user.get_username()} dihapus dan sesinya diakhiri."
            )
        case "slip":
            return _slip(request, year, user, accounts.reset_password(**arguments))
        case "link":
            uid, token = accounts.make_reset_link(**arguments)
            address = request.build_absolute_uri(reverse("password-choose", args=[uid, token]))
            return _slip(request, year, user, "", address=address)
        case _:
            raise DomainError("Pilih tindakan.")
    return redirect("web:account", year=year, pk=user.pk)


def _slip(request: StaffRequest, year: int, user: User, password: str, *, address: str = "") -> HttpResponse:
    """A page that is shown once. No browser and no proxy may store it."""
    context = {
        "year": year,
        "account": user,
        "password": password,
        "address": address,
        "sign_in": request.build_absolute_uri(reverse("account_login")),
        "back_url": reverse("web:account", args=[year, user.pk]),
    }
    response = render(request, "web/settings/account_slip.html", context)
    response["Cache-Control"] = "no-store"
    return response


def idle(request: StaffRequest, year: int) -> HttpResponse:
    """Akun yang masih hidup tanpa jabatan, each closed with one button and a reason."""
    _require_overseer(request)
    actor = request.actor
    fault = ""
    if request.method == "POST":
        pk = request.POST.get("account", "")
        user = get_visible(actor, User, pk=int(pk) if pk.isascii() and pk.isdecimal() and len(pk) < 18 else 0)
        try:
            accounts.close_account(user=user, actor=actor, reason=request.POST.get("reason", "")[:500])
        except Refused:
            raise
        except DomainError as error:
            fault = error.message
        else:
            messages.success(request, f"Akun {user.get_username()} ditutup dan sesinya diakhiri.")
            return redirect("web:accounts-idle", year=year)
    rows = without_position(visible(actor, User), clock.today()).select_related("person")
    context = {
        "year": year,
        "fault": fault,
        "rows": [
            {
                "pk": user.pk,
                "person": str(user.person),
                "username": user.get_username(),
                "last": local(user.last_login) if user.last_login else NEVER,
                "closes": accounts.may_close(actor, user),
            }
            for user in rows.order_by("person__name")
        ],
        "back_url": reverse("web:accounts", args=[year]),
    }
    return render(request, "web/settings/accounts_idle.html", context, status=422 if fault else 200)
