"""Typed readers of environment variables. An unknown value stops the start instead of being guessed."""

from __future__ import annotations

import ipaddress
import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit


class BadSetting(ValueError):
    """A setting cannot be used; the message names variable, value and remedy."""


def text(name: str, default: str) -> str:
    """The variable, or the content of the file that ``NAME_FILE`` points to (for secrets)."""
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise BadSetting(f"{name}_FILE={path!r}: berkasnya tidak dapat dibaca ({error}).") from error
    return os.environ.get(name, default)


def flag(name: str, default: bool) -> bool:
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in {"1", "true", "yes", "on"}:
        return True
    if value.lower() in {"0", "false", "no", "off"}:
        return False
    raise BadSetting(f"{name}={value!r}: tulis 1 atau 0.")


def words(name: str, default: list[str]) -> list[str]:
    value = os.environ.get(name)
    return default if value is None else [word for word in value.replace(",", " ").split() if word]


def number(name: str, default: int) -> int:
    """A whole number of zero or more."""
    value = text(name, str(default))
    if not (value.isascii() and value.isdecimal() and len(value) < 10):
        raise BadSetting(f"{name}={value!r}: tulis bilangan bulat, misalnya {default}.")
    return int(value)


def networks(name: str, default: list[str]) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """Addresses or networks, such as ``127.0.0.1 10.0.0.0/8``."""
    found = []
    for word in words(name, default):
        try:
            found.append(ipaddress.ip_network(word))
        except ValueError as error:
            raise BadSetting(f"{name}={word!r}: use addresses or networks such as 10.0.0.0/8.") from error
    return found


def origin(name: str) -> str:
    """An https address without its last slash; plain http only on this machine. Empty when not set."""
    value = text(name, "").rstrip("/")
    parts = urlsplit(value)
    local = parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost"}
    if value and not local and (parts.scheme != "https" or not parts.hostname):
        raise BadSetting(f"{name}={value!r}: use an address that begins with https://.")
    return value


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    value = text(name, default)
    if value not in allowed:
        raise BadSetting(f"{name}={value!r}: use {' or '.join(allowed)}.")
    return value


def host_of(address: str) -> str:
    """Scheme, host and port of an address, as a content security policy names them."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def lines(name: str) -> list[str]:
    """One value a line, or several separated by commas; from the variable or the file ``NAME_FILE`` names."""
    return [word.strip() for line in text(name, "").splitlines() for word in line.split(",") if word.strip()]


def secret(name: str, kept_in: Path) -> str:
    """The secret from the environment, else one made once and kept in a file only its owner reads."""
    if value := text(name, ""):
        return value
    try:
        return kept_in.read_text(encoding="ascii")
    except FileNotFoundError:
        kept_in.parent.mkdir(parents=True, exist_ok=True)
        value = secrets.token_urlsafe(48)
        try:
            with os.fdopen(os.open(kept_in, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
                file.write(value)
        except FileExistsError:  # another process was first: its secret is the one
            return kept_in.read_text(encoding="ascii")
        return value
