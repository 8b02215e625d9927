"""Every setting of the site. What may differ between installations comes from the environment."""

import os
from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from archive.environment import (
    database,
    env_choice,
    env_flag,
    env_folder,
    env_int,
    env_list,
    env_rate,
    env_search,
    env_site,
)

BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = env_flag("DEBUG", default=False)
SECRET_KEY = os.environ.get("SECRET_KEY") or ("only-for-debugging" if DEBUG else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is required unless DEBUG=true")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", default="127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS", default="")
#: true where TLS ends in front of the site: cookies are then sent over HTTPS only, and http is redirected.
HTTPS = env_flag("HTTPS", default=False)

#: Everything that an installation must keep: the database and, beside it, the index (which can be rebuilt).
DATA_DIR = env_folder("DATA_DIR", default=BASE_DIR / "var")
DATABASES = {
    "default": database(os.environ.get("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'archive.sqlite3'}")
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

#: Where articles are searched: "whoosh:" keeps an index in INDEX_DIR, "memory:" a dict (for tests),
#: "opensearch://host1,host2/index" has it in a cluster (docs/cluster.md).
SEARCH_URL = env_search("SEARCH_URL")
INDEX_DIR = DATA_DIR / "index"
#: Bytes of decoded posting lists that one worker keeps.
SEARCH_CACHE_BYTES = env_int("SEARCH_CACHE_MB", default=128) * 1024 * 1024

#: So many pages one worker keeps ready (some 15 kB each) until anything in the archive changes; 0 for none.
#: Developers have none: they change templates.
KEPT_PAGES = env_int("KEPT_PAGES", default=0 if DEBUG else 1000)
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": KEPT_PAGES, "CULL_FREQUENCY": 10},
    },
}

#: How often one address may ask the API: "120/m"; empty for no limit.
API_RATE = env_rate("API_RATE", default="120/m")
#: How many suggestions one address may send about reports; empty for no limit.
SUGGESTION_RATE = env_rate("SUGGESTION_RATE", default="20/h")
#: Proxies in front of the site that may say who asks (X-Forwarded-For) and how (X-Forwarded-Proto); with
#: none, nobody is believed.
PROXIES = env_int("PROXIES", default=0)

INSTALLED_APPS = [
    "archive",
    "search",
    "axes",
    "csp",
    "django_filters",
    "ninja",
    "archive.desk.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]
#: true counts requests for Prometheus at /metrics, which the server in front must keep from the public.
METRICS = env_flag("METRICS", default=False)
if METRICS:
    INSTALLED_APPS.append("django_prometheus")
MIDDLEWARE = [
    *(["django_prometheus.middleware.PrometheusBeforeMiddleware"] if METRICS else []),
    "archive.logs.numbered_requests",
    "search.health.health_pages",
    "archive.middleware.careful_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    *(["django_prometheus.middleware.PrometheusAfterMiddleware"] if METRICS else []),
    *(["archive.kept.kept_pages"] if KEPT_PAGES else []),
    "archive.turns.in_turn",
    # A list is 140 kB of text and drawing, 25 kB on the way. Django pads it against BREACH.
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "archive.urls"
WSGI_APPLICATION = "archive.wsgi.application"
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
            ],
            "builtins": ["archive.templatetags.persian"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# One language: were another listed, a browser that asks for it would get a left-to-right admin.
LANGUAGE_CODE = "fa"
LANGUAGES = [("fa", "فارسی")]
USE_I18N = True
TIME_ZONE = "Asia/Tehran"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
#: So many wrong passwords of one name at one address close the login for a while (archive/logins.py).
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "ip_address", "username"]
AXES_HANDLER = "archive.logins.LoginGuard"
AXES_LOCKOUT_CALLABLE = "archive.logins.locked_out"
AXES_USERNAME_CALLABLE = "archive.logins.name_typed"
AXES_CLIENT_IP_CALLABLE = "archive.visitors.address_of"
AXES_RESET_ON_SUCCESS = True
#: Guessing on while it is closed does not keep it closed: strangers could shut an editor out for good.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
#: Who came in when, Django notes with the user; nobody reads more of it.
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = AXES_VERBOSE = False

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]

#: Where readers reach the site; letters need it, pages know it from the request.
SITE_URL = env_site("SITE_URL", default="http://127.0.0.1:8000")
LOGIN_URL, LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "login", "following", "home"
#: Letters are printed until a server for them is named.
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
EMAIL_PORT = env_int("EMAIL_PORT", default=587)
EMAIL_HOST_USER = os.environ.get("EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_PASSWORD", "")
EMAIL_USE_TLS = env_flag("EMAIL_TLS", default=True)
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", "rasteh@localhost")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
HOST_ONLY = "__Host-" if HTTPS else ""
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
# No script of ours reads it: forms bring the token along.
CSRF_COOKIE_HTTPONLY = True
# Browsers take a cookie so named only from this very host over HTTPS: a sister site cannot plant one.
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{HOST_ONLY}session", f"{HOST_ONLY}csrf"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
#: A browser's preload list is left only after months: whoever runs the site decides that, TLS does not.
SECURE_HSTS_PRELOAD = env_flag("HSTS_PRELOAD", default=False)
SILENCED_SYSTEM_CHECKS = [] if SECURE_HSTS_PRELOAD else ["security.W021"]  # which asks for it
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None

#: "json" is for log shippers: an object a line, one for every request too. Neither form has addresses or
#: what readers typed (archive/logs.py).
LOG_FORMAT = env_choice("LOG_FORMAT", ("text", "json"))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "number": {"()": "archive.logs.RequestNumber"},
        "come-back": {"()": "archive.logs.ToldToComeBack"},
    },
    "formatters": {
        "text": {"format": "{levelname} {name} {request_id} {message}", "style": "{"},
        "json": {"()": "archive.logs.JsonFormatter"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "filters": ["number"], "formatter": LOG_FORMAT}
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "archive.logs": {"level": "INFO" if LOG_FORMAT == "json" else "WARNING"},
        "django.request": {"filters": ["come-back"]},
    },
}
