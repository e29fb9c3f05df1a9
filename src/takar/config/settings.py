"""Settings, all from the environment with defaults that suit one office on one machine.

See docs/reference/settings.md for the variables.
"""

from __future__ import annotations

from pathlib import Path

import dj_database_url
import django_stubs_ext
from csp.constants import NONE, SELF

from takar.config import environment as env

django_stubs_ext.monkeypatch()

DATA = Path(env.text("TAKAR_DATA", "var")).resolve()
DEBUG = env.flag("TAKAR_DEBUG", False)
HTTPS = env.flag("TAKAR_HTTPS", False)
SECRET_KEY = env.secret("TAKAR_SECRET_KEY", DATA / "secret.key")
ALLOWED_HOSTS = env.words("TAKAR_HOSTS", ["127.0.0.1", "localhost", "[::1]"])

INSTALLED_APPS = [
    "takar.organisation",
    "takar.ledger",
    "takar.catalogue",
    "takar.registers.mail",
    "takar.registers.goods",
    "takar.registers.personnel",
    "takar.registers.services",
    "takar.registers.survey",
    "takar.registers.documents",
    "takar.registers.dossiers",
    "takar.registers.finance",
    "takar.registers.ict",
    "takar.registers.activities",
    "takar.registers.cases",
    "takar.registers.custom",
    "takar.measurement",
    "takar.agreements",
    "takar.reporting",
    "takar.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_include_bootstrap",
    "lucide",
    "django_filters",
    "auditlog",
    "allauth",
    "allauth.account",
    "csp",
]

MIDDLEWARE = [
    "takar.web.tracing.RequestTrace",
    "takar.web.plain_input.PlainInput",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "auditlog.middleware.AuditlogMiddleware",
    "takar.web.middleware.StaffOnly",
    "takar.web.middleware.DomainErrors",
]

ROOT_URLCONF = "takar.config.urls"
WSGI_APPLICATION = "takar.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "takar.web.frame.frame",
            ],
            # {% load lucide %} takes ours, which draws each icon once.
            "libraries": {"lucide": "takar.web.templatetags.icons"},
        },
    }
]

# ---- database ---------------------------------------------------------------------------------

_database = dj_database_url.parse(env.text("TAKAR_DATABASE_URL", f"sqlite:///{DATA / 'takar.sqlite3'}"))
if _database["ENGINE"] == "django.db.backends.sqlite3":
    _database["ENGINE"] = "takar.kernel.sqlite"
    _database["OPTIONS"] = {
        # IMMEDIATE: a transaction that reads and then writes must not find out at the write that
        # another one was faster; the queue in takar.kernel.sqlite relies on it too.
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000;",
    }
    # In-memory databases cannot be shared by the processes and threads of the concurrency tests.
    _database["TEST"] = {"NAME": str(DATA / "test.sqlite3")}
else:
    _database["CONN_MAX_AGE"] = 60
    _database["CONN_HEALTH_CHECKS"] = True
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ---- people -----------------------------------------------------------------------------------

AUTH_USER_MODEL = "organisation.User"
AUTHENTICATION_BACKENDS = ["takar.config.sign_in.StaffBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "takar.web.accounts.NoSelfSignup"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/masuk/"
# Five wrong passwords for one account in five minutes close the door for that while.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
# Behind a proxy every browser has the proxy's address unless it is told how many stand in front.
ALLAUTH_TRUSTED_PROXY_COUNT = int(env.text("TAKAR_PROXIES", "1" if HTTPS else "0"))
# A working day and a half: nobody is signed out between morning and evening, mid-entry least of all.
SESSION_COOKIE_AGE = 60 * 60 * 14
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
# In the database and not in each process's memory: signing out must end the session everywhere.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
# Counts wrong passwords; a file, because the server's processes must count together.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": DATA / "cache"}
}

# ---- transport --------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "takar.web.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = env.words("TAKAR_ORIGINS", [])
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# ---- language, time, files --------------------------------------------------------------------

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Indonesia")]
TIME_ZONE = "Asia/Jakarta"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA / "files"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Development and tests serve straight from the packages, without a collected copy.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
if DEBUG:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_242_880

SILENCED_SYSTEM_CHECKS = [] if HTTPS else ["security.W004", "security.W008", "security.W012", "security.W016"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "takar.config.logs.formatter"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.text("TAKAR_LOG_LEVEL", "WARNING")},
    # Who signed in, was refused, disclosed or exported something is told at every level of the rest.
    "loggers": {"takar.security": {"level": "INFO"}, "takar.request": {"level": "INFO"}},
}
LOG_REQUESTS = env.flag("TAKAR_LOG_REQUESTS", False)
"""One line for each request: route, status and duration."""

# ---- watching ---------------------------------------------------------------------------------

BEHIND_PROXY = HTTPS or env.text("TAKAR_PROXIES", "") not in ("", "0")
METRICS_TOKEN = env.text("TAKAR_METRICS_TOKEN", "")
"""Whoever sends it may read /metrik; without one only a program on this machine may, and no proxy."""
