"""The whole way, from files in any spelling to the questions that find them: the sample archive."""

import json

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from archive.gazetteer import provinces
from archive.ingest.load import Outcome, ingest
from archive.ingest.sources import read_all
from archive.models import Article, Speaker
from search.engines import forget_engines, get_engine
from search.query import Query

pytestmark = pytest.mark.django_db
FIXTURES = settings.BASE_DIR / "fixtures"
GOLDEN = [
    pytest.param(golden, id=golden["query"])
    for golden in json.loads((FIXTURES / "golden_queries.json").read_text(encoding="utf-8"))
]


def sample_reports() -> list:
    return list(read_all([str(FIXTURES / "reports")]))


@pytest.fixture(scope="module", autouse=True)
def sample_archive(django_db_setup, django_db_blocker, tmp_path_factory):
    """All samples, ingested once for this module as on the command line."""
    index = override_settings(SEARCH_URL="whoosh:", INDEX_DIR=tmp_path_factory.mktemp("index"))
    with django_db_blocker.unblock(), index:
        forget_engines()
        yield ingest(sample_reports())
        call_command("flush", interactive=False, verbosity=0)
    forget_engines()


def test_every_sample_is_taken(sample_archive):
    assert sample_archive == {Outcome.CREATED: len(sample_reports())}


def test_taking_them_again_changes_nothing(sample_archive):
    assert ingest(sample_reports()) == {Outcome.UNCHANGED: len(sample_reports())}
    assert ingest(sample_reports(), again=True) == {Outcome.UNCHANGED: len(sample_reports())}


def test_every_province_has_its_samples():
    counts = get_engine().search(Query()).facets["province"]
    assert {row.slug for row in provinces() if counts.get(row.slug, 0) < 2} == set()


def test_facet_counts_are_those_of_the_database():
    facets = get_engine().search(Query()).facets
    assert facets["source"].get("", 0) == Article.objects.filter(source=None).count()
    for person in {speaker.person_id for speaker in Speaker.objects.named()}:
        assert (
            facets["speaker"][str(person)]
            == Article.objects.filter(speakers__person=person).distinct().count()
        )


def test_ingesting_has_left_the_index_in_step():
    call_command("index", "status")
    call_command("index", "check", "--deep")


@pytest.mark.parametrize("golden", GOLDEN)
def test_a_golden_query_finds_what_it_must(golden):
    keys = get_engine().search(Query(golden["query"], size=200)).keys
    origins = Article.objects.filter(pk__in=keys).values_list("original__origin", flat=True)
    found = {origin.rpartition("/")[2] for origin in origins}
    assert set(golden["finds"]) <= found
    assert not set(golden["leaves_out"]) & found
