"""PostgreSQL's own tools on our server; the password never stands in their arguments."""

from __future__ import annotations

import os
import shutil
import subprocess

from django.db import connection

from takar.kernel.errors import DomainError

# What Django tells the driver -> what PostgreSQL's tools read from the environment.
_LIBPQ = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
}


def environment_of(database: str) -> dict[str, str]:
    """The environment in which the tools reach ``database`` on the server of the settings."""
    parameters = connection.get_connection_params()
    environment = {**os.environ, "PGDATABASE": database}
    for key, variable in _LIBPQ.items():
        if parameters.get(key):
            environment[variable] = str(parameters[key])
    return environment


def run_tool(name: str, *args: str, database: str) -> None:
    """Run one of the tools; raises DomainError with what it said when it fails."""
    if shutil.which(name) is None:
        raise DomainError(f"Program {name} tidak ada. Pasang alat klien PostgreSQL.")
    done = subprocess.run(  # noqa: S603 - the words are ours
        [name, *args], env=environment_of(database), capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise DomainError(f"{name} gagal: {' '.join(said[:2])}")
