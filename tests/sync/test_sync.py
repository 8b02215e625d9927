"""A sync brings the index to the truth, in whatever order things happen."""

import pytest
from django.db import transaction

from archive.models import Article
from search.engines.base import IndexBusy, IndexUnavailable, Put
from search.models import StateQuerySet
from search.sync import COLLECTIONS, Report, steps, sync
from tests.factories import make_article
from tests.sync.conftest import disagreements, found, make_report, waiting

pytestmark = pytest.mark.django_db


def test_a_new_report_is_found_and_so_are_its_quotations(engine):
    report = make_report()
    sync()
    assert found("پسته") == [report.article.pk]
    assert found("صادرات", "quotations") == [report.quotation.pk]
    assert disagreements() == set()


def test_in_batches_of_any_size_everything_is_brought(engine):
    for number in range(7):
        make_article(f"خبر {number}")
    assert sync(batch=3) == Report(put=7, dropped=0)
    assert disagreements() == set()


def test_a_second_sync_finds_nothing_to_do(engine):
    make_article()
    sync()
    assert sync() == Report()


def test_an_unpublished_report_is_found_no_more_and_neither_are_its_quotations(engine):
    make_report()
    Article.objects.update(is_public=False)
    assert sync() == Report(put=0, dropped=2)
    assert (found(), found(collection="quotations")) == ([], [])


def test_a_deleted_report_is_found_no_more(engine):
    article = make_article()
    sync()
    article.delete()
    sync()
    assert found() == []


def test_a_report_published_again_is_found_again(engine):
    article = make_article()
    for is_public in (False, True):
        Article.objects.update(is_public=is_public)
        sync()
    assert found() == [article.pk]


def test_a_voice_is_found_by_a_name_that_its_report_does_not_print(engine):
    article = make_article(body="او گفت: صادرات افزایش یافت.", speakers=("مینا آزاد",))
    sync()
    assert found("«مینا آزاد»") == [article.pk]


def test_a_busy_index_leaves_everything_waiting(engine):
    article = make_article()
    with engine.rebuild(), pytest.raises(IndexBusy):
        sync()
    assert waiting()[0] == {article.pk}
    sync()
    assert found() == [article.pk]


def test_a_change_between_reading_and_marking_still_waits(engine, monkeypatch):
    article = make_article("پیش از این")
    apply = type(engine).apply

    def apply_then_edit(self, changes):
        apply(self, changes)
        Article.objects.update(title="پس از آن")

    monkeypatch.setattr(type(engine), "apply", apply_then_edit)
    next(steps(COLLECTIONS[0]))
    assert waiting()[0] == {article.pk}


def test_a_crash_after_the_commit_and_before_the_mark_is_done_again(engine, monkeypatch):
    make_article()
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(StateQuerySet, "mark", _interrupt)
        sync()
    assert sync() == Report(put=1)
    assert disagreements() == set()


def _interrupt(*_):
    raise KeyboardInterrupt


def test_an_index_that_is_no_more_is_filled_from_the_beginning(whoosh, settings):
    articles = {make_article().pk, make_article().pk}
    sync()
    settings.INDEX_DIR = settings.INDEX_DIR.with_name("elsewhere")
    make_article()
    sync()
    assert articles < set(found())


def test_an_index_of_another_analysis_takes_nothing(whoosh, monkeypatch):
    make_article()
    sync()
    monkeypatch.setattr("search.analysis.FINGERPRINT", "another")
    make_article()
    with pytest.raises(IndexUnavailable, match="stale"):
        sync()


@pytest.mark.django_db(transaction=True)
def test_a_change_that_may_yet_be_rolled_back_reaches_no_index(engine):
    sync()
    with transaction.atomic():
        make_article("شاید")
        with pytest.raises(RuntimeError):
            sync()
        transaction.set_rollback(True)
    assert disagreements() == set()


def test_a_database_begun_anew_beside_an_old_index_is_believed(engine):
    article = make_article("نو")
    document = next(COLLECTIONS[0].documents({article.pk: 5}))
    engine.apply([Put(document)])
    sync()
    assert disagreements() == set()
