"""Getting Django and the database ready for a command."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

from takar.config.cli.failures import of_database
from takar.config.environment import BadSetting
from takar.config.schema import database_is_there, pending_migrations
from takar.kernel.errors import BadInput, DomainError

if TYPE_CHECKING:
    from takar.organisation.actor import Actor
    from takar.organisation.models import Office


def start_django() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "takar.config.settings")
    try:
        django.setup()
    except BadSetting:
        raise
    except ValueError as error:
        # Logging and the address of the database refuse a nonsense value this way.
        raise BadSetting(f"Pengaturan tidak dapat dipakai: {error}.") from error


def use_data() -> None:
    """Tell that this process uses the data folder; refused during and after a half restore."""
    from django.conf import settings

    from takar.config.safekeeping import in_use, swap

    in_use.hold(settings.DATA)
    swap.refuse_unfinished(settings.DATA)


def start_database() -> None:
    """Django with a database that is reachable and up to date, or a sentence saying what is missing."""
    from django.db.utils import OperationalError

    start_django()
    use_data()
    try:
        missing = pending_migrations() if database_is_there() else 1
    except OperationalError as error:
        sentence = of_database(error) if "disk" in str(error) else None
        raise DomainError(sentence or f"Basis data tidak terjangkau: {str(error).strip()}") from error
    if missing:
        raise DomainError("Basis data belum siap. Jalankan “takar migrate” dahulu.")


def check_declarations() -> None:
    """Stop on a misspelt book, measure or setting: `call_command` itself skips the system checks."""
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError

    try:
        # It says that all is well even when asked to be quiet.
        call_command("check", verbosity=0, stdout=io.StringIO())
    except SystemCheckError as error:
        raise DomainError(str(error)) from error


def migrate() -> int:
    """Bring the database up to date; returns how many steps were taken."""
    from django.core.management import call_command

    from takar.kernel import statistics

    check_declarations()
    steps = pending_migrations()
    # Also when no step is due: shipped reference data follows the program after each migrate.
    call_command("migrate", interactive=False, verbosity=0)
    statistics.refresh()
    return steps


def office_named(code: str) -> Office:
    from takar.organisation.models import Office

    office = Office.objects.filter(code=code).first()
    if office is None:
        known = ", ".join(Office.objects.values_list("code", flat=True)) or "belum ada satu pun"
        raise BadInput(f"Kantor dengan kode “{code}” tidak ada. Yang tercatat: {known}.")
    return office


def system_of(office: Office) -> Actor:
    from takar.organisation.actor import system_actor

    return system_actor(office)
