"""Doors to knock on: browsers at different addresses."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.factories import PASSWORD

OFFICE = "198.51.100.7"
ELSEWHERE = "203.0.113.50"

Knock = Callable[..., HttpResponse]


@pytest.fixture
def knock() -> Knock:
    """``knock(client, "umum", "wrong")``: one try at the sign-in form, from the client's address."""

    def once(client: Client, name: str, password: str = PASSWORD, **more: str) -> HttpResponse:
        return client.post("/masuk/", {"login": name, "password": password}, **more)

    return once


def at(address: str) -> Client:
    return Client(REMOTE_ADDR=address)
