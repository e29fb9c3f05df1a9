"""What the running program offers: routes from the resolver, addresses and forms from its own pages."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import NoReverseMatch, Resolver404, URLPattern, URLResolver, get_resolver, resolve, reverse
from lxml.html import HtmlElement, fromstring

from takar.ledger.models import Entry
from tests.proof.offices import Role
from tests.proof.reading import body_of

PLACES = {"year", "no"}
"""Numbers that every office has; any other number in an address names a row, which belongs to somebody."""
KINDS = {"slug", "format", "what", "field"}
"""What makes two addresses of one route two kinds of page."""
EACH = 1
"""So many rows of one kind are opened, and so many query strings of one page."""
FILES = (".pdf", ".xlsx", ".csv", ".jpg")


@dataclass(frozen=True)
class Address:
    path: str
    query: str = ""

    @property
    def url(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path

    @cached_property
    def match(self) -> Any:
        return resolve(self.path)

    @property
    def route(self) -> str:
        return str(self.match.view_name)

    @property
    def rows(self) -> dict[str, int]:
        """Numbers in the address that name a row."""
        return {
            name: value
            for name, value in self.match.kwargs.items()
            if isinstance(value, int) and name not in PLACES
        }

    @property
    def own_book(self) -> bool:
        """A book that one office declared itself."""
        return str(self.match.kwargs.get("slug", "")).startswith("khas-")


@dataclass(frozen=True)
class Form:
    """A form as the page offers it: where it goes and what stands in its fields."""

    address: Address
    method: str
    fields: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]
    """Name of a control -> its type (``select``, ``textarea``, ``file``, ``text`` ...)."""
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def key(self) -> tuple[str, str, frozenset[str]]:
        return self.address.path, self.method, frozenset(name for name, _ in self.kinds)


@dataclass
class Found:
    addresses: dict[str, Address] = field(default_factory=dict)
    forms: dict[Any, Form] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    opened: int = 0

    def merge(self, other: Found) -> None:
        self.addresses = {**other.addresses, **self.addresses}
        self.forms = {**other.forms, **self.forms}
        self.broken += other.broken
        self.opened += other.opened


def routes() -> dict[str, str]:
    """Every named route of the program with its pattern; libraries' own included."""
    return dict(_routes(get_resolver(), "", ""))


def _routes(resolver: URLResolver, space: str, lead: str) -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        path = f"{lead}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _routes(pattern, inner, path)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name or path}", path


def client_of(role: Role) -> Client:
    # A failure is counted as a status, not raised: the walk goes on.
    client = Client(raise_request_exception=False)
    if role.user is not None:
        client.force_login(role.user)
    return client


def crawl(role: Role, start: Iterable[str] = ("/",), limit: int = 3000) -> Found:
    """Follow every link from the start, a few of each kind, as this role."""
    client, found = client_of(role), Found()
    kinds: Counter[Any] = Counter()
    books = dict(Entry.objects.filter(office=role.office).values_list("pk", "book"))
    hidden = set(Entry.objects.filter(office=role.office, restricted=True).values_list("pk", flat=True))
    queue: deque[Address] = deque(filter(None, (address_of("/", link) for link in start)))
    while queue and found.opened < limit:
        address = queue.popleft()
        if address.url in found.addresses or not _wanted(address, kinds, books, hidden):
            continue
        found.addresses[address.url] = address
        if address.route in {"account_logout", "web:evidence"} or address.path.endswith(FILES):
            continue
        response = client.get(address.url, follow=False)
        found.opened += 1
        if response.status_code >= 500:
            found.broken.append(f"{address.url} as {role.name}: {response.status_code}")
        if response.status_code in (301, 302):
            queue.extend(filter(None, [address_of(address.path, response["Location"])]))
            continue
        if response.status_code != 200 or "html" not in response.get("Content-Type", ""):
            body_of(response)
            continue
        page = read_page(body_of(response))
        queue.extend(_links(address, page))
        for form in forms_of(address, page):
            found.forms.setdefault(form.key, form)
    return found


