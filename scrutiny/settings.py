"""Settings, all from the environment (or a `.env` file beside manage.py).

Every variable read here has a line in the README's table of settings.
"""

import os
import sys
from pathlib import Path
from typing import Any

import environ

from scrutiny import api, background, guard, retention, signing_in
from scrutiny.file_store import WrongAddress, shared_store

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env.read_env(BASE_DIR / ".env")


# --- Where it runs -----------------------------------------------------------------------------

# Development mode: detailed error pages, plain http. Never on a server that others can reach.
DEBUG = env.bool("DEBUG", default=False)

# Signs sessions and password reset links. Long, random, and the same for every process.
SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY:
    sys.exit("Scrutiny does not start without SECRET_KEY: set it in the environment or in .env.")

# Those before it, while what they signed is still in use: sessions, links, the secrets of authenticator apps.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

# Host names this site answers to, separated by commas.
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEBUG else [])

# Origins (scheme and host) that may post forms when a proxy changes the host name.
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# Behind a proxy that ends TLS and sets X-Forwarded-Proto and X-Forwarded-For itself.
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)

# The address people see, for links in mails. Its default is the first of ALLOWED_HOSTS.
SITE_URL = env.str(
    "SITE_URL", default="http://localhost:8000" if DEBUG or not ALLOWED_HOSTS else f"https://{ALLOWED_HOSTS[0]}"
).rstrip("/")

# --- The council -------------------------------------------------------------------------------

# The council's name in headers, page titles and papers.
COUNCIL_NAME = env.str("COUNCIL_NAME", default="Demo Council")

# The council's one brand hue, as #rrggbb. `manage.py check` refuses one too pale for white text.
BRAND_COLOUR = env.str("BRAND_COLOUR", default="#00575e")

# Clear working days between the papers and the meeting: five in England, three in Wales.
CLEAR_WORKING_DAYS = env.int("CLEAR_WORKING_DAYS", default=5)

# Clear days between the notice of a key decision, or of private business, and the meeting (S.I. 2012/2089).
NOTICE_CLEAR_DAYS = env.int("NOTICE_CLEAR_DAYS", default=28)

# Working days after its publication in which an executive decision may be called in: the council's own rule.
CALL_IN_WORKING_DAYS = env.int("CALL_IN_WORKING_DAYS", default=5)

# Days before updates are due on which those who have not handed in are reminded.
_reminder_days = env.list("REMINDER_DAYS", default=["7", "1"])
if not all(day.strip().isdecimal() and int(day) < 366 for day in _reminder_days):
    sys.exit("Scrutiny does not start with this REMINDER_DAYS: write numbers of days with commas between, such as 7,1.")
REMINDER_DAYS = [int(day) for day in _reminder_days]

# --- Data --------------------------------------------------------------------------------------

# The database. SQLite in a file unless the address of a PostgreSQL is given.
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

# Where the SQLite test database lies. A file, because memory knows neither WAL nor IMMEDIATE.
TEST_DATABASE_DIR = Path(env.str("TEST_DATABASE_DIR", default=str(BASE_DIR / ".test")))

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Measured: without WAL and IMMEDIATE, concurrent read-then-write ends in "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": ("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"),
    }
    TEST_DATABASE_DIR.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["TEST"] = {"NAME": str(TEST_DATABASE_DIR / "test.sqlite3")}

# Assessment schemes and the demo council.
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The evidence store. It has no address of its own: files leave only through a view.
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(BASE_DIR / "media"))
MEDIA_URL = ""

# Where several machines keep those files instead: s3://bucket/prefix. Empty: in MEDIA_ROOT.
FILE_STORE = env.str("FILE_STORE", default="")

# The store's own address, https://host:9000, where it is not Amazon's; and its region.
S3_ENDPOINT_URL = env.str("S3_ENDPOINT_URL", default="")
S3_REGION = env.str("S3_REGION", default="eu-west-2")

