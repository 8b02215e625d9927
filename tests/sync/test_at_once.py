"""Several at once: what one transaction changes and another just borrows reaches the index in the end."""

from threading import Thread

import pytest
from django.db import connection, transaction

from archive.models import Article, Person, Quotation, Source, Speaker
from search.engines import forget_engines
from search.models import ArticleState
from search.sync import nudge, sync
from tests.factories import make_article
from tests.sync.conftest import disagreements, waiting

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    # SQLite has one writer at a time: there is nothing to see.
    pytest.mark.skipif("connection.vendor != 'postgresql'"),
]


@pytest.fixture
def world(db):
    """A report, a person and a source, all in an index of their own."""
    forget_engines()
    source, _ = Source.objects.get_or_create(slug="sample-agency", name="خبرگزاری نمونه")
    return make_article(), Person.objects.create(name="مینا آزاد"), source


CHANGES = {
    "rename a person": lambda article, person, source: Person.objects.update(name="مینا آزادی"),
    "unpublish": lambda article, person, source: Article.objects.update(is_public=False),
    "add a province": lambda article, person, source: article.provinces.add("yazd"),
    "move a source": lambda article, person, source: Source.objects.filter(pk=source.pk).update(slug="moved"),
}
BORROWINGS = {
    "a voice": lambda article, person, source: Speaker.objects.create(article=article, person=person),
    "a quotation": lambda article, person, source: Quotation.objects.create(article=article, start=0, end=9),
    "its source": lambda article, person, source: Article.objects.filter(pk=article.pk).update(source=source),
}


@pytest.mark.parametrize("borrow", BORROWINGS.values(), ids=BORROWINGS.keys())
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
@pytest.mark.parametrize("changed_first", [True, False], ids=["changed first", "borrowed first"])
def test_neither_overlooks_the_other(world, change, borrow, changed_first):
    first, second = (change, borrow) if changed_first else (borrow, change)
    with transaction.atomic():
        first(*world)
        other = Thread(target=_in_a_transaction, args=(second, world))
        other.start()
        other.join(timeout=0.3)  # it commits and syncs, or waits for us
    other.join()
    sync()
    assert waiting() == (set(), set())
    assert disagreements() == set()


def test_workers_take_different_records_until_they_are_released(world):
    for _ in range(5):
        make_article()
    ArticleState.objects.update(indexed_rev=0)
    ours = ArticleState.objects.take(2)
    assert list(ours) == sorted(ours, reverse=True), "the youngest first"
    assert not set(ours) & set(_elsewhere(lambda: ArticleState.objects.take(99)))
    ArticleState.objects.release()
    assert set(ours) <= set(_elsewhere(lambda: ArticleState.objects.take(99)))


def _elsewhere(ask):
    """What another worker is told, who then ends."""
    answers = []

    def work() -> None:
        answers.append(ask())
        connection.close()

    other = Thread(target=work)
    other.start()
    other.join()
    return answers[0]


def _in_a_transaction(change, world) -> None:
    try:
        with transaction.atomic():
            change(*world)
        nudge()  # whatever has been committed by now is in the index
    finally:
        connection.close()
