"""What no database can hold or no page expects is not a choice, a message or a missing page: never a failure."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DataError
from django.test import Client
from django.urls import get_resolver

from takar.kernel.access import get_visible
from takar.kernel.errors import NotFound
from takar.ledger.books import books_of
from takar.ledger.fields import RowChoice, RowsChoice
from takar.ledger.models import Entry
from takar.organisation.models import Position
from takar.web import asked
from tests.factories import Cast
from tests.web.conftest import SignedIn, World
from tests.web.files import look
from tests.web.test_every_page import PAGES
from tests.web.unfitting import unfitting

TOO_LARGE = (2**63, -(2**63) - 1, 10**30)
VALUES = {
    "above 64 bits": "9223372036854775808",
    "thirty digits": "9" * 30,
    "below zero": "-9223372036854775809",
    "digits that int refuses": "²",
    "more digits than Python reads": "9" * 5000,
    "half a pair": "%ED%A0%80",
    "long": "x" * 60_000,
    "exponent": "1e999999",
    "year one": "0001",
    "a date of year one": "01/01/0001",
    "like pattern": "%" * 5000,
}
EMPTY = -1
"""The turn in which a form is posted without anything in it."""
SOURCE = Path(__file__).parents[2] / "src/takar/web"


def _names() -> list[str]:
    """Every word of an address that a page reads, found in the source."""
    text = "\n".join(path.read_text() for path in SOURCE.rglob("*.py"))
    found = set(re.findall(r'asked\.\w+\(request, "(\w+)"', text)) | set(
        re.findall(r'"(\w+)" in request\.GET', text)
    )
    return sorted(found | {"q", "bulan", "hal", "baris", "kind", "area", "village", "state"})


def _value(place: int, turn: int) -> str:
    """Another value for each word, and other ones at the next turn: a page is asked a few times, not a hundred."""
    values = list(VALUES.values())
    return values[(place + 3 * turn) % len(values)]


@pytest.mark.parametrize("turn", range(4))
def test_no_address_word_breaks_a_page(world: World, signed_in: SignedIn, turn: int) -> None:
    browser = signed_in(world.cast.camat)
    browser.raise_request_exception = False
    books = {f"/{world.year}/buku/{book.slug}/": book for book in books_of(world.cast.office)}
    addresses = [page.address(world).split("?")[0] for page in PAGES] + list(books)
    # Prints read the same words as the page they belong to; one in ten is enough of what takes long.
    slow = [address for address in addresses if "." in address]
    broken = {}
    for address in [address for address in addresses if "." not in address] + slow[::10]:
        names = [*_names(), *(books[address].filters() if address in books else ())]
        query = "&".join(f"{name}={_value(place, turn)}" for place, name in enumerate(names))
        status, _ = look(browser, f"{address}?{query}")
        if status >= 500:
            broken[address] = status
    assert broken == {}


def _sent(form: Tag, turn: int) -> dict[str, Any]:
    """Every field of a form with a hostile value; files that are none."""
    sent: dict[str, Any] = {}
    if turn == EMPTY:
        return sent
    for place, field in enumerate(form.select("input[name], select[name], textarea[name]")):
        name, value = str(field["name"]), _value(place, turn)
        if field.get("type") == "file":
            sent[name] = SimpleUploadedFile("a.pdf", b"x")
        elif name != "csrfmiddlewaretoken":
            sent[name] = [value, value] if field.has_attr("multiple") else value
    return sent


def _forms(browser: Client, address: str) -> list[tuple[str, Tag]]:
    status, body = look(browser, address)
    if status != 200 or b"<html" not in body[:200]:
        return []
    soup = BeautifulSoup(body, "lxml")
    posts = [form for form in soup.select("form") if str(form.get("method", "get")).lower() == "post"]
    return [
        (str(form.get("action") or address), form)
        for form in posts
        if "keluar" not in str(form.get("action"))
    ]


@pytest.mark.parametrize("who", ["camat", "planner", "clerk"])
def test_no_posted_value_breaks_a_form_or_is_answered_with_a_programs_words(
    world: World, signed_in: SignedIn, who: str
) -> None:
    browser = signed_in(getattr(world.cast, who))
    browser.raise_request_exception = False
    addresses = {page.address(world) for page in PAGES if page.opens & {who}}
    addresses |= {f"/{world.year}/buku/{book.slug}/catat/" for book in books_of(world.cast.office)}
    broken = {}
    seen = set()
    for address in sorted(address for address in addresses if "." not in address):
        for action, form in _forms(browser, address):
            shape = (re.sub(r"\d+", "0", action), *sorted(str(f.get("name")) for f in form.select("[name]")))
            if shape in seen:
                continue
            seen.add(shape)
            for turn in (EMPTY, *range(3)):
                answer = browser.post(action, _sent(form, turn))
                found = [] if answer.streaming else unfitting(answer.content)
                if answer.status_code >= 500 or found:
                    broken[f"{action} {turn}"] = f"{answer.status_code} {found}"
    assert seen
    assert broken == {}


@pytest.mark.parametrize(
    "address", ["/2026/entri/{}/", "/bukti/{}/", "/2026/persediaan/{}/", "/2026/indikator/{}/"]
)
@pytest.mark.parametrize("key", ["0", "9223372036854775807", "9223372036854775808", "9" * 30, "9" * 5000])
def test_no_number_in_an_address_breaks_a_page(
    cast: Cast, signed_in: SignedIn, address: str, key: str
) -> None:
    assert signed_in(cast.camat).get(address.format(key)).status_code == 404


@pytest.mark.parametrize("year", ["0000", "0001", "226", "1944", "9998", "9999", "99999", "9" * 30])
def test_a_year_no_office_has_leads_to_no_page(cast: Cast, signed_in: SignedIn, year: str) -> None:
    for path in ("", "indikator/", "kepegawaian/cuti/", "kegiatan/kalender/", "buku/surat-masuk/"):
        assert signed_in(cast.camat).get(f"/{year}/{path}").status_code == 404


@pytest.mark.parametrize("path", ["/2026/cari/?q=%00", "/2026/cari/?%00=1", "/2026/%00/", "/masuk/?next=%00"])
def test_nul_in_an_address_is_refused_everywhere(cast: Cast, signed_in: SignedIn, path: str) -> None:
    response = signed_in(cast.camat).get(path)
    assert response.status_code == 400
    assert "tidak dapat dibaca" in response.content.decode()


def test_nul_in_a_form_a_cookie_and_a_file_name_is_refused(world: World, signed_in: SignedIn) -> None:
    browser = signed_in(world.cast.clerk)
    record = f"/{world.year}/buku/surat-masuk/catat/"
    assert browser.post(record, {"title": "a\x00b"}).status_code == 400
    assert browser.post(record, {"a\x00": "b"}).status_code == 400
    stranger = Client()
    stranger.cookies["sessionid"] = "\x00" * 20
    assert stranger.get("/").status_code == 400


def test_too_large_keys_are_no_choice(cast: Cast) -> None:
    rows = Position.objects.all()
    for key in TOO_LARGE:
        for field in (RowChoice(queryset=rows), RowsChoice(queryset=rows)):
            value = [str(key)] if isinstance(field, RowsChoice) else str(key)
            with pytest.raises(Exception, match=r"[Pp]ilih|tidak") as refused:
                field.clean(value)
            assert type(refused.value).__name__ == "ValidationError"
        with pytest.raises(NotFound):
            get_visible(cast.camat.actor, Entry, pk=key)
    with pytest.raises(NotFound):
        get_visible(cast.camat.actor, Entry, pk="²")


def test_a_database_that_refuses_a_key_is_a_missing_row(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*args: object, **rest: object) -> None:
        raise DataError("NUL")

    monkeypatch.setattr("django.db.models.query.QuerySet.first", refuses)
    with pytest.raises(NotFound):
        get_visible(cast.camat.actor, Entry, pk=1)


def test_numbers_are_read_with_care() -> None:
    assert [asked.number_of(said) for said in ("12", "²", "", "-1", "9" * 5000, "9223372036854775808", "٣")] == [
        12, None, None, None, None, None, None,
    ]  # fmt: skip


def test_every_number_of_an_address_is_bounded() -> None:
    text = (SOURCE / "urls.py").read_text()
    assert "<int:" not in text
    assert get_resolver()


def test_no_page_reads_the_address_past_the_typed_reader() -> None:
    loose = re.compile(r"request\.GET(\.get\(|\.getlist\(|\[)|int\(request\.")
    found = [
        f"{path.name}:{number}"
        for path in SOURCE.rglob("*.py")
        if path.name != "asked.py"
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if loose.search(line)
    ]
    assert found == []
