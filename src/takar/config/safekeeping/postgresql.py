"""Databases beside ours on a PostgreSQL server: made, looked at, put in its place, dropped."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final, LiteralString
from urllib.parse import quote, urlsplit

import psycopg
from django.db import connection
from psycopg import sql

from takar.config import environment as env
from takar.config.safekeeping.libpq import run_tool
from takar.config.safekeeping.soundness import first_line
from takar.kernel.errors import DomainError

_MAINTENANCE: Final = ("postgres", "template1")
"""Databases of every server from which another one can be made, renamed or dropped."""
_CHECK, _NEW = "_check_", "_new_"


class NoSpareDatabase(DomainError):
    """The role may not make a database of its own on this server."""


class Postgresql:
    kind = "postgresql"
    member = "database.pgdump"

    @property
    def name(self) -> str:
        return str(connection.settings_dict["NAME"])

    def size(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])

    def copy(self, target: Path, *, salvage: bool = False) -> None:
        run_tool("pg_dump", *_PLAIN, "--format=custom", f"--file={target}", database=self.name)
        # Reads the whole table of contents: a dump that was cut off has none.
        run_tool(
            "pg_restore", "--list", f"--file={target.with_name('contents')}", str(target), database=self.name
        )
        target.with_name("contents").unlink()

    @contextmanager
    def opened(self, copy: Path) -> Iterator[str]:
        spare = self.make_spare(copy, _CHECK)
        try:
            yield address_of(spare)
        finally:
            drop(spare)

    def make_new(self, copy: Path) -> str:
        """A database with the copy's content that stays, until it is put in place or dropped."""
        return self.make_spare(copy, _NEW)

    def make_spare(self, copy: Path, use: str) -> str:
        connection.ensure_connection()
        clear_spares(self.name, use)
        spare = f"{self.name[:40]}{use}{secrets.token_hex(4)}"
        create(spare, like=self.name)
        try:
            load(copy, spare)
        except BaseException:
            drop(spare)
            raise
        return spare


_PLAIN: Final = ("--no-owner", "--no-acl")


def load(copy: Path, name: str, *, replace: bool = False) -> None:
    """The copy's content into a database, all of it or nothing."""
    options = [*_PLAIN, "--single-transaction", "--exit-on-error"]
    options += ["--clean", "--if-exists"] if replace else []
    run_tool("pg_restore", *options, f"--dbname={name}", str(copy), database=name)


def address_of(name: str) -> str:
    """The settings' own address with another database at its end."""
    address = urlsplit(env.text("TAKAR_DATABASE_URL", ""))
    return address._replace(path=f"/{quote(name)}").geturl()


# ---- databases as such ----------------------------------------------------------------------------


@contextmanager
def maintenance() -> Iterator[psycopg.Connection[Any]]:
    """A session outside our databases, so that they can be renamed and dropped."""
    parameters: Mapping[str, Any] = connection.get_connection_params()
    words = {
        key: parameters[key]
        for key in ("host", "port", "user", "password", "sslmode", "sslrootcert")
        if parameters.get(key)
    }
    last: psycopg.Error | None = None
    for name in _MAINTENANCE:
        try:
            session = psycopg.connect(dbname=name, autocommit=True, **words)
        except psycopg.Error as error:
            last = error
            continue
        with closing(session):
            yield session
        return
    raise NoSpareDatabase(f"Basis data pemeliharaan tidak terjangkau: {first_line(last or Exception())}.")


def _named(statement: LiteralString, *names: str) -> sql.Composed:
    return sql.SQL(statement).format(*(sql.Identifier(name) for name in names))


def create(name: str, *, like: str) -> None:
    """An empty database with the encoding and sorting of another."""
    with maintenance() as session:
        found = session.execute(
            "SELECT pg_encoding_to_char(encoding), datcollate, datctype FROM pg_database WHERE datname = %s",
            [like],
        ).fetchone()
        assert found is not None
        options = sql.SQL(" ENCODING {} LC_COLLATE {} LC_CTYPE {}").format(
            *(sql.Literal(word) for word in found)
        )
        try:
            session.execute(_named("CREATE DATABASE {} TEMPLATE template0", name) + options)
        except psycopg.errors.InsufficientPrivilege as error:
            raise NoSpareDatabase(
                "Peran PostgreSQL ini tidak boleh membuat basis data, jadi cadangan tidak dapat dicoba di samping "
                "yang dipakai. Beri izin sekali dengan: ALTER ROLE … CREATEDB."
            ) from error


def drop(name: str) -> None:
    with maintenance() as session:
        session.execute(_named("DROP DATABASE IF EXISTS {} WITH (FORCE)", name))


def exists(name: str) -> bool:
    with maintenance() as session:
        return session.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def swap(*, new: str, live: str, kept: str) -> None:
    """``new`` takes the name of ``live``, which is kept under a third; both renames or none."""
    with maintenance() as session, session.transaction():
        session.execute(_named("ALTER DATABASE {} RENAME TO {}", live, kept))
        session.execute(_named("ALTER DATABASE {} RENAME TO {}", new, live))


def clear_spares(live: str, use: str) -> None:
    """Drop what a kill left behind: databases made to look at a copy that nobody is connected to."""
    with maintenance() as session:
        rows = session.execute(
            "SELECT datname FROM pg_database d WHERE starts_with(datname, %s) "
            "AND NOT EXISTS (SELECT 1 FROM pg_stat_activity a WHERE a.datname = d.datname)",
            [f"{live[:40]}{use}"],
        ).fetchall()
        for (name,) in rows:
            session.execute(_named("DROP DATABASE IF EXISTS {}", name))
