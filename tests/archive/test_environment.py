"""The environment is read loudly: what cannot be understood stops the start and names its variable."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from archive.environment import database, env_choice, env_flag, env_int, env_list, env_search


@pytest.mark.parametrize("value", ["yes", "1", "", "on"])
def test_a_flag_is_true_or_false(monkeypatch, value):
    monkeypatch.setenv("HTTPS", value)
    with pytest.raises(ImproperlyConfigured, match="HTTPS must be true or false"):
        env_flag("HTTPS", default=False)


@pytest.mark.parametrize("value", ["-1", "many", "1.5", "۱۲"])
def test_a_number_is_whole(monkeypatch, value):
    monkeypatch.setenv("PROXIES", value)
    with pytest.raises(ImproperlyConfigured, match="PROXIES must be a whole number"):
        env_int("PROXIES", default=0)


def test_a_choice_is_one_of_its_words(monkeypatch):
    monkeypatch.setenv("LOG_FORMAT", "xml")
    with pytest.raises(ImproperlyConfigured, match="LOG_FORMAT must be text or json"):
        env_choice("LOG_FORMAT", ("text", "json"))


@pytest.mark.parametrize(
    "url",
    [
        "whoosh:",
        "memory:",
        "opensearch://search.example/rasteh",
        "opensearch://10.0.0.1:9200,10.0.0.2,[::1]:9201/rasteh-2?shards=12",
        "opensearchs://amin:p%40ss@search.example:443/rasteh",
    ],
)
def test_a_search_engine_is_named_by_its_address(monkeypatch, url):
    monkeypatch.setenv("SEARCH_URL", url)
    assert env_search("SEARCH_URL") == url


@pytest.mark.parametrize(
    "url",
    [
        "elastic:",
        "whoosh",
        "opensearch://",
        "opensearch://host",
        "opensearch://host/",
        "opensearch://host/Big",
        "opensearch://host:port/rasteh",
        "opensearch://host,/rasteh",
        "opensearch://host/rasteh?shards=0",
        "opensearch://host/rasteh?replicas=2",
        "http://host/rasteh",
    ],
)
def test_a_search_engine_that_makes_no_sense_stops_the_start(monkeypatch, url):
    monkeypatch.setenv("SEARCH_URL", url)
    with pytest.raises(ImproperlyConfigured, match="SEARCH_URL must be whoosh:, memory: or opensearch:"):
        env_search("SEARCH_URL")


def test_a_password_is_never_printed(monkeypatch):
    monkeypatch.setenv("SEARCH_URL", "opensearch://amin:secret@host/Big")
    with pytest.raises(ImproperlyConfigured) as refused:
        env_search("SEARCH_URL")
    assert "secret" not in str(refused.value)


def test_blanks_around_values_of_a_list_are_nothing(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", " a.example, b.example ,")
    assert env_list("ALLOWED_HOSTS", default="") == ["a.example", "b.example"]


def test_a_database_is_named_by_its_address():
    settings = database("postgresql://amin:p%40ss@db.example:5433/rasteh?sslmode=require")
    assert settings["ENGINE"].endswith("postgresql")
    assert (settings["USER"], settings["PASSWORD"], settings["NAME"]) == ("amin", "p@ss", "rasteh")
    assert (settings["HOST"], settings["PORT"]) == ("db.example", "5433")
    assert settings["OPTIONS"] == {"connect_timeout": "10", "sslmode": "require"}


def test_sqlite_lets_readers_go_on_while_one_writes():
    options = database("sqlite:////data/archive.sqlite3")["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE" and "WAL" in options["init_command"]


@pytest.mark.parametrize("url", ["mysql://x/y", "archive.sqlite3", "postgresql://host:port/name"])
def test_a_database_of_another_kind_or_port_stops_the_start(url):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        database(url)
