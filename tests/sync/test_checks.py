"""Start-up checks name what is wrong and what to do."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from search import triggers
from search.checks import check_facets, check_index, check_triggers
from search.rebuild import rebuild
from search.sync import COLLECTIONS

pytestmark = pytest.mark.django_db


def ids(messages: list) -> list[str]:
    return [message.id for message in messages]


def test_an_archive_as_it_should_be_has_nothing_to_say(whoosh):
    for collection in COLLECTIONS:
        rebuild(collection)
    call_command("check", databases=["default"], fail_level="WARNING")


def test_missing_triggers_are_told():
    triggers.uninstall()
    assert ids(check_triggers(databases=["default"])) == ["search.W002"]


def test_missing_triggers_fail_a_strict_check():
    triggers.uninstall()
    with pytest.raises(SystemCheckError, match="manage.py migrate"):
        call_command("check", databases=["default"], fail_level="WARNING")


def test_a_missing_index_is_told(whoosh):
    assert ids(check_index(databases=["default"])) == ["search.W001", "search.W001"]


def test_without_a_database_neither_is_looked_at(whoosh):
    assert check_triggers() == check_index() == []


def test_a_facet_that_no_document_is_filed_under_is_told(monkeypatch):
    monkeypatch.setattr("search.checks.FACET_NAMES", ("province",))
    assert "search.E001" in ids(check_facets())