def _wanted(address: Address, kinds: Counter[Any], books: dict[int, str], hidden: set[int]) -> bool:
    """A few addresses of each kind; an entry's kind is its book and whether it is confidential."""
    found = address.match.kwargs
    kind = [address.route, *(str(found[name]) for name in sorted(KINDS & found.keys())), bool(address.query)]
    row = found.get("entry_id")
    kinds[*kind, books.get(row), row in hidden] += 1
    return kinds[*kind, books.get(row), row in hidden] <= EACH


def try_unlinked(role: Role, missing: Iterable[str], known: Iterable[Address]) -> Found:
    """Pages that no link leads to today: asked with every entry of the office, and with the years and rows
    that stand in the addresses of other pages."""
    client, found = client_of(role), Found()
    rows = Entry.objects.filter(office=role.office).values_list("book", "restricted", "pk", "year")
    entries = list(
        {(book, hidden): {"year": year, "entry_id": pk} for book, hidden, pk, year in rows}.values()
    )
    seen = {tuple(address.match.kwargs.items()): address.match.kwargs for address in known}
    others = [result for result in seen.values() if "entry_id" not in result]
    for route in missing:
        opened = 0
        for result in [*entries, *others]:
            try:
                address = Address(reverse(route, kwargs=result))
            except NoReverseMatch:
                continue
            response = client.get(address.path)
            found.opened += 1
            if result in (entries[0], entries[-1]) or response.status_code in (200, 405):
                found.addresses[address.path] = address
            if response.status_code not in (200, 405):
                continue
            if "html" in response.get("Content-Type", "") and response.status_code == 200:
                forms = forms_of(address, read_page(body_of(response)))
                found.forms.update({form.key: form for form in forms})
            opened += 1
            if opened == EACH:
                break
    return found


def read_page(body: bytes | str) -> HtmlElement:
    """The tree of a page. Plain lxml: forms with thousands of choices are read thousands of times here."""
    return fromstring(body or "<html></html>")


def _links(address: Address, page: HtmlElement) -> Iterator[Address]:
    for name in ("href", "src", "hx-get", "hx-post", "formaction"):
        for tag in page.xpath(f"//*[@{name}]"):
            if tag.tag in {"link", "script", "use", "image"}:
                continue
            found = address_of(address.path, tag.get(name))
            if found is not None:
                yield found


def address_of(base: str, link: str) -> Address | None:
    """The address of a link on this server; None for others, for assets and for what no route takes."""
    parts = urlsplit(urljoin(base, link))
    if parts.netloc or parts.scheme or not parts.path.startswith("/") or parts.path.startswith("/static/"):
        return None
    address = Address(parts.path, parts.query)
    try:
        _ = address.match
    except Resolver404:
        return None
    return address


def forms_of(address: Address, page: HtmlElement) -> Iterator[Form]:
    for form in page.iter("form"):
        target = address_of(address.path, form.get("action") or form.get("hx-post") or address.url)
        if target is None:
            continue
        fields: list[tuple[str, str]] = []
        kinds: list[tuple[str, str]] = []
        choices: list[tuple[str, tuple[str, ...]]] = []
        for control in form.iter("input", "select", "textarea", "button"):
            name, kind = control.get("name"), _kind(control)
            if not name or name == "csrfmiddlewaretoken":
                continue
            kinds.append((name, kind))
            if kind == "select":
                choices.append((name, tuple(option.get("value", "") for option in control.iter("option"))))
            fields.extend((name, value) for value in _values(control, kind))
        method = "post" if form.get("hx-post") else form.get("method", "get").lower()
        yield Form(target, method, tuple(fields), tuple(kinds), tuple(choices))


def _kind(control: HtmlElement) -> str:
    return str(control.get("type", "text")) if control.tag == "input" else str(control.tag)


def _values(control: HtmlElement, kind: str) -> Iterator[str]:
    """What a browser would send if nothing were touched."""
    if kind in {"file", "button", "submit", "image", "reset"}:
        return
    if kind in {"checkbox", "radio"} and control.get("checked") is None:
        return
    if kind == "select":
        options = list(control.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None] or options[:1]
        yield from (option.get("value", "") for option in chosen)
    elif kind == "textarea":
        yield control.text_content().removeprefix("\n")
    else:
        yield control.get("value", "on" if kind in {"checkbox", "radio"} else "")
