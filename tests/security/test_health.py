"""What whoever watches the site is told, and what the log says: enough, and of nobody."""

import json
import logging
from types import SimpleNamespace

import pytest
from django.db import OperationalError

from archive.logs import JsonFormatter, RequestNumber
from archive.models import Article
from search import health, sync
from search.engines.memory import MemoryEngine

INDEXES = {"index of articles", "index of quotations"}


def test_a_process_that_answers_is_alive_whatever_host_it_is_asked_for(client, settings):
    settings.ALLOWED_HOSTS = ["archive.example"]
    settings.SECURE_SSL_REDIRECT = True
    answer = client.get("/healthz", headers={"host": "10.0.0.1:8000"})
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert answer["Cache-Control"] == "no-store" and not answer.cookies


def test_a_site_that_is_in_step_is_ready_and_says_of_what(client, world, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": "ok", "disk": "ok", **dict.fromkeys(INDEXES, "ok")}


def test_a_database_that_is_gone_is_told_without_its_secrets(client, db, monkeypatch):
    def cursor(*_: object) -> None:
        raise OperationalError("password authentication failed for user rasteh at 10.0.0.2")

    monkeypatch.setattr(health, "connection", SimpleNamespace(cursor=cursor))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "attention", "database": "down", "disk": "ok"}


@pytest.mark.parametrize("state", ["missing", "damaged", "stale"])
def test_an_index_that_cannot_answer_is_told(client, world, monkeypatch, state):
    monkeypatch.setattr(MemoryEngine, "health", lambda *_: SimpleNamespace(state=state))
    answer = client.get("/readyz")
    assert answer.status_code == 503 and answer.json()["index of articles"] == state


def test_an_edit_that_waits_a_moment_is_no_alarm_but_a_long_queue_is(client, world, monkeypatch):
    Article.objects.update(kicker="تازه")  # no signal: waits for the next sync
    assert client.get("/readyz").status_code == 200
    monkeypatch.setattr(health, "AT_ONCE", 3)
    answer = client.get("/readyz")
    assert answer.status_code == 503 and answer.json()["index of articles"] == "behind"
    sync.sync()
    assert client.get("/readyz").status_code == 200


def test_a_full_disk_is_told(client, world, monkeypatch):
    monkeypatch.setattr(health.shutil, "disk_usage", lambda _: SimpleNamespace(free=1 << 20))
    assert client.get("/readyz").json()["disk"] == "full"


@pytest.mark.parametrize("number", ["0af7651916cd43dd8448eb211c80319c", "front-17.42_a"])
def test_the_number_that_a_proxy_gave_is_kept(client, number):
    assert client.get("/healthz", headers={"X-Request-ID": number})["X-Request-ID"] == number


@pytest.mark.parametrize("number", ["", "short", "a" * 65, "line\tbreak-1", "<script>alert(1)", "شماره‌ای"])
def test_a_number_that_could_spoil_the_log_is_replaced(client, number):
    given = client.get("/healthz", headers={"X-Request-ID": number})["X-Request-ID"]
    assert given != number and len(given) == 32


def test_the_log_names_the_page_and_neither_the_question_nor_who_asked(client, world, caplog):
    caplog.set_level(logging.INFO, "archive.logs")
    caplog.handler.addFilter(RequestNumber())
    where = {"REMOTE_ADDR": "203.0.113.9", "headers": {"X-Request-ID": "number-17", "User-Agent": "Mine/1"}}
    client.get("/speakers/", {"find": "سیمین"}, **where)
    line = JsonFormatter().format(caplog.records[-1])
    told = json.loads(line)
    assert told.pop("ms") >= 0 and told.pop("time").endswith("Z")
    assert told == {
        **{"level": "INFO", "logger": "archive.logs", "message": "answered", "request_id": "number-17"},
        **{"method": "GET", "page": "speakers/", "status": 200},
    }


def test_an_error_is_logged_with_its_request_and_its_place(client, world, caplog, monkeypatch):
    caplog.handler.addFilter(RequestNumber())
    client.raise_request_exception = False
    monkeypatch.setattr("search.home.overview", None)
    assert client.get("/", headers={"X-Request-ID": "number-18"}).status_code == 500
    told = json.loads(JsonFormatter().format(caplog.records[-1]))
    assert told["request_id"] == "number-18" and "search/home.py" in told["traceback"]


def test_a_503_is_a_warning(client, world, caplog, monkeypatch):
    monkeypatch.setattr(health, "_disk", lambda: "full")
    assert client.get("/readyz").status_code == 503
    assert [(each.name, each.levelname) for each in caplog.records] == [("django.request", "WARNING")]


def test_what_is_not_wanted_is_not_there(client, settings):
    assert not settings.METRICS
    assert client.get("/metrics").status_code == 404
