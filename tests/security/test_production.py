"""A site with its production settings: nothing to warn of, and headers of the best grade."""

import json
import os
import subprocess
import sys
from http.cookies import Morsel, SimpleCookie

import pytest

from tests.security.observatory import cookie_flags, directives, score

ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "archive.settings",
    "DEBUG": "false",
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "HTTPS": "true",
    "ALLOWED_HOSTS": "archive.example",
    "SITE_URL": "https://archive.example",
    "DATABASE_URL": "",
}


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {"PATH": os.environ["PATH"], **ENVIRONMENT, **environment}
    return subprocess.run([sys.executable, *arguments], env=env, capture_output=True, text=True, timeout=60)


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> dict[str, dict]:
    done = run("-m", "tests.security.production", DATA_DIR=str(tmp_path_factory.mktemp("data")))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def cookies(answer: dict) -> list[Morsel]:
    return [morsel for line in answer["cookies"] for morsel in SimpleCookie(line).values()]


def test_django_has_nothing_to_warn_of(served):
    # The one silenced asks for a place on browsers' preload list.
    assert "no issues (1 silenced)" in served["check"]


@pytest.mark.parametrize("path", ["/about/", "/login/", "/admin/login/", "/not-there/"])
def test_the_observatory_would_give_a_plus(served, path):
    answer = served[path]
    is_led = served["plain"]["status"] == 301
    assert score(answer["headers"], cookies(answer), is_led, answer["page"]) >= 130


def test_http_leads_to_https_on_the_same_host(served):
    assert served["plain"]["headers"]["Location"] == "https://archive.example/about/"


@pytest.mark.parametrize("path", ["/about/", "/admin/login/", "/robots.txt", "/api/v1/docs", "/not-there/"])
def test_every_kind_of_page_carries_every_header(served, path):
    headers = served[path]["headers"]
    policy = directives(headers["Content-Security-Policy"])
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["default-src"] == {"'none'"}
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert "camera=()" in headers["Permissions-Policy"] and headers["X-Request-ID"]


def test_cookies_are_bound_to_this_host_and_hidden_from_scripts(served):
    (csrf,) = cookies(served["/login/"])
    assert csrf.key == "__Host-csrf" and csrf["httponly"] and csrf["secure"] and csrf["samesite"] == "Lax"
    assert csrf["path"] == "/" and not csrf["domain"]


def test_readers_get_no_cookie(served):
    assert served["/about/"]["cookies"] == []


def test_another_host_s_name_is_refused(served):
    assert served["stranger"]["status"] == 400
    assert "evil.example" not in served["stranger"]["page"]


def test_the_scoring_sees_what_is_wrong():
    loose = SimpleCookie("sessionid=1")
    assert cookie_flags(loose.values()) == -40
    assert score({"Content-Security-Policy": "script-src 'unsafe-inline'"}, [], False, "") < 25


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("API_RATE", "viel"),
        ("API_RATE", "120/fortnight"),
        ("SITE_URL", "archive.example"),
        ("SITE_URL", "https://archive.example/path?x=1"),
        ("PROXIES", "-1"),
        ("HTTPS", "on"),
        ("EMAIL_PORT", "smtp"),
        ("LOG_FORMAT", "xml"),
        ("DATABASE_URL", "mysql://x/y"),
        ("DATA_DIR", "/dev/null/data"),
        ("SECRET_KEY", ""),
    ],
)
def test_a_value_that_cannot_be_stops_the_start_and_is_named(tmp_path, name, value):
    done = run("-c", "import archive.settings", **{"DATA_DIR": str(tmp_path), name: value})
    assert done.returncode == 1
    assert f"ImproperlyConfigured: {name} " in done.stderr.splitlines()[-1]
