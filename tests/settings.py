"""Settings of the tests: the product's own, on a folder and a database that nobody else uses.

The suite runs on SQLite. With ``TAKAR_TEST_POSTGRESQL=postgresql://...`` the same suite runs on that
server instead; CI does both.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

_data = tempfile.mkdtemp(prefix="takar-tests-")
atexit.register(shutil.rmtree, _data, ignore_errors=True)
os.environ["TAKAR_DATA"] = _data
os.environ.setdefault("TAKAR_SECRET_KEY", "only for tests, and therefore no secret")
if _server := os.environ.get("TAKAR_TEST_POSTGRESQL"):
    os.environ["TAKAR_DATABASE_URL"] = _server
else:
    os.environ.pop("TAKAR_DATABASE_URL", None)

from takar.config.settings import *  # noqa: E402, F403
from takar.config.settings import DATABASES, STORAGES  # noqa: E402

# A password hash that takes a third of a second is right for people and wrong for a cast of eleven.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Straight from the packages: tests have no collected copy to hash.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
# Tests may run beside a server that keeps its connections: a kept one would stop the teardown.
DATABASES["default"]["CONN_MAX_AGE"] = 0
