"""Whatever is edited, in whatever order, with a sync, a rebuild or a check between: the index agrees."""

from uuid import uuid4

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import settings as trials
from hypothesis import strategies as st

from archive.models import Article, Office, Person, Quotation, Speaker
from search.engines import forget_engines
from search.rebuild import rebuild
from search.sync import COLLECTIONS, sync
from search.verify import verify
from tests.factories import make_article, make_office
from tests.sync.conftest import disagreements, waiting

TITLES = ("پسته", "زعفران گران شد", "", "صادرات")
PROVINCES = ("yazd", "fars", "gilan")


def _sql(article: Article) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE archive_article SET body = body || ' افزود' WHERE id = %s", [article.pk])


def _hear(article: Article) -> None:
    person, _ = Person.objects.get_or_create(name="سام نیک")
    speaker, _ = Speaker.objects.get_or_create(article=article, person=person)
    Quotation.objects.create(article=article, speaker=speaker, start=0, end=5)


def _rename_person() -> None:
    person = Person.objects.first()
    Person.objects.filter(pk=person.pk).update(name=person.name + "ی")


EDITS = {
    "make": lambda a: make_article(province="yazd", on="1403-05"),
    "make many": lambda a: Article.objects.bulk_create(Article(title=title) for title in TITLES),
    "hear": _hear,
    "hush": lambda a: a.speakers.all().delete(),
    "unquote": lambda a: a.quotations.all().delete(),
    "move": lambda a: a.provinces.set(PROVINCES[: a.pk % 3]),
    "retitle": lambda a: Article.objects.filter(pk=a.pk).update(title=TITLES[a.pk % 4]),
    "undate": lambda a: Article.objects.filter(pk=a.pk).update(published_on=None, date_precision="unknown"),
    "unpublish": lambda a: Article.objects.filter(pk=a.pk).update(is_public=False),
    "publish all": lambda a: Article.objects.update(is_public=True),
    "delete": lambda a: a.delete(),
    "delete half": lambda a: Article.objects.filter(pk__gt=a.pk).delete(),
    "raw SQL": _sql,
    "rename the person": lambda a: _rename_person(),
    "rename the office": lambda a: Office.objects.update(role="سرپرست"),
    "sync": lambda a: sync(batch=2),
    "rebuild": lambda a: [rebuild(collection) for collection in COLLECTIONS],
    "check": lambda a: [verify(collection, deep=True) for collection in COLLECTIONS],
}


@pytest.mark.django_db
@trials(max_examples=15)
@given(edits=st.lists(st.tuples(st.sampled_from(sorted(EDITS)), st.integers(0, 50)), max_size=14))
def test_after_any_edits_a_sync_brings_the_index_to_the_database(engine, settings, edits):
    # A folder an example: hypothesis makes `random` repeat itself, and segments are named by it.
    settings.INDEX_DIR = settings.INDEX_DIR.with_name(uuid4().hex)
    forget_engines()
    before = transaction.savepoint()
    article = make_article(speakers=("مینا آزاد",))
    Speaker.objects.create(article=article, office=make_office("استاندار", "استانداری یزد"))
    sync()
    for name, which in edits:
        articles = list(Article.objects.order_by("pk"))
        EDITS[name](articles[which % len(articles)] if articles else make_article())
    sync()
    assert waiting() == (set(), set())
    assert disagreements() == set()
    transaction.savepoint_rollback(before)
