"""An index is made anew beside the one that answers, and compared with the truth."""

import pytest

from archive.models import Article
from search.documents import Document, article_document
from search.engines.base import Drop, IndexBusy, Put
from search.models import ArticleState
from search.rebuild import needs_rebuild, rebuild
from search.sync import COLLECTIONS, sync
from search.verify import verify
from tests.factories import make_article
from tests.sync.conftest import disagreements, found, make_report, waiting

pytestmark = pytest.mark.django_db
ARTICLES, QUOTATIONS = COLLECTIONS


@pytest.mark.parametrize("collection", COLLECTIONS, ids=lambda c: c.name)
def test_a_rebuilt_index_holds_what_readers_may_see_and_nothing_waits(engine, collection):
    make_report()
    make_report(is_public=False)
    sync()
    rebuild(collection)
    assert disagreements() == set()
    assert waiting() == (set(), set())


def test_changes_made_during_a_rebuild_are_not_lost(engine):
    gone, changed, hidden = (make_article(f"خبر {n}") for n in range(3))
    sync()

    def edit(_):
        if gone.pk is None:
            return
        gone.delete()
        Article.objects.filter(pk=changed.pk).update(title="دگرگون")
        Article.objects.filter(pk=hidden.pk).update(is_public=False)
        make_article("تازه")

    rebuild(ARTICLES, progress=edit)
    assert disagreements() == set()
    assert found("دگرگون") == [changed.pk]


def test_during_a_rebuild_the_old_index_answers_and_others_find_it_busy(engine):
    article = make_article()
    sync()

    def look(_):
        assert found() == [article.pk]
        with pytest.raises(IndexBusy):
            engine.apply([Drop(1)])

    rebuild(ARTICLES, progress=look)


def test_an_interrupted_rebuild_has_changed_nothing(engine):
    make_article()
    sync()
    Article.objects.update(title="در راه")
    with pytest.raises(KeyboardInterrupt):
        rebuild(ARTICLES, progress=_interrupt)
    assert found("در راه") == []
    sync()
    assert disagreements() == set()


def test_an_index_of_another_archive_needs_a_rebuild(engine):
    make_article()
    sync()
    assert not needs_rebuild(ARTICLES)
    engine.apply([Put(_stranger(77))])
    assert needs_rebuild(ARTICLES)


def test_an_index_that_lay_aside_needs_a_rebuild(engine):
    article = make_article()
    sync()
    aside = article_document(article, ArticleState.objects.get().rev)
    Article.objects.update(title="دگرگون")
    sync()
    with engine.rebuild() as fresh:
        fresh.apply([Put(aside)])
        fresh.publish()
    assert needs_rebuild(ARTICLES)


def _lose(engine, article):
    engine.apply([Drop(article.pk)])


def _haunt(engine, article):
    engine.apply([Put(_stranger(article.pk + 5000))])


def _run_ahead(engine, article):
    revision = ArticleState.objects.get(pk=article.pk).rev
    engine.apply([Put(_stranger(article.pk, revision + 10))])


def _overlook_unpublishing(engine, article):
    Article.objects.update(is_public=False)
    state = ArticleState.objects.get()
    ArticleState.objects.update(indexed_rev=state.rev)


def _forget_the_mark(engine, article):
    engine.apply([Drop(article.pk)])
    ArticleState.objects.all().delete()


WRONGS = (_lose, _haunt, _run_ahead, _overlook_unpublishing, _forget_the_mark)


@pytest.mark.parametrize("harm", WRONGS, ids=lambda harm: harm.__name__.strip("_"))
def test_what_is_wrong_in_the_index_is_found_and_healed(engine, harm):
    article = make_article()
    sync()
    assert verify(ARTICLES) == 0
    harm(engine, article)
    assert verify(ARTICLES) == 1
    sync()
    assert disagreements() == set()
    assert verify(ARTICLES, deep=True) == 0


def test_only_a_deep_look_sees_another_text_under_the_right_revision(engine):
    article = make_article()
    sync()
    engine.apply([Put(_stranger(article.pk, ArticleState.objects.get().rev))])
    assert verify(ARTICLES) == 0
    assert verify(ARTICLES, deep=True) == 1
    sync()
    assert disagreements() == set()


def test_what_waits_is_not_wrong(engine):
    sync()
    make_article()
    assert verify(ARTICLES) == 0


def _stranger(key: int, revision: int = 1) -> Document:
    return Document(key, revision, "از جای دیگر", "", {})


def _interrupt(_):
    raise KeyboardInterrupt
