"""The proofs can fail: each part of the scheme is taken out, and its proof notices."""

import os
from contextlib import contextmanager

import pytest

from archive.models import Article
from search import triggers
from search.engines.base import EngineError
from search.engines.whoosh import home
from search.sync import COLLECTIONS
from search.verify import verify
from tests.factories import make_article
from tests.reliability.faults import Fault
from tests.reliability.small_index import BEFORE, commit, rebuild
from tests.reliability.test_every_call import assert_old_or_new
from tests.reliability.test_power import assert_outlives_power_cuts
from tests.sync.conftest import settle

ARTICLES = COLLECTIONS[0]


@pytest.mark.slow
@pytest.mark.parametrize("work", [commit, rebuild])
def test_files_that_are_not_synced_are_noticed(tmp_path, monkeypatch, work):
    monkeypatch.setattr(home, "sync", lambda path: None)
    with pytest.raises((AssertionError, EngineError)):
        assert_outlives_power_cuts(tmp_path, work, [BEFORE])


@contextmanager
def _without_syncing(folder, name):
    with (folder.path / name).open("wb") as file:
        yield file


def test_a_file_that_is_not_synced_is_noticed(tmp_path, monkeypatch):
    monkeypatch.setattr(home.Folder, "create", _without_syncing)
    with pytest.raises((AssertionError, EngineError)):
        assert_outlives_power_cuts(tmp_path, commit, [BEFORE])


def test_files_removed_before_the_manifest_forgets_them_are_noticed(tmp_path, monkeypatch):
    replace = os.replace

    def too_early(fresh, target):
        for name in target.parent.glob("*.seg"):
            name.unlink()
        replace(fresh, target)

    monkeypatch.setattr(home.os, "replace", too_early)
    with pytest.raises((AssertionError, EngineError)):
        assert_old_or_new(tmp_path, commit, Fault.DEATH)


@pytest.mark.django_db
def test_an_index_that_acknowledges_without_writing_is_noticed(index, monkeypatch):
    make_article()
    monkeypatch.setattr(type(ARTICLES.engine), "apply", lambda engine, changes: list(changes))
    index()
    assert verify(ARTICLES) == 1


@pytest.mark.django_db
def test_a_mark_without_a_write_is_noticed(index):
    make_article()
    settle()
    index()
    assert verify(ARTICLES) == 1


@pytest.mark.django_db
def test_a_change_that_no_trigger_noted_is_noticed(index):
    article = make_article()
    index()
    triggers.uninstall()
    Article.objects.filter(pk=article.pk).update(title="عنوان دیگر")
    index()
    assert triggers.missing() and verify(ARTICLES, deep=True) == 1
