"""`manage.py index` says honestly how the index is and what it did."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from archive.models import Article
from search import triggers
from search.engines import get_engine
from search.engines.base import Drop
from search.sync import sync
from tests.factories import make_article
from tests.sync.conftest import disagreements, found

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("whoosh")]


def index(capsys, *arguments: str) -> list[str]:
    call_command("index", *arguments)
    return capsys.readouterr().out.splitlines()


def test_sync_says_what_it_brought(capsys):
    make_article()
    assert index(capsys, "sync") == ["articles: put 1, dropped 0", "quotations: put 0, dropped 0"]


def test_status_of_an_index_in_step(capsys):
    make_article()
    sync()
    assert index(capsys, "status")[0].startswith("articles: ok, 1 of 1 in the index, 0 waiting")


def test_status_fails_where_there_is_no_index(capsys):
    make_article()
    with pytest.raises(CommandError, match="rebuild --if-needed"):
        index(capsys, "status")


def test_status_fails_without_triggers(capsys):
    sync()
    call_command("index", "rebuild")
    triggers.uninstall()
    with pytest.raises(CommandError):
        index(capsys, "status")
    assert "migrate" in capsys.readouterr().out


def test_rebuild_if_needed_builds_a_missing_index_once(capsys):
    make_article()
    assert index(capsys, "rebuild", "--if-needed")[0] == "articles: rebuilt, 1 documents"
    assert index(capsys, "rebuild", "--if-needed")[0] == "articles: in step (put 0, dropped 0)"


def test_rebuild_if_needed_brings_what_waits(capsys):
    index(capsys, "rebuild")
    make_article()
    assert index(capsys, "rebuild", "--if-needed")[0] == "articles: in step (put 1, dropped 0)"


def test_check_heals_and_says_so(capsys):
    article = make_article()
    index(capsys, "rebuild")
    get_engine().apply([Drop(article.pk)])
    with pytest.raises(CommandError, match="they are right now"):
        index(capsys, "check")
    assert index(capsys, "check", "--deep")[-2] == "articles: 0 wrong, then put 0, dropped 0"
    assert found() == [article.pk]


def test_check_refuses_an_index_that_is_not_there(capsys):
    with pytest.raises(CommandError, match="missing"):
        index(capsys, "check")


def test_a_busy_index_is_named(capsys):
    make_article()
    with get_engine().rebuild(), pytest.raises(CommandError, match="another"):
        index(capsys, "sync")
    assert Article.objects.exists()


def test_watching_goes_on_until_stopped(capsys, monkeypatch):
    looks = iter([lambda: make_article("نخست"), lambda: make_article("دوم"), _stop])
    monkeypatch.setattr("search.management.commands.index.time.sleep", lambda _: next(looks)())
    monkeypatch.setattr("search.management.commands.index.close_old_connections", lambda: None)
    with pytest.raises(SystemExit):
        index(capsys, "sync", "--watch")
    assert disagreements() == set()


def _stop():
    raise KeyboardInterrupt
