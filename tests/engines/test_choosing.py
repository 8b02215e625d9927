"""Settings name the engine; a process has one for each collection."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from search.engines import forget_engines, get_engine
from search.engines.memory import MemoryEngine
from search.engines.opensearch.engine import OpenSearchEngine
from search.engines.whoosh.engine import WhooshEngine


@pytest.fixture(autouse=True)
def fresh(settings, tmp_path):
    settings.INDEX_DIR = tmp_path
    yield
    forget_engines()


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("memory:", MemoryEngine),
        ("whoosh:", WhooshEngine),
        ("opensearch://search.example/rasteh", OpenSearchEngine),
    ],
)
def test_a_collection_has_one_engine_of_the_kind_that_settings_name(settings, url, kind):
    settings.SEARCH_URL = url
    assert isinstance(get_engine(), kind)
    assert get_engine() is get_engine("articles") is not get_engine("quotations")


def test_a_name_that_means_nothing_is_refused(settings):
    settings.SEARCH_URL = "elastic:"
    with pytest.raises(ImproperlyConfigured, match="elastic:"):
        get_engine()
