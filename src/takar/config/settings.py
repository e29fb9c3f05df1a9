"""Settings, all from the environment with defaults that suit one office on one machine.

See docs/reference/settings.md for the variables.
"""

from __future__ import annotations

from pathlib import Path

import dj_database_url
import django_stubs_ext
from csp.constants import NONE, SELF

from takar.config import environment as env
from takar.sign_in.passwords import MIN_LENGTH

django_stubs_ext.monkeypatch()

DATA = Path(env.text("TAKAR_DATA", "var")).resolve()
DEBUG = env.flag("TAKAR_DEBUG", False)
HTTPS = env.flag("TAKAR_HTTPS", False)
SECRET_KEY = env.secret("TAKAR_SECRET_KEY", DATA / "secret.key")
# What residents' numbers are encrypted with; see takar.kernel.keyring.
PERSONAL_DATA_KEYS = env.text("TAKAR_PERSONAL_DATA_KEYS_FILE", str(DATA / "personal-data.keys"))
ALLOWED_HOSTS = env.words("TAKAR_HOSTS", ["127.0.0.1", "localhost", "[::1]"])

INSTALLED_APPS = [
    "takar.organisation",
    "takar.ledger",
    "takar.catalogue",
    "takar.registers.mail",
    "takar.registers.goods",
    "takar.registers.personnel",
    "takar.registers.counter",
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
    "takar.sign_in",
    "takar.web",
    "takar.public",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_include_bootstrap",
    "django_filters",
    "auditlog",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "csp",
]

MIDDLEWARE = [
    "takar.web.tracing.RequestTrace",
    "takar.web.wire.Wire",
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
    "takar.sign_in.middleware.Sessions",
    "takar.web.middleware.StaffOnly",
    "takar.sign_in.middleware.SecondFactorFirst",
    "takar.web.reading_log.ReadingLog",
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
                "takar.web.navigation.navigation",
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
        # FULL: a commit is on the disk before anybody says "tercatat". With NORMAL a power cut takes
        # back letters whose numbers already stand on paper.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-20000;",
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
        "OPTIONS": {"min_length": MIN_LENGTH},
    },
    {"NAME": "takar.sign_in.passwords.MaximumLength"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "takar.sign_in.adapters.OfficeAccounts"
ACCOUNT_FORMS = {
    "login": "takar.sign_in.forms.SignInForm",
    "change_password": "takar.sign_in.forms.PasswordForm",
    "reauthenticate": "takar.sign_in.forms.PasswordAgainForm",
}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/masuk/"
# Wrong passwords are counted by takar.sign_in.limits. allauth's own limits per address would let a
# stranger keep an office out; what stays of them counts codes, for whoever already knew the password.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "5/5m/key",
    # Asking for help at the sign-in page, and the password asked again before an emergency access.
    "ask_for_help": "5/h/ip",
    "emergency": "5/5m/user",
}
MFA_ADAPTER = "takar.sign_in.adapters.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "takar.sign_in.forms.CodeForm",
    "reauthenticate": "takar.sign_in.forms.CodeAgainForm",
    "activate_totp": "takar.sign_in.forms.ActivateAppForm",
    "add_webauthn": "takar.sign_in.forms.AddKeyForm",
    "edit_webauthn": "takar.sign_in.forms.RenameKeyForm",
    "login_webauthn": "takar.sign_in.forms.KeyAloneForm",
    "authenticate_webauthn": "takar.sign_in.forms.KeyForm",
    "reauthenticate_webauthn": "takar.sign_in.forms.KeyAgainForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = {"webauthn_login": None}  # nothing to guess, and a limit per address locks an office out
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Takar"
MFA_TOTP_PERIOD = 30
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute wrong

# The regency's accounts (OpenID Connect). Off while no address is given: nothing is asked outside.
OIDC_URL = env.origin("TAKAR_OIDC_URL")
OIDC_NAME = env.text("TAKAR_OIDC_NAME", "akun kabupaten")
OIDC_CLIENT_ID = env.text("TAKAR_OIDC_CLIENT_ID", "")
OIDC_SECRET = env.text("TAKAR_OIDC_SECRET", "")
OIDC_CLAIM = env.text("TAKAR_OIDC_CLAIM", "preferred_username")
OIDC_MATCH = env.choice("TAKAR_OIDC_MATCH", "username", ("username", "nip"))
if OIDC_URL and not (OIDC_CLIENT_ID and OIDC_SECRET):
    raise env.BadSetting("TAKAR_OIDC_URL: give TAKAR_OIDC_CLIENT_ID and TAKAR_OIDC_SECRET_FILE too.")
SOCIALACCOUNT_ADAPTER = "takar.sign_in.regency.RegencyAccounts"

# ---- sessions ---------------------------------------------------------------------------------

# Whose X-Forwarded-For is believed. A proxy on this machine is the documented way.
TRUSTED_PROXIES = env.networks("TAKAR_PROXIES", ["127.0.0.0/8", "::1"] if HTTPS else [])
# A working day, counted from signing in (OWASP ASVS 3.3.2).
SESSION_COOKIE_AGE = 60 * 60 * 12
IDLE_MINUTES = env.number("TAKAR_IDLE_MINUTES", 120)
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
# A link to choose a password holds for a day; allauth and Django read the same setting.
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
# The prefix makes the browser refuse such a cookie from another host or without TLS.
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
CSRF_COOKIE_AGE = None  # ends with the browser, like the session
# In the database and not in each process's memory: signing out must end the session everywhere.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
# Also in the database, so that all processes on all machines count together.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "takar_cache",
        # Django's 300 would drop used codes on a busy morning, and a dropped code opens once more.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
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
        # A form that leads to the regency's sign-in is followed there only where it is switched on.
        "form-action": [SELF, *([env.host_of(OIDC_URL)] if OIDC_URL else [])],
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
        "BACKEND": "takar.ledger.storage.DurableStorage",
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

# {% load lucide %} means ours on purpose, see TEMPLATES.
SILENCED_SYSTEM_CHECKS = ["templates.W003"]
if not HTTPS:
    SILENCED_SYSTEM_CHECKS += ["security.W004", "security.W008", "security.W012", "security.W016"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "takar.config.logs.formatter"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.text("TAKAR_LOG_LEVEL", "WARNING")},
    # Sign-ins, refusals, disclosures and exports are logged at every level.
    "loggers": {"takar.security": {"level": "INFO"}, "takar.request": {"level": "INFO"}},
}
LOG_REQUESTS = env.flag("TAKAR_LOG_REQUESTS", False)
"""One line for each request: route, status and duration."""

# ---- watching ---------------------------------------------------------------------------------

BEHIND_PROXY = HTTPS or env.text("TAKAR_PROXIES", "") not in ("", "0")
METRICS_TOKEN = env.text("TAKAR_METRICS_TOKEN", "")
"""Whoever sends it may read /metrik; without one only a program on this machine may, and no proxy."""
