"""A page as the person in front of it reads it: words, rows, messages, faults, choices."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.db import models
from django.http import HttpResponse
from django.test import Client


def words(node: Tag | None) -> str:
    """The text of a node on one line."""
    return " ".join(node.get_text(" ").split()) if node is not None else ""


class Screen:
    """What one response shows. ``status`` is kept, so that a test can say what it expected."""

    def __init__(self, response: HttpResponse) -> None:
        self.status = response.status_code
        self.html = response.content.decode()
        self.soup = BeautifulSoup(self.html, "lxml")

    @property
    def text(self) -> str:
        """The page itself, without frame and menu."""
        return words(self.soup.find(id="isi") or self.soup)

    @property
    def title(self) -> str:
        return words(self.soup.h1)

    @property
    def messages(self) -> str:
        return words(self.soup.find(id="pesan"))

    @property
    def alert(self) -> str:
        """What stands above a form that came back."""
        return " ".join(words(box) for box in self.soup.select(".form-errors"))

    @property
    def rows(self) -> list[str]:
        """The lines of the page's table."""
        return [words(row) for row in self.soup.select("table.book-table tbody tr")]

    @property
    def links(self) -> dict[str, str]:
        """Words of a link -> its address."""
        return {words(a): str(a["href"]) for a in self.soup.select("#isi a[href]")}

    @property
    def addresses(self) -> set[str]:
        return {str(a["href"]) for a in self.soup.select("a[href]")}

    @property
    def steps(self) -> list[str]:
        """What can be done next, the button first."""
        return [words(a) for a in self.soup.select(".next-step a")]

    @property
    def timeline(self) -> list[str]:
        return [words(step) for step in self.soup.select(".timeline > li")]

    @property
    def facts(self) -> dict[str, str]:
        return {words(fact.dt): words(fact.dd) for fact in self.soup.select("dl.facts > div")}

    @property
    def counted(self) -> list[str]:
        """Addresses of the indicators an entry is counted for."""
        return [str(a["href"]) for a in self.soup.select(".counted a") if "/indikator/" in str(a["href"])]

    @property
    def evidence(self) -> list[str]:
        return [words(item) for item in self.soup.select("ul.evidence > li")]

    @property
    def chips(self) -> list[str]:
        return [words(chip) for chip in self.soup.select(".chips .chip:not(.chip-clear)")]

    @property
    def summary(self) -> str:
        """The foot of a list: "1–25 dari 60 surat masuk"."""
        return words(self.soup.select_one(".list-total"))

    @property
    def faults(self) -> dict[str, str]:
        """Control name -> what is wrong with it, in the order of the page."""
        found = {}
        for box in self.soup.select(".field.has-error"):
            control = box.find(["input", "select", "textarea"])
            assert control is not None
            found[str(control["name"])] = words(box.select_one(".field-error"))
        return found

    def control(self, name: str) -> Tag:
        found = self.soup.select_one(f'#isi [name="{name}"]')
        assert found is not None, f"no field {name!r} on “{self.title}”"
        return found

    def value(self, name: str) -> Any:
        """What stands in a field now; of a group of boxes, those that are ticked."""
        boxes = self.soup.select(f'#isi input[type="checkbox"][name="{name}"]')
        if len(boxes) > 1:
            return [str(box["value"]) for box in boxes if box.has_attr("checked")]
        return _value(self.control(name))

    def choices(self, name: str) -> dict[str, str]:
        """Value -> words of what a select or a group of boxes offers."""
        control = self.control(name)
        if control.name == "select":
            return {str(o.get("value", "")): words(o) for o in control.find_all("option")}
        boxes = self.soup.select(f'[name="{name}"]')
        return {str(box.get("value", "on")): words(box.find_parent("label")) for box in boxes}

    def form(self) -> dict[str, Any]:
        """What the browser would send if nothing were changed (first form that posts)."""
        form = next(f for f in self.soup.select("#isi form") if f.get("method", "").lower() == "post")
        sent: dict[str, Any] = {}
        for control in form.select("input[name], select[name], textarea[name]"):
            kind = control.get("type", "")
            if kind in {"file", "submit"} or (
                kind in {"checkbox", "radio"} and not control.has_attr("checked")
            ):
                continue
            name = str(control["name"])
            if kind == "checkbox" and len(form.select(f'input[type="checkbox"][name="{name}"]')) > 1:
                sent.setdefault(name, []).append(_value(control))
                continue
            sent[name] = _value(control)
        return sent


def _value(control: Tag) -> str:
    if control.name == "select":
        chosen = control.find("option", selected=True)
        return str(chosen.get("value", "")) if isinstance(chosen, Tag) else ""
    if control.name == "textarea":
        return control.get_text().removeprefix("\n")
    return str(control.get("value", "on" if control.get("type") == "checkbox" else ""))


def typed(values: dict[str, Any]) -> dict[str, Any]:
    """Values of an entry as somebody types them into its form."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        match value:
            case models.Model():
                found[name] = str(value.pk)
            case dt.date():
                found[name] = f"{value.day}/{value.month}/{value.year}"
            case Decimal():
                found[name] = f"{value:f}".replace(".", ",")
            case True:
                found[name] = "on"
            case None | False:
                continue
            case list():
                found[name] = [str(item) for item in value]
            case _:
                found[name] = str(value)
    return found


def see(client: Client, address: str) -> Screen:
    """Open a page that must open."""
    response = client.get(address)
    assert response.status_code == 200, f"{address}: {response.status_code}"
    return Screen(response)


def send(client: Client, address: str, /, **changes: Any) -> HttpResponse:
    """Open a form, change some fields, press its button: hidden fields go along as in a browser."""
    return client.post(address, see(client, address).form() | changes)


def see_sent_on(client: Client, address: str) -> Screen:
    """Where somebody lands who opens the page of an action that is no longer possible."""
    response = client.get(address)
    assert response.status_code == 302, f"{address}: {response.status_code}"
    return see(client, response["Location"])


def sent(client: Client, address: str, /, **changes: Any) -> Screen:
    """The page one stands on after sending a form that must be accepted."""
    response = send(client, address, **changes)
    assert response.status_code == 302, Screen(response).alert or Screen(response).text
    return see(client, response["Location"])
