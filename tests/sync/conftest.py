"""A report with everything its document is made of."""

from types import SimpleNamespace

import pytest
from django.db.models import F

from archive.models import Industry, Quotation, Source
from search.engines import forget_engines, get_engine
from search.models import ArticleState, QuotationState
from search.query import Query
from search.sync import COLLECTIONS
from tests.factories import make_article, make_office


@pytest.fixture(autouse=True)
def nothing_waits(db):
    """Emptying the tables after a test that committed is itself a change that the triggers note."""
    ArticleState.objects.all().delete()
    QuotationState.objects.all().delete()


@pytest.fixture
def report(db):
    """An article with everything; the index is said to have taken all of it."""
    made = make_report()
    settle()
    return made


def make_report(**fields) -> SimpleNamespace:
    """An article with source, province, industry, voice and quotation."""
    source, _ = Source.objects.get_or_create(slug="sample-agency", name="خبرگزاری نمونه")
    article = make_article(province="yazd", on="1403/5/15", speakers=("مینا آزاد",), source=source, **fields)
    speaker = article.speakers.get()
    speaker.office = make_office("استاندار", "استانداری یزد", "yazd")
    speaker.save()
    sector, _ = Industry.objects.get_or_create(slug="sample-sector", name="بخش نمونه")
    branch, _ = Industry.objects.get_or_create(slug="sample-branch", name="شاخهٔ نمونه", parent=sector)
    article.industries.add(branch)
    quotation = Quotation.objects.create(article=article, speaker=speaker, start=24, end=49)
    return SimpleNamespace(
        article=article,
        quotation=quotation,
        speaker=speaker,
        person=speaker.person,
        office=speaker.office,
        source=source,
        sector=sector,
        branch=branch,
    )


def settle() -> None:
    """Say that the index has taken everything."""
    for state in (ArticleState, QuotationState):
        state.objects.update(indexed_rev=F("rev"))


def waiting() -> tuple[set[int], set[int]]:
    """The articles and the quotations that wait for the index."""
    return tuple(
        set(state.objects.waiting().values_list("key", flat=True)) for state in (ArticleState, QuotationState)
    )


@pytest.fixture(params=["memory:", "whoosh:"])
def engine(request, settings, tmp_path):
    """Each engine in turn, with an index of its own."""
    settings.SEARCH_URL = request.param
    settings.INDEX_DIR = tmp_path / "index"
    forget_engines()
    yield get_engine()
    forget_engines()


@pytest.fixture
def whoosh(settings, tmp_path):
    """The engine that keeps its index in files."""
    settings.SEARCH_URL = "whoosh:"
    settings.INDEX_DIR = tmp_path / "index"
    forget_engines()
    yield get_engine()
    forget_engines()


def found(words: str = "", collection: str = "articles") -> list[int]:
    """The keys that a search finds."""
    return get_engine(collection).search(Query(words)).keys


def disagreements() -> set[tuple[str, int]]:
    """The records that an index does not hold just as the database has them."""
    wrong = set()
    for collection in COLLECTIONS:
        revisions = dict(collection.state.objects.values_list("key", "rev"))
        truth = {(d.key, d.revision, d.digest) for d in collection.documents(revisions)}
        states = collection.engine.states(0, 2**62)
        held = {(state.key, state.revision, state.digest) for state in states}
        wrong |= {(collection.name, key) for key, _, _ in truth ^ held}
    return wrong
