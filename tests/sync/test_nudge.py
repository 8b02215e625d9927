"""Saving makes searchable at once, and trouble with the index never troubles the save."""

import pytest
from django.db import transaction

from archive.models import Article
from search import sync as syncing
from search.query import Query
from search.sync import sync
from tests.factories import make_article
from tests.sync.conftest import disagreements, found, make_report, waiting

pytestmark = pytest.mark.django_db(transaction=True)


def test_saving_makes_a_report_searchable_at_once(engine):
    article = make_article("زعفران")
    assert found("زعفران") == [article.pk]
    article.title = "زرشک"
    article.save()
    assert (found("زعفران"), found("زرشک")) == ([], [article.pk])


def test_a_report_with_everything_is_searchable_at_once(engine):
    make_report()
    assert waiting() == (set(), set())
    assert disagreements() == set()


def _unpublish(article: Article) -> None:
    article.is_public = False
    article.save()


@pytest.mark.parametrize("hide", [Article.delete, _unpublish], ids=["delete", "unpublish"])
def test_what_readers_may_not_see_is_gone_at_once(engine, hide):
    hide(make_article())
    assert found() == []


def test_facets_follow_a_changed_province_at_once(engine):
    article = make_article(province="yazd")
    article.provinces.set(["fars"])
    article.main_province_id = "fars"
    article.save()
    assert found() == [article.pk]
    assert dict(engine.search(Query()).facets["province"]) == {"fars": 1}


def test_a_rolled_back_change_reaches_no_index(engine):
    article = make_article("پیش از این")
    with transaction.atomic():
        article.title = "نشد"
        article.save()
        transaction.set_rollback(True)
    assert found("نشد") == []
    assert waiting() == (set(), set())


def test_a_transaction_of_many_saves_is_brought_once(engine, monkeypatch):
    nudges = []
    monkeypatch.setattr("search.signals.nudge", lambda: nudges.append(1))
    with transaction.atomic():
        for _ in range(5):
            make_article(province="yazd", speakers=("مینا آزاد",))
    assert nudges == [1]


def test_an_edit_that_meets_a_busy_index_is_saved_and_found_later(engine):
    with engine.rebuild():
        article = make_article()
    assert waiting()[0] == {article.pk}
    make_article()
    assert article.pk in found()


def test_an_engine_that_fails_in_any_way_does_not_break_the_save(engine, monkeypatch, caplog):
    monkeypatch.setattr(type(engine), "apply", _fail)
    article = make_article()
    assert Article.objects.get() == article
    assert waiting()[0] == {article.pk}
    assert "disk" in caplog.text


def test_a_save_brings_so_many_changes_and_no_more(engine, monkeypatch, caplog):
    monkeypatch.setattr(syncing, "AT_ONCE", 3)
    monkeypatch.setattr(syncing, "BATCH", 2)
    sync()
    Article.objects.bulk_create(Article(title=f"خبر {n}") for n in range(9))
    youngest = make_article()
    assert 3 <= len(found()) < 10
    assert youngest.pk in found()
    assert "index sync" in caplog.text


def _fail(*_):
    raise OSError("no space left on disk")


def test_a_save_begins_no_large_index(whoosh, monkeypatch, caplog):
    monkeypatch.setattr(syncing, "AT_ONCE", 3)
    Article.objects.bulk_create(Article(title=f"خبر {n}") for n in range(9))
    make_article()
    assert whoosh.health().state == "missing"
    assert "index rebuild" in caplog.text