_file_store = {"BACKEND": "scrutiny.storage.DurableFileSystemStorage"}
if FILE_STORE:
    try:
        _file_store = shared_store(FILE_STORE, endpoint=S3_ENDPOINT_URL, region=S3_REGION, environment=os.environ)
    except WrongAddress as wrong:
        sys.exit(f"Scrutiny does not start {wrong}")

# The largest file that may be uploaded, in bytes.
MAX_UPLOAD_BYTES = env.int("MAX_UPLOAD_BYTES", default=25 * 1024 * 1024)
FILE_UPLOAD_PERMISSIONS = 0o640

# ClamAV's daemon: unix:///run/clamav/clamd.ctl or tcp://host:3310. Empty: files are not scanned for viruses.
CLAMAV_SOCKET = env.str("CLAMAV_SOCKET", default="")

# Shared memory for rate limits: a database or Redis cache where several processes serve.
CACHES = {
    "default": env.cache_url("CACHE_URL", default="locmemcache://scrutiny"),
    # Where the worker notes its heartbeat. Nobody reads it, and a database cache would write it every second.
    "worker": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
    # What was rendered for papers, so that only what changed is rendered again: files in a folder of our own unless
    # PAPERS_CACHE_URL names a cache that several machines share. It holds exempt words: whoever can read it sees them.
    "papers": env.cache_url("PAPERS_CACHE_URL", default=f"filecache://{BASE_DIR / '.papers-cache'}"),
}
if not any(kind in CACHES["default"]["BACKEND"] for kind in ("redis", "memcached")):
    # With Django's 300 entries, whoever makes many would have the limits on guesses forgotten.
    CACHES["default"].setdefault("OPTIONS", {}).setdefault("MAX_ENTRIES", 100_000)
# Pages for visitors who are not signed in, each as long as nothing that anybody may see has changed, and for so many
# seconds at most; 0 makes every page anew. Kept by each process for itself, unless PAGES_CACHE_URL names a cache that
# they share, as `gunicorn.conf.py` does. An update of the service has to begin with none.
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", default=0 if DEBUG else 300)
CACHES["pages"] = env.cache_url("PAGES_CACHE_URL", default="locmemcache://pages")
CACHES["pages"].setdefault("OPTIONS", {}).setdefault("MAX_ENTRIES", 2000)
CACHES["papers"]["TIMEOUT"] = 30 * 24 * 60 * 60
CACHES["papers"].setdefault("OPTIONS", {}).setdefault("MAX_ENTRIES", 5000)

# Papers are rendered in so many child processes of each process that renders; each may take so long for one report,
# and so much memory.
RENDER_PROCESSES = env.int("RENDER_PROCESSES", default=min(4, len(os.sched_getaffinity(0))))
RENDER_SECONDS = env.int("RENDER_SECONDS", default=120)
RENDER_MEMORY_MB = env.int("RENDER_MEMORY_MB", default=1024)

# How mail leaves. The default prints it; consolemail://, smtp+tls://user:password@host:587.
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))

# The sender of every mail.
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="scrutiny@example.org")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Where the state of the audit trail is told each week: an address outside the hands that run this. Empty: nowhere.
AUDIT_MAIL_TO = env.str("AUDIT_MAIL_TO", default="")

# A mail server that does not answer must not keep the worker: well below what a mail is held for.
EMAIL_TIMEOUT = 20

# The password of the demo council's users. Made up and printed when empty.
DEMO_PASSWORD = env.str("DEMO_PASSWORD", default="")

# How many days what names people is kept, by the name of its variable; `manage.py retention` shows what is past it.
DAYS_KEPT = retention.days_kept(env)

# --- Background work ---------------------------------------------------------------------------

# Where tasks wait, TASK_BROKER: "database", "redis://host:6379/0" or "sqs://eu-west-2" (the last two need redis or
# boto3); and WORKER_PROCESSES.
Q_CLUSTER = background.cluster(env)

