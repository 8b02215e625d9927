"""A process is ready before its first reader comes."""

import pytest

from search import warming
from search.engines import get_engine
from search.engines.base import IndexUnavailable
from search.warming import warm_up

pytestmark = pytest.mark.django_db(transaction=True)


def test_all_that_a_question_needs_is_loaded(world, monkeypatch):
    asked = []
    monkeypatch.setattr(warming, "suggest", asked.append)
    monkeypatch.setattr(get_engine(), "usual_words", lambda: asked.append("words"))
    warm_up()
    assert asked == ["words", "ص"]


def test_a_worker_starts_without_an_index(world, monkeypatch):
    def gone(*_: object) -> None:
        raise IndexUnavailable("gone")

    monkeypatch.setattr(get_engine(), "search", gone)
    warm_up()
