"""Lupa kata sandi: what to do, a request that reaches the operator, and the page behind a one-time link.

Nobody is signed in here. Nothing on these pages tells whether an account exists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.views import PasswordResetConfirmView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy

from takar.organisation import accounts
from takar.organisation.models import User
from takar.sign_in.forms import bound_passwords
from takar.sign_in.passwords import MIN_LENGTH, SAME_AS_PRINTED


class HelpForm(forms.Form):
    username = forms.CharField(
        label="Nama akun Anda",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )


def ask(request: HttpRequest) -> HttpResponse:
    """The same answer whatever was typed, and at most a few requests an hour from one address."""
    form = HelpForm(request.POST or None)
    sent, status = False, 200
    if request.method == "POST":
        status = 422
        if not ratelimit.consume(request, action="ask_for_help"):
            form.add_error(None, "Terlalu banyak permintaan dari sini. Datangi pengelola pengaturan kantor.")
            status = 429
        elif form.is_valid():
            accounts.ask_for_help(username=form.cleaned_data["username"])
            sent, status = True, 200
    context = {"form": form, "sent": sent}
    return render(request, "account/forgotten.html", context, status=status)


if TYPE_CHECKING:
    _SetPasswordForm = SetPasswordForm[User]
else:
    _SetPasswordForm = SetPasswordForm


class ChooseForm(_SetPasswordForm):
    """The account's new password, twice."""

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.fields["new_password1"].label = "Kata sandi baru"
        self.fields["new_password1"].help_text = f"Sekurang-kurangnya {MIN_LENGTH} huruf."
        self.fields["new_password2"].label = "Kata sandi baru sekali lagi"
        self.fields["new_password2"].help_text = ""
        bound_passwords(self, "new_password1", "new_password2")

    def clean_new_password1(self) -> str:
        typed: str = self.cleaned_data["new_password1"]
        if accounts.is_same_as_printed(self.user, typed):
            raise ValidationError(SAME_AS_PRINTED)
        return typed

    def save(self, commit: bool = True) -> User:
        accounts.choose_password(user=self.user, password=self.cleaned_data["new_password1"])
        return self.user


class Choose(PasswordResetConfirmView):
    """Behind a one-time link. Django takes the token out of the address before it shows the form."""

    form_class = ChooseForm
    template_name = "account/choose_password.html"
    success_url = reverse_lazy("account_login")
    reset_url_token = "sandi"  # noqa: S105 - a word of the address

    def get_user(self, uidb64: str) -> User | None:
        user = super().get_user(uidb64)
        # The link of an account that was closed meanwhile opens nothing.
        return user if isinstance(user, User) and user.is_active else None

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        messages.success(self.request, "Kata sandi tersimpan. Silakan masuk.")
        return answer
