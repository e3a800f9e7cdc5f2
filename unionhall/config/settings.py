"""One settings file, from the environment. Each variable is documented in docs/guides/operate.md."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF

from . import sqlite

BASE_DIR = Path(__file__).resolve().parent.parent


def env(name: str, default: str = "") -> str:
    """The variable UNIONHALL_<name>, or its default."""
    return os.environ.get(f"UNIONHALL_{name}", default)


VAR_DIR = Path(env("VAR_DIR", str(BASE_DIR.parent / "var")))
DEMO = env("DEMO") == "1"
DEBUG = False


def kept_secret(name: str) -> str:
    """A secret from the environment, or made once and kept beside the database, readable by its owner alone."""
    if value := env(name):
        return value
    path = VAR_DIR / "keys" / name.lower()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(os.urandom(32).hex())
    return path.read_text().strip()


SECRET_KEY = kept_secret("SECRET_KEY")
FIELD_KEYS = kept_secret("FIELD_KEYS")  # comma-separated hex; the first encrypts, all decrypt
SEARCH_KEY = kept_secret("SEARCH_KEY")  # keyed hash of ID number and phone
RECEIPT_PEPPER = kept_secret("RECEIPT_PEPPER")
SIGNING_KEY = kept_secret("SIGNING_KEY")  # ECDSA P-256, signs receipts

PUBLIC_URL = env("PUBLIC_URL", "http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = env("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
TRUSTED_PROXIES = int(env("TRUSTED_PROXIES", "0"))
HTTPS = PUBLIC_URL.startswith("https://")

PROGRAMMES = [name for name in env("PROGRAMMES", "wages,voice,stations,services").split(",") if name]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "csp",
    "unionhall.base.ui",
    "unionhall.kernel.journal",
    "unionhall.kernel.places",
    "unionhall.kernel.law",
    "unionhall.kernel.orgs",
    "unionhall.kernel.people",
    "unionhall.kernel.notices",
    "unionhall.kernel.pulse",
    "unionhall.kernel.files",
    "unionhall.kernel.bookings",
    "unionhall.kernel.cases",
    "unionhall.reports",
    "unionhall.web",
    *(f"unionhall.programmes.{name}" for name in PROGRAMMES),
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "unionhall.web.middleware.LookMiddleware",
    "unionhall.web.middleware.ActorMiddleware",
    "unionhall.web.middleware.RefusalMiddleware",
]
ROOT_URLCONF = "unionhall.config.urls"
WSGI_APPLICATION = "unionhall.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "unionhall.web.shell.frame",
            ],
        },
    }
]
FORM_RENDERER = "unionhall.base.ui.forms.UiRenderer"


def sqlite_database() -> dict[str, object]:
    """The embedded database: IMMEDIATE transactions, synchronous=FULL, the journal mode that the gate chose."""
    pragmas = f"PRAGMA journal_mode={sqlite.MODE}; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": env("SQLITE_PATH", str(VAR_DIR / "unionhall.sqlite3")),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas},
    }


def postgres_database(address: str) -> dict[str, object]:
    """A city's database, from postgres://user:password@host:port/name."""
    url = urlsplit(address)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.path.lstrip("/"),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": url.hostname or "",
        "PORT": str(url.port or ""),
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "CONN_MAX_AGE": 60,
    }


DATABASE_URL = env("DATABASE_URL")
DATABASES = {"default": postgres_database(DATABASE_URL) if DATABASE_URL else sqlite_database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

AUTH_USER_MODEL = "people.Account"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = SIGN_IN_PATH = "/sign-in/"
SESSION_COOKIE_AGE = int(env("SESSION_HOURS", "12")) * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-hall" if HTTPS else "hall"
PAIR_COOKIE_NAME = "__Host-pair" if HTTPS else "pair"  # opens the session's private half; never stored here
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "language"
TIME_ZONE = env("TIME_ZONE", "Asia/Shanghai")
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
FILES_DIR = Path(env("FILES_DIR", str(VAR_DIR / "files")))
UPLOAD_MAX_MB = int(env("UPLOAD_MAX_MB", "20"))
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["unionhall.base.uploads.MemoryHandler", "django.core.files.uploadhandler.TemporaryFileUploadHandler"]

SMS_GATEWAY = env("SMS_GATEWAY", "console")
APPRISE_URLS = [url for url in env("APPRISE_URLS").split(",") if url]
PARTNER_HOSTS = [host for host in env("PARTNER_HOSTS").split(",") if host]  # the only hosts the house itself calls
HOTLINE = env("HOTLINE", "12351")
HOME_REGION = env("HOME_REGION")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", "WARNING")},
    "loggers": {"django.template": {"level": "INFO"}},  # at DEBUG it writes whole pages' contents into the log
}
