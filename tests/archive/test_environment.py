"""The environment is read loudly: what cannot be understood stops the start and names its variable."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from archive.environment import database, env_choice, env_flag, env_int, env_list


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
    monkeypatch.setenv("SEARCH_URL", "elastic:")
    with pytest.raises(ImproperlyConfigured, match="SEARCH_URL must be whoosh: or memory:"):
        env_choice("SEARCH_URL", ("whoosh:", "memory:"))


def test_blanks_around_values_of_a_list_are_nothing(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", " a.example, b.example ,")
    assert env_list("ALLOWED_HOSTS", default="") == ["a.example", "b.example"]


def test_a_database_is_named_by_its_address():
    settings = database("postgresql://amin:p%40ss@db.example:5433/rasteh?sslmode=require")
    assert settings["ENGINE"].endswith("postgresql")
    assert (settings["USER"], settings["PASSWORD"], settings["NAME"]) == ("amin", "p@ss", "rasteh")
    assert (settings["HOST"], settings["PORT"]) == ("db.example", "5433")
    assert settings["OPTIONS"] == {"sslmode": "require"}


def test_sqlite_lets_readers_go_on_while_one_writes():
    options = database("sqlite:////data/archive.sqlite3")["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE" and "WAL" in options["init_command"]


@pytest.mark.parametrize("url", ["mysql://x/y", "archive.sqlite3", "postgresql://host:port/name"])
def test_a_database_of_another_kind_or_port_stops_the_start(url):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        database(url)