# --- Django ------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "scrutiny",
    "tracking",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "crispy_forms",
    "django_filters",
    "django_q",
    # Django REST Framework itself is no app here: that would bring its pages' scripts and styles, which nobody needs.
    "drf_spectacular",
]

MIDDLEWARE = [
    "tracking.middleware.guard.headers_of_every_answer",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tracking.middleware.guard.nothing_of_a_user_is_kept",
    "tracking.middleware.guard.signing_out_clears",
    "tracking.middleware.refusals.only_methods_of_pages",
    "tracking.middleware.pages.PagesForEveryone",
    "tracking.middleware.rooms.unchanged_room_screen",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tracking.middleware.sessions.keep_sessions_alive",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "tracking.middleware.refusals.keep_what_was_typed",
    "allauth.account.middleware.AccountMiddleware",
    "tracking.middleware.second_step.SecondStepFirst",
    "tracking.middleware.refusals.NotAllowedIsNotFound",
    "tracking.middleware.refusals.not_found_page_in_development",
]

ROOT_URLCONF = "scrutiny.urls"
WSGI_APPLICATION = "scrutiny.wsgi.application"
ASGI_APPLICATION = "scrutiny.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "scrutiny.context_processors.site",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["govuk"]
CRISPY_TEMPLATE_PACK = "govuk"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

# Static files: `static/build` is made by `script/build` and never committed.
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static" / "build"]
STATIC_ROOT = BASE_DIR / "static" / "collected"
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_USE_FINDERS = DEBUG
STORAGES = {
    "default": _file_store,
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "scrutiny.storage.StaticFilesStorage"
        )
    },
}

# --- The read-only API -------------------------------------------------------------------------

REST_FRAMEWORK = api.REST_FRAMEWORK
SPECTACULAR_SETTINGS = api.description(COUNCIL_NAME)

# --- Signing in --------------------------------------------------------------------------------

vars().update(signing_in.settings(env, debug=DEBUG, behind_proxy=BEHIND_PROXY))
# Of those, what this product's own code reads.
ACCOUNT_REAUTHENTICATION_TIMEOUT: int
DEVICE_COOKIE_AGE: int
INVITATION_DAYS: int
SECOND_STEP_FOR: str
SESSION_LONGEST: int
SIGN_IN_LIMITS: dict[str, tuple[int, int]]
SOCIALACCOUNT_PROVIDERS: dict[str, Any]
SSO_ISSUER: str
SSO_IS_ENTRA: bool
SSO_IS_SECOND_STEP: bool
SSO_NAME: str
# Marks a browser that somebody has signed in with before.
DEVICE_COOKIE_NAME = guard.cookie_name("device")

# --- Keeping it safe ---------------------------------------------------------------------------

SESSION_COOKIE_NAME = guard.cookie_name("sessionid")
CSRF_COOKIE_NAME = guard.cookie_name("csrftoken")
MESSAGE_COOKIE_NAME = guard.cookie_name("messages")
MESSAGE_STORAGE = "scrutiny.message_storage.MessageStorage"
SESSION_COOKIE_SECURE = not DEBUG
CSRF_COOKIE_SECURE = not DEBUG
CSRF_COOKIE_HTTPONLY = True
# Keeps what was typed into a form that stood open while its token changed.
CSRF_FAILURE_VIEW = "tracking.views.drafts.refused_form"
SECURE_SSL_REDIRECT = not DEBUG
SECURE_HSTS_SECONDS = 0 if DEBUG else 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEBUG
# Whether the council's whole domain joins the browsers' preload list is not this service's to say.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- What is written to the log ----------------------------------------------------------------

# How much is logged: DEBUG, INFO, WARNING or ERROR.
LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "scrutiny.log_lines.LineFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": LOG_LEVEL, "propagate": False},
        # Each request already stands in the server's own log.
        "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "tracking": {"level": LOG_LEVEL},
        # A line for each task of each minute is noise; failures are not.
        "django-q": {"level": "ERROR"},
        # Its hints on unsupported CSS are noise; its errors fail the PDF build.
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
    },
}
