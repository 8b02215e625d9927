"""The environment, read once and loudly: a value that cannot be understood stops the start."""

import os
import re
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

#: How SQLite serves several workers: readers never wait for the one writer, and a writer that finds the
#: database busy waits instead of failing half-way (IMMEDIATE takes the write lock at the start).
SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}

_HOST = r"([A-Za-z0-9_.-]+|\[[0-9a-f:]+\])(:[0-9]{1,5})?"
_CLUSTER = re.compile(
    rf"opensearchs?://([^/@\s]+@)?{_HOST}(,{_HOST})*/[a-z0-9][a-z0-9_-]*(\?shards=[1-9][0-9]{{0,2}})?"
)
_PASSWORD = re.compile(r":[^/@:]*@")


def env_flag(name: str, default: bool) -> bool:
    """A variable that is `true` or `false`."""
    value = os.environ.get(name, str(default)).strip().lower()
    if value not in ("true", "false"):
        raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}")
    return value == "true"


def env_list(name: str, default: str) -> list[str]:
    """A variable that holds values separated by commas."""
    return [value.strip() for value in os.environ.get(name, default).split(",") if value.strip()]


def env_choice(name: str, choices: tuple[str, ...]) -> str:
    """A variable that is one of a few words; the first one is the default."""
    value = os.environ.get(name, "").strip() or choices[0]
    if value not in choices:
        raise ImproperlyConfigured(f"{name} must be {' or '.join(choices)}, not {value!r}")
    return value


def env_folder(name: str, default: Path) -> Path:
    """A variable that names a folder, made absolute; it is made, for its owner only, where there is none."""
    path = Path(os.environ.get(name) or default).expanduser().resolve()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"{name} cannot be a folder: {error}") from error
    return path


def env_search(name: str) -> str:
    """A variable that names the search engine; `whoosh:` where it is empty.

    A cluster is `opensearch://user:password@host1:9200,host2/index?shards=3`; only a host and the index are
    required. `opensearchs://` speaks TLS.
    """
    value = os.environ.get(name, "").strip() or "whoosh:"
    if value not in ("whoosh:", "memory:") and not _CLUSTER.fullmatch(value):
        raise ImproperlyConfigured(
            f"{name} must be whoosh:, memory: or opensearch://host1:9200,host2/index?shards=1, "
            f"not {_PASSWORD.sub(':…@', value)!r}"
        )
    return value


def env_rate(name: str, default: str) -> str:
    """A variable that says how often: a number for each second, minute, hour or day; empty for no limit."""
    value = os.environ.get(name, default).strip()
    if value and not re.fullmatch(r"[1-9][0-9]*/[smhd]", value):
        raise ImproperlyConfigured(f"{name} must look like 120/m (s, m, h, d) or be empty, not {value!r}")
    return value


def env_site(name: str, default: str) -> str:
    """A variable that is the address of a site, without a path: `https://archive.example.org`."""
    value = os.environ.get(name, default).strip().rstrip("/")
    if not re.fullmatch(r"https?://([\w.-]+|\[[0-9a-f:]+\])(:[0-9]+)?", value):
        raise ImproperlyConfigured(f"{name} must look like https://archive.example.org, not {value!r}")
    return value


def env_int(name: str, default: int) -> int:
    """A variable that is a whole number, zero or more."""
    value = os.environ.get(name, str(default)).strip()
    if not (value.isascii() and value.isdigit()):
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}")
    return int(value)


def database(url: str) -> dict[str, object]:
    """Django's settings for `sqlite:////path/file.sqlite3` or `postgresql://user:password@host:5432/name?option=x`."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"DATABASE_URL: {error}") from error
    if parts.scheme == "sqlite":
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": unquote(parts.path[1:]), "OPTIONS": SQLITE}
    if parts.scheme in ("postgres", "postgresql"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            # A server that says nothing must not keep a worker from starting, or a reader for minutes.
            "OPTIONS": {"connect_timeout": "10", **dict(parse_qsl(parts.query))},
        }
    raise ImproperlyConfigured(f"DATABASE_URL must begin with sqlite: or postgresql:, not {parts.scheme!r}")
