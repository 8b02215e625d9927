"""Every engine, empty, and a small cast that all tests know."""

from collections.abc import Iterator
from datetime import date

import pytest

from search.documents import Document
from search.engines.base import Drop, Put, SearchEngine
from search.engines.memory import MemoryEngine
from search.engines.whoosh.engine import WhooshEngine
from tests.cluster.running import CLUSTER, in_cluster

DAY = date(2025, 1, 1).toordinal()


def document(
    key: int, title: str = "", body: str = "", *, revision: int = 1, day: int | None = DAY, **facets: str
) -> Document:
    """A document; a facet is given as one string, several values with «|» between."""
    values = {name: tuple(value.split("|")) for name, value in facets.items() if value}
    return Document(key=key, revision=revision, title=title, body=body, facets=values, day=day)


def put(engine: SearchEngine, *documents: Document) -> None:
    engine.apply([Put(each) for each in documents])


def drop(engine: SearchEngine, *keys: int) -> None:
    engine.apply([Drop(key) for key in keys])


PISTACHIOS = document(
    1, "پسته یزد به چین رفت", "صادرات پسته یزد دو برابر شد", province="yazd", year="1403", day=DAY
)
KIWIS = document(
    2, "کیوی گیلان", "صادرات کیوی گیلان به روسیه و چین", province="gilan", year="1404", day=DAY + 100
)
SAFFRON = document(3, "زعفران خراسان", "بازار زعفران کساد است", province="khorasan|yazd", day=None)


#: A cluster is asked where one runs: `make test-cluster`.
ENGINES = ["memory", "whoosh", *(["opensearch"] if CLUSTER else [])]


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path) -> Iterator[SearchEngine]:
    if request.param == "opensearch":
        with in_cluster() as engine:
            yield engine
    else:
        yield MemoryEngine() if request.param == "memory" else WhooshEngine(tmp_path / "articles")


@pytest.fixture
def archive(engine: SearchEngine) -> SearchEngine:
    """An engine that holds the pistachios of Yazd, the kiwis of Gilan and the undated saffron of Khorasan."""
    put(engine, PISTACHIOS, KIWIS, SAFFRON)
    return engine
