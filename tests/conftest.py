"""What every test may ask for: the cast of two offices, a day in the middle of a year, the decree."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from hypothesis import settings

from takar.catalogue.models import Decree
from takar.kernel import clock
from tests import database, factories, snapshots
from tests.factories import Cast

# A busy machine must not fail a property: time is measured in `make bench` only.
settings.register_profile("takar", deadline=None)
settings.load_profile("takar")

MIDYEAR = datetime(2026, 7, 15, 10, 30, tzinfo=ZoneInfo("Asia/Jakarta"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("postgresql") and connection.vendor != "postgresql":
        pytest.skip("needs a PostgreSQL server in TAKAR_TEST_POSTGRESQL")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what asks a database: the rest says there what it said on SQLite."""
    if connection.vendor != "postgresql":
        return
    alike = [item for item in items if not _asks_database(item)]
    config.hook.pytest_deselected(items=alike)
    items[:] = [item for item in items if _asks_database(item)]


def _asks_database(item: pytest.Item) -> bool:
    marked = any(item.get_closest_marker(name) for name in ("django_db", "postgresql"))
    return marked or not {"db", "transactional_db"}.isdisjoint(getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The test database of SQLite is a copy of a migrated one (tests/database.py); its folder goes anyway."""
    return connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    if connection.vendor != "sqlite":
        return
    cache = request.config.rootpath / ".pytest_cache"
    cache.mkdir(exist_ok=True)
    kept = database.kept_in(cache)
    here = Path(connection.creation._get_test_db_name())  # type: ignore[attr-defined]
    if kept.exists():
        database.copy(kept, here)


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_setup: None) -> None:
    """After the migrations, before any test: keep the database for the next run."""
    if connection.vendor == "sqlite":
        kept = database.kept_in(request.config.rootpath / ".pytest_cache")
        if not kept.exists():
            database.keep(Path(str(connection.settings_dict["NAME"])), kept)


@pytest.fixture
def midyear() -> Iterator[date]:
    """It is Wednesday 15 July 2026, 10.30: no test depends on the day it runs.

    Only this thread's clock stands still; threads of a test and a live server have the real time.
    """
    with clock.set_to(MIDYEAR):
        yield MIDYEAR.date()


@pytest.fixture
def cast(db: None) -> Cast:
    """Kecamatan Gedangan with its people, Kecamatan Kepanjen next door, and who belongs to neither."""
    return snapshots.once("cast", factories.build_cast)


@pytest.fixture
def imported_decree(cast: Cast) -> Decree:
    """The sample decree of Gedangan in force, with its 67 indicators."""
    # Its rows name those of one cast, and casts made on different days have different numbers.
    return snapshots.once(f"decree of office {cast.office.pk}", lambda: factories.sample_decree(cast))
